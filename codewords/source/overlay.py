"""Lay an overlay over a rule set: add, change and remove entries by id.

It owns how two drafts become one, and the record of what changed.
The result is checked like any rule set, so an overlay can break nothing unseen.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from codewords.errors import Place
from codewords.model import Overlay
from codewords.source.draft import Draft, Entry, Pair
from codewords.source.log import Log, guess
from codewords.source.nodes import MapNode, Node, ScalarNode
from codewords.source.shapes import MapOf

_NAMING = ("id", "remove", "term", "name", "lang", "kind", "topic")
"""Keys that an entry with `remove` may have: those from which its id can be derived."""


@dataclass(slots=True)
class _Changes:
    """Note what one overlay does, and what is wrong with it."""

    log: Log
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: dict[str, Place] = field(default_factory=dict)


def lay(base: Draft, over: Draft, name: str, log: Log) -> Overlay:
    """Change a draft by an overlay and tell what changed.

    Args:
        base: the rule set so far; it is changed.
        over: the entries of the overlay.
        name: name of the overlay.
        log: takes the problems.
    """
    changes = _Changes(log)
    for section, entries in over.sections.items():
        known = base.sections.setdefault(section, {})
        for entry in entries.values():
            _lay_entry(known, entry, changes)
    base.nameless.extend(over.nameless)
    folding = base.maps.get("folding", {})
    for key, pairs in over.maps.items():
        for item, pair in pairs.items():
            section = "folding" if key == "tables" and item in folding else key
            _lay_name(base.maps.setdefault(section, {}), section, pair, changes)
    if over.scoring is not None:
        base.scoring = _merge(base.scoring, over.scoring, ("budgets",)) if base.scoring else over.scoring
        changes.changed.append("scoring")
    for lang, words in over.ordinary.items():
        (changes.changed if lang in base.ordinary else changes.added).append(f"ordinary.{lang}")
        base.ordinary[lang] = base.ordinary.get(lang, frozenset()) | words
    base.unread |= over.unread
    base.removed.update(
        {full_name.removeprefix("conditions."): place for full_name, place in changes.removed.items()}
    )
    parts = (changes.added, changes.changed, changes.removed)
    return Overlay(name, *(tuple(sorted(ids)) for ids in parts))


def _lay_entry(known: dict[str, Entry], entry: Entry, changes: _Changes) -> None:
    base = known.get(entry.id)
    if "remove" in entry.written.pairs:
        if _can_remove(entry.written, changes.log):
            _remove(known, entry.id, entry.written, changes, entry.id)
    elif base is None:
        known[entry.id] = entry
        changes.added.append(entry.id)
    else:
        free = tuple(item.name for item in base.record.fields if isinstance(item.shape, MapOf))
        node = _merge(base.node, entry.written, free)
        known[entry.id] = replace(base, node=node)
        changes.changed.append(entry.id)


def _lay_name(known: dict[str, Pair], section: str, pair: Pair, changes: _Changes) -> None:
    name, value = pair[0].text, pair[1]
    full_name = f"{section}.{name}"
    base = known.get(name)
    if isinstance(value, MapNode) and isinstance(value.get("remove"), ScalarNode):
        if _can_remove(value, changes.log):
            _remove(known, name, value, changes, full_name)
        return
    (changes.added if base is None else changes.changed).append(full_name)
    is_table = section in ("tables", "folding")
    if base and is_table and isinstance(base[1], MapNode) and isinstance(value, MapNode):
        value = _merge(base[1], value, ())
    known[name] = (pair[0], value)


def _can_remove(node: MapNode, log: Log) -> bool:
    if node.text("remove") != "true":
        place = node.pairs["remove"][0].place
        log.add(place, "CW602", "`remove` can only be `true`", "leave the key out to keep the entry")
        return False
    other = next((key for key in node.pairs if key not in _NAMING), None)
    if other:
        message = f"an entry that is removed cannot change `{other}`"
        log.add(node.pairs[other][0].place, "CW602", message, "leave its id and `remove` alone")
        return False
    return True


def _remove(known: dict[str, Any], key: str, node: MapNode, changes: _Changes, full_name: str) -> None:
    if key not in known:
        hint = guess(key, known) or "see that the id is spelt as in the rule set"
        changes.log.add(node.place, "CW601", f"no entry `{full_name}` to remove", hint)
        return
    del known[key]
    changes.removed[full_name] = node.place


def _merge(base: MapNode, over: MapNode, free: tuple[str, ...]) -> MapNode:
    """Give a mapping with the keys of both, in the place of the overlay.

    Args:
        base: what is there.
        over: what the overlay writes.
        free: keys whose mappings are merged, not replaced.
    """
    pairs: dict[str, Pair] = {**base.pairs}
    for key, (key_node, value) in over.pairs.items():
        below = base.get(key)
        if key in free and isinstance(below, MapNode) and isinstance(value, MapNode):
            merged: Node = _merge(below, value, ())
            pairs[key] = (key_node, merged)
        else:
            pairs[key] = (key_node, value)
    return replace(over, pairs=pairs)
