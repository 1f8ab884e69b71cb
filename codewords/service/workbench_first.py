"""A first look at an overlay of words, while the whole of the rules is still being compiled with it.

Few messages hold a word that was just written down, and few words of the rules stand in these. An engine that
knows no others is compiled at once. It may be wrong where a word it does not know would have been nearer to a
typo, so what it tells is followed by what all the rules say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import yaml

import codewords
from codewords.service.workbench_check import QuickCheck

MOST = 60
"""Messages that are judged in the first look."""

_SILENT = frozenset(("id", "sense", "source", "since", "review_by", "formerly", "hits", "misses", "notes"))
"""Keys of a word that change no decision."""

_LISTS = {"forms": "forms", "lang": "langs", "substance": "substances"}
_STRINGS = ("kind", "ambiguity", "topic", "role", "status")
_HEAD = frozenset(("since", "source", "lang", "substance"))
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Reads every scalar as a string, as the rules do."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Words:
    """Hold what an overlay of words does.

    Args:
        terms: new and changed entries, as they will be.
        gone: entries that are changed or removed, as they were.
    """

    terms: tuple[Any, ...]
    gone: tuple[Any, ...]

    @property
    def spellings(self) -> list[str]:
        """Give all spellings, old and new."""
        return [text for term in (*self.terms, *self.gone) for text in (term.term, *term.forms)]


def read_words(rules: codewords.RuleSet, overlay: str, name: str) -> Words | None:
    """Give the words of an overlay; `None` when it holds anything else, or what only the checker can judge.

    Args:
        rules: what it is laid over.
        overlay: its YAML.
        name: its file name.
    """
    items = _items(overlay)
    if items is None:
        return None
    known = {term.id: term for term in rules.terms}
    changed, gone, has_new = [], [], False
    for item in items:
        old = known.get(item.get("id", ""))
        if old is None:
            has_new = True
            continue
        gone.append(old)
        if item.get("remove") != "true":
            term = _changed(old, item)
            if term is None:
                return None
            changed.append(term)
    new = QuickCheck(rules).terms(overlay, name) if has_new else ()
    return None if has_new and not new else Words((*changed, *new), tuple(gone))


def touched(rules: codewords.RuleSet, words: Words, rows: Iterable[Row]) -> list[Row]:
    """Give the messages in which one of the words is seen, old or new; the others are judged as before."""
    ids = {term.id for term in (*words.terms, *words.gone)}
    alone = replace(rules, terms=(*words.terms, *words.gone), patterns=(), detections=(), conditions={})
    engine = codewords.Engine(alone)
    return [row for row in rows if any(match.id in ids for match in _all(engine, row))]


def first_look(
    base: codewords.Engine, words: Words, rows: Sequence[Row], *, policy: str
) -> tuple[codewords.Engine, codewords.Engine]:
    """Give two engines that know what stands in some messages and nothing else: without the words, and with them.

    Args:
        base: the engine of the loaded rules.
        rows: the messages.
        policy: id of the policy in use.
    """
    seen = {match.id for row in rows for match in _all(base, row)}
    gone = {term.id for term in words.gone}
    near = [term for term in base.ruleset.terms if term.id in seen and term.id not in gone]
    sides = ((*near, *words.gone), (*near, *words.terms))
    before, after = (codewords.Engine(replace(base.ruleset, terms=terms), policy=policy) for terms in sides)
    return before, after


def _all(engine: codewords.Engine, row: Row) -> tuple[Any, ...]:
    return engine.scan(row["text"], surface=row["surface"], evidence="all").matches


def _items(overlay: str) -> list[dict[str, Any]] | None:
    """Give the entries of an overlay as strings and lists of strings; `None` when it holds more than words."""
    try:
        root = yaml.load(overlay, Loader=_LOADER)  # noqa: S506  strings, lists and mappings alone
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    if not isinstance(root, dict) or not set(root) <= {*_HEAD, "terms", "emoji"}:
        return None
    items = [item for section in ("terms", "emoji") for item in root.get(section) or ()]
    return items if items and all(isinstance(item, dict) for item in items) else None


def _changed(old: Any, item: Mapping[str, Any]) -> Any:
    """Give a term with what an entry of the overlay writes; `None` where that takes more than to put it there."""
    values: dict[str, Any] = {}
    for key, value in item.items():
        if key in _LISTS:
            values[_LISTS[key]] = tuple([value] if isinstance(value, str) else value or ())
        elif key in _STRINGS and isinstance(value, str):
            values[key] = value
        elif key == "fuzz" and value in ("0", "1", "2"):
            values["fuzz"] = int(value)
        elif key == "case" and value == "exact":
            values["case"] = True
        elif key not in _SILENT:
            return None
    return replace(old, **values)
