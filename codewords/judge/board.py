"""The evidence of one text, laid out so that conditions can ask for it.

It owns regions (tokens, lines, sentences) and the structures around evidence (negation, quotation,
question). It knows no detection and no points.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from codewords.match.evidence import Evidence
from codewords.model import Leaf


@dataclass(frozen=True, slots=True)
class Region:
    """Bound where evidence is looked for.

    Args:
        first: first token.
        last: one past the last token.
        line: only this line, or `None`.
        sentence: only this sentence, or `None`.
    """

    first: int
    last: int
    line: int | None = None
    sentence: int | None = None

    def holds(self, item: Evidence) -> bool:
        """Tell whether a piece lies in the region: it may reach beyond its last token, not begin there."""
        return (
            self.first <= item.first < self.last
            and (self.line is None or item.line == self.line)
            and (self.sentence is None or item.sentence == self.sentence)
        )


EVERYWHERE = Region(-1, 1 << 60)


class Board:
    """Hold evidence in order of place.

    Args:
        evidence: all pieces, any order.
        parents: substance id to the id of its parent.
        quotes: original spans inside quotation marks.
        questions: numbers of the sentences that ask.
        reach: tokens behind a negation that it undoes.
        clauses: original places of marks that part clauses; most negations end there.
        negated: topics of counter-evidence that a negation undoes too: `not soap` is no soap.
    """

    def __init__(
        self,
        evidence: Iterable[Evidence],
        *,
        parents: dict[str, str],
        quotes: Sequence[tuple[int, int]] = (),
        questions: frozenset[int] = frozenset(),
        reach: int = 4,
        clauses: Sequence[int] = (),
        negated: frozenset[str] = frozenset(),
    ) -> None:
        self.evidence = tuple(sorted(evidence, key=lambda item: (item.first, item.start, -item.end, item.id)))
        self._parents = parents
        self._quotes = quotes
        self._questions = questions
        self._reach = reach
        self._clauses = clauses
        self._negated = negated
        # by the id of a leaf; the leaf is kept, so that no other object takes its id
        self._by_leaf: dict[int, tuple[Leaf, tuple[Evidence, ...]]] = {}
        self._by_kind: dict[str, list[Evidence]] = {}
        for item in self.evidence:
            self._by_kind.setdefault(item.kind, []).append(item)
        self.marks = frozenset(mark for e in self.evidence for mark in (e.kind, f"{e.kind}:{e.ambiguity}"))
        self._negations = [item for item in self._by_kind.get("counter", ()) if item.topic == "negation"]
        self._without: dict[tuple[str, ...], Board] = {}

    def without(self, structures: tuple[str, ...]) -> Board:
        """Give the board that is left when evidence inside some structures does not count."""
        if not structures:
            return self
        if structures not in self._without:
            kept = [item for item in self.evidence if not self._undone(item, structures)]
            self._without[structures] = self if len(kept) == len(self.evidence) else self.only(kept)
        return self._without[structures]

    def only(self, kept: Iterable[Evidence]) -> Board:
        """Give the board of the same text that is left when only some pieces count."""
        return Board(
            kept,
            parents=self._parents,
            quotes=self._quotes,
            questions=self._questions,
            reach=self._reach,
            clauses=self._clauses,
            negated=self._negated,
        )

    def find(self, leaf: Leaf, region: Region) -> list[Evidence]:
        """Give the pieces in a region that a leaf asks for, in order."""
        known = self._by_leaf.get(id(leaf))
        if known is not None:
            pieces = known[1]
        else:
            pool = (
                self.evidence
                if not leaf.kinds
                else self._by_kind.get(leaf.kinds[0], ())
                if len(leaf.kinds) == 1
                else [item for item in self.evidence if item.kind in leaf.kinds]
            )
            pieces = tuple(item for item in pool if self.fits(leaf, item))
            self._by_leaf[id(leaf)] = (leaf, pieces)
        if region is EVERYWHERE:
            return list(pieces)
        start = bisect_left(pieces, region.first, key=lambda item: item.first)
        out = []
        for item in pieces[start:]:
            if item.first >= region.last:
                break
            if region.holds(item):
                out.append(item)
        return out

    def fits(self, leaf: Leaf, item: Evidence) -> bool:
        """Tell whether a piece passes every filter of a leaf."""
        return (
            (not leaf.kinds or item.kind in leaf.kinds)
            and (not leaf.ambiguity or item.ambiguity in leaf.ambiguity)
            and (not leaf.topics or item.topic in leaf.topics)
            and (not leaf.roles or item.role in leaf.roles)
            and (not leaf.disguised or item.disguised)
            and (not leaf.langs or item.lang in leaf.langs)
            and (not leaf.substances or self._is_one_of(item, leaf.substances))
            and (not leaf.ids or any(_is_id(item.id, wanted) for wanted in leaf.ids))
        )

    def _is_one_of(self, item: Evidence, substances: tuple[str, ...]) -> bool:
        return any(s in substances or self._parents.get(s) in substances for s in item.substances)

    def _undone(self, item: Evidence, structures: tuple[str, ...]) -> bool:
        if item.kind == "counter" and item.topic not in self._negated:
            return False
        if "negation" in structures and any(self._negates(other, item) for other in self._negations):
            return True
        if item.kind == "counter":
            return False
        if "question" in structures and item.sentence in self._questions:
            return True
        return "quotation" in structures and any(
            start <= item.start and item.end <= end for start, end in self._quotes
        )

    def _negates(self, negation: Evidence, item: Evidence) -> bool:
        return (
            negation.sentence == item.sentence
            and negation.line == item.line
            and negation.start < item.start
            and item.first - negation.last < self._reach
            and (negation.ambiguity == "low" or not self._is_parted(negation.end, item.start))
        )

    def _is_parted(self, start: int, end: int) -> bool:
        return bisect_left(self._clauses, start) < bisect_left(self._clauses, end)


def _is_id(id_: str, wanted: str) -> bool:
    return id_.startswith(wanted[:-1]) if wanted.endswith("*") else id_ == wanted
