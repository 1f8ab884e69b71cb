"""Print how far scores can be trusted: reliability, calibration, Brier score, and the whole curve of thresholds.

Run `python benchmarks/calibration.py`; it needs the `bench` extra and the sets of quality.py. With --plot DIR it
draws the reliability and the curve as SVG.

Calibration slope and intercept are those of a logistic regression of the outcome on the points (Cox 1958);
intervals are percentile bootstraps over rows.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from classifier import cross_validated_scores
from matplotlib import rc_context
from matplotlib.figure import Figure
from numpy.typing import NDArray
from quality import EVAL, corpus, messages, table
from sklearn.linear_model import LogisticRegression

import codewords
from codewords.maintain.evaluate import Row

ORDINARY = (
    "fr_mlma_hate",
    "fr_news_titles",
    "fr_restaurant_menus",
    "fr_tweets2022",
    "fr_vinted_titles",
    "fr_youtube",
    "sms_spam",
    "tweeteval",
    "xlmt_tweets",
)
BINS = 10
DRAWS = 500
THRESHOLDS = (-2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 5.0, 6.0)
BASE_RATES = (0.01, 0.001, 0.0001)

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scored:
    """Hold points and outcomes of the labelled messages, and of real ordinary text."""

    points: Floats
    is_offer: NDArray[np.bool_]
    ordinary: Floats


def points_of(engine: codewords.Engine, rows: Sequence[Row]) -> Floats:
    """Give the points of each row; minus infinity where no detection speaks for an offer."""
    out = []
    for row in rows:
        result = engine.scan(row.text, surface=row.surface)
        speaks = any(hit.outcome in ("offer", "unknown") for hit in result.detections)
        out.append(result.points if speaks else min(result.points, -2.0))
    return np.array(out)


def calibration(points: Floats, is_offer: NDArray[np.bool_]) -> tuple[float, float]:
    """Give slope and intercept of the outcome on the points."""
    model = LogisticRegression(C=1e6, max_iter=1000).fit(points.reshape(-1, 1), is_offer)
    return float(model.coef_[0][0]), float(model.intercept_[0])


def bootstrap(points: Floats, is_offer: NDArray[np.bool_]) -> list[str]:
    """Give slope and intercept with their 95 % intervals."""
    random = np.random.default_rng(5)
    draws = []
    for _ in range(DRAWS):
        picked = random.integers(0, len(points), len(points))
        draws.append(calibration(points[picked], is_offer[picked]))
    low, high = np.percentile(np.array(draws), [2.5, 97.5], axis=0)
    best = calibration(points, is_offer)
    return [f"{best[i]:.2f} ({low[i]:.2f} to {high[i]:.2f})" for i in (0, 1)]


def reliability(scores: Floats, is_offer: NDArray[np.bool_]) -> list[tuple[int, float, float]]:
    """Give bins of equal count: rows, mean score, share of offers."""
    order = np.argsort(scores, kind="stable")
    return [
        (len(part), float(scores[part].mean()), float(is_offer[part].mean()))
        for part in np.array_split(order, BINS)
    ]


def curve(scored: Scored) -> list[list[str]]:
    """Give, for each threshold, offers found, real ordinary rows flagged, and precision at base rates."""
    rows = []
    for threshold in THRESHOLDS:
        found = float((scored.points[scored.is_offer] >= threshold).mean())
        flagged = int((scored.ordinary >= threshold).sum())
        rate = flagged / len(scored.ordinary)
        precision = [
            f"{base * found / (base * found + (1 - base) * rate):.1%}" if flagged else "-" for base in BASE_RATES
        ]
        rows.append([f"{threshold:+.1f}", f"{found:.1%}", f"{flagged} of {len(scored.ordinary)}", *precision])
    return rows


def draw(folder: Path, bins: Sequence[tuple[int, float, float]], scored: Scored) -> None:
    """Draw reliability and curve."""
    figure = Figure(figsize=(10, 4.2), layout="constrained")
    left, right = figure.subplots(1, 2)
    left.plot([0, 1], [0, 1], color="0.7", linewidth=1)
    left.plot([b[1] for b in bins], [b[2] for b in bins], marker="o")
    left.set(xlabel="mean score of a tenth of the rows", ylabel="share of offers", title="Reliability, open rows")
    found = [float((scored.points[scored.is_offer] >= t).mean()) for t in THRESHOLDS]
    rate = [float((scored.ordinary >= t).mean()) for t in THRESHOLDS]
    right.plot([max(r, 1e-5) for r in rate], found, marker="o")
    right.set(
        xscale="log",
        xlabel="real ordinary rows flagged",
        ylabel="offers found",
        title="Offers found against false alarms, by threshold",
    )
    with rc_context({"svg.hashsalt": "codewords"}):
        figure.savefig(folder / "calibration.svg", metadata={"Date": None})


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rules", help="a rules folder instead of the bundled one")
    parser.add_argument("--sealed", action="store_true", help="sealed totals; log each look in docs/quality.md")
    parser.add_argument("--most", type=int, help="rows of each corpus; all when not given")
    parser.add_argument("--plot", type=Path, help="folder for calibration.svg")
    args = parser.parse_args()
    if not EVAL.exists():
        sys.stderr.write(f"no sets in {EVAL}; set CODEWORDS_EVAL\n")
        return 2
    engine = codewords.load(args.rules)
    rows = messages(sealed=False)
    is_offer = np.array([row.label == "offer" for row in rows])
    points = points_of(engine, rows)
    peer = cross_validated_scores(rows)
    ordinary = [
        row
        for name in ORDINARY
        for row in corpus(EVAL / "corpora" / f"{name}.jsonl", args.most)
        if row.label == "none"
    ]
    scored = Scored(points, is_offer, points_of(engine, ordinary))
    groups = [("open", points, is_offer)]
    if args.sealed:
        sealed = messages(sealed=True)
        groups.append(("sealed", points_of(engine, sealed), np.array([row.label == "offer" for row in sealed])))
    table(
        ["rows", "n", "slope", "intercept", "Brier score"],
        [
            [name, str(len(p)), *bootstrap(p, y), f"{float(np.mean((1 / (1 + np.exp(-p)) - y) ** 2)):.3f}"]
            for name, p, y in groups
        ],
    )
    print(f"Brier score of the n-gram classifier, cross-validated: {float(np.mean((peer - is_offer) ** 2)):.3f}\n")
    bins = reliability(1 / (1 + np.exp(-points)), is_offer)
    table(["rows", "mean score", "offers"], [[str(n), f"{mean:.2f}", f"{share:.2f}"] for n, mean, share in bins])
    head = ["threshold", "offers found", "ordinary rows flagged", *(f"precision at {b:.2%}" for b in BASE_RATES)]
    table(head, curve(scored))
    if args.plot:
        draw(args.plot, bins, scored)
    return 0


if __name__ == "__main__":
    sys.exit(main())
