// Try an overlay: ask the service to compile it, follow how far it is, and show what changes.

import { stream, wasAborted } from "./api.js";
import { byId, counted, el, fill, signed } from "./dom.js";
import { table } from "./facts.js";
import { marked } from "./marks.js";

const STAGES = {
  loading: "loading the rules…",
  first: "compiling all the rules with the overlay; some seconds…",
  compiling: "compiling all the rules with the overlay; some seconds…",
  compiled: "running the examples…",
  examples: "judging your message…",
  message: "choosing messages…",
};

const SHOWN = 6;

export class Trial {
  #running = null;
  #trouble;
  #parts = {};

  constructor(trouble) {
    this.#trouble = trouble;
    byId("cancel").addEventListener("click", () => this.stop());
  }

  get isRunning() {
    return this.#running !== null;
  }

  /** End the work, here and in the service. */
  stop() {
    this.#running?.abort();
    this.#running = null;
    this.#progress(null);
  }

  /** Try an overlay; resolves to true when it compiled and all was compared. */
  async run(asked) {
    this.stop();
    const running = (this.#running = new AbortController());
    this.#parts = {};
    this.#progress("loading the rules…");
    let isWhole = false;
    try {
      for await (const event of stream("trial", asked, running.signal)) {
        if (this.#running !== running) return false;
        this.#take(event);
        if (event.end) isWhole = event.stage === "done";
      }
      if (!this.#parts.end) this.#trouble("the trial ended before its end; try again");
    } catch (error) {
      if (!wasAborted(error)) this.#trouble(error.message);
    }
    if (this.#running === running) {
      this.#running = null;
      this.#progress(null);
    }
    return isWhole;
  }

  #take(event) {
    this.#parts[event.stage] = event;
    if (event.end) this.#parts.end = true;
    if (event.stage === "judging") this.#progress(`judging ${event.done} of ${event.of}…`, event.done / event.of);
    else if (STAGES[event.stage]) this.#progress(STAGES[event.stage]);
    if (event.stage === "faults") this.onFaults?.(event.problems);
    if (event.stage === "fault") this.#trouble(`the trial failed: ${event.error}`);
    if (["first", "examples", "message", "done", "faults"].includes(event.stage)) this.#show();
  }

  #progress(text, share) {
    const isOver = text === null;
    byId("progress").hidden = isOver;
    byId("cancel").hidden = isOver;
    if (isOver) return;
    byId("stage").textContent = text;
    const bar = byId("bar");
    if (share === undefined) bar.removeAttribute("value");
    else bar.value = share;
  }

  #show() {
    const { first, compiled, examples, done, faults } = this.#parts;
    if (faults) {
      fill(byId("outcome"), el("p", { class: "faint" }, "The overlay has faults; the loaded rules stay as they are."));
      return;
    }
    // what is told first makes way for what all the rules say
    const told = done ?? first;
    const message = this.#parts.message ?? first?.message;
    fill(
      byId("outcome"),
      done ? headline(done) : first ? glance(first) : null,
      compiled ? laid(compiled) : null,
      message ? own(message) : null,
      examples?.examples.length ? cases(examples.examples) : null,
      told?.by_rule?.length ? rules(told.by_rule) : null,
      told?.changed ? messages(told) : null,
    );
  }
}

function headline(done) {
  if (!done.sample) {
    const why = done.unread ? "The corpus cannot be read." : "No corpus is loaded: start with `codewords serve --corpus FILE` to see what changes on it.";
    return el("p", {}, why);
  }
  const { judged, named, total, sealed, cut, touched } = done.sample;
  const held = touched === null ? "" : `; ${touched === 1 ? "one holds" : `${touched} hold`} a changed word, the others stay as they are`;
  const chosen = judged === total ? `all ${total.toLocaleString("en")} messages` : `${judged.toLocaleString("en")} of ${total.toLocaleString("en")} messages`;
  const how = judged === total ? "" : `: ${named} that hold a changed word as written, the others drawn by hash`;
  const notes = [sealed ? `${counted(sealed, "sealed row")} left out` : "", cut ? "the corpus was cut" : ""].filter(Boolean);
  return el(
    "div",
    { class: "headline" },
    el("p", { class: "big" }, el("b", { id: "changes" }, String(done.changes)), ` ${done.changes === 1 ? "decision changes" : "decisions change"}`),
    el("p", { class: "faint" }, `looked at ${chosen}${how}${held}; ${done.moved} more have other points${notes.map((note) => `; ${note}`).join("")}`),
    steps(done),
  );
}

/** What a first look shows, before all the rules are compiled. */
function glance(first) {
  if (first.total === null) return el("p", { class: "faint" }, "first look; no corpus to compare on");
  const of = `${counted(first.named, "message")} of ${first.total.toLocaleString("en")} ${first.named === 1 ? "holds" : "hold"} a changed word as written`;
  const cut = first.judged < first.named ? `; ${first.judged} of them judged` : "";
  return el(
    "div",
    { class: "headline", id: "first" },
    el("p", { class: "big" }, el("b", {}, String(first.changes)), ` ${first.changes === 1 ? "decision changes" : "decisions change"} at first sight`),
    el("p", { class: "faint" }, `${of}${cut}; what all the rules say follows`),
    steps(first),
  );
}

function steps({ counts }) {
  return el("ul", { class: "tags" }, Object.entries(counts).map(([step, count]) => el("li", {}, el("b", {}, String(count)), ` ${step.replace("->", "→")}`)));
}

function laid({ added, changed, removed }) {
  const part = (name, ids) => (ids.length ? [el("span", { class: "faint" }, ` ${name} `), ids.slice(0, SHOWN).map((id) => el("code", {}, `${id} `)), ids.length > SHOWN ? `and ${ids.length - SHOWN} more` : ""] : []);
  return el("p", {}, part("added", added), part("changed", changed), part("removed", removed));
}

function badge(label, action) {
  return el("span", {}, el("span", { class: `label small ${label}` }, label), action ? el("span", { class: `action ${action}` }, action) : null);
}

function own({ before, after }) {
  const same = before.label === after.label && before.action === after.action;
  const points = `${signed(before.points)} → ${signed(after.points)}`;
  return el("p", { id: "own" }, el("span", { class: "faint" }, "the message in Judge "), badge(before.label, before.action), same ? " stays, " : [" → ", badge(after.label, after.action)], " ", points);
}

function cases(found) {
  const failed = found.filter((item) => item.reason);
  const line = (item) =>
    el(
      "li",
      { class: item.reason ? "bad" : "good" },
      el("b", {}, item.reason ? "✗ fails " : "✓ holds "),
      `${item.kind} ${item.number} of `,
      el("code", {}, item.id),
      item.reason ? `: ${item.reason}` : "",
      el("q", {}, item.text),
    );
  return el(
    "details",
    { open: failed.length > 0, id: "cases" },
    el("summary", {}, failed.length ? `${counted(failed.length, "example")} of ${found.length} fail` : `all ${found.length} examples hold`),
    el("ul", { class: "plain cases" }, [...failed, ...found.filter((item) => !item.reason)].map(line)),
  );
}

function rules(rows) {
  const name = (row) => el("span", {}, el("code", {}, row.id), row.edit ? el("b", {}, ` ${row.edit}`) : "", el("span", { class: "faint" }, ` ${row.title}`));
  // rules that were edited say most; the others follow from them
  const sorted = [...rows].sort((a, b) => Number(b.edit !== "") - Number(a.edit !== "") || b.messages - a.messages);
  const lines = sorted.map((row) => [name(row), String(row.messages), String(row.to_offer), String(row.from_offer)]);
  const heads = ["Rule", "Changes", "To offer", "From offer"];
  return el(
    "div",
    {},
    table("By rule", heads, lines.slice(0, SHOWN)),
    lines.length > SHOWN ? el("details", {}, el("summary", {}, `${lines.length - SHOWN} more rules`), table("", heads, lines.slice(SHOWN))) : null,
  );
}

function messages({ changed, changes }) {
  const more = changes - changed.length;
  return el(
    "div",
    { class: "changes" },
    changed.map(message),
    more > 0 ? el("p", { class: "faint" }, `and ${more} more`) : null,
  );
}

function message(item) {
  const wrong = item.label && item.label !== item.new.label;
  const reasons = item.reasons.filter((reason) => reason.edit || reason.new || reason.old).slice(0, SHOWN);
  return el(
    "article",
    {},
    el(
      "header",
      {},
      badge(item.old.label, item.old.action),
      " → ",
      badge(item.new.label, item.new.action),
      el("span", { class: "number" }, ` ${signed(item.old.points)} → ${signed(item.new.points)}`),
      item.label ? el("span", { class: wrong ? "bad" : "good" }, wrong ? ` labelled ${item.label}: now wrong` : ` labelled ${item.label}: right`) : null,
      el("span", { class: "faint" }, ` ${item.id}, ${item.surface}`),
    ),
    el("blockquote", {}, marked(item.text, item.new.matches.length ? item.new.matches : item.old.matches, false)),
    el("ul", { class: "plain reasons" }, reasons.map((reason) => el("li", {}, `${reason.what} `, el("code", {}, reason.id), reason.edit ? el("b", {}, ` ${reason.edit}`) : "", reason.new !== null ? ` ${signed(reason.new)}` : reason.old !== null ? ` was ${signed(reason.old)}` : "", el("span", { class: "faint" }, ` ${reason.title}`)))),
  );
}
