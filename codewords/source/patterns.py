"""Read tables, macros and patterns, write the patterns out and try to compile them.

It owns every check on patterns; the matching itself is another room's.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

import regex

from codewords.model import Pattern, Table
from codewords.source.draft import Draft, Entry, Pair
from codewords.source.entries import MACROS, TABLES
from codewords.source.expand import Expander, ExpandError, join_words
from codewords.source.expression import find_faults
from codewords.source.fields import check_belongs, read, read_record
from codewords.source.log import Log, guess
from codewords.source.nodes import ListNode, MapNode, Node, ScalarNode
from codewords.source.values import check_table

FLAGS = regex.VERSION1
"""Flags with which patterns are compiled, here and in `codewords.match.pattern`."""


def read_tables(pairs: Mapping[str, Pair], section: str, log: Log) -> dict[str, Table]:
    """Give tables by name: canonical value to the words that mean it.

    Args:
        pairs: nodes by name.
        section: `tables`, in which a word means one thing only, or `folding`.
        log: takes the problems.
    """
    tables: dict[str, Table] = {}
    for name, (_, node) in sorted(pairs.items()):
        rows = read(node, TABLES.value, log, name)
        if rows is None:
            continue
        tables[name] = {
            key: tuple(unicodedata.normalize("NFC", word) for word in words) if section == "tables" else words
            for key, words in sorted(rows.items())
        }
        if section == "tables" and isinstance(node, MapNode):
            _check_words(name, node, log)
            check_table(name, node, log)
    return tables


def _check_words(name: str, node: MapNode, log: Log) -> None:
    """Tell values of a table without words, and words that stand twice for one value."""
    for key, (key_node, items) in node.pairs.items():
        if not isinstance(items, ListNode):
            continue
        if not items.items:
            log.add(key_node.place, "CW202", f"`{key}` in table `{name}` has no words", "leave it out")
        seen = set()
        for item in items.items:
            text = item.text if isinstance(item, ScalarNode) else ""
            if text in seen:
                message = f"word `{text}` stands twice for `{key}` in table `{name}`"
                log.warning(item.place, "CW704", message, "take it out")
            seen.add(text)


def build_patterns(draft: Draft, tables: Mapping[str, Table], log: Log) -> tuple[Pattern, ...]:
    """Give the patterns of a draft, written out, in the order of their ids."""
    macros = {}
    macro_pairs = draft.maps.get("macros", {})
    for name, (name_node, node) in macro_pairs.items():
        value = read(node, MACROS.value, log, name)
        if value is not None:
            macros[name] = value
        if name in tables:
            hint = "give one of them another name"
            log.add(name_node.place, "CW308", f"name `{name}` is given to a macro and a table", hint)
    groups = {
        name: join_words(word for words in table.values() for word in words) for name, table in tables.items()
    }
    expander = Expander(macros, groups)
    out = []
    for entry in draft.sections.get("patterns", {}).values():
        pattern = _build(entry, expander, log)
        if pattern is not None:
            out.append(pattern)
    for name, (name_node, _) in macro_pairs.items():
        if name not in expander.used and "patterns" not in draft.unread:
            log.warning(name_node.place, "CW703", f"macro `{name}` is not used", "take it out")
    return tuple(sorted(out, key=lambda pattern: pattern.id))


def _build(entry: Entry, expander: Expander, log: Log) -> Pattern | None:
    values = read_record(entry.node, entry.record, log)
    if values is None:
        return None
    check_belongs(entry.node, "topic", "counter", log, belongs=values["kind"] == "counter")
    node = entry.node.pairs["regex"][1]
    written = unicodedata.normalize("NFC", values["regex"])
    try:
        expanded = expander.expand(written)
    except ExpandError as error:
        hint = guess(error.name, expander.names)
        if not error.name and error.code == "CW403":
            hint = "double it for a literal brace"
        log.add(node.place, error.code, error.message, hint)
        return None
    _check_expression(node, expanded, log)
    return Pattern(
        id=entry.id,
        kind=values["kind"],
        regex=written,
        expanded=expanded,
        langs=values.get("lang", ("und",)),
        ambiguity=values.get("ambiguity", "medium"),
        topic=values.get("topic", ""),
        extract=values.get("extract", ""),
        status=values.get("status", "stable"),
        since=values["since"],
        formerly=values.get("formerly", ()),
        hits=values.get("hits", ()),
        misses=values.get("misses", ()),
        place=entry.node.place,
    )


def _check_expression(node: Node, expanded: str, log: Log) -> None:
    try:
        compiled = regex.compile(expanded, FLAGS)
    except (regex.error, ValueError, RecursionError, OverflowError) as error:
        message = str(getattr(error, "msg", error)).rstrip(".")
        log.add(node.place, "CW401", f"expression does not compile: {message}", "see that all brackets close")
        return
    if compiled.search("") is not None:
        log.add(node.place, "CW402", "expression matches the empty string", "make one of its parts necessary")
        return
    for fault in find_faults(expanded):
        log.add(node.place, fault.code, fault.message, fault.hint)
