"""Find what stands inside quotation marks, on one line or across three at most."""

from __future__ import annotations

import re

_SIGNS = re.compile('["«»“”„‟‘‚‹›「『]')


def _between(opening: str, closing: str, *, before: str = "", after: str = "") -> str:
    inside = f"[^{opening}{closing}\\n]*"
    return f"{before}[{opening}]({inside}(?:\\n{inside}){{0,2}})[{closing}]{after}"


_OPENS = r"(?<!\S)(?=.\S)"
_CLOSES = r"(?![^\W_])"
"""Marks that open in one country and close in the next open only at the beginning of a word."""

_KINDS = tuple(
    re.compile(pattern)
    for pattern in (
        _between("«", "»"),
        _between("»", "«", before=_OPENS, after=_CLOSES),
        _between("“„‟", "”“"),
        _between("”", "”", before=_OPENS, after=_CLOSES),
        _between('"', '"', before=r"(?<![^\W_])", after=_CLOSES),
        r"(?<![^\W_])[‘‚]([^‘‚’\n]*(?:’(?=[^\W_])[^‘‚’\n]*)*)[’‘](?![^\W_])",
        _between("‹", "›"),
        _between("「『", "」』"),
    )
)
"""A typographic apostrophe inside single quotation marks has a letter after it and closes nothing."""


def find_quotes(text: str) -> tuple[tuple[int, int], ...]:
    """Give the spans inside quotation marks, without the marks, sorted; apostrophes are no quotes.

    >>> find_quotes("il dit « non » et part")
    ((8, 13),)
    """
    if _SIGNS.search(text) is None:
        return ()
    spans = {found.span(1) for kind in _KINDS for found in kind.finditer(text)}
    return tuple(sorted(span for span in spans if text[span[0] : span[1]].strip()))
