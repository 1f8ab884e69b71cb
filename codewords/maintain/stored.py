"""Read stored results back, a line each, with the fields of the input that were kept beside them.

It owns what a line of `codewords scan --format jsonl` may look like, and reads rows of `--out` as such lines; it
counts nothing and joins nothing.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from codewords.errors import CodewordsError
from codewords.maintain.evaluate import LABELS
from codewords.maintain.flat import find_prefix, unflatten
from codewords.results import ScanResult

BOM = b"\xef\xbb\xbf"
ACTIONS = ("allow", "review", "block")
_RESULT = frozenset(field.name for field in fields(ScanResult))
_MILLISECONDS = 1e11
"""Numbers from here on are milliseconds: as seconds they would lie beyond the year 5000."""


@dataclass(frozen=True, slots=True)
class Names:
    """Say which field of a line holds what; each is looked for under `input` first, then beside the result.

    Args:
        account: who wrote the message.
        platform: where the account is.
        time: when it was written: ISO 8601, or seconds or milliseconds since 1970.
        label: what a person said the message is.
        text: the message itself.
    """

    account: str = "account"
    platform: str = "platform"
    time: str = "time"
    label: str = "label"
    text: str = "text"


@dataclass(frozen=True, slots=True)
class Stored:
    """Hold one stored result with what is known of its message.

    Args:
        line: number of its line, from 1.
        row: line or row of the message in what was scanned; 0 when not said.
        platform: empty when not said.
        time: in UTC; a time without a zone is taken as UTC.
        label: one of `LABELS`, or empty.
        odd: fields that were there and could not be read.
    """

    line: int
    id: str
    result: ScanResult
    account: str = ""
    platform: str = ""
    time: dt.datetime | None = None
    label: str = ""
    text: str | None = None
    odd: tuple[str, ...] = ()
    row: int = 0


@dataclass(frozen=True, slots=True)
class Passed:
    """Name a line that holds no result, and why, without a word of it.

    Args:
        scanned: False for a line that the scan itself could not read.
    """

    line: int
    reason: str
    scanned: bool = True


def read_results(lines: Iterable[bytes], *, names: Names = Names()) -> Iterator[Stored | Passed]:
    """Give the results of lines of JSON in order; empty lines are passed over.

    Args:
        lines: as a file opened for bytes gives them.
        names: which fields hold account, platform, time, label and text.
    """
    for number, raw in enumerate(lines, 1):
        line = (raw.removeprefix(BOM) if number == 1 else raw).strip()
        if line:
            yield _read(number, line, names)


def _read(number: int, line: bytes, names: Names) -> Stored | Passed:
    data = _decoded(line)
    if isinstance(data, str):
        return Passed(number, data)
    prefix = None if "format" in data else find_prefix(data)
    if prefix is not None:
        if data[f"{prefix}label"] is None:
            return Passed(number, "the scan could not read this message", scanned=False)
        data = unflatten(data, prefix)
    if "format" not in data:
        if "error" in data:
            return Passed(number, "the scan could not read this message", scanned=False)
        return Passed(number, "not a result of `codewords scan --format jsonl`")
    try:
        result = ScanResult.from_dict(data)
    except CodewordsError as error:
        return Passed(number, str(error))
    fault = _fault(result)
    return Passed(number, fault) if fault else _stored(number, data, result, names)


def _decoded(line: bytes) -> dict[str, Any] | str:
    """Give the object of a line, or what is wrong with it."""
    try:
        data = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        return f"not UTF-8 at byte {error.start + 1} of the line"
    except (ValueError, RecursionError) as error:
        where = f" at character {error.pos + 1}" if isinstance(error, json.JSONDecodeError) else ""
        return f"not JSON{where}"
    return data if isinstance(data, dict) else "not a JSON object"


def _fault(result: ScanResult) -> str:
    """Say what keeps a result from being counted: `from_dict` checks the layout, not each value."""
    if result.label not in LABELS:
        return f"`label` is none of {', '.join(LABELS)}"
    if result.action not in ACTIONS:
        return f"`action` is none of {', '.join(ACTIONS)}"
    if not _is_number(result.points) or not _is_number(result.score):
        return "`points` or `score` is no number"
    words = (
        result.surface,
        *result.categories,
        *result.substances,
        *(word for m in result.matches for word in (m.id, m.kind, m.lang, m.via, m.text, *m.folds)),
        *(word for c in result.contacts for word in (c.platform, c.key)),
        *(word for hit in result.detections for word in (hit.id, hit.title, hit.outcome, hit.status)),
        *(word for s in result.skipped for word in (s.what, s.reason)),
        *(u.text for u in result.unknown),
        *(word for p in result.prices for word in (p.unit or "", p.currency or "", p.substance or "")),
        *(word for word in (result.ruleset.version, result.ruleset.digest, result.ruleset.policy)),
    )
    return "" if all(isinstance(word, str) for word in words) else "a word of the result is no string"


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _stored(number: int, data: Mapping[str, Any], result: ScanResult, names: Names) -> Stored:
    kept = data.get("input")
    beside = {key: value for key, value in data.items() if key not in _RESULT}
    known: Mapping[str, Any] = {**beside, **(kept if isinstance(kept, dict) else {})}
    time, label, text = (known.get(name) for name in (names.time, names.label, names.text))
    moment = read_time(time)
    odd = [names.time] * (moment is None and time not in (None, ""))
    odd += [names.label] * (label not in (*LABELS, None, ""))
    return Stored(
        line=number,
        id=word(known.get("id")),
        result=result,
        account=word(known.get(names.account)),
        platform=word(known.get(names.platform)).casefold(),
        time=moment,
        label=label if label in LABELS else "",
        text=text if isinstance(text, str) else None,
        odd=tuple(odd),
        row=row if isinstance(row := data.get("line"), int) and row > 0 else 0,
    )


def word(value: Any) -> str:
    """Give a name as one printable line; numbers are names too, lists and objects are none."""
    if not isinstance(value, str | int) or isinstance(value, bool):
        return ""
    line = " ".join(str(value).split())
    return "".join("\ufffd" if unicodedata.category(char) in ("Cc", "Cf", "Cs") else char for char in line)


def read_time(value: Any) -> dt.datetime | None:
    """Give a moment in UTC, or `None` for what is none.

    >>> read_time("2026-05-01T12:00:00+02:00").isoformat()
    '2026-05-01T10:00:00+00:00'
    >>> read_time(0) == read_time("1970-01-01")
    True
    """
    try:
        if isinstance(value, str):
            moment = dt.datetime.fromisoformat(value.strip())
            return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
        if _is_number(value):
            return dt.datetime.fromtimestamp(value / 1000 if abs(value) >= _MILLISECONDS else value, dt.UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return None
