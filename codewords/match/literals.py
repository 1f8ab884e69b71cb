"""Look up in a text, for many regular expressions at once, the strings that they cannot match without.

Which strings these are is read off the expressions in `expression.py`; here they are only found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
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

SHORT = 24
"""Characters, edges counted, of a word whose pieces are all looked up, and that is remembered."""

CACHE_SIZE = 100_000
"""Words remembered; the table is emptied when full."""

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

    def by_string(self) -> Mapping[str, int]:
        """Give each string with its bits."""
        return {string: bits for strings in self.heads.values() for string, bits in strings}

    def widths(self) -> tuple[tuple[int, int], ...]:
        """Give for each expression the bit of its longest strings, 0 without any, and how long they are at least.

        No match of the expression has fewer characters than that.
        """
        least: dict[int, int] = {self.digit: 1} if self.digit else {}
        for string, bits in self.by_string().items():
            size = len(string.replace(EDGE, ""))
            for bit in _each(bits):
                least[bit] = min(size, least.get(bit, size))
        return tuple(
            max(
                ((bit, max(1, least.get(bit, 1))) for bit in _each(bits)), key=lambda pair: pair[1], default=(0, 1)
            )
            for bits in self.wants
        )

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


class Needed:
    """Find needed strings in texts part by part: a word has few places, and words come again.

    Args:
        index: the strings.
    """

    def __init__(self, index: LiteralIndex) -> None:
        self._index = index
        self._bits = index.by_string()
        self._longest = max(map(len, self._bits), default=0)
        self._known: dict[str, int] = {}

    def find(self, text: str) -> int:
        """Give the bits of what stands in a text, as `LiteralIndex.find` does: no string has white space in it."""
        found = 0
        for part in text.split():
            bits = self._known.get(part)
            if bits is None:
                bits = self._look_up(part)
                if len(self._known) >= CACHE_SIZE:
                    self._known.clear()
                if len(part) <= SHORT:
                    self._known[part] = bits
            found |= bits
        return found

    def _look_up(self, text: str) -> int:
        marked = mark(text)
        size, longest = len(marked), self._longest
        if size > SHORT:
            return self._index.find(text)
        found = self._index.digit if self._index.digit and _A_DIGIT.search(text) else 0
        parts = {marked[at:end] for at in range(size) for end in range(at + 1, min(size, at + longest) + 1)}
        for part in parts & self._bits.keys():
            found |= self._bits[part]
        return found


def _each(bits: int) -> Iterator[int]:
    while bits:
        low = bits & -bits
        yield low
        bits ^= low


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
