"""Run the application: where it listens, what it writes, how it stops. uvicorn does the work."""

from __future__ import annotations

import ipaddress
import logging
import logging.config
import signal
import socket
from collections.abc import Callable
from types import FrameType

import uvicorn
from starlette.applications import Starlette

CONNECTIONS = 256
"""Most connections at a time; the next ones are answered 503 by uvicorn."""


class ListenError(Exception):
    """Say that the service cannot listen where it was told to."""


def find_addresses(host: str) -> tuple[str, ...]:
    """Give the addresses of a name.

    Raises:
        ListenError: when it has none.
    """
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as error:
        message = f"{host!r} is no address of this machine"
        raise ListenError(message) from error
    return tuple(dict.fromkeys(str(item[4][0]) for item in found))


def is_loopback(host: str) -> bool:
    """Tell whether a name leads to this machine alone.

    Raises:
        ListenError: when it leads nowhere.
    """
    return all(ipaddress.ip_address(item.partition("%")[0]).is_loopback for item in find_addresses(host))


def listen(host: str, port: int) -> socket.socket:
    """Take a port; nobody is answered before `run`.

    Args:
        port: 0 takes any that is free.

    Raises:
        ListenError: when it cannot be had.
    """
    address = find_addresses(host)[0]
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    # asyncio sends small answers at once (no delay of 40 ms) only where the protocol is named
    taken = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind((address, port))
    except OSError as error:
        taken.close()
        message = f"cannot listen on {host}, port {port}: {(error.strerror or 'refused').lower()}"
        raise ListenError(message) from error
    return taken


def address_of(taken: socket.socket) -> str:
    """Give the URL of a port that was taken."""
    host, port = taken.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def run(app: Starlette, taken: socket.socket, *, grace: int, level: str, on_ready: Callable[[], object]) -> None:
    """Serve until a signal comes; what is being answered then is answered to its end.

    Args:
        app: the application.
        taken: the port, as `listen` gives it.
        grace: seconds that answers have to come to their end.
        level: from which level on notes are written.
        on_ready: called once, when the first request can come.
    """
    logging.config.dictConfig(_notes(level))
    config = uvicorn.Config(
        app,
        lifespan="on",
        log_config=None,
        access_log=False,  # its lines hold queries; ours do not
        server_header=False,
        proxy_headers=False,
        ws="none",
        limit_concurrency=CONNECTIONS,
        timeout_graceful_shutdown=grace,
    )
    # uvicorn raises the signal again when all is done; being asked to stop is no failure
    before = signal.signal(signal.SIGTERM, _pass)
    try:
        _Server(config, on_ready).run(sockets=[taken])
    finally:
        signal.signal(signal.SIGTERM, before)


class _Server(uvicorn.Server):
    """Tell when the first request can come.

    Args:
        config: as uvicorn has it.
        on_ready: called once.
    """

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], object]) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen."""
        await super().startup(sockets)
        self._on_ready()


def _pass(number: int, frame: FrameType | None) -> None:
    """Do nothing."""


def _notes(level: str) -> dict[str, object]:
    """Write notes to standard error, one a line; those of uvicorn from warnings on."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
        "handlers": {"err": {"class": "logging.StreamHandler", "formatter": "line"}},
        "loggers": {
            "codewords": {"handlers": ["err"], "level": level, "propagate": False},
            "uvicorn": {"handlers": ["err"], "level": "WARNING", "propagate": False},
        },
    }
