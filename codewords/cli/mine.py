"""The command `mine`, and the words in which it tells new code words to a person."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from codewords import CodewordsError, Engine
from codewords.cli.messages import open_rows
from codewords.cli.options import OVERLAY, POLICY, RULES, SURFACE, Unreadable, build_engine, check_surface
from codewords.cli.stores import write
from codewords.cli.streams import one_line, printable
from codewords.cli.upkeep import tracked
from codewords.maintain.evaluate import Row, read_rows
from codewords.maintain.mine.overlay import render_overlay
from codewords.maintain.mine.propose import Mined, Proposal, mine
from codewords.maintain.mine.trial import try_out
from codewords.source.locate import bundled_rules

_WIDTH = 100
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True)


@click.command(name="mine", short_help="Propose new code words from messages.")
@click.argument("files", nargs=-1, required=True, type=_FILE)
@click.option(
    "--benign",
    multiple=True,
    type=_FILE,
    help="Ordinary messages to compare with; the rules' own corpus/ when not given. May be repeated.",
)
@click.option(
    "--most", type=click.IntRange(1), metavar="N", default=50, show_default=True, help="Proposals at most."
)
@click.option(
    "--least", type=click.IntRange(1), metavar="N", help="Messages in which a word must stand; 3 when not given."
)
@click.option("--format", "form", type=click.Choice(["table", "json", "yaml"]), default="table", show_default=True)
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the proposals there as an overlay too."
)
@click.option("--no-quotes", is_flag=True, help="Leave the messages' own words out, save the proposed ones.")
@click.option("--no-trial", is_flag=True, help="Do not try what would change; saves compiling the rules again.")
@SURFACE
@RULES
@OVERLAY
@POLICY
def mine_files(
    files: tuple[Path, ...],
    benign: tuple[Path, ...],
    most: int,
    least: int | None,
    form: str,
    out: Path | None,
    no_quotes: bool,
    no_trial: bool,
    surface: str,
    rules: Path | None,
    overlays: tuple[Path, ...],
    policy: str,
) -> None:
    """Propose new code words from the messages of FILES, each with what speaks for it and against it.

    FILES hold plain messages, one a line, or JSONL with `text`; labels are not looked at. What is proposed is
    for a person to judge: --out writes it as an overlay whose entries are in shadow. Sealed rows of
    messages*.jsonl are left out.
    """
    engine = build_engine(rules, overlays, policy)
    check_surface(engine, surface)
    rows = [row for file in files for row in open_rows(file, surface)]
    if not rows:
        message = "no line could be read"
        raise Unreadable(message)
    ordinary, others = _background(benign, rules, surface)
    try:
        found = mine(engine, rows, ordinary, others=others, most=most, least=least, track=tracked)
    except ValueError as error:
        raise Unreadable(str(error)) from error
    found = found if no_trial else try_out(engine, found)
    overlay = render_overlay(found.proposals, version=engine.ruleset.version, quotes=not no_quotes)
    if out is not None:
        write(overlay, out)
    _show(found, form, overlay, engine, quotes=not no_quotes)


def _background(benign: Sequence[Path], rules: Path | None, surface: str) -> tuple[list[Row], list[Row]]:
    """Give ordinary messages, and others from which the company of known goods can be learnt."""
    if benign:
        return [row for file in benign for row in open_rows(file, surface)], []
    corpus = (rules or bundled_rules()) / "corpus"
    try:
        rows = [row for file in sorted(corpus.glob("*.jsonl")) for row in read_rows(file)]
    except CodewordsError as error:
        raise Unreadable(str(error)) from error
    ordinary = [row for row in rows if row.label == "none"]
    if not ordinary:
        message = f"no ordinary messages to compare with in `{corpus}`; name some: --benign FILE"
        raise Unreadable(message)
    return ordinary, [row for row in rows if row.label != "none"]


def _show(found: Mined, form: str, overlay: str, engine: Engine, *, quotes: bool) -> None:
    if form == "yaml":
        click.echo(overlay, nl=False)
    elif form == "json":
        click.echo(json.dumps(_json(found, engine, quotes=quotes), indent=2, ensure_ascii=True))
    else:
        _print(found, quotes=quotes)


def _json(found: Mined, engine: Engine, *, quotes: bool) -> dict[str, object]:
    return {
        "rules": {"version": engine.ruleset.version, "digest": engine.ruleset.digest},
        "messages": len(found.messages),
        "benign": len(found.benign),
        "candidates": found.candidates,
        "proposals": [item.to_dict(text=quotes) for item in found.proposals],
    }


def _print(found: Mined, *, quotes: bool) -> None:
    told = f"{len(found.messages)} messages, compared with {len(found.benign)} ordinary ones"
    if not found.proposals:
        click.echo(f"{told}: no new word stands in enough of them; --least sets how many that are")
        return
    click.echo(f"{told}: {found.candidates} new words, here the first {len(found.proposals)}")
    console = Console(width=None if sys.stdout.isatty() else _WIDTH, highlight=False)
    console.print(_table(found.proposals))
    for item in found.proposals if quotes else ():
        if item.quotes:
            click.echo(f"{item.rank:3}  {one_line(item.term, 40)}")
            for quote in item.quotes:
                click.echo(f"     | {one_line(quote, _WIDTH)}")


def _table(proposals: Sequence[Proposal]) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0))
    for name in ("", "score", "messages", "offers", "places", "prices", "benign"):
        table.add_column(name, justify="right", no_wrap=True)
    tried = any(item.trial for item in proposals)
    if tried:
        table.add_column("changes", justify="right", no_wrap=True)
    table.add_column("word", overflow="fold")
    table.add_column("stands for", overflow="fold")
    for item in proposals:
        numbers = [
            item.rank,
            f"{item.score:.2f}",
            item.messages,
            item.offers,
            item.slots,
            item.prices,
            item.benign,
        ]
        cells = [str(number) for number in numbers]
        if tried:
            cells.append(f"{item.trial.mined}/{item.trial.benign}" if item.trial else "")
        words = (printable(one_line(item.term, 40)), _guess(item))
        table.add_row(*cells, *(Text(word) for word in words))
    return table


def _guess(item: Proposal) -> str:
    """Give what a word may stand for: a substance, a kind of trade word, a spelling."""
    guess = item.substance or item.kind
    return f"{guess}? spelt like {item.variant}" if item.variant else f"{guess}?"
