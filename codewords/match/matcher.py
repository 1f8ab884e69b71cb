"""Turn a document into evidence: words and phrases, emoji, patterns.

It joins the matchers of this room. It knows no points and no labels.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from codewords.match.evidence import Evidence
from codewords.match.lexicon import Lexicon, Spelling
from codewords.match.pattern import PatternHit
from codewords.match.settle import settle
from codewords.match.words import Word, WordReader
from codewords.model import Term
from codewords.text.document import Document, Join, Token
from codewords.text.reading import DISGUISES


@dataclass(frozen=True, slots=True)
class Found:
    """Hold the evidence of a document.

    Args:
        evidence: sorted by place.
        passed_over: how many unknown tokens were not looked up by fuzz.
    """

    evidence: tuple[Evidence, ...]
    passed_over: int


class Matcher:
    """Match the lexicon against documents.

    Args:
        budget: distinct tokens of one document that may be looked up by fuzz, known or not.
    """

    def __init__(self, lexicon: Lexicon, words: WordReader, *, budget: int) -> None:
        self._lexicon = lexicon
        self._words = words
        self._budget = budget

    def find(self, document: Document) -> Found:
        """Give all evidence of the lexicon, longest spelling first where they overlap."""
        tokens = document.tokens
        read, passed_over = self._read_tokens(document)
        found: dict[tuple[str, int, int], Evidence] = {}
        for index, token in enumerate(tokens):
            if token.is_emoji:
                self._emoji(document, index, found)
                continue
            for word in read[index]:
                for spelling in self._lexicon.by_first.get(word.key, ()):
                    self._phrase(document, index, word, spelling, read, found)
        for join in document.joins:
            self._join(document, join, found)
        return Found(settle(found.values(), document.original), passed_over)

    def _read_tokens(self, document: Document) -> tuple[list[tuple[Word, ...]], int]:
        read: list[tuple[Word, ...]] = []
        seen: set[str] = set()
        passed_over = 0
        for token in document.tokens:
            if token.is_emoji:
                read.append(())
                continue
            hashtag = token.start > 0 and document.original[token.start - 1] == "#"
            seen.add(token.raw)
            fuzzy = len(seen) <= self._budget
            passed_over += not fuzzy
            read.append(self._words.read(token.raw, hashtag=hashtag, fuzzy=fuzzy))
        return read, passed_over

    def _emoji(self, document: Document, index: int, found: dict[tuple[str, int, int], Evidence]) -> None:
        token = document.tokens[index]
        for term in self._lexicon.emoji.get(token.key, ()):
            item = _evidence(term, document, index, index + 1, token.start, token.end, count=token.count)
            found[(term.id, token.start, token.end)] = item

    def _phrase(
        self,
        document: Document,
        index: int,
        word: Word,
        spelling: Spelling,
        read: Sequence[tuple[Word, ...]],
        found: dict[tuple[str, int, int], Evidence],
    ) -> None:
        tokens = document.tokens
        last = index + len(spelling.keys)
        if last > len(tokens) or tokens[last - 1].line != tokens[index].line:
            return
        chosen = [word]
        for offset, key in enumerate(spelling.keys[1:], 1):
            other = next((w for w in read[index + offset] if w.key == key), None)
            if other is None:
                return
            chosen.append(other)
        if not _fits(spelling, chosen, document, index):
            return
        start = tokens[index].start + word.start
        end = tokens[last - 1].start + chosen[-1].end
        distance = sum(item.distance for item in chosen)
        folds = tuple(dict.fromkeys((*(f for item in chosen for f in item.folds), *spelling.folds)))
        via = "fuzzy" if distance else "exact"
        if via == "exact" and any(
            item.via == "folded" or w != item.accented for item, w in zip(chosen, spelling.accented, strict=True)
        ):
            via = "folded"
        if spelling.folds and via == "exact":
            via = "folded"
        _put(
            found,
            _evidence(spelling.term, document, index, last, start, end, via=via, distance=distance, folds=folds),
        )

    def _join(self, document: Document, join: Join, found: dict[tuple[str, int, int], Evidence]) -> None:
        """Take a disguised word that is spread over several tokens."""
        tokens = document.tokens[join.first : join.last]
        if all(token.key in self._lexicon.ordinary or len(token.key) < 2 for token in tokens) and any(
            "split" in reading.folds for reading in join.readings
        ):
            return  # `par tout`, `sur face`: two words of the language are no word cut in two
        for word in self._words.read_all(join.readings):
            for spelling in self._lexicon.by_first.get(word.key, ()):
                if len(spelling.keys) != 1 or not _keeps_case(spelling, document.original[join.start : join.end]):
                    continue
                folds = tuple(dict.fromkeys((*word.folds, *spelling.folds)))
                _put(
                    found,
                    _evidence(
                        spelling.term,
                        document,
                        join.first,
                        join.last,
                        join.start,
                        join.end,
                        via="folded",
                        folds=folds,
                    ),
                )
            break


def pattern_evidence(document: Document, hits: Iterable[PatternHit]) -> list[Evidence]:
    """Give the evidence of pattern hits, placed in the original text."""
    out = []
    for hit in hits:
        start, end = document.light.span(hit.start, hit.end)
        pattern = hit.pattern
        out.append(
            place(
                document,
                start,
                end,
                kind=pattern.kind,
                id=pattern.id,
                lang=pattern.langs[0],
                ambiguity=pattern.ambiguity,
                topic=pattern.topic,
                status=pattern.status,
            )
        )
    return out


def place(
    document: Document,
    start: int,
    end: int,
    *,
    kind: str,
    id: str,  # noqa: A002  the field is called so
    lang: str = "und",
    ambiguity: str = "medium",
    topic: str = "",
    status: str = "stable",
    via: str = "pattern",
    substances: tuple[str, ...] = (),
) -> Evidence:
    """Make evidence of an original span: tokens, line and sentence are looked up."""
    first, last = document.token_range(start, end)
    tokens = document.tokens
    at = tokens[min(first, len(tokens) - 1)] if tokens else None
    return Evidence(
        kind=kind,
        id=id,
        start=start,
        end=end,
        first=first,
        last=max(last, first),
        line=at.line if at else 0,
        sentence=at.sentence if at else 0,
        lang=lang,
        ambiguity=ambiguity,
        topic=topic,
        via=via,
        status=status,
        substances=substances,
    )


def _put(found: dict[tuple[str, int, int], Evidence], item: Evidence) -> None:
    slot = (item.id, item.start, item.end)
    known = found.get(slot)
    if known is None or (item.distance, len(item.folds)) < (known.distance, len(known.folds)):
        found[slot] = item


def _evidence(
    term: Term,
    document: Document,
    first: int,
    last: int,
    start: int,
    end: int,
    *,
    via: str = "exact",
    distance: int = 0,
    folds: tuple[str, ...] = (),
    count: int = 1,
) -> Evidence:
    token = document.tokens[first]
    return Evidence(
        kind=term.kind,
        id=term.id,
        start=start,
        end=end,
        first=first,
        last=last,
        line=token.line,
        sentence=token.sentence,
        lang=term.langs[0],
        ambiguity=term.ambiguity,
        role=term.role,
        topic=term.topic,
        substances=term.substances,
        via=via,
        distance=distance,
        folds=folds,
        disguised=bool(DISGUISES.intersection(folds)),
        count=count,
        status=term.status,
    )


def _fits(spelling: Spelling, chosen: Sequence[Word], document: Document, index: int) -> bool:
    """Check capitals, elisions, and the distance that the term itself allows."""
    term = spelling.term
    if term.fuzz is not None and any(word.distance > term.fuzz for word in chosen):
        return False
    if (term.kind == "counter" or term.case) and any(word.distance for word in chosen):
        return False
    tokens = document.tokens
    if len(spelling.keys) == 1 and len(spelling.keys[0]) <= 2 and _is_elided(document, tokens[index]):
        return False
    if not term.case:
        return True
    return all(
        bool(DISGUISES.intersection(word.folds)) or _same_case(tokens[index + i].raw, written)
        for i, (word, written) in enumerate(zip(chosen, spelling.written, strict=True))
    )


def _keeps_case(spelling: Spelling, raw: str) -> bool:
    """Check the capitals of a joined word: letters that are its own must be written as the code is."""
    if not spelling.term.case:
        return True
    letters = "".join(char for char in unicodedata.normalize("NFKC", raw) if char.isalnum())
    return len(letters) > 2 and (letters in spelling.written or letters.casefold() != spelling.keys[0])


def _same_case(raw: str, written: str) -> bool:
    return unicodedata.normalize("NFKC", raw) == written


def _is_elided(document: Document, token: Token) -> bool:
    """Tell an elided article (`c'est`, `d'eau`) or an initial (`Jean K.`) from a code of one letter."""
    following = document.light.text[token.view_end : token.view_end + 1]
    before = document.light.text[token.view_start - 1 : token.view_start] if token.view_start else ""
    return "'" in (following, before) or (following == "." and len(token.key) == 1)
