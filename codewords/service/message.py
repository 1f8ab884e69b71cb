"""Read what is to be judged from a JSON body: one message, a record, or the messages of a thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import codewords
from codewords.service.options import NAMES, Options, Reading, read_options

SURFACES = {"text": "post", "record": "shop", "messages": "dm"}
"""The surface of a body that names none, by the key that holds what is judged; as in the library."""


@dataclass(frozen=True, slots=True)
class Task:
    """Hold what is to be judged and how.

    Args:
        scan: judges it.
        options: how it is told.
    """

    scan: Callable[[], codewords.ScanResult]
    options: Options


Reader = Callable[[Any, codewords.Engine, int], Task]
"""Reads a JSON value for an engine, with so many characters at most."""


def read_message(data: Any, engine: codewords.Engine, characters: int) -> Task:
    """Read `{"text": "...", ...}`.

    Args:
        data: the JSON value of the body.
        characters: most characters of the message.

    Raises:
        Problem: `invalid`.
    """
    reading, options = _begin(data, engine, "text")
    text = data.get("text")
    if not isinstance(text, str):
        reading.wrong("/text", "missing, or no string")
    else:
        reading.length(len(text), characters, "/text")
    reading.end()
    return Task(partial(engine.scan, text, **options.of_scan()), options)


def read_record(data: Any, engine: codewords.Engine, characters: int) -> Task:
    """Read `{"record": {"title": "...", ...}, ...}`.

    Args:
        data: the JSON value of the body.
        characters: most characters of all fields together.

    Raises:
        Problem: `invalid`.
    """
    reading, options = _begin(data, engine, "record")
    record = data.get("record")
    if not isinstance(record, dict):
        reading.wrong("/record", "missing, or no object")
        record = {}
    values = [item for value in record.values() for item in (value if isinstance(value, list) else [value])]
    if any(isinstance(value, dict | list) for value in values):
        reading.wrong("/record", "a value is neither a string, a number nor a list of them")
    reading.length(sum(len(str(value)) for value in values), characters, "/record")
    reading.end()
    return Task(partial(engine.scan_record, record, **options.of_scan()), options)


def read_thread(data: Any, engine: codewords.Engine, characters: int) -> Task:
    """Read `{"messages": ["...", ...], ...}`.

    Args:
        data: the JSON value of the body.
        characters: most characters of all messages together.

    Raises:
        Problem: `invalid`.
    """
    reading, options = _begin(data, engine, "messages")
    messages = data.get("messages")
    if not isinstance(messages, list):
        reading.wrong("/messages", "missing, or no list")
        messages = []
    for index, item in enumerate(messages):
        if not isinstance(item, str):
            reading.wrong(f"/messages/{index}", "no string")
            break
    reading.length(sum(len(item) for item in messages if isinstance(item, str)), characters, "/messages")
    reading.end()
    return Task(partial(engine.scan_thread, messages, **options.of_scan()), options)


def _begin(data: Any, engine: codewords.Engine, key: str) -> tuple[Reading, Options]:
    """Read what all three have in common.

    Raises:
        Problem: `invalid` when the body is no object.
    """
    reading = Reading(engine.ruleset)
    if not isinstance(data, dict):
        reading.wrong("", "no JSON object")
        reading.end()
    reading.known_keys(data, (key, *NAMES))
    return reading, read_options(reading, data, SURFACES[key])
