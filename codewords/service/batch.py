"""Judge many messages in one request: NDJSON in, NDJSON out, in order, as the lines come.

The lines that go out are those of `codewords scan --format jsonl`. A line that cannot be read gives an error
with its number, and the next ones go on.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

import codewords
from codewords.service.body import check_media, parse_json
from codewords.service.guard import StalledError, raw_headers
from codewords.service.inbox import Inbox
from codewords.service.lines import Line
from codewords.service.metrics import Metrics
from codewords.service.options import NAMES, Options, Reading
from codewords.service.problem import Fault, busy, place_of
from codewords.service.state import Limits, ServiceState
from codewords.service.workers import Workers

NDJSON = ("application/x-ndjson", "application/ndjson", "application/jsonl", "application/json-lines")
_LOG = logging.getLogger("codewords.service")


class Batch:
    """Answer requests for batches.

    Args:
        state: the rules and the limits.
        workers: the threads that judge.
        metrics: what is counted.
    """

    def __init__(self, state: ServiceState, workers: Workers, metrics: Metrics) -> None:
        self._state, self._workers, self._metrics = state, workers, metrics
        self._open = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request.

        Raises:
            Problem: before anything is sent: `media-type`, `invalid`, `busy`.
            StalledError: when the client does not read its answer.
        """
        request = Request(scope)
        engine = self._state.engine
        check_media(request, NDJSON)
        options = read_query(request.query_params, engine)
        if self._open >= self._state.limits.batches:
            message = "too many batches are open"
            raise busy(message)
        self._open += 1
        try:
            await self._answer(engine, options, receive, send)
        finally:
            self._open -= 1

    async def _answer(self, engine: codewords.Engine, options: Options, receive: Receive, send: Send) -> None:
        inbox = Inbox(receive, self._state.limits)
        reader = asyncio.create_task(inbox.fill())
        try:
            await asyncio.sleep(0)  # a client that waits for `100 Continue` gets it before our status
            headers = [(b"content-type", NDJSON[0].encode()), *raw_headers(engine)]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            while lines := await inbox.take():
                job = partial(self._judge, engine, options, lines)
                await self._send(send, await self._workers.run_in_turn(job), more=True)
            if inbox.is_gone:
                return
            if reader.done():
                reader.result()  # a fault of the reader must not look like the end of the body
            last = _row(inbox.stopped_at, {"error": inbox.stopped}) if inbox.stopped else b""
            await self._send(send, last, more=False)
        finally:
            reader.cancel()

    async def _send(self, send: Send, body: bytes, *, more: bool) -> None:
        try:
            async with asyncio.timeout(self._state.limits.idle):
                await send({"type": "http.response.body", "body": body, "more_body": more})
        except TimeoutError as error:
            raise StalledError from error

    def _judge(self, engine: codewords.Engine, options: Options, lines: Sequence[Line]) -> bytes:
        """Give the answer to some lines; runs in a thread."""
        return b"".join(self._line(engine, options, line) for line in lines)

    def _line(self, engine: codewords.Engine, options: Options, line: Line) -> bytes:
        try:
            text, name, options = read_line(line, engine, options, self._state.limits)
            begun = time.perf_counter()
            result = engine.scan(text, **options.of_scan())
            self._metrics.judged(result, time.perf_counter() - begun)
        except ValueError as error:
            self._metrics.passed_over()
            return _row(line.number, {"error": str(error)})
        except Exception as error:  # noqa: BLE001  a fault of ours costs one line, not the batch
            _LOG.error("a line could not be judged: %s", place_of(error))
            self._metrics.passed_over()
            return _row(line.number, {"error": "could not be judged; this is a bug"})
        return _row(line.number, {**({} if name is None else {"id": name}), **result.to_dict(text=options.quote)})


def read_query(query: QueryParams, engine: codewords.Engine) -> Options:
    """Give the options of a query, which hold for all lines that say nothing else.

    Raises:
        Problem: `invalid`.
    """
    reading = Reading(engine.ruleset)
    reading.known_keys(query, NAMES)
    for name in NAMES:
        if name != "lang" and len(query.getlist(name)) > 1:
            reading.wrong(f"/{name}", "given more than once")
    words = {"true": True, "false": False}
    options = Options(
        surface=reading.surface(query.get("surface", "post")),
        lang=reading.lang(query.getlist("lang")),
        evidence=reading.evidence(query.get("evidence", "label")),
        near_misses=reading.yes(words.get(query.get("near_misses", "false")), "/near_misses"),
        quote=reading.yes(words.get(query.get("quote", "true")), "/quote"),
    )
    reading.end()
    return options


def read_line(
    line: Line, engine: codewords.Engine, options: Options, limits: Limits
) -> tuple[str, str | None, Options]:
    """Give the text of a line, its id, and how it is to be judged; other keys are nobody's matter.

    Raises:
        ValueError: with what is wrong, without a word of the line.
    """
    if line.raw is None:
        message = f"longer than {limits.line} bytes"
        raise ValueError(message)
    data: Any = parse_json(line.raw)
    if not isinstance(data, dict):
        message = "not a JSON object"
        raise ValueError(message)  # noqa: TRY004  what a client sent is a wrong value
    reading = Reading(engine.ruleset)
    text, name = data.get("text"), data.get("id")
    if not isinstance(text, str):
        reading.wrong("/text", "missing, or no string")
    else:
        reading.length(len(text), limits.characters, "/text")
    if isinstance(name, dict | list):
        reading.wrong("/id", "neither a string nor a number")
    surface, lang = data.get("surface"), data.get("lang")
    options = replace(
        options,
        surface=options.surface if surface is None else reading.surface(surface),
        lang=options.lang if lang is None else reading.lang(lang),
    )
    if reading.faults:
        raise ValueError(_told(reading.faults))
    return str(text), None if name is None else str(name), options


def _told(faults: Sequence[Fault]) -> str:
    return "; ".join(f"{item.pointer}: {item.detail}" for item in faults)


def _row(number: int, data: dict[str, Any]) -> bytes:
    return json.dumps({"line": number, **data}).encode() + b"\n"
