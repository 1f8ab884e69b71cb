"""The JSON Schema of stored results, derived from the dataclasses themselves.

A field added to a shape is in the schema at once; only closed lists of words are written here.
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, get_args, get_origin, get_type_hints

from codewords.results.plain import QUOTING
from codewords.results.shapes import RESULT_FORMAT, DetectionHit, ScanResult

DRAFT = "https://json-schema.org/draft/2020-12/schema"

CLOSED: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("ScanResult", "label"): ("offer", "talk", "none"),
    ("ScanResult", "action"): ("allow", "review", "block"),
    ("Match", "via"): ("exact", "folded", "fuzzy", "phonetic", "pattern"),
    ("DetectionHit", "outcome"): ("offer", "talk", "unknown", "counter"),
    ("DetectionHit", "status"): ("stable", "shadow"),
    ("Price", "unit"): ("g", "ml", "piece"),
}
"""Words that a field is limited to, by shape and field."""

PLAIN: Mapping[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    type(None): {"type": "null"},
    Decimal: {"type": "string", "pattern": r"^-?\d+(\.\d+)?([Ee][+-]?\d+)?$"},
}


def result_schema() -> dict[str, Any]:
    """Give the JSON Schema (draft 2020-12) of `ScanResult.to_dict`, with and without quotations."""
    shapes: dict[str, Any] = {}
    top = _shape(ScanResult, shapes)
    top["properties"] = {"format": {"const": RESULT_FORMAT}, **top["properties"]}
    top["required"] = ["format", *top["required"]]
    return {"$schema": DRAFT, "title": "codewords result", **top, "$defs": shapes}


def _shape(shape: type, shapes: dict[str, Any]) -> dict[str, Any]:
    """Describe a dataclass; the shapes it holds go to `shapes`."""
    hints = get_type_hints(shape)
    names = [field.name for field in dataclasses.fields(shape)]
    properties = {name: _field(shape, name, hints[name], shapes) for name in names}
    quoting = {key for list_, (key, _) in QUOTING.items() if _item(list_) is shape}
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in names if name not in quoting],
        "additionalProperties": False,
    }


def _item(list_: str) -> Any:
    """Give the shape of the items of a list of a result."""
    return get_args(get_type_hints(ScanResult)[list_])[0]


def _field(shape: type, name: str, hint: Any, shapes: dict[str, Any]) -> dict[str, Any]:
    if shape is DetectionHit and name == "matches":
        return {"type": "array", "items": {"type": "integer", "minimum": 0}, "description": "indexes of `matches`"}
    words = CLOSED.get((shape.__name__, name))
    if words is None:
        return _type(hint, shapes)
    is_optional = type(None) in get_args(hint)
    return {"enum": [*words, None] if is_optional else list(words)}


def _type(hint: Any, shapes: dict[str, Any]) -> dict[str, Any]:
    if hint in PLAIN:
        return dict(PLAIN[hint])
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _type(get_args(hint)[0], shapes)}
    if get_origin(hint) is types.UnionType:
        return {"anyOf": [_type(part, shapes) for part in get_args(hint)]}
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        if hint.__name__ not in shapes:
            shapes[hint.__name__] = _shape(hint, shapes)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    message = f"no schema for {hint!r}"
    raise TypeError(message)
