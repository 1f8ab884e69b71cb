// The points of a decision, added up from top to bottom: each bar begins where the one above it ended.

import { el, fill, signed } from "./dom.js";

const EDGE = 0.6;

function scale(steps, marks) {
  const ends = [0, ...steps.flatMap((step) => [step.from, step.to]), ...marks.map((mark) => mark.at)];
  const low = Math.min(...ends) - EDGE;
  const high = Math.max(...ends) + EDGE;
  return (value) => ((value - low) / (high - low)) * 100;
}

function bar(step, at) {
  const node = el("span", { class: `bar ${step.points < 0 ? "less" : "more"}` });
  const [left, right] = [at(Math.min(step.from, step.to)), at(Math.max(step.from, step.to))];
  node.style.left = `${left}%`;
  node.style.width = `${Math.max(right - left, 0.4)}%`;
  return node;
}

function line(mark, at) {
  const node = el("span", { class: `mark-line ${mark.name}` });
  node.style.left = `${at(mark.at)}%`;
  return node;
}

/** Draw the sum.
 *
 * @param parts summands as `{name, points}`
 * @param titles what a summand means, by name
 * @param marks thresholds as `{name, at, text}`
 * @param onPick called with the name of a summand that was pointed at, or with nothing
 */
export function waterfall(host, { parts, titles, total, marks, unscored, onPick }) {
  let sum = 0;
  const steps = parts
    .filter((part) => part.points)
    .map((part) => {
      const from = sum;
      sum += part.points;
      return { ...part, from, to: sum };
    });
  const at = scale(steps, marks);
  const lines = () => marks.map((mark) => line(mark, at));
  const rows = steps.map((step) =>
    el(
      "tr",
      {
        tabIndex: 0,
        onmouseenter: () => onPick(step.name),
        onmouseleave: () => onPick(null),
        onfocus: () => onPick(step.name),
        onblur: () => onPick(null),
      },
      el("td", { class: "number" }, signed(step.points)),
      el("th", { scope: "row" }, el("code", {}, step.name), el("span", { class: "faint" }, titles[step.name] ?? "")),
      el("td", { class: "bars", ariaHidden: "true" }, lines(), bar(step, at)),
    ),
  );
  const end = el("span", { class: "bar total" });
  end.style.left = `${at(Math.min(0, total))}%`;
  end.style.width = `${Math.max(Math.abs(at(total) - at(0)), 0.6)}%`;
  rows.push(
    el(
      "tr",
      { class: "in-all" },
      el("td", { class: "number" }, signed(total)),
      el("th", { scope: "row" }, "in all"),
      el("td", { class: "bars", ariaHidden: "true" }, lines(), end),
    ),
  );
  const idle = parts.length - steps.length;
  const notes = marks.map((mark) => el("span", { class: `note ${mark.name}` }, mark.text));
  fill(
    host,
    el(
      "table",
      { class: "sum" },
      el("caption", {}, notes),
      el("colgroup", {}, el("col", { class: "n" }), el("col", { class: "what" }), el("col")),
      el("thead", { class: "unseen" }, el("tr", {}, ["points", "rule", "bar"].map((t) => el("th", {}, t)))),
      el("tbody", {}, rows),
    ),
    unscored.length
      ? el("p", { class: "faint" }, "Fired, and not scored: ", unscored.map((hit) => el("code", {}, `${hit.id} `)))
      : null,
    idle ? el("p", { class: "faint" }, `${idle} more ${idle === 1 ? "rule is" : "rules are"} looked at and weigh nothing here.`) : null,
  );
}
