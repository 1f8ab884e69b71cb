// The view that edits an overlay: the form, the YAML with its faults in place, and what it changes.

import { post, wasAborted } from "./api.js";
import { byId, counted, debounced, el, fill } from "./dom.js";
import { EntryForm } from "./form.js";
import { Trial } from "./trial.js";

const DRAFT = "codewords-overlay";
const CHECK_AFTER = 250;
const TRY_AFTER = 600;

/** Tell whether a text holds nothing but comments. */
const isBlank = (text) => text.split("\n").every((line) => /^\s*(#|$)/.test(line));

export class Overlay {
  #form;
  #trial;
  #judge;
  #trouble;
  #checking = null;
  #problems = [];
  #tried = "";

  constructor(rules, judge, trouble) {
    this.#judge = judge;
    this.#trouble = trouble;
    this.#form = new EntryForm(rules);
    this.#trial = new Trial(trouble);
    this.#form.onPut = (entry) => this.#put(entry);
    this.#trial.onFaults = (problems) => this.#faults(problems, true);
    if (rules.corpus) byId("trial").title = `on ${rules.corpus.name}, ${counted(rules.corpus.files, "file")}`;
    this.#listen();
    this.#restore();
  }

  begin(word) {
    this.#form.begin(word);
    byId("e-term").focus();
  }

  edit(row) {
    this.#form.edit(row);
  }

  #listen() {
    const yaml = byId("yaml");
    const check = debounced(() => this.#check(), CHECK_AFTER);
    yaml.addEventListener("input", () => {
      this.#changed();
      check();
    });
    yaml.addEventListener("scroll", () => {
      byId("gutter").scrollTop = byId("yaml-mirror").scrollTop = yaml.scrollTop;
      byId("yaml-mirror").scrollLeft = yaml.scrollLeft;
    });
    yaml.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.#run();
      if (event.key === "Escape") byId("overlay-name").focus();
    });
    byId("overlay-name").addEventListener("change", () => this.#check());
    byId("try").addEventListener("click", () => this.#run());
    byId("download").addEventListener("click", () => this.#download());
    byId("open").addEventListener("change", (event) => this.#open(event.target));
  }

  /** The draft is kept while this tab is open, so that a reload loses nothing; messages never are. */
  #restore() {
    const held = JSON.parse(sessionStorage.getItem(DRAFT) ?? "null");
    if (held) {
      byId("yaml").value = held.text;
      byId("overlay-name").value = held.name;
    }
    this.#changed();
    this.#check();
  }

  get #name() {
    return byId("overlay-name").value.trim();
  }

  #changed() {
    const text = byId("yaml").value;
    sessionStorage.setItem(DRAFT, JSON.stringify({ text, name: this.#name }));
    this.#draw();
    if (text !== this.#tried) {
      this.#trial.stop();
      this.#judge.overlayReady(false);
    }
  }

  /** Draw the line numbers and, under the text, the faults where they stand. */
  #draw() {
    const lines = byId("yaml").value.split("\n");
    const worst = new Map();
    for (const problem of this.#problems) {
      if (worst.get(problem.line) !== "error") worst.set(problem.line, problem.severity);
    }
    const sign = { error: "✕", warning: "!" };
    fill(
      byId("gutter"),
      lines.map((_, number) => {
        const severity = worst.get(number + 1);
        return el("li", { class: severity ?? "" }, severity ? `${sign[severity]} ` : "", String(number + 1));
      }),
    );
    fill(byId("yaml-mirror"), lines.flatMap((line, number) => [this.#line(line, number + 1), "\n"]));
  }

  #line(line, number) {
    const faults = this.#problems.filter((problem) => problem.line === number);
    if (!faults.length) return line;
    const first = faults.find((problem) => problem.severity === "error") ?? faults[0];
    const points = [...line];
    const from = Math.max(0, first.column - 1);
    const word = /^("(?:[^"\\]|\\.)*"|[^\s,\]}]+)/.exec(points.slice(from).join(""));
    const to = word ? from + [...word[0]].length : points.length;
    return [points.slice(0, from).join(""), el("span", { class: `fault ${first.severity}` }, points.slice(from, to).join("")), points.slice(to).join("")];
  }

  async #check() {
    this.#checking?.abort();
    const checking = (this.#checking = new AbortController());
    const overlay = byId("yaml").value;
    if (!byId("overlay-name").checkValidity() || !this.#name) {
      this.#faults([]);
      byId("yaml-state").textContent = "The file name should be like site.yaml: a-z, 0-9, - and _.";
      byId("yaml-state").className = "state error";
      return;
    }
    try {
      const { problems } = await post("check", { overlay, name: this.#name }, checking.signal);
      if (this.#checking !== checking) return;
      this.#faults(problems);
      if (byId("auto").checked && !isBlank(overlay) && overlay !== this.#tried && !this.#hasErrors) this.#soon(overlay);
    } catch (error) {
      if (!wasAborted(error)) this.#trouble(error.message);
    }
  }

  get #hasErrors() {
    return this.#problems.some((problem) => problem.severity === "error");
  }

  #soon = debounced((overlay) => {
    if (byId("yaml").value === overlay && !this.#hasErrors && byId("auto").checked) this.#run();
  }, TRY_AFTER);

  #faults(problems, isWhole = false) {
    const warnings = isWhole ? this.#problems.filter((problem) => problem.severity === "warning") : [];
    this.#problems = [...problems, ...warnings].sort((a, b) => a.line - b.line || a.column - b.column);
    const errors = problems.filter((problem) => problem.severity === "error").length;
    const others = this.#problems.length - errors;
    const state = byId("yaml-state");
    const isEmpty = isBlank(byId("yaml").value);
    const told = [errors ? counted(errors, "fault") : "", others ? counted(others, "warning") : ""].filter(Boolean).join(", ");
    state.textContent = isEmpty ? "Empty: the loaded rules as they are." : told || "No faults.";
    state.className = `state ${errors ? "error" : others ? "warning" : isEmpty ? "" : "good"}`;
    byId("yaml").setAttribute("aria-invalid", String(errors > 0));
    byId("overlay-state").hidden = isEmpty;
    byId("overlay-state").className = `dot ${errors ? "error" : "good"}`;
    byId("overlay-state").title = errors ? "has faults" : "not empty";
    fill(byId("faults"), this.#problems.map((problem) => this.#fault(problem)));
    this.#draw();
  }

  #fault(problem) {
    const here = problem.path === this.#name && problem.line > 0;
    const where = `${problem.path}:${problem.line}:${problem.column}`;
    const place = here
      ? el("button", { type: "button", class: "link", onclick: () => this.#go(problem) }, `line ${problem.line}`)
      : el("code", {}, where);
    return el(
      "li",
      { class: problem.severity },
      el("b", {}, problem.severity === "error" ? "✕ fault " : "! warning "),
      place,
      ` ${problem.message}`,
      problem.hint ? el("span", { class: "faint" }, `; ${problem.hint}`) : null,
      " ",
      el("code", {}, problem.code),
    );
  }

  #go({ line, column }) {
    const yaml = byId("yaml");
    const lines = yaml.value.split("\n");
    const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
    const at = start + [...(lines[line - 1] ?? "")].slice(0, Math.max(0, column - 1)).join("").length;
    yaml.focus();
    yaml.setSelectionRange(at, at);
  }

  async #put(entry) {
    const said = byId("entry-said");
    try {
      const { overlay, reason } = await post("entry", { overlay: byId("yaml").value, name: this.#name, entry });
      if (overlay === null) {
        said.textContent = reason;
        return;
      }
      byId("yaml").value = overlay;
      this.#changed();
      said.textContent = "Written into the overlay.";
      await this.#check();
    } catch (error) {
      said.textContent = error.message;
    }
  }

  async #run() {
    const overlay = byId("yaml").value;
    this.#trouble("");
    if (isBlank(overlay)) {
      fill(byId("outcome"), el("p", { class: "faint" }, "Nothing to try: the overlay is empty."));
      return;
    }
    this.#tried = overlay;
    const asked = { overlay, name: this.#name, most: Number(byId("most").value), message: this.#judge.message };
    const isWhole = await this.#trial.run(asked);
    if (byId("yaml").value === overlay) this.#judge.overlayReady(isWhole);
  }

  #download() {
    const url = URL.createObjectURL(new Blob([byId("yaml").value], { type: "application/yaml" }));
    el("a", { href: url, download: this.#name || "site.yaml" }).click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  }

  async #open(input) {
    const [file] = input.files;
    if (!file) return;
    byId("yaml").value = await file.text();
    const name = file.name.toLowerCase().replace(/\.yml$/, ".yaml");
    if (/^[a-z0-9][a-z0-9_-]*\.yaml$/.test(name)) byId("overlay-name").value = name;
    input.value = "";
    this.#changed();
    this.#check();
  }
}
