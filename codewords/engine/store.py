"""A rule set and its compiled parts as bytes, and back without reading or compiling them.

The bytes are nested `marshal` values of plain types, made anew by `codewords.engine.codec`; measured
against JSON they load in a fifth of the time. `marshal` must not be fed by strangers, so whoever keeps
the bytes sees to it that nobody else can write them. It knows no files.
"""

from __future__ import annotations

import dataclasses
import marshal
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Any, overload

from codewords.engine.codec import decode, encode
from codewords.engine.parts import Parts
from codewords.errors import Place
from codewords.match.pattern import PatternMatcher
from codewords.match.store import pack_lexicon, thaw, unpack_lexicon
from codewords.model import RuleSet, Term
from codewords.text.tables import FoldTables

_SIZE = 8
"""Bytes of the number that tells how long the head is; the tables stand behind it, to be thawed one by one."""

_FIELDS = tuple(item.name for item in dataclasses.fields(Term))
_HELD = tuple(item.name for item in dataclasses.fields(RuleSet) if item.name not in ("terms", "root"))
_TABLES = tuple(item.name for item in dataclasses.fields(FoldTables))


def pack(rules: RuleSet, parts: Parts) -> bytes:
    """Give a rule set and its parts as bytes.

    Raises:
        TypeError: when they hold what cannot be stored.
    """
    refs = {id(pattern): number for number, pattern in enumerate(rules.patterns)}
    blobs = [marshal.dumps([_row(term) for term in rules.terms])]
    lexicon = pack_lexicon(parts.lexicon, rules.terms, blobs)
    head = marshal.dumps(
        {
            "sizes": [len(blob) for blob in blobs],
            "rules": [encode(getattr(rules, name), {}) for name in _HELD],
            "tables": [encode(getattr(parts.tables, name), {}) for name in _TABLES],
            "lexicon": lexicon,
            "patterns": {name: encode(value, refs) for name, value in vars(parts.patterns).items()},
        }
    )
    return b"".join((len(head).to_bytes(_SIZE, "little"), head, *blobs))


def unpack(data: bytes | memoryview, root: str) -> tuple[RuleSet, Parts]:
    """Give what was packed.

    Args:
        data: what `pack` gave, unchanged.
        root: the folder of the rules, as it is called here and now.
    """
    view = memoryview(data)
    start = _SIZE + int.from_bytes(view[:_SIZE], "little")
    held = thaw(view[_SIZE:start])
    ends = list(accumulate(held["sizes"], initial=start))
    blobs = [view[first:last] for first, last in pairwise(ends)]
    terms = StoredTerms(blobs[0])
    values = dict(zip(_HELD, (decode(item, ()) for item in held["rules"]), strict=True))
    rules = RuleSet(terms=terms, root=root, **values)
    tables = FoldTables(*[decode(item, ()) for item in held["tables"]])
    patterns = PatternMatcher.__new__(PatternMatcher)
    for name, item in held["patterns"].items():
        setattr(patterns, name, decode(item, rules.patterns))
    return rules, Parts(tables, unpack_lexicon(held["lexicon"], terms, tables, blobs), patterns)


def _row(term: Term) -> tuple[Any, ...]:
    values = [getattr(term, name) for name in _FIELDS if name != "place"]
    return (*values, term.place.path, term.place.line, term.place.column)


def _term(row: tuple[Any, ...]) -> Term:
    return Term(*(*row[:-3], Place(*row[-3:])))


class StoredTerms(Sequence[Term]):
    """Give the terms of a stored rule set; each is made when it is first asked for.

    Args:
        data: rows of plain values.
    """

    def __init__(self, data: bytes | memoryview) -> None:
        self._data = data
        self._rows: list[Any] = []

    @overload
    def __getitem__(self, index: int) -> Term: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Term, ...]: ...

    def __getitem__(self, index: int | slice) -> Term | tuple[Term, ...]:
        rows = self._read()
        if isinstance(index, slice):
            return tuple(self[number] for number in range(*index.indices(len(rows))))
        found = rows[index]
        if isinstance(found, tuple):
            found = _term(found)
            rows[index] = found
        return found  # type: ignore[no-any-return]

    def __len__(self) -> int:
        return len(self._read())

    def __iter__(self) -> Iterator[Term]:
        return (self[index] for index in range(len(self)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))

    def __reduce__(self) -> tuple[type[tuple[Term, ...]], tuple[tuple[Term, ...]]]:
        return (tuple, (tuple(self),))

    def _read(self) -> list[Any]:
        if not self._rows:
            self._rows = thaw(self._data)
        return self._rows
