"""Make the frozen objects of the model from checked entries.

It owns the defaults of entries and what their keys demand of each other;
what they refer to is checked in `references`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from codewords.errors import Place
from codewords.model import (
    LIMITS,
    Condition,
    Detection,
    Policy,
    RuleSet,
    Scoring,
    Source,
    Substance,
    Surface,
    Term,
)
from codewords.source.conditions import read_condition
from codewords.source.draft import Draft, Entry
from codewords.source.entries import COUNTER_TERM, SCORING, SUBSTANCE_TERM
from codewords.source.fields import check_belongs, name_record, read_record
from codewords.source.log import Log
from codewords.source.pack import Manifest
from codewords.source.patterns import build_patterns, read_tables

LEAST_STEP = 100
"""Characters that a window goes on at least; it may be cut 40 short, at white space, and must still go on."""

_REVIEW_AFTER = 2
"""Years after `since` when an entry is due for another look."""

_NO_SCORING = Scoring(0.0, 0.0, 0.0, 1, {})


def build_rules(draft: Draft, manifest: Manifest, log: Log) -> RuleSet:
    """Make a rule set of every entry that can be read; the faults of the rest go to the log."""
    for entry in draft.nameless:
        read_record(entry.node, entry.record, log)
    tables = read_tables(draft.maps.get("tables", {}), "tables", log)
    return RuleSet(
        version=manifest.version,
        format=manifest.format,
        languages=manifest.languages,
        substances=tuple(
            Substance(entry.id, values["names"], values.get("parent", ""), entry.node.place)
            for entry, values in _valid(draft, "substances", log)
        ),
        terms=_by_id([*_terms(draft, log), *_emoji(draft, log)]),
        patterns=build_patterns(draft, tables, log),
        tables=tables,
        detections=_by_id(_detections(draft, log)),
        conditions=dict(_conditions(draft, log)),
        surfaces=tuple(
            Surface(entry.id, v["title"], v["points"], v["review"], v["block"], entry.node.place)
            for entry, v in _valid(draft, "surfaces", log)
        ),
        policies=tuple(
            Policy(entry.id, values["title"], values["levels"], entry.node.place)
            for entry, values in _valid(draft, "policies", log)
        ),
        scoring=_scoring(draft, log),
        sources=tuple(_sources(draft, log)),
        folding=read_tables(draft.maps.get("folding", {}), "folding", log),
        ordinary=dict(sorted(draft.ordinary.items())),
    )


def _valid(draft: Draft, section: str, log: Log) -> Iterator[tuple[Entry, dict[str, Any]]]:
    """Give the entries of a section whose required keys can all be read."""
    for entry in draft.sections.get(section, {}).values():
        values = read_record(entry.node, entry.record, log)
        if values is not None:
            yield entry, values


def _by_id(items: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(sorted(items, key=lambda item: item.id))


def _shared(entry: Entry, values: dict[str, Any]) -> dict[str, Any]:
    """Give the fields that entries of most kinds have."""
    return {
        "id": entry.id,
        "status": values.get("status", "stable"),
        "since": values["since"],
        "formerly": values.get("formerly", ()),
        "hits": values.get("hits", ()),
        "misses": values.get("misses", ()),
        "place": entry.node.place,
    }


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _review_month(since: str) -> str:
    """Give the month in which an entry is due for another look.

    >>> _review_month("2026.3.1")
    '2028-03'
    """
    year, month, _ = since.split(".")
    return f"{int(year) + _REVIEW_AFTER}-{int(month):02d}"


def _word(entry: Entry, values: dict[str, Any]) -> dict[str, Any]:
    """Give the fields that words and emoji share."""
    return {
        **_shared(entry, values),
        "ambiguity": values["ambiguity"],
        "forms": tuple(_composed(form) for form in values.get("forms", ())),
        "sense": values.get("sense", ""),
        "source": values["source"],
        "review_by": values.get("review_by") or _review_month(values["since"]),
    }


def _terms(draft: Draft, log: Log) -> Iterator[Term]:
    for entry, values in _valid(draft, "terms", log):
        kind = values.get("kind", "counter" if entry.record is COUNTER_TERM else "substance")
        fuzz = values.get("fuzz", "auto")
        if entry.record is SUBSTANCE_TERM:
            _check_ambiguous(entry, values, log)
        yield Term(
            term=_composed(values["term"]),
            kind=kind,
            langs=values["lang"],
            substances=values.get("substance", ()),
            topic=values.get("topic", ""),
            role=values.get("role", "slang") if kind == "substance" else "",
            fuzz=None if fuzz == "auto" else fuzz,
            case=values.get("case") == "exact",
            **_word(entry, values),
        )


def _emoji(draft: Draft, log: Log) -> Iterator[Term]:
    for entry, values in _valid(draft, "emoji", log):
        kind = values["kind"]
        check_belongs(entry.node, "substance", "emoji", log, belongs=kind == "emoji")
        check_belongs(entry.node, "topic", "counter", log, belongs=kind == "counter")
        if kind == "emoji":
            _check_ambiguous(entry, values, log)
        yield Term(
            term=values["emoji"],
            kind=kind,
            langs=values.get("lang", ("und",)),
            substances=values.get("substance", ()),
            topic=values.get("topic", ""),
            is_emoji=True,
            **_word(entry, values),
        )


def _check_ambiguous(entry: Entry, values: dict[str, Any], log: Log) -> None:
    missing = [key for key in ("sense", "hits", "misses") if not values.get(key)]
    if values["ambiguity"] != "low" and missing and values.get("status") != "retired":
        what = name_record(entry.node, entry.record)
        message = f"{what} of {values['ambiguity']} ambiguity has no `{missing[0]}`"
        hint = "tell its ordinary sense, a message in which it counts and one in which it does not"
        log.warning(entry.node.place, "CW701", message, hint)


def _detections(draft: Draft, log: Log) -> Iterator[Detection]:
    for entry, values in _valid(draft, "detections", log):
        outcome, category = values["outcome"], values.get("category", "")
        when = read_condition(values["when"], log)
        starts = [start for start in (category, outcome) if start]
        if entry.id.split(".")[0] not in starts:
            message = f"id `{entry.id}` does not start with its category or outcome"
            log.add(entry.node.pairs["id"][1].place, "CW309", message, f"begin it with `{starts[0]}.`")
        if outcome == "counter" and values["points"] > 0:
            place = entry.node.pairs["points"][1].place
            log.add(place, "CW507", "counter-evidence cannot have positive points", "write a negative number")
        if when is not None:
            yield Detection(
                title=values["title"],
                outcome=outcome,
                points=values["points"],
                when=when,
                category=category,
                unless=values.get("unless", ()),
                surfaces=values.get("surfaces", ()),
                **_shared(entry, values),
            )


def _conditions(draft: Draft, log: Log) -> Iterator[tuple[str, Condition]]:
    for name, (_, node) in sorted(draft.maps.get("conditions", {}).items()):
        condition = read_condition(node, log)
        if condition is not None:
            yield name, condition


def _scoring(draft: Draft, log: Log) -> Scoring:
    if draft.scoring is None:
        if "scoring" not in draft.unread:
            log.add(Place("surfaces.yaml"), "CW201", "surfaces.yaml needs `scoring`")
        return _NO_SCORING
    values = read_record(draft.scoring, SCORING, log)
    if values is None:
        return _NO_SCORING
    missing = [name for name in LIMITS if name not in values["budgets"]]
    if missing:
        names = ", ".join(f"`{name}`" for name in missing)
        log.add(draft.scoring.place, "CW201", f"`budgets` lacks {names}", "copy the line from rules/surfaces.yaml")
    elif values["budgets"]["window"] < values["budgets"]["overlap"] + LEAST_STEP:
        message = f"`window` is not at least {LEAST_STEP} above `overlap`"
        log.add(draft.scoring.place, "CW206", message, "copy both from rules/surfaces.yaml")
    return Scoring(**values)


def _sources(draft: Draft, log: Log) -> Iterator[Source]:
    for entry, values in _valid(draft, "sources", log):
        yield Source(
            entry.id,
            values["title"],
            values["publisher"],
            values["year"],
            values["licence"],
            values.get("url", ""),
            entry.node.place,
        )
