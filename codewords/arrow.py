"""Scan Arrow data: arrays, record batches, tables and streams of batches.

The one place where rows of data tools are looped over; Polars, pandas, DuckDB, Spark, Ray and the command line
wrap it. A row that cannot be judged says so in the column `error`, and the rest goes on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from codewords import CodewordsError, Engine, ScanResult
from codewords.reference import Reference, engine_of

try:
    import pyarrow as pa
except ModuleNotFoundError as error:
    hint = "codewords.arrow needs pyarrow: pip install 'codewords[arrow]'"
    raise ModuleNotFoundError(hint, name=error.name) from error

from codewords.columns import OFFSETS, RESULT_SCHEMA, build

__all__ = [
    "RESULT_SCHEMA",
    "check_columns",
    "output_schema",
    "scan_array",
    "scan_batch",
    "scan_reader",
    "scan_table",
]

ROWS = 10_000
"""Most rows that are held as Python objects at once."""

NOT_UTF8 = object()
"""Stands for a string whose bytes are no UTF-8; Arrow does not look at them by itself."""


def scan_array(
    texts: pa.Array | pa.ChunkedArray | Sequence[str | None],
    *,
    engine: Engine | Reference | None = None,
    surface: str = "post",
    surfaces: pa.Array | pa.ChunkedArray | Sequence[str | None] | None = None,
    lang: str | Sequence[str] | None = None,
    evidence: str = "label",
    offsets: str = "codepoint",
    quotes: bool = True,
) -> pa.RecordBatch:
    """Judge an array of messages and give a record batch of `RESULT_SCHEMA`, a row for each.

    A null text gives nulls. A row that fails gives nulls and says why in `error`, without a word of the message.

    Args:
        texts: Arrow strings of any kind, or a sequence of `str` and `None`.
        engine: an engine, or a reference to one; `None` for the bundled rules.
        surface: where the messages stood.
        surfaces: where each message stood; null or empty for `surface`.
        lang: language code or codes you expect; a hint.
        evidence: `label`, or `all` for everything seen.
        offsets: unit of `start` and `end`: `codepoint` as in Python, `utf8` bytes, `utf16` units.
        quotes: False leaves the messages' own words out of the result.

    Raises:
        TypeError: when an Arrow array holds no strings.
        ValueError: for an unknown surface, kind of evidence or unit, or too few surfaces.
        RulesetMismatch: when a reference names other rules than those found here.
    """
    _check_rows(texts, surfaces, offsets)
    judge = engine_of(engine)
    options: dict[str, Any] = {"lang": lang, "evidence": evidence}
    told = judge.scan("", surface=surface, **options)  # wrong options are raised here, not told in every row
    batches = []
    for start in range(0, len(texts), ROWS):
        rows = _python(texts[start : start + ROWS])
        places = [surface] * len(rows) if surfaces is None else _python(surfaces[start : start + ROWS])
        results, errors = _judge(judge, rows, [place or surface for place in places], options)
        batches.append(_batch(results, errors, rows, told, offsets=offsets, quotes=quotes))
    return pa.concat_batches(batches) if batches else pa.RecordBatch.from_pylist([], schema=RESULT_SCHEMA)


def scan_batch(
    batch: pa.RecordBatch,
    text_col: str = "text",
    *,
    surface_col: str | None = None,
    prefix: str = "",
    **options: Any,
) -> pa.RecordBatch:
    """Judge a column of a record batch and give the batch with the columns of the result behind its own.

    Args:
        batch: what holds the messages.
        text_col: name of the column of messages.
        surface_col: name of a column of surfaces; null or empty for the option `surface`.
        prefix: put before the name of each new column.
        **options: those of `scan_array`.

    Raises:
        TypeError: when a column holds no strings.
        ValueError: when a column is missing, or has the name of a new one; and as `scan_array`.
    """
    schema = output_schema(batch.schema, text_col, surface_col=surface_col, prefix=prefix)
    if surface_col is not None:
        options["surfaces"] = batch.column(surface_col)
    result = scan_array(batch.column(text_col), **options)
    return pa.RecordBatch.from_arrays([*batch.columns, *result.columns], schema=schema)


def scan_reader(
    batches: pa.RecordBatchReader,
    text_col: str = "text",
    *,
    surface_col: str | None = None,
    prefix: str = "",
    engine: Engine | Reference | None = None,
    **options: Any,
) -> pa.RecordBatchReader:
    """Judge a stream of batches while it is read; no more than one batch is held.

    Args:
        batches: such as `pyarrow.dataset.dataset(...).scanner().to_reader()` gives.
        text_col: as in `scan_batch`, and so are all others.

    Raises:
        TypeError: when a column holds no strings.
        ValueError: when a column is missing, or has the name of a new one; wrong options when it is read.
    """
    schema = output_schema(batches.schema, text_col, surface_col=surface_col, prefix=prefix)
    judge = engine_of(engine)

    def judged() -> Iterator[pa.RecordBatch]:
        for batch in batches:
            yield scan_batch(batch, text_col, surface_col=surface_col, prefix=prefix, engine=judge, **options)

    return pa.RecordBatchReader.from_batches(schema, judged())


def scan_table(table: pa.Table, text_col: str = "text", **options: Any) -> pa.Table:
    """Judge a column of a table and give the table with the columns of the result behind its own.

    Args:
        table: what holds the messages.
        text_col: name of the column of messages.
        **options: those of `scan_batch`.

    Raises:
        TypeError: when a column holds no strings.
        ValueError: as `scan_batch`.
    """
    return scan_reader(table.to_reader(max_chunksize=ROWS), text_col, **options).read_all()


def output_schema(
    schema: pa.Schema, text_col: str = "text", *, surface_col: str | None = None, prefix: str = ""
) -> pa.Schema:
    """Give the schema that `scan_batch` makes of a schema, without scanning anything.

    Args:
        schema: that of the data.
        text_col: as in `scan_batch`, and so are all others.

    Raises:
        TypeError: when a column holds no strings.
        ValueError: when a column is missing, there twice, or has the name of a new one.
    """
    check_columns(schema, [name for name in (text_col, surface_col) if name is not None])
    new = [field.with_name(prefix + field.name) for field in RESULT_SCHEMA]
    taken = [field.name for field in new if field.name in schema.names]
    if taken:
        message = f"the data has columns of the same names as the result: {', '.join(taken)}; give a prefix"
        raise ValueError(message)
    return pa.schema([*schema, *new], metadata=schema.metadata)


def check_columns(schema: pa.Schema, texts: Sequence[str], others: Sequence[str] = ()) -> None:
    """Refuse columns that data does not have.

    Args:
        schema: that of the data.
        texts: names of columns that must hold strings.
        others: names of columns of any type.

    Raises:
        TypeError: when a column of `texts` holds no strings.
        ValueError: when a column is missing, or there more than once.
    """
    for name in (*texts, *others):
        if schema.names.count(name) != 1:
            found = "is there more than once" if name in schema.names else "is not there"
            message = f"column {name!r} {found}; columns: {', '.join(schema.names) or 'none'}"
            raise ValueError(message)
    for name in texts:
        _check_type(schema.field(name).type, f"column {name!r}")


def _judge(
    engine: Engine, rows: Sequence[Any], places: Sequence[str], options: dict[str, Any]
) -> tuple[list[ScanResult | None], list[str | None]]:
    """Judge rows one by one, so that one that fails stops no other."""
    known = {item.id for item in engine.surfaces}
    results: list[ScanResult | None] = [None] * len(rows)
    errors: list[str | None] = [None] * len(rows)
    scan = engine.scan
    for index, (text, place) in enumerate(zip(rows, places, strict=True)):
        if text is None:
            continue
        if text is NOT_UTF8:
            errors[index] = "text is not UTF-8"
        elif place not in known:
            errors[index] = f"unknown surface; known: {', '.join(sorted(known))}"
        else:
            try:
                results[index] = scan(text, surface=place, **options)
            except (CodewordsError, TypeError) as error:
                errors[index] = str(error)
            except Exception as error:  # noqa: BLE001  the text of an unforeseen error may hold the message
                errors[index] = type(error).__name__
    return results, errors


def _batch(
    results: Sequence[ScanResult | None],
    errors: Sequence[str | None],
    rows: Sequence[Any],
    told: ScanResult,
    *,
    offsets: str,
    quotes: bool,
) -> pa.RecordBatch:
    """Make the columns: messages in which nothing can fire share one result, which is made into columns once."""
    distinct: dict[int, int] = {}
    first: list[int] = []
    picks: list[int | None] = []
    for index, result in enumerate(results):
        if result is None:
            picks.append(None)
            continue
        place = distinct.setdefault(id(result), len(first))
        if place == len(first):
            first.append(index)
        picks.append(place)
    kept = [result for index in first if (result := results[index]) is not None]
    judged = build(kept, [rows[index] for index in first], offsets=offsets, quotes=quotes)
    taken = judged.take(pa.array(picks, pa.int32()))
    made_by = (told.ruleset.version, told.ruleset.digest, told.ruleset.engine)
    constant = [pa.repeat(pa.scalar(value, pa.string()), len(rows)) for value in made_by]
    return pa.RecordBatch.from_arrays(
        [*taken.columns, pa.array(errors, pa.string()), *constant], schema=RESULT_SCHEMA
    )


def _python(values: Any) -> list[Any]:
    """Give the values as Python objects, `NOT_UTF8` for strings that cannot be read."""
    if not isinstance(values, pa.Array | pa.ChunkedArray):
        return list(values)
    try:
        texts: list[Any] = values.to_pylist()
    except UnicodeDecodeError:
        return [_one(value) for value in values]
    return texts


def _one(value: Any) -> Any:
    try:
        return value.as_py()
    except UnicodeDecodeError:
        return NOT_UTF8


def _check_rows(texts: Any, surfaces: Any, offsets: str) -> None:
    """Refuse what is no column of messages, surfaces that do not go with it, and unknown units."""
    _check_strings(texts, "texts")
    if surfaces is not None:
        _check_strings(surfaces, "surfaces")
        if len(surfaces) != len(texts):
            message = f"there must be a surface for each text: {len(surfaces)} surfaces, {len(texts)} texts"
            raise ValueError(message)
    if offsets not in OFFSETS:
        message = f"offsets must be one of {', '.join(OFFSETS)}, not {offsets!r}"
        raise ValueError(message)


def _check_strings(values: Any, what: str) -> None:
    if isinstance(values, str | bytes) or not isinstance(values, pa.Array | pa.ChunkedArray | Sequence):
        message = f"{what} must be an Arrow array or a sequence of str, not {type(values).__name__}"
        raise TypeError(message)
    if isinstance(values, pa.Array | pa.ChunkedArray):
        _check_type(values.type, what)


def _check_type(kind: pa.DataType, what: str) -> None:
    """Refuse an Arrow type that holds no strings; a column of nulls alone has no type and passes."""
    inner = kind.value_type if pa.types.is_dictionary(kind) else kind
    tests = (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view, pa.types.is_null)
    if not any(test(inner) for test in tests):
        message = f"{what} must hold strings, not {kind}"
        raise TypeError(message)
