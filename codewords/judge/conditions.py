"""Evaluate the conditions of rules/detections against a board of evidence.

A condition that holds gives the pieces that made it hold; one that does not gives `None`.
"""

from __future__ import annotations

from collections.abc import Mapping

from codewords.judge.board import EVERYWHERE, Board, Region
from codewords.match.evidence import Evidence
from codewords.model import Condition, Detection, Group, Leaf, Use


class Conditions:
    """Evaluate conditions that may name others.

    Args:
        named: conditions by name, and the conditions of detections by id.
    """

    def __init__(self, named: Mapping[str, Condition], detections: tuple[Detection, ...]) -> None:
        self._named = {**{item.id: item.when for item in detections}, **named}

    def named(self, name: str) -> Condition:
        """Give a condition by its name, or that of a detection by its id."""
        return self._named[name]

    def holds(self, condition: Condition, board: Board) -> tuple[Evidence, ...] | None:
        """Give the evidence for a condition, in order of place, or `None`."""
        found = self._find(condition, board, EVERYWHERE)
        return None if found is None else _in_order(found)

    def needs(self, condition: Condition) -> tuple[frozenset[str], ...]:  # noqa: PLR0911  one form, one return
        """Give what must be there for a condition to hold: of each set one mark, `kind` or `kind:ambiguity`.

        It may ask for too little, never for too much.
        """
        if isinstance(condition, Use):
            return self.needs(self._named[condition.name])
        if isinstance(condition, Leaf):
            if not condition.kinds or condition.at_least < 1:
                return ()
            if not condition.ambiguity:
                return (frozenset(condition.kinds),)
            return (frozenset(f"{kind}:{a}" for kind in condition.kinds for a in condition.ambiguity),)
        each = [self.needs(part) for part in condition.parts]
        if condition.op == "all":
            return tuple(need for needs in each for need in needs)
        if condition.op == "any" and all(each):
            return (frozenset().union(*(needs[0] for needs in each)),)
        return ()

    def _find(self, condition: Condition, board: Board, region: Region) -> list[Evidence] | None:
        if isinstance(condition, Leaf):
            return _leaf(condition, board, region)
        if isinstance(condition, Use):
            return self._find(self._named[condition.name], board, region)
        if condition.op == "any":
            return self._any(condition, board, region)
        if condition.op == "none":
            blocked = any(self._find(part, board, region) for part in condition.parts)
            return None if blocked else []
        if condition.within in (None, "message"):
            return self._all(condition, board, region)
        return self._near(condition, board, region)

    def _any(self, group: Group, board: Board, region: Region) -> list[Evidence] | None:
        found = [self._find(part, board, region) for part in group.parts]
        held = [pieces for pieces in found if pieces is not None]
        return [item for pieces in held for item in pieces] if held else None

    def _all(self, group: Group, board: Board, region: Region) -> list[Evidence] | None:
        out: list[Evidence] = []
        positive = 0
        for part in group.parts:
            found = self._find(part, board, region)
            if found is None:
                return None
            out.extend(found)
            positive += bool(found)
            if group.ordered and found:
                after = min(item.last for item in found)
                region = Region(max(region.first, after), region.last, region.line, region.sentence)
        if positive > 1 and len({(item.start, item.end) for item in out}) < 2:
            return None  # one word with two senses is no company for itself
        return out

    def _near(self, group: Group, board: Board, region: Region) -> list[Evidence] | None:
        """Try each piece of the first part as the place round which all parts must hold."""
        anchors = self._anchors(group.parts[0], board, region)
        out: list[Evidence] = []
        held = False
        tried: set[Region] = set()
        for anchor in anchors:
            around = _around(anchor, group, region)
            if around in tried:
                continue
            tried.add(around)
            found = self._all(group, board, around)
            if found is not None:
                held = True
                out.extend(found)
        return out if held else None

    def _anchors(self, condition: Condition, board: Board, region: Region) -> list[Evidence]:
        """Give every piece that may serve the first part, whatever count it asks for."""
        if isinstance(condition, Leaf):
            return board.find(condition, region)
        if isinstance(condition, Use):
            return self._anchors(self._named[condition.name], board, region)
        if condition.op == "any":
            pieces = [item for part in condition.parts for item in self._anchors(part, board, region)]
            return _unique(pieces)
        return self._anchors(condition.parts[0], board, region)


def _leaf(leaf: Leaf, board: Board, region: Region) -> list[Evidence] | None:
    found = board.find(leaf, region)
    count = len({(item.start, item.end) for item in found})
    if leaf.distinct:  # two senses of one word are one word, one word twice is one entry
        count = min(count, len({item.id for item in found}))
    if count < leaf.at_least or (leaf.at_most is not None and count > leaf.at_most):
        return None
    return found


def _around(anchor: Evidence, group: Group, region: Region) -> Region:
    if group.within == "line":
        return Region(region.first, region.last, anchor.line, region.sentence)
    if group.within == "sentence":
        return Region(region.first, region.last, anchor.line, anchor.sentence)
    reach = int(group.within or 0)
    first = anchor.first if group.ordered else anchor.first - reach
    return Region(max(region.first, first), min(region.last, anchor.last + reach), region.line, region.sentence)


def _in_order(pieces: list[Evidence]) -> tuple[Evidence, ...]:
    return tuple(sorted(_unique(pieces), key=lambda item: (item.start, item.end, item.id)))


def _unique(pieces: list[Evidence]) -> list[Evidence]:
    return list(dict.fromkeys(pieces))
