"""Print nanoseconds a character of reading and of scanning, at growing lengths, and the ratio to ordinary text.

Run `python benchmarks/folding.py --sizes 10000 100000 1000000 10000000`; cost is linear where a row stays level.
A text beyond the budget of characters is scanned up to there, so scanning gets cheaper beyond it. The families are
those of tests/evasions/generators, and a few that hang on the whole text. `ordinary` is the text without its
offer; each ratio is to ordinary text of the same length. The last column is the greatest of them.
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
ORDINARY = (
    "on se voit demain au parc avec les enfants, la météo sera belle et douce. "
    "nous apportons les ballons, quelques gâteaux et la nappe pour le goûter. "
)
TEXT = f"{ORDINARY}beuh douce 5g 40€ ou 10g 70€, livraison possible le soir. "
VARIANTS = 20
"""Disguises of the text, each by another draw, that are repeated up to the length."""

SIZES = (10_000, 100_000, 1_000_000)
WHOLE: dict[str, Callable[[str], str]] = {
    "ordinary": lambda _: ORDINARY,
    "clear": lambda text: text,
    "quotes": lambda text: text.replace(" ", ' "'),
    "lines": lambda text: text.replace(" ", "\n"),
    "entities": lambda text: text.replace("e", "&eacute;"),
    "one word": lambda text: text.replace(" ", ""),
}


def bases(names: list[str]) -> Iterator[tuple[str, str]]:
    """Give families by name, with the text in their dress; all of them where no name is asked for.

    Ordinary text comes first, since the others are compared with it.
    """
    sys.path.insert(0, str(ROOT / "tests" / "evasions"))
    found: dict[str, str] = {name: make(TEXT) for name, make in WHOLE.items()}
    for family in importlib.import_module("generators").FAMILIES:
        found[family.name] = "\n".join(_joined(family(TEXT, str(draw))) for draw in range(VARIANTS))
    for name in dict.fromkeys(("ordinary", *(names or found))):
        yield name, found[name]


def _joined(sent: str | dict[str, str] | list[str]) -> str:
    """Give what is sent as one text, its fields and messages as lines."""
    return sent if isinstance(sent, str) else "\n".join(sent.values() if isinstance(sent, dict) else sent)


def cost(run: Callable[[str], Any], text: str) -> float:
    """Give the seconds of processor time of one run."""
    start = time.process_time()
    run(text)
    return time.process_time() - start


def costs(run: Callable[[str], Any], texts: list[str], most: int, patience: float) -> Iterator[float | None]:
    """Give nanoseconds a character for texts of growing length; none where patience would not last.

    Args:
        most: characters beyond which no more is read of a text.
        patience: seconds beyond which a run is not tried, by what the size before it took.
    """
    took, read_before = 0.0, 1
    for text in texts:
        if took * min(len(text), most) / read_before > patience:
            yield None
            continue
        took, read_before = cost(run, text), min(len(text), most)
        yield took / len(text) * 1e9


def row(found: list[float | None], ordinary: list[float | None]) -> str:
    """Give the cells of a family: nanoseconds, and in brackets the ratio to ordinary text."""
    ratios = [one / other if one and other else None for one, other in zip(found, ordinary, strict=True)]
    cells = [
        "not run" if one is None else f"{one:,.0f}" + (f" ({ratio:.1f})" if ratio else "")
        for one, ratio in zip(found, ratios, strict=True)
    ]
    return " | ".join((*cells, f"{max((ratio for ratio in ratios if ratio), default=0):.1f}"))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="characters of the texts")
    parser.add_argument("--what", choices=("read", "scan"), nargs="+", default=["read", "scan"])
    parser.add_argument("--patience", type=float, default=60.0, help="seconds that one run may take")
    parser.add_argument("--families", nargs="*", default=[], help="names of families; all by default")
    args = parser.parse_args()
    engine = codewords.load()
    parts = compile_parts(engine.ruleset)
    runs: dict[str, Callable[[str], Any]] = {
        "read": lambda text: read(text, parts.tables, is_word=parts.lexicon.joined.__contains__),
        "scan": engine.scan,
    }
    sizes = sorted(args.sizes)
    most = {"read": sizes[-1], "scan": engine.ruleset.scoring.budgets["characters"]}
    print("| family, what | " + " | ".join(f"{size:,}" for size in sizes) + " | greatest ratio |")
    print("|---|" + "--:|" * (len(sizes) + 1))
    for run in runs.values():
        run(TEXT)  # what is compiled late belongs to no family
    ordinary: dict[str, list[float | None]] = {}
    for name, base in bases(args.families):
        texts = [(base * (size // len(base) + 1))[:size] for size in sizes]
        for what in args.what:
            found = list(costs(runs[what], texts, most[what], args.patience))
            print(f"| {name}, {what} | {row(found, ordinary.setdefault(what, found))} |", flush=True)


if __name__ == "__main__":
    main()
