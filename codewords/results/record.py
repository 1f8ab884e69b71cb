"""What was scanned, as the fields that spans name: one text, a record, or the messages of a thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

_LONGEST = 30
"""Digits before the point up to which a number is written out; an amount has fewer."""


def fields(text: str | Mapping[str, Any] | Sequence[str]) -> list[tuple[str | None, str]]:
    """Give the name and the text of each field; a single text has no name.

    >>> fields({"title": "a", "tags": ["b", "c"]})
    [('title', 'a'), ('tags.0', 'b'), ('tags.1', 'c')]
    """
    if isinstance(text, str):
        return [(None, text)]
    if not isinstance(text, Mapping):
        return [(str(index), item) for index, item in enumerate(text)]
    out: list[tuple[str | None, str]] = []
    for name, value in text.items():
        if isinstance(value, list | tuple):
            out += [(f"{name}.{index}", written(item)) for index, item in enumerate(value)]
        elif value is not None and not isinstance(value, bool):
            out.append((name, written(value)))
    return out


def written(value: object) -> str:
    """Give a value of a field as text; a number has no exponent, since `5E+1` is fifty and no five euros.

    >>> written(Decimal("50").normalize()), written(2.5)
    ('50', '2.5')
    """
    text = str(value)
    if isinstance(value, float | Decimal) and "e" in text.lower():
        number = Decimal(text)
        return f"{number:f}" if abs(number.adjusted()) < _LONGEST else text
    return text
