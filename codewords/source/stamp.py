"""Tell one state of files from another without reading them; it knows nothing of what stands in them."""

from __future__ import annotations

import os
from pathlib import Path

Stamp = dict[str, tuple[int, int]]
"""Time of writing in nanoseconds and size in bytes, by path."""


def stamp_files(path: Path) -> Stamp:
    """Give the stamp of a file, or of all files below a folder but those whose names begin with a dot."""
    if path.is_file():
        return _stamp([path])
    found = []
    for here, names, files in os.walk(path):
        names[:] = [name for name in names if not name.startswith(".")]
        found += [Path(here, name) for name in files if not name.startswith(".")]
    return _stamp(found)


def _stamp(files: list[Path]) -> Stamp:
    found = {}
    for file in files:
        try:
            status = file.stat()
        except OSError:
            continue  # gone between the two looks, as editors' temporary files are
        found[str(file)] = (status.st_mtime_ns, status.st_size)
    return found
