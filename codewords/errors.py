"""Problems with places, and the one tree of exceptions.

This module owns what can go wrong and how it is said.
It imports nothing of the package, so that every room can raise from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

__all__ = [
    "CodewordsError",
    "ManifestError",
    "Place",
    "Problem",
    "RuleFileError",
    "RulesetMismatch",
]

_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Line ends, controls of terminals, turns of direction, halves of characters: YAML can write them all."""


def _printable(text: str) -> str:
    r"""Write as escapes what would break a line, a terminal or an encoder.

    >>> print(_printable("a\nb"))
    a\nb
    """
    return _UNSEEN.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Point at one spot in a rule file.

    Args:
        path: the file, relative to the rules folder where that is known.
        line: line number, from 1; 0 when the whole file is meant.
        column: column number, from 1; 0 when the whole line is meant.
    """

    path: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        path = _printable(self.path)
        return f"{path}:{self.line}:{self.column}" if self.line else path


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Describe one fault of a rule file, as data.

    Args:
        place: where it stands.
        code: `CW` and three digits; `codewords check --explain CODE` tells more.
        message: what is wrong: lower-case start, no full stop, backticks round names.
        hint: what to do about it, in the same style; may be empty.
        severity: `error` stops the loading, `warning` is shown by `codewords check`.
    """

    place: Place
    code: str
    message: str
    hint: str = ""
    severity: str = field(default="error", compare=False)

    def __str__(self) -> str:
        where = str(self.place)
        if self.place.line == 0:
            where = f"{where}:0:0"
        tail = f"; {self.hint}" if self.hint else ""
        return f"{where}: {self.code} {_printable(self.message + tail)}"


class CodewordsError(Exception):
    """Be the root of everything this package raises on its own account."""


class RuleFileError(CodewordsError):
    """Carry every problem found while rules were read, sorted by place.

    Args:
        problems: the faults; at least one.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[RuleFileError], tuple[tuple[Problem, ...]]]:
        return (type(self), (self.problems,))


class ManifestError(RuleFileError):
    """Say that a folder is no rule set that this engine can read."""


class RulesetMismatch(CodewordsError):  # noqa: N818  a name of the public contract
    """Say that a pickled engine names rules other than those found here."""
