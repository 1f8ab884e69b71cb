"""Rows of `codewords scan --out`, whose columns lie flat, as the results that they were made of.

It owns the names of the columns; what cannot be told from them (policy, languages, libraries) stays empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codewords.results.plain import QUOTING
from codewords.results.shapes import RESULT_FORMAT

DIGEST = "ruleset_digest"
"""Column that tells such a row from others; what stands before it is the prefix of all columns of the result."""

_JUDGED = (
    "label",
    "score",
    "points",
    "action",
    "categories",
    "substances",
    "matches",
    "prices",
    "contacts",
    "detections",
    "unknown",
    "skipped",
    "surface",
)
_MADE_BY = {"version": "ruleset_version", "digest": DIGEST, "engine": "engine_version"}
_OTHERS = ("row", "error", *_MADE_BY.values())
_UNSAID: Mapping[str, Any] = {"near_misses": [], "contributions": [], "smallest": [], "lang": None}


def find_prefix(data: Mapping[str, Any]) -> str | None:
    """Give what stands before the names of the columns; `None` for what is no such row.

    >>> find_prefix({"cw_ruleset_digest": "5a13", "cw_label": "none"}), find_prefix({"label": "none"})
    ('cw_', None)
    """
    ends = (key.removesuffix(DIGEST) for key in data if key.endswith(DIGEST))
    return next((prefix for prefix in ends if f"{prefix}label" in data), None)


def unflatten(data: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    """Give a row as `codewords scan --format jsonl` would have written it.

    Args:
        data: the row; it has a label.
        prefix: what stands before the names of the columns.
    """
    result: dict[str, Any] = {name: data.get(prefix + name) for name in _JUDGED}
    for name, (key, _) in QUOTING.items():
        if isinstance(result.get(name), list):
            result[name] = [_without(row, key) for row in result[name]]
    made_by = {name: data.get(prefix + column) for name, column in _MADE_BY.items()}
    own = {prefix + name for name in (*_JUDGED, *_OTHERS)}
    return {
        **result,
        **_UNSAID,
        "format": RESULT_FORMAT,
        "line": data.get(f"{prefix}row"),
        "ruleset": {**made_by, "policy": "", "overlays": [], "fingerprint": ""},
        "input": {name: value for name, value in data.items() if name not in own},
    }


def _without(row: Any, key: str) -> Any:
    """Leave out words of the message that the scan left out: the column is there, and empty."""
    if not isinstance(row, dict) or row.get(key, "") is not None:
        return row
    return {name: value for name, value in row.items() if name != key}
