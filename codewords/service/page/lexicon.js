// The view that browses the words of the rules, page by page.

import { post, wasAborted } from "./api.js";
import { byId, counted, debounced, el, fill, options } from "./dom.js";
import { kindTag } from "./marks.js";

const COLUMNS = 8;

export class Lexicon {
  #page = 0;
  #pages = 0;
  #asking = null;
  #trouble;
  #names;

  constructor(rules, trouble) {
    this.#trouble = trouble;
    this.#names = new Map(rules.substances.map((item) => [item.id, item.name]));
    const substances = rules.substances.map((item) => [item.id, item.parent ? `\u2003${item.name}` : item.name]);
    options(byId("by-substance"), substances, "any");
    options(byId("by-kind"), rules.kinds.map((kind) => [kind]), "any");
    options(byId("by-lang"), rules.languages.map((code) => [code]), "any");
    options(byId("by-ambiguity"), [["low"], ["medium"], ["high"]], "any");
    options(byId("by-status"), [["stable"], ["shadow"], ["retired"]], "any");
    const soon = debounced(() => this.#search(0), 80);
    byId("filters").addEventListener("input", soon);
    byId("filters").addEventListener("reset", soon);
    byId("filters").addEventListener("submit", (event) => event.preventDefault());
    byId("previous").addEventListener("click", () => this.#search(this.#page - 1));
    byId("next").addEventListener("click", () => this.#search(this.#page + 1));
    this.#search(0);
  }

  async #search(page) {
    this.#asking?.abort();
    const asking = (this.#asking = new AbortController());
    const asked = { query: byId("query").value, page };
    for (const select of byId("filters").querySelectorAll("select")) asked[select.name] = select.value;
    try {
      const found = await post("lexicon", asked, asking.signal);
      if (this.#asking === asking) this.#show(found);
    } catch (error) {
      if (!wasAborted(error)) this.#trouble(error.message);
    }
  }

  #show(found) {
    this.#page = found.page;
    this.#pages = found.pages;
    byId("found").textContent = counted(found.total, "word");
    byId("page-of").textContent = found.pages ? `${found.page + 1} of ${found.pages.toLocaleString("en")}` : "";
    byId("previous").disabled = found.page === 0;
    byId("next").disabled = found.page + 1 >= found.pages;
    const none = el("tr", {}, el("td", { colSpan: COLUMNS, class: "empty" }, "No word answers this search."));
    fill(byId("words").tBodies[0], found.rows.length ? found.rows.flatMap((row) => this.#row(row)) : none);
    byId("words").parentElement.scrollTop = 0;
  }

  #row(row) {
    const more = this.#more(row);
    const open = el("button", { type: "button", class: "word", ariaExpanded: "false" }, row.term);
    open.addEventListener("click", () => {
      more.hidden = !more.hidden;
      open.ariaExpanded = String(!more.hidden);
    });
    const about = row.topic || row.substances.map((id) => this.#names.get(id) ?? id).join(", ");
    return [
      el(
        "tr",
        {},
        el("th", { scope: "row" }, open),
        el("td", {}, about),
        el("td", {}, kindTag(row.kind)),
        el("td", {}, row.lang.join(" ")),
        el("td", {}, el("span", { class: `level ${row.ambiguity}` }, row.ambiguity)),
        el("td", {}, row.status === "stable" ? el("span", { class: "faint" }, "stable") : el("b", {}, row.status)),
        el("td", { class: "sense" }, row.sense),
        el("td", {}, el("button", { type: "button", class: "link", ariaLabel: `Edit ${row.term}`, onclick: () => this.onEdit?.(row) }, "edit")),
      ),
      more,
    ];
  }

  #more(row) {
    const facts = [
      ["id", el("code", {}, row.id)],
      ["forms", row.forms.join(", ")],
      ["role", row.role],
      ["typos allowed", row.fuzz === null ? "by its length" : String(row.fuzz)],
      ["capitals", row.case ? "are part of it" : ""],
      ["source", row.source.join(", ")],
      ["since", row.since],
      ["review by", row.review_by],
      ["file", el("code", {}, row.place)],
      ["hits", examples(row.hits)],
      ["misses", examples(row.misses)],
    ].filter(([, value]) => value);
    const list = el("dl", { class: "facts" }, facts.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value))));
    return el("tr", { class: "more", hidden: true }, el("td", { colSpan: COLUMNS }, list));
  }
}

function examples(texts) {
  return texts.length ? el("ul", { class: "plain" }, texts.map((text) => el("li", {}, text))) : "";
}
