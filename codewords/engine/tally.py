"""Add up what the chunks of a text may add to its evidence.

The sum may tell too much, never too little. It knows chunks and masks, and reads no text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import compress

from codewords.engine.chunk import Chunk
from codewords.engine.phrases import running
from codewords.engine.priced import CHEAP, DEAR, PRICE, QUANTITY, UNKNOWN, Made
from codewords.extract.vocabulary import NO_ROLES, Roles
from codewords.judge.reach import Reach
from codewords.match.evidence import Evidence

_PER_CHUNK = 8
"""Pieces of evidence that never begin in one chunk on average; where more chunks stand, pieces are counted."""

_ALONE = re.compile(r"[sd]{3,}|ff")
_NONE: frozenset[str] = frozenset()


@dataclass(slots=True)
class Tally:
    """Hold what chunks may add together, but for prices.

    Args:
        pieces: masks of their evidence, one for each place, as far as some detection asks for it.
        count: all pieces of evidence, those that no detection asks for included.
        needs: what they hold of that which patterns need.
        size: characters of the chunks that hold some of it.
        roles: parts that they may play in prices.
        is_product: a substance is among them.
        is_rewritten: disguised words are among them, which would be written plain.
    """

    pieces: list[int] = field(default_factory=list)
    count: int = 0
    needs: int = 0
    size: int = 0
    roles: list[Roles] = field(default_factory=list)
    is_product: bool = False
    is_rewritten: bool = False

    def put(self, masks: Iterable[int]) -> None:
        """Add pieces."""
        masks = tuple(masks)
        self.count += len(masks)
        self.pieces += filter(None, masks)


class Adder:
    """Add up chunks.

    Args:
        is_one: tells whether two neighbours may be read as one word.
        most: pieces of evidence that are kept of one text.
    """

    def __init__(self, reach: Reach, is_one: Callable[[str, str], bool], most: int) -> None:
        self._is_one = is_one
        self._reach = reach
        self._most = most
        self._known: dict[str, int] = {}
        self._price, self._quantity = self._any(PRICE), self._any(QUANTITY)
        self._weighed, self._unknown = self._any((DEAR, CHEAP)), self._mask(UNKNOWN)

    def add(self, chunks: Sequence[Chunk], fresh: Sequence[bool] | None = None) -> Tally | None:
        """Give what chunks may add together, or nothing where that must be read in the text.

        Args:
            fresh: where it is given, only evidence that touches these chunks counts.
        """
        meets = self._meets(chunks)
        if meets is None or _is_spelled("".join([chunk.shape for chunk in chunks])):
            return None
        loud = [chunk for chunk in chunks if not chunk.is_plain]
        tally = Tally(roles=[chunk.roles for chunk in loud if chunk.roles is not NO_ROLES])
        for chunk in loud:
            if chunk.needs:
                tally.needs |= chunk.needs
                tally.size += chunk.size
            if chunk.is_product:
                tally.is_product = True
        tally.is_rewritten = any(chunk.glued is not None or chunk.apart is not None for chunk in loud)
        for chunk in loud if fresh is None else compress(chunks, fresh):
            if chunk.pieces:
                tally.put(chunk.pieces)
        if meets:
            phrases = list(running([chunk.words for chunk in chunks]))
            tally.put(mask for first, last, mask in phrases if fresh is None or any(fresh[first : last + 1]))
            tally.is_product = tally.is_product or any(mask for _, _, mask in phrases)
        return tally

    def _meets(self, chunks: Sequence[Chunk]) -> bool | None:
        """Tell whether phrases may run over several chunks, or nothing where neighbours may be one word."""
        meets = len(chunks) * _PER_CHUNK > self._most
        joins = seeks = _NONE
        last = ""
        for chunk in chunks:
            if chunk.shape:
                if chunk.begins in joins and self._is_one(last, chunk.first):
                    return None
                meets = meets or not seeks.isdisjoint(chunk.offers)
                joins, seeks, last = chunk.joins, chunk.seeks, chunk.last
            elif not chunk.is_sure:
                return None
        return meets

    def most_priced(self, tally: Tally) -> list[int]:
        """Give masks of the most that the prices and quantities of a text may be: each has a number of its own.

        A number is a price with a currency, a unit, decimals, another number or a product, and with none of
        them it is nothing; a quantity has a unit.
        """
        roles = tally.roles
        numbers = sum([item.numbers for item in roles])
        is_measured = any(item.is_measured for item in roles)
        is_priced = numbers > 1 or is_measured or tally.is_product or any(item.is_priced for item in roles)
        if not numbers or not is_priced:
            return []
        price = self._price
        if any(item.is_weighed for item in roles):
            price |= self._weighed
        return [price, self._quantity if is_measured else 0, self._unknown, 0] * numbers

    def priced(self, made: Iterable[Made]) -> list[int]:
        """Give the masks of evidence that prices make."""
        return [self._mask(item) for item in made]

    def _mask(self, made: Made) -> int:
        known = self._known.get(made.id)
        if known is None:
            item = Evidence(
                kind=made.kind,
                id=made.id,
                start=0,
                end=0,
                first=0,
                last=0,
                line=0,
                sentence=0,
                ambiguity=made.ambiguity,
                topic=made.topic,
                via="pattern",
            )
            known = self._known[made.id] = self._reach.mask(item)
        return known

    def _any(self, made: Iterable[Made]) -> int:
        out = 0
        for item in made:
            out |= self._mask(item)
        return out


def _is_spelled(shape: str) -> bool:
    """Tell whether letters that stand alone may spell a word, or flags side by side."""
    for run in _ALONE.findall(shape):
        letters = run.count("s")
        if letters >= 3 or run == "ff" or (letters == 2 and len(run) >= 4):
            return True
    return False
