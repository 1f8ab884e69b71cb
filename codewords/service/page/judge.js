// The view that judges a message while it is typed.

import { post } from "./api.js";
import { byId, counted, el, fill, options, signed } from "./dom.js";
import { EXAMPLES } from "./examples.js";
import { facts, skipped } from "./facts.js";
import { groupOf, shortOf } from "./kinds.js";
import { kindTag, marked, quoted } from "./marks.js";
import { places } from "./spans.js";
import { waterfall } from "./waterfall.js";
import { Why } from "./why.js";

const LABELS = { offer: "offer", talk: "talk", none: "none" };

export class Judge {
  #rules;
  #shown = null;
  #text = "";
  #isAsking = false;
  #isNewer = false;
  #trouble;
  #why;
  #substances;

  constructor(rules, trouble) {
    this.#rules = rules;
    this.#trouble = trouble;
    this.#why = new Why(trouble);
    this.#substances = new Map(rules.substances.map((item) => [item.id, item.name]));
    options(byId("surface"), rules.surfaces.map((item) => [item.id, item.id]));
    byId("surface").value = rules.surfaces.some((item) => item.id === "post") ? "post" : rules.surfaces[0].id;
    this.#surfaceTitle();
    fill(byId("languages"), rules.languages.filter((code) => code !== "und").map(language));
    options(byId("example"), EXAMPLES.map(([name], number) => [String(number), name]), "choose…");
    this.#listen();
    this.#count();
    this.ask();
  }

  get message() {
    const text = byId("message").value;
    return text ? this.#request(text) : null;
  }

  /** Allow to judge by the overlay, or no longer. */
  overlayReady(isReady) {
    const box = byId("by-overlay");
    const wasChecked = box.checked;
    byId("by-overlay-label").hidden = !isReady;
    if (!isReady) box.checked = false;
    if (wasChecked) this.ask();
  }

  #listen() {
    const message = byId("message");
    message.addEventListener("input", () => {
      this.ask();
      this.#keepMarks();
      this.#count();
    });
    for (const id of ["surface", "seen", "languages", "by-overlay"]) byId(id).addEventListener("change", () => this.ask());
    byId("surface").addEventListener("change", () => this.#surfaceTitle());
    byId("clear").addEventListener("click", () => this.#put(""));
    byId("example").addEventListener("change", (event) => {
      const chosen = event.target.value;
      if (chosen !== "") this.#put(EXAMPLES[Number(chosen)][1]);
      event.target.value = "";
    });
  }

  #surfaceTitle() {
    const found = this.#rules.surfaces.find((item) => item.id === byId("surface").value);
    byId("surface").title = found?.title ?? "";
  }

  #put(text) {
    const message = byId("message");
    message.value = text;
    message.focus();
    fill(byId("mirror"));
    this.#count();
    this.ask();
  }

  #count() {
    const number = places(byId("message").value).length - 1;
    byId("message-count").textContent = counted(number, "character");
  }

  /** Between a key and its answer, keep the marks of what stands before and behind the change. */
  #keepMarks() {
    const mirror = byId("mirror");
    const now = byId("message").value;
    const before = this.#text;
    let same = 0;
    while (same < before.length && before[same] === now[same]) same++;
    let tail = 0;
    while (tail < before.length - same && tail < now.length - same && before.at(-1 - tail) === now.at(-1 - tail)) tail++;
    const matches = this.#shown ? shown(this.#shown.result) : [];
    const at = places(before);
    const shift = places(now).length - at.length;
    const kept = matches.flatMap((match) => {
      if (at[match.end] <= same) return [match];
      const moved = { ...match, start: match.start + shift, end: match.end + shift };
      return at[match.start] >= before.length - tail ? [moved] : [];
    });
    fill(mirror, marked(now, kept), "\u200b");
  }

  #request(text) {
    const lang = [...byId("languages").querySelectorAll("input:checked")].map((box) => box.value);
    return { text, surface: byId("surface").value, evidence: byId("seen").value, lang };
  }

  /** Judge what stands in the field. One question is open at a time; the newest text is asked when its answer is there. */
  ask() {
    this.#isNewer = true;
    this.#why.stop();
    if (!this.#isAsking) this.#askNewest();
  }

  async #askNewest() {
    this.#isAsking = true;
    while (this.#isNewer) {
      this.#isNewer = false;
      const asked = { ...this.#request(byId("message").value), overlay: byId("by-overlay").checked };
      try {
        this.#show(asked.text, await post("scan", asked));
        this.#trouble("");
        if (!this.#isNewer) this.#why.ask(asked);
      } catch (error) {
        this.#trouble(error.message);
      }
    }
    this.#isAsking = false;
  }

  #show(text, found) {
    this.#shown = found;
    this.#text = text;
    const result = found.result;
    if (this.#isNewer) this.#keepMarks();
    else fill(byId("mirror"), marked(text, shown(result)), "\u200b");
    document.documentElement.dataset.underlined = String(Number(document.documentElement.dataset.underlined ?? 0) + 1);
    this.#legend(shown(result));
    this.#verdict(result);
    // what the verdict rests on is drawn once it stands there, and not at all when a newer one is on its way
    setTimeout(() => {
      if (this.#shown !== found) return;
      this.#sum(found);
      this.#evidence(found);
      facts(result, this.#substances);
      skipped(result.skipped);
    });
  }

  #legend(matches) {
    const kinds = [...new Set(matches.map((match) => match.kind))];
    fill(
      byId("legend"),
      kinds.map((kind) => el("li", {}, el("span", { class: `m m-${groupOf(kind)}` }, shortOf(kind)), ` ${kind}`)),
    );
  }

  #verdict(result) {
    const label = byId("label");
    label.className = `label ${result.label}`;
    label.textContent = LABELS[result.label];
    byId("action").textContent = result.action;
    byId("action").className = `action ${result.action}`;
    byId("score").textContent = result.score.toFixed(4);
    byId("points").textContent = signed(result.points);
    const names = result.substances.map((id) => this.#substances.get(id) ?? id);
    fill(
      byId("about"),
      list("categories", result.categories),
      list("substances", names),
      list("judged as", [result.surface]),
    );
  }

  #sum({ result, titles }) {
    const surface = this.#rules.surfaces.find((item) => item.id === result.surface);
    const marks = [{ name: "zero", at: 0, text: "offer from 0" }];
    const block = surface && Math.min(...Object.values(surface.block));
    if (surface) marks.push({ name: "block", at: block, text: `block from ${block}` });
    const scored = new Set(result.contributions.map((part) => part.name));
    waterfall(byId("sum"), {
      parts: result.contributions,
      titles,
      total: result.points,
      marks,
      unscored: result.detections.filter((hit) => !scored.has(hit.id)),
      onPick: (name) => this.#pick(name),
    });
  }

  /** Show on which evidence a rule rests. */
  #pick(name) {
    const result = this.#shown.result;
    const hit = result.detections.find((item) => item.id === name);
    const spans = hit ? hit.matches.map((index) => result.matches[index]) : shown(result);
    fill(byId("mirror"), marked(this.#text, spans), "\u200b");
  }

  #evidence({ result, senses }) {
    const rows = result.matches.map((match) => {
      const how = [match.via, ...match.folds];
      if (match.distance) how.push(counted(match.distance, "edit"));
      return el(
        "tr",
        {},
        el("td", {}, el("button", { type: "button", class: "quote", title: "Select in the message", onclick: () => this.#select(match) }, quoted(match))),
        el("td", {}, kindTag(match.kind)),
        el("td", {}, el("code", {}, match.id), senses[match.id] ? el("span", { class: "faint" }, ` else: ${senses[match.id]}`) : null),
        el("td", { class: "faint" }, how.join(", ")),
      );
    });
    const unknown = result.unknown.map((word) =>
      el(
        "tr",
        {},
        el("td", {}, el("button", { type: "button", class: "quote", onclick: () => this.#select(word) }, quoted({ ...word, kind: "unknown" }))),
        el("td", {}, kindTag("unknown")),
        el("td", {}, "in the place of a product; no lexicon lists it"),
        el("td", {}, el("button", { type: "button", class: "link", onclick: () => this.onUnknown?.(word.text) }, "write it down")),
      ),
    );
    fill(byId("evidence").tBodies[0], rows, unknown);
    const isEmpty = !rows.length && !unknown.length;
    byId("evidence").hidden = isEmpty;
    byId("evidence-empty").hidden = !isEmpty;
  }

  #select({ start, end }) {
    const at = places(this.#text);
    const message = byId("message");
    message.focus();
    message.setSelectionRange(at[start], at[end]);
  }
}

/** What is underlined: the evidence, and words that no lexicon lists. */
function shown(result) {
  return [...result.matches, ...result.unknown.map((word) => ({ ...word, kind: "unknown" }))];
}

function language(code) {
  return el("label", { class: "chip" }, el("input", { type: "checkbox", value: code }), el("span", {}, code));
}

function list(name, values) {
  return values.length ? el("p", {}, el("span", { class: "faint" }, `${name} `), values.map((value) => el("span", { class: "tag" }, value))) : null;
}
