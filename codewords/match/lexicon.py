"""Compile the terms of a rule set into tables of words and phrases.

It knows how a spelling is folded and how far a typo may go, and nothing of texts or points.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from codewords.match.fuzzy import FuzzyIndex
from codewords.model import Term
from codewords.text.document import words
from codewords.text.reading import readings
from codewords.text.tables import FoldTables


@dataclass(frozen=True, slots=True)
class Spelling:
    """Hold one way to write a term, cut into folded words.

    Args:
        keys: plain words, in order.
        accented: the same with their accents.
        written: the same as they stand in the lexicon, for terms whose capitals count.
        folds: what the spelling itself took (`plural`, `glued`).
    """

    term: Term
    keys: tuple[str, ...]
    accented: tuple[str, ...]
    written: tuple[str, ...]
    folds: tuple[str, ...] = ()


class Lexicon:
    """Look up words, phrases and emoji.

    Args:
        terms: entries of the rule set; retired ones are left out.
        tables: folding tables.
        ordinary: words of everyday language within reach of a term, all languages together.
        limits: `fuzz_1_from`, `fuzz_2_from` and `glued_from`, in letters.
    """

    def __init__(
        self, terms: Iterable[Term], tables: FoldTables, ordinary: frozenset[str], limits: Mapping[str, int]
    ) -> None:
        self.ordinary = ordinary
        self.emoji: dict[str, list[Term]] = defaultdict(list)
        self.by_first: dict[str, list[Spelling]] = defaultdict(list)
        self.accents: dict[str, set[str]] = defaultdict(set)
        self._reach: dict[str, int] = {}
        self._limits = limits
        self._tables = tables
        self._seen: set[tuple[str, tuple[str, ...], tuple[str, ...]]] = set()
        for term in terms:
            if term.status == "retired":
                continue
            for spelling in (term.term, *term.forms):
                self._add(term, spelling)
        self._add_derived()
        for spellings in self.by_first.values():
            spellings.sort(key=lambda spelling: -len(spelling.keys))
        self.words = frozenset(self.accents)
        alone = [s for spellings in self.by_first.values() for s in spellings if len(s.keys) == 1]
        self.singles = frozenset(spelling.keys[0] for spelling in alone)
        self.sure = frozenset(s.keys[0] for s in alone if s.term.kind == "substance" and s.term.ambiguity == "low")
        self.fuzzy = FuzzyIndex(self._reach)

    def _add(self, term: Term, written: str) -> None:
        tokens = words(written, self._tables)
        if term.is_emoji:
            if len(tokens) == 1 and tokens[0].is_emoji:
                self.emoji[tokens[0].key].append(term)
            return
        plain_tokens = [token for token in tokens if not token.is_emoji]
        plain = [readings(token.raw, self._tables)[0] for token in plain_tokens]
        if plain:
            self._keep(
                Spelling(
                    term,
                    tuple(reading.key for reading in plain),
                    tuple(reading.accented for reading in plain),
                    tuple(token.raw for token in plain_tokens),
                )
            )

    def _keep(self, spelling: Spelling) -> None:
        mark = (spelling.term.id, spelling.keys, spelling.accented)
        if mark in self._seen:
            return
        self._seen.add(mark)
        self.by_first[spelling.keys[0]].append(spelling)
        single = len(spelling.keys) == 1
        for key, accented in zip(spelling.keys, spelling.accented, strict=True):
            self.accents[key].add(accented)
            reach = self._fuzz(spelling.term, key, single=single)
            self._reach[key] = max(self._reach.get(key, 0), reach)

    def _fuzz(self, term: Term, key: str, *, single: bool) -> int:
        """Give the largest distance for one word of a term.

        Counter-evidence is never fuzzy: nobody disguises what speaks for him, and a typo would only add noise.
        """
        if term.kind == "counter" or term.case or not key.isalpha():
            return 0
        if term.fuzz is not None and single:
            return term.fuzz
        size = len(key)
        if term.kind not in ("substance", "emoji"):
            return 1 if size >= self._limits["fuzz_trade_from"] else 0
        if size >= self._limits["fuzz_2_from"]:
            return 2
        return 1 if size >= self._limits["fuzz_1_from"] else 0

    def _add_derived(self) -> None:
        """Add plurals and phrases written as one word, where no entry says otherwise."""
        listed = {key for key, spellings in self.by_first.items() if any(len(s.keys) == 1 for s in spellings)}
        for spelling in [s for spellings in self.by_first.values() for s in spellings]:
            if spelling.term.case or spelling.term.kind == "counter":
                continue
            for key, accented, fold in self._derived(spelling):
                if key not in listed and (key not in self.ordinary or spelling.keys[0] in self.ordinary):
                    self._keep(Spelling(spelling.term, (key,), (accented,), (accented,), (fold,)))

    def _derived(self, spelling: Spelling) -> Iterable[tuple[str, str, str]]:
        if len(spelling.keys) == 1:
            key, accented = spelling.keys[0], spelling.accented[0]
            if len(key) >= 3 and key.isalpha() and key[-1] not in "sx":
                yield key + "s", accented + "s", "plural"
                if key[-1] == "u":
                    yield key + "x", accented + "x", "plural"
        else:
            key = "".join(spelling.keys)
            if len(key) >= self._limits["glued_from"] or not key.isalpha():
                yield key, "".join(spelling.accented), "glued"
