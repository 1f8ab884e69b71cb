"""Prove from what may stand in a message that no detection can fire on it.

Each detection is compiled into what must be there for it to fire, whatever the distances and the
structures: it may ask for too little, never for too much. It knows no text and no points.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import product

from codewords.judge.board import Board
from codewords.judge.conditions import Conditions
from codewords.match.evidence import Evidence
from codewords.model import Condition, Detection, Leaf, Use

LEVELS = 3
"""Pieces counted for one leaf; a detection that asks for more is taken to ask for so many."""

_MOST = 64
"""Ways in which alternatives are told apart; beyond, only the first need of each counts."""

CACHE_SIZE = 50_000
"""Answers remembered; the table is emptied when full."""


class Reach:
    """Hold what detections need, as bits.

    Args:
        detections: those that can fire; counter-evidence makes no result by itself and is passed over.
        parents: substance id to the id of its parent.
    """

    def __init__(self, detections: Iterable[Detection], conditions: Conditions, parents: dict[str, str]) -> None:
        self._conditions = conditions
        self._board = Board((), parents=parents)
        told = [item for item in detections if item.outcome != "counter"]
        leaves = dict.fromkeys(leaf for item in told for leaf in self._leaves(item.when))
        self._leaf_bits = {leaf: 1 << number for number, leaf in enumerate(leaves)}
        # whether a word is disguised is known later, so any word may be
        self._tests = [(replace(leaf, disguised=False), bit) for leaf, bit in self._leaf_bits.items()]
        self._two = 1 << LEVELS * len(leaves)
        self._needs = [(item.surfaces, self._masks(item.when)) for item in told]
        self._known: dict[tuple[int, str], bool] = {}

    def mask(self, item: Evidence) -> int:
        """Give the bits of the leaves that a piece of evidence fits."""
        return sum(bit for leaf, bit in self._tests if self._board.fits(leaf, item))

    def can_fire(self, pieces: Iterable[int], surface: str) -> bool:
        """Tell whether a detection may fire on pieces of evidence, given as their masks.

        Args:
            pieces: one mask for each place in the text.
        """
        slot = (self._state(pieces), surface)
        known = self._known.get(slot)
        if known is None:
            known = any(
                (not surfaces or surface in surfaces) and all(slot[0] & mask for mask in masks)
                for surfaces, masks in self._needs
            )
            if len(self._known) >= CACHE_SIZE:
                self._known.clear()
            self._known[slot] = known
        return known

    def _state(self, pieces: Iterable[int]) -> int:
        """Give the leaves that one, two and three pieces fit, and whether there are two."""
        once = twice = thrice = 0
        count = 0
        for mask in pieces:
            thrice |= twice & mask
            twice |= once & mask
            once |= mask
            count += 1
        size = len(self._leaf_bits)
        return once | twice << size | thrice << 2 * size | (self._two if count > 1 else 0)

    def _leaves(self, condition: Condition) -> Iterator[Leaf]:
        if isinstance(condition, Use):
            yield from self._leaves(self._conditions.named(condition.name))
        elif isinstance(condition, Leaf):
            yield condition
        elif condition.op != "none":
            for part in condition.parts:
                yield from self._leaves(part)

    def _masks(self, condition: Condition) -> tuple[int, ...]:
        """Give masks of which each must meet the state."""
        if isinstance(condition, Use):
            return self._masks(self._conditions.named(condition.name))
        if isinstance(condition, Leaf):
            level = min(condition.at_least, LEVELS) - 1
            return (self._leaf_bits[condition] << level * len(self._leaf_bits),) if level >= 0 else ()
        if condition.op == "none":
            return ()
        each = [self._masks(part) for part in condition.parts]
        if condition.op == "any":
            return _either(each)
        two = (self._two,) if sum(map(bool, each)) > 1 else ()  # one word is no company for itself
        return (*two, *(mask for masks in each for mask in masks))


def _either(each: list[tuple[int, ...]]) -> tuple[int, ...]:
    """Give what must be there when any one of several needs is met.

    >>> _either([(1, 2), (4,)]), _either([(1,), ()])
    ((5, 6), ())
    """
    size = 1
    for masks in each:
        size *= len(masks)
    if not size:
        return ()
    ways = product(*each) if size <= _MOST else [[masks[0] for masks in each]]
    return tuple(dict.fromkeys(_union(way) for way in ways))


def _union(masks: Iterable[int]) -> int:
    out = 0
    for mask in masks:
        out |= mask
    return out
