"""Judge one part of a data file, and give it in the form in which it is written.

It runs in the processes that share the work, and knows nothing of the file as a whole.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pyarrow as pa

from codewords import Engine
from codewords.arrow import scan_array
from codewords.cli.inputs import read_json
from codewords.cli.tables import Kind, Part

Fault = str
"""Why a row has no text, in words."""


@dataclass(frozen=True, slots=True)
class Task:
    """Say how the rows of a file are read, judged and written.

    Args:
        source: kind of the input.
        target: kind of the output.
        names: columns of a CSV file.
        text: column of messages.
        at: column of surfaces, or `None`.
        keep: columns that go to the output.
        prefix: put before the columns of the result.
        options: of `codewords.arrow.scan_array`.
    """

    source: Kind
    target: Kind
    names: tuple[str, ...] | None
    text: str
    at: str | None
    keep: tuple[str, ...]
    prefix: str
    options: Mapping[str, Any]


@dataclass(slots=True)
class Rows:
    """Hold the rows of a part as columns.

    Args:
        errors: why a row cannot be read, by its place.
    """

    numbers: list[int] = field(default_factory=list)
    texts: Any = field(default_factory=list)
    surfaces: Any = None
    kept: dict[str, Any] = field(default_factory=dict)
    errors: dict[int, Fault] = field(default_factory=dict)


def judge_part(part: Part, task: Task, engine: Engine) -> tuple[dict[str, int], bytes]:
    """Give the counts of a part, and its rows as they are written."""
    rows = _from_batch(part, task) if task.source.form == "parquet" else _from_records(part.data, task)
    result = scan_array(rows.texts, surfaces=rows.surfaces, engine=engine, **task.options)
    errors = [rows.errors.get(index, told) for index, told in enumerate(result.column("error").to_pylist())]
    columns = {f"{task.prefix}row": pa.array(rows.numbers, pa.int64()), **rows.kept}
    for name in result.schema.names:
        columns[task.prefix + name] = result.column(name)
    columns[f"{task.prefix}error"] = pa.array(errors, pa.string())
    batch = pa.RecordBatch.from_arrays(list(columns.values()), names=list(columns))
    return _counts(result, errors), _WRITE[task.target.form](batch, task.target)


def _counts(result: Any, errors: Sequence[Fault | None]) -> dict[str, int]:
    """Count labels and actions, the rows that failed, and those not evaluated in full."""
    labels = Counter(f"label:{label}" for label in result.column("label").to_pylist() if label is not None)
    actions = Counter(f"action:{name}" for name in result.column("action").to_pylist() if name is not None)
    skipped = sum(bool(cut) for cut in result.column("skipped").to_pylist())
    bad = sum(error is not None for error in errors)
    none = len(errors) - labels.total() - bad
    return {**labels, **actions, "rows": len(errors), "bad": bad, "skipped": skipped, "empty": none}


def _from_batch(part: Part, task: Task) -> Rows:
    batch = part.data
    return Rows(
        list(range(part.first, part.first + batch.num_rows)),
        batch.column(task.text),
        None if task.at is None else batch.column(task.at),
        {name: _readable(batch.column(name)) for name in task.keep},
    )


def _readable(column: Any) -> Any:
    """Give a column whose strings are UTF-8; Parquet files may hold others."""
    try:
        column.validate(full=True)
    except pa.ArrowInvalid:
        raw = column.cast(pa.large_binary()).to_pylist()
        return pa.array([None if item is None else item.decode("utf-8", "replace") for item in raw], pa.string())
    return column


def _from_records(records: Iterable[tuple[int, Any]], task: Task) -> Rows:
    """Take apart the lines or rows of a text file."""
    rows = Rows(surfaces=None if task.at is None else [])
    kept: dict[str, list[str | None]] = {name: [] for name in task.keep}
    for index, (number, data) in enumerate(records):
        rows.numbers.append(number)
        values, fault = _fields(data, task)
        text = values.get(task.text)
        if not fault:
            fault = _fault(values, text, task)
        if fault:
            rows.errors[index] = fault
        rows.texts.append(None if fault else text)
        if task.at is not None:
            rows.surfaces.append(None if fault else values.get(task.at))
        for name, column in kept.items():
            column.append(_plain(values.get(name)))
    rows.kept = {name: pa.array(column, pa.string()) for name, column in kept.items()}
    return rows


def _fields(data: Any, task: Task) -> tuple[Mapping[str, Any], Fault]:
    if isinstance(data, str):
        return {}, data
    if isinstance(data, list):
        return dict(zip(task.names or (), data, strict=True)), ""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return {}, f"not UTF-8 at byte {error.start + 1} of the line"
    value, fault = read_json(text)
    if not fault and not isinstance(value, dict):
        fault = "not a JSON object"
    return ({}, fault) if fault else (value, "")


def _fault(values: Mapping[str, Any], text: Any, task: Task) -> Fault:
    """Say what keeps a row from being judged; nothing when it can be."""
    if task.text not in values:
        return f"`{task.text}` is missing"
    if text is not None and not isinstance(text, str):
        return f"`{task.text}` is no string"
    if text is not None and task.source.form == "csv" and not _is_utf8(text):
        return "text is not UTF-8"
    if task.at is not None and not isinstance(values.get(task.at), str | None):
        return f"`{task.at}` is no string"
    return ""


def _is_utf8(text: str) -> bool:
    """Tell whether no byte was read as a lone surrogate."""
    if text.isascii():
        return True
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _plain(value: Any) -> str | None:
    """Give a kept value as text: strings as they are, others as JSON."""
    if value is None:
        return None
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _arrow(batch: Any, _: Kind) -> bytes:
    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, batch.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as writer:
        writer.write_batch(batch)
    return sink.getvalue()


def _jsonl(batch: Any, target: Kind) -> bytes:
    names = batch.schema.names
    columns = [column.to_pylist() for column in batch.columns]
    lines = (
        json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, default=_odd)
        for row in zip(*columns, strict=True)
    )
    return _packed("".join(f"{line}\n" for line in lines).encode(), target)


def _csv(batch: Any, target: Kind) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=target.delimiter, lineterminator="\n")
    writer.writerows(zip(*(_cells(column) for column in batch.columns), strict=True))
    return _packed(text.getvalue().encode(), target)


def csv_head(names: Sequence[str], target: Kind) -> bytes:
    """Give the first row of a CSV file."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=target.delimiter, lineterminator="\n").writerow(names)
    return _packed(text.getvalue().encode(), target)


def _cells(column: Any) -> list[Any]:
    """Give a column as cells: lists and structures as JSON, null as nothing."""
    values: list[Any] = column.to_pylist()
    if not pa.types.is_nested(column.type):
        return values
    return [None if v is None else json.dumps(v, ensure_ascii=False, default=_odd) for v in values]


def _odd(value: object) -> Any:
    """Give what JSON has no type for: numbers without trailing zeros, everything else as text."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _packed(data: bytes, target: Kind) -> bytes:
    """Pack bytes so that packed pieces can be joined; the same bytes give the same."""
    if target.packing == "gz":
        return gzip.compress(data, 6, mtime=0)
    if target.packing == "zst":
        sink = pa.BufferOutputStream()
        with pa.CompressedOutputStream(sink, "zstd") as stream:
            stream.write(data)
        return bytes(sink.getvalue())
    return data


_WRITE = {"parquet": _arrow, "jsonl": _jsonl, "csv": _csv}
