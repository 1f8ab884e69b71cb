"""Look up in a text, for many regular expressions at once, the strings that they cannot match without.

Which strings these are is read off the expressions in `expression.py`; here they are only found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import regex

Needs = tuple[frozenset[str], ...]
"""Of each set one string stands in whatever is matched."""

DIGIT = "\\d"
"""Stands for any digit of any script."""

EDGE = "\0"
"""Stands for the place where a word begins or ends, in strings and in the texts they are looked for in."""

HEAD = 3
"""First characters by which a string is looked up."""

_A_DIGIT = regex.compile(DIGIT)
_PARTS = regex.compile(r"\w+|\W+")
_WORD = regex.compile(r"\w")


@dataclass(frozen=True, slots=True)
class LiteralIndex:
    """Look up which of the needed strings stand in a text, all expressions at once.

    Args:
        heads: the first characters of strings, `HEAD` of them at most, to the strings with their bits.
        digit: the bits of a digit.
        wants: for each expression the bits that must be found.
    """

    heads: Mapping[str, tuple[tuple[str, int], ...]]
    digit: int
    wants: tuple[int, ...]

    def find(self, text: str) -> int:
        """Give the bits of what stands in a text."""
        found = self.digit if self.digit and _A_DIGIT.search(text) else 0
        text = mark(text)
        for size in range(1, HEAD + 1):
            for head in {text[at : at + size] for at in range(len(text) - size + 1)} & self.heads.keys():
                for string, bits in self.heads[head]:
                    if bits & ~found and string in text:
                        found |= bits
        return found


def index_literals(each: Sequence[Needs]) -> LiteralIndex:
    """Make the index of the needs of several expressions."""
    numbers: dict[frozenset[str], int] = {}
    wants = tuple(sum(1 << numbers.setdefault(strings, len(numbers)) for strings in needs) for needs in each)
    bits: dict[str, int] = defaultdict(int)
    for strings, number in numbers.items():
        for string in strings:
            bits[string] |= 1 << number
    digit = bits.pop(DIGIT, 0)
    heads: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for string in sorted(bits):
        heads[string[:HEAD]].append((string, bits[string]))
    return LiteralIndex({head: tuple(strings) for head, strings in heads.items()}, digit, wants)


def mark(text: str) -> str:
    """Give a text with the edges of its words marked.

    >>> mark("b2 (ok)").replace(EDGE, "|")
    '|b2| (|ok|)'
    """
    marked: str = EDGE.join(_PARTS.findall(text))
    before = EDGE if _WORD.match(text) else ""
    return f"{before}{marked}{EDGE}" if _WORD.match(text[-1:]) else before + marked
