"""Tables and rows of figures as HTML, in one form for all pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from codewords.cli.shell import safe


@dataclass(frozen=True, slots=True)
class Column:
    """Describe a column.

    Args:
        count: True for numbers, which stand at the right.
        wide: True for a picture, which takes what room there is.
    """

    title: str
    count: bool = False
    wide: bool = False

    @property
    def kind(self) -> str:
        """Give the attribute of its cells."""
        return ' class="count"' if self.count else ' class="wide"' if self.wide else ""


def table(label: str, columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Give a table that scrolls on its own where it is wider than the page.

    Args:
        label: what it holds, for who cannot see it.
        rows: cells as HTML; the first of each row is its head.
    """
    yield f'<div class="table" tabindex="0" role="region" aria-label="{safe(label)}"><table>'
    heads = "".join(f'<th scope="col"{column.kind}>{safe(column.title)}</th>' for column in columns)
    yield f"<thead><tr>{heads}</tr></thead><tbody>"
    for first, *cells in rows:
        others = "".join(f"<td{c.kind}>{cell}</td>" for c, cell in zip(columns[1:], cells, strict=True))
        yield f'<tr><th scope="row">{first}</th>{others}</tr>'
    yield "</tbody></table></div>"


def numbers(facts: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Give the row of figures on top of a page: each a number and what it counts."""
    yield '<ul class="numbers">'
    yield from (f"<li><b>{safe(number)}</b> {safe(what)}</li>" for number, what in facts)
    yield "</ul>"


def rulesets_line(rulesets: Sequence[Mapping[str, Any]]) -> str:
    """Say by which rules the results were judged; a warning where these differ."""
    told = [
        f"<code>{safe(item['version'])}</code> ({safe(item['digest'][:12])}, policy {safe(item['policy'])})"
        for item in rulesets
    ]
    if len(told) == 1:
        return f"judged by rules {told[0]}"
    counted = [f"{line}: {item['results']:,} results" for line, item in zip(told, rulesets, strict=True)]
    return f"<b>judged by {len(told)} rule sets, whose points cannot be compared:</b> {'; '.join(counted)}"
