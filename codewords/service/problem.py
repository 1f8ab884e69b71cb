"""What is told when a request cannot be answered: RFC 9457, `application/problem+json`.

No detail ever repeats what the client sent: a message may stand in any place of a broken request.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from starlette.responses import Response

MEDIA = "application/problem+json"

STATUS: Mapping[str, int] = {
    "not-json": 400,
    "unauthorized": 401,
    "not-found": 404,
    "method-not-allowed": 405,
    "too-slow": 408,
    "too-large": 413,
    "media-type": 415,
    "wrong-host": 421,
    "invalid": 422,
    "fault": 500,
    "busy": 503,
    "not-ready": 503,
    "time-limit": 503,
}
"""The closed list of codes of problems, and the status that each is sent with."""

TITLES: Mapping[int, str] = {413: "Content Too Large", 422: "Unprocessable Content"}
"""Phrases of RFC 9110 that older versions of Python do not have."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Point at one place of a JSON body that does not fit.

    Args:
        pointer: JSON Pointer (RFC 6901) to the place; it names keys of ours, never those of the client.
        detail: what is wrong there.
    """

    pointer: str
    detail: str


class Problem(Exception):  # noqa: N818  the word of RFC 9457
    """Say why a request is not answered.

    Args:
        code: one of `STATUS`.
        detail: what is wrong, in words, without a word of the client's.
        faults: the places of the body that do not fit.
        headers: headers that the answer needs.
    """

    def __init__(
        self, code: str, detail: str, *, faults: Sequence[Fault] = (), headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.code = code
        self.status = STATUS[code]
        self.detail = detail
        self.faults = tuple(faults)
        self.headers = dict(headers or {})

    def to_dict(self) -> dict[str, Any]:
        """Give the body of the answer."""
        body: dict[str, Any] = {
            "type": "about:blank",
            "title": TITLES.get(self.status) or HTTPStatus(self.status).phrase,
            "status": self.status,
            "code": self.code,
            "detail": self.detail,
        }
        if self.faults:
            body["errors"] = [{"pointer": item.pointer, "detail": item.detail} for item in self.faults]
        return body

    def response(self) -> Response:
        """Give the answer."""
        body = json.dumps(self.to_dict()).encode()
        return Response(body, self.status, headers=self.headers, media_type=MEDIA)


def busy(detail: str, code: str = "busy") -> Problem:
    """Give the problem of a service that can do no more just now.

    Args:
        detail: what there is too much of.
        code: `busy` or `not-ready`.
    """
    return Problem(code, detail, headers={"Retry-After": "1"})


def place_of(error: BaseException) -> str:
    """Name the kind and the place of an unforeseen error, without its text, which may hold a message."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}" if trace else "?"
    return f"{type(error).__name__} in {place}"
