"""Cut a stream of bytes into lines, with no more memory than one line may have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

OVERHEAD = 128
"""Bytes of an object that holds a line; a batch may be many short ones."""


@dataclass(frozen=True, slots=True)
class Line:
    """Hold one line that is not blank.

    Args:
        number: from 1; blank lines are counted.
        raw: its bytes without the line end; `None` when it was too long to be kept.
    """

    number: int
    raw: bytes | None

    @property
    def size(self) -> int:
        """Give about the bytes that it takes in memory."""
        return len(self.raw or b"") + OVERHEAD


class Cutter:
    """Cut bytes that come piece by piece.

    Args:
        most: bytes of the longest line that is kept.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._rest = bytearray()
        self._number = 0
        self._drops = False

    @property
    def number(self) -> int:
        """Give how many lines have ended so far."""
        return self._number

    def feed(self, data: bytes) -> Iterator[Line]:
        """Give the lines that end in these bytes."""
        *ended, rest = data.split(b"\n")
        for part in ended:
            self._add(part)
            yield from self._end()
        self._add(rest)

    def close(self) -> Iterator[Line]:
        """Give the last line when it has no line end."""
        if self._rest or self._drops:
            yield from self._end()

    def _add(self, part: bytes) -> None:
        if self._drops or len(self._rest) + len(part) > self._most:
            self._drops = True
            self._rest.clear()
        else:
            self._rest += part

    def _end(self) -> Iterator[Line]:
        self._number += 1
        raw = None if self._drops else bytes(self._rest).strip()
        self._drops = False
        self._rest.clear()
        if raw != b"":
            yield Line(self._number, raw)
