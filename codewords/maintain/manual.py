"""Write the reference of the rule format (docs/rules-reference.md) from what the reader itself checks by.

It owns the pages' words round the tables; which keys there are, what they take and what they mean is told in
`codewords.source.layout` and `entries`, the codes of faults in `codewords.source.codes`. The guide that shows how
the keys are used together, docs/rules-format.md, is written by hand.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from codewords import model
from codewords.source.codes import explanations
from codewords.source.entries import GROUP, LEAF, MANIFEST, TRADE_KINDS
from codewords.source.layout import FILE_KINDS, FileKind
from codewords.source.shapes import AN_ID, Choice, Field, ListOf, MapOf, Number, Record, Shape, Text, Tree

HEAD = """\
# Every key of the rule files

Written by `python -m codewords.maintain.manual docs/rules-reference.md`; do not edit. It is made from the
description by which `codewords check` reads rules, and from which the JSON Schemas of `rules/schema` are made.
How the keys work together, with examples: [rules-format.md](rules-format.md).

Every value is read as a string first, so `420` and `no` are words. *Required* keys must stand in each entry; those
*of the file* may stand at the head of the file instead, for all its entries.
"""
OVERLAYS = """\
## Overlays

An overlay (any `*.yaml` beside your own code) may hold all keys above at one level. No key is required in an
entry whose `id` exists: it changes the keys it names. `remove: true` takes an entry, a named condition or a
table away.
"""
CONDITIONS = """\
## Conditions

A condition is one of three things: a leaf, a group of conditions, or `use: NAME`, which stands alone and names
a condition of `conditions` or a detection.
"""
CODES = """\
## Faults

What `codewords check` can tell, by code; `codewords check --explain CODE` gives the whole text with an example.
Those from CW701 to CW799 are warnings; rules with warnings are loaded.
"""
LISTS = {
    model.LANGUAGES: "languages",
    TRADE_KINDS: "kinds of trade",
    model.EVIDENCE_KINDS: "kinds of evidence",
    model.TOPICS: "topics",
    model.CATEGORIES: "categories",
    model.LIMITS: "budgets",
}
"""Closed lists that are told once, at the end, and linked to."""

_SHORT = 6
"""Choices up to this number are told where they stand."""


def render() -> str:
    """Give the text of the page."""
    parts = [HEAD, *_part("manifest.yaml", "What the rule set is.", _table(MANIFEST.fields))]
    for kind in FILE_KINDS:
        parts += _file(kind)
    parts += [OVERLAYS, CONDITIONS]
    parts += _part(
        "A leaf",
        "Evidence of all the sorts it names; several words in a list are alternatives.",
        _table(LEAF.fields),
        3,
    )
    parts += _part(
        "A group", "One of `all`, `any` and `none`, each a list of conditions.", _table(GROUP.fields), 3
    )
    parts += ["## Closed lists\n"]
    for words, name in LISTS.items():
        parts += _part(name.capitalize(), " ".join(f"`{word}`" for word in words), "", 3)
    parts += [CODES, _codes()]
    return "\n".join(part for part in parts if part)


def _file(kind: FileKind) -> Iterator[str]:
    head = " ".join(f"`{field.name}`" for field in kind.head)
    yield from _part(kind.path, kind.help + (f" At the head of the file: {head}." if head else ""), "")
    for key, record in kind.sections:
        yield from _part(f"`{key}`: a list", "", _table(record.fields), 3)
    for key, shape in kind.maps:
        if isinstance(shape, Record):
            yield from _part(f"`{key}`: one mapping", "", _table(shape.fields), 3)
        else:
            yield from _part(f"`{key}`: a mapping", f"Each key takes {_value(_inner(shape))}.", "", 3)


def _inner(shape: Shape) -> Shape:
    return shape.value if isinstance(shape, MapOf) else shape


def _part(title: str, text: str, table: str, level: int = 2) -> list[str]:
    name = f"`{title}`" if title.endswith(".yaml") else title
    return [f"{'#' * level} {name}\n", f"{text}\n" if text else "", table]


def _table(fields: Sequence[Field]) -> str:
    rows = [f"| `{field.name}` | {_need(field)} | {_value(field.shape)} | {field.help} |" for field in fields]
    return "\n".join(("| key | | takes | meaning |", "|---|---|---|---|", *rows, ""))


def _need(field: Field) -> str:
    if field.inherited:
        return "required, or of the file"
    return "required" if field.required else ""


def _value(shape: Shape) -> str:
    """Say what a shape takes, in words."""
    if isinstance(shape, ListOf):
        item = _value(shape.item)
        return f"{item}, or a list of them" if shape.single else f"a list; each item: {item}"
    if isinstance(shape, MapOf):
        return _map(shape)
    if isinstance(shape, Choice):
        return _choice(shape.options)
    if isinstance(shape, Number):
        bounds = f"a {'whole ' if shape.whole else ''}number from {shape.least:.12g} to {shape.most:.12g}"
        return ", or ".join((bounds, *(f"`{word}`" for word in shape.words)))
    if isinstance(shape, Text):
        return f"{shape.what}, such as `{shape.example}`" if shape.example and shape != AN_ID else shape.what
    return "a [condition](#conditions)" if isinstance(shape, Tree) else "a mapping"


def _choice(options: tuple[str, ...]) -> str:
    name = LISTS.get(options)
    if name is not None:
        return f"one of the [{name}](#{name.replace(' ', '-')})"
    if len(options) <= _SHORT:
        return " ".join(f"`{word}`" for word in options)
    inner = next((words for words in LISTS if set(words) < set(options)), ())
    rest = " ".join(f"`{word}`" for word in options if word not in inner)
    return f"{rest}, or {_choice(inner)}" if inner else rest


def _map(shape: MapOf) -> str:
    if not shape.keys:
        return f"a mapping of names; each takes {_value(shape.value)}"
    needs = " ".join(f"`{key}`" for key in shape.needs)
    return f"a mapping of {_choice(shape.keys)}, {needs} required; each takes {_value(shape.value)}"


def _codes() -> str:
    rows = (f"| {code} | {_first(explanation.text)} |" for code, explanation in sorted(explanations().items()))
    return "\n".join(("| code | what it tells |", "|---|---|", *rows, ""))


def _first(text: str) -> str:
    """Give the first sentence of an explanation.

    >>> _first("The file is not YAML. Mostly a value holds a colon.")
    'The file is not YAML.'
    """
    first, dot, _ = text.partition(". ")
    return (first + dot).strip().replace("|", "\\|")


def main(arguments: Iterable[str] | None = None) -> int:
    """Write the page, or compare it with what stands there.

    Returns:
        0, or 1 with `--check` when the file differs.
    """
    parser = argparse.ArgumentParser(description="write docs/rules-reference.md")
    parser.add_argument("page", type=Path)
    parser.add_argument("--check", action="store_true", help="compare, write nothing, exit 1 when it differs")
    options = parser.parse_args(None if arguments is None else list(arguments))
    text = render()
    if not options.check:
        options.page.write_text(text, encoding="utf-8")
        return 0
    if options.page.is_file() and options.page.read_text(encoding="utf-8") == text:
        return 0
    sys.stderr.write(f"{options.page} is out of date; run without --check\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
