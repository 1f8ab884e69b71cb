"""Write the rule format down as JSON Schema, so that editors complete keys and underline faults.

It owns the translation of shapes; `layout` says what there is. `python -m codewords.source.schema
rules/schema` writes the files anew.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from codewords.source.entries import GROUP, LEAF, MANIFEST
from codewords.source.layout import FILE_KINDS, OVERLAY, FileKind
from codewords.source.shapes import Choice, Field, ListOf, MapOf, Number, Record, Shape, Text

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_SCALAR = ["string", "number", "boolean", "null"]
"""What YAML may make of a scalar that the reader takes as a string (`420`, `no`, `null`)."""

_NUMERAL = r"^[+-]?[0-9]{1,9}([.][0-9]{1,9})?$"
_REMOVE = {"description": "True takes the entry away.", "enum": [True, "true"]}


def schemas() -> dict[str, dict[str, Any]]:
    """Give every schema by the name of its file."""
    manifest = {**_record(MANIFEST), "title": "Rule set manifest", "description": "What the rule set is."}
    out = {"manifest.json": _with_head(manifest, "manifest")}
    for kind in (*FILE_KINDS, OVERLAY):
        out[f"{kind.name}.json"] = _with_head(_file(kind), kind.name)
    return out


def write_schemas(folder: Path) -> list[Path]:
    """Write all schemas into a folder and give their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, schema in schemas().items():
        paths.append(folder / name)
        paths[-1].write_text(to_text(schema), encoding="utf-8")
    return paths


def to_text(schema: dict[str, Any]) -> str:
    """Give a schema as it stands in its file."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _with_head(schema: dict[str, Any], name: str) -> dict[str, Any]:
    return {"$schema": _DRAFT, "$id": f"{name}.json", **schema}


def _file(kind: FileKind) -> dict[str, Any]:
    is_overlay = kind is OVERLAY
    properties = {field.name: _field(field) for field in kind.head}
    for key, record in kind.sections:
        if is_overlay and key == "terms":
            terms = [record for each in FILE_KINDS for name, record in each.sections if name == key]
            items = {"anyOf": [_record(term, is_overlay=True) for term in terms]}
        else:
            items = _record(record, is_overlay=is_overlay)
        properties[key] = {"type": "array", "items": items}
    for key, shape in kind.maps:
        properties[key] = _shape(shape, is_overlay=is_overlay)
    schema: dict[str, Any] = {
        "title": f"codewords {kind.path}",
        "description": kind.help,
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }
    if "when" in json.dumps(properties) or "conditions" in properties:
        schema["$defs"] = {"condition": _condition()}
    return schema


def _condition() -> dict[str, Any]:
    """Describe all forms of a condition as one object, which editors complete best."""
    listed = {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/condition"}}
    properties = {field.name: _field(field) for field in LEAF.fields}
    for field in GROUP.fields:
        properties[field.name] = {
            "description": field.help,
            **(listed if field.name in ("all", "any", "none") else {}),
        }
    properties["within"] = {**properties["within"], "type": ["integer", "string"]}
    properties["ordered"] = _field(GROUP.fields[-1])
    properties["use"] = {"description": "Name of a condition, or id of a detection.", "type": "string"}
    return {"type": "object", "properties": properties, "minProperties": 1, "additionalProperties": False}


def _record(record: Record, *, is_overlay: bool = False) -> dict[str, Any]:
    properties = {field.name: _field(field, is_overlay=is_overlay) for field in record.fields}
    schema: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
    if is_overlay:
        properties["remove"] = _REMOVE
    else:
        schema["required"] = [field.name for field in record.fields if field.required]
    return schema


def _field(field: Field, *, is_overlay: bool = False) -> dict[str, Any]:
    return {"description": field.help, **_shape(field.shape, is_overlay=is_overlay)}


def _shape(shape: Shape, *, is_overlay: bool = False) -> dict[str, Any]:
    if isinstance(shape, Record):
        return _record(shape, is_overlay=is_overlay)
    if isinstance(shape, MapOf):
        return _map(shape, is_overlay=is_overlay)
    writer = _WRITERS.get(type(shape))
    return writer(shape) if writer else {"$ref": "#/$defs/condition"}


def _text(shape: Text) -> dict[str, Any]:
    if not shape.form:
        return {"type": _SCALAR}
    types = ["string", "number"] if re.fullmatch(shape.form, "12") else ["string"]
    return {"type": types, "pattern": f"^(?:{shape.form})$"}


def _choice(shape: Choice) -> dict[str, Any]:
    flags = [word == "true" for word in shape.options if word in ("true", "false")]
    return {"enum": [*shape.options, *flags]}


def _list(shape: ListOf) -> dict[str, Any]:
    item = _shape(shape.item)
    several = {"type": "array", "items": item}
    return {"anyOf": [item, several]} if shape.single else several


def _number(shape: Number) -> dict[str, Any]:
    kind = "integer" if shape.whole else "number"
    bounded: dict[str, Any] = {"type": kind, "minimum": shape.least, "maximum": shape.most}
    options = [bounded, {"type": "string", "pattern": _NUMERAL}]
    return {"anyOf": [*options, *([{"enum": list(shape.words)}] if shape.words else [])]}


def _map(shape: MapOf, *, is_overlay: bool) -> dict[str, Any]:
    value = _shape(shape.value)
    if is_overlay and not shape.keys:
        value = {"anyOf": [{"type": "object", "properties": {"remove": _REMOVE}, "required": ["remove"]}, value]}
    if not shape.keys:
        return {"type": "object", "additionalProperties": value}
    schema: dict[str, Any] = {
        "type": "object",
        "properties": dict.fromkeys(shape.keys, value),
        "additionalProperties": False,
    }
    if shape.needs and not is_overlay:
        schema["required"] = list(shape.needs)
    return schema


_WRITERS: dict[type, Callable[[Any], dict[str, Any]]] = {
    Text: _text,
    Choice: _choice,
    Number: _number,
    ListOf: _list,
}


def main(arguments: Sequence[str]) -> int:
    """Write the schemas into the folder that is named."""
    if len(arguments) != 1:
        sys.stdout.write("usage: python -m codewords.source.schema FOLDER\n")
        return 2
    for path in write_schemas(Path(arguments[0])):
        sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
