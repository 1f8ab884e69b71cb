"""Write disguised words plain, so that patterns, prices and contacts can be read over them.

A word is written plain only where the lexicon, the patterns or the words of prices know it; everything
else stays as it is, with the way back to the original. It reads no prices and knows no points.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from codewords.match.evidence import Evidence
from codewords.match.lattice import is_plain_pair
from codewords.match.lexicon import Lexicon
from codewords.match.mask import MaskIndex
from codewords.match.words import LOOKS
from codewords.model import Pattern, Table
from codewords.text.document import Document, Token
from codewords.text.reading import DISGUISES, MASK, Reading, has_signs, is_quantity, readings
from codewords.text.tables import FoldTables
from codewords.text.view import View

_SYNTAX = re.compile(r"\\[a-zA-Z](?:\{[^}]*\})?|\[[^\]]*\]|\(\?P?<\w+>|\(\?[a-z]+\)")
_LITERAL = re.compile(r"[^\W\d_]{2,}")
_STAR = re.compile(r"[*](?![\w*])")
_HANDLE = re.compile(r"[@_/]|[.-](?=\w)")

PRICES = ("number_words", "units", "links")
"""Tables of the words that stand in a price."""

CACHE_SIZE = 100_000
"""Tokens remembered by one engine; the table is emptied when full."""


@dataclass(frozen=True, slots=True)
class Change:
    """Place one word that is written plain, in the original text.

    Args:
        folds: the steps that were needed.
    """

    start: int
    end: int
    text: str
    folds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Restored:
    """Hold a text with its disguised words written plain.

    Args:
        view: the plain text, with the way back to the original.
        changes: the words that were written plain, in order.
    """

    view: View
    changes: tuple[Change, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the span of the original for a span of the plain text."""
        return self.view.span(start, end)

    def touched(self, start: int, end: int) -> list[Change]:
        """Give the changes that overlap a span of the original."""
        return [change for change in self.changes if change.start < end and start < change.end]


class Restorer:
    """Write disguised words of texts plain.

    Args:
        patterns: the words they are made of are known, beside those of the lexicon.
        words: tables of the words of prices and contacts.
        limits: lengths in letters, by the names of `codewords.model.LIMITS`.
    """

    def __init__(
        self,
        lexicon: Lexicon,
        tables: FoldTables,
        patterns: Sequence[Pattern],
        words: Mapping[str, Table],
        limits: Mapping[str, int],
    ) -> None:
        self._lexicon = lexicon
        self._tables = tables
        self._patterns = patterns
        self._words = words
        self._limits = limits
        self._seen: dict[tuple[str, bool, bool], Reading | None] = {}

    @cached_property
    def _vocabulary(self) -> Mapping[str, str]:
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
        for table in self._words.values():
            for phrases in table.values():
                for phrase in phrases:
                    yield from _LITERAL.findall(phrase)

    @cached_property
    def _prices(self) -> Mapping[str, str]:
        """Give the words of prices: numbers, units and what links them."""
        found: dict[str, str] = {}
        for name in PRICES:
            for phrases in self._words.get(name, {}).values():
                found.update(
                    (phrase.translate(self._tables.plain), phrase) for phrase in phrases if phrase.isalpha()
                )
        return found

    @cached_property
    def _masks(self) -> MaskIndex:
        return MaskIndex(self._vocabulary, self._limits, sure=self._lexicon.sure, others=self._lexicon.ordinary)

    @cached_property
    def _skeletons(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for key in sorted(self._vocabulary):
            if key.isascii() and key.isalpha() and len(key) >= self._limits["disguise_from"]:
                found[key.translate(self._tables.classes)].append(key)
        return found

    def restore(
        self, document: Document, *, keep: Sequence[tuple[int, int]] = (), glued: bool = True
    ) -> Restored | None:
        """Write the disguised words of a document plain; nothing when there are none.

        Args:
            keep: spans of the original that stay as they are: handles and links.
            glued: False leaves words written as one alone, save in hashtags and prices.
        """
        offers = [*self._joined(document), *self._single(document, glued=glued)]
        offers.sort(key=lambda change: (change.start - change.end, change.start))
        taken: list[Change] = []
        for change in offers:
            spans = (*((item.start, item.end) for item in taken), *keep)
            if not any(start < change.end and change.start < end for start, end in spans):
                taken.append(change)
        if not taken:
            return None
        taken.sort(key=lambda change: change.start)
        return Restored(_view(document.original, taken), tuple(taken))

    def _joined(self, document: Document) -> Iterator[Change]:
        """Offer words in pieces."""
        for join in document.joins:
            if is_plain_pair(document, join, self._lexicon):
                continue
            found = self._known(join.readings)
            if found:
                yield Change(join.start, join.end, found.accented, found.folds)

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
        if first.key in self._vocabulary or first.accented in self._lexicon.ordinary:
            return None
        if star:
            return self._known([Reading(first.key + MASK, first.accented + MASK, (*first.folds, "masked"))])
        found = self._known(choices[1:])
        if found:
            return found
        whole = next(
            (c for c in choices if c.key.isascii() and c.key.isalpha() and LOOKS.issuperset(c.folds)), None
        )
        return self._cut(whole, self._vocabulary if glued else self._prices) if whole else None

    def _known(self, choices: Iterable[Reading]) -> Reading | None:
        """Give the first reading that is a known word, written as the dictionary does."""
        least = self._limits["disguise_from"]
        choices = [choice for choice in map(self._fill, choices) if choice and "double" not in choice.folds]
        fits = [c for c in choices if len(c.key) >= least and c.key.isalpha() and c.key in self._vocabulary]
        if len(fits) > 1 and any("masked" in choice.folds for choice in fits):
            return None  # a letter struck out proves nothing where several words fit
        if fits:
            return replace(fits[0], accented=self._spelled(fits[0]))
        for choice in choices:
            for key in self._unleet(choice):
                return Reading(key, self._vocabulary[key], (*choice.folds, "leet"))
        return None

    def _fill(self, choice: Reading) -> Reading | None:
        """Fill in letters struck out, where exactly one known word fits."""
        if MASK not in choice.key:
            return choice
        word = self._masks.find(choice.key)
        return Reading(word, word, choice.folds) if word else None

    def _spelled(self, choice: Reading) -> str:
        """Keep the accents as they were written, where they make a known word."""
        if choice.accented in self._lexicon.accents.get(choice.key, ()):
            return choice.accented
        return self._vocabulary[choice.key]

    def _unleet(self, choice: Reading) -> Iterator[str]:
        """Give the known words whose letters the signs of a reading may stand for."""
        tables = self._tables
        if not has_signs(choice.accented, tables) or is_quantity(choice.accented):
            return
        plain = choice.accented.translate(tables.plain)
        for key in self._skeletons.get(plain.translate(tables.classes), ()):
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
        if known is self._vocabulary and sum(
            len(part) for part in parts if len(part) > self._limits["cut_from"]
        ) * 2 < len(key):
            return None
        return Reading(key, " ".join(known.get(part, part) for part in parts), (*choice.folds, "glued"))

    def _is_part(self, word: str, known: Mapping[str, str]) -> bool:
        return word in self._tables.glue or (len(word) >= self._limits["cut_from"] and word in known)


def _is_in_handle(text: str, token: Token) -> bool:
    """Tell a part of a handle or link from a word."""
    before = text[token.start - 1 : token.start] if token.start else ""
    return before in tuple("@_/") or _HANDLE.match(text, token.end) is not None


def _view(original: str, changes: Sequence[Change]) -> View:
    """Write a text with its changes."""
    out: list[str] = []
    starts: list[int] = []
    origins: list[int] = []
    ends: list[int] = []
    size = at = 0
    last = Change(len(original), len(original), "", ())
    for change in (*changes, last):
        for piece, start, end in (
            (original[at : change.start], at, change.start),
            (change.text, change.start, change.end),
        ):
            if piece:
                out.append(piece)
                starts.append(size)
                origins.append(start)
                ends.append(end)
                size += len(piece)
        at = change.end
    return View("".join(out), tuple(starts), tuple(origins), tuple(ends))


def merge(
    first: Iterable[Evidence], second: Iterable[Evidence], restored: Restored, document: Document
) -> list[Evidence]:
    """Add to what was found in a text what was found in its plain form alone.

    What begins or ends inside a disguised word is a piece of that word, and goes.
    """
    placed = [_placed(item, restored, document) for item in second]
    new = [item for item in placed if restored.touched(item.start, item.end)]
    known = {(item.id, item.start, item.end) for item in placed}
    kept = [
        item
        for item in first
        if (item.id, item.start, item.end) in known
        or not any(_is_torn(change, item) for change in restored.touched(item.start, item.end))
    ]
    spans = defaultdict(list)
    for item in kept:
        spans[item.id].append((item.start, item.end))
    return [
        *kept,
        *(item for item in new if not any(start < item.end and item.start < end for start, end in spans[item.id])),
    ]


def _is_torn(change: Change, item: Evidence) -> bool:
    if "glued" in change.folds or "hashtag" in change.folds:
        return False
    return change.start < item.start < change.end or change.start < item.end < change.end


def _placed(item: Evidence, restored: Restored, document: Document) -> Evidence:
    """Give evidence of the plain text its place in the original."""
    start, end = restored.span(item.start, item.end)
    first, last = document.token_range(start, end)
    tokens = document.tokens
    at = tokens[min(first, len(tokens) - 1)]
    folds = tuple(
        dict.fromkeys((*item.folds, *(fold for change in restored.touched(start, end) for fold in change.folds)))
    )
    return replace(
        item,
        start=start,
        end=end,
        first=first,
        last=max(last, first),
        line=at.line,
        sentence=at.sentence,
        folds=folds,
        via="folded" if item.via == "exact" else item.via,
        disguised=item.disguised or bool(DISGUISES.intersection(folds)),
    )
