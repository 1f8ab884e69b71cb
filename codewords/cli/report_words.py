"""The sections of a report that are about words; those that quote messages are there on request alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from codewords.cli import report_plots as plots
from codewords.cli.cells import Column, table
from codewords.cli.shell import safe
from codewords.cli.streams import one_line
from codewords.maintain.report import NAMING, Report
from codewords.maintain.report_counts import Quote, Word

_TERMS, _OTHERS, _SPELLINGS, _UNKNOWN = 25, 20, 4, 60
_WIDTH = 400
WAYS = {
    "exact": "as listed",
    "fuzzy": "with a typo",
    "phonetic": "by its sound",
    "pattern": "by a pattern",
    "folded": "in another form",
}


def terms(report: Report) -> Iterator[str]:
    """Give the words that name goods in offers, then the other evidence."""
    offers = [word for word in report.ranked_words() if word.found["offer"]]
    naming = [word for word in offers if word.kind in NAMING]
    others = [word for word in offers if word.kind not in NAMING]
    for title, found, most in (
        ("Words that name the goods", naming, _TERMS),
        ("Other evidence in offers", others, _OTHERS),
    ):
        if found:
            yield f"<h3>{title}</h3>"
            yield from _words(title, found[:most], quotes=report.quotes and found is naming)
            if len(found) > most:
                yield f'<p class="faint">{len(found) - most} more are in the JSON.</p>'


def _words(title: str, found: Sequence[Word], *, quotes: bool) -> Iterator[str]:
    columns = [Column("entry"), Column("kind"), Column("offers", count=True), Column("talk", count=True)]
    columns.append(Column("written as") if quotes else Column("", wide=True))
    top = max(word.found["offer"] for word in found)
    rows = []
    for word in found:
        count = word.found["offer"]
        row = [f"<code>{safe(word.id)}</code>", safe(word.kind), f"{count:,}", f"{word.found['talk']:,}"]
        if quotes:
            spelt = _ranked(word.written)[:_SPELLINGS]
            row.append(", ".join(f"{safe(one_line(text, 40))} ×{n:,}" for text, n in spelt))
        else:
            row.append(plots.bar(count, top, "fill-offer", f"{word.id}: {count:,} offers"))
        rows.append(row)
    yield from table(title, columns, rows)


def spellings(report: Report) -> Iterator[str]:
    """Give how the words for goods were written in offers."""
    total = report.ways.total()
    if not total:
        return
    yield "<h3>How these words were written</h3>"
    columns = (Column("way"), Column("times", count=True), Column("share", count=True), Column("", wide=True))
    top = max(report.ways.values())
    rows = [
        (
            safe(WAYS.get(way, f"disguised: {way}")),
            f"{count:,}",
            f"{100 * count / total:.1f}\u00a0%",
            plots.bar(count, top, "fill-plain", f"{way}: {count:,}"),
        )
        for way, count in _ranked(report.ways)
    ]
    yield from table("How words were written", columns, rows)


def unknown(report: Report) -> Iterator[str]:
    """Give the words in the place of a product that no lexicon lists."""
    if not report.labels["offer"]:
        return
    yield "<h3>Words that no lexicon lists</h3>"
    if not report.with_unknown:
        yield "<p>These results hold none. <code>codewords scan --evidence all</code> looks for them.</p>"
        return
    many = report.with_unknown
    have = "offers have" if many != 1 else "offer has"
    told = f"{many:,} {have} such a word in the place of a product: a new code, perhaps."
    if not report.quotes:
        yield f"<p>{told} They are words of the messages: <code>--quotes</code> shows them.</p>"
        return
    yield f"<p>{told}</p>"
    if not report.unknown:
        yield "<p>The results hold no words (they were scanned with <code>--no-quotes</code>).</p>"
        return
    shown = _ranked(report.unknown)[:_UNKNOWN]
    items = "".join(f"<li>{safe(one_line(word, 40))} <b>×{count:,}</b></li>" for word, count in shown)
    yield f'<ul class="chips">{items}</ul>'
    if len(report.unknown) > _UNKNOWN:
        yield f'<p class="faint">{len(report.unknown) - _UNKNOWN} more are in the JSON.</p>'


def quotations(report: Report) -> Iterator[str]:
    """Give a few whole messages: the closest decisions, and those that people judge otherwise."""
    for title, found in (("Judged otherwise by people", report.wrong), ("Closest decisions", report.near)):
        if found:
            yield f"<h3>{title}</h3>"
            yield '<ul class="quotes">'
            yield from map(_quote, found)
            yield "</ul>"


def _quote(quote: Quote) -> str:
    truth = f", labelled {quote.truth}" if quote.truth else ""
    name = f"line {quote.line}" + (f" · {safe(quote.id)}" if quote.id else "")
    head = (
        f'<b class="{quote.label}">{quote.label}</b> {quote.points:+.2f}{truth} <span class="faint">{name}</span>'
    )
    return f'<li>{head}<blockquote dir="auto">{safe(one_line(quote.text, _WIDTH))}</blockquote></li>'


def _ranked(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
