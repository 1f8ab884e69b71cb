"""Rule sets of the past: in a folder, in a wheel, or in a revision of a git repository.

It owns the way from such a name to a folder that can be read; what stands in it is no matter here.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from codewords.errors import CodewordsError
from codewords.source.locate import MANIFEST_NAME

RULES = "rules"
"""Where a repository keeps its rules, unless the name says otherwise."""

_IN_WHEEL = "codewords/_rules/"
_MOST_BYTES = 256 * 1024 * 1024


class RevisionError(CodewordsError):
    """Say that no rule set can be found under a name."""


@contextmanager
def open_rules(name: str | os.PathLike[str], *, repository: str | os.PathLike[str] = ".") -> Iterator[Path]:
    """Give the folder of a rule set while it is needed.

    Args:
        name: a folder, a wheel of codewords, or a git revision, as `v1.2` or `v1.2:path/of/rules`.
        repository: a folder inside the repository of the revision.

    Raises:
        RevisionError: when there is no rule set of that name.
    """
    path = Path(name)
    if os.fspath(name) and path.is_dir():
        yield path if (path / MANIFEST_NAME).is_file() or not (path / RULES).is_dir() else path / RULES
        return
    with tempfile.TemporaryDirectory(prefix="codewords-") as folder:
        target = Path(folder)
        if path.is_file():
            _unzip(path, str(name), _IN_WHEEL, target)
        else:
            revision, _, inside = os.fspath(name).partition(":")
            _unzip(io.BytesIO(_archive(revision, inside or RULES, Path(repository))), str(name), "", target)
        yield target


def _unzip(archive: Path | io.BytesIO, name: str, prefix: str, target: Path) -> None:
    """Write the files below a prefix into a folder, and none outside of it."""
    try:
        with zipfile.ZipFile(archive) as opened:
            members = [
                item for item in opened.infolist() if item.filename.startswith(prefix) and not item.is_dir()
            ]
            if sum(item.file_size for item in members) > _MOST_BYTES:
                message = f"`{name}` holds more than {_MOST_BYTES // 1024**2} MiB of rules"
                raise RevisionError(message)
            for item in members:
                inner = PurePosixPath(item.filename[len(prefix) :])
                if inner.is_absolute() or ".." in inner.parts:
                    message = f"`{name}` holds a path that leads out of it"
                    raise RevisionError(message)
                file = target / inner
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(opened.read(item))
    except (zipfile.BadZipFile, OSError) as error:
        message = f"`{name}` is no folder of rules and no wheel"
        raise RevisionError(message) from error
    if not (target / MANIFEST_NAME).is_file():
        message = f"there are no rules in `{name}`"
        raise RevisionError(message)


def _archive(revision: str, inside: str, repository: Path) -> bytes:
    """Give a folder of a revision as a zip file."""
    shown = f"`{revision}` is no folder, no wheel and no git revision"
    top = _git(repository, shown, "rev-parse", "--show-toplevel").decode().strip()
    query = f"{revision}^{{commit}}"
    commit = (
        _git(repository, shown, "rev-parse", "--verify", "--quiet", "--end-of-options", query).decode().strip()
    )
    nothing = f"revision `{revision}` has no folder `{inside}`"
    return _git(Path(top), nothing, "archive", "--format=zip", f"{commit}:{inside.strip('/')}")


def _git(folder: Path, failure: str, *arguments: str) -> bytes:
    git = shutil.which("git")
    if git is None:
        message = "git is not installed, and only it can read a revision"
        raise RevisionError(message)
    command = [git, "-C", str(folder), *arguments]
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603  no shell, a fixed command
    if done.returncode:
        raise RevisionError(failure)
    return done.stdout


def committed(file: Path) -> bytes | None:
    """Give what a file said in the last commit; `None` where it is in none, or git cannot tell."""
    try:
        return _git(file.parent, "not committed", "show", f"HEAD:./{file.name}")
    except RevisionError:
        return None
