"""Decide between pieces of evidence that overlap.

It knows spans and kinds, and nothing of points.
"""

from __future__ import annotations

from collections.abc import Iterable

from codewords.match.evidence import Evidence


def settle(found: Iterable[Evidence], text: str) -> tuple[Evidence, ...]:
    """Drop what stands inside a longer spelling that says better what it means.

    Within one kind the longer wins. A phrase of counter-evidence (`coca zéro`, `neige annoncée`)
    takes away an ambiguous substance inside it, never an unambiguous one: else it would be a way out.
    A letter that is the unit of a quantity (`10 G`, `60€ le g`) is no code, nor are digits inside a phone number.
    """
    items = sorted(found, key=lambda item: (item.start, -item.end, item.id))
    kept: list[Evidence] = []
    for index, item in enumerate(items):
        near = [*items[max(0, index - 12) : index], *items[index + 1 : index + 12]]
        if not any(_covers(other, item, text) for other in near):
            kept.append(item)
    return tuple(kept)


def _covers(other: Evidence, item: Evidence, text: str) -> bool:
    inside = other.start <= item.start and item.end <= other.end
    if not inside or other.end - other.start == item.end - item.start:
        return False
    if other.kind == item.kind or (other.disguised and other.last - other.first > 2):
        return True  # the letters of a spelled-out word say nothing else
    if item.kind not in ("substance", "emoji"):
        return False
    if other.via == "pattern" and not any(char.isalpha() for char in text[item.start : item.end]):
        return item.kind == "substance"
    if other.kind in ("quantity", "price"):
        return item.ambiguity == "high" and item.end - item.start <= 2
    return other.kind == "counter" and item.ambiguity != "low"
