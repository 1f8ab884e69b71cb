"""Gather the entries of all files by id, before they are checked.

Entries stay nodes here, so that an overlay can change single keys and every problem
still names the file in which a value stands. It owns the ids that are derived.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace

from codewords.errors import Place
from codewords.source.entries import COUNTER_TERM, EMOJI, SUBSTANCE_TERM, TRADE_TERM
from codewords.source.fields import check_keys, read
from codewords.source.layout import FileKind
from codewords.source.log import Log
from codewords.source.nodes import ListNode, MapNode, Node, ScalarNode
from codewords.source.pack import Pack, RuleFile
from codewords.source.shapes import ANY_TEXT, Field, Record

_SPECIAL = str.maketrans({"ß": "ss", "œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"})
_NOT_LEAF = re.compile(r"[^a-z0-9]+")

Pair = tuple[ScalarNode, Node]


@dataclass(frozen=True, slots=True)
class Entry:
    """Hold one entry of a list, as it will be checked.

    Args:
        id: written or derived; empty when it has none.
        record: what it should be.
        node: all its keys, those of the head of its file included.
        written: the keys that stand in the entry itself.
    """

    id: str
    record: Record
    node: MapNode
    written: MapNode


@dataclass(slots=True)
class Draft:
    """Hold all entries of a rule set, or of one overlay, before they are checked.

    Args:
        sections: entries by key of the file and id.
        maps: tables, macros and conditions, and folding tables, by name.
        nameless: entries without an id; they are checked and lead nowhere.
        unread: keys of files that could not be read.
        removed: where overlays take an entry away, by its id.
    """

    sections: dict[str, dict[str, Entry]] = field(default_factory=dict)
    maps: dict[str, dict[str, Pair]] = field(default_factory=dict)
    scoring: MapNode | None = None
    ordinary: dict[str, frozenset[str]] = field(default_factory=dict)
    nameless: list[Entry] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    removed: dict[str, Place] = field(default_factory=dict)


def kebab(text: str) -> str:
    """Turn a word into the leaf of an id.

    >>> kebab("Crème brûlée n°2")
    'creme-brulee-n-2'
    """
    bare = text.lower()
    if not bare.isascii():
        apart = unicodedata.normalize("NFKD", bare.translate(_SPECIAL))
        bare = "".join(character for character in apart if not unicodedata.combining(character))
    leaf = _NOT_LEAF.sub("-", bare).strip("-")
    return leaf or "-".join(f"u{ord(character):x}" for character in text if not character.isspace())


def collect(pack: Pack, log: Log) -> Draft:
    """Gather the entries of all files of a pack.

    Args:
        pack: the files of a rule set or of one overlay.
        log: takes what is wrong with the files as a whole and with ids used twice.
    """
    draft = Draft(ordinary=dict(pack.ordinary), unread=set(pack.unread))
    for file in pack.files:
        inherited = _read_head(file, log)
        for key, record in file.kind.sections:
            if key in file.root.pairs:
                for entry in _entries(key, record, file, inherited, log):
                    _add(draft, key, entry, log)
        for key, _ in file.kind.maps:
            node = file.root.get(key)
            if node is not None:
                _add_map(draft, key, node, file.kind, log)
    return draft


def _read_head(file: RuleFile, log: Log) -> dict[str, Pair]:
    """Check the keys at the top of a file and give those that entries inherit."""
    head = {item.name: item for item in file.kind.head}
    fields = tuple(head.get(key) or Field(key, ANY_TEXT, "") for key in file.kind.keys)
    check_keys(file.root, Record("file", fields), log)
    inherited = {}
    for name, item in head.items():
        pair = file.root.pairs.get(name)
        if pair:
            inherited[name] = pair
            read(pair[1], item.shape, log, name)
    return inherited


def _entries(key: str, record: Record, file: RuleFile, inherited: dict[str, Pair], log: Log) -> list[Entry]:
    node = file.root.pairs[key][1]
    if not isinstance(node, ListNode):
        log.add(node.place, "CW204", f"`{key}` should be a list", "begin each entry with `- `")
        return []
    out = []
    for item in node.items:
        if not isinstance(item, MapNode):
            log.add(item.place, "CW204", f"{record.name} should be a mapping", "write it as `key: value` lines")
            continue
        mine = _term_record(item) if file.kind.name == "overlay" and key == "terms" else record
        known = {name: pair for name, pair in inherited.items() if mine.field(name)}
        full = replace(item, pairs={**known, **item.pairs})
        out.append(Entry(_id_of(full, mine, file.stem), mine, full, item))
    return out


def _term_record(node: MapNode) -> Record:
    """Tell which lexicon a term belongs to, in a file that has no folder to say so."""
    if "topic" in node.pairs:
        return COUNTER_TERM
    return TRADE_TERM if "kind" in node.pairs else SUBSTANCE_TERM


def _id_of(node: MapNode, record: Record, stem: str) -> str:
    """Give the id of an entry, derived where the format derives it."""
    written = node.text("id")
    if written:
        return written
    if record is EMOJI:
        return f"emoji.{kebab(node.text('name'))}" if node.text("name") else ""
    word = node.text("term")
    if record not in (SUBSTANCE_TERM, TRADE_TERM, COUNTER_TERM) or not word:
        return ""
    if record is SUBSTANCE_TERM:
        return f"{stem}.{kebab(word)}"
    langs = node.get("lang")
    first = langs.items[0] if isinstance(langs, ListNode) and langs.items else langs
    lang = first.text if isinstance(first, ScalarNode) else "und"
    middle = f"counter.{node.text('topic')}" if record is COUNTER_TERM else node.text("kind")
    return f"{lang}.{middle}.{kebab(word)}"


def _add(draft: Draft, section: str, entry: Entry, log: Log) -> None:
    entries = draft.sections.setdefault(section, {})
    first = entries.get(entry.id)
    if not entry.id:
        draft.nameless.append(entry)
    elif first is not None:
        hint = f"the first is in {first.node.place}; give one of them another id"
        log.add(entry.node.place, "CW301", f"id `{entry.id}` is used twice", hint)
    else:
        entries[entry.id] = entry


def _add_map(draft: Draft, key: str, node: Node, kind: FileKind, log: Log) -> None:
    if not isinstance(node, MapNode):
        log.add(node.place, "CW204", f"`{key}` should be a mapping", "write it as `name: value` lines")
        return
    if key == "scoring":
        draft.scoring = node
        return
    known = draft.maps.setdefault("folding" if kind.name == "folding" else key, {})
    for name, pair in node.pairs.items():
        if name in known:
            hint = f"the first is in {known[name][0].place}"
            log.add(pair[0].place, "CW308", f"name `{name}` is given twice in `{key}`", hint)
        else:
            known[name] = pair
