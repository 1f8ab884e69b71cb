"""Decide what one chunk of a text, the part between two spaces, may add to the evidence of a message.

The decision is made by the same code that reads whole messages, on the chunk alone, and is remembered:
chunks repeat. What a chunk may do together with its neighbours is told by what it offers them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from codewords.extract.prices import PriceFinder
from codewords.extract.vocabulary import NO_ROLES, Roles
from codewords.judge.reach import Reach
from codewords.match.evidence import Evidence
from codewords.match.lattice import Piece, lay
from codewords.match.lexicon import Lexicon
from codewords.match.matcher import Matcher, term_evidence
from codewords.match.pattern import PatternMatcher
from codewords.match.restore import Restorer
from codewords.match.words import SWAPPED, WordReader
from codewords.model import Term
from codewords.text.document import Document, Token, read
from codewords.text.tables import FoldTables

LONGEST = 100
"""Characters of a chunk beyond which nothing is proved."""

_ZERO_AHEAD = re.compile(r"o[1-9]\Z")
"""What may become a zero when digits follow behind the space."""

Begun = Mapping[str, tuple[tuple[tuple[str, ...], int], ...]]
"""Phrases that a word begins: their second word, to the words that must follow and the mask of the evidence."""


@dataclass(frozen=True, slots=True)
class Word:
    """Say what one token may be in a phrase: the words it reads as, and the phrases that these begin."""

    keys: frozenset[str]
    begun: Begun


@dataclass(frozen=True, slots=True)
class Chunk:
    """Hold what one chunk may add.

    Args:
        is_sure: False where the chunk must be read in its message.
        is_plain: True where it adds nothing by itself.
        shape: one sign for each token: `w` a word, `s` a letter alone, `d` a digit alone, `f` a flag.
        pieces: masks of its evidence, one for each place; 0 for any other piece of evidence.
        is_product: a substance is among them.
        words: its tokens.
        halves: what makes one word with its last token, when it begins the next chunk.
        begins: its first token, as the second half of a word cut in two; else empty.
        ends: its last token, as the first half of one; else empty.
        seeks: words that phrases begun in it may go on with, and `halves`.
        offers: words that its first token may be, and `begins`.
        needs: what it holds of that which patterns need.
        size: its length in characters, folded; patterns have no more hits in it.
        roles: parts that it may play in a price.
    """

    is_sure: bool = True
    is_plain: bool = True
    shape: str = ""
    pieces: tuple[int, ...] = ()
    is_product: bool = False
    words: tuple[Word, ...] = ()
    halves: frozenset[str] = frozenset()
    begins: str = ""
    ends: str = ""
    seeks: frozenset[str] = frozenset()
    offers: frozenset[str] = frozenset()
    needs: int = 0
    size: int = 0
    roles: Roles = NO_ROLES


UNSURE = Chunk(is_sure=False, is_plain=False)
_NONE: frozenset[str] = frozenset()
_SILENT = Word(_NONE, {})


class ChunkReader:
    """Decide about chunks.

    Args:
        limits: budgets of the rule set.
    """

    def __init__(
        self,
        *,
        tables: FoldTables,
        lexicon: Lexicon,
        words: WordReader,
        matcher: Matcher,
        patterns: PatternMatcher,
        prices: PriceFinder,
        restorer: Restorer,
        reach: Reach,
        limits: Mapping[str, int],
    ) -> None:
        self._tables = tables
        self._lexicon = lexicon
        self._words = words
        self._matcher = matcher
        self._patterns = patterns
        self._prices = prices
        self._restorer = restorer
        self._reach = reach
        self._limits = limits
        self._begun: dict[tuple[str, bool], Begun] = {}
        self._terms: dict[str, int] = {}
        self._halves: dict[str, frozenset[str]] = {}

    def read(self, text: str) -> Chunk:
        """Give what a chunk may add, wherever it stands."""
        if len(text) > LONGEST or self._tables.special.match(text):
            return UNSURE
        document = read(text, self._tables, is_word=self._lexicon.joined.__contains__)
        if any(self._restorer.restore(document, glued=glued) for glued in (True, False)):
            return UNSURE
        return self._decide(document)

    def _decide(self, document: Document) -> Chunk:
        light = document.light.text
        lattice, passed_over = lay(document, self._lexicon, self._words, budget=self._limits["unknown_tokens"])
        joined = any(piece.joined for pieces in lattice for piece in pieces)
        if joined or passed_over or _ZERO_AHEAD.search(light):
            return UNSURE
        found = self._matcher.find(document).evidence
        words = tuple(self._word(pieces) for pieces in lattice)
        begins, ends = self._begins(document), self._ends(document)
        halves = self._halves_of(ends) if ends else _NONE
        needs, roles = self._patterns.needs(light), self._prices.roles(light)
        return Chunk(
            is_plain=not found and not needs and roles == NO_ROLES,
            shape="".join(map(self._shape, document.tokens)),
            pieces=self._masks(found),
            is_product=any(item.substances for item in found),
            words=words,
            halves=halves,
            begins=begins,
            ends=ends,
            seeks=_sought(words) | halves,
            offers=words[0].keys | {begins} if words else _NONE,
            needs=needs,
            size=len(light),
            roles=roles,
        )

    def _shape(self, token: Token) -> str:
        if token.is_emoji:
            return "f" if token.key in self._tables.flags else "e"
        if token.view_end - token.view_start > 1:
            return "w"
        return "d" if token.key.isdigit() else "s"

    def _masks(self, found: Sequence[Evidence]) -> tuple[int, ...]:
        places: dict[tuple[int, int], int] = {}
        for item in found:
            if item.status == "stable":
                place = (item.start, item.end)
                places[place] = places.get(place, 0) | self._reach.mask(item)
        masks = [mask for mask in places.values() if mask]
        return (*masks, *(0 for _ in range(len(found) - len(masks))))

    def _word(self, pieces: Iterable[Piece]) -> Word:
        each = [piece.word for piece in pieces]
        if not each:
            return _SILENT
        keys = frozenset(word.key for word in each)
        begun = [self._phrases(word.key, swapped=SWAPPED in word.folds) for word in each]
        if len(begun) == 1:
            return Word(keys, begun[0])
        together: dict[str, tuple[tuple[tuple[str, ...], int], ...]] = {}
        for phrases in begun:
            for key, rests in phrases.items():
                together[key] = together.get(key, ()) + rests
        return Word(keys, together)

    def _phrases(self, key: str, *, swapped: bool) -> Begun:
        """Give the phrases that a word begins; the mask of those that no detection asks for is 0."""
        slot = (key, swapped)
        known = self._begun.get(slot)
        if known is None:
            found: dict[str, list[tuple[tuple[str, ...], int]]] = defaultdict(list)
            for spelling in self._lexicon.by_first.get(key, ()):
                if len(spelling.keys) > 1:
                    found[spelling.keys[1]].append((spelling.keys[2:], self._mask_of(spelling.term)))
            known = self._begun[slot] = {second: tuple(rests) for second, rests in found.items()}
        return known

    def _mask_of(self, term: Term) -> int:
        """Give the mask of a phrase, whichever of its words was misspelt."""
        if term.status != "stable":
            return 0
        known = self._terms.get(term.id)
        if known is None:
            known = self._reach.mask(term_evidence(term)) | self._reach.mask(term_evidence(term, folds=(SWAPPED,)))
            self._terms[term.id] = known
        return known

    def _begins(self, document: Document) -> str:
        """Give the first token, when nothing but dashes stand before it."""
        first = document.tokens[0] if document.tokens else None
        if first is None or first.is_emoji or document.light.text[: first.view_start].strip(" -"):
            return ""
        return first.key.translate(self._tables.plain)

    @cached_property
    def _whole(self) -> list[str]:
        """Give the words that may be cut in two, sorted."""
        return sorted(self._lexicon.joined)

    def _ends(self, document: Document) -> str:
        """Give the last token, when nothing stands behind it."""
        last = document.tokens[-1] if document.tokens else None
        if last is None or last.is_emoji or last.view_end < len(document.light.text):
            return ""
        return last.key.translate(self._tables.plain)

    def _halves_of(self, head: str) -> frozenset[str]:
        """Give what makes a word with a token, when it begins the next chunk."""
        known = self._halves.get(head)
        if known is None:
            whole = self._whole
            first, last = bisect_left(whole, head), bisect_left(whole, head + "\U0010ffff")
            known = frozenset(word[len(head) :] for word in whole[first:last] if len(word) > len(head))
            self._halves[head] = known
        return known


def _sought(words: Iterable[Word]) -> frozenset[str]:
    """Give every word that phrases begun in a chunk may go on with, where some detection asks for them."""
    out: set[str] = set()
    for word in words:
        for second, rests in word.begun.items():
            for rest, mask in rests:
                if mask:
                    out.update((second, *rest))
    return frozenset(out)
