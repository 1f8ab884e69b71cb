"""Decide what one token may be: the words of the lexicon it reads as, and how.

The decision depends on the token alone, so it is remembered, in a table of bounded size.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from codewords.match.lexicon import Lexicon
from codewords.text.reading import DISGUISES, Reading, readings
from codewords.text.tables import FoldTables

LOOKS = frozenset({"styled", "confusable", "zero-width", "marks", "width", "encoded"})
"""Folds that change how a letter looks, not which letter it is: safe for words of any length."""

CACHE_SIZE = 200_000
"""Tokens remembered by one engine; the table is emptied when full."""


@dataclass(frozen=True, slots=True)
class Word:
    """Say that a token reads as a word of the lexicon.

    Args:
        key: the word, plain.
        accented: how the token itself spells it, accents kept.
        via: `exact`, `folded` or `fuzzy`.
        start: first character of the word inside the token's raw text.
        end: one past the last.
    """

    key: str
    accented: str
    via: str
    distance: int = 0
    folds: tuple[str, ...] = ()
    start: int = 0
    end: int = 0


class WordReader:
    """Read tokens against a lexicon.

    Args:
        limits: `disguise_from`: letters from which a word may be disguised; `cut_from`: from which a part
            of a glued word counts; `cut_most`: letters of the longest token that is cut.
    """

    def __init__(self, lexicon: Lexicon, tables: FoldTables, limits: Mapping[str, int]) -> None:
        self._lexicon = lexicon
        self._tables = tables
        self._limits = limits
        self._known: dict[tuple[str, bool], tuple[Word, ...]] = {}

    def is_known(self, raw: str, *, hashtag: bool = False) -> bool:
        """Tell whether a token was looked up before."""
        return (raw, hashtag) in self._known

    def read(self, raw: str, *, hashtag: bool = False, fuzzy: bool = True) -> tuple[Word, ...]:
        """Give the words a token may be; the nearest readings first.

        Args:
            raw: the token as it stands in the text.
            hashtag: True after a `#`, where words are glued on purpose.
            fuzzy: False leaves out what costs most; such an answer is not remembered.
        """
        slot = (raw, hashtag)
        known = self._known.get(slot) if fuzzy else None  # else a result would depend on earlier texts
        if known is not None:
            return known
        found = self._decide(raw, hashtag=hashtag, fuzzy=fuzzy)
        if fuzzy:
            if len(self._known) >= CACHE_SIZE:
                self._known.clear()
            self._known[slot] = found
        return found

    def read_all(self, choices: Iterable[Reading]) -> tuple[Word, ...]:
        """Give the words among ready readings, without fuzz."""
        return tuple(self._exact(choices, 0))

    def _decide(self, raw: str, *, hashtag: bool, fuzzy: bool) -> tuple[Word, ...]:
        choices = readings(raw, self._tables)
        exact = self._exact(choices, len(raw))
        if exact or not fuzzy:
            return tuple(exact)
        if any(choice.accented in self._lexicon.ordinary for choice in choices[:1]):
            return ()
        near = self._near(choices, len(raw))
        if near:
            return tuple(near)
        return tuple(self._cut(choices[0], raw, hashtag=hashtag))

    def _exact(self, choices: Iterable[Reading], size: int) -> list[Word]:
        found: dict[str, Word] = {}
        first: Reading | None = None
        for choice in choices:
            first = first or choice
            if choice.key in found or choice.key not in self._lexicon.words:
                continue
            if not self._may_fold(choice, first):
                continue
            accents = self._lexicon.accents[choice.key]
            plain = not choice.folds and choice.accented in accents
            via = "exact" if plain else "folded"
            found[choice.key] = Word(choice.key, choice.accented, via, 0, choice.folds, 0, size)
        return list(found.values())

    def _may_fold(self, choice: Reading, first: Reading) -> bool:
        """Refuse a folding that turns an ordinary word, or a very short one, into a term."""
        disguised = bool(DISGUISES.intersection(choice.folds))
        if not LOOKS.issuperset(choice.folds) and len(choice.key) < self._limits["disguise_from"]:
            return False
        listed = choice.accented in self._lexicon.accents[choice.key]
        if listed and (choice.accented == first.accented or not disguised):
            return True
        return first.accented not in self._lexicon.ordinary

    def _near(self, choices: tuple[Reading, ...], size: int) -> list[Word]:
        for choice in (choices[0], choices[-1]) if len(choices) > 1 else choices:
            if choice.accented in self._lexicon.ordinary or choice.key in self._lexicon.ordinary:
                continue
            if not choice.key.isalpha():
                continue
            near = self._lexicon.fuzzy.find(choice.key)
            if near:
                return [
                    Word(key, choice.accented, "fuzzy", distance, choice.folds, 0, size)
                    for key, distance in near[:3]
                ]
        return []

    def _cut(self, choice: Reading, raw: str, *, hashtag: bool) -> list[Word]:
        """Cut a glued word into words of the lexicon; a hashtag may keep a rest."""
        key = choice.key
        if not 2 * self._limits["cut_from"] <= len(key) <= self._limits["cut_most"]:
            return []
        parts = self._parts(key)
        if parts and not hashtag and not any(key[a:b] in self._lexicon.sure for a, b in parts):
            parts = None  # German and Dutch glue ordinary words all day
        if parts is None and hashtag:
            parts = self._edge(key)
        straight = len(key) == len(raw)
        return [
            Word(key[a:b], key[a:b], "folded", 0, ("glued",), a if straight else 0, b if straight else len(raw))
            for a, b in parts or ()
        ]

    def _parts(self, key: str) -> list[tuple[int, int]] | None:
        """Cut the whole of a word, few and long parts first."""
        least = self._limits["cut_from"]
        ends: dict[int, list[tuple[int, int]]] = {0: []}
        for end in range(least, len(key) + 1):
            for start in range(end - least + 1):
                if start in ends and key[start:end] in self._lexicon.singles:
                    parts = [*ends[start], (start, end)]
                    if end not in ends or len(parts) < len(ends[end]):
                        ends[end] = parts
        whole = ends.get(len(key), [])
        return whole if len(whole) > 1 else None

    def _edge(self, key: str) -> list[tuple[int, int]] | None:
        """Take the longest sure word at either end of a hashtag."""
        least = self._limits["cut_from"] + 1
        for size in range(len(key) - 2, least - 1, -1):
            if key[:size] in self._lexicon.sure:
                return [(0, size)]
            if key[-size:] in self._lexicon.sure:
                return [(len(key) - size, len(key))]
        return None
