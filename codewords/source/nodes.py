"""YAML text as a plain tree of nodes that know their place.

This module owns the syntax: every scalar is a string, and what YAML can do beyond lists,
mappings and scalars (anchors, tags, several documents) is refused with a place.
It knows nothing of rules.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from codewords.errors import Place
from codewords.source.log import Log

MAX_BYTES = 4 * 1024 * 1024
MAX_DEPTH = 20
MAX_VALUES = 100_000
"""Values of one file, keys and lists included; each takes many times its bytes. Our largest file has 15,000."""

MAX_TEXT = 20_000
"""Characters of one value; our longest has 905."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HINTS = (
    ("tab character", "indent with spaces"),
    ("mapping values", "quote a value that holds a colon and a space"),
    ("cannot start any token", "indent with spaces, and quote a value that starts with a special character"),
    ("expected", "see that the lines of one entry start in one column and that quotes and brackets close"),
)


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """Hold one string; `plain` tells that it stands without quotes."""

    path: str
    line: int
    column: int
    text: str
    plain: bool = False

    @property
    def place(self) -> Place:
        """Give where it starts."""
        return Place(self.path, self.line, self.column)


@dataclass(frozen=True, slots=True)
class ListNode:
    """Hold nodes in their order."""

    path: str
    line: int
    column: int
    items: tuple[Node, ...]

    @property
    def place(self) -> Place:
        """Give where it starts."""
        return Place(self.path, self.line, self.column)


@dataclass(frozen=True, slots=True)
class MapNode:
    """Hold pairs of a key and a node, by the text of the key."""

    path: str
    line: int
    column: int
    pairs: dict[str, tuple[ScalarNode, Node]]

    @property
    def place(self) -> Place:
        """Give where it starts."""
        return Place(self.path, self.line, self.column)

    def get(self, key: str) -> Node | None:
        """Give the value of a key, or `None`."""
        pair = self.pairs.get(key)
        return pair[1] if pair else None

    def text(self, key: str) -> str:
        """Give the scalar under a key, or nothing where there is none."""
        node = self.get(key)
        return node.text if isinstance(node, ScalarNode) else ""


Node = ScalarNode | ListNode | MapNode


class _StopError(Exception):
    """End the reading of a file with a fault that is told."""


@dataclass(slots=True)
class _Frame:
    """Gather the parts of one open list or mapping."""

    line: int
    column: int
    is_map: bool
    items: list[Node] = field(default_factory=list)
    pairs: dict[str, tuple[ScalarNode, Node]] = field(default_factory=dict)
    key: ScalarNode | None = None


def read_text(file: Path, path: str, log: Log) -> str | None:
    """Give the text of a file, or tell what hinders.

    Args:
        file: the file on the disk.
        path: its name in problems.
        log: takes the problems.
    """
    data = read_bytes(file, path, log)
    return None if data is None else decode(data, path, log)


def read_bytes(file: Path, path: str, log: Log) -> bytes | None:
    """Give the bytes of a plain file that is not too large, or tell what hinders."""
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            log.add(Place(path), "CW115", "file cannot be read: not a plain file")
            return None
        if status.st_size > MAX_BYTES:
            hint = "split it into several files"
            log.add(Place(path), "CW110", f"file is larger than {MAX_BYTES // 1024**2} MiB", hint)
            return None
        return file.read_bytes()
    except OSError as error:
        log.add(Place(path), "CW115", f"file cannot be read: {(error.strerror or 'unknown').lower()}")
        return None


def decode(data: bytes, path: str, log: Log) -> str | None:
    """Give bytes as text without characters that YAML forbids, or tell the fault."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        log.add(_place_after(before, path), "CW111", "file is not UTF-8", "save it as UTF-8")
        return None
    found = _UNPRINTABLE.search(text)
    if found:
        message = f"character U+{ord(found[0]):04X} is not allowed"
        log.add(
            _place_after(text[: found.start()], path), "CW111", message, "take it out, or write it as an escape"
        )
        return None
    return text


def _place_after(before: str, path: str) -> Place:
    line = before.count("\n") + 1
    return Place(path, line, len(before) - (before.rfind("\n") + 1) + 1)


def parse(text: str, path: str, log: Log) -> Node | None:
    """Give the tree of one YAML document, or `None` when it cannot be read.

    Args:
        text: the document.
        path: name of the file in problems.
        log: takes the problems.
    """
    builder = _Builder(path, log)
    try:
        for event in _events(text, path, log):
            builder.take(event)
    except _StopError:
        return None
    return builder.root


_DEEPER = (f"nested deeper than {MAX_DEPTH} levels", "give parts a name and refer to them")


def _events(text: str, path: str, log: Log) -> Iterator[Any]:
    try:
        yield from yaml.parse(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(path, mark.line + 1, mark.column + 1) if mark else Place(path)
        problem = (error.problem or "not readable").rstrip(".")
        if "maximum nesting depth" in problem:  # libyaml 0.2.6 reads a thousand brackets ahead
            log.add(place, "CW109", *_DEEPER)
            raise _StopError from error
        hint = next((hint for word, hint in _HINTS if word in problem), "")
        log.add(place, "CW104", f"not YAML: {problem}", hint)
        raise _StopError from error
    except (yaml.YAMLError, ValueError) as error:
        log.add(Place(path), "CW104", "not YAML: text cannot be scanned")
        raise _StopError from error


class _Builder:
    """Turn the events of a parser into nodes, without recursion; arguments as of `parse`."""

    def __init__(self, path: str, log: Log) -> None:
        self.root: Node | None = None
        self._path = path
        self._log = log
        self._stack: list[_Frame] = []
        self._documents = 0
        self._values = 0

    def take(self, event: Any) -> None:
        """Take the next event."""
        kind = type(event)
        if kind is yaml.ScalarEvent:
            mark = event.start_mark
            self._count(event)
            if event.anchor is not None or event.tag is not None:
                self._refuse(event)
            if len(event.value) > MAX_TEXT:
                message = f"value is longer than {MAX_TEXT:,} characters"
                self._stop(event, "CW118", message, "write it as several entries")
            plain = not event.style
            self._put(ScalarNode(self._path, mark.line + 1, mark.column + 1, event.value, plain))
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            self._count(event)
            self._refuse(event)
            self._open(event, is_map=kind is yaml.MappingStartEvent)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self._close()
        elif kind is yaml.AliasEvent:
            message = f"alias `*{event.anchor}` is not allowed"
            self._stop(event, "CW106", message, "write the value out")
        elif kind is yaml.DocumentStartEvent:
            self._documents += 1
            if self._documents > 1:
                self._stop(event, "CW108", "a second document starts here", "take the `---` line out")

    def _count(self, event: Any) -> None:
        self._values += 1
        if self._values > MAX_VALUES:
            message = f"file holds more than {MAX_VALUES:,} values"
            self._stop(event, "CW110", message, "split it into several files")

    def _refuse(self, event: Any) -> None:
        if event.anchor is not None:
            message = f"anchor `&{event.anchor}` is not allowed"
            self._log.add(self._place(event), "CW106", message, "write the value out")
        if event.tag is not None:
            self._log.add(
                self._place(event), "CW107", "a tag is not allowed", "quote a value that starts with `!`"
            )

    def _place(self, event: Any) -> Place:
        return Place(self._path, event.start_mark.line + 1, event.start_mark.column + 1)

    def _stop(self, event: Any, code: str, message: str, hint: str) -> None:
        self._log.add(self._place(event), code, message, hint)
        raise _StopError

    def _open(self, event: Any, *, is_map: bool) -> None:
        if self._stack and self._stack[-1].is_map and self._stack[-1].key is None:
            self._stop(
                event, "CW116", "a key must be a single word or text", "quote a key that starts with a bracket"
            )
        if len(self._stack) >= MAX_DEPTH:
            self._stop(event, "CW109", *_DEEPER)
        mark = event.start_mark
        self._stack.append(_Frame(mark.line + 1, mark.column + 1, is_map))

    def _close(self) -> None:
        frame = self._stack.pop()
        if frame.is_map:
            self._put(MapNode(self._path, frame.line, frame.column, frame.pairs))
        else:
            self._put(ListNode(self._path, frame.line, frame.column, tuple(frame.items)))

    def _put(self, node: Node) -> None:
        if not self._stack:
            self.root = node
            return
        frame = self._stack[-1]
        if not frame.is_map:
            frame.items.append(node)
        elif frame.key is None:
            # collections as keys were refused when they opened
            frame.key = node if isinstance(node, ScalarNode) else None
        else:
            self._pair(frame, frame.key, node)
            frame.key = None

    def _pair(self, frame: _Frame, key: ScalarNode, node: Node) -> None:
        first = frame.pairs.get(key.text)
        if first is None:
            frame.pairs[key.text] = (key, node)
            return
        hint = f"the first is in line {first[0].line}"
        self._log.add(key.place, "CW105", f"key `{key.text}` is written twice", hint)
