"""Print nanoseconds a character of reading and of scanning, at growing lengths, in clear and disguised.

Run `python benchmarks/folding.py --largest 10000000`; cost is linear where a row stays level. A text
beyond the budget of characters is read up to there, so scanning gets cheaper beyond it.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from typing import Any

import codewords
from codewords.engine.parts import compile_parts
from codewords.text.document import read

CLEAR = "on se voit demain au parc avec les enfants, la météo sera belle et douce. "
SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
FAMILIES: dict[str, Callable[[str], str]] = {
    "clear": lambda text: text,
    "zero-width": "\u200b".join,
    "marks": lambda text: "".join(char + "\u0335" for char in text),
    "separators": ".".join,
    "spaces": " ".join,
    "capitals in full width": lambda text: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text),
    "repeats": lambda text: "".join(char * 4 if char.isalpha() else char for char in text),
    "leet": lambda text: text.translate(str.maketrans("aeiost", "43105+")),
    "quotes": lambda text: text.replace(" ", ' "'),
    "lines": lambda text: text.replace(" ", "\n"),
    "stars": lambda text: text.replace("e", "*"),
    "emoji": lambda text: text.replace(" ", "🔥"),
    "entities": lambda text: text.replace("e", "&eacute;"),
}


def cost(run: Callable[[str], Any], text: str) -> float:
    """Give the nanoseconds a character of one run."""
    start = time.process_time()
    run(text)
    return (time.process_time() - start) / len(text) * 1e9


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--largest", type=int, default=1_000_000)
    largest = parser.parse_args().largest
    engine = codewords.load()
    parts = compile_parts(engine.ruleset)
    runs: dict[str, Callable[[str], Any]] = {
        "read": lambda text: read(text, parts.tables, is_word=parts.lexicon.joined.__contains__),
        "scan": engine.scan,
    }
    sizes = [size for size in SIZES if size <= largest]
    print("| family, what | " + " | ".join(f"{size:,}" for size in sizes) + " |")
    print("|---|" + "--:|" * len(sizes))
    for name, disguise in FAMILIES.items():
        base = disguise(CLEAR)
        texts = [(base * (size // len(base) + 1))[:size] for size in sizes]
        for what, run in runs.items():
            cells = [f"{cost(run, text):,.0f}" for text in texts]
            print(f"| {name}, {what} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
