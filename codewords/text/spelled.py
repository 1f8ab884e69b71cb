"""Offer letters that stand alone as one word: `b e u h`, `b.e.u.h`, `b🔥e🔥u🔥h`, `p.$.i.l.o`.

It looks at single letters, at the signs among them and at what parts them; what stands between two white
spaces as a whole is the business of `join`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from codewords.text.pieces import LEAST, MOST, IsWord
from codewords.text.reading import Reading, readings
from codewords.text.tables import FoldTables
from codewords.text.token import Join, Token
from codewords.text.view import View

LONGEST_GAP = 6
"""Characters between two letters of a spaced word."""

SURE = 5
"""Letters of a word that is a part of a longer one whose letters are all parted by signs (`k.e.t` of a ticket)."""

_SIGN = re.compile(
    r"(?<=([^\w\s]))(?!\1)[^\w\s](?=\1)"  # the same on both sides
    r"|(?<!\S)([^\w\s])(?=(?!\2)[^\w\s]\w)"  # the first of a word
    r"|(?<=\w([^\w\s]))(?!\3)[^\w\s](?!\S)"  # the last
)
"""What stands among parted letters as if it were one of them."""


@dataclass(frozen=True, slots=True)
class _Letter:
    """Place one letter, or a sign that stands for one.

    Args:
        raw: as it stands in the original.
        key: folded.
        first: index of its token; of the next one for a sign.
        last: one past the index of its token; the same as `first` for a sign.
        start: first character in the light view.
        end: one past the last.
    """

    raw: str
    key: str
    first: int
    last: int
    start: int
    end: int


class SpelledFinder:
    """Offer joins of single letters in one text.

    Args:
        is_word: tells whether a key is worth a look inside a longer run; `None` looks for none.
    """

    def __init__(self, view: View, tokens: Sequence[Token], tables: FoldTables, is_word: IsWord | None) -> None:
        self._view = view
        self._tokens = tokens
        self._tables = tables
        self._is_word = is_word

    def find(self) -> Iterator[Join]:
        """Give the offers, run by run."""
        letters = self._letters()
        if len(letters) < LEAST:
            return
        run = [letters[0]]
        gaps: list[str] = []
        for before, letter in pairwise(letters):
            gap = self._view.text[before.end : letter.start]
            if self._links(gap, gaps, before, letter):
                run.append(letter)
                gaps.append(gap)
                continue
            yield from self._segments(run, gaps)
            run, gaps = [letter], []
            if gap != "'" and self._links(gap, (), before, letter):  # `d'a.b.c`: the article stays behind
                run, gaps = [before, letter], [gap]
        yield from self._segments(run, gaps)

    def _letters(self) -> list[_Letter]:
        """Give the letters that stand alone, and the signs that stand among them."""
        letters = [
            _Letter(t.raw, t.key, i, i + 1, t.view_start, t.view_end)
            for i, t in enumerate(self._tokens)
            if t.view_end - t.view_start == 1 and not t.is_emoji
        ]
        if len(letters) < 2:  # no sign stands among fewer
            return letters
        signs = [
            self._sign(found.start()) for found in _SIGN.finditer(self._view.text) if found[0] in self._tables.leet
        ]
        return sorted((*letters, *signs), key=lambda letter: letter.start) if signs else letters

    def _sign(self, at: int) -> _Letter:
        sign = self._view.text[at]
        index = bisect_left(self._tokens, at, key=lambda token: token.view_start)
        return _Letter(sign, sign, index, index, at, at + 1)

    def _links(self, gap: str, gaps: Sequence[str], before: _Letter, letter: _Letter) -> bool:
        between = self._tokens[before.last : letter.first]
        if not 0 < len(gap) <= LONGEST_GAP or any(not token.is_emoji for token in between):
            return False
        return not gaps or gaps[0] == gap or "'" not in gaps[0] + gap

    def _segments(self, run: Sequence[_Letter], gaps: Sequence[str]) -> Iterator[Join]:
        """Cut a run where a gap is wider than one beside it: there a word ends."""
        if len(run) < LEAST:
            return
        widths = [len(gap) + 99 * ("\n" in gap) for gap in gaps]
        first = 0
        for place in range(1, len(run) + 1):
            if place == len(run) or widths[place - 1] > min(widths[max(0, place - 2) : place + 1]):
                step = "separator" if first < len(gaps) and gaps[first].strip() else "spaced"
                if self._is_spelled(run[first:place], step):
                    yield from self._segment(run[first:place], step)
                first = place

    def _is_spelled(self, run: Sequence[_Letter], step: str) -> bool:
        """Tell a spelled word from `il y a 2 à 3 places`; signs between all letters leave less doubt."""
        letters = sum(letter.key.isalpha() for letter in run)
        others = len(run) - letters
        doubt = 0 if step == "separator" else 2
        return (letters >= LEAST and others <= letters - doubt) or (letters == others == 2)

    def _segment(self, run: Sequence[_Letter], step: str) -> Iterator[Join]:
        if len(run) <= MOST:
            yield self._join(run, step)
        if self._is_word is None or len(run) <= LEAST:
            return
        keys = [letter.key for letter in run]
        least = LEAST if step == "spaced" else SURE
        for first, last in _windows(keys, self._tables, self._is_word, least):
            yield self._join(run[first:last], step)

    def _join(self, run: Sequence[_Letter], step: str) -> Join:
        raw = "".join(letter.raw for letter in run)
        choices = tuple(
            Reading(item.key, item.accented, (*item.folds, step)) for item in readings(raw, self._tables)
        )
        return Join(run[0].first, run[-1].last, *self._view.span(run[0].start, run[-1].end), choices)


def _windows(keys: Sequence[str], tables: FoldTables, is_word: IsWord, least: int) -> Iterator[tuple[int, int]]:
    """Find known words among single letters, as ranges of them."""
    plain = [key.translate(tables.plain)[:1] or "-" for key in keys]
    spellings = {"".join(plain)}
    for choice in (0, -1):
        spellings.add("".join(tables.leet[c][choice] if c in tables.leet else c for c in plain))
    for spelling in sorted(spellings):
        for first in range(len(spelling) - least + 1):
            for last in range(first + least, min(first + 12, len(spelling)) + 1):
                if last - first < len(spelling) and is_word(spelling[first:last]):
                    yield first, last
