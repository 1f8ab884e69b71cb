"""Shares with their intervals: the only figures this project publishes."""

from __future__ import annotations

import math
from dataclasses import dataclass

Z95 = 1.959963984540054
"""Two-sided 95 % quantile of the normal distribution."""


@dataclass(frozen=True, slots=True)
class Share:
    """Hold a count out of a number of cases.

    Args:
        hits: cases that count.
        cases: all cases; 0 means that nothing can be said.
    """

    hits: int
    cases: int

    @property
    def value(self) -> float:
        """Give the share, 0 when there are no cases."""
        return self.hits / self.cases if self.cases else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Give the 95 % interval of Wilson (1927).

        >>> [round(x, 3) for x in Share(5, 10).interval]
        [0.237, 0.763]
        """
        if not self.cases:
            return (0.0, 1.0)
        n, p, z = self.cases, self.value, Z95
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return (max(0.0, middle - half), min(1.0, middle + half))

    def __str__(self) -> str:
        if not self.cases:
            return "-"
        low, high = self.interval
        return f"{self.value:.3f} [{low:.3f}, {high:.3f}] {self.hits}/{self.cases}"


@dataclass(frozen=True, slots=True)
class Score:
    """Hold true and false positives and misses of one class.

    Args:
        right: found and there.
        wrong: found and not there.
        missed: there and not found.
    """

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> Share:
        """Give the share of what was found that is there."""
        return Share(self.right, self.right + self.wrong)

    @property
    def recall(self) -> Share:
        """Give the share of what is there that was found."""
        return Share(self.right, self.right + self.missed)

    @property
    def f1(self) -> float:
        """Give the harmonic mean of precision and recall.

        >>> Score(8, 2, 2).f1
        0.8
        """
        total = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / total if total else 0.0

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)
