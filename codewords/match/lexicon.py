"""Compile the terms of a rule set into tables of words and phrases.

It knows how a spelling is folded and how far a typo may go, and nothing of texts or points.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from codewords.match.fuzzy import FuzzyIndex, swaps
from codewords.match.mask import MaskIndex
from codewords.match.phonetic import PhoneticIndex
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
        limits: lengths in letters, by the names of `codewords.model.LIMITS`.
    """

    def __init__(
        self, terms: Iterable[Term], tables: FoldTables, ordinary: frozenset[str], limits: Mapping[str, int]
    ) -> None:
        self.ordinary = ordinary
        self.emoji: dict[str, list[Term]] = defaultdict(list)
        self.by_first: dict[str, list[Spelling]] = defaultdict(list)
        self.accents: dict[str, set[str]] = defaultdict(set)
        self._reach: dict[str, int] = {}
        self._sounds: set[tuple[str, str]] = set()
        self._hasty: set[str] = set()
        self.limits = limits
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
        self.parts = frozenset(s.keys[0] for s in alone if s.term.kind != "counter")
        self.against = self.words.difference(
            *(s.keys for found in self.by_first.values() for s in found if s.term.kind != "counter")
        )
        self.coded = frozenset(
            key
            for found in self.by_first.values()
            for s in found
            if s.term.kind == "substance" or s.term.fuzz is not None
            for key in s.keys
        )
        self.joined = self._joined()
        self.sure = frozenset(s.keys[0] for s in alone if s.term.kind == "substance" and s.term.ambiguity == "low")
        codes = {
            s.keys[0] for s in alone if s.term.kind == "substance" and not s.term.case and "plural" not in s.folds
        }
        self.masked = MaskIndex(codes, limits, sure=self.sure, others=self.words | self.ordinary)
        self.swapped = self._swapped()
        self.skeletons = self._skeletons()
        self.fuzzy = FuzzyIndex(self._reach, first=limits["fuzz_first_up_to"], long=limits["fuzz_start_from"])
        self.phonetic = PhoneticIndex(self._sounds, tables, limits)

    def is_cut(self, first: str, second: str) -> bool:
        """Tell whether two neighbours are a word of everyday life cut in two (`Ket te`): one half is no word."""
        plain = self._tables.plain
        key = (first + second).translate(plain)
        if (
            key in self.parts
            or not (key in self.ordinary or key in self.against)
            or min(map(len, (first, second))) < 2
        ):
            return False
        halves = (first.translate(plain), second.translate(plain))
        return self._tables.glue.isdisjoint(halves) and any(map(self._is_scrap, halves))

    def _is_scrap(self, key: str) -> bool:
        return len(key) <= self.limits["part_most"] or not (key in self.words or key in self.ordinary)

    def _joined(self) -> frozenset[str]:
        """Give the words worth a look when two tokens make one: sure ones, and longer ones of other kinds."""
        least = self.limits["split_from"]
        return frozenset(
            key
            for spellings in self.by_first.values()
            for spelling in spellings
            for key in spelling.keys
            if spelling.term.kind != "counter"
            and "glued" not in spelling.folds  # two words over two lines are no phrase
            and (len(key) >= least or (spelling.term.kind == "substance" and spelling.term.ambiguity == "low"))
        )

    def _skeletons(self) -> dict[str, tuple[str, ...]]:
        """Give the words by what is left of them when letters that share a sign are one letter."""
        found: dict[str, list[str]] = defaultdict(list)
        for key in sorted(self.words):
            if key.isalpha():
                found[key.translate(self._tables.classes)].append(key)
        return {skeleton: tuple(keys) for skeleton, keys in found.items()}

    def _swapped(self) -> dict[str, tuple[str, ...]]:
        """Give the words too short for fuzz by the orders that haste gives their inner letters."""
        found: dict[str, list[str]] = defaultdict(list)
        short = self.limits["fuzz_1_from"]
        for key in sorted(self._hasty):
            if not self._reach[key] and (len(key) >= short or key in self.sure):
                for typed in swaps(key, anywhere=len(key) < short):
                    found[typed].append(key)
        return {typed: tuple(keys) for typed, keys in found.items()}

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

    def _keep(self, spelling: Spelling, *, reach: int | None = None) -> None:
        mark = (spelling.term.id, spelling.keys, spelling.accented)
        if mark in self._seen:
            return
        self._seen.add(mark)
        self.by_first[spelling.keys[0]].append(spelling)
        single = len(spelling.keys) == 1
        for key, accented in zip(spelling.keys, spelling.accented, strict=True):
            self.accents[key].add(accented)
            far = self._fuzz(spelling.term, key, single=single) if reach is None else reach
            self._reach[key] = max(self._reach.get(key, 0), far)
            if not spelling.folds and self._is_heard(spelling.term, key):
                self._sounds.update((accented, lang) for lang in spelling.term.langs)
            if self._is_hasty(spelling.term, key):
                self._hasty.add(key)

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
            return 1 if size >= self.limits["fuzz_trade_from"] else 0
        if size >= self.limits["fuzz_2_from"]:
            return 2
        return 1 if size >= self.limits["fuzz_1_from"] else 0

    def _is_hasty(self, term: Term, key: str) -> bool:
        """Tell whether the letters of a word may have changed places."""
        if term.kind == "counter" or term.case or term.fuzz is not None:
            return False
        return key.isalpha() and len(key) >= self.limits["swap_from"]

    def _is_heard(self, term: Term, key: str) -> bool:
        """Tell whether a word is known by its sound; a vague one must be as long as for a typo (no `kcon`)."""
        if term.kind == "counter" or term.case or term.fuzz == 0 or not key.isalpha():
            return False
        return term.ambiguity != "high" or len(key) >= self.limits["fuzz_1_from"]

    def _add_derived(self) -> None:
        """Add plurals and phrases written as one word, where no entry says otherwise.

        An `s` makes no word long enough for a typo (`docus` is no `doces`), and a glued phrase is forgiven no
        more than a word of retail (`weddingcars` is no `wedding cake`).
        """
        listed = {key for key, spellings in self.by_first.items() if any(len(s.keys) == 1 for s in spellings)}
        for spelling in [s for spellings in self.by_first.values() for s in spellings]:
            if spelling.term.case or spelling.term.kind == "counter":
                continue
            for key, accented, fold in self._derived(spelling):
                if key not in listed and (key not in self.ordinary or spelling.keys[0] in self.ordinary):
                    reach = self._fuzz(spelling.term, spelling.keys[0], single=True)
                    if fold == "glued":
                        reach = int(key.isalpha() and len(key) >= self.limits["fuzz_trade_from"])
                    self._keep(Spelling(spelling.term, (key,), (accented,), (accented,), (fold,)), reach=reach)

    def _derived(self, spelling: Spelling) -> Iterable[tuple[str, str, str]]:
        if len(spelling.keys) == 1:
            key, accented = spelling.keys[0], spelling.accented[0]
            if len(key) >= 3 and key.isalpha() and key[-1] not in "sx":
                yield key + "s", accented + "s", "plural"
                if key[-1] == "u":
                    yield key + "x", accented + "x", "plural"
        else:
            key = "".join(spelling.keys)
            if len(key) >= self.limits["glued_from"] or not key.isalpha():
                yield key, "".join(spelling.accented), "glued"
