"""What was scanned, as the fields that spans name: one text, a record, or the messages of a thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


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
            out += [(f"{name}.{index}", str(item)) for index, item in enumerate(value)]
        elif value is not None and not isinstance(value, bool):
            out.append((name, str(value)))
    return out
