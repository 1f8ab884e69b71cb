// Spans count code points, as Python does; JavaScript counts halves of them. The way between the two stands here.

/** Give, for each code point of a text and one past the last, its index in the JavaScript string. */
export function places(text) {
  const out = [];
  let at = 0;
  // a half of a pair that stands alone is one code point in both worlds
  for (const point of text) {
    out.push(at);
    at += point.length;
  }
  out.push(at);
  return out;
}

/** Cut a text at the borders of spans: pieces in order, each with the spans that cover it.
 *
 * Spans are `{start, end, ...}` in code points; a piece is `{text, from, spans, begins}`, where `begins` holds the
 * spans that start with it.
 */
export function pieces(text, spans) {
  const at = places(text);
  const last = at.length - 1;
  const cuts = new Set([0, last]);
  const held = spans.filter((span) => span.start < span.end && span.end <= last);
  for (const span of held) cuts.add(span.start).add(span.end);
  const borders = [...cuts].sort((a, b) => a - b);
  const out = [];
  for (let i = 0; i + 1 < borders.length; i++) {
    const [from, to] = [borders[i], borders[i + 1]];
    out.push({
      text: text.slice(at[from], at[to]),
      from,
      spans: held.filter((span) => span.start <= from && to <= span.end),
      begins: held.filter((span) => span.start === from),
    });
  }
  return out;
}
