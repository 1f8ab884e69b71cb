"""Judge a column of a Hugging Face dataset: `codewords.plugins.datasets.scan(ds)`.

Extra `datasets`. A thin shell on `codewords.arrow`. What `map` caches stands under a name made of the digest of
the rules too, so that other rules never give back the results of the old ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from codewords.arrow import output_schema, scan_array, scan_table
from codewords.reference import Reference, refer

if TYPE_CHECKING:
    import pyarrow as pa

try:
    import datasets
except ModuleNotFoundError as missing:
    hint = "codewords.plugins.datasets needs datasets: pip install 'codewords[datasets]'"
    raise ModuleNotFoundError(hint, name=missing.name) from missing

__all__ = ["judge", "scan"]

ROWS = 1000
"""Rows of a batch, as `datasets` has it."""


def scan(
    ds: Any,
    text_col: str = "text",
    *,
    ref: Reference | None = None,
    surface_col: str | None = None,
    prefix: str = "",
    num_proc: int | None = None,
    batch_size: int = ROWS,
    **options: Any,
) -> Any:
    """Give the dataset with the columns of the result behind its own.

    Args:
        ds: a `Dataset`, an `IterableDataset`, or a dict of them.
        text_col: name of the column of messages.
        ref: a reference to an engine; `None` for the bundled rules.
        surface_col: name of a column of surfaces; null or empty for the option `surface`.
        prefix: put before the name of each new column.
        num_proc: processes of `Dataset.map`; each makes its engine once.
        batch_size: rows that are judged at a time.
        **options: others of `codewords.arrow.scan_array`: `surface`, `lang`, `evidence`, `offsets`, `quotes`.

    Raises:
        TypeError: when `ds` is no dataset, or the column holds no strings.
        ValueError: when a column is missing or has the name of a new one; for wrong options.
    """
    if isinstance(ds, datasets.DatasetDict | datasets.IterableDatasetDict):
        rest: dict[str, Any] = {"ref": ref or refer(), "surface_col": surface_col, "prefix": prefix, **options}
        rest |= {"num_proc": num_proc, "batch_size": batch_size}
        return type(ds)({name: scan(part, text_col, **rest) for name, part in ds.items()})
    if not isinstance(ds, datasets.Dataset | datasets.IterableDataset):
        message = f"ds must be a dataset of the package `datasets`, not {type(ds).__name__}"
        raise TypeError(message)
    reference = ref or refer()
    columns = {"text_col": text_col, "surface_col": surface_col, "prefix": prefix}
    given = {"ref": reference.to_dict(), **columns, **options}
    _try(ds, reference, columns, options)
    work: dict[str, Any] = {"batched": True, "batch_size": batch_size, "fn_kwargs": given}
    if isinstance(ds, datasets.IterableDataset):
        return _stream(ds, columns, work)
    judged = ds.with_format("arrow").map(judge, num_proc=num_proc, desc="codewords", **work)
    return judged.with_format(ds.format["type"], **ds.format["format_kwargs"])


def judge(table: pa.Table, *, ref: Mapping[str, Any], **options: Any) -> pa.Table:
    """Judge one batch of a dataset with format `arrow`; the function that `scan` gives to `map`.

    Args:
        table: the batch.
        ref: `to_dict()` of a reference; it names the digest of the rules, and `map` makes its cache's name of it.
        **options: those of `codewords.arrow.scan_table`, and `text_col`.

    Raises:
        RulesetMismatch: when the rules found here are others than the reference names.
    """
    return scan_table(table, engine=Reference.from_dict(ref).load(), **options)


def _try(ds: Any, reference: Reference, columns: dict[str, Any], options: dict[str, Any]) -> None:
    """Raise what is wrong before a row is read: a wrong option would else show in a worker's traceback."""
    scan_array([], engine=reference, **options)
    if ds.features is not None:
        output_schema(ds.features.arrow_schema, **columns)


def _stream(ds: Any, columns: dict[str, Any], work: dict[str, Any]) -> Any:
    """Judge a dataset that is read as it goes; its features are told, for there is no file to read them from."""
    features = None
    if ds.features is not None:
        features = datasets.Features.from_arrow_schema(output_schema(ds.features.arrow_schema, **columns))
    return ds.with_format("arrow").map(judge, features=features, **work).with_format(None)
