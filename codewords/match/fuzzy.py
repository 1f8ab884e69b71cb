"""Find the words of a lexicon within a few edits of an unknown word.

A deletion index gives candidates, `rapidfuzz` verifies them; it knows words and distances, no sense.
The method is that of SymSpell (Garbe 2012); what it costs here was measured against eight others,
see docs/dependencies.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import permutations

from rapidfuzz.distance import OSA

LONGEST = 32
"""Longest word looked up; longer ones are no typos of anything listed."""


def deletions(word: str, distance: int) -> set[str]:
    """Give the word and what remains of it when up to `distance` letters (0, 1 or 2) go.

    >>> sorted(deletions("abc", 1))
    ['ab', 'abc', 'ac', 'bc']
    """
    out = {word}
    if distance >= 1 and len(word) > 1:
        once = [word[:i] + word[i + 1 :] for i in range(len(word))]
        out.update(once)
        if distance >= 2 and len(word) > 2:
            out.update(rest[:i] + rest[i + 1 :] for rest in once for i in range(len(rest)))
    return out


def swaps(word: str, *, anywhere: bool) -> list[str]:
    """Give the other orders of the letters behind the first, or those with two neighbours swapped.

    >>> swaps("beuh", anywhere=True), swaps("beuh", anywhere=False)
    (['behu', 'bheu', 'bhue', 'bueh', 'buhe'], ['behu', 'bueh'])
    """
    if anywhere:
        found = {word[0] + "".join(order) for order in permutations(word[1:])}
    else:
        found = {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(1, len(word) - 1)}
    return sorted(found - {word})


class FuzzyIndex:
    """Hold words with the largest distance at which each may be found.

    Args:
        words: word to largest distance (1 or 2); words with 0 are left out.
        first: edits up to which the first letter may be swapped or lost.
        long: letters from which it may be another one, when all others agree.
    """

    def __init__(self, words: Mapping[str, int], *, first: int, long: int = LONGEST + 1) -> None:
        self._first = first
        self._long = long
        self._reach = {word: reach for word, reach in words.items() if reach > 0}
        index: dict[str, list[str]] = defaultdict(list)
        for word, reach in self._reach.items():
            for rest in deletions(word, reach):
                index[rest].append(word)
        self._index = dict(index)
        self._widest = max(self._reach.values(), default=0)
        self._shortest = min(map(len, self._reach), default=LONGEST + 1)

    def find(self, word: str) -> list[tuple[str, int]]:
        """Give the nearest words and their distance, all those of the smallest distance.

        The first letter must agree, or be a swap or a lost letter, save in long words: typists seldom miss it.
        """
        size = len(word)
        if not self._shortest - self._widest <= size <= LONGEST:
            return []
        best: list[tuple[str, int]] = []
        limit = self._widest
        for candidate in self._candidates(word):
            reach = min(limit, self._reach[candidate])
            if abs(len(candidate) - size) > reach:
                continue
            distance = OSA.distance(word, candidate, score_cutoff=reach)
            if distance > reach or not self._starts_alike(word, candidate, distance):
                continue
            if distance < limit or not best:
                best = [(candidate, distance)] if not best or distance < best[0][1] else best
                limit = distance
            if (candidate, distance) not in best and distance == best[0][1]:
                best.append((candidate, distance))
        return sorted(best)

    def _candidates(self, word: str) -> Iterable[str]:
        seen: dict[str, None] = {}
        rests = deletions(word, self._widest if len(word) >= self._shortest else 1)
        for rest in sorted(self._index.keys() & rests):
            for candidate in self._index[rest]:
                seen[candidate] = None
        return seen

    def _starts_alike(self, word: str, candidate: str, distance: int) -> bool:
        if word[0] == candidate[0] or (
            distance == 1 and len(candidate) >= self._long and word[1:] == candidate[1:]
        ):
            return True
        return distance <= self._first and (word[:2] == candidate[1::-1] or word[0] == candidate[1:2])
