"""The words of prices, looked up by token: units, numbers, currencies and links.

It turns the tables of rules/patterns into one index, once, and cuts a text into lexemes.
It knows nothing of how lexemes make a price.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import regex

from codewords.extract.lexemes import Lexeme, Unit, read_number, read_unit
from codewords.extract.numerals import join_numbers
from codewords.model import Table

_TOKEN = regex.compile(
    r"(?P<num>\d+(?:[.,']\d+)*)|(?P<word>[@#]?[\p{L}_][\p{L}\p{M}\p{N}_]*)"
    r"|(?P<gap> +)|(?P<dots>[.…_\t]{2,})|(?P<sym>->|=>|.)",
    regex.VERSION1 | regex.DOTALL,
)
_TIMES = regex.compile(r"x(\d{1,4})", regex.VERSION1)
_READ = ("units", "number_words", "currencies", "links", "price_breaks", "item_stop")
_LONGEST_PHRASE = 4
_GLUED_ONLY = frozenset({"e", "x"})


@dataclass(frozen=True, slots=True)
class _Entry:
    number: Decimal | None = None
    unit: Unit | None = None
    currency: str | None = None
    links: frozenset[str] = frozenset()
    stop: bool = False


@dataclass(slots=True)
class _Draft:
    number: Decimal | None = None
    unit: Unit | None = None
    currency: str | None = None
    links: set[str] = field(default_factory=set)
    stop: bool = False


@dataclass(frozen=True, slots=True)
class Roles:
    """Say which parts in a price the words of a piece of text may play.

    Args:
        numbers: how many of them may be a number.
        is_measured: one may be a unit, or a count (`x20`).
        is_weighed: one may be a unit of weight.
        is_priced: one may be a currency, or a number with decimals.
    """

    numbers: int = 0
    is_measured: bool = False
    is_weighed: bool = False
    is_priced: bool = False


NO_ROLES = Roles()


def _tokens(text: str) -> tuple[str, ...]:
    return tuple(m[0] for m in _TOKEN.finditer(text) if m.lastgroup != "gap")


def _drafts(tables: Mapping[str, Table]) -> dict[tuple[str, ...], _Draft]:
    drafts: dict[tuple[str, ...], _Draft] = {}
    for name in _READ:
        for value, words in tables.get(name, {}).items():
            for word in words:
                draft = drafts.setdefault(_tokens(word.lower()), _Draft())
                if name == "units":
                    draft.unit = read_unit(value)
                elif name == "number_words":
                    draft.number = Decimal(value)
                elif name == "currencies":
                    draft.currency = value
                elif name == "item_stop":
                    draft.stop = True
                else:
                    draft.links.add(value)
    return drafts


class Vocabulary:
    """Index the words of the tables and cut texts with them.

    Args:
        tables: those of the rule set: `units`, `number_words`, `currencies`, `links`, `price_breaks`, `item_stop`.
    """

    def __init__(self, tables: Mapping[str, Table]) -> None:
        drafts = _drafts(tables)
        self._entries = {
            key: _Entry(d.number, d.unit, d.currency, frozenset(d.links), d.stop) for key, d in drafts.items()
        }
        self._longest: dict[str, int] = {}
        self._by_first: dict[str, list[tuple[tuple[str, ...], _Entry]]] = {}
        for key, entry in self._entries.items():
            self._by_first.setdefault(key[0], []).append((key, entry))
            self._longest[key[0]] = min(_LONGEST_PHRASE, max(len(key), self._longest.get(key[0], 0)))

    def cut(self, text: str, void: Sequence[tuple[int, int]]) -> list[list[Lexeme]]:
        """Cut a text into lines of lexemes; those in a `void` span (sorted) are marked."""
        text = text.replace("’", "'")
        lines: list[list[Lexeme]] = [[]]
        found = [m for m in _TOKEN.finditer(text) if m.lastgroup != "gap"]
        index = barrier = 0
        while index < len(found):
            token = found[index]
            if token[0] == "\n":
                lines.append([])
                index += 1
                continue
            taken, entry = self._lookup(found, index)
            start, end = token.start(), found[index + taken - 1].end()
            while barrier < len(void) and void[barrier][1] <= start:
                barrier += 1
            is_void = barrier < len(void) and void[barrier][0] < end
            glued = start > 0 and text[start - 1] not in " \n"
            lines[-1].append(_lexeme(token, text[start:end], entry, (start, end, glued, is_void)))
            index += taken
        return [join_numbers(line) for line in lines]

    def roles(self, text: str) -> Roles:
        """Give the roles that words may play, wherever a text without spaces stands; it may tell too many."""
        found = [m for m in _TOKEN.finditer(text.replace("’", "'")) if m.lastgroup != "gap"]
        entries = [entry for index in range(len(found)) for entry in self._may_be(found, index)]
        times = any(m[0] == "x" or _TIMES.fullmatch(m[0]) for m in found)
        numbers = sum(m.lastgroup == "num" or _TIMES.fullmatch(m[0]) is not None for m in found)
        return Roles(
            numbers + sum(entry.number is not None for entry in entries),
            times or any(entry.unit is not None for entry in entries),
            any(entry.unit is not None and entry.unit.base == "g" for entry in entries),
            any(entry.currency is not None for entry in entries)
            or any(m.lastgroup == "num" and not m[0].isdigit() for m in found),
        )

    def _may_be(self, found: list[regex.Match[str]], index: int) -> list[_Entry]:
        """Give the entries that begin at a token, or may do so when words follow."""
        out = []
        for key, entry in self._by_first.get(found[index][0], ()):
            run = tuple(m[0] for m in found[index : index + len(key)])
            if run == key[: len(run)] and (len(run) == len(key) or any(part[0].isalpha() for part in key)):
                out.append(entry)
        return out if found[index].start() or found[index][0] not in _GLUED_ONLY else []

    def _lookup(self, found: list[regex.Match[str]], index: int) -> tuple[int, _Entry | None]:
        first = found[index][0]
        for size in range(self._longest.get(first, 0), 0, -1):
            run = found[index : index + size]
            entry = self._entries.get(tuple(m[0] for m in run))
            if entry is None or len(run) < size:
                continue
            if size == 1 or any(m.lastgroup == "word" for m in run) or run[-1].end() - run[0].start() == size:
                return size, entry
        return 1, None


def _lexeme(
    token: regex.Match[str], text: str, entry: _Entry | None, place: tuple[int, int, bool, bool]
) -> Lexeme:
    start, end, glued, void = place
    if token.lastgroup == "num" and entry is None:
        return Lexeme(start, end, text, glued, number=None if void else read_number(text), void=void)
    if token.lastgroup == "dots":
        return Lexeme(start, end, text, glued, links=frozenset({"mark", "dots"}))
    word = token.lastgroup == "word"
    times = _TIMES.fullmatch(text) if word else None
    if times and not void:
        return Lexeme(start, end, text, glued, number=Decimal(times[1]), times=True)
    if entry is None:
        return Lexeme(start, end, text, glued, word=word, void=void)
    if text in _GLUED_ONLY and not glued:
        entry = _Entry(links=entry.links, stop=entry.stop)
    return Lexeme(
        start, end, text, glued, None if void else entry.number, entry.unit, entry.currency,
        entry.links, word, spoken=entry.number is not None, void=void, stop=entry.stop,
    )  # fmt: skip
