"""Collect the words that texts are read for: those of the lexicon, of patterns and of prices.

It is made when it is first asked for, since most texts have no use for it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from codewords.match.fuzzy import FuzzyIndex
from codewords.match.lexicon import Lexicon
from codewords.match.mask import MaskIndex
from codewords.model import Pattern, Table
from codewords.text.tables import FoldTables

_SYNTAX = re.compile(r"\\[a-zA-Z](?:\{[^}]*\})?|\[[^\]]*\]|\(\?P?<\w+>|\(\?[a-z]+\)")
_LITERAL = re.compile(r"[^\W\d_]{2,}")

PRICES = ("number_words", "units", "links")
"""Tables of the words that stand in a price."""


class Known:
    """Hold known words, and the ways to look them up.

    Args:
        patterns: the words they are made of are known, beside those of the lexicon.
        phrases: tables of the words of prices and contacts.
        limits: lengths in letters, by the names of `codewords.model.LIMITS`.
    """

    def __init__(
        self,
        lexicon: Lexicon,
        tables: FoldTables,
        patterns: Sequence[Pattern],
        phrases: Mapping[str, Table],
        limits: Mapping[str, int],
    ) -> None:
        self._lexicon = lexicon
        self._tables = tables
        self._patterns = patterns
        self._phrases = phrases
        self._limits = limits

    @cached_property
    def words(self) -> Mapping[str, str]:
        """Give the known words: plain spelling to the one with accents."""
        found: dict[str, str] = {}
        for key, accents in self._lexicon.accents.items():
            found[key] = key if key in accents else min(accents, default=key)
        for word in self._literals():
            found.setdefault(word.translate(self._tables.plain), word)
        return found

    def _literals(self) -> Iterator[str]:
        for pattern in self._patterns:
            yield from _LITERAL.findall(_SYNTAX.sub(" ", pattern.expanded))
        for table in self._phrases.values():
            for phrases in table.values():
                for phrase in phrases:
                    yield from _LITERAL.findall(phrase)

    @cached_property
    def prices(self) -> Mapping[str, str]:
        """Give the words of prices: numbers, units and what links them."""
        found: dict[str, str] = {}
        for name in PRICES:
            for phrases in self._phrases.get(name, {}).values():
                found.update(
                    (phrase.translate(self._tables.plain), phrase) for phrase in phrases if phrase.isalpha()
                )
        return found

    @cached_property
    def parts(self) -> Mapping[str, str]:
        """Give the known words that longer ones may be cut into: none that speaks against an offer."""
        return {key: word for key, word in self.words.items() if key not in self._lexicon.against}

    @cached_property
    def typos(self) -> FuzzyIndex:
        """Give the words that a typist may miss; those for substances have rules of their own."""
        least, coded = self._limits["typo_from"], self._lexicon.coded
        words = (key for key in self.parts if key.isalpha() and len(key) >= least and key not in coded)
        return FuzzyIndex(dict.fromkeys(words, 1), first=0)

    @cached_property
    def masks(self) -> MaskIndex:
        """Give the words by what is left of them when letters are struck out."""
        return MaskIndex(self.words, self._limits, sure=self._lexicon.joined, others=self._lexicon.ordinary)

    @cached_property
    def skeletons(self) -> Mapping[str, list[str]]:
        """Give the words by what is left of them when letters that share a sign are one letter."""
        found: dict[str, list[str]] = defaultdict(list)
        for key in sorted(self.words):
            if key.isascii() and key.isalpha() and len(key) >= self._limits["disguise_from"]:
                found[key.translate(self._tables.classes)].append(key)
        return found
