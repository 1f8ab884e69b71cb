"""Results as plain JSON types, and back.

It owns the layout that is stored; the shapes themselves stand in `shapes`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from codewords.results.shapes import (
    RESULT_FORMAT,
    Contact,
    Contribution,
    DetectionHit,
    Match,
    NearMiss,
    Price,
    ResultError,
    RulesetRef,
    ScanResult,
    Skipped,
    Unknown,
)

QUOTING = {
    "matches": ("text", ""),
    "prices": ("item", None),
    "contacts": ("handle", ""),
    "unknown": ("text", ""),
    "smallest": ("text", ""),
}
"""Fields that quote the message, by list: their key, and what stands for it where it was left out."""


def to_dict(result: ScanResult, *, text: bool) -> dict[str, Any]:
    """Give a dict of plain JSON types; a detection names its matches by their index."""
    position = {match: index for index, match in enumerate(result.matches)}
    out: dict[str, Any] = {"format": RESULT_FORMAT}
    for field in dataclasses.fields(result):
        if field.name != "detections":
            out[field.name] = _plain(getattr(result, field.name))
        else:
            out[field.name] = [_hit(hit, position) for hit in result.detections]
    if not text:
        for name, (key, _) in QUOTING.items():
            for row in out[name]:
                del row[key]
    return out


def from_dict(data: Mapping[str, Any]) -> ScanResult:
    """Read back what `to_dict` wrote.

    Raises:
        ResultError: when the dict has another layout.
    """
    found = data.get("format") if isinstance(data, Mapping) else None
    if found != RESULT_FORMAT:
        message = f"result format {found!r} is not {RESULT_FORMAT}"
        raise ResultError(message)
    try:
        return _read(data)
    except (AttributeError, LookupError, TypeError, ValueError, ArithmeticError) as error:
        message = f"stored result cannot be read: {type(error).__name__}"
        raise ResultError(message) from error


def _plain(value: object) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if dataclasses.is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    return value


def _hit(hit: DetectionHit, position: Mapping[Match, int]) -> dict[str, Any]:
    row = {f.name: _plain(getattr(hit, f.name)) for f in dataclasses.fields(hit) if f.name != "matches"}
    return {**row, "matches": [position[match] for match in hit.matches]}


def _rows(data: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """Give the rows of a list, lists inside them as tuples, and what was left out put back."""
    key, absent = QUOTING.get(name, ("", None))
    rows = [{k: tuple(v) if isinstance(v, list) else v for k, v in row.items()} for row in data[name]]
    return [{key: absent, **row} for row in rows] if key else rows


def _price(row: Mapping[str, Any]) -> Price:
    numbers = {key: None if row[key] is None else Decimal(row[key]) for key in ("quantity", "amount")}
    return Price(**{**row, **numbers})


def _indexed(matches: tuple[Match, ...], indexes: tuple[int, ...]) -> tuple[Match, ...]:
    if any(index < 0 for index in indexes):
        raise IndexError
    return tuple(matches[index] for index in indexes)


def _read(data: Mapping[str, Any]) -> ScanResult:
    matches = tuple(Match(**row) for row in _rows(data, "matches"))
    hits = [{**row, "matches": _indexed(matches, row["matches"])} for row in _rows(data, "detections")]
    ref: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in data["ruleset"].items()
    }
    return ScanResult(
        label=data["label"],
        points=data["points"],
        score=data["score"],
        action=data["action"],
        categories=tuple(data["categories"]),
        substances=tuple(data["substances"]),
        matches=matches,
        prices=tuple(_price(row) for row in _rows(data, "prices")),
        contacts=tuple(Contact(**row) for row in _rows(data, "contacts")),
        detections=tuple(DetectionHit(**row) for row in hits),
        unknown=tuple(Unknown(**row) for row in _rows(data, "unknown")),
        near_misses=tuple(NearMiss(**row) for row in _rows(data, "near_misses")),
        skipped=tuple(Skipped(**row) for row in _rows(data, "skipped")),
        contributions=tuple(Contribution(**row) for row in _rows(data, "contributions")),
        surface=data["surface"],
        lang=None if data["lang"] is None else tuple(data["lang"]),
        ruleset=RulesetRef(**ref),
        smallest=tuple(Match(**row) for row in _rows(data, "smallest")),
    )
