"""Print the figures of an evaluation: tables for a terminal, Markdown for docs, JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from codewords.maintain.evaluate import LABELS, Evaluation, Judged, Slice
from codewords.maintain.shares import Score, Share

COLUMNS = ("slice", "rows", "precision", "recall", "F1", "alarms none", "alarms talk", "talk found", "substances F1", "prices F1")


def show(result: Evaluation, form: str, *, worst: int) -> None:
    """Print an evaluation as `text`, `md` or `json`."""
    if form == "json":
        click.echo(json.dumps(_json(result, worst), indent=2))
        return
    groups: list[tuple[str, Iterable[Slice]]] = [("all", _totals(result))]
    groups += [(name, slices) for name, slices in result.by.items() if len(slices) > 1]
    for name, slices in groups:
        _print_table(f"by {name}" if name != "all" else "all rows", slices, form)
    _print_confusion(result.total, form)
    for item in result.worst(worst):
        click.echo(_wrong(item))


def _totals(result: Evaluation) -> list[Slice]:
    return [result.total] + ([result.sealed] if result.sealed else [])


def _cells(item: Slice) -> list[str]:
    return [
        item.name,
        str(item.rows),
        _share(item.offer.precision),
        _share(item.offer.recall),
        _f1(item.offer),
        _share(item.alarms_none),
        _share(item.alarms_talk),
        _share(item.talk),
        _f1(item.substances),
        _f1(item.prices),
    ]


def _share(share: Share) -> str:
    if not share.cases:
        return "-"
    low, high = share.interval
    return f"{share.value:.1%} ({low:.1%} to {high:.1%})"


def _f1(score: Score) -> str:
    return f"{score.f1:.3f}" if score.right + score.wrong + score.missed else "-"


def _print_table(title: str, slices: Iterable[Slice], form: str) -> None:
    rows = [_cells(item) for item in slices]
    if form == "md":
        click.echo(f"\n{title}\n")
        click.echo("| " + " | ".join(COLUMNS) + " |")
        click.echo("|" + "---|" * len(COLUMNS))
        for row in rows:
            click.echo("| " + " | ".join(row) + " |")
        return
    table = Table(title=title, title_justify="left")
    for name in COLUMNS:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*row)
    Console().print(table)


def _print_confusion(total: Slice, form: str) -> None:
    click.echo("\nlabel in rows, judged in columns\n" if form == "md" else "label in rows, judged in columns")
    start, between, end = ("| ", " | ", " |") if form == "md" else ("", "  ", "")
    click.echo(start + between.join(["     ", *(f"{label:>5}" for label in LABELS)]) + end)
    if form == "md":
        click.echo("|---" * 4 + "|")
    for true in LABELS:
        counts = [f"{total.confusion.get((true, said), 0):>5}" for said in LABELS]
        click.echo(start + between.join([f"{true:<5}", *counts]) + end)


def _wrong(item: Judged) -> str:
    row, result = item.row, item.result
    text = " ".join(row.text.split())
    fired = ", ".join(f"{hit.id} {hit.points:+.1f}" for hit in result.detections)
    return f"{row.id}: {row.label} judged {result.label}, {result.points:+.2f}: {text[:300]}\n    {fired or 'nothing fired'}"


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
