"""From what was seen and decided to the result that the caller gets."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from codewords.engine.asked import Asked
from codewords.engine.compiled import Sight
from codewords.engine.fields import Piece
from codewords.extract.contacts import contact_key
from codewords.judge.judge import Verdict
from codewords.match.evidence import Evidence
from codewords.results import (
    Contact,
    Contribution,
    DetectionHit,
    Match,
    Price,
    RulesetRef,
    ScanResult,
    Skipped,
    Unknown,
)


@dataclass(frozen=True, slots=True)
class Seen:
    """Hold one window of a text, what was seen in it and what was decided.

    Args:
        start: where the window begins in the joined text.
        asked: what is told on request alone, or `None`.
    """

    start: int
    sight: Sight
    verdict: Verdict
    asked: Asked | None = None


@dataclass(frozen=True, slots=True)
class Parts:
    """Hold the lists of a result, told in the fields where they stand."""

    matches: tuple[Match, ...]
    prices: tuple[Price, ...]
    contacts: tuple[Contact, ...]
    unknown: tuple[Unknown, ...]


class Mapper:
    """Tell the spans of one window in the fields where they stand.

    Args:
        seen: the window.
        pieces: the fields, in order of place.
        salt: secret for the keys of contacts, or `None`.
    """

    def __init__(self, seen: Seen, pieces: Sequence[Piece], salt: str | None) -> None:
        self._seen = seen
        self._pieces = pieces
        self._salt = salt
        self._made: dict[int, tuple[Evidence, Match | None]] = {}

    def match(self, item: Evidence) -> Match | None:
        """Give the public form of a piece of evidence; detections share pieces, so each is told once."""
        known = self._made.get(id(item))  # to compare all its fields would take as long as to make it anew
        if known is None:
            known = self._made[id(item)] = (item, self._match(item))
        return known[1]

    def _match(self, item: Evidence) -> Match | None:
        spot = self._locate(item.start, item.end)
        if spot is None:
            return None
        piece, start, end = spot
        return Match(
            start=start,
            end=end,
            text=piece.text[start:end],
            id=item.id,
            kind=item.kind,
            lang=item.lang,
            via=item.via,
            distance=item.distance,
            folds=item.folds,
            field=piece.name,
        )

    def matches(self, items: Iterable[Evidence], *, unknown: bool = False) -> tuple[Match, ...]:
        """Give the public form of evidence, in order of place; unknown words are mostly told elsewhere."""
        made = (self.match(item) for item in items if unknown or item.kind != "unknown")
        return tuple(sorted({m for m in made if m is not None}, key=_order))

    def unknown(self, items: Iterable[Evidence]) -> tuple[Unknown, ...]:
        """Give the words in the place of a product that no lexicon lists."""
        made = (self.match(item) for item in items if item.kind == "unknown")
        return tuple(Unknown(m.text, m.start, m.end, m.field) for m in made if m is not None)

    def prices(self) -> tuple[Price, ...]:
        """Give the prices of the window."""
        out = []
        for price in self._seen.sight.prices:
            spot = self._locate(price.start, price.end)
            if spot is not None:
                piece, start, end = spot
                out.append(replace(price, start=start, end=end, field=piece.name))
        return tuple(out)

    def contacts(self) -> tuple[Contact, ...]:
        """Give the contacts of the window, their keys salted where a salt is set."""
        out = []
        for contact in self._seen.sight.contacts:
            spot = self._locate(contact.start, contact.end)
            if spot is None:
                continue
            piece, start, end = spot
            key = contact.key
            if self._salt is not None:
                key = contact_key(contact.platform, contact.handle, salt=self._salt)
            out.append(replace(contact, key=key, start=start, end=end, field=piece.name))
        return tuple(out)

    def _locate(self, start: int, end: int) -> tuple[Piece, int, int] | None:
        start, end = start + self._seen.start, end + self._seen.start
        for piece in self._pieces:
            if piece.start <= start and end <= piece.end:
                return piece, start - piece.start, end - piece.start
        return None


class Reporter:
    """Make results.

    Args:
        ref: names the rules and the engine.
        offset: log-odds that shift the score to a site's base rate.
        salt: secret for the keys of contacts, or `None`.
    """

    def __init__(self, ref: RulesetRef, *, offset: float, salt: str | None) -> None:
        self._ref = ref
        self._offset = offset
        self._salt = salt

    def result(
        self,
        seen: Sequence[Seen],
        pieces: Sequence[Piece],
        *,
        surface: str,
        lang: tuple[str, ...] | None,
        everything: bool,
        skipped: tuple[Skipped, ...],
    ) -> ScanResult:
        """Make the result of one text from its windows; the strongest decides."""
        strongest = max(seen, key=lambda item: (_RANK[item.verdict.label], item.verdict.points, -item.start))
        verdict = strongest.verdict
        mapper = Mapper(strongest, pieces, self._salt)
        detections = tuple(
            DetectionHit(
                item.detection.id,
                item.detection.title,
                item.detection.outcome,
                item.detection.category,
                item.detection.points,
                item.detection.status,
                mapper.matches(item.evidence),
            )
            for item in verdict.fired
        )
        parts = self._all(seen, pieces) if everything else self._told(strongest, mapper)
        return ScanResult(
            label=verdict.label,
            points=verdict.points,
            score=score(verdict.points, self._offset),
            action=verdict.action,
            categories=verdict.categories,
            substances=_substances(seen) if everything else verdict.substances,
            matches=parts.matches,
            prices=parts.prices,
            contacts=parts.contacts,
            detections=detections,
            unknown=parts.unknown,
            near_misses=strongest.asked.near_misses if strongest.asked else (),
            skipped=skipped,
            contributions=tuple(Contribution(name, points) for name, points in verdict.parts),
            surface=surface,
            lang=lang,
            ruleset=self._ref,
            smallest=mapper.matches(strongest.asked.smallest(), unknown=True) if strongest.asked else (),
        )

    def _told(self, strongest: Seen, mapper: Mapper) -> Parts:
        verdict = strongest.verdict
        if not verdict.fired:
            return Parts((), (), (), ())
        evidence = [e for item in verdict.fired for e in item.evidence]
        return Parts(
            mapper.matches(evidence),
            mapper.prices(),
            mapper.contacts() if verdict.label == "offer" else (),
            tuple(dict.fromkeys(mapper.unknown(_candidates(strongest)))),
        )

    def _all(self, seen: Sequence[Seen], pieces: Sequence[Piece]) -> Parts:
        each = [(item, Mapper(item, pieces, self._salt)) for item in seen]
        matches = {match for item, mapper in each for match in mapper.matches(item.sight.evidence)}
        return Parts(
            tuple(sorted(matches, key=_order)),
            tuple(dict.fromkeys(price for _, mapper in each for price in mapper.prices())),
            tuple(dict.fromkeys(contact for _, mapper in each for contact in mapper.contacts())),
            tuple(dict.fromkeys(u for item, mapper in each for u in mapper.unknown(item.sight.evidence))),
        )


def _candidates(seen: Seen) -> list[Evidence]:
    """Give the words in the place of a product, in the sentences where the frame of an offer stands."""
    frames = [item for item in seen.verdict.fired if item.detection.outcome == "unknown"]
    framed = {e.sentence for item in frames for e in item.evidence}
    return [e for e in seen.sight.evidence if e.kind == "unknown" and e.sentence in framed]


_RANK = {"none": 0, "talk": 1, "offer": 2}


def score(points: float, offset: float = 0.0) -> float:
    """Give the logistic of points, shifted by an offset in log-odds, to 4 places.

    >>> score(0.0)
    0.5
    """
    x = points + offset
    if x >= 0:
        return round(1 / (1 + math.exp(-x)), 4)
    raised = math.exp(x) if x > -700 else 0.0
    return round(raised / (1 + raised), 4)


def _order(match: Match) -> tuple[str, int, int, str]:
    return (match.field or "", match.start, match.end, match.id)


def _substances(seen: Sequence[Seen]) -> tuple[str, ...]:
    return tuple(sorted({s for item in seen for e in item.sight.evidence for s in e.substances}))
