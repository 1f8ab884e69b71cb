"""Scan pandas columns: `import codewords.pandas`, then `frame["text"].codewords.scan()`.

A thin shell on `codewords.arrow`, which says what each column of the result is.
"""

from __future__ import annotations

from typing import Any

from codewords import Engine
from codewords.arrow import scan_array
from codewords.reference import Reference

try:
    import pandas as pd
except ModuleNotFoundError as error:
    hint = "codewords.pandas needs pandas: pip install 'codewords[pandas]'"
    raise ModuleNotFoundError(hint, name=error.name) from error

__all__ = ["ScanAccessor"]


@pd.api.extensions.register_series_accessor("codewords")
class ScanAccessor:
    """Add `.codewords` to series."""

    def __init__(self, series: pd.Series[Any]) -> None:
        self._series = series

    def scan(
        self,
        *,
        surfaces: pd.Series[Any] | None = None,
        engine: Engine | Reference | None = None,
        **options: Any,
    ) -> pd.DataFrame:
        """Judge the messages of a series and give a frame with the same index, a row for each.

        Missing messages (`None`, `NaN`, `NA`) give missing labels. Columns have Arrow types, so that lists and
        decimals stay what they are.

        Args:
            surfaces: where each message stood; missing or empty for the option `surface`. It goes by position.
            engine: an engine, or a reference to one; `None` for the bundled rules.
            **options: others of `codewords.arrow.scan_array`: `surface`, `lang`, `evidence`, `offsets`, `quotes`.

        Raises:
            ValueError: for an unknown surface, kind of evidence or unit, or too few surfaces.
        """
        places = None if surfaces is None else _values(surfaces)
        batch = scan_array(_values(self._series), surfaces=places, engine=engine, **options)
        frame = batch.to_pandas(types_mapper=pd.ArrowDtype)
        return pd.DataFrame(frame).set_axis(self._series.index, axis=0)


def _values(series: pd.Series[Any]) -> list[Any]:
    """Give the values, `None` for each that is missing."""
    return [None if is_missing else value for value, is_missing in zip(series, series.isna(), strict=True)]
