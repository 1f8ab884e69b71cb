"""The lock file `codewords.lock`: which rules are in use, by the digests of what they say and of their files.

It owns the layout of the file, what differs between it and the rules at hand, and how that is told. It reads no
rules itself, and knows nothing of signatures.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from codewords._version import __version__
from codewords.errors import Place, Problem, RuleFileError
from codewords.model import RuleSet
from codewords.source.cache import UnfitError, feed, read_files
from codewords.source.fields import read_record
from codewords.source.locate import bundled_rules
from codewords.source.log import Log
from codewords.source.nodes import ListNode, MapNode, Node, decode, parse, read_text
from codewords.source.shapes import A_VERSION, ANY_TEXT, Field, ListOf, Number, Record, Text

LOCK_NAME = "codewords.lock"
BUNDLED = "bundled"
"""Name in a lock file of the rules that ship with the package."""

_HEAD = "# The rules in use: written by `codewords lock`, compared by `codewords lock --check`."
_SHA = Text("[0-9a-f]{64}", "CW209", "a sha-256 in hex", "")
_PLAIN = re.compile(r"[A-Za-z0-9./_][A-Za-z0-9./_-]*")

PACK = Record(
    "pack",
    (
        Field("name", ANY_TEXT, "Folder of the rules, seen from the lock file; or `bundled`.", required=True),
        Field("overlays", ListOf(ANY_TEXT), "What is laid over them, in order."),
        Field("version", A_VERSION, "CalVer of the content.", required=True),
        Field("format", Number(1, 999, whole=True), "Number of the rule format.", required=True),
        Field("digest", _SHA, "sha-256 over what they say, as results carry it.", required=True),
        Field("files", _SHA, "sha-256 over the bytes of their files; left out where links are among them."),
        Field("engine", ANY_TEXT, "Version of codewords that read them.", required=True),
    ),
    label="name",
)
LOCK = Record(
    "lock file",
    (
        Field("lock", Number(1, 1, whole=True), "Number of this layout.", required=True),
        Field("packs", ListOf(PACK), "The rules in use.", required=True),
    ),
)


@dataclass(frozen=True, slots=True)
class Pack:
    """Hold what a lock file says of one rule set with its overlays.

    Args:
        name: folder of the rules as seen from the folder of the lock file, or `bundled`.
        overlays: files or folders laid over them, seen from there too.
        version: content version.
        format: number of the rule format.
        digest: sha-256 over the canonical content.
        files: sha-256 over the bytes of the files; empty where they cannot be hashed.
        engine: version of codewords that read them.
        place: where the entry stands, in problems.
    """

    name: str
    overlays: tuple[str, ...]
    version: str
    format: int
    digest: str
    files: str
    engine: str
    place: Place = field(default=Place(), compare=False)

    @property
    def key(self) -> tuple[str, tuple[str, ...]]:
        """Give what names it among others."""
        return self.name, self.overlays

    @property
    def title(self) -> str:
        """Give its name and those of its overlays, for a message."""
        return " + ".join((self.name, *self.overlays))

    def paths(self, home: Path) -> tuple[Path | None, tuple[Path, ...]]:
        """Give the folder of the rules, `None` for the bundled ones, and the overlays.

        Args:
            home: folder of the lock file.
        """
        return None if self.name == BUNDLED else home / self.name, tuple(home / item for item in self.overlays)


def make_pack(rules: Path | None, overlays: Sequence[Path], ruleset: RuleSet, home: Path) -> Pack:
    """Describe rules as a lock file in a folder does.

    Args:
        rules: folder of the rules, `None` for the bundled ones.
        overlays: what is laid over them.
        ruleset: what was read of them.
        home: folder of the lock file.
    """
    name, laid = name_pack(rules, overlays, home)
    files = hash_files(all_paths(rules, overlays))
    return Pack(name, laid, ruleset.version, ruleset.format, ruleset.digest, files, __version__)


def name_pack(rules: Path | None, overlays: Iterable[Path], home: Path) -> tuple[str, tuple[str, ...]]:
    """Give the names by which a lock file in a folder calls rules and their overlays."""
    name = BUNDLED if rules is None else _seen(rules, home)
    return f"./{name}" if rules is not None and name == BUNDLED else name, tuple(_seen(o, home) for o in overlays)


def _seen(path: Path, home: Path) -> str:
    with suppress(ValueError):  # another drive of Windows: no way leads there from here
        return PurePath(os.path.relpath(path, home)).as_posix()
    return path.resolve().as_posix()


def all_paths(rules: Path | None, overlays: Iterable[Path]) -> list[Path]:
    """Give the folder of rules, that of the bundled ones for `None`, and all overlays."""
    return [bundled_rules() if rules is None else rules, *overlays]


def hash_files(paths: Iterable[Path]) -> str:
    """Give the sha-256 over the names and bytes of all files of rules; nothing where a link is among them."""
    digest = hashlib.sha256()
    try:
        for path in paths:
            found = sorted(read_files(path))
            feed(digest, len(found).to_bytes(8, "little"))
            for name, data in found:
                feed(digest, name.encode("utf-8", "surrogateescape"))
                feed(digest, data)
    except (OSError, UnfitError):
        return ""
    return digest.hexdigest()


def read_lock(file: Path, data: bytes | None = None) -> tuple[Pack, ...]:
    """Give the entries of a lock file.

    Args:
        file: where it is.
        data: its bytes where they were read already, so that what was verified is what is read.

    Raises:
        RuleFileError: when it is not there or has faults, each with its place.
    """
    path = file.as_posix()
    log = Log()
    if data is not None:
        text = decode(data, path, log)
    elif file.exists():
        text = read_text(file, path, log)
    else:
        text = None
        log.add(Place(path), "CW801", "there is no lock file", "write it with `codewords lock`")
    node = None if text is None else parse(text, path, log)
    if node is None and not log.errors:
        log.add(Place(path), "CW114", "file is empty", "write it with `codewords lock`")
    packs = () if node is None else _packs(node, log)
    if log.errors:
        raise RuleFileError(log.errors)
    return packs


def _packs(node: Node, log: Log) -> tuple[Pack, ...]:
    """Make entries of what was read, and tell those that stand twice."""
    values = read_record(node, LOCK, log)
    items = node.get("packs") if isinstance(node, MapNode) else None
    if values is None or log.errors or not isinstance(items, ListNode):
        return ()
    packs: dict[tuple[str, tuple[str, ...]], Pack] = {}
    lines: dict[tuple[str, tuple[str, ...]], int] = {}
    for row, item in zip(values["packs"], items.items, strict=True):
        digest = item.get("digest") if isinstance(item, MapNode) else None
        pack = Pack(**{"overlays": (), "files": "", **row, "place": (digest or item).place})
        if pack.key in packs:
            hint = f"take one out; the first is in line {lines[pack.key]}"
            log.add(item.place, "CW105", f"pack `{pack.title}` is written twice", hint)
        packs[pack.key] = pack
        lines[pack.key] = item.line
    return tuple(packs.values())


def render_lock(packs: Iterable[Pack]) -> str:
    """Give the text of a lock file, its entries in the order of their names."""
    lines = [_HEAD, "lock: 1", "packs:"]
    for pack in sorted(packs, key=lambda item: item.key):
        lines.append(f"- name: {_written(pack.name)}")
        if pack.overlays:
            lines.append(f"  overlays: [{', '.join(map(_written, pack.overlays))}]")
        lines += [f"  version: {pack.version}", f"  format: {pack.format}", f"  digest: {pack.digest}"]
        lines += [f"  files: {pack.files}"] * bool(pack.files)
        lines.append(f"  engine: {_written(pack.engine)}")
    return "\n".join(lines) + "\n"


def _written(text: str) -> str:
    """Write a word so that YAML reads it back, whatever stands in it."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text)


def find_difference(packs: Iterable[Pack], found: Pack, file: Path) -> Problem | None:
    """Tell how rules differ from what is locked of them; `None` when they say the same.

    Args:
        packs: the entries of the lock file.
        found: the rules at hand, described by `make_pack`.
        file: the lock file.
    """
    arguments = " ".join((found.name, *(f"--overlay {item}" for item in found.overlays)))
    locked = next((pack for pack in packs if pack.key == found.key), None)
    if locked is None:
        hint = f"add them with `codewords lock {arguments}`"
        return Problem(Place(file.as_posix()), "CW802", f"rules `{found.title}` are not locked", hint)
    if locked.digest == found.digest:
        return None
    told = f"rules `{found.title}` {found.version} have digest {found.digest[:12]}, locked is {locked.digest[:12]}"
    hint = f"look at them with `codewords diff`, then write it anew with `codewords lock {arguments}`"
    if locked.engine != found.engine and locked.files and locked.files == found.files:
        told = f"codewords {found.engine} reads rules `{found.title}` otherwise than {locked.engine} did"
        hint = f"their files are the locked ones; write it anew with `codewords lock {arguments}`"
    return Problem(locked.place, "CW803", told, hint)


def check_lock(file: Path, rules: Path | None, overlays: Sequence[Path], ruleset: RuleSet) -> None:
    """Refuse rules that a lock file does not name, or of which it says something else.

    Args:
        file: the lock file.
        rules: folder of the rules, `None` for the bundled ones.
        overlays: what is laid over them.
        ruleset: what was read of them.

    Raises:
        RuleFileError: when they differ, are not named, or the file has faults.
    """
    problem = find_difference(read_lock(file), make_pack(rules, overlays, ruleset, file.parent), file)
    if problem is not None:
        raise RuleFileError([problem])
