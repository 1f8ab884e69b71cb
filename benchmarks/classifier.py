"""Print what a character n-gram classifier reaches on the messages that quality.py measures.

It is what a data scientist would do in an hour, and the peer to beat: 2- to 5-grams, TF-IDF, a logistic
regression, five-fold cross-validated on the open messages. Run `python benchmarks/classifier.py`; it needs
the `bench` extra and the sets of quality.py.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from quality import EVAL, corpus, messages, percent, table
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline

from codewords.maintain.evaluate import Row
from codewords.maintain.shares import Score, Share

FOLDS = 5


def classifier() -> Pipeline:
    """Make an untrained classifier."""
    features = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2, sublinear_tf=True)
    return make_pipeline(features, LogisticRegression(C=10.0, max_iter=2000))


def is_offer(rows: Sequence[Row]) -> list[bool]:
    """Give the labels to learn."""
    return [row.label == "offer" for row in rows]


def cross_validated_scores(rows: Sequence[Row]) -> NDArray[np.float64]:
    """Score each row by a classifier that did not see it."""
    order = list(range(len(rows)))
    random.Random(4).shuffle(order)  # noqa: S311  a fixed split, no secret
    scores = np.zeros(len(rows))
    for fold in range(FOLDS):
        held = order[fold::FOLDS]
        train = [rows[i] for i in sorted(set(order) - set(held))]
        model = classifier().fit([row.text for row in train], is_offer(train))
        scores[held] = model.predict_proba([rows[i].text for i in held])[:, 1]
    return scores


def figures(rows: Sequence[Row], said: Sequence[bool]) -> list[str]:
    """Give precision, recall, F1 and alarms, as quality.py prints them."""
    labels = [row.label for row in rows]
    right = sum(yes and label == "offer" for yes, label in zip(said, labels, strict=True))
    score = Score(right, sum(said) - right, labels.count("offer") - right)
    alarms = [
        Share(sum(yes and label == name for yes, label in zip(said, labels, strict=True)), labels.count(name))
        for name in ("none", "talk")
    ]
    f1 = f"{score.f1:.3f}" if score.right + score.missed else "-"
    return [str(len(rows)), percent(score.precision), percent(score.recall), f1, *map(percent, alarms)]


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sealed", action="store_true", help="sealed totals too, by a model of all open rows")
    parser.add_argument("--most", type=int, default=500, help="rows of each corpus")
    args = parser.parse_args()
    if not EVAL.exists():
        sys.stderr.write(f"no sets in {EVAL}; set CODEWORDS_EVAL\n")
        return 2
    rows = messages(sealed=False)
    model = classifier().fit([row.text for row in rows], is_offer(rows))
    groups: list[tuple[str, list[Row], list[bool]]] = [
        ("open, cross-validated", rows, [bool(x) for x in cross_validated_scores(rows) >= 0.5])
    ]
    if args.sealed:
        sealed = messages(sealed=True)
        groups.append(("sealed", sealed, [bool(x) for x in model.predict([row.text for row in sealed])]))
    for path in sorted((EVAL / "corpora").glob("*.jsonl")):
        part = corpus(path, args.most)
        groups.append((path.stem, part, [bool(x) for x in model.predict([row.text for row in part])]))
    head = ["rows", "n", "precision", "recall", "F1", "alarms `none`", "alarms `talk`"]
    table(head, [[name, *figures(part, said)] for name, part, said in groups])
    return 0


if __name__ == "__main__":
    sys.exit(main())
