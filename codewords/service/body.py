"""Read the body of a request, within limits, and JSON as RFC 8259 has it.

What does not fit is told without a word of it.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Sequence
from typing import Any, NoReturn

from starlette.requests import Request

from codewords.service.problem import Problem
from codewords.service.state import Limits

JSON = ("application/json",)
_CHARSET = re.compile(r"charset\s*=\s*\"?([^\s;\"]*)", re.IGNORECASE)


async def read_json(request: Request, limits: Limits) -> Any:
    """Give the JSON value of a request's body.

    Raises:
        Problem: `media-type`, `too-large`, `too-slow` or `not-json`.
    """
    check_media(request, JSON)
    length = request.headers.get("content-length", "")
    if length.isdecimal() and len(length) < 20 and int(length) > limits.body:
        _too_large(limits)
    body = bytearray()
    try:
        async with asyncio.timeout(limits.idle):
            async for part in request.stream():
                body += part
                if len(body) > limits.body:
                    _too_large(limits)
    except TimeoutError as error:
        message = f"the body did not come within {limits.idle:g} seconds"
        raise Problem("too-slow", message, headers={"Connection": "close"}) from error
    try:
        return parse_json(bytes(body))
    except ValueError as error:
        raise Problem("not-json", f"the body is {error}") from None


def check_media(request: Request, allowed: Sequence[str]) -> None:
    """Refuse a body of another media type, or a compressed one.

    Raises:
        Problem: `media-type`.
    """
    media, _, parameters = request.headers.get("content-type", "").partition(";")
    charset = _CHARSET.search(parameters)
    if media.strip().lower() not in allowed:
        message = f"send the header `Content-Type: {allowed[0]}`"
        raise Problem("media-type", message, headers={"Accept-Post": ", ".join(allowed)})
    if charset and charset[1].lower() not in ("utf-8", "utf8"):
        message = "send the body as UTF-8"
        raise Problem("media-type", message, headers={"Accept-Post": ", ".join(allowed)})
    if request.headers.get("content-encoding", "identity").strip().lower() not in ("identity", ""):
        message = "send the body without compression"
        raise Problem("media-type", message, headers={"Accept-Encoding": "identity"})


def parse_json(raw: bytes) -> Any:
    """Give a JSON value (RFC 8259: UTF-8, no NaN, no infinity).

    Raises:
        ValueError: with what is wrong, in words that follow `the line is`.
    """
    try:
        text = raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"not UTF-8 at byte {error.start + 1}"
        raise ValueError(message) from None
    try:
        return json.loads(text, parse_constant=_no_number, parse_float=_finite)
    except RecursionError:
        message = "nested too deep"
    except json.JSONDecodeError as error:
        message = f"not JSON at character {error.pos + 1}"
    except ValueError:
        message = "not JSON: a number that JSON does not have, or of too many digits"
    raise ValueError(message)


def _no_number(_: str) -> NoReturn:
    raise ValueError


def _finite(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise ValueError
    return number


def _too_large(limits: Limits) -> NoReturn:
    message = f"the body has more than {limits.body} bytes"
    raise Problem("too-large", message)
