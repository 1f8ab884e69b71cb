"""`codewords scan`: judge the messages of a file, one line each."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, BinaryIO, TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from codewords.cli.inputs import BadLine, Message, read_messages
from codewords.engine.engine import Engine
from codewords.results import ScanResult

COLOURS = {"offer": "\033[1;31m", "talk": "\033[33m", "none": "\033[2m"}
PLAIN = "\033[0m"


@dataclass
class Tally:
    """Count what was scanned; the summary on standard error."""

    labels: Counter[str] = field(default_factory=Counter)
    actions: Counter[str] = field(default_factory=Counter)
    bad: int = 0
    skipped: int = 0

    def add(self, result: ScanResult) -> None:
        """Count one result."""
        self.labels[result.label] += 1
        self.actions[result.action] += 1
        self.skipped += bool(result.skipped)

    def __str__(self) -> str:
        total = self.labels.total()
        parts = [f"{total} message{'s' if total != 1 else ''}"]
        parts += [f"{self.labels[label]} {label}" for label in ("offer", "talk", "none")]
        parts += [f"{self.actions[action]} to {action}" for action in ("review", "block")]
        if self.bad:
            parts.append(f"{self.bad} line{'s' if self.bad != 1 else ''} not read")
        if self.skipped:
            parts.append(f"{self.skipped} not evaluated in full")
        return ", ".join(parts)


def scan_stream(
    engine: Engine,
    stream: BinaryIO,
    out: TextIO,
    err: TextIO,
    *,
    name: str,
    kind: str,
    size: int | None,
    surface: str,
    lang: tuple[str, ...] | None,
    form: str,
    evidence: str,
    quote: bool,
) -> Tally:
    """Scan a stream and write a line for each message.

    Args:
        size: bytes of the input when known, for the progress bar.
        form: `text` or `jsonl`.
        quote: False leaves the message's own words out of JSONL.
    """
    tally = Tally()
    known = {item.id for item in engine.surfaces}
    with _progress(err, size) as advance:
        for item in read_messages(stream, kind=kind, name=name):
            if isinstance(item, Message) and item.surface is not None and item.surface not in known:
                item = BadLine(item.line, f"unknown surface; known: {', '.join(sorted(known))}", item.size)
            if isinstance(item, BadLine):
                tally.bad += 1
                _write_bad(item, out, err, name=name, form=form)
            else:
                result = engine.scan(item.text, surface=item.surface or surface, lang=lang, evidence=evidence)
                tally.add(result)
                out.write(_jsonl(item, result, quote=quote) if form == "jsonl" else _line(item, result, out))
            advance(item.size)
    out.flush()
    return tally


def _write_bad(item: BadLine, out: TextIO, err: TextIO, *, name: str, form: str) -> None:
    if form == "jsonl":
        out.write(json.dumps({"line": item.line, "error": item.reason}) + "\n")
    err.write(f"{name or '-'}:{item.line}: {item.reason}; line passed over\n")


def _jsonl(item: Message, result: ScanResult, *, quote: bool) -> str:
    row: dict[str, Any] = {"line": item.line}
    if item.id is not None:
        row["id"] = item.id
    row.update(result.to_dict(text=quote))
    return json.dumps(row, ensure_ascii=True) + "\n"


def _line(item: Message, result: ScanResult, out: TextIO) -> str:
    """Give one line a person can read: label, score, action, what, the message."""
    about = ",".join((*result.categories, *result.substances))
    shown = " ".join(item.text.split())
    shown = shown if len(shown) <= 90 else shown[:89] + "…"
    shown = shown.encode("utf-8", "replace").decode("utf-8")
    name = item.id or str(item.line)
    label = f"{result.label:<5}"
    if out.isatty():
        label = f"{COLOURS[result.label]}{label}{PLAIN}"
    line = f"{name:>8}  {label} {result.score:6.4f} {result.action:<6}  {shown}\n"
    if result.label == "none" and not result.skipped:
        return line
    why = ", ".join(f"{hit.id}" for hit in result.detections if hit.outcome != "counter")
    cut = "".join(f"  [{s.what}: {s.reason}]" for s in result.skipped)
    return f"{line}{'':>8}        {about or '-'}  ({why}){cut}\n"


@contextmanager
def _progress(err: TextIO, size: int | None) -> Iterator[Any]:
    """Show a bar on a terminal, nothing elsewhere."""
    if not err.isatty() or size is None:
        yield lambda _: None
        return
    columns = (TextColumn("scanning"), BarColumn(), MofNCompleteColumn(), TextColumn("bytes"), TimeRemainingColumn())
    with Progress(*columns, console=Console(file=err), transient=True) as bar:
        task = bar.add_task("scan", total=size)
        yield lambda count: bar.advance(task, count)


def close_quietly() -> None:
    """Keep the interpreter from complaining about a closed pipe at its end."""
    try:
        sys.stdout.close()
    except BrokenPipeError:
        pass
