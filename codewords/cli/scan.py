"""`codewords scan`: judge the messages of a stream, a line in, a line out."""

from __future__ import annotations

import json
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, BinaryIO, TextIO

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from codewords import Engine, ScanResult
from codewords.cli.inputs import BadLine, Message, read_messages
from codewords.cli.streams import has_colours, one_line

COLOURS = {"offer": "\033[1;31m", "talk": "\033[33m", "none": "\033[2m"}
PLAIN = "\033[0m"
LEAD = 35
"""Columns of a line before the message."""

MOST_HITS = 4
"""Detections named in a line for a person; the dearest come first."""


@dataclass(frozen=True, slots=True)
class Options:
    """Hold what was asked of a scan.

    Args:
        name: name of the input; empty for standard input.
        kind: `text`, `jsonl` or `auto`, how the input is read.
        form: `text` or `jsonl`, how results are written.
        quote: False leaves the messages' own words out of JSONL.
        keep: fields of the input lines that are written along, under `input`.
    """

    name: str
    kind: str
    surface: str
    lang: tuple[str, ...] | None
    form: str
    evidence: str
    quote: bool
    keep: tuple[str, ...] = ()


@dataclass(slots=True)
class Tally:
    """Count what was scanned; the summary on standard error.

    Args:
        bad: lines or rows that could not be read.
        skipped: messages not evaluated in full.
        empty: rows of a data file that have no text.
        unit: what `bad` counts.
    """

    labels: Counter[str] = field(default_factory=Counter)
    actions: Counter[str] = field(default_factory=Counter)
    bad: int = 0
    skipped: int = 0
    empty: int = 0
    unit: str = "line"

    def add(self, result: ScanResult) -> None:
        """Count one result."""
        self.labels[result.label] += 1
        self.actions[result.action] += 1
        self.skipped += bool(result.skipped)

    def add_counts(self, counts: Mapping[str, int]) -> None:
        """Add the counts of one part of a data file."""
        for name, count in counts.items():
            group, _, value = name.partition(":")
            if group in ("label", "action"):
                (self.labels if group == "label" else self.actions)[value] += count
        self.bad += counts["bad"]
        self.skipped += counts["skipped"]
        self.empty += counts["empty"]

    def __str__(self) -> str:
        total = self.labels.total()
        parts = [f"{total} message{'s' if total != 1 else ''}"]
        parts += [f"{self.labels[label]} {label}" for label in ("offer", "talk", "none")]
        parts += [f"{self.actions[action]} to {action}" for action in ("review", "block")]
        if self.bad:
            parts.append(f"{self.bad} {self.unit}{'s' if self.bad != 1 else ''} not read")
        if self.empty:
            parts.append(f"{self.empty} without a text")
        if self.skipped:
            parts.append(f"{self.skipped} not evaluated in full")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Page:
    """Write results, remarks and progress to two streams that may be one terminal.

    Args:
        out: writes a piece of the results.
        err: writes a remark.
        advance: tells how many bytes were read.
        flush: passes on what was written, where somebody waits for it.
    """

    out: Callable[[str], object]
    err: Callable[[str], object]
    advance: Callable[[int], object]
    flush: Callable[[], object]


def scan_stream(engine: Engine, stream: BinaryIO, options: Options, tally: Tally, *, size: int | None) -> None:
    """Scan a stream and write a line for each message.

    Args:
        engine: what judges.
        stream: bytes, one message a line.
        options: how to read, judge and write.
        tally: counts, so that they are known even when the scan is stopped.
        size: bytes of the input when known, for the progress bar.
    """
    known = {item.id for item in engine.surfaces}
    with _page(sys.stdout, sys.stderr, size) as page:
        for item in read_messages(stream, kind=options.kind, name=options.name, keep=options.keep):
            if isinstance(item, BadLine):
                _pass_over(item, item.reason, page, options, tally)
            elif item.surface is not None and item.surface not in known:
                reason = f"unknown surface; known: {', '.join(sorted(known))}"
                _pass_over(item, reason, page, options, tally)
            else:
                surface = item.surface or options.surface
                result = engine.scan(item.text, surface=surface, lang=options.lang, evidence=options.evidence)
                tally.add(result)
                page.out(_jsonl(item, result, options) if options.form == "jsonl" else _lines(item, result))
            page.flush()
            page.advance(item.size)
    sys.stdout.flush()


def _pass_over(item: BadLine | Message, reason: str, page: Page, options: Options, tally: Tally) -> None:
    tally.bad += 1
    if options.form == "jsonl":
        page.out(json.dumps({"line": item.line, "error": reason}) + "\n")
    page.err(f"{options.name or '-'}:{item.line}: {reason}; line passed over\n")


def _jsonl(item: Message, result: ScanResult, options: Options) -> str:
    row: dict[str, Any] = {"line": item.line}
    if item.id is not None:
        row["id"] = item.id
    if item.kept:
        row["input"] = dict(item.kept)
    row.update(result.to_dict(text=options.quote))
    return json.dumps(row) + "\n"


def _lines(item: Message, result: ScanResult) -> str:
    """Give what a person reads: label, score, action and message, then what it is about and why."""
    out = sys.stdout
    width = max(30, shutil.get_terminal_size().columns - LEAD) if out.isatty() else 90
    name = one_line(item.id or str(item.line), 12)
    label = f"{result.label:<5}"
    if has_colours(out):
        label = f"{COLOURS[result.label]}{label}{PLAIN}"
    line = f"{name:>8}  {label} {result.score:6.4f} {result.action:<6}  {one_line(item.text, width)}\n"
    if result.label == "none" and not result.skipped:
        return line
    about = ", ".join((*result.categories, *result.substances))
    hits = sorted((hit for hit in result.detections if hit.outcome != "counter"), key=lambda hit: -hit.points)
    why = ", ".join(hit.id for hit in hits[:MOST_HITS])
    if len(hits) > MOST_HITS:
        why += f" and {len(hits) - MOST_HITS} more"
    cut = "".join(f"  [{what}]" for what in dict.fromkeys(f"{s.what}: {s.reason}" for s in result.skipped))
    told = f"{about or '-'}  ({why})" if why else ""
    return f"{line}{'':>10}{told}{cut}\n"


@contextmanager
def _page(out: TextIO, err: TextIO, size: int | None) -> Iterator[Page]:
    """Show a bar on a terminal, nothing elsewhere; lines go above it."""
    waits = size is None or out.isatty()  # somebody reads along: a pipe that is still being fed, or a person
    flush = out.flush if waits else _nothing
    if size is None or not err.isatty():
        yield Page(out.write, err.write, _nothing, flush)
        return
    columns = (TextColumn("scanning"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    console = Console(file=err)
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("scan", total=size)

        def above(text: str) -> None:
            console.out(text, end="", highlight=False)

        yield Page(above if out.isatty() else out.write, above, lambda count: bar.advance(task, count), flush)


def _nothing(*_: object) -> None:
    pass
