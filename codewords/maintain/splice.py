"""Put text into a rule file and leave every other byte of it as it is.

A round trip through ruamel.yaml lays long lists of seven files in rules/ out anew, so an entry is spliced in as
text. Afterwards both texts are read, and all else must say the same.
It knows YAML and Markdown, not what an entry means; files are written by `save`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import yaml

from codewords.errors import Place, Problem, RuleFileError

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_SECTION = re.compile(r"^## +(\S+)[^\n]*\n?", re.MULTILINE)

Entry = Mapping[str, Any]


def insert_entry(
    text: str, key: str, lines: list[str], *, path: str, belongs: Callable[[Entry], bool]
) -> tuple[str, int]:
    """Put an entry into a list of a file, behind the last one that it belongs to.

    Args:
        text: the file.
        key: top-level key of the list.
        lines: the entry, without the dash and without line ends.
        path: name of the file in problems.
        belongs: tells whether an entry that is there is of the new one's group.

    Returns:
        The new text, and the number of the line on which the entry starts.

    Raises:
        RuleFileError: when the file is written in a way that leaves no place for it.
    """
    end = "\r\n" if "\r\n" in text else "\n"
    try:
        at, column, gap = _find_place(text, key, path, belongs)
        start = f"{' ' * column}-{' ' * gap}"
        block = end.join([start + lines[0], *(" " * len(start) + line for line in lines[1:])]) + end
        if at < 0:
            block, at = f"{key}:{end}{block}", len(text)
        head = text[:at] + ("" if not at or text[:at].endswith("\n") else end)
        new = head + block + text[at:]
        number = head.count("\n") + block.count("\n") - len(lines) + 1
        if not _says_the_same(text, new, key, lines):
            _refuse(Place(path, number, 1), "nothing can be put in here without a change to what is there")
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = Place(path, mark.line + 1, mark.column + 1) if mark else Place(path)
        _refuse(place, "the file cannot be read; `codewords check` tells why")
    return new, number


def _find_place(text: str, key: str, path: str, belongs: Callable[[Entry], bool]) -> tuple[int, int, int]:
    """Give the offset behind an entry (-1 for the end of a file without the list), the dash's column, the gap."""
    root = yaml.compose(text.removeprefix("\ufeff"), Loader=_LOADER)
    shift = len(text) - len(text.removeprefix("\ufeff"))
    if root is None:
        return -1, 0, 1
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        _refuse(_place(root, path), "the file is no list of `key: value` lines")
    found = next((value for name, value in root.value if name.value == key), None)
    if found is None:
        return -1, 0, 1
    if not isinstance(found, yaml.SequenceNode) or found.flow_style or not found.value:
        _refuse(_place(found, path), f"`{key}` is no list with one entry a line")
    entries = yaml.load(text, Loader=_LOADER)[key]  # noqa: S506  strings, lists and mappings alone
    last = max((i for i, entry in enumerate(entries) if isinstance(entry, dict) and belongs(entry)), default=-1)
    node, column = found.value[last], found.start_mark.column
    at = _end(node) + shift
    while at and at < len(text) and text[at - 1] != "\n":
        at += 1  # a remark behind the last value stays on its line
    gap = node.start_mark.column - column - 1
    return at, column, gap if gap > 0 else 1


def _end(node: Any) -> int:
    """Give the offset behind the last value; the end of a block itself lies behind the remarks that follow it."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(node, yaml.MappingNode) else last
    return int(node.end_mark.index)


def _place(node: Any, path: str) -> Place:
    return Place(path, node.start_mark.line + 1, node.start_mark.column + 1)


def _refuse(place: Place, message: str) -> None:
    hint = "write the entry by hand, or give each entry of the list a line that begins with `- `"
    raise RuleFileError([Problem(place, "CW204", message, hint)])


def _says_the_same(old: str, new: str, key: str, lines: list[str]) -> bool:
    """Tell whether the new text says what the old one said, and the entry, and nothing else."""
    before, after = (yaml.load(text, Loader=_LOADER) or {} for text in (old, new))  # noqa: S506  as above
    entry = yaml.load("\n".join(lines), Loader=_LOADER)  # noqa: S506  as above
    rest = list(after.get(key) or [])
    if entry not in rest:
        return False
    # of two equal entries either may be the new one: what is left is the same
    rest.remove(entry)
    return bool({**after, key: rest} == {**before, key: before.get(key) or []})


def replace_value(text: str, key: str, value: str) -> str:
    r"""Give another value to a top-level key of a file; its quotes stay.

    >>> replace_value("format: 1\nversion: 2026.11.0  # CalVer\n", "version", "2026.11.1")
    'format: 1\nversion: 2026.11.1  # CalVer\n'

    Raises:
        KeyError: when it has none.
    """
    bare = text.removeprefix("\ufeff")
    root = yaml.compose(bare, Loader=_LOADER)
    nodes = {name.value: node for name, node in root.value} if isinstance(root, yaml.MappingNode) else {}
    node = nodes[key]
    quote = node.style or ""
    shift = len(text) - len(bare)
    start, end = node.start_mark.index + shift, node.end_mark.index + shift
    return f"{text[:start]}{quote}{value}{quote}{text[end:]}"


def add_line(text: str, version: str, line: str) -> str:
    r"""Add a line to the section of a version of a changelog; a new section comes first.

    >>> print(add_line("# Changes\n\n## 1\n\n- a\n", "2", "- b"))
    # Changes
    <BLANKLINE>
    ## 2
    <BLANKLINE>
    - b
    <BLANKLINE>
    ## 1
    <BLANKLINE>
    - a
    <BLANKLINE>
    """
    if not text:
        return f"# Changelog of the rules\n\n## {version}\n\n{line}\n"
    sections = list(_SECTION.finditer(text))
    for number, section in enumerate(sections):
        if section[1] == version:
            end = sections[number + 1].start() if number + 1 < len(sections) else len(text)
            rest = text[end:]
            return f"{text[:end].rstrip()}\n\n{line}\n" + (f"\n{rest}" if rest else "")
    at = sections[0].start() if sections else len(text)
    head, rest = text[:at].rstrip(), text[at:]
    return f"{head}\n\n## {version}\n\n{line}\n" + (f"\n{rest}" if rest else "")
