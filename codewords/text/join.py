"""Offer runs of neighbouring pieces as one disguised word: `b e u h`, `be-uh`, `c0c@ïne`, `(oke`.

It looks at what stands between tokens, and makes few offers in ordinary text. With a predicate that
tells which keys are worth a look it also offers parts of long runs, and split words (`co caine`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from codewords.text.pieces import LEAST, MOST, IsWord, PieceFinder, join_whole
from codewords.text.reading import Reading, leet, readings
from codewords.text.tables import FoldTables
from codewords.text.token import Cut, Join, Token
from codewords.text.view import View

LONGEST_GAP = 6
"""Characters between two letters of a spaced word."""

SURE = 5
"""Letters of a word that is a part of a longer one whose letters are all parted by signs (`k.e.t` of a ticket)."""

_LEADS = frozenset("$€£¢¥(|!+")
"""Signs that may stand for the first letter of a word."""

_TAILS = frozenset("$€£@+|")
"""Signs that may stand for the last; an exclamation mark is one too often."""


def find_joins(
    original: str, view: View, found: Cut, tables: FoldTables, is_word: IsWord | None
) -> tuple[Join, ...]:
    """Give all offers, sorted by place."""
    finder = _Finder(original, view, found.tokens, tables, is_word)
    pieces = PieceFinder(original, view, found.tokens, tables, is_word)
    joins = [
        *(finder.whole(first, last, "hashtag") for first, last in found.hashtags),
        *finder.spelled(),
        *finder.chunks(),
        *pieces.struck(),
        *pieces.split(),
        *pieces.flags(),
    ]
    joins.sort(key=lambda join: (join.start, -join.end))
    return tuple(joins)


class _Finder:
    def __init__(
        self, original: str, view: View, tokens: Sequence[Token], tables: FoldTables, is_word: IsWord | None
    ) -> None:
        self._original = original
        self._view = view
        self._tokens = tokens
        self._tables = tables
        self._is_word = is_word

    def whole(self, first: int, last: int, step: str) -> Join:
        """Join tokens as they are, without what is between."""
        return join_whole(self._tokens[first:last], first, step, self._tables)

    # letters with something between them

    def spelled(self) -> Iterator[Join]:
        """Join letters that stand alone: `b e u h`, `b.e.u.h`, `b🔥e🔥u🔥h`, one letter a line."""
        alone = [i for i, t in enumerate(self._tokens) if t.view_end - t.view_start == 1 and not t.is_emoji]
        if len(alone) < LEAST:
            return
        run = [alone[0]]
        gaps: list[str] = []
        for before, index in pairwise(alone):
            gap = self._gap(before, index)
            if self._links(gap, gaps, before, index):
                run.append(index)
                gaps.append(gap)
                continue
            yield from self._segments(run, gaps)
            run, gaps = [index], []
        yield from self._segments(run, gaps)

    def _gap(self, before: int, index: int) -> str:
        return self._view.text[self._tokens[before].view_end : self._tokens[index].view_start]

    def _links(self, gap: str, gaps: Sequence[str], before: int, index: int) -> bool:
        if not 0 < len(gap) <= LONGEST_GAP or any(not t.is_emoji for t in self._tokens[before + 1 : index]):
            return False
        return not gaps or gaps[0] == gap or "'" not in gaps[0] + gap

    def _segments(self, run: Sequence[int], gaps: Sequence[str]) -> Iterator[Join]:
        """Cut a run where a gap is wider than one beside it: there a word ends."""
        if len(run) < LEAST:
            return
        widths = [len(gap) + 99 * ("\n" in gap) for gap in gaps]
        first = 0
        for place in range(1, len(run) + 1):
            if place == len(run) or widths[place - 1] > min(widths[max(0, place - 2) : place + 1]):
                if self._is_spelled(run[first:place]):
                    step = "separator" if gaps[first].strip() else "spaced"
                    yield from self._segment(run[first:place], step)
                first = place

    def _is_spelled(self, run: Sequence[int]) -> bool:
        """Tell a spelled word from `il y a 2 à 3 places`."""
        letters = sum(not self._tokens[index].key.isdigit() for index in run)
        digits = len(run) - letters
        return (letters >= LEAST and digits <= letters - 2) or (letters == digits == 2)

    def _segment(self, run: Sequence[int], step: str) -> Iterator[Join]:
        if len(run) <= MOST:
            yield self.whole(run[0], run[-1] + 1, step)
        if self._is_word is None or len(run) <= LEAST:
            return
        keys = [self._tokens[index].key for index in run]
        least = LEAST if step == "spaced" else SURE
        for first, last in _windows(keys, self._tables, self._is_word, least):
            yield self.whole(run[first], run[last - 1] + 1, step)

    # pieces with no white space between them

    def chunks(self) -> Iterator[Join]:
        """Join what stands between two white spaces: `be-uh`, `c0c@ïne`, `$hit`, `k€ta`, `(oke`."""
        text, tokens = self._view.text, self._tokens
        first, lead, at = 0, "", 0
        for index, token in enumerate(tokens):
            gap = text[at : token.view_start]
            at = token.view_end
            if index and (gap == " " or " " in gap or "\n" in gap):
                if index > first + 1 or lead not in ("", " ") or gap[:1] in _TAILS:
                    yield from self._chunk(first, index, lead, gap)
                first, lead = index, gap
            elif not index:
                lead = gap
        if tokens:
            yield from self._chunk(first, len(tokens), lead, text[at:])

    def _chunk(self, first: int, last: int, lead: str, tail: str) -> Iterator[Join]:
        yield from self._parts(first, last)
        tokens = self._tokens[first:last]
        words = [token for token in tokens if not token.is_emoji]
        size = sum(token.view_end - token.view_start for token in words)
        if not words:
            return
        start, end = tokens[0].view_start, tokens[-1].view_end
        if self._is_lead(lead, start) and _has_letters(words[0].key):
            start -= 1
        if tail[:1] in _TAILS and size >= LEAST and _has_letters(words[-1].key):
            end += 1
        signed = (start, end) != (tokens[0].view_start, tokens[-1].view_end)
        if not LEAST <= size + signed <= MOST or (len(words) < 2 and not signed):
            return
        gaps = [self._view.text[a.view_end : b.view_start] for a, b in pairwise(words)]
        if all(len(token.key) == 1 for token in words) and len(words) >= LEAST and not signed:
            return  # `spelled` has it
        if ("/" in gaps and "." in gaps) or words[0].key == "www" or "://" in gaps:
            return  # a link
        if any(len(gap) > 3 or not gap or "'" in gap or '"' in gap or "#" in gap for gap in gaps):
            return
        choices = self._choices(words, gaps, self._view.text[start:end], signed=signed)
        if choices:
            yield Join(first, last, *self._view.span(start, end), tuple(choices)[:16])

    def _parts(self, first: int, last: int) -> Iterator[Join]:
        """Join two to four neighbours in a longer chunk, where that is worth a look: `be.uh.dispo`."""
        if self._is_word is None or last - first < LEAST:
            return
        for begin in range(first, last - 1):
            key = self._tokens[begin].key
            for end in range(begin + 1, min(begin + 4, last)):
                key = (key + self._tokens[end].key).translate(self._tables.plain)
                if LEAST < len(key) <= MOST and end + 1 - begin < last - first and self._is_word(key):
                    yield self.whole(begin, end + 1, "separator")

    def _is_lead(self, lead: str, start: int) -> bool:
        """Tell whether a sign before a word may be its first letter, and is no bracket that closes again."""
        if lead[-1:] not in _LEADS or lead[-2:-1] not in ("", " ", "\n"):
            return False
        if lead[-1] != "(":
            return True
        line = self._view.text.find("\n", start, start + 400)
        return ")" not in self._view.text[start : line if line >= 0 else start + 400]

    def _choices(self, words: Sequence[Token], gaps: Sequence[str], light: str, *, signed: bool) -> list[Reading]:
        found: dict[str, Reading] = {}
        tables = self._tables
        signs = [gap for gap in gaps if gap and all(c in tables.leet for c in gap)]
        numbered = any(_is_quantity(word.key) for word in words)
        if not signed and not numbered and "@" not in gaps:
            step = "separator"
            for item in readings("".join(word.raw for word in words), tables):
                found.setdefault(item.key, Reading(item.key, item.accented, (*item.folds, step)))
        if signs or signed:
            guesses = self._signs(light, gaps)
            for accented, folds in (
                islice(guesses, 1) if numbered else guesses
            ):  # a number is read by a lexicon alone
                key = accented.translate(tables.plain)
                if all(char.isalnum() or char in tables.leet for char in key):
                    found.setdefault(key, Reading(key, accented, folds))
        return list(found.values())

    def _signs(self, light: str, gaps: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Read the signs of a chunk as letters; one that masks a letter as every vowel."""
        for gap in gaps:
            if not all(c in self._tables.leet for c in gap):
                light = light.replace(gap, "")
        yield light, ()
        yield from leet(light, (), self._tables)
        masks = [gap for gap in gaps if gap in self._tables.masks]
        if len(masks) == 1 and light.count(masks[0]) == 1:
            for letter in self._tables.masks[masks[0]]:
                yield light.replace(masks[0], letter), ("masked",)


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


def _has_letters(key: str) -> bool:
    return any(char.isalpha() for char in key)


def _is_quantity(key: str) -> bool:
    """Tell a number, with or without a unit, from a word with digits in it."""
    return key[:1].isdigit() and len(key.lstrip("0123456789")) <= 3
