"""The HTTP API: routes, and the application that a server runs.

Each route reads a request, has it judged in a thread and writes the answer; what a request looks like stands in
`openapi`, what is true of all of them in `guard`.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager

from prometheus_client.exposition import choose_encoder
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

import codewords
from codewords.service.batch import Batch
from codewords.service.body import read_json
from codewords.service.guard import LOOPBACK, Guard, raw_headers
from codewords.service.message import Reader, read_message, read_record, read_thread
from codewords.service.metrics import Metrics
from codewords.service.openapi import describe
from codewords.service.problem import Problem, busy, place_of
from codewords.service.ruleset import ruleset_to_dict
from codewords.service.state import Limits, NotReadyError, ServiceState, Source
from codewords.service.workers import Workers

Page = Callable[[ServiceState], Sequence[BaseRoute]]
"""Gives the routes of a page that is served beside the API."""

_LOG = logging.getLogger("codewords.service")
SHORTEST_TOKEN = 16


def create_app(
    source: ServiceState | Source | Callable[[], Source] = codewords.load,
    *,
    limits: Limits | None = None,
    token: str | None = None,
    hosts: Collection[str] | None = LOOPBACK,
    page: Page | None = None,
) -> Starlette:
    """Make the application; `uvicorn --factory codewords.service.app:create_app` runs it with the bundled rules.

    Args:
        source: an engine, a reloader, or a function that gives one of them and is called in the background once
            the server is up; or a whole `ServiceState`.
        limits: what one request may cost; those of a `ServiceState` are its own.
        token: secret that each request but `/healthz` must bring; `None` lets everybody in.
        hosts: names by which the service may be called; `None` for any.
        page: gives the routes of a page.

    Raises:
        ValueError: for a token of less than 16 characters, or with others than visible ones of ASCII; or for
            `limits` beside a `ServiceState`.
    """
    if isinstance(source, ServiceState):
        if limits is not None:
            message = "give the limits to the `ServiceState`"
            raise ValueError(message)
        state = source
    else:
        state = ServiceState(source, limits=limits)
    if token is not None:
        check_token(token)
    api = _Api(state, is_open=token is None)
    routes: list[BaseRoute] = [*api.routes(), *(page(state) if page else ())]
    paths = [route.path for route in routes if isinstance(route, Route | Mount)]
    guard = Middleware(Guard, metrics=api.metrics, paths=paths, hosts=hosts, token=token)
    app = Starlette(
        routes=routes,
        middleware=[guard],
        exception_handlers={Problem: _told, NotReadyError: _told, HTTPException: _told},
        lifespan=api.lifespan,
    )
    app.router.redirect_slashes = False  # a redirect would be built from the client's `Host`
    app.state.service = state
    return app


def check_token(token: str) -> None:
    """Refuse a token that is too easy to guess, or that no header can carry.

    Raises:
        ValueError: without the token.
    """
    if len(token) < SHORTEST_TOKEN or not all("!" <= char <= "~" for char in token):
        message = f"a token has at least {SHORTEST_TOKEN} characters, all of them visible ASCII"
        raise ValueError(message)


class _Api:
    """Hold what the routes share."""

    def __init__(self, state: ServiceState, *, is_open: bool) -> None:
        self._state, self._is_open = state, is_open
        self._workers = Workers(state.limits.threads, state.limits.waiting)
        self.metrics = Metrics(state, self._workers)

    def routes(self) -> list[Route]:
        batch = Batch(self._state, self._workers, self.metrics)
        return [
            Route("/v1/scan", self.scan, methods=["POST"]),
            Route("/v1/scan/batch", batch, methods=["POST"]),
            Route("/v1/record", self.record, methods=["POST"]),
            Route("/v1/thread", self.thread, methods=["POST"]),
            Route("/v1/ruleset", self.ruleset, methods=["GET"]),
            Route("/healthz", self.health, methods=["GET"]),
            Route("/metrics", self.tell_metrics, methods=["GET"]),
            Route("/openapi.json", self.openapi, methods=["GET"]),
        ]

    @asynccontextmanager
    async def lifespan(self, _: Starlette) -> AsyncIterator[None]:
        """Compile the rules beside the server's first answers, and let the threads go at the end."""
        loading = asyncio.create_task(asyncio.to_thread(self._load))
        try:
            yield
        finally:
            await loading
            self._workers.close()
            self._state.close()

    def _load(self) -> None:
        try:
            self._state.load()
        except codewords.RuleFileError as error:
            for problem in error.problems:
                _LOG.error("%s", problem)
        except Exception as error:  # noqa: BLE001  the service stays up and says that it is not ready
            _LOG.error("the rules cannot be loaded: %s", place_of(error))

    async def scan(self, request: Request) -> Response:
        """Judge one message."""
        return await self._judge(request, read_message)

    async def record(self, request: Request) -> Response:
        """Judge a listing or a profile."""
        return await self._judge(request, read_record)

    async def thread(self, request: Request) -> Response:
        """Judge the messages of one author together."""
        return await self._judge(request, read_thread)

    async def _judge(self, request: Request, read: Reader) -> Response:
        engine = self._state.engine
        limits = self._state.limits
        task = read(await read_json(request, limits), engine, limits.characters)

        def judge() -> bytes:
            begun = time.perf_counter()
            result = task.scan()
            self.metrics.judged(result, time.perf_counter() - begun)
            return json.dumps(result.to_dict(text=task.options.quote)).encode()

        body = await self._workers.run(judge, seconds=limits.seconds)
        return _json(body, engine)

    async def ruleset(self, _: Request) -> Response:
        """Say which rules are in use."""
        engine = self._state.engine
        return _json(json.dumps(ruleset_to_dict(self._state, engine)).encode(), engine)

    async def health(self, _: Request) -> Response:
        """Say whether messages can be judged."""
        engine = self._state.engine
        body = {"status": "ok", "version": engine.ruleset.version, "digest": engine.ruleset.digest}
        return _json(json.dumps(body).encode(), engine)

    async def tell_metrics(self, request: Request) -> Response:
        """Give all counts in the form that Prometheus asks for."""
        encode, media = choose_encoder(request.headers.get("accept", ""))
        return Response(encode(self.metrics.registry), headers={"content-type": media})

    async def openapi(self, _: Request) -> Response:
        """Describe this API."""
        return _json(json.dumps(describe(self._state, is_open=self._is_open)).encode())


def _json(body: bytes, engine: codewords.Engine | None = None) -> Response:
    response = Response(body, media_type="application/json")
    if engine is not None:
        response.raw_headers += raw_headers(engine)
    return response


def _told(_: Request, error: Exception) -> Response:
    """Answer what a route raised."""
    if isinstance(error, Problem):
        return error.response()
    if isinstance(error, NotReadyError):
        return busy(str(error), "not-ready").response()
    if isinstance(error, HTTPException) and error.status_code == 405:
        return Problem("method-not-allowed", "this path has other methods", headers=error.headers).response()
    return Problem("not-found", "there is nothing at this path").response()
