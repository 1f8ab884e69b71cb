"""Measure how well prices are read: pairs of quantity and amount, and whole lines of real menus.

Run it from the project: `python benchmarks/price_pairs.py [EVAL]`; EVAL is the folder of labelled messages,
else the environment variable CODEWORDS_EVAL, else ../shared/eval. `--rules` measures another rule set.
Sealed rows are left out; `--sealed` prints their totals and nothing else (log each look in docs/quality.md).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import codewords
from codewords.results import Price

Pair = tuple[Decimal | None, str | None, Decimal, str | None]

_LADDER = re.compile(
    r"\W{0,9}(\d{1,4}(?:[.,]\d{1,2})?) ?(kg|g|ml|l)\b[^\w\n]{0,5}(\d{2,5}) ?[€£$]\W*", re.IGNORECASE
)
_THOUSANDS = ("kg", "l")


def main() -> int:
    """Print the figures; 2 where the labelled messages are absent."""
    parser = argparse.ArgumentParser(description="How well prices are read.")
    parser.add_argument("folder", nargs="?", default=os.environ.get("CODEWORDS_EVAL", "../shared/eval"))
    parser.add_argument("--rules", default=None, help="folder of a rule set; default: the bundled one")
    parser.add_argument("--sealed", action="store_true", help="totals of the sealed rows alone")
    parser.add_argument("--errors", metavar="LABEL", help="print the open rows of a label that are read wrongly")
    options = parser.parse_args()
    folder = Path(options.folder)
    if not folder.is_dir():
        sys.stderr.write(f"no labelled messages at {folder}; set CODEWORDS_EVAL\n")
        return 2
    engine = codewords.load(options.rules) if options.rules else codewords.load()
    rows = [row for row in _rows(folder) if is_sealed(row["id"]) == options.sealed]
    _pairs(engine, rows, None if options.sealed else options.errors)
    if not options.sealed:
        _menus(engine, folder / "corpora" / "fr_plug_menus.jsonl")
    return 0


def is_sealed(row_id: str) -> bool:
    """Say whether a row may be counted and never read.

    >>> is_sealed("made-up-1"), is_sealed("made-up-5")
    (False, True)
    """
    return int(hashlib.sha1(row_id.encode(), usedforsecurity=False).hexdigest(), 16) % 3 == 0


def _rows(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.glob("messages*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            yield from (json.loads(line, parse_float=Decimal, parse_int=Decimal) for line in lines)


def _pairs(engine: codewords.Engine, rows: list[dict[str, Any]], errors: str | None) -> None:
    for with_currency in (False, True):
        counts: Counter[tuple[str, str]] = Counter()
        for row in rows:
            wanted = Counter(_wanted(price, with_currency=with_currency) for price in row["prices"])
            result = engine.scan(row["text"], surface=row["surface"], evidence="all")
            got = Counter(_got(price, with_currency=with_currency) for price in result.prices)
            right = (wanted & got).total()
            for name in (row["label"], "all"):
                counts[name, "right"] += right
                counts[name, "extra"] += got.total() - right
                counts[name, "missed"] += wanted.total() - right
            if row["label"] == errors and wanted != got and not with_currency:
                print(f"{row['id']} {row['text']!r}")
                print(f"    missed {_show(wanted - got)}\n    extra {_show(got - wanted)}")
        print("quantity, unit, amount, currency" if with_currency else "quantity, unit, amount")
        for name in ("offer", "talk", "none", "all"):
            print(f"  {name:6} {_figures(*(counts[name, kind] for kind in ('right', 'extra', 'missed')))}")


def _wanted(price: dict[str, Any], *, with_currency: bool) -> Pair:
    return (price["quantity"], price["unit"], price["amount"], price["currency"] if with_currency else None)


def _got(price: Price, *, with_currency: bool) -> Pair:
    return (price.quantity, price.unit, price.amount, price.currency if with_currency else None)


def _show(pairs: Counter[Pair]) -> str:
    return ", ".join(f"{quantity} {unit} = {amount}" for quantity, unit, amount, _ in pairs.elements()) or "-"


def _figures(right: int, extra: int, missed: int) -> str:
    precision = right / max(1, right + extra)
    recall = right / max(1, right + missed)
    f1 = 2 * right / max(1, 2 * right + extra + missed)
    return f"P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  ({right} right, {extra} extra, {missed} missed)"


def _menus(engine: codewords.Engine, path: Path) -> None:
    """Count the ladder lines of real menus (`5g 50€`) that are read whole."""
    if not path.is_file():
        print(f"no menus at {path}")
        return
    lines = whole = 0
    with path.open(encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            result = engine.scan(row["text"], surface="post", evidence="all")
            got = Counter((price.quantity, price.unit, price.amount) for price in result.prices)
            for line in unicodedata.normalize("NFKC", row["text"]).split("\n"):
                wanted = _ladder(line)
                if wanted is not None:
                    lines += 1
                    whole += got[wanted] > 0
                    got[wanted] -= 1
    print(f"ladder lines of fr_plug_menus read whole: {whole} of {lines} ({whole / max(1, lines):.4f})")


def _ladder(line: str) -> tuple[Decimal, str, Decimal] | None:
    """Read a line that is one step of a ladder and nothing else.

    >>> _ladder("3,5g 40€")
    (Decimal('3.5'), 'g', Decimal('40'))
    """
    found = _LADDER.fullmatch(line.strip())
    if found is None:
        return None
    unit = found[2].lower()
    factor = 1000 if unit in _THOUSANDS else 1
    return Decimal(found[1].replace(",", ".")) * factor, "g" if unit.endswith("g") else "ml", Decimal(found[3])


if __name__ == "__main__":
    raise SystemExit(main())
