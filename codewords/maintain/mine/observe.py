"""What the engine sees in messages, word by word: the only look that mining takes at a text.

It cuts a message into words, says of each what the rules know of it, and where it stands. It counts nothing
and weighs nothing, and keeps no message beyond the caller's own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from codewords.engine.engine import Engine
from codewords.maintain.evaluate import Row
from codewords.results import Match, ScanResult
from codewords.text.document import Token, words
from codewords.text.reading import readings
from codewords.text.tables import FoldTables

NUMBER, LINK = "number", "link"
"""Kinds of words that the rules do not know and that are no words: with a digit; in a link or handle."""

PRODUCTS = ("substance", "emoji")
"""Kinds that stand for goods."""

FREE = ("", "counter")
"""Kinds of words that may be a code nobody lists: unknown ones, and those of ordinary life."""

_CHUNK = re.compile(r"\S+")
_LINK = re.compile(r"://|www\.|@\w*[^\W\d]|\w\.[a-z]{2,6}/", re.IGNORECASE)
"""What makes a chunk between spaces a link, a handle or an address."""

_RANK = {"substance": 0, "emoji": 1, "contact": 2, "counter": 9}
_OTHER = 5


@dataclass(frozen=True, slots=True)
class Word:
    """Place one word or emoji of a message and say what is known of it.

    Args:
        key: lower case, no accents; for an emoji its canonical form.
        shown: the same with its accents.
        start: first character in the message.
        end: one past the last.
        line: number of its line, from 0.
        kind: kind of the evidence that covers it, `number`, `link`, or empty where nothing is known.
        ids: entries of the rules that cover it.
        in_slot: True where the engine saw it in the place of a product.
    """

    key: str
    shown: str
    start: int
    end: int
    line: int
    kind: str = ""
    ids: tuple[str, ...] = ()
    is_emoji: bool = False
    in_slot: bool = False

    @property
    def is_free(self) -> bool:
        """Tell whether it may be a code that no lexicon lists."""
        return self.kind in FREE


@dataclass(frozen=True, slots=True)
class Seen:
    """Hold one message, cut into words, and how the engine judged it.

    Args:
        langs: languages of the evidence in it, the most frequent first.
    """

    text: str
    surface: str
    words: tuple[Word, ...]
    label: str
    points: float
    langs: tuple[str, ...] = ()

    @property
    def is_offer(self) -> bool:
        """Tell whether the engine calls it an offer."""
        return self.label == "offer"


class Observer:
    """Cut messages into words and ask an engine what it knows of them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._tables = FoldTables.from_rules(engine.ruleset.folding)
        self._kinds = {term.id: term.kind for term in engine.ruleset.terms}

    def key(self, written: str) -> tuple[str, ...]:
        """Give the keys of the words of a spelling."""
        return tuple(_key(token, self._tables) for token in words(written, self._tables))

    def look(self, row: Row) -> Seen:
        """Give what is seen in one message."""
        result = self._engine.scan(row.text, surface=row.surface, evidence="all")
        covers = sorted(_covers(result, row.text, self._kinds))
        slots = [(item.start, item.end) for item in result.unknown]
        made = tuple(_word(token, covers, slots, self._tables) for token in words(row.text, self._tables))
        return Seen(row.text, row.surface, made, result.label, result.points, _langs(result.matches))


def observe(engine: Engine, rows: Iterable[Row]) -> Iterator[Seen]:
    """Give what an engine sees in messages, one after the other."""
    observer = Observer(engine)
    return (observer.look(row) for row in rows)


_Cover = tuple[int, int, int, str, str]
"""Start, end, rank, kind and id of what covers a span."""


def _covers(result: ScanResult, text: str, kinds: dict[str, str]) -> Iterator[_Cover]:
    for match in result.matches:
        kind = kinds.get(match.id, match.kind)
        yield match.start, match.end, _RANK.get(kind, _OTHER), kind, match.id
    for contact in result.contacts:
        yield contact.start, contact.end, _RANK["contact"], "contact", ""
    for chunk in _CHUNK.finditer(text):
        if _LINK.search(chunk[0]):
            yield chunk.start(), chunk.end(), _RANK["contact"], LINK, ""


def _word(token: Token, covers: Sequence[_Cover], slots: Sequence[tuple[int, int]], tables: FoldTables) -> Word:
    over = sorted(item[2:] for item in covers if item[0] < token.end and token.start < item[1])
    kind = over[0][1] if over else ""
    key = _key(token, tables)
    if not kind and any(char.isdigit() for char in key):
        kind = NUMBER
    return Word(
        key=key,
        shown=token.key,
        start=token.start,
        end=token.end,
        line=token.line,
        kind=kind,
        ids=tuple(dict.fromkeys(item[2] for item in over if item[1] == kind and item[2])),
        is_emoji=token.is_emoji,
        in_slot=any(start < token.end and token.start < end for start, end in slots),
    )


def _key(token: Token, tables: FoldTables) -> str:
    return token.key if token.is_emoji else readings(token.raw, tables)[0].key


def _langs(matches: Iterable[Match]) -> tuple[str, ...]:
    counts = Counter(match.lang for match in matches if match.lang != "und")
    return tuple(lang for lang, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])))
