"""What stands before every answer of the workbench: it is for its own page alone, under a strict policy.

It knows nothing of what is asked.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from codewords.service.problem import MEDIA, Problem

POLICY = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'"
)
"""The Content-Security-Policy of every answer: nothing inline, nothing from elsewhere, no frame around it."""

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}

Answer = Callable[[Request], Awaitable[Response]]


class Files(StaticFiles):
    """Give the files of the page, under its policy."""

    async def get_response(self, path: str, scope: Any) -> Response:
        """Give one file."""
        response = await super().get_response(path, scope)
        response.headers.update({**HEADERS, "Cache-Control": "no-cache"})
        return response


def guarded(answer: Answer) -> Answer:
    """Answer the page itself alone, and tell what is wrong as a problem."""

    async def answered(request: Request) -> Response:
        try:
            response = await answer(request) if _is_own(request) else _foreign()
        except Problem as problem:
            response = problem.response()
        response.headers.update(HEADERS)
        return response

    return answered


def _is_own(request: Request) -> bool:
    """Tell whether the page itself asks, or somebody who is no page at all."""
    site = request.headers.get("sec-fetch-site", "none")
    origin = request.headers.get("origin")
    host = request.headers.get("host", "").lower()
    return site in ("same-origin", "none") and (origin is None or urlsplit(origin).netloc.lower() == host)


def _foreign() -> Response:
    told = {
        "type": "about:blank",
        "title": "Forbidden",
        "status": 403,
        "code": "wrong-origin",
        "detail": "only the page of this service may ask for this",
    }
    return Response(json.dumps(told), 403, media_type=MEDIA)
