"""Find where one clause of a sentence ends and the next begins."""

from __future__ import annotations

import re

_MARKS = re.compile(r"[,;:()\[\]|•·—–\n]|(?<=\s)[-/](?=\s)")


def find_clauses(text: str) -> tuple[int, ...]:
    """Give the places of commas and other marks that part clauses, sorted.

    >>> find_clauses("sans souci, beuh dispo")
    (10,)
    """
    return tuple(found.start() for found in _MARKS.finditer(text))
