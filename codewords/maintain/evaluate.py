"""Measure an engine on labelled messages: precision, recall, F1, false alarms, with intervals."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

from codewords.errors import CodewordsError
from codewords.maintain.shares import Score, Share
from codewords.results import ScanResult

LABELS = ("offer", "talk", "none")

PricePair = tuple[Decimal | None, str | None, Decimal]
"""Quantity, unit and amount."""


class Scanner(Protocol):
    """Be anything that scans as `codewords.Engine` does."""

    def scan(self, text: str, *, surface: str = ...) -> ScanResult:
        """Judge one message."""


class RowError(CodewordsError):
    """Say that a labelled row cannot be read."""


@dataclass(frozen=True, slots=True)
class Row:
    """Hold one labelled message.

    Args:
        set: name of the set it comes from.
        substances: ids of what is named, or `None` where the set does not say.
        prices: (quantity, unit, amount) of each price, or `None`.
        sealed: True for a row of which only totals may be shown.
    """

    id: str
    text: str
    label: str
    surface: str = "post"
    lang: str = ""
    set: str = ""
    substances: frozenset[str] | None = None
    prices: tuple[PricePair, ...] | None = None
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """Hold a row beside what the engine said."""

    row: Row
    result: ScanResult


@dataclass(frozen=True, slots=True)
class Slice:
    """Hold the figures of one slice of the rows.

    Args:
        offer: score of the label `offer`.
        alarms_none: share of `none` rows labelled `offer`.
        alarms_talk: share of `talk` rows labelled `offer`.
        talk: share of `talk` rows labelled `talk`.
        confusion: rows by (true label, label said).
    """

    name: str
    rows: int
    offer: Score
    alarms_none: Share
    alarms_talk: Share
    talk: Share
    confusion: Mapping[tuple[str, str], int]
    substances: Score
    prices: Score


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Hold all figures of a run, and the judged open rows for a look at errors."""

    total: Slice
    by: Mapping[str, tuple[Slice, ...]]
    sealed: Slice | None
    judged: tuple[Judged, ...]

    def worst(self, count: int) -> list[Judged]:
        """Give the open rows that are most wrong: by how far the points are off."""
        wrong = [item for item in self.judged if item.row.label != item.result.label]
        return sorted(wrong, key=_badness)[:count]


def evaluate(
    engine: Scanner, rows: Iterable[Row | Mapping[str, Any]], *, surface: str | None = None
) -> Evaluation:
    """Judge labelled rows and count.

    Args:
        engine: what scans.
        rows: `Row`s, or dicts with `text` and `label` and, optionally, `id`, `surface`, `lang`, `set`,
            `substances` and `prices`.
        surface: judge every row as this surface instead of its own.

    Raises:
        RowError: for a row without text, with an unknown label or surface, or with facts of another form.
    """
    judged = []
    for number, item in enumerate(rows, 1):
        row = item if isinstance(item, Row) else row_from(item, place=f"row {number}")
        try:
            judged.append(Judged(row, engine.scan(row.text, surface=surface or row.surface)))
        except ValueError as error:
            message = f"row {number} ({row.id}): {error}"
            raise RowError(message) from error
    visible = [item for item in judged if not item.row.sealed]
    sealed = [item for item in judged if item.row.sealed]
    return Evaluation(
        total=_slice("all", judged),
        by={
            "set": _slices(judged, lambda row: row.set),
            "language": _slices(visible, lambda row: row.lang),
            "surface": _slices(visible, lambda row: row.surface),
        },
        sealed=_slice("sealed", sealed) if sealed else None,
        judged=tuple(visible),
    )


def row_from(data: Mapping[str, Any], *, place: str = "row", set_name: str = "", surface: str = "post") -> Row:
    """Read a row from a dict.

    Args:
        data: `text`, `label` and, optionally, the other fields of a `Row`.
        place: where it stands, for the error.
        set_name: set of a row that names none.
        surface: surface of a row that names none.

    Raises:
        RowError: for a row without text, with an unknown label or surface, or with facts of another form.
    """
    text, label = data.get("text"), data.get("label")
    if not isinstance(text, str):
        message = f"{place}: `text` must be a string"
        raise RowError(message)
    if label not in LABELS:
        message = f"{place}: `label` must be one of {', '.join(LABELS)}"
        raise RowError(message)
    return Row(
        id=str(data.get("id", "")),
        text=text,
        label=str(label),
        surface=str(data.get("surface") or surface),
        lang=str(data.get("lang") or ""),
        set=str(data.get("set") or set_name),
        substances=_substance_ids(data.get("substances"), place),
        prices=_pairs(data.get("prices"), place),
        sealed=bool(data.get("sealed", False)),
    )


def read_rows(path: Path, *, surface: str = "post") -> Iterator[Row]:
    """Read labelled rows from a JSONL file.

    Rows of a test set, `eval/messages*.jsonl`, are sealed when the sha-1 of their id is 0 modulo 3.

    Raises:
        RowError: for a line that is no JSON object, or no labelled row.
    """
    is_test_set = holds_sealed(path)
    with path.open("rb") as lines:
        for number, raw in enumerate(lines, 1):
            place = f"{path}:{number}"
            data = _object(raw, place)
            if data is not None:
                sealed = is_test_set and is_sealed(str(data.get("id", "")))
                yield row_from({**data, "sealed": sealed}, place=place, set_name=path.stem, surface=surface)


def _object(raw: bytes, place: str) -> dict[str, Any] | None:
    """Read one line; `None` for an empty one."""
    try:
        line = raw.decode("utf-8-sig").strip()
        data = json.loads(line) if line else {}
    except UnicodeDecodeError as error:
        message = f"{place}: not UTF-8 at byte {error.start + 1}"
        raise RowError(message) from error
    except (ValueError, RecursionError) as error:
        at = f" at character {error.pos + 1}" if isinstance(error, json.JSONDecodeError) else ""
        message = f"{place}: not JSON{at}"
        raise RowError(message) from error
    if not isinstance(data, dict):
        message = f"{place}: not a JSON object"
        raise RowError(message)
    return data if line else None


def holds_sealed(path: Path) -> bool:
    """Tell whether a file is a test set, some rows of which nobody reads: `eval/messages*`."""
    named = (path.absolute(), path.resolve())  # a link to a test set is one
    return any(item.parent.name == "eval" and item.name.startswith("messages") for item in named)


def is_sealed(id_: str) -> bool:
    """Tell whether a row of a test set is one that nobody reads."""
    return int(hashlib.sha1(id_.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest(), 16) % 3 == 0


def _substance_ids(value: Any, place: str) -> frozenset[str] | None:
    if value is None:
        return None
    if not isinstance(value, list | tuple | set | frozenset) or not all(isinstance(item, str) for item in value):
        message = f"{place}: `substances` must be a list of strings"
        raise RowError(message)
    return frozenset(value)


def _pairs(value: Any, place: str) -> tuple[PricePair, ...] | None:
    if value is None:
        return None
    try:
        return tuple(_pair(item) for item in value)
    except (AttributeError, KeyError, TypeError, ArithmeticError) as error:
        message = f"{place}: `prices` must be a list of objects with `amount` and, if known, `quantity` and `unit`"
        raise RowError(message) from error


def _pair(item: Mapping[str, Any]) -> PricePair:
    quantity = item.get("quantity")
    return (None if quantity is None else Decimal(str(quantity)), item.get("unit"), Decimal(str(item["amount"])))


def _slices(judged: Sequence[Judged], key: Callable[[Row], str]) -> tuple[Slice, ...]:
    groups: dict[str, list[Judged]] = {}
    for item in judged:
        groups.setdefault(key(item.row), []).append(item)
    return tuple(_slice(name or "-", groups[name]) for name in sorted(groups))


def _slice(name: str, judged: Sequence[Judged]) -> Slice:
    confusion = Counter((item.row.label, item.result.label) for item in judged)
    rows = Counter(item.row.label for item in judged)
    right = confusion["offer", "offer"]
    return Slice(
        name=name,
        rows=len(judged),
        offer=Score(right, confusion["talk", "offer"] + confusion["none", "offer"], rows["offer"] - right),
        alarms_none=Share(confusion["none", "offer"], rows["none"]),
        alarms_talk=Share(confusion["talk", "offer"], rows["talk"]),
        talk=Share(confusion["talk", "talk"], rows["talk"]),
        confusion=dict(confusion),
        substances=sum((_substances(item) for item in judged), Score(0, 0, 0)),
        prices=sum((_prices(item) for item in judged), Score(0, 0, 0)),
    )


def _substances(item: Judged) -> Score:
    there = item.row.substances
    if there is None:
        return Score(0, 0, 0)
    found = set(item.result.substances)
    return Score(len(found & there), len(found - there), len(there - found))


def _prices(item: Judged) -> Score:
    """Compare price pairs on rows that have them; an offer without any still counts what is found."""
    if item.row.prices is None or item.row.label != "offer":
        return Score(0, 0, 0)
    there = Counter(item.row.prices)
    found = Counter((p.quantity, p.unit, p.amount) for p in item.result.prices)
    right = (there & found).total()
    return Score(right, found.total() - right, there.total() - right)


def _badness(item: Judged) -> float:
    points = item.result.points
    return points if item.row.label == "offer" else -points
