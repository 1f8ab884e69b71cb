"""Read messages from a file or standard input, line by line, and name the lines that cannot be read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO

PROBE = 8192
"""Bytes looked at to tell text from something else."""


class NotText(Exception):
    """Say that the input is no text at all."""


@dataclass(frozen=True, slots=True)
class Message:
    """Hold one message to scan.

    Args:
        line: number of its line, from 1.
        size: bytes of the line, for the progress bar.
    """

    line: int
    text: str
    size: int
    id: str | None = None
    surface: str | None = None


@dataclass(frozen=True, slots=True)
class BadLine:
    """Name a line that cannot be read, and why."""

    line: int
    reason: str
    size: int


def read_messages(stream: BinaryIO, *, kind: str = "auto", name: str = "") -> Iterator[Message | BadLine]:
    """Give the messages of a stream in order; empty lines are passed over.

    Args:
        stream: bytes, one message a line.
        kind: `text`, `jsonl`, or `auto`, which goes by the name and the first line.
        name: name of the file, for `auto`.

    Raises:
        NotText: when the input is binary, or text that is not UTF-8.
    """
    head = stream.read(PROBE)
    _check_text(head)
    if head.startswith(b"\xef\xbb\xbf"):
        head = head[3:]
    is_json = kind == "jsonl" or (kind == "auto" and _looks_json(head, name))
    for number, raw in enumerate(_lines(head, stream), 1):
        line = raw.rstrip(b"\r\n")
        if not line.strip():
            continue
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError as error:
            yield BadLine(number, f"not UTF-8 at byte {error.start}", len(raw))
            continue
        yield _from_json(number, text, len(raw)) if is_json else Message(number, text, len(raw))


def _check_text(head: bytes) -> None:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        message = "the input is UTF-16; convert it first: iconv -f UTF-16 -t UTF-8"
        raise NotText(message)
    if b"\0" in head and head.count(b"\0") > len(head) // 100:
        message = "the input looks like a binary file, not like text"
        raise NotText(message)


def _looks_json(head: bytes, name: str) -> bool:
    if name.endswith((".jsonl", ".ndjson")):
        return True
    if name.endswith((".txt", ".csv", ".log")):
        return False
    first = head.lstrip().split(b"\n", 1)[0]
    return first.startswith(b"{") and b'"text"' in first


def _lines(head: bytes, stream: BinaryIO) -> Iterator[bytes]:
    """Give the lines of a stream whose beginning was read already."""
    lines = head.split(b"\n")
    last = lines.pop()
    rest = iter(stream)
    glued = last + next(rest, b"") if last or head else b""
    return chain((line + b"\n" for line in lines), (glued,) if glued else (), rest)


def _from_json(number: int, text: str, size: int) -> Message | BadLine:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        return BadLine(number, f"not JSON: {str(error).split(':', maxsplit=1)[0].lower()}", size)
    if not isinstance(data, dict):
        return BadLine(number, "not a JSON object", size)
    if not isinstance(data.get("text"), str):
        return BadLine(number, "`text` is missing or no string", size)
    surface = data.get("surface")
    id_ = data.get("id")
    return Message(
        number,
        data["text"],
        size,
        None if id_ is None else str(id_),
        surface if isinstance(surface, str) else None,
    )
