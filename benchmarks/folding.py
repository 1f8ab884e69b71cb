"""Print nanoseconds a character of reading and of scanning, at growing lengths, in clear and disguised.

Run `python benchmarks/folding.py --largest 10000000`; cost is linear where a row stays level. A text
beyond the budget of characters is read up to there, so scanning gets cheaper beyond it. The families
are those of tests/evasions/generators, and a few that hang on the whole text.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import codewords
from codewords.engine.parts import compile_parts
from codewords.text.document import read

ROOT = Path(__file__).parents[1]
TEXT = (
    "on se voit demain au parc avec les enfants, la météo sera belle et douce. "
    "nous apportons les ballons, quelques gâteaux et la nappe pour le goûter. "
    "beuh douce 5g 40€ ou 10g 70€, livraison possible le soir. "
)
VARIANTS = 20
"""Disguises of the text, each by another draw, that are repeated up to the length."""

SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
PATIENCE = 60.0
"""Seconds beyond which a run is not tried, by what the size before it took."""

WHOLE: dict[str, Callable[[str], str]] = {
    "clear": lambda text: text,
    "quotes": lambda text: text.replace(" ", ' "'),
    "lines": lambda text: text.replace(" ", "\n"),
    "entities": lambda text: text.replace("e", "&eacute;"),
    "one word": lambda text: text.replace(" ", ""),
}


def bases(names: list[str]) -> Iterator[tuple[str, str]]:
    """Give families by name, with the text in their dress; all of them where no name is asked for."""
    sys.path.insert(0, str(ROOT / "tests" / "evasions"))
    found: dict[str, str] = {name: make(TEXT) for name, make in WHOLE.items()}
    for family in importlib.import_module("generators").LETTERS:
        found[family.name] = "".join(family(TEXT, str(draw)) for draw in range(VARIANTS))
    for name in names or found:
        yield name, found[name]


def cost(run: Callable[[str], Any], text: str) -> float:
    """Give the seconds of processor time of one run."""
    start = time.process_time()
    run(text)
    return time.process_time() - start


def cells(run: Callable[[str], Any], texts: list[str], most: int) -> Iterator[str]:
    """Give nanoseconds a character for texts of growing length, as long as patience lasts.

    Args:
        most: characters beyond which no more is read of a text.
    """
    took, read_before = 0.0, 1
    for text in texts:
        if took * min(len(text), most) / read_before > PATIENCE:
            yield f"over {PATIENCE:.0f} s"
            continue
        took, read_before = cost(run, text), min(len(text), most)
        yield f"{took / len(text) * 1e9:,.0f}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--largest", type=int, default=1_000_000)
    parser.add_argument("--what", choices=("read", "scan"), nargs="*", default=["read", "scan"])
    parser.add_argument("families", nargs="*", help="names of families; all by default")
    args = parser.parse_args()
    engine = codewords.load()
    parts = compile_parts(engine.ruleset)
    runs: dict[str, Callable[[str], Any]] = {
        "read": lambda text: read(text, parts.tables, is_word=parts.lexicon.joined.__contains__),
        "scan": engine.scan,
    }
    most = {"read": args.largest, "scan": engine.ruleset.scoring.budgets["characters"]}
    sizes = [size for size in SIZES if size <= args.largest]
    print("| family, what | " + " | ".join(f"{size:,}" for size in sizes) + " |")
    print("|---|" + "--:|" * len(sizes))
    for name, base in bases(args.families):
        texts = [(base * (size // len(base) + 1))[:size] for size in sizes]
        for what in args.what:
            print(f"| {name}, {what} | " + " | ".join(cells(runs[what], texts, most[what])) + " |", flush=True)


if __name__ == "__main__":
    main()
