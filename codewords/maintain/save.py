"""Write several files, all of them or none."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from codewords.errors import CodewordsError


class SaveError(CodewordsError):
    """Say that nothing was written, and why."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Hold what a file says now and what it shall say.

    Args:
        old: its bytes when it was read; `None` for a file that is new.
        new: its bytes afterwards.
    """

    path: Path
    old: bytes | None
    new: bytes


def read_bytes(path: Path) -> bytes | None:
    """Give the bytes of a file, `None` where there is none.

    Raises:
        SaveError: when it cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _refused(path, "read", error) from error


def save(edits: Sequence[Edit]) -> None:
    """Write all files, each by one rename; where one cannot be written, the others are as before.

    Raises:
        SaveError: when a file changed since it was read, or cannot be written.
    """
    for edit in edits:
        if read_bytes(edit.path) != edit.old:
            message = f"{edit.path} changed meanwhile; nothing was written, so start again"
            raise SaveError(message)
    ready: list[tuple[Edit, Path, Path]] = []
    done: list[tuple[Edit, Path]] = []
    try:
        for edit in edits:
            target = edit.path.resolve()  # a link stays a link
            ready.append((edit, target, _prepare(target, edit.new)))
        for edit, target, waiting in ready:
            waiting.replace(target)
            done.append((edit, target))
    except OSError as error:
        for edit, target in reversed(done):
            _restore(edit, target)
        raise _refused(edits[len(done)].path, "written", error) from error
    finally:
        for _, _, waiting in ready:
            waiting.unlink(missing_ok=True)


def _prepare(target: Path, data: bytes) -> Path:
    """Write a file beside the one that it shall replace."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    waiting = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        waiting.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
    except OSError:
        waiting.unlink(missing_ok=True)
        raise
    return waiting


def _umask() -> int:
    """Give the rights that this process takes from new files; it can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _restore(edit: Edit, target: Path) -> None:
    with contextlib.suppress(OSError):
        if edit.old is None:
            target.unlink(missing_ok=True)
        else:
            _prepare(target, edit.old).replace(target)


def _refused(path: Path, what: str, error: OSError) -> SaveError:
    return SaveError(f"{path} cannot be {what}: {(error.strerror or 'unknown').lower()}; nothing was written")
