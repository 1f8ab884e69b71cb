"""Put one entry into the YAML of an overlay, and leave every other line of it as it stands.

It owns how an entry is written down; whether it is a good one is told by the checker.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

import codewords

KEYS = (
    "id",
    "emoji",
    "name",
    "term",
    "kind",
    "topic",
    "lang",
    "substance",
    "ambiguity",
    "role",
    "forms",
    "fuzz",
    "case",
    "sense",
    "status",
    "source",
    "since",
    "review_by",
    "hits",
    "misses",
)
"""Keys of an entry, in the order in which they are written."""

LISTS = ("forms", "hits", "misses", "source")
SINGLE = ("lang", "substance")
"""Keys that hold one value, or a list of several."""

_PLAIN = re.compile(r"[^\W\d_](?:[\w' .+-]*[\w.+])?")
"""What needs no quotes, whatever stands around it; YAML takes a little more."""

_WORDS = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null"))
_VERSION = re.compile(r"\d{4}[.-]\d{1,2}(?:\.\d+)?|\d")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class NotWrittenError(codewords.CodewordsError):
    """Say why an entry cannot be put into this YAML."""


@dataclass(frozen=True, slots=True)
class _List:
    """Hold where the entries of a section stand.

    Args:
        column: column of the dashes, from 0.
        items: first line and line past the end of each entry, with its node.
        start: line of the section's key, from 0.
        is_flow: True for a list in brackets.
    """

    column: int
    items: tuple[tuple[int, int, yaml.MappingNode], ...]
    start: int
    is_flow: bool


def put_entry(overlay: str, entry: Mapping[str, Any], *, since: str) -> str:
    """Give the overlay with an entry in it: in the place of the one of the same id, or at the end of its list.

    Args:
        overlay: YAML of an overlay; may be empty.
        entry: values by names of `KEYS`: strings, or lists of strings.
        since: content version that a new overlay names for all of its entries.

    Raises:
        NotWrittenError: when the overlay is no YAML, or its list is not one entry a line.
    """
    lines = overlay.splitlines()
    section = "emoji" if _is_emoji(entry) else "terms"
    found = _find(overlay, section)
    if found is None:
        head = lines if any(line.strip() for line in lines) else [f"since: {since}"]
        return _joined([*_trimmed(head), f"{section}:", *_written(entry, 0)])
    if found.is_flow and found.items:
        message = (
            f"line {found.start + 1}: write the entries of `{section}` one below the other, each after a dash"
        )
        raise NotWrittenError(message)
    block = _written(entry, found.column)
    for start, end, node in found.items:
        if _is_same(node, entry):
            return _joined([*lines[:start], *block, *lines[_last(lines, start, end) :]])
    if not found.items:
        return _joined([*lines[: found.start], f"{section}:", *block, *lines[found.start + 1 :]])
    start, end, _ = found.items[-1]
    last = _last(lines, start, end)
    return _joined([*lines[:last], *block, *lines[last:]])


def _is_emoji(entry: Mapping[str, Any]) -> bool:
    return bool(entry.get("emoji")) or str(entry.get("id", "")).startswith("emoji.")


def _find(overlay: str, section: str) -> _List | None:
    """Give where a section stands, or `None` when there is none.

    Raises:
        NotWrittenError: when it cannot be told.
    """
    try:
        root = yaml.compose(overlay, Loader=_LOADER)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}: " if mark else ""
        message = f"{where}the overlay is not YAML; mend it first"
        raise NotWrittenError(message) from None
    if root is None:
        return None
    if not isinstance(root, yaml.MappingNode):
        message = "the overlay should have keys at its top, as `terms:`"
        raise NotWrittenError(message)
    for key, value in root.value:
        if key.value == section:
            return _listed(key, value, section)
    return None


def _listed(key: yaml.Node, value: yaml.Node, section: str) -> _List:
    start = key.start_mark.line
    if isinstance(value, yaml.ScalarNode) and not value.value:
        return _List(0, (), start, is_flow=False)
    if not isinstance(value, yaml.SequenceNode) or not all(isinstance(i, yaml.MappingNode) for i in value.value):
        message = f"line {start + 1}: `{section}` should be a list of entries"
        raise NotWrittenError(message)
    items = tuple((item.start_mark.line, item.end_mark.line, item) for item in value.value)
    column = value.start_mark.column if items else 0
    return _List(column, items, start, is_flow=bool(value.flow_style))


def _is_same(node: yaml.MappingNode, entry: Mapping[str, Any]) -> bool:
    """Tell whether a node is the entry: by its id, or by its word where neither has one."""
    held = {key.value: value.value for key, value in node.value if isinstance(value, yaml.ScalarNode)}
    if entry.get("id") or "id" in held:
        return bool(entry.get("id") == held.get("id"))
    word = "emoji" if _is_emoji(entry) else "term"
    return bool(held.get(word) == entry.get(word))


def _last(lines: Sequence[str], start: int, end: int) -> int:
    """Give the line past an entry: its end mark stands behind the blank lines and comments that follow it."""
    end = max(end, start + 1) if end < len(lines) else len(lines)
    while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    return end


def _written(entry: Mapping[str, Any], column: int) -> list[str]:
    """Give the lines of an entry whose dash stands in a column."""
    pairs = [f"{key}: {_value(key, entry[key])}" for key in KEYS if key in entry]
    indent = " " * column
    return [f"{indent}{'  ' if number else '- '}{pair}" for number, pair in enumerate(pairs)]


def _value(key: str, value: str | Sequence[str]) -> str:
    """Give a value as YAML of one line."""
    if isinstance(value, str):
        return scalar(value, is_quoted=key == "emoji")
    if key in SINGLE and len(value) == 1:
        return scalar(value[0])
    is_quoted = key in ("hits", "misses")
    return "[" + ", ".join(scalar(item, is_quoted=is_quoted) for item in value) + "]"


def scalar(text: str, *, is_quoted: bool = False) -> str:
    r"""Give a text as a YAML scalar of one line, in quotes where it needs them.

    >>> scalar("beuh"), scalar("no"), scalar('a "b"'), scalar("a\nb"), scalar("2026.11.0")
    ('beuh', '"no"', '"a \\"b\\""', '"a\\nb"', '2026.11.0')
    """
    is_plain = _PLAIN.fullmatch(text) and text.lower() not in _WORDS
    if not is_quoted and (is_plain or _VERSION.fullmatch(text)):
        return text
    escaped = "".join(_escaped(sign) for sign in text)
    return f'"{escaped}"'


def _escaped(sign: str) -> str:
    short = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}.get(sign)
    if short is not None:
        return short
    # line and paragraph separators end a line of YAML; halves of a pair and controls may not stand in it at all
    if sign < " " or "\x7f" <= sign <= "\x9f" or sign in "\u2028\u2029\ufeff" or "\ud800" <= sign <= "\udfff":
        return f"\\u{ord(sign):04x}"
    return sign


def _trimmed(lines: Sequence[str]) -> list[str]:
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    return list(lines[:end])


def _joined(lines: Sequence[str]) -> str:
    return "\n".join(lines) + "\n"
