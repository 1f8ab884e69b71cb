// How kinds of evidence are told apart: a group gives colour and underline, a short word names the kind itself.

const GROUPS = {
  product: { substance: "sub", emoji: "emo" },
  unknown: { unknown: "unk" },
  money: { price: "prc", quantity: "qty", payment: "pay", minimum: "min" },
  reach: { contact: "con", ordering: "ord", shop: "shop", catalogue: "cat" },
  supply: { delivery: "del", hours: "hrs", place: "plc", stock: "stk" },
  praise: { quality: "qual", promotion: "pro", loyalty: "loy", discretion: "disc" },
  people: { recruitment: "rec", relocation: "move" },
  against: { counter: "not" },
};

const OF = new Map();
for (const [group, kinds] of Object.entries(GROUPS)) {
  for (const [kind, short] of Object.entries(kinds)) OF.set(kind, { group, short });
}

// where several pieces of evidence cover the same letters, the first of these is drawn
const ORDER = Object.keys(GROUPS);

export const groupOf = (kind) => OF.get(kind)?.group ?? "praise";
export const shortOf = (kind) => OF.get(kind)?.short ?? kind.slice(0, 3);

export function strongest(spans) {
  return spans.reduce((best, span) => {
    const better = ORDER.indexOf(groupOf(span.kind)) - ORDER.indexOf(groupOf(best.kind));
    return better < 0 || (better === 0 && span.end - span.start > best.end - best.start) ? span : best;
  });
}
