"""Results as Arrow columns: the schema they have, and how columns are made of results.

Columns are made field by field over all results of a batch, with no dict for a row. It scans nothing;
`codewords.arrow` is the way in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import accumulate
from operator import attrgetter
from typing import Any

import pyarrow as pa

from codewords import ScanResult

PLACES = 6
"""Decimal places of quantities and amounts."""

_TEXT = pa.string()
_TEXTS = pa.list_(_TEXT)
_NUMBER = pa.decimal128(18, PLACES)
_SPAN = [("start", pa.int32()), ("end", pa.int32())]

_MATCH = [
    *_SPAN,
    ("text", _TEXT),
    ("id", _TEXT),
    ("kind", _TEXT),
    ("lang", _TEXT),
    ("via", _TEXT),
    ("distance", pa.int32()),
    ("folds", _TEXTS),
]
_PRICE = [
    ("quantity", _NUMBER),
    ("unit", _TEXT),
    ("amount", _NUMBER),
    ("currency", _TEXT),
    ("item", _TEXT),
    ("substance", _TEXT),
    ("inferred", _TEXTS),
    *_SPAN,
]
_HIT = [
    ("id", _TEXT),
    ("title", _TEXT),
    ("outcome", _TEXT),
    ("category", _TEXT),
    ("points", pa.float64()),
    ("status", _TEXT),
    ("matches", pa.list_(pa.int32())),
]

JUDGED = pa.schema(
    [
        ("label", _TEXT),
        ("score", pa.float64()),
        ("points", pa.float64()),
        ("action", _TEXT),
        ("categories", _TEXTS),
        ("substances", _TEXTS),
        ("matches", pa.list_(pa.struct(_MATCH))),
        ("prices", pa.list_(pa.struct(_PRICE))),
        ("contacts", pa.list_(pa.struct([("platform", _TEXT), ("handle", _TEXT), ("key", _TEXT), *_SPAN]))),
        ("detections", pa.list_(pa.struct(_HIT))),
        ("unknown", pa.list_(pa.struct([("text", _TEXT), *_SPAN]))),
        ("skipped", pa.list_(pa.struct([("what", _TEXT), ("reason", _TEXT), *_SPAN]))),
        ("surface", _TEXT),
    ]
)
"""Columns that are taken from a result; null in a row without one."""

RESULT_SCHEMA = pa.schema(
    [*JUDGED, ("error", _TEXT), ("ruleset_version", _TEXT), ("ruleset_digest", _TEXT), ("engine_version", _TEXT)]
)
"""The columns of every result, whatever the rules and options; docs/data-tools.md says what each holds."""

QUOTING = {"matches": "text", "prices": "item", "contacts": "handle", "unknown": "text"}
"""Fields that hold words of the message, by column."""

Places = Callable[[str, Iterable[int]], dict[int, int]]
"""Give for indexes into a text the offsets they have in another unit."""


def _encoded(encoding: str, unit: int) -> Places:
    """Count in units of an encoding; a lone surrogate has the length of the mark that replaces it."""

    def places(text: str, spots: Iterable[int]) -> dict[int, int]:
        out = {0: 0}
        before = total = 0
        for spot in sorted({*spots} - {0}):
            total += len(text[before:spot].encode(encoding, "surrogatepass")) // unit
            out[spot] = total
            before = spot
        return out

    return places


OFFSETS: Mapping[str, Places | None] = {
    "codepoint": None,
    "utf8": _encoded("utf-8", 1),
    "utf16": _encoded("utf-16-le", 2),
}
"""Units of `start` and `end`: as Python slices, bytes of UTF-8 (Rust, Go), units of UTF-16 (JVM, JavaScript)."""


def build(results: Sequence[ScanResult], texts: Sequence[str], *, offsets: str, quotes: bool) -> Any:
    """Make a record batch of `JUDGED` columns, a row for each result.

    Args:
        results: what was judged.
        texts: the message of each result.
        offsets: a key of `OFFSETS`.
        quotes: False puts null where words of the message would stand.
    """
    places = OFFSETS[offsets]
    maps = [_spots(result, text, places) for result, text in zip(results, texts, strict=True)]
    columns = [_column(field, results, maps, quotes=quotes) for field in JUDGED]
    return pa.RecordBatch.from_arrays(columns, schema=JUDGED)


Spots = Mapping[int, int] | None


def _spots(result: ScanResult, text: str, places: Places | None) -> Spots:
    """Give the offsets of all spans of a result in the unit asked for, or `None` where they stay."""
    if places is None or text.isascii():
        return None
    items: tuple[Any, ...] = (*result.matches, *result.prices, *result.contacts, *result.unknown, *result.skipped)
    spots = {spot for item in items for spot in (item.start, item.end) if spot is not None}
    return places(text, spots) if spots else None


def _column(field: Any, results: Sequence[ScanResult], maps: Sequence[Spots], *, quotes: bool) -> Any:
    values = [getattr(result, field.name) for result in results]
    if not pa.types.is_list(field.type) or not pa.types.is_struct(field.type.value_type):
        return pa.array(values, field.type)
    items = [item for row in values for item in row]
    quoting = QUOTING.get(field.name)
    arrays = []
    for part in field.type.value_type:
        if part.name == quoting and not quotes:
            arrays.append(pa.nulls(len(items), part.type))
            continue
        arrays.append(pa.array(list(_values(part.name, values, items, maps, results)), part.type))
    lists = pa.StructArray.from_arrays(arrays, fields=list(field.type.value_type))
    ends = pa.array(list(accumulate(map(len, values), initial=0)), pa.int32())
    return pa.ListArray.from_arrays(ends, lists, type=field.type)


def _values(
    name: str,
    values: Sequence[Sequence[Any]],
    items: Sequence[Any],
    maps: Sequence[Spots],
    results: Sequence[ScanResult],
) -> Iterable[Any]:
    """Give one field of all items, as Arrow takes it."""
    get = attrgetter(name)
    if name in ("start", "end"):
        if not any(maps):
            return map(get, items)
        return (
            spots.get(get(item), get(item)) if spots else get(item)
            for row, spots in zip(values, maps, strict=True)
            for item in row
        )
    if name in ("quantity", "amount"):
        return map(_number, map(get, items))
    if name == "matches":
        return _indexes(values, results)
    if name in ("text", "item", "handle", "key"):
        return map(_storable, map(get, items))
    return map(get, items)


def _indexes(hits: Sequence[Sequence[Any]], results: Sequence[ScanResult]) -> Iterator[list[int]]:
    """Name the matches of each detection by their place in the column `matches`, as `to_dict` does."""
    for row, result in zip(hits, results, strict=True):
        position = {match: index for index, match in enumerate(result.matches)} if row else {}
        for hit in row:
            yield [position[match] for match in hit.matches]


def _number(value: Decimal | None) -> Decimal | None:
    """Give a number with at most `PLACES` places.

    >>> _number(Decimal("3.5")), _number(Decimal("0.12345678")), _number(None)
    (Decimal('3.5'), Decimal('0.123457'), None)
    """
    if value is None or int(value.as_tuple().exponent) >= -PLACES:
        return value
    return round(value, PLACES)


def _storable(text: str | None) -> str | None:
    r"""Replace lone surrogates, which a `str` may hold and a file may not.

    >>> _storable("a\ud800b")
    'a\ufffdb'
    """
    if text is None or text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
