"""Learn the points of detections from open labelled rows, cross-validated; with --write, into rules/.

Run `python benchmarks/points.py`; it needs the `dev` extra and the sets of quality.py, and reads no sealed row.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from quality import EVAL, corpus, messages

import codewords
from codewords.maintain.evaluate import Row, read_rows
from codewords.maintain.fit import Case, Fit, cases, fit, write_points
from codewords.maintain.shares import Score, Share

FOLDS = 5
SAMPLE = 150
"""Rows taken of each real corpus."""

SPREAD = 0.8
ORIGIN = {"for": 0.3, "against": -0.7}
MARGIN = 0.12
"""Log-odds taken off the learnt intercept, for the sake of those who sell nothing."""

ORDINARY = (
    "fr_tweets2022",
    "tweeteval",
    "xlmt_tweets",
    "fr_mlma_hate",
    "fr_youtube",
    "sms_spam",
    "fr_news_titles",
)
NEAR_DUPLICATES = ("agora2014_feedback", "cryptomarket_vapes2020", "dream_cocaine", "agora2014")
WEIGHT = {**dict.fromkeys(ORDINARY, 0.4), **dict.fromkeys(NEAR_DUPLICATES, 0.04)}
OTHER = 0.12
"""Weight of a row of a corpus that is in neither list."""


def learn(data: Sequence[Case], engine: codewords.Engine) -> Fit:
    """Learn points from a neutral origin."""
    scored = [d for d in engine.ruleset.detections if d.outcome != "talk" and d.status == "stable"]
    against = frozenset(d.id for d in scored if d.outcome == "counter")
    start = {d.id: ORIGIN["against" if d.id in against else "for"] for d in scored}
    intercept = engine.ruleset.scoring.intercept
    return fit(data, start, intercept=intercept, against=against, spread=SPREAD, most=3.5)


def is_offer(learnt: Fit, case: Case, offers: frozenset[str]) -> bool:
    """Tell what learnt points say of a case; the limit of counter-evidence is left out."""
    points = learnt.intercept + sum(learnt.points[name] for name in case.fired)
    return bool(case.fired & offers) and points >= 0


def cross_validate(
    rows: Sequence[Row], main: Sequence[Case], others: Sequence[Case], engine: codewords.Engine
) -> str:
    """Give the figures on the open messages, each judged by points learnt without it."""
    offers = frozenset(d.id for d in engine.ruleset.detections if d.outcome in ("offer", "unknown"))
    order = list(range(len(main)))
    random.Random(4).shuffle(order)  # noqa: S311  a fixed split, no secret
    said = [False] * len(main)
    for fold in range(FOLDS):
        held = set(order[fold::FOLDS])
        learnt = learn([*(main[i] for i in order if i not in held), *others], engine)
        for i in held:
            said[i] = is_offer(learnt, main[i], offers)
    pairs = list(zip(said, (row.label for row in rows), strict=True))
    right = sum(yes and label == "offer" for yes, label in pairs)
    score = Score(right, sum(said) - right, sum(label == "offer" for _, label in pairs) - right)
    alarms = {
        name: Share(sum(yes for yes, label in pairs if label == name), sum(label == name for _, label in pairs))
        for name in ("none", "talk")
    }
    return (
        f"F1 {score.f1:.3f}, precision {score.precision}, recall {score.recall}, "
        f"alarms none {alarms['none']}, talk {alarms['talk']}"
    )


def main() -> int:
    """Print the cross-validated figures; write the points when asked to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rules", type=Path, default=Path(__file__).resolve().parent.parent / "rules")
    parser.add_argument("--write", action="store_true", help="write the points into the rules, for review")
    args = parser.parse_args()
    engine = codewords.load(args.rules)
    rows = messages(sealed=False)
    real = [row for path in sorted((EVAL / "corpora").glob("*.jsonl")) for row in corpus(path, SAMPLE)]
    own = [row for path in sorted((args.rules / "corpus").glob("*.jsonl")) for row in read_rows(path)]
    weights = {row.set: WEIGHT.get(row.set, OTHER) for row in real}
    main_cases = cases(engine, rows, {})
    others = [*cases(engine, real, weights), *cases(engine, own, {})]
    print(f"{FOLDS}-fold, {len(rows)} open rows: {cross_validate(rows, main_cases, others, engine)}")
    learnt = learn([*main_cases, *others], engine)
    learnt = replace(learnt, intercept=round(learnt.intercept - MARGIN, 2))
    print(f"intercept {learnt.intercept}, {sum(p != 0 for p in learnt.points.values())} detections with points")
    if args.write:
        for path in write_points(args.rules, learnt):
            print(f"wrote {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
