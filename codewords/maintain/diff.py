"""What changed between two rule sets, entry by entry.

It compares what rules say, not how files write it down; words for people are made in `cli/changes.py`.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from codewords.errors import Problem
from codewords.maintain.revisions import open_rules
from codewords.model import RuleSet
from codewords.source.digest import canonical
from codewords.source.load import read_loosely

SECTIONS = ("terms", "patterns", "detections", "substances", "surfaces", "policies", "sources")
"""Lists of entries with an id."""

MAPPINGS = ("conditions", "tables", "folding", "ordinary")
"""Named things without an entry of their own."""

WHAT = ("added", "changed", "renamed", "retired", "revived", "removed")
_LEFT_OUT = ("id", "place", "formerly")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """Hold one field before and after, as plain JSON values."""

    name: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Change:
    """Say what became of one entry.

    Args:
        section: where it stands: a list or mapping of the rule set, or `limits`.
        id: its id or name, the new one where it was renamed.
        what: one of `WHAT`.
        kind: kind of evidence, or the outcome or category of a detection.
        langs: its languages.
        substances: the substances it stands for.
        text: the word, regex or title.
        former: the id it had, where it was renamed.
        fields: what differs, for an entry that stands on both sides.
    """

    section: str
    id: str
    what: str
    kind: str = ""
    langs: tuple[str, ...] = ()
    substances: tuple[str, ...] = ()
    text: str = ""
    former: str = ""
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """Name one of the two rule sets.

    Args:
        faults: entries with these faults could not be read and count as absent.
    """

    name: str
    version: str
    digest: str
    faults: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """Hold all that changed, sorted by section and id."""

    old: Side
    new: Side
    changes: tuple[Change, ...]

    def counts(self) -> dict[str, dict[str, int]]:
        """Give how often what happened, by section."""
        found = Counter((change.section, change.what) for change in self.changes)
        sections = dict.fromkeys(change.section for change in self.changes)
        return {
            section: {what: found[section, what] for what in WHAT if found[section, what]} for section in sections
        }

    def by_substance(self) -> dict[str, dict[str, dict[str, tuple[str, ...]]]]:
        """Give the ids of words by substance (or kind), language and what happened."""
        out: dict[str, dict[str, dict[str, list[str]]]] = {}
        for change in self.changes:
            if change.section != "terms":
                continue
            for group in change.substances or (change.kind,):
                for lang in change.langs:
                    rows = out.setdefault(group, {}).setdefault(lang, {})
                    rows.setdefault(change.what, []).append(change.id)
        return {
            group: {
                lang: {what: tuple(rows[what]) for what in WHAT if what in rows}
                for lang, rows in sorted(langs.items())
            }
            for group, langs in sorted(out.items())
        }

    def to_dict(self) -> dict[str, Any]:
        """Give plain JSON types."""
        return {
            "old": _side(self.old),
            "new": _side(self.new),
            "counts": self.counts(),
            "by_substance": _listed(self.by_substance()),
            "changes": [_listed(asdict(change)) for change in self.changes],
        }


def diff(
    old: str | os.PathLike[str], new: str | os.PathLike[str], *, repository: str | os.PathLike[str] = "."
) -> Difference:
    """Compare two rule sets.

    Args:
        old: a folder, a wheel of codewords, or a git revision, as `v1.2` or `v1.2:path/of/rules`.
        new: the same.
        repository: a folder inside the repository of revisions.

    Raises:
        CodewordsError: when one of them is no rule set that can be read. Single entries with faults
            are left out of the comparison and told in `faults`.
    """
    with open_rules(old, repository=repository) as folder:
        before, faults_before = read_loosely(folder)
    with open_rules(new, repository=repository) as folder:
        after, faults_after = read_loosely(folder)
    return Difference(
        old=Side(os.fspath(old), before.version, before.digest, tuple(faults_before)),
        new=Side(os.fspath(new), after.version, after.digest, tuple(faults_after)),
        changes=compare_rules(before, after),
    )


def compare_rules(old: RuleSet, new: RuleSet) -> tuple[Change, ...]:
    """Give all that changed between two rule sets in memory, sorted by section and id."""
    changes: list[Change] = []
    for section in SECTIONS:
        changes += sorted(_entries(section, getattr(old, section), getattr(new, section)), key=lambda c: c.id)
    for section in MAPPINGS:
        changes += _named(section, getattr(old, section), getattr(new, section))
    return (*changes, *_limits(old, new))


def _entries(section: str, old: Sequence[Any], new: Sequence[Any]) -> Iterator[Change]:
    before = {entry.id: entry for entry in old}
    after = {entry.id: entry for entry in new}
    gone = {id_: entry for id_, entry in before.items() if id_ not in after}
    for id_, entry in after.items():
        former = next((name for name in getattr(entry, "formerly", ()) if name in gone), "")
        first = before.get(id_) or gone.pop(former, None)
        if first is None:
            yield _change(section, entry, "added")
            continue
        differing = tuple(_fields(first, entry))
        if former or differing:
            yield _change(section, entry, _what(first, entry, former), former=former, fields=differing)
    for entry in gone.values():
        yield _change(section, entry, "removed")


def _what(old: Any, new: Any, former: str) -> str:
    was, now = getattr(old, "status", ""), getattr(new, "status", "")
    if was != now and "retired" in (was, now):
        return "retired" if now == "retired" else "revived"
    return "renamed" if former else "changed"


def _change(
    section: str, entry: Any, what: str, *, former: str = "", fields: tuple[FieldChange, ...] = ()
) -> Change:
    kind = getattr(entry, "kind", "") or getattr(entry, "category", "") or getattr(entry, "outcome", "")
    text = getattr(entry, "term", "") or getattr(entry, "regex", "") or getattr(entry, "title", "")
    langs, substances = getattr(entry, "langs", ()), getattr(entry, "substances", ())
    return Change(section, entry.id, what, kind, langs, substances, text, former, fields)


def _fields(old: Any, new: Any) -> Iterator[FieldChange]:
    """Give the fields that say something else; a pattern's written-out form only where its own text is equal."""
    for item in fields(new):
        if item.name in _LEFT_OUT:
            continue
        was, now = getattr(old, item.name), getattr(new, item.name)
        if item.name == "expanded" and old.regex != new.regex:
            continue
        if was != now:
            yield FieldChange(item.name, canonical(was), canonical(now))


def _named(section: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for name in sorted({*old, *new}):
        if name not in old or name not in new:
            yield Change(section, name, "removed" if name in old else "added")
        elif old[name] != new[name]:
            was, now = canonical(old[name]), canonical(new[name])
            yield Change(section, name, "changed", fields=tuple(_rows(was, now)))


def _rows(old: Any, new: Any) -> Iterator[FieldChange]:
    """Give the rows of a table that differ; anything else is one value."""
    if not isinstance(old, dict) or not isinstance(new, dict) or "is" in new:
        yield FieldChange("", old, new)
        return
    for key in sorted({*old, *new}):
        if old.get(key) != new.get(key):
            yield FieldChange(key, old.get(key), new.get(key))


def _limits(old: RuleSet, new: RuleSet) -> Iterator[Change]:
    for item in fields(new.scoring):
        was, now = getattr(old.scoring, item.name), getattr(new.scoring, item.name)
        if item.name == "budgets":
            for change in _rows(dict(was), dict(now)):
                yield _limit(f"budgets.{change.name}", change.old, change.new)
        elif was != now:
            yield _limit(item.name, was, now)
    if old.languages != new.languages:
        yield _limit("languages", list(old.languages), list(new.languages))


def _limit(name: str, old: Any, new: Any) -> Change:
    what = "added" if old is None else "removed" if new is None else "changed"
    return Change("limits", name, what, fields=(FieldChange("", old, new),))


def _side(side: Side) -> dict[str, Any]:
    faults = [str(problem) for problem in side.faults]
    return {"name": side.name, "version": side.version, "digest": side.digest, "faults": faults}


def _listed(value: Any) -> Any:
    """Give lists in place of tuples, as JSON has no others."""
    if isinstance(value, dict):
        return {key: _listed(item) for key, item in value.items()}
    return [_listed(item) for item in value] if isinstance(value, list | tuple) else value
