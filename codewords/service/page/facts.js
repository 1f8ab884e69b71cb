// The panels below the verdict that need nothing but a result: prices and contacts, what is enough, what almost fired.

import { byId, el, fill, signed } from "./dom.js";
import { kindTag, quoted } from "./marks.js";

/** Show prices and contacts; `substances` names substances by id. */
export function facts(result, substances) {
  byId("facts-panel").hidden = !result.prices.length && !result.contacts.length;
  const prices = result.prices.map((price) => [
    price.quantity === null ? "not said" : `${price.quantity} ${price.unit ?? ""}`,
    `${price.amount} ${price.currency ?? ""}`,
    price.item ?? "",
    price.substance === null ? "" : (substances.get(price.substance) ?? price.substance),
    price.inferred.join(", "),
  ]);
  const contacts = result.contacts.map((contact) => [contact.platform, contact.handle, contact.key]);
  fill(
    byId("facts"),
    table("Prices", ["Quantity", "Amount", "Item", "Substance", "Inferred"], prices),
    table("Contacts", ["Platform", "Handle", "Key"], contacts),
  );
}

/** Show a set of evidence that is an offer alone. */
export function smallest(result) {
  byId("smallest-panel").hidden = !result.smallest.length;
  fill(
    byId("smallest"),
    result.smallest.map((match) => el("li", {}, quoted(match), " ", kindTag(match.kind), " ", el("code", {}, match.id))),
  );
}

/** Show what almost fired. */
export function near(misses) {
  const rows = misses.map((miss) => [signed(miss.points), el("code", { title: miss.title }, miss.id), miss.lacks.join("; ")]);
  fill(byId("near"), table("", ["Points", "Rule", "Lacked"], rows));
}

/** Show what was not evaluated. */
export function skipped(parts) {
  byId("skipped-panel").hidden = !parts.length;
  fill(byId("skipped"), parts.map((part) => el("li", {}, `${part.what}: ${part.reason}`)));
}

export function table(caption, heads, rows) {
  if (!rows.length) return null;
  return el(
    "div",
    { class: "scroll", tabIndex: 0, role: "region", ariaLabel: caption || heads.join(", ") },
    el(
      "table",
      { class: "grid" },
      caption ? el("caption", {}, caption) : null,
      el("thead", {}, el("tr", {}, heads.map((head) => el("th", { scope: "col" }, head)))),
      el("tbody", {}, rows.map((cells) => el("tr", {}, cells.map((cell) => el("td", {}, cell))))),
    ),
  );
}
