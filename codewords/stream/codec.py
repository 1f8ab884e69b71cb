"""From the bytes of a broker to a message, and from a result to bytes.

A codec owns the layout alone. What it cannot read is a `BadMessage` with a short reason in which nothing
of the message stands, for the reason is logged and counted.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Protocol

from codewords import ScanResult
from codewords.stream.transport import Received


class BadMessage(Exception):  # noqa: N818  what came is bad, not the program
    """Say in one word of small letters why a message cannot be read.

    Args:
        reason: `empty`, `not-utf8`, `not-json`, `no-text`, `bad-id`, `bad-surface` or `bad-lang`.
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Message:
    """Hold what is judged.

    Args:
        id: name of the message, the same when it comes again.
        text: the message.
        surface: where it stood; `None` for the worker's own default.
        lang: language code that its source expects; a hint.
    """

    id: str
    text: str
    surface: str | None = None
    lang: str | None = None


class Codec(Protocol):
    """Read messages and write results."""

    def decode(self, received: Received) -> Message:
        """Give the message that stands in what was received.

        Raises:
            BadMessage: when it cannot be read.
        """
        ...

    def encode(self, message: Message, received: Received, result: ScanResult, *, quote: bool) -> bytes:
        """Give the bytes of a result; without `quote` no word of the message is in them."""
        ...


@dataclass(frozen=True, slots=True)
class JsonCodec:
    """Read JSON objects; write the result as one, with `id` and `source` of the message.

    Args:
        text: name of the key that holds the message.
        id: name of the key that holds its id, a string or whole number; without it the position is the id.
        surface: name of the key that says where it stood.
        lang: name of the key of its language.
    """

    text: str = "text"
    id: str = "id"
    surface: str = "surface"
    lang: str = "lang"

    def decode(self, received: Received) -> Message:
        """Give the message that stands in a JSON object."""
        try:
            record = json.loads(_utf8(received))
        except (ValueError, RecursionError) as error:
            raise BadMessage("not-json") from error
        text = record.get(self.text) if isinstance(record, dict) else None
        if not isinstance(text, str):
            raise BadMessage("no-text")
        name = record.get(self.id)
        if name is None or name == "":
            name = received.position
        elif not isinstance(name, str | int) or isinstance(name, bool):
            raise BadMessage("bad-id")
        return Message(
            str(name),
            text,
            _word(record.get(self.surface), "bad-surface"),
            _word(record.get(self.lang), "bad-lang"),
        )

    def encode(self, message: Message, received: Received, result: ScanResult, *, quote: bool) -> bytes:
        """Give the result as a JSON object on one line, in ASCII."""
        return _encode(message, received, result, quote=quote)


@dataclass(frozen=True, slots=True)
class TextCodec:
    """Read values that are the message itself, in UTF-8; the position is the id."""

    def decode(self, received: Received) -> Message:
        """Give the value as text."""
        return Message(received.position, _utf8(received))

    def encode(self, message: Message, received: Received, result: ScanResult, *, quote: bool) -> bytes:
        """Give the result as a JSON object on one line, in ASCII."""
        return _encode(message, received, result, quote=quote)


def _encode(message: Message, received: Received, result: ScanResult, *, quote: bool) -> bytes:
    record = {"id": message.id, "source": received.position, **result.to_dict(text=quote)}
    return json.dumps(record, separators=(",", ":")).encode("ascii")


def _utf8(received: Received) -> str:
    if received.value is None:
        raise BadMessage("empty")
    try:
        return received.value.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadMessage("not-utf8") from error


def _word(value: Any, reason: str) -> str | None:
    if value is not None and not isinstance(value, str):
        raise BadMessage(reason)
    return value or None
