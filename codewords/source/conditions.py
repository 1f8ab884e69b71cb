"""Read the conditions of detections from nodes.

It owns the three forms of a condition (leaf, group, use) and what may stand in each;
names are looked up in `references`.
"""

from __future__ import annotations

from typing import Any

from codewords.model import WITHIN_UNITS, Condition, Group, Leaf, Use
from codewords.source.entries import GROUP, LEAF
from codewords.source.fields import check_keys, read_record
from codewords.source.log import Log, list_names
from codewords.source.nodes import ListNode, MapNode, Node, ScalarNode
from codewords.source.shapes import Record

_OPS = ("all", "any", "none")
_WITHIN_MOST = 10_000
_WITHIN_DIGITS = len(str(_WITHIN_MOST))
_EVERYTHING = Record("condition", (*LEAF.fields, *GROUP.fields), "use")


def read_condition(node: Node, log: Log) -> Condition | None:
    """Give the condition of a node, or `None` with a problem in the log."""
    if not isinstance(node, MapNode):
        hint = "write it like `{kind: price}`, `{all: [...]}` or `use: name`"
        log.add(node.place, "CW501", "condition should be a mapping", hint)
        return None
    if "use" in node.pairs:
        return _read_use(node, log)
    ops = [op for op in _OPS if op in node.pairs]
    if ops:
        return _read_group(node, ops, log)
    return _read_leaf(node, log)


def _read_use(node: MapNode, log: Log) -> Use | None:
    target = node.get("use")
    others = [key for key in node.pairs if key != "use"]
    if others:
        hint = "put both into a list under `all`"
        log.add(node.pairs[others[0]][0].place, "CW501", f"`use` stands alone, not beside `{others[0]}`", hint)
    if not isinstance(target, ScalarNode) or not target.text:
        log.add(node.place, "CW501", "`use` should name one condition or detection")
        return None
    return Use(target.text, place=target.place)


def _read_group(node: MapNode, ops: list[str], log: Log) -> Group | None:
    if len(ops) > 1:
        hint = "put one of them into the list of the other"
        log.add(node.place, "CW501", f"condition has both `{ops[0]}` and `{ops[1]}`", hint)
        return None
    leaf_keys = [field.name for field in LEAF.fields]
    for key, (key_node, _) in node.pairs.items():
        if key in leaf_keys:
            hint = f"put it into a condition of its own, in the list of `{ops[0]}`"
            log.add(key_node.place, "CW501", f"`{key}` stands beside `{ops[0]}`", hint)
            return None
    check_keys(node, GROUP, log)
    items = node.pairs[ops[0]][1]
    if not isinstance(items, ListNode) or not items.items:
        log.add(items.place, "CW505", f"`{ops[0]}` should be a list with at least one condition")
        return None
    parts = [read_condition(item, log) for item in items.items]
    good = tuple(part for part in parts if part is not None)
    if len(good) != len(parts):
        return None
    return Group(ops[0], good, _read_within(node, log), node.text("ordered") == "true", place=node.place)


def _read_within(node: MapNode, log: Log) -> int | str | None:
    pair = node.pairs.get("within")
    if pair is None:
        return None
    text = node.text("within")
    if text in WITHIN_UNITS:
        return text
    if text.isdecimal() and len(text) <= _WITHIN_DIGITS and 1 <= int(text) <= _WITHIN_MOST:
        return int(text)
    hint = f"write a number of tokens from 1, or {list_names(WITHIN_UNITS)}"
    log.add(pair[1].place, "CW503", f"`within` cannot be `{text}`", hint)
    return None


def _read_leaf(node: MapNode, log: Log) -> Leaf | None:
    if not any(field.name in node.pairs for field in LEAF.fields[:-2]):
        check_keys(node, _EVERYTHING, log)
        hint = "name a kind of evidence, such as `{kind: price}`"
        log.add(node.place, "CW501", "condition asks for nothing", hint)
        return None
    values = read_record(node, LEAF, log)
    if values is None:
        return None
    at_least, at_most = _read_count(values.get("count", ">=1"))
    if at_most is not None and at_least > at_most:
        log.add(node.pairs["count"][1].place, "CW502", "`count` has a lower end above its upper end")
    _check_never(node, values, log)
    return Leaf(
        kinds=values.get("kind", ()),
        ambiguity=values.get("ambiguity", ()),
        topics=values.get("topic", ()),
        ids=values.get("id", ()),
        langs=values.get("lang", ()),
        substances=values.get("substance", ()),
        roles=values.get("role", ()),
        disguised=values.get("disguised") == "true",
        at_least=at_least,
        at_most=at_most,
        distinct=values.get("distinct") == "true",
        place=node.place,
    )


def _read_count(text: str) -> tuple[int, int | None]:
    """Give the smallest and largest number that a count allows.

    >>> _read_count("2..4"), _read_count(">=2"), _read_count("<=3")
    ((2, 4), (2, None), (0, 3))
    """
    if text.startswith(">="):
        return int(text[2:]), None
    if text.startswith("<="):
        return 0, int(text[2:])
    low, _, high = text.partition("..")
    return int(low), int(high or low)


def _check_never(node: MapNode, values: dict[str, Any], log: Log) -> None:
    """Tell a leaf that no evidence can fulfil, since its filters belong to other kinds."""
    kinds = set(values.get("kind", ()))
    for key, owners in (("topic", {"counter"}), ("role", {"substance"}), ("substance", {"substance", "emoji"})):
        if key in node.pairs and kinds and not kinds & owners:
            hint = f"ask for kind {list_names(sorted(owners))}"
            log.add(node.pairs[key][0].place, "CW506", f"no evidence of this kind has a `{key}`", hint)
