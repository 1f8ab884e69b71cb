"""Print how the cost of a message grows with its length, with the lexicon and with processes, and draw it.

Run `python benchmarks/sweeps.py --svg docs/speed.svg`. Messages are those of `speed.py`. Lexicons larger than the
bundled one are filled up with made-up words, smaller ones are a sample; each is compiled anew, which takes minutes
from 100,000 terms on (`--sizes`). Each figure is processor time, but for processes, where it is the clock's.
"""

from __future__ import annotations

import argparse
import importlib
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from speed import Message, messages, per_message

import codewords
from codewords.engine.engine import Engine

LENGTHS = (30, 100, 300, 1000, 3000)
SIZES = (1000, 5000, 20_000)
TIMED = 80
SYLLABLES = (
    "ba",
    "ca",
    "do",
    "fe",
    "gi",
    "lu",
    "mo",
    "na",
    "pe",
    "ri",
    "so",
    "tu",
    "va",
    "xe",
    "zo",
    "bri",
    "cla",
)

Point = tuple[int, float]


def by_length(engine: Engine, found: Sequence[Message]) -> Iterator[Point]:
    """Give microseconds a message of each length: messages joined line by line, and cut."""
    lines = [text for text, _ in found]
    for length in LENGTHS:
        texts: list[str] = []
        at = 0
        while len(texts) < max(4, TIMED * 100 // length) and at < len(lines):
            text = lines[at]
            while len(text) < length and at + 1 < len(lines):
                at += 1
                text += "\n" + lines[at]
            at += 1
            texts.append(text[:length])
        scan = partial(_scan, engine, [(text, "post") for text in texts])
        scan()
        yield length, per_message(scan, len(texts), 3)


def by_size(rules: Any, found: Sequence[Message], sizes: Sequence[int]) -> Iterator[Point]:
    """Give microseconds a message with lexicons of several sizes, in terms."""
    picked = random.Random(4)  # noqa: S311  no secret
    terms = picked.sample(list(rules.terms), len(rules.terms))
    model = next(term for term in terms if term.kind == "substance" and not term.is_emoji and not term.case)
    while len(terms) < max(sizes):
        word = "".join(picked.choices(SYLLABLES, k=4))
        terms.append(replace(model, id=f"made.up-{len(terms)}", term=word, forms=()))
    for size in sizes:
        engine = Engine(replace(rules, terms=tuple(terms[:size])))
        scan = partial(_scan, engine, found)
        scan()
        yield size, per_message(scan, len(found), 3)


def by_processes(engine: Engine, found: Sequence[Message]) -> Iterator[Point]:
    """Give microseconds of the clock a message with one and two processes, the start of these included."""
    texts, surfaces = [text for text, _ in found], [surface for _, surface in found]
    for processes in (1, 2):
        start = time.perf_counter()
        for _ in engine.scan_many(texts, surface=surfaces, processes=processes):
            pass
        yield processes, (time.perf_counter() - start) / len(texts) * 1e6


def draw(path: Path, lengths: Sequence[Point], sizes: Sequence[Point]) -> None:
    """Draw two curves as SVG; the same figures give the same file."""
    matplotlib = importlib.import_module("matplotlib")
    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "codewords"
    figure, axes = importlib.import_module("matplotlib.pyplot").subplots(1, 2, figsize=(9, 3.4))
    for axis, points, label in zip(axes, (lengths, sizes), ("characters of the message", "terms"), strict=True):
        axis.plot(*zip(*points, strict=True), marker="o", color="#1f5f8b")
        axis.set(xscale="log", xlabel=label, ylabel="µs a message")
        axis.grid(visible=True, alpha=0.3)
    axes[0].set_yscale("log")
    axes[1].set_ylim(bottom=0)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})


def _scan(engine: Engine, found: Sequence[Message]) -> None:
    for text, surface in found:
        engine.scan(text, surface=surface)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES, help="terms of the lexicons")
    parser.add_argument("--stream", type=int, default=2000, help="messages shared among processes")
    parser.add_argument("--svg", type=Path, help="where the plot goes")
    asked = parser.parse_args()
    engine = codewords.load()
    found = messages(max(asked.stream, 8 * TIMED))
    lengths = list(by_length(engine, found))
    processes = list(by_processes(engine, found[: asked.stream]))
    sizes = list(by_size(engine.ruleset, found[:: max(1, len(found) // TIMED)], asked.sizes))
    for name, points in (("characters", lengths), ("terms", sizes), ("processes", processes)):
        print(f"| {name} | µs a message |\n|--:|--:|")
        print("\n".join(f"| {at:,} | {cost:,.0f} |" for at, cost in points), end="\n\n")
    if asked.svg:
        draw(asked.svg, lengths, sizes)


if __name__ == "__main__":
    main()
