"""Choose the words of a message that a dealer would disguise, and disguise them.

Prices, quantities, phone numbers, handles and links stay as they are: who cannot read them cannot buy.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

WordDisguise = Callable[[str, random.Random], str]

SHARE = 0.4
"""Share of the words of a message that are disguised: a third to half of them, as sellers do."""

_CHUNK = re.compile(r"\S+")
_WORD = re.compile(r"[^\W\d_]+")
_KEPT = re.compile(r"[_@]|://|www\.|\w\.\w+/|\.(?:com|me|net|org|fr|io|gg|to|ch)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Disguise:
    """Describe one way to disguise a word.

    Args:
        name: of the family.
        apply: word and source of chance to disguised word; what cannot be disguised comes back as it is.
        least: letters of the shortest word that it is used on.
        share: share of the words of a message that it is used on.
        apart: True when two neighbours must not both be disguised, since nobody could tell them apart.
        edits: True when letters are lost or changed, which the entry of a term may forbid.
    """

    name: str
    apply: WordDisguise
    least: int = 3
    share: float = SHARE
    apart: bool = False
    edits: bool = False

    def __call__(self, text: str, rng: random.Random) -> str:
        """Disguise some words of a text, at least one where there is any."""
        return disguise(text, rng, (self,))


def word_spans(text: str, least: int) -> list[tuple[int, int]]:
    """Give the words that may be disguised: letters alone, in no handle, link or measure.

    >>> word_spans("Beuh 10g chez @zz_ou snap.zz", 3)
    [(0, 4), (9, 13), (22, 26)]
    """
    spans = []
    for chunk in _CHUNK.finditer(text):
        if _KEPT.search(chunk[0]):
            continue
        for found in _WORD.finditer(text, *chunk.span()):
            start, end = found.span()
            beside = text[max(0, start - 1) : start] + text[end : end + 1]
            if end - start >= least and not any(char.isdigit() for char in beside):
                spans.append((start, end))
    return spans


def disguise(text: str, rng: random.Random, ways: tuple[Disguise, ...]) -> str:
    """Disguise some words of a text, each in one of the ways, by turns.

    Args:
        ways: one for a family, two for a pair.
    """
    spans = word_spans(text, min(way.least for way in ways))
    share = min(way.share for way in ways)
    apart = any(way.apart for way in ways)
    picked = _pick(spans, share, rng, apart=apart)
    out: list[str] = []
    at = 0
    for turn, (start, end) in enumerate(picked):
        word = text[start:end]
        way = ways[turn % len(ways)]
        if len(word) < way.least:
            way = next((other for other in ways if len(word) >= other.least), way)
        out.extend((text[at:start], way.apply(word, rng)))
        at = end
    return "".join(out) + text[at:]


def _pick(spans: list[tuple[int, int]], share: float, rng: random.Random, *, apart: bool) -> list[tuple[int, int]]:
    if not spans:
        return []
    most = max(1, round(share * len(spans)))
    order = list(range(len(spans)))
    rng.shuffle(order)
    chosen: set[int] = set()
    for index in order:
        if len(chosen) == most:
            break
        if not (apart and ({index - 1, index + 1} & chosen)):
            chosen.add(index)
    return [spans[index] for index in sorted(chosen)]
