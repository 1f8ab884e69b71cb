"""Learn the points of detections from the shared sets: `codewords fit` with the files and weights that we use.

Run `python benchmarks/points.py`, with `--write` to put the points into rules/; further options go to the command.
It needs the `fit` extra and the sets of quality.py, and reads no sealed row.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from quality import EVAL, SURFACES

from codewords.cli.commands import cli

RULES = Path(__file__).resolve().parent.parent / "rules"

SAMPLE = 150
"""Rows taken of each real corpus."""

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


def arguments() -> list[str]:
    """Give the arguments of `codewords fit` that name the shared sets and their weights."""
    out = ["fit", *(str(file) for file in sorted(EVAL.glob("messages*.jsonl")))]
    for path in sorted((EVAL / "corpora").glob("*.jsonl")):
        out += ["--also", str(path)]
    for name, weight in WEIGHT.items():
        out += ["--weight", f"{name}={weight}"]
    for name, surface in SURFACES.items():
        out += ["--surface-of", f"{name}={surface}"]
    return [*out, "--sample", str(SAMPLE), "--other-weight", str(OTHER)]


def main(more: Sequence[str]) -> None:
    """Run the command, with further options of the caller."""
    rules = [] if "--rules" in more else ["--rules", str(RULES)]
    cli.main([*arguments(), *rules, *more], prog_name="codewords")


if __name__ == "__main__":
    main(sys.argv[1:])
