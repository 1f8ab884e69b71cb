"""Read nodes by a shape into plain values, and tell every fault on the way.

It owns the check of keys and values; what they refer to is checked in `references`.
A value that cannot be read is `None`, and its fault is in the log.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from codewords.source.log import Log, guess, list_names
from codewords.source.nodes import ListNode, MapNode, Node, ScalarNode
from codewords.source.shapes import Choice, ListOf, MapOf, Number, Record, Shape, Text

_NUMBER = re.compile(r"[+-]?\d{1,9}(?:\.\d{1,9})?")


@cache
def _compiled(form: str) -> re.Pattern[str]:
    return re.compile(form)


def read(node: Node, shape: Shape, log: Log, key: str) -> Any:
    """Give the value of a node, or `None` with a problem in the log.

    Args:
        node: what stands in the file.
        shape: what should stand there.
        log: takes the problems.
        key: name of the key, for problems.
    """
    reader = _READERS.get(type(shape))
    if reader is not None:
        return reader(node, shape, log, key)
    return read_record(node, shape, log) if isinstance(shape, Record) else node


def _scalar(node: Node, log: Log, key: str, wanted: str = "one value") -> str | None:
    if not isinstance(node, ScalarNode):
        got = "a list" if isinstance(node, ListNode) else "a mapping"
        log.add(node.place, "CW204", f"`{key}` should be {wanted}, not {got}")
        return None
    if not node.text.strip():
        hint = "quote a value that starts with `#`, or leave the key out"
        log.add(node.place, "CW202", f"`{key}` has no value", hint)
        return None
    return node.text


def _read_text(node: Node, shape: Text, log: Log, key: str) -> str | None:
    text = _scalar(node, log, key)
    if text is None:
        return None
    if shape.form and not _compiled(shape.form).fullmatch(text):
        hint = f"write it like `{shape.example}`" if shape.example else ""
        log.add(node.place, shape.code, f"`{key}` is not {shape.what}: `{text}`", hint)
        return None
    return text


def _read_choice(node: Node, shape: Choice, log: Log, key: str) -> str | None:
    text = _scalar(node, log, key)
    if text is None:
        return None
    if text not in shape.options:
        hint = guess(text, shape.options) or f"choose from {list_names(shape.options)}"
        log.add(node.place, "CW205", f"`{key}` cannot be `{text}`", hint)
        return None
    return text


def _read_number(node: Node, shape: Number, log: Log, key: str) -> float | str | None:
    text = _scalar(node, log, key)
    if text is None or text in shape.words:
        return text
    what = "a whole number" if shape.whole else "a number"
    hint = f"write {what} from {shape.least:g} to {shape.most:g}"
    hint += f", or {list_names(shape.words)}" if shape.words else ""
    if not _NUMBER.fullmatch(text) or (shape.whole and "." in text):
        log.add(node.place, "CW206", f"`{key}` is not {what}: `{text}`", hint)
        return None
    value = int(text) if shape.whole else float(text)
    if not shape.least <= value <= shape.most:
        log.add(node.place, "CW206", f"`{key}` is out of range: `{text}`", hint)
        return None
    return value


def _read_list(node: Node, shape: ListOf, log: Log, key: str) -> tuple[Any, ...] | None:
    if isinstance(node, ScalarNode) and shape.single:
        value = read(node, shape.item, log, key)
        return None if value is None else (value,)
    if not isinstance(node, ListNode):
        hint = "write it like `[one, two]`" if isinstance(node, ScalarNode) else ""
        log.add(node.place, "CW204", f"`{key}` should be a list", hint)
        return None
    values = [read(item, shape.item, log, key) for item in node.items]
    good = tuple(value for value in values if value is not None)
    return None if values and not good else good


def _read_map(node: Node, shape: MapOf, log: Log, key: str) -> dict[str, Any] | None:
    if not isinstance(node, MapNode):
        log.add(node.place, "CW204", f"`{key}` should be a mapping")
        return None
    values: dict[str, Any] = {}
    for name, (name_node, value_node) in node.pairs.items():
        if shape.keys and name not in shape.keys:
            hint = guess(name, shape.keys) or f"choose from {list_names(shape.keys)}"
            log.add(name_node.place, "CW203", f"unknown key `{name}` in `{key}`", hint)
            continue
        value = read(value_node, shape.value, log, name)
        if value is not None:
            values[name] = value
    for name in shape.needs:
        if name not in node.pairs:
            log.add(node.place, "CW201", f"`{key}` needs `{name}`")
    return values


def name_record(node: MapNode, record: Record) -> str:
    """Give what a record is and how it is called, for a message."""
    label = node.text(record.label) or node.text("id")
    return f"{record.name} `{label}`" if label else record.name


def check_keys(node: MapNode, record: Record, log: Log) -> None:
    """Tell every key that the record does not know."""
    known = [field.name for field in record.fields]
    for key, (key_node, _) in node.pairs.items():
        if key not in known:
            hint = guess(key, known)
            if not hint and len(known) <= 30:
                hint = f"known keys: {list_names(known)}"
            message = f"unknown key `{key}` in {name_record(node, record)}"
            log.add(key_node.place, "CW203", message, hint)


def read_record(node: Node, record: Record, log: Log) -> dict[str, Any] | None:
    """Give the values of a record by key; keys with a fault are left out.

    Returns:
        `None` when the node is no mapping or a required value is absent or faulty.
    """
    if not isinstance(node, MapNode):
        log.add(node.place, "CW204", f"{record.name} should be a mapping", "write it as `key: value` lines")
        return None
    check_keys(node, record, log)
    values: dict[str, Any] = {}
    whole = True
    for field in record.fields:
        pair = node.pairs.get(field.name)
        if pair is None:
            if field.required or field.inherited:
                hint = "write it here or at the head of the file" if field.inherited else ""
                log.add(node.place, "CW201", f"{name_record(node, record)} needs `{field.name}`", hint)
                whole = False
            continue
        value = read(pair[1], field.shape, log, field.name)
        if value is not None:
            values[field.name] = value
        elif field.required or field.inherited:
            whole = False
    return values if whole else None


def check_belongs(node: MapNode, key: str, kind: str, log: Log, *, belongs: bool) -> None:
    """Tell a key that only entries of one kind have, and must have."""
    pair = node.pairs.get(key)
    if belongs and pair is None:
        log.add(node.place, "CW201", f"entry of kind `{kind}` needs `{key}`")
    elif pair is not None and not belongs:
        log.add(
            pair[0].place, "CW210", f"`{key}` belongs to kind `{kind}` only", "take it out, or change the kind"
        )


_READERS: dict[type, Callable[[Node, Any, Log, str], Any]] = {
    Text: _read_text,
    Choice: _read_choice,
    Number: _read_number,
    ListOf: _read_list,
    MapOf: _read_map,
}
