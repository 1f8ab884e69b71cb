"""Read messages from a file or standard input, line by line, and name the lines that cannot be read.

A line is given as soon as it has come, and no more than one line is held.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO, cast

PROBE = 8192
"""Bytes looked at to tell text from something else."""

LONGEST = 16 * 1024 * 1024
"""Bytes of the longest line that is read; far more than a scan reads of one text."""

BOM = b"\xef\xbb\xbf"
ODD = bytes({*range(32), 127} - set(b"\t\n\v\f\r\b\x1b"))
"""Control characters that plain text does not have."""


class NotTextError(Exception):
    """Say that the input is no text at all."""


@dataclass(frozen=True, slots=True)
class Message:
    """Hold one message to scan.

    Args:
        line: number of its line, from 1.
        size: bytes of the line, for the progress bar.
        kept: the fields of the line that were asked for, as they were written.
    """

    line: int
    text: str
    size: int
    id: str | None = None
    surface: str | None = None
    kept: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BadLine:
    """Name a line that cannot be read, and why, without a word of it."""

    line: int
    reason: str
    size: int


def read_messages(
    stream: BinaryIO, *, kind: str = "auto", name: str = "", keep: tuple[str, ...] = ()
) -> Iterator[Message | BadLine]:
    """Give the messages of a stream in order; empty lines are passed over.

    Args:
        stream: bytes, one message a line.
        kind: `text`, `jsonl`, or `auto`, which goes by the name and the first line.
        name: name of the file, for `auto`.
        keep: fields of a JSON line that go along with its message.

    Raises:
        NotTextError: when the input is binary, or text of a wide encoding.
    """
    source = _peekable(stream)
    head = source.peek(PROBE)[:PROBE]  # what has come so far: it never waits for more than the first byte
    _check_text(head)
    is_json = kind == "jsonl" or (kind == "auto" and _looks_json(head.removeprefix(BOM), name))
    for number, (raw, size) in enumerate(read_lines(source), 1):
        if raw is None:
            yield BadLine(number, f"longer than {LONGEST >> 20} MiB", size)
            continue
        line = (raw.removeprefix(BOM) if number == 1 else raw).rstrip(b"\r\n")
        if not line.strip():
            continue
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError as error:
            yield BadLine(number, f"not UTF-8 at byte {error.start + 1} of the line", size)
            continue
        yield _from_json(number, text, size, keep) if is_json else Message(number, text, size)


def _peekable(stream: BinaryIO) -> io.BufferedReader:
    if isinstance(stream, io.BufferedReader):
        return stream
    return io.BufferedReader(cast("io.RawIOBase", stream), PROBE)


def _check_text(head: bytes) -> None:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        message = "the input is UTF-16, not UTF-8; convert it first: iconv -f UTF-16 -t UTF-8"
        raise NotTextError(message)
    if len(head) - len(head.translate(None, ODD)) > len(head) // 50:
        message = "the input is binary, or of an encoding other than UTF-8"
        raise NotTextError(message)


def _looks_json(head: bytes, name: str) -> bool:
    if name.endswith((".jsonl", ".ndjson", ".json")):
        return True
    if name.endswith((".txt", ".csv", ".log")):
        return False
    first = head.lstrip().split(b"\n", 1)[0]
    return first.startswith(b"{") and b'"text"' in first


def read_lines(source: io.BufferedReader) -> Iterator[tuple[bytes | None, int]]:
    """Give each line with its size in bytes, and `None` in place of one that is too long."""
    while raw := source.readline(LONGEST):
        if len(raw) < LONGEST or raw.endswith(b"\n"):
            yield raw, len(raw)
            continue
        size = len(raw)
        while not raw.endswith(b"\n") and (raw := source.readline(LONGEST)):
            size += len(raw)
        yield None, size


def read_json(text: str) -> tuple[Any, str]:
    """Give the value of a line of JSON, or why there is none, without a word of it."""
    try:
        return json.loads(text), ""
    except RecursionError:
        return None, "not JSON that can be read: nested too deep"
    except ValueError as error:
        where = f" at character {error.pos + 1}" if isinstance(error, json.JSONDecodeError) else ""
        return None, f"not JSON{where}"


def _from_json(number: int, text: str, size: int, keep: tuple[str, ...]) -> Message | BadLine:
    data, reason = read_json(text)
    reason = reason or _fault(data)
    if reason:
        return BadLine(number, reason, size)
    id_ = data.get("id")
    kept = {name: data[name] for name in keep if name in data}
    return Message(number, data["text"], size, None if id_ is None else str(id_), data.get("surface"), kept)


def _fault(data: Any) -> str:
    """Say what keeps a JSON value from being a message; nothing when it is one."""
    if not isinstance(data, dict):
        return "not a JSON object"
    if not isinstance(data.get("text"), str):
        return "`text` is missing or no string"
    if not isinstance(data.get("surface"), str | None):
        return "`surface` is no string"
    if isinstance(data.get("id"), dict | list):
        return "`id` is neither a string nor a number"
    return ""
