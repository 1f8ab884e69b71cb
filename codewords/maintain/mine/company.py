"""The company a word keeps: what stands near known goods, and near a candidate.

Each neighbour is a feature, by its distance or by its line; how much a feature speaks for goods is a log-odds,
learnt from the places of known goods against all other places of the same messages. Near words the rules
know count by their kind, so that `50€` and `70€` are one neighbour.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from codewords.maintain.mine.gather import Candidate, Spot, lines_of
from codewords.maintain.mine.observe import FREE, LINK, NUMBER, PRODUCTS, Seen, Word
from codewords.maintain.mine.settings import Settings

_EDGE = "<edge>"
_FLOOR = 0.5
_SMOOTH = 50.0
_NO_PLACE = (LINK, NUMBER, "price", "quantity")

Features = tuple[tuple[str, ...], tuple[str, ...]]
"""Neighbours with their distance, and the company of the line."""


class Company:
    """Learn what stands near known goods, in messages.

    Args:
        messages: those that are mined and the others that are known; a line counts once.
        settings: the numbers of mining.
    """

    def __init__(self, messages: Iterable[Seen], settings: Settings) -> None:
        self._settings = settings
        self._goods: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
        self._others: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
        self._sizes = [0, 0]
        self._groups: dict[str, Counter[str]] = defaultdict(Counter)
        self._learn(messages)
        self._total = sum(counter.total() for counter in (*self._goods, *self._others))

    def _learn(self, messages: Iterable[Seen]) -> None:
        lines: set[tuple[str, ...]] = set()
        for seen in messages:
            for first, last, keys in lines_of(seen):
                if keys in lines:
                    continue
                lines.add(keys)
                for start, stop, kind, ids in _units(seen.words, first, last):
                    self._note(self.features(seen, Spot(0, start, stop)), kind, ids)

    def _note(self, features: Features, kind: str, ids: Sequence[str]) -> None:
        is_goods = kind in PRODUCTS
        counts = self._goods if is_goods else self._others
        for counter, names in zip(counts, features, strict=True):
            counter.update(names)
        self._sizes[not is_goods] += 1
        if kind not in FREE:
            for name in ids:
                self._groups[name].update((*features[0], *features[1]))

    def features(self, seen: Seen, spot: Spot) -> Features:
        """Give the neighbours and the company of a place."""
        words, line = seen.words, seen.words[spot.first].line
        near = []
        for distance in range(1, self._settings.window + 1):
            for sign, at in (("-", spot.first - distance), ("+", spot.last - 1 + distance)):
                is_there = 0 <= at < len(words) and words[at].line == line
                near.append(f"{sign}{distance} {_name(words[at]) if is_there else _EDGE}")
        start, stop = max(0, spot.first - self._settings.reach), spot.last + self._settings.reach
        around = (*words[start : spot.first], *words[spot.last : stop])
        return tuple(near), tuple(sorted({_name(word) for word in around if word.line == line}))

    def weigh(self, candidate: Candidate, messages: Sequence[Seen]) -> tuple[float, float]:
        """Give the log-odds of goods by neighbours and by company, each a mean over the places of a candidate.

        What the candidate itself adds to the other places is taken off first.
        """
        found = [self.features(messages[spot.message], spot) for spot in candidate.spots]
        near, line = (self._mean([item[side] for item in found], side) for side in (0, 1))
        return near, line

    def _mean(self, rows: Sequence[tuple[str, ...]], side: int) -> float:
        own = Counter(name for row in rows for name in row)
        odds = {name: self._odds(name, side, count) for name, count in own.items()}
        return sum(odds[name] for row in rows for name in row) / (len(rows) + self._settings.shrink)

    def _odds(self, name: str, side: int, own: int) -> float:
        goods = (self._goods[side][name] + _FLOOR) / (self._sizes[0] + _SMOOTH)
        others = (max(0, self._others[side][name] - own) + _FLOOR) / (self._sizes[1] + _SMOOTH)
        return math.log(goods / others)

    def profiles(self, groups: Mapping[str, str]) -> dict[str, Counter[str]]:
        """Give the counted company of groups of known words.

        Args:
            groups: name of the group of each entry; entries without one are left out.
        """
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for name in sorted(self._groups):
            if name in groups:
                found[groups[name]].update(self._groups[name])
        return found

    def nearest(
        self, candidate: Candidate, messages: Sequence[Seen], profiles: Mapping[str, Counter[str]]
    ) -> list[tuple[str, float]]:
        """Give groups by how well their company explains a candidate's, the best first.

        The number is the mean log ratio of a feature's share in the group to its share anywhere; the share in the
        group is smoothed towards that anywhere, so that a group seen twice explains little.

        Args:
            messages: those in which the candidate stands.
            profiles: what `profiles` gives.
        """
        features = [
            name
            for spot in candidate.spots
            for side in self.features(messages[spot.message], spot)
            for name in side
        ]
        counts = Counter(features)
        likes = [(name, self._likeness(counts, profile)) for name, profile in profiles.items()]
        return sorted(likes, key=lambda item: (-item[1], item[0]))

    def _likeness(self, counts: Counter[str], profile: Counter[str]) -> float:
        prior, size, whole = self._settings.likeness_prior, profile.total(), self._total or 1
        ratios = []
        for name, count in counts.items():
            anywhere = (sum(counter[name] for counter in (*self._goods, *self._others)) + _FLOOR) / whole
            share = (profile[name] + prior * anywhere) / (size + prior)
            ratios.append(count * math.log(share / anywhere))
        return math.fsum(ratios) / (counts.total() or 1)


def _units(words: Sequence[Word], first: int, last: int) -> Iterator[tuple[int, int, str, tuple[str, ...]]]:
    """Give the words of a line; those that one entry covers together are one."""
    at = first
    while at < last:
        word, stop = words[at], at + 1
        while word.ids and stop < last and words[stop].ids == word.ids:
            stop += 1
        if word.kind not in _NO_PLACE:
            yield at, stop, word.kind, word.ids
        at = stop


def _name(word: Word) -> str:
    return f"w {word.key}" if word.kind in FREE else f"k {word.kind}"
