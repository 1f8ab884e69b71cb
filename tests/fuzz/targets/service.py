"""The HTTP body: requests of any shape, given to the application without a network.

A text is parts between separators. The first chooses the path, the headers and the query; the others are the body,
each of them sent by itself.
"""

from __future__ import annotations

import asyncio
import json
import logging
import weakref
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import codewords
from codewords.service.app import create_app
from codewords.service.problem import MEDIA, STATUS
from codewords.service.state import Limits
from targets.bundled import PACK
from targets.rules import SEPARATOR

PATHS = ("/v1/scan", "/v1/scan/batch", "/v1/record", "/v1/thread")
MEDIA_OF = {"/v1/scan/batch": "application/x-ndjson"}
NAMES = ("surface", "lang", "evidence", "near_misses", "quote")
LIMITS = Limits(body=3_000, characters=1_000, line=2_000, lines=20, seconds=60.0)
"""Small ones, so that texts reach them; but for the time, which a busy machine may need."""


def make() -> Callable[[str], None]:
    """Give what checks one text."""
    app = create_app(codewords.load(PACK), limits=LIMITS, hosts=None)
    loop = asyncio.new_event_loop()
    watch = _Watch()
    logger = logging.getLogger("codewords.service")
    logger.addHandler(watch)
    logger.propagate = False

    def check(text: str) -> None:
        scope, parts = request(text)
        sent = loop.run_until_complete(_ask(app, scope, parts))
        assert not watch.told, watch.told
        check_answer(scope["path"], sent)

    weakref.finalize(check, loop.close)
    return check


class _Watch(logging.Handler):
    """Remember errors that the service logs: it calls each of them a bug."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.told.append(record.getMessage())


def request(text: str) -> tuple[dict[str, Any], list[bytes]]:
    """Give the ASGI scope and the parts of the body that a text stands for."""
    head, *parts = text.split(SEPARATOR)
    path = next((path for path in PATHS if head.startswith(path + " ")), PATHS[len(head) % len(PATHS)])
    query, _, lines = head.removeprefix(path + " ").partition("\n")
    body = [part.encode("utf-8", "surrogatepass") for part in parts]
    headers = [(b"host", b"127.0.0.1"), (b"content-type", MEDIA_OF.get(path, "application/json").encode())]
    for line in lines.split("\n"):
        name, colon, value = line.partition(":")
        if colon:
            name_sent = name.strip().lower().encode("latin-1", "replace")
            headers = [pair for pair in headers if pair[0] != name_sent]
            headers.append((name_sent, value.strip().encode("latin-1", "replace")))
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "http",
        "path": path, "raw_path": path.encode(), "root_path": "", "headers": headers,
        "query_string": quote(query.encode("utf-8", "surrogatepass"), safe="=&%+").encode(),
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
    }  # fmt: skip
    return scope, body or [b""]


async def _ask(app: Any, scope: dict[str, Any], parts: list[bytes]) -> list[dict[str, Any]]:
    """Give all that the application sends; the client reads to the end and does not leave."""
    sent: list[dict[str, Any]] = []
    left = iter(enumerate(parts, 1))

    async def receive() -> dict[str, Any]:
        number, part = next(left, (0, b""))
        if not number:
            await asyncio.Event().wait()  # the body has ended, and the client waits
        return {"type": "http.request", "body": part, "more_body": number < len(parts)}

    async def send(message: Any) -> None:
        sent.append(message)

    await asyncio.wait_for(app(scope, receive, send), 120)
    return sent


def check_answer(path: str, sent: list[dict[str, Any]]) -> None:
    """Hold that an answer is whole, none of 5xx, and of the form that is described."""
    start, *rest = sent
    status, headers = start["status"], dict(start["headers"])
    assert status < 500, status
    assert rest
    assert all(part.get("more_body", False) for part in rest[:-1])
    assert not rest[-1].get("more_body", False)
    body = b"".join(part.get("body", b"") for part in rest).decode("utf-8")
    if status != 200:
        told = json.loads(body)
        assert headers[b"content-type"] == MEDIA.encode()
        assert STATUS[told["code"]] == told["status"] == status
        assert all(set(item) == {"pointer", "detail"} for item in told.get("errors", ()))
    elif path == "/v1/scan/batch":
        _check_lines(body)
    else:
        assert json.loads(body, parse_constant=_refuse)["label"] in ("offer", "talk", "none")


def _check_lines(body: str) -> None:
    numbers = []
    for line in body.splitlines():
        row = json.loads(line, parse_constant=_refuse)
        numbers.append(row["line"] if "line" in row else len(numbers) + 1)
        assert ("error" in row) != ("label" in row)
        assert "bug" not in row.get("error", "")
    assert numbers == sorted(numbers)


def _refuse(name: str) -> None:
    raise AssertionError(name)
