"""A compiled lexicon as bytes, and back without compiling it.

What is stored is thawed when it is first asked for: a table at a time, a spelling at a time. Results
are those of the lexicon that was packed. It knows no files.
"""

from __future__ import annotations

import marshal
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from codewords.match import fuzzy, lexicon, mask, phonetic
from codewords.match.lexicon import Lexicon, Spelling
from codewords.model import Term
from codewords.text.tables import FoldTables

_PARTS: dict[str, type] = {
    cls.__name__: cls for cls in (lexicon.Lexicon, fuzzy.FuzzyIndex, mask.MaskIndex, phonetic.PhoneticIndex)
}
_BUILDING = ("_seen", "_sounds", "_hasty")
"""What only the compilation of a lexicon needs."""


def pack_lexicon(made: Lexicon, terms: Sequence[Term], blobs: list[bytes]) -> tuple[str, Any]:
    """Give a lexicon as plain values that name its tables by their numbers.

    Args:
        terms: those of its rule set; the reader will have them, in the same order.
        blobs: takes the tables, each to be thawed alone.

    Raises:
        TypeError: when the lexicon holds what cannot be stored.
    """
    numbers = {id(term): number for number, term in enumerate(terms)}
    return _pack(made, numbers, blobs)


def unpack_lexicon(
    stored: tuple[str, Any], terms: Sequence[Term], tables: FoldTables, blobs: Sequence[bytes | memoryview]
) -> Lexicon:
    """Give the lexicon that was packed.

    Args:
        stored: what `pack_lexicon` gave.
        terms: those of its rule set, in the same order.
        tables: folding tables of the same rule set.
        blobs: what `pack_lexicon` put down.
    """
    found = _unpack(stored, _Hand(terms, tables, blobs))
    if not isinstance(found, Lexicon):
        message = "no lexicon was stored"
        raise TypeError(message)
    return found


def thaw(data: bytes | memoryview) -> Any:
    """Give the plain values that `marshal` wrote."""
    return marshal.loads(data)  # noqa: S302  whoever keeps the bytes lets nobody else write them


@dataclass(frozen=True, slots=True)
class _Hand:
    """Hold what the reader of a stored lexicon has at hand."""

    terms: Sequence[Term]
    tables: FoldTables
    blobs: Sequence[bytes | memoryview]


def _pack(value: Any, numbers: dict[int, int], blobs: list[bytes]) -> tuple[str, Any]:
    name = type(value).__name__
    if isinstance(value, FoldTables):
        return ("tables", None)
    if _PARTS.get(name) is type(value):
        left_out = _BUILDING if isinstance(value, Lexicon) else ()
        return (
            name,
            {key: _pack(part, numbers, blobs) for key, part in vars(value).items() if key not in left_out},
        )
    first = next(iter(value.values()), None) if isinstance(value, dict) else None
    if first and isinstance(first, list) and isinstance(first[0], Spelling):
        return ("spellings", _put({key: _rows(rows, numbers) for key, rows in value.items()}, blobs))
    if first and isinstance(first, list) and isinstance(first[0], Term):
        return ("terms", _put({key: [numbers[id(term)] for term in row] for key, row in value.items()}, blobs))
    try:
        return ("plain", _put(_shared(value), blobs))
    except ValueError as error:
        message = f"`{name}` cannot be stored"
        raise TypeError(message) from error


def _put(value: Any, blobs: list[bytes]) -> int:
    blobs.append(marshal.dumps(value))
    return len(blobs) - 1


def _rows(spellings: list[Spelling], numbers: dict[int, int]) -> tuple[tuple[Any, ...], ...]:
    return tuple((numbers[id(s.term)], s.keys, s.accented, s.written, s.folds) for s in spellings)


def _shared(value: Any) -> Any:
    """Let equal lists of words in a table be one tuple, which is smaller here and there."""
    if not isinstance(value, dict):
        return value
    pool: dict[Any, Any] = {}
    return {
        key: pool.setdefault(tuple(item), tuple(item)) if isinstance(item, list) else item
        for key, item in value.items()
    }


def _unpack(stored: tuple[str, Any], hand: _Hand) -> Any:
    name, content = stored
    if name == "tables":
        return hand.tables
    if name == "spellings":
        return _Spellings(thaw(hand.blobs[content]), hand.terms)
    if name == "terms":
        return {key: [hand.terms[number] for number in row] for key, row in thaw(hand.blobs[content]).items()}
    if name == "plain":
        return thaw(hand.blobs[content])
    return _SLEEPING[name]({key: (item, hand) for key, item in content.items()})


class _Sleeping:
    """Thaw each attribute when it is first asked for; from then on it is an ordinary one."""

    def __init__(self, asleep: dict[str, tuple[tuple[str, Any], _Hand]]) -> None:
        self._asleep = asleep

    def __getattr__(self, name: str) -> Any:
        stored = self.__dict__.get("_asleep", {}).get(name)
        if stored is None:
            message = f"`{type(self).__name__}` has no attribute `{name}`"
            raise AttributeError(message)
        value = _unpack(*stored)
        setattr(self, name, value)
        return value


_SLEEPING: dict[str, Any] = {name: type(name, (_Sleeping, cls), {}) for name, cls in _PARTS.items()}


class _Spellings(dict[str, Any]):
    """Give lists of spellings by their first word; the rest stays rows until asked for."""

    def __init__(self, rows: dict[str, tuple[tuple[Any, ...], ...]], terms: Sequence[Term]) -> None:
        super().__init__(rows)
        self._terms = terms

    def __getitem__(self, key: str) -> Any:
        found = super().__getitem__(key)
        if isinstance(found, tuple):
            found = [Spelling(self._terms[row[0]], *row[1:]) for row in found]
            self[key] = found
        return found

    def get(self, key: str, default: Any = None) -> Any:
        found = self[key] if key in self else None  # noqa: SIM401  `get` itself is what is defined here
        return default if found is None else found

    def values(self) -> Any:
        for key in list(self):
            self.get(key)
        return super().values()

    def items(self) -> Any:
        self.values()
        return super().items()
