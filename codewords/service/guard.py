"""What stands between the server and every route: who may ask, what each answer carries, and what is noted of it.

A note holds the route, the method, the status and the time; never a path that is not ours, a query or a body.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import logging
import time
from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

import codewords
from codewords.service.metrics import Metrics
from codewords.service.problem import Problem, place_of

LOOPBACK = ("127.0.0.1", "::1", "localhost")
OPEN = ("/healthz",)
"""Paths that are answered without a token, for the probes of a cluster."""

_ACCESS = logging.getLogger("codewords.access")
_LOG = logging.getLogger("codewords.service")


class StalledError(Exception):
    """Say that a client does not read what it asked for."""


def raw_headers(engine: codewords.Engine) -> list[tuple[bytes, bytes]]:
    """Give the headers that name the rules which judged."""
    rules = engine.ruleset
    named = {"codewords-ruleset-version": rules.version, "codewords-ruleset-digest": rules.digest}
    return [(name.encode(), value.encode("latin-1", "replace")) for name, value in named.items()]


class Guard:
    """Check the host and the token, answer faults, set headers, count and note.

    Args:
        app: what answers.
        metrics: what is counted.
        paths: the routes and mounted folders that are told apart in notes and counts.
        hosts: names by which the service may be called; `None` for any. A page of another site can make a
            browser call a loopback service by a name of its own (DNS rebinding); this check ends that.
        token: secret that each request must bring, or `None`.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        metrics: Metrics,
        paths: Collection[str],
        hosts: Collection[str] | None,
        token: str | None,
    ) -> None:
        self._app = app
        self._metrics = metrics
        self._paths = frozenset(paths)
        self._hosts = None if hosts is None else frozenset(name.lower() for name in hosts)
        self._token = None if token is None else _digest(token.encode())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _Answer(send)
        route = self._route(_path(scope))  # before mounts change the scope
        begun = time.perf_counter()
        try:
            await self._answer(scope, receive, answer)
        finally:
            seconds = time.perf_counter() - begun
            self._metrics.answered(route, scope["method"], answer.status, seconds)
            _ACCESS.info("%s %s %d %.1f ms", scope["method"], route, answer.status, 1000 * seconds)

    async def _answer(self, scope: Scope, receive: Receive, answer: _Answer) -> None:
        try:
            self._check(scope)
            await self._app(scope, receive, answer)
        except Problem as problem:
            await problem.response()(scope, receive, answer)
        except ClientDisconnect:
            _LOG.info("a client left before its request had come in full")
        except StalledError:
            _LOG.info("a client did not read its answer; it was let go")
        except Exception as error:  # noqa: BLE001  the last net: an error's text may hold a message
            _LOG.error("this is a bug: %s", place_of(error))
            if not answer.status:
                await Problem("fault", "this is a bug of ours").response()(scope, receive, answer)

    def _route(self, path: str) -> str:
        """Give the route of a path: itself, the folder that holds it, or `other` for what is not ours."""
        if path in self._paths:
            return path
        folder = "/" + path.split("/")[1] if path.startswith("/") else ""
        return folder if folder in self._paths else "other"

    def _check(self, scope: Scope) -> None:
        """Refuse a request under a foreign name or without the token.

        Raises:
            Problem: `wrong-host` or `unauthorized`.
        """
        headers = Headers(scope=scope)
        if self._hosts is not None and _host(headers.get("host", "")) not in self._hosts:
            message = "this service is not known by the name in `Host`; see `codewords serve --allow-host`"
            raise Problem("wrong-host", message)
        if self._token is None or _path(scope) in OPEN:
            return
        given = _given(headers.get("authorization", ""))
        if not hmac.compare_digest(_digest(given), self._token):
            message = "send the header `Authorization: Bearer TOKEN`"
            # a browser that wants a page asks its user for a password; programs are asked for the token alone
            scheme = "Basic" if "text/html" in headers.get("accept", "") else "Bearer"
            challenge = f'{scheme} realm="codewords"'
            raise Problem("unauthorized", message, headers={"WWW-Authenticate": challenge})


class _Answer:
    """Send an answer with the headers that all have, and remember its status."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.status = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            headers.setdefault("cache-control", "no-store")
            headers.setdefault("x-content-type-options", "nosniff")
        await self._send(message)


def _path(scope: Scope) -> str:
    """Give the path as our routes have it, also where the application is mounted in another one."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))


def _host(header: str) -> str:
    """Give the name in a `Host` header, without the port; empty when it is none."""
    try:
        parts = urlsplit(f"//{header}")
    except ValueError:
        return ""
    is_plain = not (parts.path or parts.query or parts.fragment or parts.username)
    return (parts.hostname or "") if is_plain else ""


def _given(header: str) -> bytes:
    """Give the token of an `Authorization` header: a bearer, or the password that a browser asks for."""
    scheme, _, value = header.partition(" ")
    if scheme.lower() == "bearer":
        return value.strip().encode("latin-1", "replace")
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(value.strip(), validate=True).partition(b":")[2]
        except (binascii.Error, ValueError):
            return b""
    return b""


def _digest(token: bytes) -> bytes:
    """Give what is compared, of one length for all."""
    return hashlib.sha256(token).digest()
