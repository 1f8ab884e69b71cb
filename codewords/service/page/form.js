// The form that writes one entry of an overlay.

import { byId, el, fill, options } from "./dom.js";

const SORTS = [
  ["substance", "a word for a substance"],
  ["trade", "a word of retail"],
  ["counter", "counter-evidence"],
  ["emoji", "an emoji"],
];

const AMBIGUITIES = [
  ["low", "tells a substance alone; hardly ever means anything else, in any of the languages"],
  ["medium", "also means something else; counts only beside other evidence"],
  ["high", "an everyday word; counts only beside strong evidence"],
];

function field(id, label, control, hint) {
  control.id = id;
  const about = hint ? el("p", { class: "hint", id: `${id}-hint` }, hint) : null;
  if (hint) control.setAttribute("aria-describedby", `${id}-hint`);
  return el("div", { class: "field", id: `${id}-field` }, el("label", { htmlFor: id }, label), control, about);
}

function choices(id, label, name, type, values) {
  const boxes = values.map(([value, title]) =>
    el("label", { class: "chip", title }, el("input", { type, name, value }), el("span", {}, value)),
  );
  return el("fieldset", { class: "field", id }, el("legend", {}, label), el("div", { class: "chips" }, boxes), el("p", { class: "hint" }));
}

const lines = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);
const listed = (text) => text.split(",").map((word) => word.trim()).filter(Boolean);
const text = (options = {}) => el("input", { autocomplete: "off", spellcheck: false, ...options });

export class EntryForm {
  #rules;
  #base = null;

  constructor(rules) {
    this.#rules = rules;
    this.#build();
    byId("e-sort").addEventListener("change", () => this.#fit());
    byId("entry").addEventListener("change", () => this.#fit());
    byId("entry-new").addEventListener("click", () => this.begin(""));
    byId("entry").addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) byId("entry").requestSubmit();
    });
    byId("entry").addEventListener("submit", (event) => {
      event.preventDefault();
      this.onPut?.(this.#entry());
    });
    this.begin("");
  }

  #build() {
    const rules = this.#rules;
    const select = (values, first) => {
      const node = el("select");
      options(node, values, first);
      return node;
    };
    const codes = rules.languages.map((code) => [code, code === "und" ? "any language" : code]);
    const sources = el("datalist", { id: "e-sources" }, rules.sources.map((item) => el("option", { value: item.id }, item.title)));
    const source = text();
    source.setAttribute("list", "e-sources");
    fill(
      byId("fields"),
      field("e-term", "Word", text({ required: true }), "The usual spelling, with its accents."),
      field("e-forms", "Other spellings", text(), "Apart by commas; only what folding, typos and the plural do not reach."),
      field("e-sort", "It is", select(SORTS)),
      field("e-name", "Unicode name", text()),
      field("e-substance", "Substance", select(rules.substances.map((item) => [item.id, item.parent ? `\u2003${item.name}` : item.name]), "choose…")),
      field("e-kind", "Kind", select(rules.kinds.filter((kind) => !["substance", "emoji", "counter"].includes(kind)).map((kind) => [kind]), "choose…")),
      field("e-topic", "Topic", select(rules.topics.map((topic) => [topic]), "choose…")),
      choices("e-lang", "Languages", "lang", "checkbox", codes),
      choices("e-ambiguity", "Ambiguity", "ambiguity", "radio", AMBIGUITIES),
      field("e-sense", "Ordinary sense", text(), "What else it means, in a few English words; needed from medium ambiguity on."),
      field("e-hits", "Hits", el("textarea", { rows: 2, spellcheck: false }), "Short invented messages in which it must be found, one a line; needed from medium on."),
      field("e-misses", "Misses", el("textarea", { rows: 2, spellcheck: false }), "Invented messages in which it must not count, one a line; needed from medium on."),
      field("e-status", "Status", select([["stable", "stable"], ["shadow", "shadow: told, not scored"], ["retired", "retired: kept, not used"]])),
      field("e-role", "Role", select([["", "slang"], ["name", "name of the substance"], ["brand", "brand"], ["form", "form"], ["strain", "strain; only supports"]])),
      field("e-fuzz", "Typos allowed", select([["", "by its length"], ["0", "none"], ["1", "one"], ["2", "two"]])),
      field("e-source", "Source", source, "A key of sources.yaml."),
      sources,
    );
  }

  /** Begin a new entry. */
  begin(word) {
    this.#base = null;
    byId("entry").reset();
    byId("e-term").value = word;
    byId("e-source").value = "general_knowledge";
    this.#check("lang", ["fr"]);
    this.#check("ambiguity", ["medium"]);
    this.#heads("A new word");
  }

  /** Take an entry of the rules to change it. */
  edit(row) {
    this.#base = row;
    byId("entry").reset();
    const sort = row.emoji ? "emoji" : row.topic ? "counter" : row.substances.length ? "substance" : "trade";
    const values = {
      term: row.term,
      sort,
      name: "",
      substance: row.substances[0] ?? "",
      kind: row.kind,
      topic: row.topic,
      sense: row.sense,
      forms: row.forms.join(", "),
      hits: row.hits.join("\n"),
      misses: row.misses.join("\n"),
      status: row.status,
      role: row.role === "slang" ? "" : row.role,
      fuzz: row.fuzz === null ? "" : String(row.fuzz),
      source: row.source.join(", "),
    };
    for (const [name, value] of Object.entries(values)) byId(`e-${name}`).value = value;
    this.#check("lang", row.lang);
    this.#check("ambiguity", [row.ambiguity]);
    this.#heads(`Change “${row.term}”`);
  }

  #heads(title) {
    byId("entry-title").textContent = title;
    byId("entry-new").hidden = this.#base === null;
    byId("entry-said").textContent = "";
    this.#fit();
  }

  /** Show the fields that this sort of entry has. */
  #fit() {
    const sort = byId("e-sort").value;
    const isNew = this.#base === null;
    const shown = {
      name: sort === "emoji" && isNew,
      substance: sort === "substance" || sort === "emoji",
      kind: sort === "trade",
      topic: sort === "counter",
      role: sort === "substance",
      forms: sort !== "emoji",
      fuzz: sort !== "emoji",
    };
    for (const [name, isShown] of Object.entries(shown)) byId(`e-${name}-field`).hidden = !isShown;
    byId("e-lang").hidden = sort === "emoji";
    for (const name of ["name", "substance", "kind", "topic"]) byId(`e-${name}`).required = shown[name];
    for (const name of ["term", "sort", "topic", "kind"]) byId(`e-${name}`).disabled = !isNew;
    const ambiguity = this.#checked("ambiguity")[0];
    byId("e-ambiguity").querySelector(".hint").textContent = AMBIGUITIES.find(([value]) => value === ambiguity)?.[1] ?? "";
    const needs = sort === "substance" && ambiguity !== "low";
    for (const name of ["sense", "hits", "misses"]) byId(`e-${name}-field`).classList.toggle("needed", needs);
  }

  #checked(name) {
    return [...byId("entry").querySelectorAll(`input[name=${name}]:checked`)].map((box) => box.value);
  }

  #check(name, values) {
    for (const box of byId("entry").querySelectorAll(`input[name=${name}]`)) box.checked = values.includes(box.value);
  }

  /** Give the entry as the service writes it; keys that this sort does not have are left out. */
  #entry() {
    const value = (name) => byId(`e-${name}`).value.trim();
    const sort = value("sort");
    const shared = {
      ambiguity: this.#checked("ambiguity")[0],
      sense: value("sense"),
      source: listed(value("source")),
      hits: lines(value("hits")),
      misses: lines(value("misses")),
    };
    const word = { term: value("term"), lang: this.#checked("lang"), forms: listed(value("forms")), fuzz: value("fuzz") };
    const own = {
      substance: { ...word, substance: this.#substances(value("substance")), role: value("role") },
      trade: { ...word, kind: value("kind") },
      counter: { ...word, topic: value("topic") },
      emoji: { emoji: value("term"), name: value("name"), kind: this.#base?.kind ?? "emoji", substance: this.#substances(value("substance")) },
    };
    const entry = { ...own[sort], ...shared };
    // the usual values are not written into new entries
    if (value("status") !== "stable" || this.#base) entry.status = value("status");
    if (this.#base) {
      if (sort === "substance") entry.role = value("role") || "slang";
      return { id: this.#base.id, ...entry };
    }
    return entry;
  }

  /** A mixture keeps its other substances: the form shows the first. */
  #substances(first) {
    const held = this.#base?.substances ?? [];
    return held.length > 1 && held[0] === first ? held : first ? [first] : [];
  }
}
