"""Run the regular expressions of rules/patterns over the light view of a text.

It knows patterns and views, and nothing of what a hit is worth.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import regex

from codewords.match.prefilter import needs_digit
from codewords.model import Pattern

_DIGIT = regex.compile(r"\d")


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

    Patterns that cannot match without a digit are not run on a text that has none.

    Args:
        patterns: those of the rule set; retired ones are left out.
        timeout: seconds for one pattern on one text; the last resort, never part of a result's promise.
    """

    def __init__(self, patterns: Sequence[Pattern], *, timeout: float = 2.0) -> None:
        self._timeout = timeout
        self._compiled = tuple(
            (pattern, regex.compile(pattern.expanded, regex.VERSION1), needs_digit(pattern.expanded))
            for pattern in patterns
            if pattern.status != "retired"
        )

    def find(self, text: str) -> tuple[list[PatternHit], list[TimedOut]]:
        """Give all hits, sorted by place, and the patterns that ran out of time."""
        hits: list[PatternHit] = []
        late: list[TimedOut] = []
        has_digit = _DIGIT.search(text) is not None
        for pattern, compiled, wants_digit in self._compiled:
            if wants_digit and not has_digit:
                continue
            try:
                for found in compiled.finditer(text, timeout=self._timeout):
                    groups = {name: found.span(name) for name in compiled.groupindex if found.start(name) >= 0}
                    hits.append(PatternHit(pattern, found.start(), found.end(), groups))
            except TimeoutError:
                late.append(TimedOut(pattern))
        hits.sort(key=lambda hit: (hit.start, -hit.end, hit.pattern.id))
        return hits, late
