"""Scan a column of a Spark DataFrame, on all its executors.

Extra `spark`: Spark 3.5 and 4. A thin shell on `codewords.arrow`: rows reach Python workers as Arrow batches, each
worker makes the engine of a small reference once, and fails the job when the rules it finds are others.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from codewords.arrow import RESULT_SCHEMA, output_schema, scan_batch
from codewords.reference import Reference, refer

try:
    import pyarrow as pa
    from pyspark import SparkFiles
    from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema
    from pyspark.sql.types import StructField, StructType
except ModuleNotFoundError as missing:
    hint = "codewords.spark needs pyspark: pip install 'codewords[spark]'"
    raise ModuleNotFoundError(hint, name=missing.name) from missing

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["result_fields", "scan", "share"]

_SHARED = "spark-files:"
"""Begins the paths of a reference whose rules Spark carries to the workers."""


def scan(
    df: DataFrame,
    text_col: str = "text",
    *,
    ref: Reference | None = None,
    surface: str = "post",
    surface_col: str | None = None,
    lang: str | Sequence[str] | None = None,
    evidence: str = "label",
    offsets: str = "codepoint",
    quotes: bool = True,
    prefix: str = "",
) -> DataFrame:
    """Give the DataFrame with the columns of the result behind its own; nothing runs yet.

    Every column of `df` travels to Python and back: select those you need first. A null text gives nulls; a row
    that fails gives nulls and says why in `error`, and the rest goes on. Spark may judge a row twice when a worker
    dies or is slow, and keeps one result.

    Args:
        df: what holds the messages.
        text_col: name of the column of messages.
        ref: reference to an engine, of `codewords.reference.refer` or `share`; `None` for the bundled rules.
        surface: where the messages stood.
        surface_col: name of a column of surfaces; null or empty for `surface`.
        lang: language code or codes you expect; a hint.
        evidence: `label`, or `all` for everything seen.
        offsets: unit of `start` and `end`: `codepoint` as in Python and Spark SQL's `substring` (which counts
            from 1), `utf8` bytes, `utf16` units as in Scala and Java.
        quotes: False leaves the messages' own words out of the result.
        prefix: put before the name of each new column.

    Raises:
        TypeError: when a column holds no strings.
        ValueError: when a column is missing or has the name of a new one, or for an unknown option.
        RuleFileError: when the rules of the reference have faults.

    A worker that finds other rules than `ref` names fails the job with `RulesetMismatch`.
    """
    told = refer() if ref is None else ref
    output_schema(_arrow(df.schema, (text_col, surface_col)), text_col, surface_col=surface_col, prefix=prefix)
    options: dict[str, Any] = {"surface_col": surface_col, "prefix": prefix, "surface": surface, "lang": lang}
    options |= {"evidence": evidence, "offsets": offsets, "quotes": quotes}
    schema = StructType([*df.schema.fields, *result_fields(prefix)])
    return df.mapInArrow(partial(_judge, ref=told.to_dict(), text_col=text_col, **options), schema)


def result_fields(prefix: str = "") -> list[StructField]:
    """Give the columns of the result as Spark fields.

    Args:
        prefix: put before each name.
    """
    return [
        StructField(prefix + field.name, field.dataType, nullable=True)
        for field in from_arrow_schema(RESULT_SCHEMA).fields
    ]


def share(spark: SparkSession, ref: Reference) -> Reference:
    """Send the folder and overlays of a reference to the workers, and give the reference to use there.

    They are packed into one archive, which Spark unpacks beside each executor. Spark Connect has no such archives
    for rules: there, put the folder under the same path on every machine.

    Args:
        spark: the session, of classic Spark.
        ref: a reference to rules of a folder or with overlays on this machine; others come back as they are.

    Raises:
        OSError: when the folder or an overlay cannot be read.
    """
    if ref.rules is None and not ref.overlays:
        return ref
    name = f"codewords-{ref.digest[:12]}.zip"
    folder = tempfile.mkdtemp(prefix="codewords-spark-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)  # workers that start late fetch it from here
    archive = Path(folder, name)
    _pack(archive, ref)
    spark.sparkContext.addArchive(str(archive))
    rules = None if ref.rules is None else f"{_SHARED}{name}/rules"
    laid = [f"{_SHARED}{name}/overlays/{index}/{Path(path).name}" for index, path in enumerate(ref.overlays)]
    return replace(ref, rules=rules, overlays=tuple(laid))


def _arrow(schema: StructType, used: Sequence[str | None]) -> pa.Schema:
    """Give the Arrow types of the columns that are used, and of all others the names alone."""
    known = StructType([field for field in schema.fields if field.name in used])
    types = {field.name: field.type for field in to_arrow_schema(known)}
    return pa.schema([(name, types.get(name, pa.null())) for name in schema.names])


def _pack(archive: Path, ref: Reference) -> None:
    """Write the folder and the overlays of a reference into a zip file."""
    laid = [(Path(path), f"overlays/{index}/{Path(path).name}") for index, path in enumerate(ref.overlays)]
    roots = laid if ref.rules is None else [(Path(ref.rules), "rules"), *laid]
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as out:
        for root, name in roots:
            if root.is_file():
                out.write(root, name)
            for path in sorted(root.rglob("*")):
                out.write(path, f"{name}/{path.relative_to(root).as_posix()}")


def _judge(
    batches: Iterable[pa.RecordBatch], *, ref: Mapping[str, Any], text_col: str, **options: Any
) -> Iterator[pa.RecordBatch]:
    """Judge the batches of a partition; this runs on a worker."""
    engine = _found(Reference.from_dict(ref)).load()
    for batch in batches:
        yield scan_batch(batch, text_col, engine=engine, **options)


def _found(ref: Reference) -> Reference:
    """Give the reference with the paths under which Spark has unpacked its rules here."""

    def find(path: str) -> str:
        return SparkFiles.get(path.removeprefix(_SHARED)) if path.startswith(_SHARED) else path

    rules = None if ref.rules is None else find(ref.rules)
    return replace(ref, rules=rules, overlays=tuple(find(path) for path in ref.overlays))
