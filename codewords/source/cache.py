"""The disk cache of compiled rules: where entries lie, what names them, which of them are trusted.

It owns files and bytes; what an entry holds is packed by `codewords.engine.store`. An entry is named
by everything that went into it, so a stale one is never found. It is read from a folder and a file
that only their owner (we, or root) can write, and only when its checksum holds; everything else is
passed over as if it were not there, and written anew.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import stat
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from codewords._version import __version__
from codewords.source.locate import PASSED_OVER

VARIABLE = "CODEWORDS_CACHE"
"""Names the folder of the cache; `off` for none."""

_MAGIC = b"codewords cache 1\n"
_CHECK = 32
_SUFFIX = ".rules"
_KEPT = 12
"""Entries kept; those read or written longest ago go when a new one is written."""

_READ = frozenset((".yaml", ".yml", ".txt", ".tsv"))
"""Endings of files whose content or presence can change what is loaded."""

_LARGEST = 8 * 1024 * 1024
"""Bytes of the largest file that is hashed; the reader of rules refuses smaller ones already."""


class UnfitError(Exception):
    """Say that a folder cannot be named by the bytes of its files."""


def find_folder(environ: Mapping[str, str] = os.environ) -> Path | None:
    """Give the folder of the cache, or `None` where there is to be none."""
    named = environ.get(VARIABLE, "")
    if named:
        return None if named.lower() == "off" else Path(named)
    for variable in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        if Path(environ.get(variable, "")).is_absolute():
            return Path(environ[variable], "codewords")
    with contextlib.suppress(RuntimeError):
        return Path.home() / ".cache" / "codewords"
    return None


def entry_key(root: Path, overlays: Sequence[Path], options: Iterable[str]) -> str | None:
    """Give the sha-256 over all that decides what an entry holds, or `None` when it cannot be told.

    Args:
        root: a rules folder.
        overlays: files or folders laid over it, in order.
        options: whatever else decides, such as the versions of libraries.
    """
    digest = hashlib.sha256()
    try:
        for part in (__version__, sys.version, _code_stamp(), *options):
            feed(digest, part.encode())
        for path in (root, *overlays):
            # problems and spans name an overlay by the path it was given; the folder itself goes unnamed
            feed(digest, b"root" if path is root else path.as_posix().encode())
            for name, data in read_files(path):
                feed(digest, name.encode("utf-8", "surrogateescape"))
                feed(digest, data)
    except (OSError, UnfitError, UnicodeEncodeError):
        return None
    return digest.hexdigest()


def read_entry(folder: Path, key: str) -> memoryview | None:
    """Give what an entry holds, or `None` when there is none that can be trusted."""
    entry = folder / f"{key}{_SUFFIX}"
    try:
        if not _is_ours(folder.stat(), stat.S_ISDIR):
            return None
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(entry, flags), "rb") as file:
            if not _is_ours(os.fstat(file.fileno()), stat.S_ISREG):
                return None
            data = file.read()
    except OSError:
        return None
    start = len(_MAGIC) + _CHECK
    payload = memoryview(data)[start:]
    if data[:start] != _MAGIC + _checksum(payload):
        return None
    with contextlib.suppress(OSError):
        os.utime(entry)  # it is in use: others go before it
    return payload


def write_entry(folder: Path, key: str, payload: bytes) -> None:
    """Put an entry down whole or not at all; where the disk refuses, nothing happens."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_ours(folder.stat(), stat.S_ISDIR):
            return
        handle, name = tempfile.mkstemp(dir=folder, prefix=".", suffix=_SUFFIX)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_MAGIC + _checksum(payload))
                file.write(payload)
            Path(name).replace(folder / f"{key}{_SUFFIX}")
        except OSError:
            Path(name).unlink(missing_ok=True)
            return
        _prune(folder)
    except OSError:
        return


def _checksum(payload: bytes | memoryview) -> bytes:
    return hashlib.sha256(payload).digest()


def _is_ours(status: os.stat_result, is_kind: Callable[[int], bool]) -> bool:
    """Tell whether a file or folder can be written by its owner alone, and the owner is we or root."""
    if not is_kind(status.st_mode):
        return False
    if not hasattr(os, "geteuid"):
        return True  # Windows keeps a user's own folder from others by its access lists
    return status.st_uid in (os.geteuid(), 0) and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _prune(folder: Path) -> None:
    entries = sorted(folder.glob(f"*{_SUFFIX}"), key=lambda file: file.stat().st_mtime_ns, reverse=True)
    for file in entries[_KEPT:]:
        file.unlink(missing_ok=True)


def feed(digest: hashlib._Hash, data: bytes) -> None:
    """Add a part with its length, so that no two lists of parts read the same."""
    digest.update(len(data).to_bytes(8, "little"))
    digest.update(data)


@functools.cache
def _code_stamp() -> str:
    """Tell one state of this package's code from another; a checkout changes without a new version.

    A process goes on with the code it began with, so one look is enough; a reload would else wait for each of
    some 200 files while other threads scan.
    """
    package = Path(__file__).resolve().parent.parent
    modules = sorted(package.rglob("*.py"))
    return repr([(str(file), (status := file.stat()).st_size, status.st_mtime_ns) for file in modules])


def read_files(path: Path) -> Iterator[tuple[str, bytes]]:
    """Give the files of a rule set or overlay that its reader looks at, sorted by path.

    Raises:
        UnfitError: for a link among them, or what is no plain file of a fitting size.
        OSError: when one cannot be read.
    """
    if path.is_file():
        yield path.name, _bytes(path)
        return
    found = []
    for folder, names, files in os.walk(path, onerror=_refuse):
        here = Path(folder)
        names[:] = [n for n in names if not n.startswith(".") and not (here == path and n in PASSED_OVER)]
        if any((here / name).is_symlink() for name in (*names, *files)):
            raise UnfitError
        found += [here / name for name in files if not name.startswith(".") and Path(name).suffix in _READ]
    for file in sorted(found):
        yield file.relative_to(path).as_posix(), _bytes(file)


def _refuse(error: OSError) -> None:
    raise error


def _bytes(file: Path) -> bytes:
    status = file.stat()
    if not stat.S_ISREG(status.st_mode) or status.st_size > _LARGEST:
        raise UnfitError
    return file.read_bytes()
