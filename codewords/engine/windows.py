"""Cut a long text into overlapping windows, and say what was not read."""

from __future__ import annotations

from collections.abc import Mapping

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


def _cut(text: str, place: int, size: int) -> int:
    """Move a cut back to white space, where some is near, so that no word is halved."""
    if place >= size:
        return size
    for back in range(40):
        if text[place - back - 1].isspace():
            return place - back
    return place
