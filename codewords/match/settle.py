"""Decide between pieces of evidence that overlap.

It knows spans and kinds, and nothing of points.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from codewords.match.evidence import Evidence
from codewords.text.document import Token

_OWN = frozenset(("quality", "payment", "contact"))
"""Kinds whose words may be part of a substance's own spelling, and then say nothing else (`pure` in a strain)."""


_FRAME = frozenset(("price", "quantity", "quality", "stock", "delivery", "substance", "emoji"))
"""Kinds beside which a single letter may be a code."""


def framed(
    evidence: Sequence[Evidence], tokens: Sequence[Token], limits: Mapping[str, int]
) -> tuple[Evidence, ...]:
    """Leave out codes of one letter (`C`, `K`) with nothing beside them that an offer has (`T&C apply`).

    A letter beside one that counts counts too, so that a list may stand before its price.

    Args:
        limits: `frame_letters`: letters of the longest such code; `frame_reach`: tokens within which the
            frame stands.
    """
    short = [item for item in evidence if _is_short(item, tokens, limits["frame_letters"])]
    if not short:
        return tuple(evidence)
    reach = limits["frame_reach"]
    places = {(item.first, item.last) for item in short}
    frame = [
        (item.first, item.last)
        for item in evidence
        if item.kind in _FRAME and (item.first, item.last) not in places
    ]
    kept: set[tuple[int, int]] = set()
    while True:
        near = {
            (first, last)
            for first, last in places - kept
            if any(first - end < reach and start - last < reach for start, end in frame)
        }
        if not near:
            break
        kept |= near
        frame = list(near)
    left_out = {id(item) for item in short if (item.first, item.last) not in kept}
    return tuple(item for item in evidence if id(item) not in left_out)


def _is_short(item: Evidence, tokens: Sequence[Token], most: int) -> bool:
    return item.kind == "substance" and item.last - item.first == 1 and len(tokens[item.first].key) <= most


def settle(found: Iterable[Evidence], text: str) -> tuple[Evidence, ...]:
    """Drop what stands inside a longer spelling that says better what it means.

    Within one kind the longer wins. A phrase of counter-evidence (`coca zéro`, `neige annoncée`)
    takes away an ambiguous substance inside it, never an unambiguous one: else it would be a way out.
    A word of quality, payment or contact inside a substance's own spelling is part of its name, and so is an
    everyday word inside a substance or a contact that are clear (`soap` in `soap bar`, `tele: zz_fictif`).
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
    if other.kind == item.kind or (other.disguised and _is_spelled_out(other, text)):
        return True  # the letters of a spelled-out word say nothing else
    if item.kind == "counter":
        return _names_it(other)
    if item.kind in ("substance", "emoji"):
        return _takes_code(other, item, text)
    return other.kind == "substance" and item.kind in _OWN


def _is_spelled_out(other: Evidence, text: str) -> bool:
    """Tell a word in single letters from a phrase of which a word is disguised (`Sc0oter vorhanden`)."""
    tokens = other.last - other.first
    return tokens > 2 and 2 * tokens > sum(map(str.isalnum, text[other.start : other.end]))


def _takes_code(other: Evidence, item: Evidence, text: str) -> bool:
    """Tell whether a substance or an emoji is a part of something else."""
    if other.via == "pattern" and not any(char.isalpha() for char in text[item.start : item.end]):
        return item.kind == "substance"
    if other.kind in ("quantity", "price"):
        return item.ambiguity == "high" and item.end - item.start <= 2
    is_phrase = other.kind == "counter" and not other.id.startswith("price.")  # a price names nothing
    return is_phrase and item.ambiguity != "low"


def _names_it(other: Evidence) -> bool:
    """Tell whether a longer piece says so clearly what it is that an everyday word inside it is a part of it."""
    if other.kind == "contact":
        return other.ambiguity != "high"
    return other.kind == "substance" and other.ambiguity != "high" and other.role != "strain"
