"""Turn a document into evidence: words and phrases, emoji, patterns.

It joins the matchers of this room. It knows no points and no labels.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from codewords.match.evidence import Evidence
from codewords.match.lattice import Lattice, Piece, lay, pieces_of_words, walk
from codewords.match.lexicon import Lexicon, Spelling
from codewords.match.pattern import PatternHit
from codewords.match.settle import settle
from codewords.match.words import SWAPPED, WordReader
from codewords.model import Pattern, Term
from codewords.text.document import Document
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
        lattice, passed_over = self.lay(document)
        return Found(self.find_among(lattice, document), passed_over)

    def lay(self, document: Document) -> tuple[Lattice, int]:
        """Give the words that tokens may be, and how many unknown tokens were not looked up by fuzz."""
        return lay(document, self._lexicon, self._words, budget=self._budget)

    def find_among(self, lattice: Lattice, document: Document) -> tuple[Evidence, ...]:
        """Give all evidence of the words that tokens may be, longest spelling first where they overlap."""
        has_emoji = any(token.is_emoji for token in document.tokens)
        if not has_emoji and not any(lattice):
            return ()
        gaps = pieces_of_words(document) if has_emoji else frozenset()
        present = {piece.word.key for pieces in lattice for piece in pieces}
        found: dict[tuple[str, int, int], Evidence] = {}
        for index, token in enumerate(document.tokens):
            if token.is_emoji and index not in gaps:
                self._emoji(document, index, found)
            for piece in lattice[index]:
                for spelling in self._lexicon.by_first.get(piece.word.key, ()):
                    if not present.issuperset(spelling.keys):
                        continue
                    chosen = walk(spelling, piece, lattice, document)
                    if chosen and not self._is_another(spelling, chosen):
                        _put(found, _written(spelling, chosen, document))
        return settle(found.values(), document.original)

    def _is_another(self, spelling: Spelling, chosen: Sequence[Piece]) -> bool:
        """Tell an ordinary word that an accent alone parts from a term (`pâté` from `pâte`)."""
        word, own = chosen[0].word, spelling.accented[0]
        if len(chosen) > 1 or word.folds or word.accented in (own, word.key):
            return False
        return word.key == spelling.keys[0] and word.accented in self._lexicon.ordinary and own != word.key

    def _emoji(self, document: Document, index: int, found: dict[tuple[str, int, int], Evidence]) -> None:
        token = document.tokens[index]
        for term in self._lexicon.emoji.get(token.key, ()):
            item = _evidence(term, document, index, index + 1, token.start, token.end, count=token.count)
            found[(term.id, token.start, token.end)] = item


def _written(spelling: Spelling, chosen: Sequence[Piece], document: Document) -> Evidence:
    """Give the evidence of a spelling, and how its pieces came to be read so."""
    distance = sum(piece.word.distance for piece in chosen)
    folds = (fold for piece in chosen for fold in piece.word.folds)
    via = "fuzzy" if distance else "exact"
    if any(piece.word.via == "phonetic" for piece in chosen):
        via = "phonetic"
    if via == "exact" and (spelling.folds or any(map(_is_folded, chosen, spelling.accented))):
        via = "folded"
    return _evidence(
        spelling.term,
        document,
        chosen[0].first,
        chosen[-1].last,
        chosen[0].start,
        chosen[-1].end,
        via=via,
        distance=distance,
        folds=tuple(dict.fromkeys((*folds, *spelling.folds))),
    )


def _is_folded(piece: Piece, accented: str) -> bool:
    return piece.joined or piece.word.via == "folded" or piece.word.accented != accented


def pattern_evidence(document: Document, hits: Iterable[PatternHit]) -> list[Evidence]:
    """Give the evidence of pattern hits, placed in the original text."""
    return [place(document, *document.light.span(hit.start, hit.end), **_traits(hit.pattern)) for hit in hits]


def hit_evidence(pattern: Pattern) -> Evidence:
    """Give what any evidence of a pattern would be, without a place."""
    return Evidence(start=0, end=0, first=0, last=0, line=0, sentence=0, via="pattern", **_traits(pattern))


def _traits(pattern: Pattern) -> dict[str, Any]:
    return {
        "kind": pattern.kind,
        "id": pattern.id,
        "lang": pattern.langs[0],
        "ambiguity": pattern.ambiguity,
        "topic": pattern.topic,
        "status": pattern.status,
    }


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
    return term_evidence(
        term,
        start=start,
        end=end,
        first=first,
        last=last,
        line=token.line,
        sentence=token.sentence,
        via=via,
        distance=distance,
        folds=folds,
        count=count,
    )


def term_evidence(
    term: Term,
    *,
    start: int = 0,
    end: int = 0,
    first: int = 0,
    last: int = 0,
    line: int = 0,
    sentence: int = 0,
    via: str = "exact",
    distance: int = 0,
    folds: tuple[str, ...] = (),
    count: int = 1,
) -> Evidence:
    """Make evidence of a term; without a place it is what any such evidence would be."""
    return Evidence(
        kind=term.kind,
        id=term.id,
        start=start,
        end=end,
        first=first,
        last=last,
        line=line,
        sentence=sentence,
        lang=term.langs[0],
        ambiguity="high" if SWAPPED in folds else term.ambiguity,
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
