"""Run the regular expressions of rules/patterns over the light view of a text.

It knows patterns and views, and nothing of what a hit is worth.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import regex

from codewords.match.expression import needed
from codewords.match.literals import index_literals
from codewords.model import Pattern


@dataclass(frozen=True, slots=True)
class PatternHit:
    """Place one hit of a pattern in the light view.

    Args:
        start: first character, index into the text of the view.
        end: one past the last.
        groups: named groups that took part, as spans in the view.
    """

    pattern: Pattern
    start: int
    end: int
    groups: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class TimedOut:
    """Name a pattern that was given up."""

    pattern: Pattern


class PatternMatcher:
    """Find every non-overlapping hit of each pattern.

    A pattern is not run on a text that lacks what the pattern cannot match without.

    Args:
        patterns: those of the rule set; retired ones are left out.
        timeout: seconds for one pattern on one text; the last resort, never part of a result's promise.
    """

    def __init__(self, patterns: Sequence[Pattern], *, timeout: float = 2.0) -> None:
        self._timeout = timeout
        self._compiled = tuple(
            (pattern, regex.compile(pattern.expanded, regex.VERSION1))
            for pattern in patterns
            if pattern.status != "retired"
        )
        self._literals = index_literals([needed(pattern.expanded) for pattern, _ in self._compiled])

    def needs(self, text: str) -> int:
        """Give, as bits, what of that which patterns need stands in a text, or in a part without white space."""
        return self._literals.find(text)

    def possible(self, found: int) -> tuple[Pattern, ...]:
        """Give the patterns that make evidence themselves and have all they need among what was found."""
        return tuple(
            pattern
            for (pattern, _), wants in zip(self._compiled, self._literals.wants, strict=True)
            if not wants & ~found and pattern.extract != "price"
        )

    def count(self, pattern: Pattern, text: str) -> int | None:
        """Give how often one pattern hits a text, or nothing when it ran out of time."""
        try:
            return sum(1 for _ in self._by_id[pattern.id].finditer(text, timeout=self._timeout))
        except TimeoutError:
            return None

    @cached_property
    def _by_id(self) -> Mapping[str, regex.Pattern[str]]:
        return {pattern.id: compiled for pattern, compiled in self._compiled}

    def find(self, text: str) -> tuple[list[PatternHit], list[TimedOut]]:
        """Give all hits, sorted by place, and the patterns that ran out of time."""
        hits: list[PatternHit] = []
        late: list[TimedOut] = []
        lacking = ~self._literals.find(text)
        for (pattern, compiled), wants in zip(self._compiled, self._literals.wants, strict=True):
            if wants & lacking:
                continue
            try:
                for hit in compiled.finditer(text, timeout=self._timeout):
                    groups = {name: hit.span(name) for name in compiled.groupindex if hit.start(name) >= 0}
                    hits.append(PatternHit(pattern, hit.start(), hit.end(), groups))
            except TimeoutError:
                late.append(TimedOut(pattern))
        hits.sort(key=lambda hit: (hit.start, -hit.end, hit.pattern.id))
        return hits, late
