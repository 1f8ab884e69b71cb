"""Read the body of a batch ahead of its results, up to so many bytes.

A client that sends all it has before it reads would otherwise wait for us while we wait for it.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable

from starlette.types import Receive

from codewords.service.lines import Cutter, Line
from codewords.service.state import Limits

MOST_LINES, MOST_BYTES = 32, 12_000
"""What is judged in one go: little enough that a single message need not wait long for its turn."""


class Inbox:
    """Hold the lines that have come and were not taken yet.

    Args:
        receive: gives the parts of the body.
        limits: `line`, `lines`, `ahead` and `idle` bound it.
    """

    def __init__(self, receive: Receive, limits: Limits) -> None:
        self._receive = receive
        self._limits = limits
        self._cutter = Cutter(limits.line)
        self._lines: deque[Line] = deque()
        self._held = 0
        self._over = False
        self._more, self._room = asyncio.Event(), asyncio.Event()
        self._room.set()
        self.is_gone = False
        self.stopped = ""
        self.stopped_at = 0

    async def fill(self) -> None:
        """Read until the body, the client's patience or the number of lines ends."""
        try:
            while not self._over:
                await self._room.wait()
                part = await self._receive()
                if part["type"] == "http.disconnect":
                    self.is_gone = True
                    self._lines.clear()
                    return
                self._put(self._cutter.feed(part.get("body", b"")))
                if not part.get("more_body", False):
                    self._put(self._cutter.close())
                    return
        finally:
            self._over = True
            self._more.set()

    async def take(self) -> list[Line]:
        """Give the next lines as soon as there is one; none at the end.

        `stopped` says why when the end came early, `stopped_at` at which line, `is_gone` that nobody is there.
        """
        while not self._lines and not self._over:
            self._more.clear()
            try:
                await asyncio.wait_for(self._more.wait(), self._limits.idle)
            except TimeoutError:
                self._stop(f"no whole line came for {self._limits.idle:g} seconds", self._cutter.number + 1)
        taken: list[Line] = []
        size = 0
        while self._lines and len(taken) < MOST_LINES and size < MOST_BYTES:
            taken.append(self._lines.popleft())
            size += taken[-1].size
        self._held -= size
        if self._held < self._limits.ahead:
            self._room.set()
        return taken

    def _put(self, lines: Iterable[Line]) -> None:
        for line in lines:
            if line.number > self._limits.lines:
                self._stop(f"a batch has at most {self._limits.lines} lines", line.number)
                return
            self._lines.append(line)
            self._held += line.size
        if self._lines:
            self._more.set()
        if self._held >= self._limits.ahead:
            self._room.clear()

    def _stop(self, reason: str, number: int) -> None:
        self._over = True
        self.stopped_at = number
        self.stopped = f"{reason}; the rest was not read"
