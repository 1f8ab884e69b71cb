// A text with its evidence underlined: the style of the line tells the group, the small word below it the kind.

import { el } from "./dom.js";
import { groupOf, shortOf, strongest } from "./kinds.js";
import { pieces } from "./spans.js";

/** Give the nodes of a text; `labels` writes the small words. */
export function marked(text, matches, labels = true) {
  return pieces(text, matches).map((piece) => {
    if (!piece.spans.length) return document.createTextNode(piece.text);
    const shown = strongest(piece.spans);
    const begins = piece.begins.includes(shown);
    return el(
      "span",
      {
        class: `m m-${groupOf(shown.kind)}`,
        data: labels && begins ? { kind: shortOf(shown.kind) } : {},
      },
      piece.text,
    );
  });
}

/** Give a quotation of evidence with its underline, and its kind for those who cannot see the line. */
export function quoted(match) {
  return el("span", { class: `m m-${groupOf(match.kind)}` }, match.text.replace(/\s+/g, " "));
}

export function kindTag(kind) {
  return el("span", { class: `kind k-${groupOf(kind)}` }, kind);
}
