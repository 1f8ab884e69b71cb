"""Where the reading of rules puts its problems, so that all of them come out at once.

It owns the gathering and the guess of what a misspelt name was meant to be.
"""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

from codewords.errors import Place, Problem

_GUESS_FROM = 4
"""Letters from which a name is long enough for a guess."""


class Log:
    """Gather problems; the same problem at the same place is kept once."""

    def __init__(self) -> None:
        self._problems: dict[Problem, None] = {}

    def add(self, place: Place, code: str, message: str, hint: str = "") -> None:
        """Put down an error."""
        self._problems.setdefault(Problem(place, code, message, hint))

    def warning(self, place: Place, code: str, message: str, hint: str = "") -> None:
        """Put down a warning."""
        self._problems.setdefault(Problem(place, code, message, hint, severity="warning"))

    @property
    def problems(self) -> list[Problem]:
        """Give all problems, sorted by place."""
        return sorted(self._problems)

    @property
    def errors(self) -> list[Problem]:
        """Give the problems that stop the loading, sorted by place."""
        return [problem for problem in self.problems if problem.severity == "error"]


def guess(name: str, known: Iterable[str]) -> str:
    """Give a hint with the known name that is nearest, or nothing.

    >>> guess("spelings", ["spellings", "sense"])
    'did you mean `spellings`?'
    >>> guess("ids", ["id"])
    ''
    """
    if len(name) < _GUESS_FROM:
        return ""
    most = max(1, len(name) // 3)
    found = process.extractOne(name, list(known), scorer=OSA.distance, score_cutoff=most)
    return f"did you mean `{found[0]}`?" if found else ""


def list_names(names: Iterable[str]) -> str:
    """Join names for a message.

    >>> list_names(["low", "high"])
    '`low`, `high`'
    """
    return ", ".join(f"`{name}`" for name in names)
