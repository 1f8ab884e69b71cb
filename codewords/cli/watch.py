"""Tell when the files of a folder change; it knows nothing of what stands in them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from codewords.source.stamp import stamp_files

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
        now = stamp_files(folder)
        if now != seen:
            seen = now
            yield
        pause(_PAUSE)
