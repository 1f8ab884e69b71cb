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

Take = Callable[[Any, Reading, str], tuple[Any, list[str]]]
"""Checks the value at a place; gives it, and its texts."""


def read_message(data: Any, engine: codewords.Engine, characters: int) -> Task:
    """Read `{"text": "...", ...}`.

    Args:
        data: the JSON value of the body.
        characters: most characters of the text, or of all texts of the request together.

    Raises:
        Problem: `invalid`.
    """
    return _read(data, engine, characters, key="text", take=_text)


def read_record(data: Any, engine: codewords.Engine, characters: int) -> Task:
    """Read `{"record": {"title": "...", ...}, ...}`; see `read_message`."""
    return _read(data, engine, characters, key="record", take=_fields)


def read_thread(data: Any, engine: codewords.Engine, characters: int) -> Task:
    """Read `{"messages": ["...", ...], ...}`; see `read_message`."""
    return _read(data, engine, characters, key="messages", take=_messages)


def _read(data: Any, engine: codewords.Engine, characters: int, *, key: str, take: Take) -> Task:
    reading = Reading(engine.ruleset)
    if not isinstance(data, dict):
        reading.wrong("", "no JSON object")
        reading.end()
    reading.known_keys(data, (key, *NAMES))
    options = read_options(reading, data, SURFACES[key])
    place = f"/{key}"
    value, texts = take(data.get(key), reading, place)
    reading.length(sum(map(len, texts)), characters, place)
    reading.end()
    scans: dict[str, Callable[..., codewords.ScanResult]] = {
        "text": engine.scan,
        "record": engine.scan_record,
        "messages": engine.scan_thread,
    }
    return Task(partial(scans[key], value, **options.of_scan()), options)


def _text(value: Any, reading: Reading, place: str) -> tuple[Any, list[str]]:
    if not isinstance(value, str):
        reading.wrong(place, "missing, or no string")
        return value, []
    return value, [value]


def _fields(value: Any, reading: Reading, place: str) -> tuple[Any, list[str]]:
    if not isinstance(value, dict):
        reading.wrong(place, "missing, or no object")
        return value, []
    items = [item for field in value.values() for item in (field if isinstance(field, list) else [field])]
    if any(isinstance(item, dict | list) for item in items):
        reading.wrong(place, "a value is neither a string, a number nor a list of them")
    return value, [str(item) for item in items]


def _messages(value: Any, reading: Reading, place: str) -> tuple[Any, list[str]]:
    if not isinstance(value, list):
        reading.wrong(place, "missing, or no list")
        return value, []
    other = next((index for index, item in enumerate(value) if not isinstance(item, str)), None)
    if other is not None:
        reading.wrong(f"{place}/{other}", "no string")
    return value, [item for item in value if isinstance(item, str)]
