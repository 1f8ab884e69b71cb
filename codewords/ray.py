"""Scan a column of a Ray dataset, in actors that make their engine once.

Extra `ray`. A thin shell on `codewords.arrow`, as `codewords.spark` is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from codewords.arrow import output_schema, scan_table
from codewords.reference import Reference, refer

if TYPE_CHECKING:
    import pyarrow as pa

try:
    import ray.data
except ModuleNotFoundError as missing:
    hint = "codewords.ray needs ray: pip install 'codewords[ray]'"
    raise ModuleNotFoundError(hint, name=missing.name) from missing

__all__ = ["Scan", "scan"]


class Scan:
    """Judge batches of a dataset; an actor makes one and keeps it.

    Args:
        ref: `to_dict()` of a reference to an engine.
        text_col: name of the column of messages.
        **options: those of `codewords.arrow.scan_table`.

    Raises:
        RulesetMismatch: when the rules found here are others than the reference names.
    """

    def __init__(self, ref: Mapping[str, Any], text_col: str, **options: Any) -> None:
        self._engine = Reference.from_dict(ref).load()
        self._text_col, self._options = text_col, options

    def __call__(self, table: pa.Table) -> pa.Table:
        """Give the batch with the columns of the result behind its own."""
        return scan_table(table, self._text_col, engine=self._engine, **self._options)


def scan(
    ds: ray.data.Dataset,
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
    concurrency: int | tuple[int, int] = 1,
    batch_size: int = 10_000,
    **more: Any,
) -> ray.data.Dataset:
    """Give the dataset with the columns of the result behind its own; nothing runs yet.

    A null text gives nulls; a row that fails gives nulls and says why in `error`, and the rest goes on.

    Args:
        ds: what holds the messages.
        text_col: name of the column of messages.
        ref: reference to an engine, of `codewords.reference.refer`; `None` for the bundled rules. A folder of
            rules must be found under its path by every actor.
        surface: where the messages stood.
        surface_col: name of a column of surfaces; null or empty for `surface`.
        lang: language code or codes you expect; a hint.
        evidence: `label`, or `all` for everything seen.
        offsets: unit of `start` and `end`: `codepoint`, `utf8` or `utf16`.
        quotes: False leaves the messages' own words out of the result.
        prefix: put before the name of each new column.
        concurrency: number of actors, or fewest and most.
        batch_size: most rows an actor is given at once.
        **more: as `Dataset.map_batches` takes: `num_cpus`, `ray_remote_args_fn`...

    Raises:
        TypeError: when a column holds no strings.
        ValueError: when a column is missing or has the name of a new one.
        RuleFileError: when the rules of the reference have faults.
    """
    told = refer() if ref is None else ref
    schema = ds.schema(fetch_if_missing=False)
    if schema is not None and hasattr(schema.base_schema, "metadata"):  # an Arrow schema that is known already
        output_schema(schema.base_schema, text_col, surface_col=surface_col, prefix=prefix)
    options = {"surface": surface, "lang": lang, "evidence": evidence, "offsets": offsets, "quotes": quotes}
    places = {"surface_col": surface_col, "prefix": prefix}
    return ds.map_batches(
        Scan,
        fn_constructor_args=(told.to_dict(), text_col),
        fn_constructor_kwargs={**options, **places},
        batch_format="pyarrow",
        batch_size=batch_size,
        concurrency=concurrency,
        **more,
    )
