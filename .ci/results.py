"""Write the results of many messages as bytes, one a line, to compare interpreters.

`results.py STEP RULES EXAMPLES OUT`. Same text, surface, digest and version give the same bytes. Each message
of the examples and of the corpus, or one in STEP, is judged as it is, and with characters that only some of the
Pythons know.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import codewords

NEWER = "\U00011f55\U00010d4a\ua7cb\U0001ccd6\u0897\U0001faef\U0001e5d1\U0001fae8"
"""Digits, letters, marks and emoji of Unicode 15 and 16; Python 3.11 knows Unicode 14."""


def messages(rules: Path, examples: Path) -> Iterator[str]:
    """Give the texts, in the order of files and lines."""
    for file in (*sorted((rules / "corpus").glob("*.jsonl")), *sorted(examples.glob("*.jsonl"))):
        for line in file.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)["text"]


def disturbed(text: str, number: int) -> str:
    """Put a newer character into a text: between words, inside them, or in place of digits."""
    char = NEWER[number % len(NEWER)]
    middle = len(text) // 2
    return (text.replace(" ", char, 3), text[:middle] + char + text[middle:], text.replace("0", char))[number % 3]


def results(step: int, rules: Path, examples: Path) -> Iterator[dict[str, object]]:
    """Give what `to_dict` gives for one message in `step`."""
    engine = codewords.load(rules)
    surfaces = [surface.id for surface in engine.surfaces]
    for number, text in enumerate(islice(messages(rules, examples), 0, None, step)):
        surface = surfaces[number % len(surfaces)]
        yield engine.scan(text, surface=surface, evidence="all", near_misses=number % 10 == 0).to_dict()
        yield engine.scan(disturbed(text, number), surface=surface).to_dict()


def main(step: str, rules: str, examples: str, out: str) -> None:
    """Write the file, with the keys in the order in which they come: the order belongs to the bytes."""
    lines = (json.dumps(result, ensure_ascii=False) for result in results(int(step), Path(rules), Path(examples)))
    with Path(out).open("w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)


if __name__ == "__main__":
    main(*sys.argv[1:])
