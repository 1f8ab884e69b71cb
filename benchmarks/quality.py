"""Print the quality figures of docs/quality.md: every shared set under its own surface.

Run `python benchmarks/quality.py`; the sets are looked for in ../shared/eval, or where CODEWORDS_EVAL says.
Sealed rows count in their own totals alone.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from collections.abc import Iterable
from pathlib import Path

import codewords
from codewords.maintain.evaluate import Judged, Row, evaluate, read_rows
from codewords.maintain.shares import Score, Share

EVAL = Path(os.environ.get("CODEWORDS_EVAL", Path(__file__).resolve().parent.parent.parent / "shared" / "eval"))
LISTINGS = ("agora2014", "cryptomarket_vapes2020", "dream_cocaine", "dwdata_2021_2024", "hansa2016")
SURFACES = {
    **dict.fromkeys((*LISTINGS, "fr_vinted_titles", "fr_restaurant_menus", "fr_cbd_shop"), "shop"),
    "fr_youtube": "comment",
    "sms_spam": "dm",
}
"""Surface of each set, as its README names it; `post` for the others."""


LANGS = ((("fr", "en"), "fr and en"), (("fr",), "fr"), (("en",), "en"), (None, "all seven"))
COLUMNS = (
    "rows",
    "n",
    "precision",
    "recall",
    "F1",
    "alarms `none`",
    "alarms `talk`",
    "talk found",
    "substances F1",
    "prices F1",
)


def messages(*, sealed: bool) -> list[Row]:
    """Read the labelled messages, open or sealed."""
    files = sorted(EVAL.glob("messages*.jsonl"))
    return [row for file in files for row in read_rows(file) if row.sealed == sealed]


def corpus(path: Path, most: int | None) -> list[Row]:
    """Read one corpus, or a fixed sample of it."""
    rows = list(read_rows(path, surface=SURFACES.get(path.stem, "post")))
    if most is not None and len(rows) > most:
        rows = random.Random(7).sample(rows, most)  # noqa: S311  a fixed sample, no secret
    return rows


def percent(share: Share) -> str:
    """Give a share with its interval, or a dash."""
    if not share.cases:
        return "-"
    low, high = share.interval
    return f"{share.value:.1%} ({low:.1%} to {high:.1%})"


def f1(score: Score) -> str:
    """Give an F1, or a dash."""
    return f"{score.f1:.3f}" if score.right + score.missed else "-"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """Print a Markdown table."""
    names = list(head)
    print("| " + " | ".join(names) + " |")
    print("|" + "---|" * len(names))
    for row in rows:
        print("| " + " | ".join(row) + " |")
    print()


def message_tables(engine: codewords.Engine, *, sealed: bool) -> None:
    """Print the figures on the labelled messages."""
    groups = [("open", messages(sealed=False))]
    if sealed:
        groups.append(("sealed", messages(sealed=True)))
    rows = []
    for name, part in groups:
        for langs, label in LANGS:
            chosen = [row for row in part if langs is None or row.lang in langs]
            total = evaluate(engine, chosen).total
            rows.append(
                [
                    f"{name}, {label}",
                    str(total.rows),
                    percent(total.offer.precision),
                    percent(total.offer.recall),
                    f1(total.offer),
                    percent(total.alarms_none),
                    percent(total.alarms_talk),
                    percent(total.talk),
                    f1(total.substances),
                    f1(total.prices),
                ]
            )
    table(COLUMNS, rows)


def corpus_table(engine: codewords.Engine, most: int | None) -> None:
    """Print offers found, or false alarms, on each corpus."""
    rows = []
    for path in sorted((EVAL / "corpora").glob("*.jsonl")):
        result = evaluate(engine, corpus(path, most))
        total = result.total
        blocked = sum(item.result.action == "block" for item in result.judged if item.row.label != "offer")
        rows.append(
            [
                path.stem,
                str(total.rows),
                percent(total.offer.recall),
                percent(total.alarms_none),
                percent(total.alarms_talk),
                str(blocked),
            ]
        )
    table(["set", "n", "offers found", "alarms `none`", "alarms `talk`", "wrongly blocked"], rows)


def show_worst(judged: Iterable[Judged], count: int) -> None:
    """Print the open rows that are most wrong."""
    for item in list(judged)[:count]:
        fired = ", ".join(f"{hit.id} {hit.points:+.1f}" for hit in item.result.detections)
        text = " ⏎ ".join(item.row.text.splitlines())
        verdict = f"{item.row.label}>{item.result.label} {item.result.points:+.2f}"
        print(f"{item.row.id} {verdict} | {text[:400]}\n     {fired}")


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rules", help="a rules folder instead of the bundled one")
    parser.add_argument("--most", type=int, help="rows of each corpus; all when not given")
    parser.add_argument("--worst", type=int, default=0, help="show so many open messages that are most wrong")
    parser.add_argument(
        "--sealed", action="store_true", help="sealed totals too; log each look in docs/quality.md"
    )
    parser.add_argument("--no-corpora", action="store_true", help="labelled messages alone")
    args = parser.parse_args()
    if not EVAL.exists():
        sys.stderr.write(f"no sets in {EVAL}; set CODEWORDS_EVAL\n")
        return 2
    engine = codewords.load(args.rules)
    print(f"Rules {engine.ruleset.version} ({engine.ruleset.digest[:12]}), codewords {codewords.__version__}.\n")
    message_tables(engine, sealed=args.sealed)
    if not args.no_corpora:
        corpus_table(engine, args.most)
    if args.worst:
        show_worst(evaluate(engine, messages(sealed=False)).worst(args.worst), args.worst)
    return 0


if __name__ == "__main__":
    sys.exit(main())
