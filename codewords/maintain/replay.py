"""Judge stored results again, and tell what differs.

It owns the way from a result to its message and what is compared; how rules are found is the caller's matter, and
no word of a message is kept in what it tells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from codewords.engine.engine import Engine
from codewords.maintain.compare import CAME, WEIGHS, WENT, Reason
from codewords.maintain.stored import Stored, word
from codewords.results import RulesetRef, ScanResult

DECISION = ("label", "action", "points", "detections")
MADE_BY = ("digest", "engine", "fingerprint")
"""What made a decision, by the names of `RulesetRef`."""


class Texts:
    """Hold messages by id and by line, to find those of results that do not hold their own."""

    def __init__(self) -> None:
        self._by_id: dict[str, str | None] = {}
        self._by_line: dict[int, str] = {}

    def add(self, line: int, id_: str | None, text: str) -> None:
        """Put down a message; an id that two different messages have is that of none."""
        self._by_line[line] = text
        name = word(id_)
        if name:
            self._by_id[name] = text if self._by_id.get(name, text) == text else None

    def find(self, item: Stored) -> tuple[str | None, str]:
        """Give the message of a result, or why there is none."""
        text = item.text
        if text is None and item.id:
            text = self._by_id.get(item.id)
            if text is None:
                return None, "two messages have this id" if item.id in self._by_id else "no message has this id"
        elif text is None:
            text = self._by_line.get(item.row)
        if text is None:
            return None, f"no message in line {item.row}" if item.row else "it has no id, no line and no message"
        if any(match.text not in text for match in item.result.matches):
            return None, "the message is not the one that was judged"
        return text, ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Hold what is compared of a result."""

    label: str
    action: str
    points: float


@dataclass(frozen=True, slots=True)
class Changed:
    """Hold one result that is not what it was.

    Args:
        line: its line among the results.
        row: line of the message in what was scanned; 0 when not said.
        differs: which of `DECISION` differ.
        reasons: the summands of the points that came, went or weigh otherwise.
    """

    line: int
    row: int
    id: str
    old: Verdict
    new: Verdict
    differs: tuple[str, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Unjudged:
    """Name a result that could not be judged again, and why."""

    line: int
    row: int
    id: str
    reason: str


@dataclass(slots=True)
class Replay:
    """Judge results again, one by one, and count.

    Args:
        open_engine: gives the engine of a policy, or `None` for a policy that the rules do not know; it is asked
            once for each.
        texts: where messages are found.
        judged: results that were judged again.
        same: of these, those of which nothing differs, not even what made them.
        differs: how many differ, for each of `DECISION` and `MADE_BY`.
        steps: how often each change of label or action happened.
        makers: what made the stored results, and what judges them now, with their number.
    """

    open_engine: Callable[[str], Engine | None]
    texts: Texts
    judged: int = 0
    same: int = 0
    differs: Counter[str] = field(default_factory=Counter)
    steps: Counter[str] = field(default_factory=Counter)
    makers: Counter[tuple[RulesetRef, RulesetRef]] = field(default_factory=Counter)
    changed: list[Changed] = field(default_factory=list)
    unjudged: list[Unjudged] = field(default_factory=list)
    _engines: dict[str, Engine | None] = field(default_factory=dict)

    def add(self, item: Stored) -> None:
        """Judge the message of one result again."""
        old = item.result
        text, reason = self.texts.find(item)
        policy = old.ruleset.policy
        if policy not in self._engines:
            self._engines[policy] = self.open_engine(policy)
        engine = self._engines[policy]
        if any(match.field is not None for match in old.matches):
            reason = "it was judged as a record or a thread"
        elif engine is None:
            reason = f"the rules have no policy `{policy}`"
        elif old.surface not in {surface.id for surface in engine.surfaces}:
            reason = f"the rules have no surface `{old.surface}`"
        if reason or text is None or engine is None:
            self.unjudged.append(Unjudged(item.line, item.row, item.id, reason))
            return
        self._compare(item, engine.scan(text, surface=old.surface, lang=old.lang))

    def _compare(self, item: Stored, new: ScanResult) -> None:
        old = item.result
        self.judged += 1
        self.makers[old.ruleset, new.ruleset] += 1
        pairs = {name: (getattr(old, name), getattr(new, name)) for name in ("label", "action", "points")}
        pairs["detections"] = (_hits(old), _hits(new))
        differs = tuple(name for name in DECISION if pairs[name][0] != pairs[name][1])
        made = [name for name in MADE_BY if _is_other(getattr(old.ruleset, name), getattr(new.ruleset, name))]
        self.differs.update((*differs, *made))
        self.same += not differs and not made
        if not differs:
            return
        before, after = (Verdict(result.label, result.action, result.points) for result in (old, new))
        reasons = tuple(_reasons(old, new))
        self.changed.append(Changed(item.line, item.row, item.id, before, after, differs, reasons))
        if "label" in differs or "action" in differs:
            self.steps[_step(old, new)] += 1

    def to_dict(self) -> dict[str, Any]:
        """Give plain JSON types, without a word of a message."""
        return {
            "results": self.judged + len(self.unjudged),
            "judged": self.judged,
            "same": self.same,
            "differs": {name: self.differs[name] for name in (*DECISION, *MADE_BY)},
            "steps": dict(sorted(self.steps.items(), key=lambda item: (-item[1], item[0]))),
            "rules": [
                {"old": _plain(old), "new": _plain(new), "results": count}
                for (old, new), count in sorted(self.makers.items(), key=lambda item: (-item[1], repr(item[0])))
            ],
            "changed": [_row(item) for item in self.changed],
            "unjudged": [_plain(item) for item in self.unjudged],
        }


def _is_other(old: str, new: str) -> bool:
    """Tell whether what made a result is another now; what was not stored cannot be told."""
    return bool(old) and old != new


def _hits(result: ScanResult) -> dict[str, tuple[float, str]]:
    return {hit.id: (hit.points, hit.status) for hit in result.detections}


def _step(old: ScanResult, new: ScanResult) -> str:
    if old.label != new.label:
        return f"{old.label} -> {new.label}"
    return f"{new.label}: {old.action} -> {new.action}"


def _reasons(old: ScanResult, new: ScanResult) -> Iterator[Reason]:
    """Give the summands that are others; of a result that holds none, its detections alone."""
    before, after = (_summands(result, whole=bool(old.contributions)) for result in (old, new))
    titles = {hit.id: hit.title for result in (old, new) for hit in result.detections}
    for name in sorted({*before, *after}):
        was, now = before.get(name), after.get(name)
        if was != now:
            what = CAME if was is None else WENT if now is None else WEIGHS
            yield Reason(name, what, was, now, title=titles.get(name, ""))


def _summands(result: ScanResult, *, whole: bool) -> dict[str, float]:
    found = {hit.id: hit.points for hit in result.detections}
    return {**found, **{part.name: part.points for part in result.contributions}} if whole else found


def _plain(item: Any) -> dict[str, Any]:
    """Give the fields of a flat record as JSON has them."""
    values = ((name, getattr(item, name)) for name in item.__slots__)
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values}


def _row(item: Changed) -> dict[str, Any]:
    return {
        **_plain(item),
        "old": _plain(item.old),
        "new": _plain(item.new),
        "reasons": [_plain(reason) for reason in item.reasons],
    }
