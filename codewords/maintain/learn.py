"""What the command `fit` does with judged rows: learn points from a neutral origin, and say how good they are.

The regression itself stands in `fit`; the numbers that steer it are settings here, each with its default.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from codewords.maintain.fit import Case, Fit, fit
from codewords.maintain.shares import Score, Share
from codewords.model import RuleSet, Term

INTERCEPT = "intercept"


@dataclass(frozen=True, slots=True)
class Settings:
    """Steer the fit.

    Args:
        spread: standard deviation of the prior round the origin, in log-odds; less keeps points smaller.
        origin_for: points that a detection for an offer has before it is seen.
        origin_against: points that counter-evidence has before it is seen.
        most: largest points of one detection, either way.
        least_rows: rows in which a detection must fire to be moved from its origin.
        margin: log-odds taken off the learnt intercept, for the sake of those who sell nothing.
        folds: parts of the cross-validation.
        seed: which parts, and which codes are hidden; the same seed gives the same.
        hidden: share of substances and emoji that a second look at each row does not know.
        hidden_weight: how much that second look counts beside the first; 0 leaves it out.
    """

    spread: float = 0.8
    origin_for: float = 0.3
    origin_against: float = -0.7
    most: float = 3.5
    least_rows: int = 5
    margin: float = 0.12
    folds: int = 5
    seed: int = 4
    hidden: float = 0.7
    hidden_weight: float = 0.6


@dataclass(frozen=True, slots=True)
class Validation:
    """Hold figures on rows that were each judged by points learnt without them.

    Args:
        offer: score of the label `offer`.
        alarms_none: share of `none` rows called an offer.
        alarms_talk: share of `talk` rows called an offer.
    """

    rows: int
    offer: Score
    alarms_none: Share
    alarms_talk: Share


@dataclass(frozen=True, slots=True)
class Proposal:
    """Propose other points for one detection, or for the intercept.

    Args:
        rows: rows in which it fired.
    """

    id: str
    old: float
    new: float
    rows: int


def hide_codes(rules: RuleSet, settings: Settings) -> RuleSet:
    """Give rules that do not know most substances and emoji: sellers use codes that nobody has listed yet.

    Points that are learnt with such a second look lean on the frame of an offer too
    (word dropout, Iyyer et al. 2015).
    """
    chance = random.Random(settings.seed)  # noqa: S311  a fixed choice, no secret
    kept = [term for term in rules.terms if not _is_hidden(term, chance, settings.hidden)]
    return replace(rules, terms=tuple(kept))


def _is_hidden(term: Term, chance: random.Random, share: float) -> bool:
    return term.kind in ("substance", "emoji") and chance.random() < share


def reweighted(data: Sequence[Case], weight: float) -> list[Case]:
    """Give cases that count less or more."""
    return [replace(case, weight=case.weight * weight) for case in data]


def learn(data: Sequence[Case], rules: RuleSet, settings: Settings) -> Fit:
    """Learn the points of every scored detection; the margin is not yet taken off."""
    scored = [item for item in rules.detections if item.outcome != "talk" and item.status == "stable"]
    against = frozenset(item.id for item in scored if item.outcome == "counter")
    origin = {item.id: settings.origin_against if item.id in against else settings.origin_for for item in scored}
    return fit(
        data,
        origin,
        intercept=rules.scoring.intercept,
        against=against,
        spread=settings.spread,
        most=settings.most,
        least_rows=settings.least_rows,
    )


def with_margin(learnt: Fit, settings: Settings) -> Fit:
    """Take the margin off the intercept."""
    return replace(learnt, intercept=round(learnt.intercept - settings.margin, 2))


def cross_validate(
    labels: Sequence[str],
    main: Sequence[Case],
    others: Sequence[Case],
    rules: RuleSet,
    settings: Settings,
    again: Sequence[Case] = (),
) -> Validation:
    """Judge each row by points learnt without it; the limit of counter-evidence is left out.

    Args:
        labels: true labels of `main`, in its order.
        main: rows that are cut into folds.
        again: second looks at the rows of `main`, in its order, learnt from with their row and never judged;
            then any others, learnt from in every fold.
        others: rows that are learnt from in every fold.
        rules: whose detections are learnt.
        settings: steer the fit.
    """
    offers = frozenset(item.id for item in rules.detections if item.outcome in ("offer", "unknown"))
    order = list(range(len(main)))
    random.Random(settings.seed).shuffle(order)  # noqa: S311  a fixed split, no secret
    said = [False] * len(main)
    for fold in range(settings.folds):
        held = set(order[fold :: settings.folds])
        seen = [part[i] for part in (main, again) for i in order if i not in held and i < len(part)]
        learnt = learn([*seen, *others, *again[len(main) :]], rules, settings)
        for i in held:
            said[i] = _is_offer(learnt, main[i], offers)
    counts = Counter(zip(labels, said, strict=True))
    rows = Counter(labels)
    return Validation(
        len(main),
        Score(counts["offer", True], counts["talk", True] + counts["none", True], counts["offer", False]),
        Share(counts["none", True], rows["none"]),
        Share(counts["talk", True], rows["talk"]),
    )


def proposals(rules: RuleSet, learnt: Fit, data: Sequence[Case]) -> tuple[Proposal, ...]:
    """Give every number that would change, those that change most first."""
    fired = Counter(id_ for case in data for id_ in case.fired)
    rows = [
        Proposal(item.id, item.points, learnt.points[item.id], fired[item.id])
        for item in rules.detections
        if item.id in learnt.points
    ]
    rows.append(Proposal(INTERCEPT, rules.scoring.intercept, learnt.intercept, len(data)))
    changed = [row for row in rows if row.old != row.new]
    return tuple(sorted(changed, key=lambda row: (-abs(row.new - row.old), row.id)))


def _is_offer(learnt: Fit, case: Case, offers: frozenset[str]) -> bool:
    points = learnt.intercept + sum(learnt.points[name] for name in sorted(case.fired))
    return bool(case.fired & offers) and points >= 0
