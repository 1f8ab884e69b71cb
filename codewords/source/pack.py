"""A rule set or overlay on the disk: which files it has, and their trees.

It owns the walk over a folder and the manifest. What the entries mean is left to `draft`.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from codewords._version import __version__
from codewords.errors import ManifestError, Place, Problem
from codewords.model import FORMAT, LANGUAGES
from codewords.source.entries import MANIFEST
from codewords.source.fields import read_record
from codewords.source.layout import FILE_KINDS, OVERLAY, FileKind
from codewords.source.locate import MANIFEST_NAME, PASSED_OVER
from codewords.source.log import Log, list_names
from codewords.source.nodes import MapNode, Node, parse, read_text

_HUGE = 10**9
"""Stands for every number of as many digits."""

REQUIRED = ("substances.yaml", "surfaces.yaml", "policies.yaml", "sources.yaml")


@dataclass(frozen=True, slots=True)
class Manifest:
    """Hold what the manifest says."""

    version: str
    format: int
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleFile:
    """Hold one file that could be read."""

    kind: FileKind
    path: str
    stem: str
    root: MapNode


@dataclass(slots=True)
class Pack:
    """Hold all files of a rule set or of one overlay.

    Args:
        unread: top-level keys of files that could not be read; what refers to them is not checked.
    """

    files: list[RuleFile] = field(default_factory=list)
    ordinary: dict[str, frozenset[str]] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)


def read_manifest(root: Path) -> Manifest:
    """Read the manifest of a rule set.

    Raises:
        ManifestError: when there is none, or this engine cannot read what it announces.
    """
    log = Log()
    if not root.is_dir():
        what = "is a file, not a folder" if root.exists() else "does not exist"
        problem = f"`{root}` {what}", "name a folder that holds manifest.yaml"
        raise _no_rules(*problem)
    if not (root / MANIFEST_NAME).exists():
        problem = f"no {MANIFEST_NAME} in `{root}`", "name the folder of a rule set"
        raise _no_rules(*problem)
    text = read_text(root / MANIFEST_NAME, MANIFEST_NAME, log)
    node = None if text is None else parse(text, MANIFEST_NAME, log)
    values = _read_values(node, log) if not log.errors else None
    if values is None or log.errors:
        raise ManifestError(log.errors)
    missing = [name for name in REQUIRED if not (root / name).is_file()]
    if missing:
        message = f"rule set is not complete: no {list_names(missing)}"
        hint = "copy the folder again, or start from the files of the bundled rules"
        raise ManifestError([Problem(Place(MANIFEST_NAME), "CW117", message, hint)])
    return Manifest(values["version"], values["format"], values["languages"])


def _read_values(node: Node | None, log: Log) -> dict[str, Any] | None:
    if not isinstance(node, MapNode):
        log.add(Place(MANIFEST_NAME), "CW114", "file is empty", "write format, version, engine and languages")
        return None
    _check_format(node, log)
    values = None if log.errors else read_record(node, MANIFEST, log)
    if values is not None and not log.errors:
        _check_engine(node, values["engine"], log)
    return values


def _no_rules(message: str, hint: str) -> ManifestError:
    return ManifestError([Problem(Place(MANIFEST_NAME), "CW101", message, hint)])


def _check_format(node: MapNode, log: Log) -> None:
    """Tell a newer format before its unknown keys are."""
    pair = node.pairs.get("format")
    text = node.text("format")
    if pair and text.isdecimal() and _number(text) > FORMAT:
        message = f"rule format {text} needs a newer codewords"
        log.add(pair[1].place, "CW102", message, f"codewords {__version__} reads format {FORMAT}")


def _check_engine(node: MapNode, engine: str, log: Log) -> None:
    needed = tuple(_number(part) for part in engine.removeprefix(">=").split("."))
    here = tuple(int(part) for part in __version__.split(".")[:3] if part.isdecimal())
    if here < needed:
        message = f"rules need codewords {engine}"
        log.add(node.pairs["engine"][1].place, "CW103", message, f"this is codewords {__version__}")


def _number(digits: str) -> int:
    """Give a number; Python refuses those of thousands of digits, and here they all mean "newer than anything"."""
    return int(digits) if len(digits) < len(str(_HUGE)) else _HUGE


def read_pack(root: Path, prefix: str, log: Log, *, is_overlay: bool = False) -> Pack:
    """Read all files of a folder in the shape of a rule set.

    Args:
        root: the folder.
        log: takes the problems.
        is_overlay: True for a folder that has no manifest and need not be complete.
        prefix: what stands before the file's path in problems.
    """
    pack = Pack()
    for relative in _walk(root, prefix, log):
        _read_file(root / relative, relative, prefix, pack, log, is_overlay=is_overlay)
    return pack


def read_overlay_file(file: Path, path: str, log: Log) -> Pack:
    """Read an overlay that is one file."""
    pack = Pack()
    _read_yaml(file, path, OVERLAY, pack, log)
    return pack


def _walk(root: Path, prefix: str, log: Log) -> list[PurePosixPath]:
    """Give the files below a folder in order of their paths, without those that lead out of it."""
    home = root.resolve()
    found = []

    def tell(error: OSError) -> None:
        path = Path(error.filename).relative_to(root).as_posix()
        log.add(Place(prefix + path), "CW115", f"folder cannot be read: {(error.strerror or 'unknown').lower()}")

    for folder, names, files in os.walk(root, onerror=tell):
        here = Path(folder)
        if here == root:
            names[:] = [name for name in names if name not in PASSED_OVER]
        names[:] = [name for name in names if not name.startswith(".")]
        for name in (*names, *files):
            relative = PurePosixPath((here / name).relative_to(root).as_posix())
            if _leads_out(here / name, home):
                hint = "copy what it points to into the folder"
                log.add(Place(prefix + str(relative)), "CW112", "link leads out of the rule set", hint)
            elif name in files and not name.startswith("."):
                found.append(relative)
    return sorted(found)


def _leads_out(path: Path, home: Path) -> bool:
    """Tell whether a link leads out of a folder; one that leads in a circle cannot be read and is told as such."""
    try:
        return path.is_symlink() and not path.resolve().is_relative_to(home)
    except (OSError, RuntimeError):
        return False


def _read_file(
    file: Path, relative: PurePosixPath, prefix: str, pack: Pack, log: Log, *, is_overlay: bool
) -> None:
    path = prefix + str(relative)
    if str(relative) == MANIFEST_NAME:
        if is_overlay:
            log.add(
                Place(path),
                "CW604",
                "an overlay has no manifest",
                "name it as a rule set, or take the manifest out",
            )
        return
    if relative.parent == PurePosixPath("ordinary") and relative.suffix == ".txt":
        _read_ordinary(file, path, pack, log)
        return
    if relative.suffix not in (".yaml", ".yml"):
        return
    kind = _kind_of(relative)
    if kind is None:
        hint = (
            "rename it to end in .yaml"
            if relative.suffix == ".yml"
            else "see docs/rules-format.md for the folders"
        )
        log.add(Place(path), "CW113", "no rule file stands here", hint)
        return
    _read_yaml(file, path, kind, pack, log)


def _kind_of(relative: PurePosixPath) -> FileKind | None:
    for kind in FILE_KINDS:
        wanted = PurePosixPath(kind.path)
        if relative.parent == wanted.parent and relative.match(wanted.name):
            return kind
    return None


def _read_yaml(file: Path, path: str, kind: FileKind, pack: Pack, log: Log) -> None:
    text = read_text(file, path, log)
    before = len(log.errors)
    root = None if text is None else parse(text, path, log)
    if isinstance(root, MapNode):
        pack.files.append(RuleFile(kind, path, file.stem, root))
        return
    pack.unread.update(kind.keys)
    if text is not None and len(log.errors) == before:
        message = "file is empty" if root is None else "file should hold `key: value` lines"
        log.add(Place(path), "CW114", message, f"known keys: {list_names(kind.keys)}")


def _read_ordinary(file: Path, path: str, pack: Pack, log: Log) -> None:
    if file.stem not in LANGUAGES:
        log.add(
            Place(path),
            "CW113",
            "no list of ordinary words stands here",
            f"name it after one of {list_names(LANGUAGES)}",
        )
        return
    pack.ordinary[file.stem] = read_words(file, path, log)


def read_words(file: Path, path: str, log: Log) -> frozenset[str]:
    """Give the words of a file with one a line and remarks behind `#`; none where there is no file.

    Args:
        path: its name in problems.
    """
    text = read_text(file, path, log) if file.exists() or file.is_symlink() else None
    words = (line.split("#", 1)[0].strip() for line in (text or "").splitlines())
    return frozenset(word for word in words if word)
