"""A proposal for the rules: the edits of files that bring a new entry.

It touches no file: `trial` tries the edits on a copy, `save` writes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from codewords.errors import Place, Problem, RuleFileError
from codewords.maintain.entry import NewEntry, change_line, head_of, home, lines_of
from codewords.maintain.revisions import committed
from codewords.maintain.save import Edit, read_bytes
from codewords.maintain.splice import add_line, insert_entry, replace_value
from codewords.model import RuleSet
from codewords.source.locate import MANIFEST_NAME

CHANGELOG_NAME = "CHANGELOG.md"


@dataclass(frozen=True, slots=True)
class Target:
    """Name the rules that get a new entry.

    Args:
        rules: folder of the rule set.
        overlay: file or folder laid over it that gets the entry instead; it need not be there yet.
    """

    rules: Path
    overlay: Path | None = None

    def file(self, entry: NewEntry, rules: RuleSet) -> Path:
        """Give the file that the entry goes into."""
        if self.overlay is None:
            return self.rules / home(entry, rules)
        return self.overlay / home(entry, rules) if self.overlay.is_dir() else self.overlay

    def shown(self, file: Path) -> str:
        """Give a file's name in problems of `codewords check`."""
        return file.relative_to(self.rules).as_posix() if self.overlay is None else file.as_posix()


@dataclass(frozen=True, slots=True)
class Proposal:
    """Hold the edits that bring a new entry.

    Args:
        path: the file that gets it.
        line: number of the line on which it will start.
        lines: the entry as it is written, without its dash.
        edits: the file first, then manifest and changelog where these change too.
    """

    entry: NewEntry
    target: Target
    path: Path
    line: int
    lines: tuple[str, ...]
    edits: tuple[Edit, ...]


def propose(entry: NewEntry, target: Target, rules: RuleSet, *, version: str, bump: bool) -> Proposal:
    """Make the edits that bring an entry; no file is touched.

    Args:
        entry: what is added.
        rules: the rule set as it is.
        version: content version that brings it.
        bump: True also writes the version into the manifest and a line into the changelog.

    Raises:
        RuleFileError: when the file leaves no place for it.
        SaveError: when a file cannot be read.
    """
    path = target.file(entry, rules)
    old = read_bytes(path)
    text = "" if old is None else _decoded(old, target.shown(path))
    if old is None and (target.overlay is None or target.overlay.is_dir()):
        text = "".join(f"{line}\n" for line in head_of(entry, version))
    entry = replace(entry, since=version)
    lines = lines_of(entry, _head(text, target.shown(path)))
    new, line = insert_entry(text, entry.section, lines, path=target.shown(path), belongs=entry.is_near)
    edits = [Edit(path, old, new.encode())]
    if bump:
        edits += bump_edits(target.rules, version, change_line(entry))
    return Proposal(entry, target, path, line, tuple(lines), tuple(edits))


def _decoded(data: bytes, path: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        problem = Problem(Place(path), "CW111", "file is not UTF-8", "save it as UTF-8")
        raise RuleFileError([problem]) from error


def _head(text: str, path: str) -> Mapping[str, object]:
    try:
        data = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  strings, lists and mappings alone
    except yaml.YAMLError as error:
        problem = Problem(Place(path), "CW104", "not YAML", "`codewords check` tells where")
        raise RuleFileError([problem]) from error
    return {key: value for key, value in data.items() if isinstance(value, str | list)} if data else {}


def is_raised(rules: Path, version: str) -> bool:
    """Tell whether the manifest has another version than in the last commit, so that no new one is needed."""
    data = committed(rules / MANIFEST_NAME)
    if data is None:
        return False
    try:
        said = yaml.load(data, Loader=yaml.BaseLoader)  # noqa: S506  strings, lists and mappings alone
    except yaml.YAMLError:
        return False
    return isinstance(said, dict) and said.get("version") != version


def bump_edits(rules: Path, version: str, line: str) -> list[Edit]:
    """Make the edits of manifest and changelog that go with a change of content."""
    manifest, changelog = rules / MANIFEST_NAME, rules / CHANGELOG_NAME
    before = {path: read_bytes(path) for path in (manifest, changelog)}
    texts = {path: _decoded(data or b"", path.name) for path, data in before.items()}
    after = {
        manifest: replace_value(texts[manifest], "version", version),
        changelog: add_line(texts[changelog], version, line),
    }
    return [
        Edit(path, before[path], text.encode()) for path, text in after.items() if text.encode() != before[path]
    ]
