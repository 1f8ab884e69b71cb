"""Decide between pieces of evidence that overlap.

It knows spans and kinds, and nothing of points.
"""

from __future__ import annotations

from collections.abc import Iterable

from codewords.match.evidence import Evidence

_OWN = frozenset(("quality", "payment", "contact"))
"""Kinds whose words may be part of a substance's own spelling, and then say nothing else (`pure` in a strain)."""


def settle(found: Iterable[Evidence], text: str) -> tuple[Evidence, ...]:
    """Drop what stands inside a longer spelling that says better what it means.

    Within one kind the longer wins. A phrase of counter-evidence (`coca zéro`, `neige annoncée`)
    takes away an ambiguous substance inside it, never an unambiguous one: else it would be a way out.
    A word of quality, payment or contact inside a substance's own spelling is part of its name.
    A letter that is the unit of a quantity (`10 G`, `60€ le g`) is no code, nor are digits inside a phone number.
    """
    items = sorted(found, key=lambda item: (item.start, -item.end, item.id))
    kept: list[Evidence] = []
    around: list[Evidence] = []  # what began before and has not ended
    for item in items:
        around = [other for other in around if other.end > item.start]
        if not any(_covers(other, item, text) for other in around):
            kept.append(item)
        around.append(item)
    return tuple(kept)


def _covers(other: Evidence, item: Evidence, text: str) -> bool:
    inside = other.start <= item.start and item.end <= other.end
    if not inside or other.end - other.start == item.end - item.start:
        return False
    if other.kind == item.kind or (other.disguised and other.last - other.first > 2):
        return True  # the letters of a spelled-out word say nothing else
    if item.kind not in ("substance", "emoji"):
        return other.kind == "substance" and item.kind in _OWN
    if other.via == "pattern" and not any(char.isalpha() for char in text[item.start : item.end]):
        return item.kind == "substance"
    if other.kind in ("quantity", "price"):
        return item.ambiguity == "high" and item.end - item.start <= 2
    return other.kind == "counter" and item.ambiguity != "low"
