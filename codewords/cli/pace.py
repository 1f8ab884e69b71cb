"""Say how far a run on a data file is, how fast it goes, and how long it will take."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

EVERY = 30.0
"""Seconds between two lines where there is no terminal."""


class Pace:
    """Count what this run does; what an earlier one did counts for the way, not for the rate.

    Args:
        total: rows or bytes of the file.
        err: where it is told.
        bar: what is shown on a terminal, or `None`.
    """

    def __init__(self, total: int, err: TextIO, bar: Progress | None) -> None:
        self._total = total
        self._err = err
        self._bar = bar
        self._task: Any = None if bar is None else bar.add_task("", total=max(1, total), told="")
        self._start = self._last = time.monotonic()
        self._rows = self._read = self._done = 0

    def pass_over(self, done: int) -> None:
        """Count a part that an earlier run made.

        Args:
            done: how far the file is read now.
        """
        self._done = done

    def add(self, done: int, rows: int) -> None:
        """Count a part that was made now, and tell it."""
        self._read += max(0, done - self._done)
        self._done = done
        self._rows += rows
        now = time.monotonic()
        told = tell(self._rows, self._read, self._total - done, now - self._start)
        if self._bar is not None:
            self._bar.update(self._task, completed=done, told=told)
        elif now - self._last >= EVERY:
            self._last = now
            self._err.write(f"{100 * done // max(1, self._total)} %, {told}\n")
            self._err.flush()


def tell(rows: int, read: int, left: int, seconds: float) -> str:
    """Give rate and time left in words.

    Args:
        rows: judged in this run.
        read: what of the file was read for them.
        left: what is not read yet, in the same unit.
        seconds: since the run began.

    >>> tell(60_000, 500, 1_500, 20.0)
    '3,000 rows/s, 1:00 left'
    """
    if not read or seconds <= 0:
        return ""
    minutes, rest = divmod(round(left * seconds / read), 60)
    hours, minutes = divmod(minutes, 60)
    clock = f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
    return f"{rows / seconds:,.0f} rows/s, {clock} left"


@contextmanager
def keep_pace(total: int, err: TextIO) -> Iterator[Pace]:
    """Show a bar on a terminal, a line now and then elsewhere."""
    if not err.isatty():
        yield Pace(total, err, None)
        return
    columns = (TextColumn("scanning"), BarColumn(), TaskProgressColumn(), TextColumn("{task.fields[told]}"))
    with Progress(*columns, console=Console(file=err), transient=True) as bar:
        yield Pace(total, err, bar)
