"""One form of a message: as it was written, or with its disguised words written plain.

A form is read as a whole only when the proof asks for it, for patterns or prices; which words are written
plain was decided of each chunk before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from codewords.engine.chunk import Chunk
from codewords.engine.priced import Made
from codewords.match.pattern import PatternMatcher
from codewords.model import Pattern
from codewords.text.fold import fold
from codewords.text.tables import FoldTables
from codewords.text.view import View

PriceReader = Callable[[View, str, int], Iterable[Made] | None]
"""Gives the evidence of the prices of a text without products, from its light view, itself and its needs.

Nothing, when time ran out.
"""


class Form:
    """Hold one form.

    Args:
        text: what is written.
        chunks: those of the text.
        fresh: of each chunk whether it was written plain, or `None` for the message as it came.
        spans: places in the text that were written plain.
    """

    def __init__(
        self,
        text: str,
        chunks: Sequence[Chunk],
        fresh: Sequence[bool] | None = None,
        spans: Sequence[tuple[int, int]] = (),
    ) -> None:
        self.text = text
        self.chunks = chunks
        self.fresh = fresh
        self._spans = spans
        self._view: View | None = None
        self._counts: dict[str, int | None] = {}

    def view(self, tables: FoldTables) -> View:
        """Give the light view."""
        if self._view is None:
            self._view = fold(self.text, tables)
        return self._view

    def count(self, pattern: Pattern, patterns: PatternMatcher, tables: FoldTables) -> int | None:
        """Give how many hits of a pattern count, or nothing when it ran out of time."""
        if pattern.id not in self._counts:
            view = self.view(tables)
            hits = patterns.spans(pattern, view.text)
            self._counts[pattern.id] = hits if hits is None else sum(self._holds(*view.span(*hit)) for hit in hits)
        return self._counts[pattern.id]

    def made(self, read: PriceReader, tables: FoldTables, needs: int) -> list[Made] | None:
        """Give the evidence of prices that counts; right only where no product stands in the text."""
        found = read(self.view(tables), self.text, needs)
        return None if found is None else [item for item in found if self._holds(item.start, item.end)]

    def _holds(self, start: int, end: int) -> bool:
        """Tell whether something counts: anything in a message as it came, else what touches a plain word."""
        return self.fresh is None or any(first < end and start < last for first, last in self._spans)


def split(text: str) -> list[str]:
    r"""Cut a text at spaces and line ends.

    >>> split("a b\nc ")
    ['a', 'b', 'c', '']
    """
    return text.replace("\n", " ").split(" ")


def rewrite(text: str, plain: Sequence[str | None], known: Callable[[str], Chunk]) -> Form:
    """Write some chunks of a text anew.

    Args:
        plain: what becomes of each chunk; `None` leaves it as it is.
        known: decides about a chunk.
    """
    out: list[str] = []
    chunks: list[Chunk] = []
    fresh: list[bool] = []
    spans: list[tuple[int, int]] = []
    at = size = 0
    for written, anew in zip(split(text), plain, strict=True):
        piece = written if anew is None else anew
        parts = [written] if anew is None else split(anew)
        chunks += map(known, parts)
        fresh += (anew is not None,) * len(parts)
        if anew is not None:
            spans.append((size, size + len(piece)))
        end = at + len(written)
        piece += text[end : end + 1]
        out.append(piece)
        at, size = end + 1, size + len(piece)
    return Form("".join(out), chunks, fresh, spans)
