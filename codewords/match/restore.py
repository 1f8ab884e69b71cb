"""Write disguised words plain, so that patterns, prices and contacts can be read over them.

A word is written plain only where the lexicon, the patterns or the words of prices know it; everything
else stays as it is, with the way back to the original. It reads no prices and knows no points.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise

from codewords.match.known import Known
from codewords.match.lattice import is_plain_pair, is_spelled
from codewords.match.lexicon import Lexicon
from codewords.match.restored import Change, Restored, write
from codewords.match.words import LOOKS
from codewords.text.document import Document, Token
from codewords.text.reading import MASK, Reading, has_signs, is_quantity, readings
from codewords.text.tables import FoldTables

_CHUNK = re.compile(r"[^\s,;:/'\"’«»]+")
_STAR = re.compile(r"[*](?![\w*])")
_HANDLE = re.compile(r"[@_/]|[.-](?=\w)")

CACHE_SIZE = 100_000
"""Tokens remembered by one engine; the table is emptied when full."""


class Restorer:
    """Write disguised words of texts plain.

    Args:
        listed: the words that texts are read for.
        limits: lengths in letters, by the names of `codewords.model.LIMITS`.
    """

    def __init__(self, lexicon: Lexicon, tables: FoldTables, listed: Known, limits: Mapping[str, int]) -> None:
        self._lexicon = lexicon
        self._tables = tables
        self._limits = limits
        self._listed = listed
        self._seen: dict[tuple[str, bool, bool], Reading | None] = {}

    def restore(
        self, document: Document, *, keep: Sequence[tuple[int, int]] = (), glued: bool = True
    ) -> Restored | None:
        """Write the disguised words of a document plain; nothing when there are none.

        Args:
            keep: spans of the original that stay as they are: handles and links.
            glued: False leaves words written as one alone, save in hashtags and prices.
        """
        offers = [*self._joined(document), *self._single(document, glued=glued), *self.signed(document.original)]
        offers.extend(self._split(document) if glued else ())
        return _written(document, offers, keep) if offers else None

    def restore_part(self, document: Document) -> tuple[Restored | None, Restored | None]:
        """Give what `restore` gives of a part of a text, with `glued` and without; nothing is kept."""
        alike = [*self._joined(document), *self.signed(document.original)]
        glued = [*alike, *self._single(document, glued=True), *self._split(document)]
        apart = [*alike, *self._single(document, glued=False)]
        return _written(document, glued, ()) if glued else None, _written(document, apart, ()) if apart else None

    def tails(self, head: str) -> frozenset[str]:
        """Give what is written as one with a plain token, when it stands behind it: `makes_word` holds."""
        return frozenset(tail for tail in tails(self._ranked, head) if self.makes_word(head, tail))

    @cached_property
    def _ranked(self) -> list[str]:
        return sorted(self._listed.parts)

    def _joined(self, document: Document) -> Iterator[Change]:
        """Offer words in pieces."""
        for join in document.joins:
            if is_plain_pair(document, join, self._lexicon):
                continue
            if any("hashtag" in reading.folds for reading in join.readings):
                parts = (token.raw for token in document.tokens[join.first : join.last])
                yield Change(join.start - 1, join.end, " ".join(parts), ("hashtag",))
                continue
            found = self._known(join.readings)
            if found:
                yield Change(join.start, join.end, found.accented, found.folds)
            elif is_spelled(document, join):
                yield Change(join.start, join.end, join.readings[0].accented, ("spelled",))

    def signed(self, text: str) -> Iterator[Change]:
        """Offer what stands between spaces and is read sign by sign: `(4r+0n5`, `5kr1v1m!`."""
        if self._tables.leet.keys().isdisjoint(text.lower()):
            return
        for chunk in _CHUNK.finditer(text):
            for raw in dict.fromkeys((chunk[0], chunk[0].rstrip("!.?)"))):
                accented = raw.lower()
                if not self._limits["disguise_from"] < len(raw) <= self._limits["cut_most"] or accented.isalpha():
                    continue
                key = next(self._unleet(Reading(accented, accented)), None)
                if key is not None:
                    yield Change(chunk.start(), chunk.start() + len(raw), self._listed.words[key], ("leet",))
                    break

    def _split(self, document: Document) -> Iterator[Change]:
        """Offer words cut in two by a space, of which a part is no word."""
        text = document.original
        for before, token in pairwise(document.tokens):
            if text[before.end : token.start] != " " or before.is_emoji or token.is_emoji:
                continue
            halves = [part.key.translate(self._tables.plain) for part in (before, token)]
            if self.makes_word(*halves):
                yield Change(before.start, token.end, self._listed.words["".join(halves)], ("split",))

    def makes_word(self, first: str, second: str) -> bool:
        """Tell whether two plain neighbours are one known word cut in two."""
        key = first + second
        if key not in self._listed.parts or len(key) < self._limits["fuzz_1_from"] or not key.isalpha():
            return False
        return self._is_scrap(first) or self._is_scrap(second)

    def _is_scrap(self, key: str) -> bool:
        """Tell a piece of a word from a word; short ones are words only when they are small words."""
        if len(key) <= self._limits["part_most"]:
            return key not in self._tables.glue
        return key not in self._listed.words and key not in self._lexicon.ordinary

    def _single(self, document: Document, *, glued: bool) -> Iterator[Change]:
        """Offer words of one token, and those glued together."""
        text = document.original
        for token in document.tokens:
            if token.is_emoji:
                continue
            hashtag = token.start > 0 and text[token.start - 1] == "#"
            star = _STAR.match(text, token.end) is not None
            found = self._token(token, glued=glued or hashtag, star=star)
            if found and not _is_in_handle(text, token):
                start, end = token.start - hashtag, token.end + (star and "masked" in found.folds)
                yield Change(start, end, found.accented, found.folds)

    def _token(self, token: Token, *, glued: bool, star: bool) -> Reading | None:
        slot = (token.raw, glued, star)
        if slot not in self._seen:
            if len(self._seen) >= CACHE_SIZE:
                self._seen.clear()
            self._seen[slot] = self._decide(token.raw, glued=glued, star=star)
        return self._seen[slot]

    def _decide(self, raw: str, *, glued: bool, star: bool) -> Reading | None:
        choices = readings(raw, self._tables)
        first = choices[0]
        if first.key in self._listed.words or first.accented in self._lexicon.ordinary:
            return None
        if star:
            return self._known([Reading(first.key + MASK, first.accented + MASK, (*first.folds, "masked"))])
        found = self._known(choices[1:])
        if found:
            return found
        whole = next(
            (c for c in choices if c.key.isascii() and c.key.isalpha() and LOOKS.issuperset(c.folds)), None
        )
        if whole is None:
            return None
        return self._cut(whole, self._listed.parts if glued else self._listed.prices) or (
            self._mended(whole) if glued else None
        )

    def _mended(self, choice: Reading) -> Reading | None:
        """Mend one edit inside a word; at its end it would be another form of the same word."""
        key = choice.key
        if len(key) + 1 < self._limits["typo_from"]:
            return None
        fits = [word for word, _ in self._listed.typos.find(key) if word[0] == key[0] and word[-1] == key[-1]]
        swapped = [word for word in fits if sorted(word) == sorted(key)]
        fits = swapped or fits
        return Reading(fits[0], self._listed.words[fits[0]], (*choice.folds, "typo")) if len(fits) == 1 else None

    def _known(self, choices: Iterable[Reading]) -> Reading | None:
        """Give the first reading that is a known word, written as the dictionary does."""
        least = self._limits["disguise_from"]
        choices = [choice for choice in map(self._fill, choices) if choice and "double" not in choice.folds]
        fits = [c for c in choices if len(c.key) >= least and c.key.isalpha() and c.key in self._listed.words]
        if len(fits) > 1 and any("masked" in choice.folds for choice in fits):
            # a letter struck out proves nothing where several words fit alike
            fits = [choice for choice in fits if choice.key in self._lexicon.joined]
            fits = fits if len(fits) == 1 else []
        if fits:
            return replace(fits[0], accented=self._spelled(fits[0]))
        for choice in choices:
            for key in self._unleet(choice):
                return Reading(key, self._listed.words[key], (*choice.folds, "leet"))
        return None

    def _fill(self, choice: Reading) -> Reading | None:
        """Fill in letters struck out, where exactly one known word fits."""
        if MASK not in choice.key:
            return choice
        word = self._listed.masks.find(choice.key)
        return Reading(word, word, choice.folds) if word else None

    def _spelled(self, choice: Reading) -> str:
        """Keep the accents as they were written, where they make a known word."""
        if choice.accented in self._lexicon.accents.get(choice.key, ()):
            return choice.accented
        return self._listed.words[choice.key]

    def _unleet(self, choice: Reading) -> Iterator[str]:
        """Give the known words whose letters the signs of a reading may stand for."""
        tables = self._tables
        if not has_signs(choice.accented, tables) or is_quantity(choice.accented):
            return
        plain = choice.accented.translate(tables.plain)
        fitting = self._listed.skeletons.get(plain.translate(tables.classes), ())
        for key in sorted(fitting, key=lambda key: key not in self._lexicon.joined):
            pairs = zip(plain, key, strict=True)
            if all(char == letter or letter in tables.leet.get(char, "") for char, letter in pairs):
                yield key

    def _cut(self, choice: Reading, known: Mapping[str, str]) -> Reading | None:
        """Cut words written as one, into few and long known words."""
        key = choice.key
        if not 2 * self._limits["cut_from"] - 1 <= len(key) <= self._limits["cut_most"]:
            return None
        best: dict[int, list[str]] = {0: []}
        for end in range(2, len(key) + 1):
            for start in range(max(0, end - self._limits["cut_most"]), end - 1):
                if start in best and self._is_part(key[start:end], known):
                    parts = [*best[start], key[start:end]]
                    if end not in best or len(parts) < len(best[end]):
                        best[end] = parts
        parts = best.get(len(key), [])
        if len(parts) < 2 or all(part in self._tables.glue for part in parts):
            return None
        told = [part for part in parts if part not in self._tables.glue]
        if len(told) == 1 and len(told[0]) < self._limits["fuzz_1_from"]:
            return None  # `partis` is no `part is`, nor `tabou` a `tab ou`
        long = sum(len(part) for part in parts if len(part) > self._limits["cut_from"])
        if known is self._listed.parts and 2 * long < len(key):
            return None
        return Reading(key, " ".join(known.get(part, part) for part in parts), (*choice.folds, "glued"))

    def _is_part(self, word: str, known: Mapping[str, str]) -> bool:
        return word in self._tables.glue or (len(word) >= self._limits["cut_from"] and word in known)


def tails(ranked: Sequence[str], head: str) -> Iterator[str]:
    """Give what is left of sorted words that begin with, and are more than, a head.

    >>> list(tails(["be", "beer", "beuh", "coke"], "be"))
    ['er', 'uh']
    """
    at = bisect_right(ranked, head)
    while at < len(ranked) and ranked[at].startswith(head):
        yield ranked[at][len(head) :]
        at += 1


def _written(document: Document, offers: list[Change], keep: Sequence[tuple[int, int]]) -> Restored | None:
    """Take the offers that do not overlap, long ones first, and write a document with them."""
    offers.sort(key=lambda change: ("spelled" in change.folds, change.start - change.end, change.start))
    taken: list[Change] = []
    for change in offers:
        spans = (*((item.start, item.end) for item in taken), *keep)
        if not any(start < change.end and change.start < end for start, end in spans):
            taken.append(change)
    if not taken:
        return None
    taken.sort(key=lambda change: change.start)
    return Restored(write(document.original, taken), tuple(taken))


def _is_in_handle(text: str, token: Token) -> bool:
    """Tell a part of a handle or link from a word."""
    before = text[token.start - 1 : token.start] if token.start else ""
    return before in tuple("@_/") or _HANDLE.match(text, token.end) is not None
