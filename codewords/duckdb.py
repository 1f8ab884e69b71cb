"""Scan in DuckDB: `codewords.duckdb.register(con)`, then `SELECT codewords_label(text) FROM messages`.

A thin shell on `codewords.arrow`, which says what each field of the result is.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from codewords import Engine
from codewords.arrow import RESULT_SCHEMA, scan_array
from codewords.reference import Reference, engine_of

try:
    import duckdb
    import numpy as np  # noqa: F401  DuckDB needs it for functions written in Python
    from duckdb.func import FunctionNullHandling, PythonUDFType
except ModuleNotFoundError as error:
    hint = f"codewords.duckdb needs {error.name}: pip install 'codewords[duckdb]'"
    raise ModuleNotFoundError(hint, name=error.name) from error

__all__ = ["register"]


def register(
    connection: duckdb.DuckDBPyConnection,
    *,
    name: str = "codewords",
    engine: Engine | Reference | None = None,
    **options: Any,
) -> None:
    """Add two functions to a connection, in place of those of an earlier call.

    `codewords_scan(text)` gives a struct with a field for each column of `codewords.arrow.RESULT_SCHEMA`,
    `codewords_label(text)` the label alone. A second argument says where the message stood; null or empty for
    the option `surface`.

    Args:
        connection: where they are known; others do not get them.
        name: what their names begin with.
        engine: an engine, or a reference to one; `None` for the bundled rules.
        **options: others of `codewords.arrow.scan_array`: `surface`, `lang`, `evidence`, `offsets`, `quotes`.

    Raises:
        ValueError: for an unknown surface, kind of evidence or unit.
    """
    judge = engine_of(engine)
    scan_array([], engine=judge, **options)  # wrong options are raised here, not by a query

    def scan(*columns: Any) -> Any:
        return _judged(columns, f"{name}_scan", engine=judge, **options).to_struct_array()

    def label(*columns: Any) -> Any:
        return _judged(columns, f"{name}_label", engine=judge, **options).column("label")

    _add(connection, f"{name}_scan", scan, _result_type())
    _add(connection, f"{name}_label", label, "VARCHAR")


def _add(connection: duckdb.DuckDBPyConnection, name: str, function: Callable[..., Any], kind: Any) -> None:
    """Make a function known, in place of another of its name."""
    with suppress(duckdb.InvalidInputException):
        connection.remove_function(name)
    connection.create_function(
        name,
        function,
        None,  # DuckDB then takes any number of arguments, and Arrow tells their types
        kind,
        type=PythonUDFType.ARROW,
        null_handling=FunctionNullHandling.SPECIAL,
    )


def _judged(columns: tuple[Any, ...], name: str, **options: Any) -> Any:
    if len(columns) not in (1, 2):
        message = f"{name} takes a text and, if you like, a surface; {len(columns)} arguments were given"
        raise TypeError(message)
    return scan_array(columns[0], surfaces=columns[1] if len(columns) > 1 else None, **options)


def _result_type() -> Any:
    """Give the type of a result, as DuckDB reads it from the schema."""
    with duckdb.connect() as own:
        empty = own.from_arrow(RESULT_SCHEMA.empty_table())
        return own.struct_type(dict(zip(empty.columns, empty.types, strict=True)))
