"""Tell which phrases of the lexicon run over several chunks of a text.

It knows words and the phrases that they begin, and reads no text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from codewords.judge.reach import Reach
from codewords.match.lexicon import Lexicon
from codewords.match.matcher import term_evidence
from codewords.match.words import SWAPPED
from codewords.match.words import Word as Listed
from codewords.model import Term

Begun = Mapping[str, tuple[tuple[tuple[str, ...], int], ...]]
"""Phrases that a word begins: their second word, to the words that must follow and the mask of the evidence."""

CACHE_SIZE = 20_000
"""Sets of words remembered that phrases begun in one chunk go on with; the table is emptied when full."""

_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Word:
    """Say what one token may be in a phrase.

    Args:
        keys: the words it reads as.
        begun: the phrases that these begin.
        sought: words that these phrases go on with, where some detection asks for them.
    """

    keys: frozenset[str]
    begun: Begun
    sought: frozenset[str]


SILENT = Word(_NONE, {}, _NONE)


class Phrases:
    """Look up the phrases that words begin."""

    def __init__(self, lexicon: Lexicon, reach: Reach) -> None:
        self._lexicon = lexicon
        self._reach = reach
        self._known: dict[tuple[str, bool], Word] = {}
        self._masks: dict[str, int] = {}
        self._unions: dict[frozenset[frozenset[str]], frozenset[str]] = {}

    def word(self, listed: Sequence[Listed]) -> Word:
        """Give what a token may be in a phrase.

        Args:
            listed: the words of the lexicon that it reads as.
        """
        each = [self._begun(word.key, swapped=SWAPPED in word.folds) for word in listed]
        if len(each) == 1:
            return each[0]
        together: dict[str, tuple[tuple[tuple[str, ...], int], ...]] = {}
        for word in each:
            for key, rests in word.begun.items():
                together[key] = together.get(key, ()) + rests
        return Word(frozenset().union(*(word.keys for word in each)), together, self.sought(each))

    def sought(self, words: Sequence[Word]) -> frozenset[str]:
        """Give every word that phrases begun by several words go on with; equal sets are one object."""
        each = {word.sought for word in words if word.sought}
        if len(each) < 2:
            return next(iter(each), _NONE)
        slot = frozenset(each)
        known = self._unions.get(slot)
        if known is None:
            if len(self._unions) >= CACHE_SIZE:
                self._unions.clear()
            known = self._unions[slot] = _NONE.union(*each)
        return known

    def _begun(self, key: str, *, swapped: bool) -> Word:
        """Give one word with the phrases that it begins; the mask of those that no detection asks for is 0."""
        slot = (key, swapped)
        known = self._known.get(slot)
        if known is None:
            found: dict[str, list[tuple[tuple[str, ...], int]]] = defaultdict(list)
            sought: set[str] = set()
            for spelling in self._lexicon.by_first.get(key, ()):
                if len(spelling.keys) > 1:
                    mask = self._mask(spelling.term)
                    found[spelling.keys[1]].append((spelling.keys[2:], mask))
                    sought.update(spelling.keys[1:] if mask else ())
            begun = {second: tuple(rests) for second, rests in found.items()}
            known = self._known[slot] = Word(frozenset((key,)), begun, frozenset(sought))
        return known

    def _mask(self, term: Term) -> int:
        """Give the mask of a phrase, whichever of its words was misspelt."""
        if term.status != "stable":
            return 0
        known = self._masks.get(term.id)
        if known is None:
            known = self._reach.mask(term_evidence(term)) | self._reach.mask(term_evidence(term, folds=(SWAPPED,)))
            self._masks[term.id] = known
        return known


def running(words: Sequence[Sequence[Word]]) -> Iterator[tuple[int, int, int]]:
    """Give the phrases that run over several chunks: the first chunk, the last, and the mask of the evidence.

    Args:
        words: those of each chunk, in order.
    """
    flat = [(word, place) for place, each in enumerate(words) for word in each]
    size = len(flat)
    for at, (word, place) in enumerate(flat[:-1], 1):
        if not word.begun:
            continue
        for key in flat[at][0].keys & word.begun.keys():
            for rest, mask in word.begun[key]:
                last = at + len(rest)
                if last < size and flat[last][1] > place and _follow(rest, flat, at + 1):
                    yield place, flat[last][1], mask


def _follow(rest: Sequence[str], flat: Sequence[tuple[Word, int]], at: int) -> bool:
    return all(part in flat[index][0].keys for index, part in enumerate(rest, at))
