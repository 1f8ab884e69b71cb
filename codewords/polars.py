"""Scan Polars columns: `import codewords.polars`, then `pl.col("text").codewords.scan()`.

A thin shell on `codewords.arrow`, which says what each field of the result is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from codewords import Engine
from codewords.arrow import RESULT_SCHEMA, scan_array
from codewords.reference import Reference, engine_of

try:
    import polars as pl
except ModuleNotFoundError as error:
    hint = "codewords.polars needs polars: pip install 'codewords[polars]'"
    raise ModuleNotFoundError(hint, name=error.name) from error

__all__ = ["RESULT_TYPE", "ScanExpr", "ScanSeries"]

RESULT_TYPE = pl.Struct(dict(pl.Schema(RESULT_SCHEMA)))
"""The type of a result: a struct with a field for each column of `codewords.arrow.RESULT_SCHEMA`."""


@pl.api.register_expr_namespace("codewords")
class ScanExpr:
    """Add `.codewords` to expressions."""

    def __init__(self, expr: pl.Expr) -> None:
        self._expr = expr

    def scan(
        self,
        *,
        surfaces: pl.Expr | str | None = None,
        engine: Engine | Reference | None = None,
        **options: Any,
    ) -> pl.Expr:
        """Judge a column of messages and give a struct for each; `.struct.unnest()` makes columns of it.

        It works in eager and lazy frames, and in streams: messages are judged batch by batch.

        Args:
            surfaces: a column of surfaces, null or empty for the option `surface`.
            engine: an engine, or a reference to one; `None` for the bundled rules.
            **options: others of `codewords.arrow.scan_array`: `surface`, `lang`, `evidence`, `offsets`, `quotes`.

        Raises:
            ValueError: for an unknown surface, kind of evidence or unit.
        """
        judge = engine_of(engine)
        scan_array([], engine=judge, **options)  # wrong options are raised here, not when the frame is computed

        def judged(columns: Sequence[pl.Series]) -> pl.Series:
            return _scan(columns[0], engine=judge, surfaces=columns[1] if len(columns) > 1 else None, **options)

        columns = [self._expr] if surfaces is None else [self._expr, _column(surfaces)]
        return pl.map_batches(columns, judged, return_dtype=RESULT_TYPE, is_elementwise=True)


@pl.api.register_series_namespace("codewords")
class ScanSeries:
    """Add `.codewords` to series."""

    def __init__(self, series: pl.Series) -> None:
        self._series = series

    def scan(
        self,
        *,
        surfaces: pl.Series | None = None,
        engine: Engine | Reference | None = None,
        **options: Any,
    ) -> pl.DataFrame:
        """Judge the messages of a series and give a frame of `codewords.arrow.RESULT_SCHEMA`, a row for each.

        Args:
            surfaces: where each message stood, null or empty for the option `surface`.
            engine: as for expressions, and so are the options.

        Raises:
            TypeError: when the series holds no strings.
            ValueError: for an unknown surface, kind of evidence or unit, or too few surfaces.
        """
        return _scan(self._series, surfaces=surfaces, engine=engine, **options).struct.unnest()


def _column(given: pl.Expr | str) -> pl.Expr:
    return pl.col(given) if isinstance(given, str) else given


def _scan(texts: pl.Series, *, surfaces: pl.Series | None, **options: Any) -> pl.Series:
    """Judge a series and give a series of structs."""
    places = None if surfaces is None else surfaces.to_arrow()
    batch = scan_array(texts.to_arrow(), surfaces=places, **options)
    return pl.Series(texts.name, batch.to_struct_array(), dtype=RESULT_TYPE)
