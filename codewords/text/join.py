"""Offer runs of neighbouring pieces as one disguised word: `be-uh`, `c0c@ïne`, `(oke`, `#BeuhDispo`.

It looks at what stands between tokens, and makes few offers in ordinary text. With a predicate that
tells which keys are worth a look it also offers parts of long runs, and split words (`co caine`).
Letters that stand alone have a room of their own, `spelled`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from codewords.text.pieces import LEAST, MOST, IsWord, PieceFinder, join_whole
from codewords.text.reading import Reading, leet, looks, readings, shorten
from codewords.text.spelled import SpelledFinder
from codewords.text.tables import FoldTables
from codewords.text.token import Cut, Join, Token
from codewords.text.view import View

_LEADS = frozenset("$€£¢¥(|!+")
"""Signs that may stand for the first letter of a word."""

_TAILS = frozenset("$€£@+|(")
"""Signs that may stand for the last; an exclamation mark is one too often."""


def find_joins(
    original: str, view: View, found: Cut, tables: FoldTables, is_word: IsWord | None
) -> tuple[Join, ...]:
    """Give all offers, sorted by place."""
    finder = _Finder(original, view, found.tokens, tables, is_word)
    pieces = PieceFinder(original, view, found.tokens, tables, is_word)
    joins = [
        *(finder.whole(first, last, "hashtag") for first, last in found.hashtags),
        *SpelledFinder(view, found.tokens, tables, is_word).find(),
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
        choices = self._choices(words, gaps, start, end, signed=signed)
        if choices:
            yield Join(first, last, *self._view.span(start, end), tuple(choices)[:16])

    def _parts(self, first: int, last: int) -> Iterator[Join]:
        """Join two to four neighbours in a longer chunk, where that is worth a look: `be.uh.dispo`."""
        if self._is_word is None or last - first < LEAST:
            return
        words = [index for index in range(first, last) if not self._tokens[index].is_emoji]
        for place, begin in enumerate(words):
            key = self._tokens[begin].key
            for end in words[place + 1 : place + 4]:
                key = (key + self._tokens[end].key).translate(self._tables.plain)
                if LEAST < len(key) <= MOST and (begin, end) != (words[0], words[-1]) and self._is_word(key):
                    yield self.whole(begin, end + 1, "separator")

    def _is_lead(self, lead: str, start: int) -> bool:
        """Tell whether a sign before a word may be its first letter, and is no bracket that closes again."""
        if lead[-1:] not in _LEADS or lead[-2:-1] not in ("", " ", "\n"):
            return False
        if lead[-1] != "(":
            return True
        line = self._view.text.find("\n", start, start + 400)
        return ")" not in self._view.text[start : line if line >= 0 else start + 400]

    def _choices(
        self, words: Sequence[Token], gaps: Sequence[str], start: int, end: int, *, signed: bool
    ) -> list[Reading]:
        """Give what a chunk may be: its signs stand for letters, or part them."""
        tables = self._tables
        signs = [gap for gap in gaps if gap and all(c in tables.leet for c in gap)]
        numbered = any(_is_quantity(word.key) for word in words)
        apart: list[Reading] = []
        if not signed and not numbered and "@" not in gaps:
            raw = "".join(word.raw for word in words)
            apart = [Reading(r.key, r.accented, (*r.folds, "separator")) for r in readings(raw, tables)]
        guesses = []
        if signs or signed:
            raw = self._original[slice(*self._view.span(start, end))]
            found = self._signs(raw, self._view.text[start:end], gaps)
            for accented, folds in islice(found, 1 if numbered else None):  # a number is read by a lexicon alone
                key = accented.translate(tables.plain)
                if all(char.isalnum() or char in tables.leet for char in key):
                    guesses.append(Reading(key, accented, folds))
        both = [*guesses, *apart] if set(signs) - _PARTING else [*apart, *guesses]
        return list({item.key: item for item in reversed(both)}.values())[::-1]

    def _signs(self, raw: str, light: str, gaps: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Read the signs of a chunk as letters; one that masks a letter as every vowel."""
        for gap in gaps:
            if not all(c in self._tables.leet for c in gap):
                raw, light = raw.replace(gap, ""), light.replace(gap, "")
        yield light, ()
        bases = [(light, ()), *looks(raw, light, (), self._tables)]
        found = [item for accented, folds in bases for item in leet(accented, folds, self._tables)]
        yield from found
        for accented, folds in found:
            yield from shorten(accented, folds)
        masks = [gap for gap in gaps if gap in self._tables.masks]
        if len(masks) == 1 and light.count(masks[0]) == 1:
            for letter in self._tables.masks[masks[0]]:
                yield light.replace(masks[0], letter), ("masked",)


_PARTING = frozenset("*|")
"""Signs that stand for a letter, and part letters oftener."""


def _has_letters(key: str) -> bool:
    return any(char.isalpha() for char in key)


def _is_quantity(key: str) -> bool:
    """Tell a number, with or without a unit, from a word with digits in it."""
    return key[:1].isdigit() and len(key.lstrip("0123456789")) <= 3
