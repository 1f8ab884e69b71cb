"""Problems of rules as a person, an editor or a build server wants to read them.

It owns their formats and the way from a place in a rule set to a file that can be opened.
"""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from codewords import Place, Problem
from codewords.source.locate import bundled_rules


@dataclass(frozen=True, slots=True)
class Folder:
    """Turn places of a rule set, which are relative to its folder, into paths that can be opened.

    Args:
        root: the rules folder as the caller named it.
        overlays: overlays and other files beside it, as the caller named them; their places name them already.
    """

    root: str
    overlays: tuple[str, ...] = ()

    @classmethod
    def of(cls, root: Path | None, overlays: Iterable[Path] = ()) -> Folder:
        """Make one for a folder, or for the bundled rules."""
        if root is None:
            bundled = bundled_rules()
            near = os.path.relpath(bundled) if bundled.is_relative_to(Path.cwd()) else str(bundled)
            return cls(near, tuple(item.as_posix() for item in overlays))
        return cls(str(root), tuple(item.as_posix() for item in overlays))

    def path(self, place: Place) -> str:
        """Give the path of a place."""
        if any(place.path == item or place.path.startswith(f"{item}/") for item in self.overlays):
            return place.path
        return os.path.normpath(Path(self.root, place.path)) if place.path else self.root

    def at(self, place: Place) -> str:
        """Give `path:line:column`, the form that editors open."""
        return str(dataclasses.replace(place, path=self.path(place)))

    def line(self, problem: Problem) -> str:
        """Give the one line that tells a problem."""
        place = dataclasses.replace(problem.place, path=self.path(problem.place))
        return str(dataclasses.replace(problem, place=place))


def render(problems: Iterable[Problem], form: str, folder: Folder, *, caret: bool = False) -> Iterator[str]:
    """Give the lines that tell problems as `text`, `json` or `github`.

    Args:
        problems: sorted by place.
        form: `text`, `json` or `github`.
        folder: the rule set they are about.
        caret: True adds the line of the file, with a caret under the fault, to `text`.
    """
    if form == "json":
        yield json.dumps([_row(problem, folder) for problem in problems], indent=2)
        return
    for problem in problems:
        if form == "github":
            yield _github(problem, folder)
            continue
        yield folder.line(problem) + ("" if problem.severity == "error" else " (warning)")
        if caret:
            yield from _excerpt(problem.place, folder)


def _row(problem: Problem, folder: Folder) -> dict[str, Any]:
    return {
        "path": folder.path(problem.place),
        "line": problem.place.line,
        "column": problem.place.column,
        "code": problem.code,
        "message": problem.message,
        "hint": problem.hint,
        "severity": problem.severity,
    }


def _github(problem: Problem, folder: Folder) -> str:
    level = "error" if problem.severity == "error" else "warning"
    said = f"{problem.message}; {problem.hint}" if problem.hint else problem.message
    return annotation(level, problem.place, problem.code, said, folder)


def annotation(level: str, place: Place, title: str, said: str, folder: Folder) -> str:
    """Give a workflow command, escaped as GitHub's runner reads it.

    Args:
        level: `error` or `warning`.
        place: where it stands; the first line where no line is known.
        title: its heading.
        said: what it says.
        folder: the rule set it is about.
    """
    path, title = (_property(text) for text in (folder.path(place), title))
    return f"::{level} file={path},line={place.line or 1},col={place.column or 1},title={title}::{_escaped(said)}"


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _excerpt(place: Place, folder: Folder) -> Iterator[str]:
    """Give the line of the file and a caret; nothing when it cannot be read."""
    if not place.line:
        return
    try:
        lines = Path(folder.path(place)).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return
    if place.line <= len(lines) and len(lines[place.line - 1]) <= 200:
        yield f"    {lines[place.line - 1].replace(chr(9), ' ')}"
        yield f"    {' ' * (place.column - 1)}^"
