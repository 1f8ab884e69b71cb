"""Tell when the files of a folder change; it knows nothing of what stands in them."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

_PAUSE = 0.4
"""Seconds between two looks; a save is seen before its author has looked up."""


def changes(folder: Path, *, pause: Callable[[float], object] = time.sleep) -> Iterator[None]:
    """Give one item at once, and another each time that a file came, went or was written.

    Args:
        folder: what is looked at, with all below it but names that begin with a dot.
        pause: waits so many seconds.
    """
    seen = None
    while True:
        now = _state(folder)
        if now != seen:
            seen = now
            yield
        pause(_PAUSE)


def _state(folder: Path) -> dict[str, tuple[int, int]]:
    found = {}
    for here, names, files in os.walk(folder):
        names[:] = [name for name in names if not name.startswith(".")]
        for name in files:
            try:
                status = Path(here, name).stat()
            except OSError:
                continue  # gone between the two looks, as editors' temporary files are
            if not name.startswith("."):
                found[str(Path(here, name))] = (status.st_mtime_ns, status.st_size)
    return found
