"""Tell which patterns may hit a text, and what their hits may add to its evidence.

It knows needs and masks; whether a pattern does hit is asked of the patterns themselves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from codewords.judge.reach import Reach
from codewords.match.matcher import hit_evidence
from codewords.match.pattern import PatternMatcher
from codewords.model import Pattern


@dataclass(frozen=True, slots=True)
class Likely:
    """Say of one pattern what its hits add.

    Args:
        mask: of its evidence; 0 where no detection asks for it.
        wants: what a text must hold, as bits.
        width: characters of its shortest match, or fewer.
    """

    pattern: Pattern
    mask: int
    wants: int
    width: int


class Patterns:
    """Look up patterns by what a text holds."""

    def __init__(self, patterns: PatternMatcher, reach: Reach) -> None:
        by_need: dict[int, list[Likely]] = defaultdict(list)
        for able in patterns.able():
            mask = reach.mask(hit_evidence(able.pattern)) if able.pattern.status == "stable" else 0
            by_need[able.rare].append(Likely(able.pattern, mask, able.wants, able.width))
        self._always = tuple(by_need.pop(0, ()))
        self._by_need = dict(by_need)
        self._rare = sum(by_need)

    def find(self, needs: int) -> list[Likely]:
        """Give the patterns that may hit a text with these needs."""
        lacking = ~needs
        found = list(self._always)
        left = needs & self._rare
        while left:
            need = left & -left
            left ^= need
            found += [item for item in self._by_need[need] if not item.wants & lacking]
        return found


def most_hits(items: Sequence[Likely], size: int) -> int:
    """Give how many hits several patterns can have in so many characters together."""
    return sum([size // item.width for item in items])
