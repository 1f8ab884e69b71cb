"""Run the regular expressions of rules/patterns over the light view of a text.

It knows patterns and views, and nothing of what a hit is worth.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import regex

from codewords.match.expression import needed
from codewords.match.literals import Needed, index_literals
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


@dataclass(frozen=True, slots=True)
class Able:
    """Say what a text must hold for a pattern to hit.

    Args:
        wants: bits, all of which must be among what was found.
        rare: that one of them which is found least; 0 where nothing is needed.
        width: characters of its shortest match, or fewer.
    """

    pattern: Pattern
    wants: int
    rare: int
    width: int


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

    def needs(self) -> Needed:
        """Give what tells, as bits, which strings that patterns need stand in a text."""
        return Needed(self._literals)

    def able(self) -> tuple[Able, ...]:
        """Give the patterns that make evidence themselves, with what a text must hold for them to hit."""
        return tuple(
            Able(pattern, wants, *widest)
            for (pattern, _), wants, widest in zip(
                self._compiled, self._literals.wants, self._literals.widths(), strict=True
            )
            if pattern.extract != "price"
        )

    def spans(self, pattern: Pattern, text: str) -> list[tuple[int, int]] | None:
        """Give the places of one pattern in a text, or nothing when it ran out of time."""
        try:
            return [hit.span() for hit in self._by_id[pattern.id].finditer(text, timeout=self._timeout)]
        except TimeoutError:
            return None

    @cached_property
    def _by_id(self) -> Mapping[str, regex.Pattern[str]]:
        return {pattern.id: compiled for pattern, compiled in self._compiled}

    def find(
        self, text: str, found: int | None = None, *, among: Callable[[Pattern], bool] | None = None
    ) -> tuple[list[PatternHit], list[TimedOut]]:
        """Give all hits, sorted by place, and the patterns that ran out of time.

        Args:
            found: what is known to stand in the text of that which patterns need, or more; else it is looked for.
            among: tells which patterns are asked for; `None` for all.
        """
        hits: list[PatternHit] = []
        late: list[TimedOut] = []
        lacking = ~(self._literals.find(text) if found is None else found)
        for (pattern, compiled), wants in zip(self._compiled, self._literals.wants, strict=True):
            if wants & lacking or (among is not None and not among(pattern)):
                continue
            try:
                for hit in compiled.finditer(text, timeout=self._timeout):
                    groups = {name: hit.span(name) for name in compiled.groupindex if hit.start(name) >= 0}
                    hits.append(PatternHit(pattern, hit.start(), hit.end(), groups))
            except TimeoutError:
                late.append(TimedOut(pattern))
        hits.sort(key=lambda hit: (hit.start, -hit.end, hit.pattern.id))
        return hits, late
