"""Cut a long text into overlapping windows, and say what was not read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from codewords.engine.fields import Piece, Stated
from codewords.results import Skipped


def windows(text: str, limits: Mapping[str, int]) -> tuple[list[tuple[int, int]], list[Skipped]]:
    """Give half-open windows over a text, and the part beyond the budget of characters.

    Args:
        limits: `characters`, `window` and `overlap`, each in characters.
    """
    skipped = []
    size = len(text)
    if size > limits["characters"]:
        size = limits["characters"]
        reason = f"longer than the budget of {size} characters"
        skipped.append(Skipped("text", reason, size, len(text)))
    width = limits["window"]
    if size <= width:
        return [(0, size)], skipped
    out = []
    start = 0
    while True:
        end = min(start + width, size)
        out.append((start, _cut(text, end, size)))
        if end == size:
            return out, skipped
        start = _cut(text, end - limits["overlap"], size)


def shift(stated: Sequence[Stated], start: int, end: int) -> list[Stated]:
    """Give the stated amounts that lie in a window, placed in it."""
    return [
        replace(item, start=item.start - start, end=item.end - start)
        for item in stated
        if start <= item.start and item.end <= end
    ]


def tell_skipped(
    pieces: Sequence[Piece],
    cut: Sequence[Skipped],
    spans: Sequence[tuple[int, int]],
    within: Sequence[Sequence[Skipped]],
) -> tuple[Skipped, ...]:
    """Tell what was not evaluated in the fields where it stands.

    Args:
        pieces: the fields.
        cut: parts of the joined text that were not read.
        spans: the windows.
        within: what was skipped in each window; it stands for all of that window.
    """
    out = [
        replace(item, start=max(item.start or 0, piece.start) - piece.start, end=len(piece.text), field=piece.name)
        for item in cut
        for piece in pieces
        if piece.end > (item.start or 0)
    ]
    for (start, end), items in zip(spans, within, strict=True):
        piece = next((piece for piece in pieces if piece.start <= start and end <= piece.end), None)
        for item in items:
            if piece is None:
                out.append(item)
            else:
                out.append(replace(item, start=start - piece.start, end=end - piece.start, field=piece.name))
    return tuple(out)


def _cut(text: str, place: int, size: int) -> int:
    """Move a cut back to white space, where some is near, so that no word is halved."""
    if place >= size:
        return size
    for back in range(40):
        if text[place - back - 1].isspace():
            return place - back
    return place
