"""Cut what is scanned into pieces with names: the fields of a record, the messages of a thread.

Pieces are judged as one text, so that a product in the title meets its price in the description;
every span is then told in the field where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from codewords.results.record import written

_NUMBER = re.compile(r"\s{0,8}([0-9]{1,7}(?:[.,][0-9]{1,2})?)\s{0,8}")


@dataclass(frozen=True, slots=True)
class Piece:
    """Name a part of the joined text.

    Args:
        name: name of the field, or `None` for a plain message.
        text: its own text, unchanged.
        start: where it begins in the joined text.
    """

    name: str | None
    text: str
    start: int

    @property
    def end(self) -> int:
        """Give one past its last character in the joined text."""
        return self.start + len(self.text)


def record_pieces(record: Mapping[str, Any]) -> tuple[Piece, ...]:
    """Cut a record into its fields: strings, numbers, and lists of them (`tags.0`, `tags.1`).

    Args:
        record: field name to value; `None` and booleans are passed over.

    Raises:
        TypeError: when the record is no mapping, or a value is neither text, number nor a list of them.
    """
    if not isinstance(record, Mapping):
        message = f"record must be a mapping of field names to values, not {type(record).__name__}"
        raise TypeError(message)
    named: list[tuple[str, str]] = []
    for name, value in record.items():
        if not isinstance(name, str):
            message = f"field names must be str, not {type(name).__name__}"
            raise TypeError(message)
        if isinstance(value, list | tuple):
            for index, item in enumerate(value):
                named += _piece(f"{name}.{index}", item)
        else:
            named += _piece(name, value)
    return _place(named)


def thread_pieces(messages: Sequence[str]) -> tuple[Piece, ...]:
    """Cut a thread into its messages, named by their number from 0.

    Raises:
        TypeError: when it is one `str`, or a message is none.
    """
    if isinstance(messages, str | bytes):
        message = f"thread must be a sequence of str, not one {type(messages).__name__}"
        raise TypeError(message)
    named = []
    for index, item in enumerate(messages):
        if not isinstance(item, str):
            message = f"message {index} of the thread must be str, not {type(item).__name__}"
            raise TypeError(message)
        named.append((str(index), item))
    return _place(named)


def _piece(name: str, value: object) -> list[tuple[str, str]]:
    if value is None or isinstance(value, bool):
        return []
    if isinstance(value, str):
        return [(name, value)]
    if isinstance(value, int | float | Decimal):
        return [(name, written(value))]
    message = f"field `{name}` must be str, a number or a list of them, not {type(value).__name__}"
    raise TypeError(message)


def _place(named: list[tuple[str, str]]) -> tuple[Piece, ...]:
    out = []
    start = 0
    for name, text in named:
        out.append(Piece(name, text, start))
        start += len(text) + 1
    return tuple(out)


@dataclass(frozen=True, slots=True)
class Stated:
    """Hold a price that a record states in a field of its own, placed in the joined text."""

    start: int
    end: int
    amount: Decimal


def stated_amounts(pieces: Sequence[Piece]) -> tuple[Stated, ...]:
    """Give the amounts of fields called `price` that hold a bare number."""
    out = []
    for piece in pieces:
        bare = _NUMBER.fullmatch(piece.text) if piece.name == "price" else None
        if bare is not None:
            amount = Decimal(bare[1].replace(",", "."))
            out.append(Stated(piece.start + bare.start(1), piece.start + bare.end(1), amount))
    return tuple(out)


def join_pieces(pieces: Sequence[Piece]) -> str:
    """Give the text that is judged: the pieces, a line break between them."""
    return "\n".join(piece.text for piece in pieces)
