"""Read data files in parts of so many rows: Parquet, CSV, and JSON lines.

Parts are the same whenever a file is read again: a run that was broken off goes on by their numbers. It knows
neither what a row means nor what becomes of it. Faults of a row stay with the row.
"""

from __future__ import annotations

import csv
import gzip
import io
import os
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from codewords.cli.inputs import BOM, LONGEST, read_lines

FORMATS = {
    "parquet": "parquet",
    "pq": "parquet",
    "csv": "csv",
    "tsv": "csv",
    "jsonl": "jsonl",
    "ndjson": "jsonl",
}
"""Formats by the ending of a name."""

PACKED = ("gz", "zst")
PART_BYTES = 1 << 26
"""Most bytes of the lines of one part; it ends there with fewer rows."""


class TableError(Exception):
    """Say why a data file cannot be read, in one line without its content."""


@dataclass(frozen=True, slots=True)
class Kind:
    """Tell how a file is written, from its name.

    Args:
        form: `parquet`, `csv` or `jsonl`.
        packing: `gz`, `zst`, or empty.
        delimiter: between the fields of a CSV file.
    """

    form: str
    packing: str = ""
    delimiter: str = ","


@dataclass(frozen=True, slots=True)
class Part:
    """Hold rows that are judged and written together.

    Args:
        number: from 0.
        first: number of its first row or line, from 1.
        data: a `pyarrow.RecordBatch`, or pairs of a row's number and its raw line or fields;
            a `str` in their place says why there are none.
        done: how far the file has been read, in the unit of `Table.total`.
    """

    number: int
    first: int
    data: Any
    done: int


@dataclass(frozen=True, slots=True)
class Table:
    """Hold an open data file.

    Args:
        names: its columns; `None` where each row names its own.
        total: rows, or bytes where rows are not known beforehand.
        parts: what it holds, read as it is taken.
        schema: the `pyarrow.Schema` of a Parquet file.
    """

    names: tuple[str, ...] | None
    total: int
    parts: Iterator[Part]
    schema: Any = None


def find_kind(path: Path) -> Kind:
    """Tell the format of a file from its name.

    Raises:
        TableError: when the name says nothing.
    """
    ends = [end.lower() for end in path.name.split(".")[1:]]
    packing = ends.pop() if ends and ends[-1] in PACKED else ""
    form = FORMATS.get(ends[-1]) if ends else None
    if form is None or (packing and form == "parquet"):
        message = (
            f"the name must end in {', '.join('.' + end for end in FORMATS)}; the last four also in .gz or .zst"
        )
        raise TableError(message)
    return Kind(form, packing, "\t" if ends[-1] == "tsv" else ",")


@contextmanager
def open_table(path: Path, kind: Kind, rows: int, columns: Sequence[str] | None) -> Iterator[Table]:
    """Open a data file.

    Args:
        rows: most rows of a part.
        columns: those that are read of a Parquet file, where they are there; `None` for all.

    Raises:
        TableError: when it is not what its name says.
        OSError: when it cannot be read.
    """
    with path.open("rb") as raw:
        if kind.form == "parquet":
            yield _parquet(raw, rows, columns)
            return
        with _unpacked(raw, kind) as stream:
            if kind.form == "csv":
                names, records = _csv(stream, kind.delimiter)
            else:
                names, records = None, _json_lines(stream)
            yield Table(names, os.fstat(raw.fileno()).st_size, _cut(_told(records), raw, rows))


def _parquet(raw: BinaryIO, rows: int, columns: Sequence[str] | None) -> Table:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(raw)
    except pa.ArrowException as error:
        message = "this is no Parquet file, or not all of one"
        raise TableError(message) from error
    names = tuple(file.schema_arrow.names)
    wanted = None if columns is None else [name for name in columns if name in names]
    return Table(names, file.metadata.num_rows, _slices(file, rows, wanted), file.schema_arrow)


def _slices(file: Any, rows: int, columns: Sequence[str] | None) -> Iterator[Part]:
    """Give batches of exactly so many rows, whatever the row groups are."""
    import pyarrow as pa

    held: list[Any] = []
    count = number = done = 0
    try:
        for batch in file.iter_batches(batch_size=rows, columns=columns):
            start = 0
            while start < batch.num_rows:
                piece = batch.slice(start, rows - count)
                held.append(piece)
                start += piece.num_rows
                count += piece.num_rows
                if count == rows:
                    yield Part(number, done + 1, pa.concat_batches(held), done + count)
                    number, done, count, held = number + 1, done + count, 0, []
    except pa.ArrowException as error:
        message = f"the Parquet file cannot be read after row {done}"
        raise TableError(message) from error
    if held or not number:
        rest = pa.concat_batches(held) if held else _none_of(file, columns)
        yield Part(number, done + 1, rest, done + count)


def _none_of(file: Any, columns: Sequence[str] | None) -> Any:
    """Give a batch of no rows, so that a file without rows has columns all the same."""
    import pyarrow as pa

    schema = file.schema_arrow
    kept = schema if columns is None else pa.schema([schema.field(name) for name in columns])
    return pa.RecordBatch.from_pylist([], schema=kept)


@contextmanager
def _unpacked(raw: BinaryIO, kind: Kind) -> Iterator[io.BufferedReader]:
    """Open what a packed file holds."""
    if kind.packing == "gz":
        with gzip.open(raw) as file:
            yield io.BufferedReader(cast("io.RawIOBase", file))
    elif kind.packing == "zst":
        import pyarrow as pa

        with pa.CompressedInputStream(pa.PythonFile(raw, "r"), "zstd") as file:
            yield io.BufferedReader(file)
    else:
        yield cast("io.BufferedReader", raw)


Record = tuple[int, Any, int]
"""Number of a row, what stands there (or why nothing does, a `str`), and its bytes."""


def _told(records: Iterator[Record]) -> Iterator[Record]:
    """Say in one line what is wrong with a packed file."""
    number = 0
    try:
        for record in records:
            number = record[0]
            yield record
    except _DAMAGE as error:
        raise _damaged(error, number) from error


_DAMAGE = (OSError, EOFError, zlib.error)


def _damaged(error: Exception, number: int) -> Exception:
    """Give what to raise for a fault of reading: that of the system, or what is wrong with a packed file."""
    if isinstance(error, OSError) and error.errno is not None:
        return error
    return TableError(f"the packed file is damaged or cut off after row {number}")


def _json_lines(stream: io.BufferedReader) -> Iterator[Record]:
    for number, (raw, size) in enumerate(read_lines(stream), 1):
        if raw is None:
            yield number, f"longer than {LONGEST >> 20} MiB", 0
            continue
        line = raw.removeprefix(BOM) if number == 1 else raw
        if line.strip():
            yield number, line, size


def _csv(stream: io.BufferedReader, delimiter: str) -> tuple[tuple[str, ...], Iterator[Record]]:
    """Give the names in the first row, and the rows behind it.

    Bytes that are no UTF-8 come as lone surrogates, so that only their own row is at fault.
    """
    csv.field_size_limit(LONGEST)
    text = io.TextIOWrapper(stream, "utf-8-sig", errors="surrogateescape", newline="")
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    try:
        names = tuple(next(reader, ()))
    except csv.Error as error:
        message = "the first row of the CSV file cannot be read"
        raise TableError(message) from error
    except _DAMAGE as error:
        raise _damaged(error, 0) from error
    return names, _csv_rows(text, reader, len(names))


def _csv_rows(text: io.TextIOWrapper, reader: Any, width: int) -> Iterator[Record]:
    number = 0
    while True:
        number += 1
        line = reader.line_num + 1
        try:
            row = next(reader, None)
        except csv.Error:
            where = _lines(line, reader.line_num)
            yield number, f"quotation marks that do not fit, or a field beyond {LONGEST >> 20} MiB, {where}", 0
            continue
        if row is None:
            text.detach()  # else the file would be closed with it
            return
        if not row:
            number -= 1
        elif len(row) == width:
            yield number, row, sum(map(len, row))
        else:
            found = f"{len(row)} field{'s' if len(row) != 1 else ''}"
            yield number, f"{found} in a row of {width} columns, {_lines(line, reader.line_num)}", 0


def _lines(first: int, last: int) -> str:
    return f"line {first}" if first == last else f"lines {first} to {last}"


def _cut(records: Iterator[Record], raw: BinaryIO, rows: int) -> Iterator[Part]:
    """Collect records to parts; `done` is how far the file on disk was read."""
    held: list[tuple[int, Any]] = []
    number = size = 0
    for index, data, length in records:
        held.append((index, data))
        size += length
        if len(held) == rows or size >= PART_BYTES:
            yield Part(number, held[0][0], held, raw.tell())
            number, size, held = number + 1, 0, []
    if held or not number:
        yield Part(number, held[0][0] if held else 1, held, raw.tell())
