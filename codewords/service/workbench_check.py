"""A quick look at an overlay, while it is being typed: what the checker says of its new words.

Reading the whole of the rules takes seconds. New words can be looked at in a small rule set of their own, which
holds what they are checked against (substances, sources, surfaces, folding, ordinary words) and no other words.
What needs all the rules (references, changes to entries that exist, detections) is told when they are compiled.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

import codewords

_FILES = (
    "manifest.yaml",
    "substances.yaml",
    "sources.yaml",
    "surfaces.yaml",
    "policies.yaml",
    "identity.txt",
)
_FOLDERS = ("folding", "ordinary")
_NOT_YAML = "CW104"
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

HOMES = {
    "substance": ("lexicons/substances", ("since", "source", "lang", "substance")),
    "trade": ("lexicons/commerce", ("since", "source", "lang")),
    "counter": ("lexicons/counter", ("since", "source", "lang")),
    "emoji": ("lexicons", ("since", "source")),
}
"""Where a new entry would stand in a rule set, by its sort, and the keys that such a file may have at its top."""


def problem_dict(problem: codewords.Problem, path: str) -> dict[str, Any]:
    """Give a problem as plain JSON types.

    Args:
        path: the file that is shown as the problem's.
    """
    return {
        "path": path,
        "line": problem.place.line,
        "column": problem.place.column,
        "code": problem.code,
        "message": problem.message,
        "hint": problem.hint,
        "severity": problem.severity,
    }


class QuickCheck:
    """Check the new words of overlays against one rule set.

    Args:
        rules: the rule set; its folder holds the files that are checked against.
        is_exact: False when more than that folder makes the rules, so that errors are not told here.
    """

    def __init__(self, rules: codewords.RuleSet, *, is_exact: bool = True) -> None:
        self._rules = rules
        self._ids = frozenset(term.id for term in rules.terms)
        self._is_exact = is_exact

    def look(self, overlay: str, name: str) -> list[dict[str, Any]]:
        """Give the problems that can be told at once, sorted by place.

        Args:
            overlay: YAML of the overlay.
            name: its file name; the ids of its words begin with the stem.
        """
        if not overlay.strip():
            return []
        with tempfile.TemporaryDirectory(prefix="codewords-check-") as folder:
            home = Path(folder)
            self._lay_out(home)
            paths = set(self._write(home, overlay, name))
            found = [problem for problem in codewords.check(home) if problem.place.path in paths]
        told = [item for item in found if item.severity == "warning" or self._is_exact or item.code == _NOT_YAML]
        # what is wrong with the keys at the top is found once for each sort of words
        rows = {(item.place.line, item.place.column, item.code, item.message): item for item in told}
        return [problem_dict(rows[key], name) for key in sorted(rows)]

    def terms(self, overlay: str, name: str) -> tuple[Any, ...]:
        """Give the new words, read without the rest of the rules; none when they have faults.

        Args:
            overlay: YAML of the overlay.
            name: its file name.
        """
        with tempfile.TemporaryDirectory(prefix="codewords-check-") as folder:
            home = Path(folder)
            self._lay_out(home)
            if not list(self._write(home, overlay, name)):
                return ()
            try:
                return tuple(codewords.load(home).ruleset.terms)
            except codewords.RuleFileError:
                return ()

    def _lay_out(self, home: Path) -> None:
        """Copy what words are checked against."""
        root = Path(self._rules.root)
        for name in _FILES:
            if (root / name).is_file():
                shutil.copyfile(root / name, home / name)
        for name in _FOLDERS:
            if (root / name).is_dir():
                shutil.copytree(root / name, home / name)

    def _write(self, home: Path, overlay: str, name: str) -> Iterator[str]:
        """Write the new words where a rule set has them, each in its own line, and give the paths."""
        try:
            root = yaml.compose(overlay, Loader=_LOADER)
        except (yaml.YAMLError, ValueError, RecursionError):
            root = yaml.ScalarNode("", "")
        if root is None:
            return
        if not isinstance(root, yaml.MappingNode):
            # no list of words can be told apart: the checker says why
            path = f"lexicons/substances/{name}"
            _put(home / path, overlay)
            yield path
            return
        for sort in HOMES:
            kept = _kept_lines(root, sort, self._ids)
            if kept is None:
                continue
            folder = HOMES[sort][0]
            path = f"{folder}/emoji.yaml" if sort == "emoji" else f"{folder}/{name}"
            _put(home / path, _blanked(overlay, kept))
            yield path


def _put(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode("utf-8", "surrogatepass"))


def _kept_lines(root: yaml.MappingNode, sort: str, known: frozenset[str]) -> set[int] | None:
    """Give the lines of the new entries of one sort and of the keys above them; `None` when it has none."""
    section = "emoji" if sort == "emoji" else "terms"
    kept: set[int] = set()
    has_entry = False
    for key, value in root.value:
        if key.value in HOMES[sort][1]:
            kept.update(_span(key, value))
        elif key.value == section and isinstance(value, yaml.SequenceNode) and not value.flow_style:
            kept.add(key.start_mark.line)
            for item in value.value:
                if isinstance(item, yaml.MappingNode) and _is_new(item, sort, known):
                    kept.update(_span(item, item))
                    has_entry = True
    return kept if has_entry else None


def _is_new(item: yaml.MappingNode, sort: str, known: frozenset[str]) -> bool:
    """Tell whether an entry is of a sort, and neither changes nor removes one of the rules."""
    held = {key.value: value.value for key, value in item.value if isinstance(value, yaml.ScalarNode)}
    keys = {key.value for key, _ in item.value}
    if "remove" in keys or held.get("id") in known:
        return False
    if sort == "emoji":
        return f"emoji.{held.get('name', '').lower().replace(' ', '-')}" not in known
    if sort == "substance":
        return not keys & {"kind", "topic"}
    return "topic" in keys if sort == "counter" else "kind" in keys and "topic" not in keys


def _span(first: yaml.Node, last: yaml.Node) -> range:
    end = last.end_mark
    return range(first.start_mark.line, end.line + (1 if end.column else 0) or first.start_mark.line + 1)


def _blanked(text: str, kept: set[int]) -> str:
    lines = text.splitlines()
    return "\n".join(line if number in kept else "" for number, line in enumerate(lines)) + "\n"
