"""Prove of a message, from its chunks alone, that no detection can fire on it.

It may only err on the safe side: what it cannot prove is read in full. It decides nothing, and nothing
it answers depends on what was remembered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate

from codewords.engine.chunk import Chunk
from codewords.extract.vocabulary import Roles
from codewords.judge.reach import LEVELS, Reach
from codewords.match.evidence import Evidence
from codewords.match.matcher import hit_evidence
from codewords.match.pattern import PatternMatcher
from codewords.match.restore import Restorer
from codewords.model import Pattern
from codewords.text.fold import fold
from codewords.text.tables import FoldTables

CACHE_SIZE = 100_000
"""Chunks remembered by one engine; the table is emptied when full."""

LONGEST_REMEMBERED = 40
"""Characters of the longest chunk remembered: longer ones are links and do not come again."""

_PER_CHUNK = 8
"""Pieces of evidence that never begin in one chunk on average; where more chunks stand, pieces are counted."""

_ALONE = re.compile(r"[sd]{3,}|ff")
_MADE = (
    ("price", "price.pair"),
    ("price", "price.amount"),
    ("price", "price.bare"),
    ("price", "price.dear"),
    ("quantity", "quantity.measure"),
    ("quantity", "quantity.count"),
    ("unknown", "unknown"),
)


_Likely = tuple[Pattern, int]
"""A pattern that may hit, and the mask of its evidence."""


class _Known(dict[str, Chunk]):
    """Remember what was decided about chunks, up to a bound."""

    def __init__(self, read: Callable[[str], Chunk]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, text: str) -> Chunk:
        found = self._read(text)
        if len(text) <= LONGEST_REMEMBERED:
            if len(self) >= CACHE_SIZE:
                self.clear()
            self[text] = found
        return found


class _Sum:
    """Add up what chunks may add."""

    __slots__ = ("is_product", "needs", "numbers", "pieces", "size")

    def __init__(self) -> None:
        self.pieces: list[int] = []
        self.needs = 0
        self.size = 0
        self.numbers = 0
        self.is_product = False

    def add(self, chunk: Chunk) -> bool:
        """Add one chunk; False where it must be read in its message."""
        if chunk.needs:
            self.needs |= chunk.needs
            self.size += chunk.size
        self.pieces += chunk.pieces
        self.numbers += chunk.roles.numbers
        self.is_product = self.is_product or chunk.is_product
        return chunk.is_sure


class Probe:
    """Test messages.

    Args:
        read: decides about a chunk.
        limits: budgets of the rule set.
    """

    def __init__(
        self,
        read: Callable[[str], Chunk],
        *,
        tables: FoldTables,
        patterns: PatternMatcher,
        restorer: Restorer,
        reach: Reach,
        limits: Mapping[str, int],
    ) -> None:
        self._known = _Known(read)
        self._tables = tables
        self._patterns = patterns
        self._restorer = restorer
        self._reach = reach
        self._most = limits["evidence"]
        self._longest = min(limits["window"], limits["characters"], limits["unknown_tokens"])
        self._made = {id_: reach.mask(_made(kind, id_)) for kind, id_ in _MADE}
        self._hit_masks: dict[str, int] = {}
        self._known_needs: dict[int, tuple[_Likely, ...]] = {}

    def is_clear(self, text: str, surface: str) -> bool:
        """Tell whether it is proved that nothing fires on a message."""
        if len(text) > self._longest:
            return False
        chunks = list(map(self._known.__getitem__, text.replace("\n", " ").split(" ")))
        found = self._sum(chunks)
        if found is None:
            return False
        pieces = found.pieces
        if len(pieces) > self._most or self._reach.can_fire(pieces, surface):
            return False
        likely = self._likely(found.needs)
        if len(pieces) + len(likely) * found.size <= self._most and not self._may_fire(pieces, likely, surface):
            return True
        return self._stays_clear(fold(text, self._tables).text, pieces, likely, surface)

    def _stays_clear(self, light: str, pieces: list[int], likely: Sequence[_Likely], surface: str) -> bool:
        """Run patterns, those first that would change most, until what is left can make nothing fire."""
        likely = sorted(likely, key=lambda item: not self._may_fire(pieces, (item,), surface))
        room = self._most - len(pieces)
        for number, (pattern, mask) in enumerate(likely, 1):
            hits = self._patterns.count(pattern, light)
            if hits is None:
                return False
            pieces += (mask,) * min(hits, LEVELS)
            room -= hits
            rest = likely[number:]
            if len(rest) * len(light) <= room and not self._may_fire(pieces, rest, surface):
                return True
        return room >= 0 and not self._reach.can_fire(pieces, surface)

    def _may_fire(self, pieces: Sequence[int], likely: Sequence[_Likely], surface: str) -> bool:
        masks = [mask for _, mask in likely]
        return self._reach.can_fire((*pieces, *masks * LEVELS), surface)

    def _likely(self, needs: int) -> tuple[_Likely, ...]:
        """Give the patterns that may hit, with the masks of their evidence."""
        if not needs:
            return ()
        known = self._known_needs.get(needs)
        if known is None:
            known = tuple((item, self._mask_of(item)) for item in self._patterns.possible(needs))
            if len(self._known_needs) >= CACHE_SIZE:
                self._known_needs.clear()
            self._known_needs[needs] = known
        return known

    def _sum(self, chunks: Sequence[Chunk]) -> _Sum | None:
        """Give what chunks may add together, or nothing where that must be read in the message."""
        total = _Sum()
        seeks: frozenset[str] = frozenset()
        meets = len(chunks) * _PER_CHUNK > self._most
        shape = ""
        for chunk in chunks:
            if chunk.shape:
                meets = meets or not seeks.isdisjoint(chunk.offers)
                seeks = chunk.seeks
                shape += chunk.shape
            if not chunk.is_plain and not total.add(chunk):
                return None
        if _is_spelled(shape) or (meets and _is_split(chunks)) or self._is_cut(chunks):
            return None
        if meets:
            phrases = list(_phrases(chunks))
            total.pieces += phrases
            total.is_product = total.is_product or any(phrases)
        if total.numbers:
            total.pieces += self._priced(
                total.numbers, [chunk.roles for chunk in chunks], is_product=total.is_product
            )
        return total

    def _is_cut(self, chunks: Sequence[Chunk]) -> bool:
        """Tell whether two neighbours would be written as one word when disguises are taken off."""
        ends = ""
        for chunk in chunks:
            if chunk.shape:
                if ends and chunk.begins and self._restorer.makes_word(ends, chunk.begins):
                    return True
                ends = chunk.ends
        return False

    def _priced(self, numbers: int, roles: Sequence[Roles], *, is_product: bool) -> Iterator[int]:
        """Give masks of the prices and quantities that a message may hold: each has a number of its own.

        A number is a price with a currency, a unit, decimals, another number or a product, and with none of
        them it is nothing; a quantity has a unit.
        """
        is_measured = any(item.is_measured for item in roles)
        if numbers > 1 or is_measured or is_product or any(item.is_priced for item in roles):
            made = self._made
            price = made["price.pair"] | made["price.amount"] | made["price.bare"]
            if any(item.is_weighed for item in roles):
                price |= made["price.dear"]
            quantity = made["quantity.measure"] | made["quantity.count"] if is_measured else 0
            for _ in range(numbers):
                yield from (price, quantity, made["unknown"], 0)

    def _mask_of(self, pattern: Pattern) -> int:
        if pattern.status != "stable" or pattern.extract == "price":
            return 0
        known = self._hit_masks.get(pattern.id)
        if known is None:
            known = self._hit_masks[pattern.id] = self._reach.mask(hit_evidence(pattern))
        return known


def _is_spelled(shape: str) -> bool:
    """Tell whether letters that stand alone may spell a word, or flags side by side."""
    for run in _ALONE.findall(shape):
        letters = run.count("s")
        if letters >= 3 or run == "ff" or (letters == 2 and len(run) >= 4):
            return True
    return False


def _is_split(chunks: Sequence[Chunk]) -> bool:
    """Tell whether two neighbours may be one word cut in two."""
    halves: frozenset[str] = frozenset()
    for chunk in chunks:
        if chunk.shape:
            if chunk.begins in halves:
                return True
            halves = chunk.halves
    return False


def _phrases(chunks: Sequence[Chunk]) -> Iterator[int]:
    """Give the masks of phrases that run over several chunks."""
    words = [word for chunk in chunks for word in chunk.words]
    ends = list(accumulate(len(chunk.words) for chunk in chunks if chunk.words))
    place = 0
    for at, word in enumerate(words[:-1], 1):
        if at > ends[place]:
            place += 1
        if not word.begun:
            continue
        for key in words[at].keys:
            for rest, mask in word.begun.get(key, ()):
                last = at + len(rest)
                if ends[place] <= last < len(words) and all(
                    part in words[index].keys for index, part in enumerate(rest, at + 1)
                ):
                    yield mask


def _made(kind: str, id_: str) -> Evidence:
    return Evidence(kind=kind, id=id_, start=0, end=0, first=0, last=0, line=0, sentence=0, via="pattern")
