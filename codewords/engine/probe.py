"""Prove of a message, from its chunks alone, that no detection can fire on it.

It may only err on the safe side: what it cannot prove is read in full. It decides nothing, and nothing
it answers depends on what was remembered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from codewords.engine.chunk import ChunkReader
from codewords.engine.chunks import Chunks
from codewords.engine.form import Form, PriceReader, rewrite, split
from codewords.engine.likely import Likely, Patterns, most_hits
from codewords.engine.tally import Adder, Tally
from codewords.judge.reach import LEVELS, Reach
from codewords.match.pattern import PatternMatcher
from codewords.text.fold import drop_newer
from codewords.text.tables import FoldTables


class Probe:
    """Test messages.

    Args:
        reader: decides about chunks.
        read_prices: reads prices where no product stands.
        limits: budgets of the rule set.
    """

    def __init__(
        self,
        reader: ChunkReader,
        read_prices: PriceReader,
        *,
        tables: FoldTables,
        patterns: PatternMatcher,
        reach: Reach,
        limits: Mapping[str, int],
    ) -> None:
        self._known = Chunks(reader, tables)
        self._read_prices = read_prices
        self._tables = tables
        self._patterns = patterns
        self._reach = reach
        self._most = limits["evidence"]
        self._longest = min(limits["window"], limits["characters"], limits["unknown_tokens"])
        self._adder = Adder(reach, reader.is_one, self._most)

    @cached_property
    def _likely(self) -> Patterns:
        return Patterns(self._patterns, self._reach)

    def is_clear(self, text: str, surface: str) -> bool:
        """Tell whether it is proved that nothing fires on a message."""
        if len(text) > self._longest:
            return False
        text = drop_newer(text, self._tables)
        chunks = [*map(self._known.__getitem__, split(text))]
        tally = self._adder.add(chunks)
        if tally is None:
            return False
        form = Form(text, chunks)
        if not self._proves([(form, tally)], surface):
            return False
        return not tally.is_rewritten or self._is_clear_rewritten(form, tally, surface)

    def _is_clear_rewritten(self, form: Form, tally: Tally, surface: str) -> bool:
        """Prove it of a message together with what it is when its disguised words are written plain."""
        likely = self._likely.find(tally.needs)
        if any(item.pattern.extract == "contact" and self._count(item, [form]) != 0 for item in likely):
            return False  # words of contacts are not written plain
        ways = [[chunk.apart for chunk in form.chunks]]
        if tally.count or likely or self._adder.most_priced(tally):
            ways.append([chunk.glued for chunk in form.chunks])  # only where there is something to add to
        for way in ways:
            if any(way):
                plain = rewrite(form.text, way, self._known.__getitem__)
                more = self._adder.add(plain.chunks, plain.fresh) if len(plain.text) <= self._longest else None
                if more is None or not self._proves([(form, tally), (plain, more)], surface):
                    return False
        return True

    def _proves(self, forms: Sequence[tuple[Form, Tally]], surface: str) -> bool:
        """Prove it of forms of a message together, with what prices may be at most, else with what they are."""
        pieces = [mask for _, tally in forms for mask in tally.pieces]
        count = sum([tally.count for _, tally in forms])
        if count > self._most or self._reach.can_fire(pieces, surface):
            return False
        most = [mask for _, tally in forms for mask in self._adder.most_priced(tally)]
        if self._stays_clear(forms, [*pieces, *filter(None, most)], count + len(most), surface):
            return True
        if not most or any(tally.is_product for _, tally in forms):
            return False
        made: list[int] = []
        for form, tally in forms:
            found = form.made(self._read_prices, self._tables, tally.needs)
            if found is None:
                return False
            made += self._adder.priced(found)
        return self._stays_clear(forms, [*pieces, *filter(None, made)], count + len(made), surface)

    def _stays_clear(
        self, forms: Sequence[tuple[Form, Tally]], pieces: list[int], count: int, surface: str
    ) -> bool:
        """Run patterns, those first that would change most, until what is left can make nothing fire."""
        if count > self._most or self._reach.can_fire(pieces, surface):
            return False
        needs = size = 0
        for _, tally in forms:
            needs |= tally.needs
            size += tally.size
        rest, room = self._likely.find(needs), self._most - count
        if most_hits(rest, size) <= room and not self._may_fire(pieces, rest, surface):
            return True
        rest.sort(key=lambda item: not (item.mask and self._may_fire(pieces, (item,), surface)))
        while rest:
            item, *rest = rest
            hits = self._count(item, [form for form, _ in forms])
            if hits is None:
                return False
            room -= hits
            pieces = pieces + [item.mask] * min(hits, LEVELS) if item.mask else pieces
            if most_hits(rest, size) <= room and not self._may_fire(pieces, rest, surface):
                return True
        return room >= 0 and not self._reach.can_fire(pieces, surface)

    def _count(self, item: Likely, forms: Sequence[Form]) -> int | None:
        """Give how many hits of a pattern count, or nothing when it ran out of time."""
        counts = [form.count(item.pattern, self._patterns, self._tables) for form in forms]
        return None if None in counts else sum(filter(None, counts))

    def _may_fire(self, pieces: Sequence[int], likely: Sequence[Likely], surface: str) -> bool:
        together = 0
        for item in likely:
            together |= item.mask
        return self._reach.can_fire((*pieces, *(together,) * LEVELS) if together else pieces, surface)
