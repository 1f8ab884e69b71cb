"""The command `compare`, and the words in which it tells which decisions change."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from codewords import CodewordsError, Comparison, compare
from codewords.cli.messages import open_rows
from codewords.cli.options import POLICY, SURFACE, Unreadable
from codewords.cli.page import render_page, told_points
from codewords.cli.stores import write
from codewords.cli.streams import one_line, printable
from codewords.cli.upkeep import tracked
from codewords.maintain.compare import Changed, Reason

_WIDTH = 100
_RULES = 20
"""Rules told in words; JSON and HTML hold them all."""


@click.command(name="compare", short_help="Tell which decisions change between two rule sets.")
@click.argument("old")
@click.argument("new")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True)
)
@click.option("--format", "form", type=click.Choice(["text", "json", "html"]), default="text", show_default=True)
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="Write there, not to standard output."
)
@click.option(
    "--most", type=click.IntRange(0), metavar="N", default=50, show_default=True, help="Messages shown as text."
)
@click.option("--no-quotes", is_flag=True, help="Leave the messages' own words out.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 when a decision changes.")
@SURFACE
@POLICY
def show_comparison(
    old: str,
    new: str,
    files: tuple[Path, ...],
    form: str,
    out: Path | None,
    most: int,
    no_quotes: bool,
    exit_code: bool,
    surface: str,
    policy: str,
) -> None:
    """Tell which decisions on the messages of FILES change from the rule set OLD to NEW, and by which rules.

    OLD and NEW are folders, wheels of codewords, or revisions of the git repository in this folder, as `v1.2`
    or `v1.2:path/of/rules`. FILES hold plain messages, one a line, or JSONL with `text`. Sealed rows of
    messages*.jsonl are left out.
    """
    rows = [row for file in files for row in open_rows(file, surface)]
    if not rows:
        message = "no line could be read"
        raise Unreadable(message)
    try:
        found = compare(old, new, tracked(rows, "judging"), surface=surface, policy=policy)
    except (CodewordsError, ValueError) as error:
        raise Unreadable(str(error)) from error
    write(_rendered(found, form, most=most, quotes=not no_quotes), out)
    sys.exit(1 if exit_code and found.changed else 0)


def _rendered(found: Comparison, form: str, *, most: int, quotes: bool) -> str:
    if form == "html":
        return render_page(found, quotes=quotes)
    if form == "json":
        return json.dumps(found.to_dict(text=quotes), indent=2, ensure_ascii=True) + "\n"
    return "".join(f"{printable(line)}\n" for line in describe(found, most=most, quotes=quotes))


def describe(found: Comparison, *, most: int, quotes: bool) -> Iterator[str]:
    """Give the lines that tell a comparison to a person.

    Args:
        found: what changed.
        most: messages shown.
        quotes: False leaves the messages themselves out.
    """
    sides = [f"{side.name} ({side.version}, {side.digest[:12]})" for side in (found.old, found.new)]
    yield " -> ".join(sides)
    yield f"{len(found.changed)} of {found.messages} decisions change; {found.moved} more have other points"
    yield from (f"  {count:5}  {step}" for step, count in found.counts().items())
    rules = found.by_rule()
    if rules:
        yield ""
        yield "changes  to offer  from offer  rule"
    for row in rules[:_RULES]:
        edit = f" [{row.edit}]" if row.edit else ""
        yield f"{row.messages:7}  {row.to_offer:8}  {row.from_offer:10}  {row.id}{edit}  {row.title}".rstrip()
    if len(rules) > _RULES:
        yield f"{len(rules) - _RULES} more rules"
    for item in found.changed[:most]:
        yield ""
        yield from _message(item, quotes=quotes)
    if len(found.changed) > most:
        yield ""
        yield f"{len(found.changed) - most} more messages; --format json and html hold them all"


def _message(item: Changed, *, quotes: bool) -> Iterable[str]:
    name = f"message {item.number}" + (f" ({item.id})" if item.id else "")
    yield f"{name}: {item.step}, {item.old.points:+.2f} -> {item.new.points:+.2f}, {item.surface}"
    if quotes:
        yield f"  | {one_line(item.text, _WIDTH)}"
    yield from _reasons(item.reasons)


def _reasons(reasons: Sequence[Reason]) -> Iterator[str]:
    for reason in reasons:
        edit = f" [{reason.edit}]" if reason.edit else ""
        yield f"  {reason.what} {reason.id}{edit} {told_points(reason)}".rstrip()
