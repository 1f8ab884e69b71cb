"""Decide what one token may be: the words of the lexicon it reads as, and how.

The decision depends on the token alone, so it is remembered, in a table of bounded size.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from codewords.match.lexicon import Lexicon
from codewords.text.reading import DISGUISES, MASK, Reading, has_signs, is_quantity, readings
from codewords.text.tables import FoldTables

LOOKS = frozenset({"styled", "confusable", "zero-width", "marks", "width", "encoded"})
"""Folds that change how a letter looks, not which letter it is: safe for words of any length."""

_RUN = re.compile(r"[^\W\d_]+")

SWAPPED = "swapped"
"""Fold of a short word whose letters changed places: a guess that must not count alone."""

CACHE_SIZE = 200_000
"""Tokens remembered by one engine; the table is emptied when full."""


@dataclass(frozen=True, slots=True)
class Word:
    """Say that a token reads as a word of the lexicon.

    Args:
        key: the word, plain.
        accented: how the token itself spells it, accents kept.
        via: `exact`, `folded`, `fuzzy` or `phonetic`.
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
            of a glued word counts; `cut_most`: letters of the longest token that is cut; `edge_from`: letters
            of a sure word that may stand beside a rest in a hashtag; `guesses`: words of one token at most.
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
        """Give the words among ready readings, without fuzz; letters struck out are filled in."""
        filled = [choice for choice in map(self._fill, choices) if choice]
        found = self._exact([*filled, *self._unleet(filled)], 0)
        others = {choice.key for choice in filled if "masked" in choice.folds and self._is_ordinary(choice)}
        return tuple(word for word in found if not others - {word.key} or word.key in self._lexicon.sure)

    def _is_ordinary(self, choice: Reading) -> bool:
        """Tell whether a word may stand there that is no code."""
        return choice.key in self._lexicon.ordinary or choice.key in self._lexicon.words

    def _unleet(self, choices: Iterable[Reading]) -> Iterator[Reading]:
        """Give the words whose letters the signs of a reading may stand for, each sign for itself."""
        tables = self._tables
        for choice in choices:
            if not has_signs(choice.accented, tables):
                continue
            plain = choice.accented.translate(tables.plain)
            for key in self._lexicon.skeletons.get(plain.translate(tables.classes), ()):
                if is_quantity(plain) and (key not in self._lexicon.sure or len(key) < self._limits["swap_from"]):
                    continue  # `83uh`, but no `20min`
                pairs = zip(plain, key, strict=True)
                if all(char == letter or letter in tables.leet.get(char, "") for char, letter in pairs):
                    yield Reading(key, key, (*choice.folds, "leet"))

    def _fill(self, choice: Reading) -> Reading | None:
        """Fill in letters struck out, where exactly one word fits."""
        if "masked" not in choice.folds or MASK not in choice.key:
            return choice
        bare = choice.key.removesuffix(MASK)
        if MASK not in bare and (bare in self._lexicon.words or bare in self._lexicon.ordinary):
            return None  # the star of a footnote
        word = self._lexicon.masked.find(choice.key)
        return Reading(word, word, choice.folds) if word else None

    def _decide(self, raw: str, *, hashtag: bool, fuzzy: bool) -> tuple[Word, ...]:
        choices = readings(raw, self._tables)
        exact = self._exact((*choices, *self._unleet(choices[:1])), len(raw))
        if exact or not fuzzy:
            return tuple(exact)
        if any(choice.accented in self._lexicon.ordinary for choice in choices[:1]):
            return ()
        near = self._near(choices, len(raw))
        if not near or near[0].distance > 1:
            near = self._alike(choices[0], len(raw)) or near
        if near:
            return tuple(near)
        plain = next(
            (choice for choice in choices if choice.key.isascii() and LOOKS.issuperset(choice.folds)), None
        )
        return tuple(self._cut(plain or choices[0], raw, hashtag=hashtag))

    def _exact(self, choices: Iterable[Reading], size: int) -> list[Word]:
        found: dict[str, Word] = {}
        first: Reading | None = None
        for choice in choices:
            first = first or choice
            if choice.key in found or choice.key not in self._lexicon.words:
                continue
            if (found and "double" in choice.folds) or not self._may_fold(choice, first):
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
        free = not disguised and "double" not in choice.folds  # `scott` is no `scot`
        if listed and (choice.accented == first.accented or free):
            return True
        return first.accented not in self._lexicon.ordinary

    def _near(self, choices: tuple[Reading, ...], size: int) -> list[Word]:
        likely = [choice for choice in choices if "double" not in choice.folds]  # one edit, counted as such
        for choice in likely[:1] + likely[1:][-1:]:
            if choice.accented in self._lexicon.ordinary or choice.key in self._lexicon.ordinary:
                continue
            if not choice.key.isalpha():
                continue
            if len(choice.key) < self._limits["fuzz_folded_from"] and not LOOKS.issuperset(choice.folds):
                continue  # a disguise taken off is one guess, a typo another
            near = self._lexicon.fuzzy.find(choice.key)
            if near:
                return [
                    Word(key, choice.accented, "fuzzy", distance, choice.folds, 0, size)
                    for key, distance in near[: self._limits["guesses"]]
                ]
        return []

    def _alike(self, choice: Reading, size: int) -> list[Word]:
        """Give the words that a spelling sounds like, or whose few letters it has in another order."""
        if choice.key in self._lexicon.ordinary:
            return []
        most = self._limits["guesses"]
        heard = self._lexicon.phonetic.find(choice.accented)
        if heard:
            return [Word(key, choice.accented, "phonetic", 0, choice.folds, 0, size) for key in heard[:most]]
        swapped = self._lexicon.swapped.get(choice.key, ())
        return [
            Word(key, choice.accented, "fuzzy", 1, (*choice.folds, SWAPPED), 0, size) for key in swapped[:most]
        ]

    def _cut(self, choice: Reading, raw: str, *, hashtag: bool) -> list[Word]:
        """Cut a glued word into words of the lexicon; a hashtag may keep a rest."""
        key = choice.key
        if not 2 * self._limits["cut_from"] <= len(key) <= self._limits["cut_most"]:
            return []
        parts = self._listed(key, self._parts(key)) or self._runs(key)
        if parts and not hashtag and not self._is_sure_cut(key, parts):
            parts = None  # German and Dutch glue ordinary words all day
        parts = parts or self._around(key, hashtag=hashtag)
        if parts is None and hashtag:
            parts = self._edge(key)
        straight = len(key) == len(raw)
        return [
            Word(
                key[a:b],
                key[a:b],
                "folded",
                0,
                (*choice.folds, "glued"),
                a if straight else 0,
                b if straight else len(raw),
            )
            for a, b in parts or ()
        ]

    def _is_sure_cut(self, key: str, parts: Sequence[tuple[int, int]]) -> bool:
        """Ask for a sure word, a long one where it begins and small ones follow (`Heroen` is no `hero en`)."""
        least = self._limits["glued_from"] if len(parts) == 1 and parts[0][0] == 0 else 1
        return any(b - a >= least for a, b in parts if key[a:b] in self._lexicon.sure)

    def _listed(self, key: str, parts: list[tuple[int, int]] | None) -> list[tuple[int, int]] | None:
        """Leave out the small words of a cut."""
        return [(a, b) for a, b in parts or () if key[a:b] in self._lexicon.parts] or None

    def _parts(self, key: str) -> list[tuple[int, int]] | None:
        """Cut the whole of a word, few and long parts first."""
        ends: dict[int, list[tuple[int, int]]] = {0: []}
        for end in range(1, len(key) + 1):
            for start in range(end):
                if start in ends and self._is_part(key, start, end, ends[start]):
                    parts = [*ends[start], (start, end)]
                    if end not in ends or len(parts) < len(ends[end]):
                        ends[end] = parts
        whole = ends.get(len(key), [])
        return whole if len(whole) > 1 else None

    def _is_part(self, key: str, start: int, end: int, before: list[tuple[int, int]]) -> bool:
        """Tell a listed word, or a small one that follows none: two of them make many a word (`par`, `is`)."""
        word = key[start:end]
        if word in self._tables.glue:
            return not before or key[slice(*before[-1])] not in self._tables.glue
        return len(word) >= self._limits["cut_from"] and word in self._lexicon.parts

    def _runs(self, key: str) -> list[tuple[int, int]] | None:
        """Cut a word at its digits (`weed4sale`), when all that is left is listed."""
        runs = [found.span() for found in _RUN.finditer(key)]
        if len(runs) < 2 or not all(key[a:b] in self._lexicon.parts for a, b in runs):
            return None
        return runs

    def _around(self, key: str, *, hashtag: bool) -> list[tuple[int, int]] | None:
        """Find a sure word between words that need not be listed: `theweedplug`, `loudestweedin`."""
        least = self._limits["edge_from"]
        for size in range(len(key) - self._limits["cut_from"], least - 1, -1):
            for start in range(len(key) - size + 1):
                if key[start : start + size] not in self._lexicon.sure:
                    continue
                counts = [self._words_of(rest) for rest in (key[:start], key[start + size :]) if rest]
                if all(counts) and (
                    hashtag
                    or sum(counts) > 1
                    or size >= self._limits["glued_from"]
                    or self._is_joined(key, start, size)
                ):
                    return [(start, start + size)]
        return None

    def _is_joined(self, key: str, start: int, size: int) -> bool:
        """Tell whether the one word beside a sure one is of trade."""
        return (key[:start] or key[start + size :]) in self._lexicon.joined

    def _words_of(self, rest: str) -> int:
        """Count the words of a rest: one, or a small word and another; 0 where it is neither."""
        glue, words, least = self._tables.glue, self._lexicon.words, self._limits["cut_from"]
        if rest in glue or (len(rest) >= least and rest in words):
            return 1
        cuts = ((rest[:at], rest[at:]) for at in range(2, len(rest) - 1))
        return 2 * any(
            (small in glue and word not in glue and word in words and len(word) >= least)
            for cut in cuts
            for small, word in (cut, cut[::-1])
        )

    def _edge(self, key: str) -> list[tuple[int, int]] | None:
        """Take the longest sure word at either end of a hashtag."""
        least = self._limits["edge_from"]
        for size in range(len(key) - 2, least - 1, -1):
            if key[:size] in self._lexicon.sure:
                return [(0, size)]
            if key[-size:] in self._lexicon.sure:
                return [(len(key) - size, len(key))]
        return None
