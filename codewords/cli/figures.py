"""Print the figures of an evaluation: tables for a terminal, Markdown for docs, JSON for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from codewords.cli.streams import one_line
from codewords.maintain.evaluate import LABELS, Evaluation, Judged, Slice
from codewords.maintain.shares import Score, Share

COLUMNS = (
    "rows",
    "precision",
    "recall",
    "F1",
    "alarms on none",
    "alarms on talk",
    "talk found",
    "substances F1",
    "prices F1",
)
WIDE = 100
"""Columns of a terminal on which one table holds all figures; on a narrower one they make two."""

NAME_WIDTH = 19


def show(result: Evaluation, form: str, *, worst: int) -> None:
    """Print an evaluation as `text`, `md` or `json`."""
    if form == "json":
        click.echo(json.dumps(_json(result, worst), indent=2))
        return
    groups: list[tuple[str, Sequence[Slice]]] = [("all rows", _totals(result))]
    groups += [(f"by {name}", slices) for name, slices in result.by.items() if len(slices) > 1]
    for title, slices in groups:
        _print_markdown(title, slices) if form == "md" else _print_tables(title, slices)
    _print_confusion(result.total, form)
    for item in result.worst(worst):
        click.echo(_wrong(item))


def _totals(result: Evaluation) -> list[Slice]:
    return [result.total] + ([result.sealed] if result.sealed else [])


def _cells(item: Slice) -> list[Share | str]:
    return [
        str(item.rows),
        item.offer.precision,
        item.offer.recall,
        _f1(item.offer),
        item.alarms_none,
        item.alarms_talk,
        item.talk,
        _f1(item.substances),
        _f1(item.prices),
    ]


def _f1(score: Score) -> str:
    return f"{score.f1:.3f}" if score.right + score.wrong + score.missed else "-"


def _print_markdown(title: str, slices: Iterable[Slice]) -> None:
    click.echo(f"\n{title}\n")
    click.echo("| slice | " + " | ".join(COLUMNS) + " |")
    click.echo("|---|" + "---:|" * len(COLUMNS))
    for item in slices:
        cells = [cell if isinstance(cell, str) else _share(cell) for cell in _cells(item)]
        click.echo(f"| {item.name} | " + " | ".join(cells) + " |")


def _share(share: Share) -> str:
    if not share.cases:
        return "-"
    low, high = share.interval
    return f"{share.value:.1%} ({low:.1%} to {high:.1%})"


def _print_tables(title: str, slices: Sequence[Slice]) -> None:
    """Print one table, or two on a narrow terminal; an interval stands below its share."""
    console = Console(width=None if sys.stdout.isatty() else WIDE, highlight=False)
    split = len(COLUMNS) if console.width >= WIDE else 4
    for columns in (slice(0, split), slice(split, len(COLUMNS))):
        names = COLUMNS[columns]
        if names:
            console.print(_table(title, names, [(item.name, _cells(item)[columns]) for item in slices]))
            console.print()


def _table(title: str, names: Sequence[str], rows: Iterable[tuple[str, Sequence[Share | str]]]) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=None, padding=(0, 1, 0, 0))
    table.add_column("", width=NAME_WIDTH, overflow="ellipsis", no_wrap=True)
    for name in names:
        first, _, second = name.partition(" ")
        table.add_column(f"{first}\n{second}", justify="right", no_wrap=True)
    for name, cells in rows:
        table.add_row(name, *(cell if isinstance(cell, str) else _stacked(cell) for cell in cells))
    return table


def _stacked(share: Share) -> Text | str:
    if not share.cases:
        return "-"
    low, high = share.interval
    return Text.assemble(f"{share.value:.1%}", "\n", (f"{100 * low:.1f}-{100 * high:.1f}", "dim"))


def _print_confusion(total: Slice, form: str) -> None:
    click.echo("\nlabel in rows, judged in columns\n" if form == "md" else "label in rows, judged in columns")
    start, between, end = ("| ", " | ", " |") if form == "md" else ("", "  ", "")
    click.echo(start + between.join(["     ", *(f"{label:>5}" for label in LABELS)]) + end)
    if form == "md":
        click.echo("|---" + "|---:" * len(LABELS) + "|")
    for true in LABELS:
        counts = [f"{total.confusion.get((true, said), 0):>5}" for said in LABELS]
        click.echo(start + between.join([f"{true:<5}", *counts]) + end)


def _wrong(item: Judged) -> str:
    row, result = item.row, item.result
    fired = ", ".join(f"{hit.id} {hit.points:+.1f}" for hit in result.detections)
    head = f"{one_line(row.id, 40)}: {row.label} judged {result.label}, {result.points:+.2f}"
    return f"\n{head}: {one_line(row.text, 300)}\n    {fired or 'nothing fired'}"


def _json(result: Evaluation, worst: int) -> dict[str, Any]:
    return {
        "total": _slice_row(result.total),
        "sealed": _slice_row(result.sealed) if result.sealed else None,
        "by": {name: [_slice_row(item) for item in slices] for name, slices in result.by.items()},
        "worst": [
            {"id": w.row.id, "label": w.row.label, "judged": w.result.label, "points": w.result.points}
            for w in result.worst(worst)
        ],
    }


def _slice_row(item: Slice) -> dict[str, Any]:
    return {
        "name": item.name,
        "rows": item.rows,
        "offer": _score_row(item.offer),
        "alarms_none": _share_row(item.alarms_none),
        "alarms_talk": _share_row(item.alarms_talk),
        "talk": _share_row(item.talk),
        "substances": _score_row(item.substances),
        "prices": _score_row(item.prices),
        "confusion": {f"{true}>{said}": count for (true, said), count in sorted(item.confusion.items())},
    }


def _score_row(score: Score) -> dict[str, Any]:
    return {
        "f1": round(score.f1, 4),
        "precision": _share_row(score.precision),
        "recall": _share_row(score.recall),
    }


def _share_row(share: Share) -> dict[str, Any]:
    low, high = share.interval
    return {"share": round(share.value, 4), "low": round(low, 4), "high": round(high, 4), "of": share.cases}
