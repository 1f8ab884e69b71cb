"""Decide what one chunk of a text, the part between two spaces, may add to the evidence of a message.

The decision is made by the same code that reads whole messages, on the chunk alone, and is remembered:
chunks repeat. What a chunk may do together with its neighbours is told by what it offers them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from codewords.engine.phrases import SILENT, Phrases, Word
from codewords.extract.prices import PriceFinder
from codewords.extract.vocabulary import NO_ROLES, Roles
from codewords.judge.reach import Reach
from codewords.match.evidence import Evidence
from codewords.match.lexicon import Lexicon
from codewords.match.literals import Needed
from codewords.match.matcher import Matcher
from codewords.match.restore import Restorer, tails
from codewords.match.restored import Restored
from codewords.text.document import Document, Token, read
from codewords.text.pieces import LEAST
from codewords.text.tables import FoldTables

LONGEST = 100
"""Characters of a chunk beyond which nothing is proved."""

_ZERO_AHEAD = re.compile(r"o[1-9]\Z")
"""What may become a zero when digits follow behind the space."""


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
        joins: what may make one word with its last token, when it begins the next chunk.
        begins: its first token, plain, as the second half of a word cut in two; else empty.
        first: the same as it is written.
        last: its last token as it is written, as the first half of such a word; else empty.
        seeks: words that phrases begun in it may go on with.
        offers: words that its first token may be.
        needs: what it holds of that which patterns need.
        size: its length in characters, folded.
        roles: parts that it may play in a price.
        glued: the chunk with its disguised words written plain, where that changes it.
        apart: the same where words written as one are left alone.
    """

    is_sure: bool = True
    is_plain: bool = True
    shape: str = ""
    pieces: tuple[int, ...] = ()
    is_product: bool = False
    words: tuple[Word, ...] = ()
    joins: frozenset[str] = frozenset()
    begins: str = ""
    first: str = ""
    last: str = ""
    seeks: frozenset[str] = frozenset()
    offers: frozenset[str] = frozenset()
    needs: int = 0
    size: int = 0
    roles: Roles = NO_ROLES
    glued: str | None = None
    apart: str | None = None


UNSURE = Chunk(is_sure=False, is_plain=False)
_NONE: frozenset[str] = frozenset()


class ChunkReader:
    """Decide about chunks."""

    def __init__(
        self,
        *,
        tables: FoldTables,
        lexicon: Lexicon,
        matcher: Matcher,
        needed: Needed,
        prices: PriceFinder,
        restorer: Restorer,
        reach: Reach,
    ) -> None:
        self._tables = tables
        self._lexicon = lexicon
        self._matcher = matcher
        self._needed = needed
        self._prices = prices
        self._restorer = restorer
        self._reach = reach
        self._phrases = Phrases(lexicon, reach)
        self._masks: dict[tuple[str, str], int] = {}
        self._joins: dict[str, frozenset[str]] = {}

    def read(self, text: str) -> Chunk:
        """Give what a chunk may add, wherever it stands."""
        if len(text) > LONGEST:
            return UNSURE
        document = read(text, self._tables, is_word=self._lexicon.joined.__contains__)
        lattice, passed_over = self._matcher.lay(document)
        light = document.light.text
        joined = any(piece.joined for pieces in lattice for piece in pieces)
        if joined or passed_over or _ZERO_AHEAD.search(light):
            return UNSURE
        found = self._matcher.find_among(lattice, document)
        words = tuple(
            self._phrases.word([piece.word for piece in pieces]) if pieces else SILENT for pieces in lattice
        )
        needs, roles = self.numbers(light)
        glued, apart = self._restorer.restore_part(document)
        first, last = self._first(document), self._last(document)
        return Chunk(
            is_plain=not (found or needs or glued or apart) and roles == NO_ROLES,
            shape="".join(map(self._shape, document.tokens)),
            pieces=self._pieces(found),
            is_product=any(item.substances for item in found),
            words=words,
            joins=self._joins_of(last.translate(self._tables.plain)),
            begins=first.translate(self._tables.plain),
            first=first,
            last=last,
            seeks=self._phrases.sought(words),
            offers=words[0].keys if words else _NONE,
            needs=needs,
            size=len(light),
            roles=roles,
            glued=_text(glued),
            apart=_text(apart),
        )

    def numbers(self, light: str) -> tuple[int, Roles]:
        """Give what a folded chunk holds of that which patterns need, and the roles it may play in a price."""
        return self._needed.find(light), self._prices.roles(light)

    def is_signed(self, text: str) -> bool:
        """Tell whether signs in a chunk may stand for letters."""
        return next(self._restorer.signed(text), None) is not None

    def sought(self, words: Sequence[Word]) -> frozenset[str]:
        """Give the words that phrases begun by several words go on with."""
        return self._phrases.sought(words)

    def _shape(self, token: Token) -> str:
        if token.is_emoji:
            return "f" if token.key in self._tables.flags else "e"
        if token.view_end - token.view_start > 1:
            return "w"
        return "d" if token.key.isdigit() else "s"

    def _pieces(self, found: Sequence[Evidence]) -> tuple[int, ...]:
        if not found:
            return ()
        places: dict[tuple[int, int], int] = {}
        for item in found:
            if item.status == "stable":
                place = (item.start, item.end)
                places[place] = places.get(place, 0) | self._mask(item)
        masks = [mask for mask in places.values() if mask]
        return (*masks, *(0 for _ in range(len(found) - len(masks))))

    def _mask(self, item: Evidence) -> int:
        slot = (item.id, item.ambiguity)
        known = self._masks.get(slot)
        if known is None:
            known = self._masks[slot] = self._reach.mask(item)
        return known

    def _first(self, document: Document) -> str:
        """Give the first token, when nothing but dashes stand before it."""
        first = document.tokens[0] if document.tokens else None
        if first is None or first.is_emoji or document.light.text[: first.view_start].strip(" -"):
            return ""
        return first.key

    def _last(self, document: Document) -> str:
        """Give the last token, when nothing stands behind it."""
        last = document.tokens[-1] if document.tokens else None
        if last is None or last.is_emoji or last.view_end < len(document.light.text):
            return ""
        return last.key

    @cached_property
    def _whole(self) -> list[str]:
        """Give the words that may be cut in two, sorted."""
        return sorted(self._lexicon.joined)

    def _joins_of(self, head: str) -> frozenset[str]:
        """Give what makes a word with a token, or is written as one with it, when it begins the next chunk."""
        if not head:
            return _NONE
        known = self._joins.get(head)
        if known is None:
            known = self._restorer.tails(head).union(tails(self._whole, head))
            if known:  # of these there are no more than beginnings of known words
                self._joins[head] = known
        return known

    def is_one(self, before: str, after: str) -> bool:
        """Tell whether two neighbours may be read as one word, which is not so of two words of the language."""
        plain, ordinary = self._tables.plain, self._lexicon.ordinary
        if self._restorer.makes_word(before.translate(plain), after.translate(plain)):
            return True
        whole = before + after
        if len(whole) <= LEAST or not whole.translate(plain).isalpha():
            return False
        return not all(len(word) < 2 or word in ordinary for word in (before, after))


def _text(restored: Restored | None) -> str | None:
    return restored.view.text if restored else None
