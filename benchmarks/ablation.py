"""Print what is still found when nobody knows the code: the rules without any substance or emoji.

Run `python benchmarks/ablation.py`; it needs the sets of quality.py. Counted are the open offers that carry two
or more prices, or two other roles of a sale, as the set's own `signals` say; and the ordinary messages flagged.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace

from quality import EVAL, messages, percent, table

import codewords
from codewords.maintain.shares import Share

ROLES = {
    "catalogue",
    "contact",
    "delivery",
    "hours",
    "loyalty",
    "migration",
    "ordering",
    "payment",
    "promotion",
    "recruitment",
    "shop_brand",
}
"""Signals of the set that are roles of a sale; substance, price and the category front are none."""


def signals() -> dict[str, set[str]]:
    """Give the signals of each message by id."""
    found = {}
    for path in sorted(EVAL.glob("messages*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            found[row["id"]] = set(row.get("signals") or ())
    return found


def without_codes() -> codewords.Engine:
    """Give an engine that knows no substance and no emoji."""
    rules = codewords.load().ruleset
    kept = tuple(term for term in rules.terms if term.kind not in ("substance", "emoji"))
    return codewords.Engine(replace(rules, terms=kept))


def main() -> int:
    """Print the shares."""
    if not EVAL.exists():
        sys.stderr.write(f"no sets in {EVAL}; set CODEWORDS_EVAL\n")
        return 2
    known = signals()
    rows = messages(sealed=False)
    framed = [
        row
        for row in rows
        if row.label == "offer" and (len(row.prices or ()) >= 2 or len(known[row.id] & ROLES) >= 2)
    ]
    ordinary = [row for row in rows if row.label == "none"]
    out = []
    for name, engine in (("all rules", codewords.load()), ("no substance, no emoji", without_codes())):
        shares = []
        for part in (framed, ordinary):
            flagged = sum(engine.scan(row.text, surface=row.surface).label == "offer" for row in part)
            shares.append(percent(Share(flagged, len(part))))
        out.append([name, *shares])
    table(["rules", f"offers with a frame found (of {len(framed)})", f"`none` flagged (of {len(ordinary)})"], out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
