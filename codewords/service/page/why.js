// What explains a verdict beyond its evidence: the smallest evidence of an offer, what almost fired, the statement.

import { post, wasAborted } from "./api.js";
import { byId, copied, counted, debounced, el, fill } from "./dom.js";
import { near, smallest } from "./facts.js";

// it costs as much again as the verdict, so it is asked for when typing rests
const WAIT = 150;
const SAY_AFTER = 700;

export class Why {
  #told = null;
  #asking = null;
  #trouble;

  constructor(trouble) {
    this.#trouble = trouble;
    for (const name of Object.keys(this.#folded)) byId(`${name}-panel`).addEventListener("toggle", () => this.#unfold(name));
    byId("statement-lang").addEventListener("change", () => this.#statement());
    byId("statement-copy").addEventListener("click", (event) => copied(event.target, this.#said));
    byId("json-copy").addEventListener("click", (event) => copied(event.target, byId("json").textContent));
  }

  /** Ask no more: another message is being judged. What stands there is of the one before, and is shown as such. */
  stop() {
    this.#asking?.abort();
    this.#busy(true);
  }

  /** Ask why a message was judged so, unless `stop` is called in the meantime. */
  async ask(asked) {
    this.#asking?.abort();
    const { signal } = (this.#asking = new AbortController());
    await new Promise((resolve) => setTimeout(resolve, WAIT));
    if (signal.aborted) return;
    try {
      const found = await post("scan", { ...asked, explain: true }, signal);
      if (!signal.aborted) this.#show(found, asked.text);
    } catch (error) {
      if (!wasAborted(error)) this.#trouble(error.message);
    }
  }

  #show(found, text) {
    this.#told = found;
    smallest(found.result);
    const misses = found.result.near_misses.length;
    byId("near-panel").hidden = !misses;
    byId("near-count").textContent = misses ? `(${misses})` : "";
    for (const name of Object.keys(this.#folded)) this.#unfold(name);
    this.#busy(false);
    document.documentElement.dataset.judged = String(Number(document.documentElement.dataset.judged ?? 0) + 1);
    this.#say(found.result, text);
  }

  #busy(isBusy) {
    for (const part of document.querySelectorAll(".why")) part.ariaBusy = String(isBusy);
  }

  /** Parts that are folded away are drawn when they are opened. */
  #folded = {
    near: () => near(this.#told.result.near_misses),
    statement: () => this.#statement(),
    json: () => {
      byId("json").textContent = JSON.stringify(this.#told.result, null, 1);
    },
  };

  #unfold(name) {
    if (this.#told && byId(`${name}-panel`).open) this.#folded[name]();
  }

  get #said() {
    return this.#told?.statement[byId("statement-lang").value] ?? "";
  }

  #statement() {
    byId("statement").lang = byId("statement-lang").value;
    fill(byId("statement"), this.#said.split("\n\n").map((block) => el("p", {}, block)));
  }

  #say = debounced((result, text) => {
    const pieces = counted(result.matches.length, "piece", "pieces");
    byId("said").textContent = text ? `${result.label}, ${result.action}, ${result.points.toFixed(2)} points, ${pieces} of evidence` : "";
  }, SAY_AFTER);
}
