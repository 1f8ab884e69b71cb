"""Which decisions change between two rule sets, over messages, and by which rules.

It compares what engines say; words and pages for people are made in `cli/`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from codewords.engine.engine import Engine
from codewords.maintain.diff import Side, compare_rules
from codewords.maintain.evaluate import Row
from codewords.results import Match, ScanResult

CAME, WENT, WEIGHS = "came", "went", "weighs"
"""What became of a rule in a decision: it fires now, it no longer does, its points differ."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Hold what one rule set says of a message."""

    label: str
    action: str
    points: float
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Name one rule that decides otherwise than before.

    Args:
        id: id of a detection, term or pattern, or the name of a number of the judge (`intercept`).
        what: `came`, `went` or `weighs`.
        old: points it gave before, `None` where it gave none.
        new: points it gives now.
        edit: what the new rule set did to the rule itself (`added`, `changed`, ...); empty for a rule
            that stands as it stood, and decides otherwise because of another.
        title: what it says, for a person.
    """

    id: str
    what: str
    old: float | None
    new: float | None
    edit: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """Hold one message that is decided otherwise, and why; rules that were edited come first.

    Args:
        number: its number among the messages, from 1.
    """

    number: int
    id: str
    text: str
    surface: str
    old: Verdict
    new: Verdict
    reasons: tuple[Reason, ...]

    @property
    def step(self) -> str:
        """Say what changed: the labels, or the actions where the label is the same."""
        if self.old.label != self.new.label:
            return f"{self.old.label} -> {self.new.label}"
        return f"{self.new.label}: {self.old.action} -> {self.new.action}"


@dataclass(frozen=True, slots=True)
class RuleCount:
    """Count the changed decisions in which a rule is a reason.

    Args:
        to_offer: of these, messages that became an offer.
        from_offer: of these, messages that were one.
    """

    id: str
    title: str
    edit: str
    messages: int
    to_offer: int
    from_offer: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Hold every decision that differs between two rule sets, in the order of the messages.

    Args:
        messages: messages judged.
        moved: messages whose points differ while label and action stay.
    """

    old: Side
    new: Side
    messages: int
    moved: int
    changed: tuple[Changed, ...]

    def counts(self) -> dict[str, int]:
        """Give how often each change of label or action happened, most frequent first."""
        return dict(
            sorted(Counter(item.step for item in self.changed).items(), key=lambda item: (-item[1], item[0]))
        )

    def by_rule(self) -> tuple[RuleCount, ...]:
        """Give the rules that decide otherwise: those of most changes first."""
        seen: dict[str, list[tuple[Changed, Reason]]] = {}
        for item in self.changed:
            for reason in item.reasons:
                seen.setdefault(reason.id, []).append((item, reason))
        rows = [
            RuleCount(
                id=id_,
                title=found[0][1].title,
                edit=found[0][1].edit,
                messages=len(found),
                to_offer=sum(item.old.label != "offer" == item.new.label for item, _ in found),
                from_offer=sum(item.new.label != "offer" == item.old.label for item, _ in found),
            )
            for id_, found in seen.items()
        ]
        return tuple(sorted(rows, key=lambda row: (-row.messages, row.id)))

    def to_dict(self, *, text: bool = True) -> dict[str, Any]:
        """Give plain JSON types.

        Args:
            text: False leaves the messages themselves out.
        """
        return {
            "old": _side(self.old),
            "new": _side(self.new),
            "messages": self.messages,
            "moved": self.moved,
            "counts": self.counts(),
            "by_rule": [_fields(row) for row in self.by_rule()],
            "changed": [_changed(item, text=text) for item in self.changed],
        }


def compare_engines(
    old: Engine,
    new: Engine,
    texts: Iterable[str | Row | Mapping[str, Any]],
    *,
    surface: str = "post",
    names: tuple[str, str] = ("old", "new"),
) -> Comparison:
    """Judge messages by two engines and keep those that are decided otherwise.

    Args:
        texts: messages, or rows or mappings with `text` and, if known, `surface` and `id`.
        surface: surface of a message that names none.
        names: what to call the two rule sets.

    Raises:
        TypeError: for an item without a text, with its index.
        ValueError: for a surface that one of the engines does not know.
    """
    rules = _Rules(old, new)
    changed = []
    messages = moved = 0
    for index, item in enumerate(texts):
        row = _row(item, index, surface)
        before, after = old.scan(row.text, surface=row.surface), new.scan(row.text, surface=row.surface)
        messages += 1
        if (before.label, before.action) == (after.label, after.action):
            moved += before.points != after.points
        else:
            verdicts = (_verdict(before), _verdict(after))
            reasons = tuple(rules.reasons(before, after))
            changed.append(Changed(index + 1, row.id, row.text, row.surface, *verdicts, reasons))
    first, second = (
        Side(name, engine.ruleset.version, engine.ruleset.digest)
        for name, engine in zip(names, (old, new), strict=True)
    )
    return Comparison(first, second, messages, moved, tuple(changed))


class _Rules:
    """Know what became of every rule between two rule sets, and what it is called."""

    def __init__(self, old: Engine, new: Engine) -> None:
        changes = compare_rules(old.ruleset, new.ruleset)
        self._edits = {change.id: change.what for change in changes}
        self._former = {change.former: change.id for change in changes if change.former}
        self._titles = {
            entry.id: title
            for rules in (old.ruleset, new.ruleset)
            for entries, name in ((rules.detections, "title"), (rules.terms, "term"), (rules.patterns, "kind"))
            for entry in entries
            if (title := getattr(entry, name))
        }

    def reasons(self, old: ScanResult, new: ScanResult) -> Iterator[Reason]:
        """Give the rules that decide otherwise, edited ones first."""
        before, after = self._points(old), self._points(new)
        entries_before, entries_after = self._entries(old), self._entries(new)
        found = [
            Reason(name, _what(name, before, after), before.get(name), after.get(name), *self._said(name))
            for name in sorted({*before, *after})
            if before.get(name) != after.get(name)
        ]
        found += [
            Reason(name, CAME if name in entries_after else WENT, None, None, *self._said(name))
            for name in sorted(entries_before ^ entries_after)
        ]
        yield from sorted(found, key=lambda reason: (not reason.edit, reason.id))

    def _said(self, name: str) -> tuple[str, str]:
        return self._edits.get(name, ""), self._titles.get(name, "")

    def _points(self, result: ScanResult) -> dict[str, float]:
        """Give points by name; a detection that is not scored gives none, and still may come or go."""
        unscored = {hit.id: 0.0 for hit in result.detections}
        summed = {**unscored, **{part.name: part.points for part in result.contributions}}
        return {self._former.get(name, name): value for name, value in summed.items()}

    def _entries(self, result: ScanResult) -> set[str]:
        """Give the words and patterns of a decision that were edited; others come and go with their detection."""
        return {self._former.get(m.id, m.id) for m in result.matches} & {*self._edits}


def _what(name: str, before: Mapping[str, float], after: Mapping[str, float]) -> str:
    return CAME if name not in before else WENT if name not in after else WEIGHS


def _row(item: str | Row | Mapping[str, Any], index: int, surface: str) -> Row:
    if isinstance(item, Row):
        return item
    data: Mapping[str, Any] = {"text": item} if isinstance(item, str) else item
    text = data.get("text") if isinstance(data, Mapping) else None
    if not isinstance(text, str):
        message = f"item {index}: neither str nor a mapping with a `text`"
        raise TypeError(message)
    return Row(str(data.get("id") or ""), text, "none", surface=str(data.get("surface") or surface))


def _verdict(result: ScanResult) -> Verdict:
    return Verdict(result.label, result.action, result.points, result.matches)


def _fields(item: Any) -> dict[str, Any]:
    return {name: getattr(item, name) for name in item.__slots__}


def _side(side: Side) -> dict[str, Any]:
    return {"name": side.name, "version": side.version, "digest": side.digest}


def _changed(item: Changed, *, text: bool) -> dict[str, Any]:
    out = {"number": item.number, "id": item.id, "surface": item.surface, "step": item.step}
    if text:
        out["text"] = item.text
    for name, verdict in (("old", item.old), ("new", item.new)):
        spans = [{"start": m.start, "end": m.end, "id": m.id, "kind": m.kind} for m in verdict.matches]
        out[name] = {"label": verdict.label, "action": verdict.action, "points": verdict.points, "matches": spans}
    return {**out, "reasons": [_fields(reason) for reason in item.reasons]}
