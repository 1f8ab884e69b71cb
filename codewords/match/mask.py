"""Find the one word that fits a spelling with letters struck out: `c**aine`, `b**h`.

It knows letters and their places, no sense.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from codewords.text.reading import MASK


class MaskIndex:
    """Hold words by their first letter and their length.

    Args:
        words: those that may be struck out.
        sure: those of them that may stand where another word fits too.
        others: words that may stand in the text beside them.
        limits: `mask_from`: letters of the shortest; `mask_seen`: letters that must be left at least, and
            never fewer than are gone.
    """

    def __init__(
        self,
        words: Iterable[str],
        limits: Mapping[str, int],
        *,
        sure: Iterable[str] = (),
        others: Iterable[str] = (),
    ) -> None:
        self._seen = limits["mask_seen"]
        self._sure = frozenset(sure)
        self._codes = frozenset(words)
        index: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in sorted(self._codes.union(others)):
            if len(word) >= limits["mask_from"] and word.isalpha():
                index[word[0], len(word)].append(word)
        self._index = dict(index)

    def find(self, masked: str) -> str | None:
        """Give the word when it alone fits, or is the only sure one that does."""
        found = self.fits(masked)
        sure = [word for word in found if word in self._sure]
        fitting = sure if len(found) > 1 else found
        return fitting[0] if len(fitting) == 1 and fitting[0] in self._codes else None

    def fits(self, masked: str) -> list[str]:
        """Give all words that fit, in the order of the alphabet; none where too few letters are left."""
        gone = masked.count(MASK)
        if len(masked) - gone < max(self._seen, gone):
            return []
        fits = re.compile("".join("." if char == MASK else re.escape(char) for char in masked)).fullmatch
        return [word for word in self._index.get((masked[0], len(masked)), ()) if fits(word)]
