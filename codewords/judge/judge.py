"""From evidence to a decision: detections fire, points add up, a surface's thresholds answer.

The score is a sum of log-odds, so that every summand can be shown and argued with.
This room knows no text: it sees evidence and numbers alone.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from codewords.judge.board import Board
from codewords.judge.conditions import Conditions
from codewords.judge.reach import Reach
from codewords.match.evidence import Evidence
from codewords.model import Detection, RuleSet, Surface


@dataclass(frozen=True, slots=True)
class Fired:
    """Hold one detection that fired, with the evidence that made it fire."""

    detection: Detection
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Hold what the judge decided.

    Args:
        label: `offer`, `talk` or `none`.
        points: the sum of all contributions.
        parts: the summands, by name.
        fired: detections that fired and count, counter-evidence in reach included.
        substances: ids of known substances among the evidence of the detections that fired.
    """

    label: str
    points: float
    parts: tuple[tuple[str, float], ...]
    fired: tuple[Fired, ...]
    categories: tuple[str, ...]
    substances: tuple[str, ...]
    action: str


class Judge:
    """Judge boards of evidence by one rule set.

    Args:
        levels: policy level by substance id; `report` where nothing is said.
    """

    def __init__(self, rules: RuleSet, levels: Mapping[str, str]) -> None:
        self._rules = rules
        self._scoring = rules.scoring
        self._levels = levels
        self._parents = {item.id: item.parent for item in rules.substances}
        self.detections = tuple(item for item in rules.detections if item.status != "retired")
        self.conditions = Conditions(rules.conditions, rules.detections)
        self._needs = {item.id: self.conditions.needs(item.when) for item in self.detections}
        self._surfaces = {item.id: item for item in rules.surfaces}

    def reach(self) -> Reach:
        """Give the test that proves, before evidence is laid out, that no detection can fire on it."""
        return Reach(self.detections, self.conditions, self._parents)

    def board(
        self,
        evidence: Sequence[Evidence],
        *,
        quotes: Sequence[tuple[int, int]],
        questions: frozenset[int],
        clauses: Sequence[int] = (),
    ) -> Board:
        """Lay out evidence; what the policy ignores is left out."""
        kept = [item for item in evidence if item.status == "stable" and not self._is_ignored(item)]
        limits = self._scoring.budgets
        spoken = [span for span in quotes if span[1] - span[0] >= limits["quotation_from"]]
        return Board(
            kept,
            parents=self._parents,
            quotes=spoken,
            questions=questions,
            reach=limits["negation_reach"],
            clauses=clauses,
            negated=frozenset(self._scoring.negated),
        )

    def judge(self, board: Board, *, surface: str, langs: tuple[str, ...] = (), skipped: bool = False) -> Verdict:
        """Decide one text.

        Args:
            surface: id of a known surface.
            langs: languages the caller expects; they add points and hide nothing.
            skipped: True when a part of the text was not looked at.
        """
        place = self._surfaces[surface]
        fired = self.fire(board, surface)
        offers = [item for item in fired if item.detection.outcome in ("offer", "unknown")]
        counters = _in_reach(fired, offers, self._scoring.counter_window)
        parts = self._parts(place, offers, counters, langs)
        points = round(math.fsum(value for _, value in parts), 6)
        talks = [item for item in fired if item.detection.outcome == "talk"]
        scored = [item for item in offers if item.detection.status == "stable"]
        label = "offer" if scored and points >= 0 else "talk" if talks else "none"
        reached = {item.detection.id: item for item in counters}
        kept = (item if item.detection.outcome != "counter" else reached.get(item.detection.id) for item in fired)
        told = tuple(item for item in kept if item is not None)
        if not offers and not talks:
            told = ()
        substances = _substances(offers if label == "offer" else talks if label == "talk" else [])
        categories = self._categories(label, scored, talks)
        action = self._action(label, points, place, categories, substances, skipped=skipped)
        return Verdict(label, points, parts, told, categories, substances, action)

    def fire(self, board: Board, surface: str) -> list[Fired]:
        """Give every detection whose condition holds, in the order of the rule set."""
        out = []
        for detection in self.detections:
            if detection.surfaces and surface not in detection.surfaces:
                continue
            if any(need.isdisjoint(board.marks) for need in self._needs[detection.id]):
                continue
            found = self.conditions.holds(detection.when, board.without(detection.unless))
            if found:
                out.append(Fired(detection, found))
        return out

    def _parts(
        self, place: Surface, offers: list[Fired], counters: list[Fired], langs: tuple[str, ...]
    ) -> tuple[tuple[str, float], ...]:
        scoring = self._scoring
        parts = [("intercept", scoring.intercept)]
        if place.points:
            parts.append((f"surface {place.id}", place.points))
        scored = [item for item in offers if item.detection.status == "stable"]
        parts += [(item.detection.id, item.detection.points) for item in scored]
        if scored and _is_disguised(scored):
            parts.append(("disguise", scoring.disguise_points))
        if scored and langs and any(e.lang in langs for item in scored for e in item.evidence):
            parts.append(("language hint", scoring.lang_points))
        against = [item for item in counters if item.detection.status == "stable"]
        parts += [(item.detection.id, item.detection.points) for item in against]
        limit = scoring.counter_cap * _sentences_spoken_to(scored, against)
        excess = -math.fsum(item.detection.points for item in against) - limit
        if against and scored and excess > 0:
            parts.append(("limit of counter-evidence", round(excess, 6)))
        return tuple(parts)

    def _categories(self, label: str, offers: list[Fired], talks: list[Fired]) -> tuple[str, ...]:
        source = offers if label == "offer" else talks if label == "talk" else []
        return tuple(dict.fromkeys(i.detection.category for i in source if i.detection.category))

    def _action(
        self,
        label: str,
        points: float,
        place: Surface,
        categories: tuple[str, ...],
        substances: tuple[str, ...],
        *,
        skipped: bool,
    ) -> str:
        least = "review" if skipped else "allow"
        if label != "offer":
            return least
        names = categories or ("default",)
        reported = [s for s in substances if self._level(s) == "report"]
        if reported and any(points >= _threshold(place.block, name) for name in names):
            return "block"
        return "review" if any(points >= _threshold(place.review, name) for name in names) else least

    def _level(self, substance: str) -> str:
        parent = self._parents.get(substance, "")
        return self._levels.get(substance, self._levels.get(parent, "report"))

    def _is_ignored(self, item: Evidence) -> bool:
        return bool(item.substances) and all(self._level(s) == "ignore" for s in item.substances)


def _threshold(levels: Mapping[str, float], name: str) -> float:
    return levels.get(name, levels["default"])


def _in_reach(fired: list[Fired], offers: list[Fired], window: int) -> list[Fired]:
    """Keep counter-evidence that stands in a sentence of the offer or within some tokens of it."""
    spots = [e for item in offers for e in item.evidence if e.kind != "counter"]
    out = []
    for item in fired:
        if item.detection.outcome != "counter":
            continue
        near = tuple(e for e in item.evidence if any(_is_near(e, spot, window) for spot in spots))
        if near:
            out.append(Fired(item.detection, near))
    return out


def _sentences_spoken_to(offers: list[Fired], counters: list[Fired]) -> int:
    """Count the sentences of the offer with counter-evidence in them or right beside them, at least 1.

    An article speaks of police or prevention wherever it names a price; a menu with such words
    appended does so in one place.
    """
    offered = {e.sentence for item in offers for e in item.evidence if e.kind != "counter"}
    spoken = {e.sentence for item in counters for e in item.evidence}
    return max(1, sum(not spoken.isdisjoint((number - 1, number, number + 1)) for number in offered))


def _is_near(item: Evidence, spot: Evidence, window: int) -> bool:
    if item.sentence == spot.sentence:
        return True
    return spot.first - window <= item.last and item.first <= spot.last + window


def _is_disguised(fired: list[Fired]) -> bool:
    """Tell whether a code was disguised; honest sellers dress up the words of retail too."""
    return any(e.disguised and e.kind in ("substance", "emoji") for item in fired for e in item.evidence)


def _substances(fired: list[Fired]) -> tuple[str, ...]:
    return tuple(sorted({s for item in fired for e in item.evidence for s in e.substances}))
