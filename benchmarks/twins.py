"""Print how the rules judge the project's own corpus, file by file, and in how many pairs of twins both are right.

Run `python benchmarks/twins.py`. The corpus is learnt from (docs/quality.md), so these figures are in-sample.
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

from quality import percent, table

import codewords
from codewords.maintain.evaluate import evaluate, read_rows
from codewords.maintain.shares import Share

CORPUS = Path(__file__).resolve().parent.parent / "rules" / "corpus"


def pairs_right(engine: codewords.Engine) -> Share:
    """Count the pairs of twins of which the offer is found and the innocent message left alone."""
    right: dict[tuple[str, int], list[bool]] = defaultdict(list)
    for line in (CORPUS / "twins.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        is_offer = engine.scan(row["text"], surface=row["surface"]).label == "offer"
        right[row["lang"], row["pair"]].append(is_offer == (row["label"] == "offer"))
    return Share(sum(all(pair) for pair in right.values()), len(right))


def main() -> None:
    """Print the table and the share of pairs."""
    engine = codewords.load()
    rows = []
    for path in sorted(CORPUS.glob("*.jsonl")):
        total = evaluate(engine, list(read_rows(path))).total
        shares = (total.offer.recall, total.alarms_none, total.alarms_talk, total.talk)
        rows.append([path.stem, str(total.rows), *map(percent, shares)])
    table(["file", "n", "offers found", "alarms `none`", "alarms `talk`", "talk found"], rows)
    print(f"Twins, both right: {percent(pairs_right(engine))}")


if __name__ == "__main__":
    main()
