"""The command `diff`, and the words in which it tells what changed."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

import click

from codewords import CodewordsError, diff
from codewords.cli.options import Unreadable
from codewords.cli.streams import printable
from codewords.maintain.diff import WHAT, Change, Difference, FieldChange, Side

_LONG = 60
"""Characters from which a value is told by its size."""

_MANY = 8
"""Words from which a list is told by its size."""


@click.command(name="diff")
@click.argument("old")
@click.argument("new")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--exit-code", is_flag=True, help="Exit with 1 when something changed.")
def show_diff(old: str, new: str, form: str, exit_code: bool) -> None:
    """Tell what changed between the rule sets OLD and NEW.

    Each is a folder, a wheel of codewords, or a revision of the git repository in this folder, as `v1.2`
    or `v1.2:path/of/rules`.
    """
    try:
        found = diff(old, new)
    except CodewordsError as error:
        raise Unreadable(str(error)) from error
    if form == "json":
        click.echo(json.dumps(found.to_dict(), indent=2, ensure_ascii=False))
    else:
        for line in describe(found):
            click.echo(printable(line))
    sys.exit(1 if exit_code and found.changes else 0)


def describe(found: Difference) -> Iterator[str]:
    """Give the lines that tell a difference to a person."""
    yield f"{_side(found.old)} -> {_side(found.new)}"
    for side in (found.old, found.new):
        if side.faults:
            yield f"{side.name}: {len(side.faults)} faults, and what has them is left out; first {side.faults[0]}"
    if not found.changes:
        yield "the rules say the same"
    for section, counts in found.counts().items():
        yield ""
        yield f"{section}: " + ", ".join(f"{number} {what}" for what, number in counts.items())
        yield from _section([change for change in found.changes if change.section == section])


def _side(side: Side) -> str:
    return f"{side.name} ({side.version}, {side.digest[:12]})"


def _section(changes: list[Change]) -> Iterator[str]:
    for what in WHAT:
        rows = [change for change in changes if change.what == what]
        if what in ("added", "removed") and rows and rows[0].section == "terms":
            yield from _grouped(what, rows)
        else:
            yield from (line for change in rows for line in _entry(change))


def _grouped(what: str, changes: list[Change]) -> Iterator[str]:
    """Tell words that came or went by substance (or kind) and language."""
    groups: dict[tuple[str, str], list[str]] = {}
    for change in changes:
        key = (" ".join(change.substances) or change.kind, " ".join(change.langs))
        groups.setdefault(key, []).append(change.text)
    for (group, langs), words in sorted(groups.items()):
        yield f"  {what} {group} [{langs}]: {', '.join(words)}"


def _entry(change: Change) -> Iterator[str]:
    marks = " ".join(part for part in (" ".join(change.substances), " ".join(change.langs)) if part)
    name = f"{change.former} -> {change.id}" if change.former else change.id
    told = "; ".join(_field(item) for item in change.fields)
    yield f"  {change.what} {name}" + (f" [{marks}]" if marks else "") + (f": {told}" if told else "")


def _field(item: FieldChange) -> str:
    name = f"{item.name} " if item.name else ""
    old, new = item.old, item.new
    if _is_words(old or []) and _is_words(new or []) and (old or new):
        came = [word for word in new or [] if word not in (old or [])]
        went = [word for word in old or [] if word not in (new or [])]
        parts = [_words("+", came), _words("-", went)]
        return name + (" ".join(part for part in parts if part) or "in another order")
    if isinstance(new, dict) or isinstance(old, dict):
        return f"{name}changed"
    return f"{name}{_value(old)} -> {_value(new)}"


def _is_words(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _words(sign: str, words: list[str]) -> str:
    if len(words) > _MANY or sum(map(len, words)) > 2 * _LONG:
        return f"{sign}{len(words)}"
    return " ".join(f"{sign}{word!r}" for word in words)


def _value(value: Any) -> str:
    if value is None or value == "":
        return "nothing"
    text = str(value)
    return text if len(text) <= _LONG else f"{text[:_LONG]}..."
