"""A text with its disguised words written plain, and what is found in it put back into the original.

It knows places and evidence, and reads no words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from codewords.match.evidence import Evidence
from codewords.text.document import Document
from codewords.text.reading import DISGUISES
from codewords.text.view import View

_GUESSES = frozenset(("glued", "split", "typo"))


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


def as_written(word: str, near: int, restored: Restored, original: str) -> str:
    """Give a word of the plain text as the original writes it: the place nearest to another one decides.

    Args:
        near: a place in the plain text.
    """
    places = [found.start() for found in re.finditer(re.escape(word), restored.view.text)]
    start = min(places, key=lambda place: abs(place - near), default=None)
    if start is None:
        return word
    first, last = restored.span(start, start + len(word))
    written = original[first:last]
    return word if word in written else written  # one of several words written as one


def write(original: str, changes: Sequence[Change]) -> View:
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
    new = [item for item in placed if restored.touched(item.start, item.end) and not _is_guess(item)]
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


def _is_guess(item: Evidence) -> bool:
    """Tell what would speak against an offer but is not written so: cut, joined or mended words."""
    return item.kind == "counter" and not _GUESSES.isdisjoint(item.folds)


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
        via="fuzzy" if "typo" in folds else "folded" if item.via == "exact" else item.via,
        distance=item.distance + ("typo" in folds),
        disguised=item.disguised or bool(DISGUISES.intersection(folds)),
    )
