"""`codewords serve`: the HTTP API and the page, on this machine unless told otherwise."""

from __future__ import annotations

import os
import socket
import sys
import threading
import webbrowser
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from codewords import CodewordsError, Reloader
from codewords.cli.options import OVERLAY, POLICY, RULES, Unreadable, build_engine

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from starlette.routing import BaseRoute

    from codewords.service.state import ServiceState

TOKEN = "CODEWORDS_TOKEN"  # noqa: S105  the name of a variable
LOOK = 2.0
"""Seconds between two looks at the files of the rules."""

NEEDED = ("anyio", "h11", "prometheus_client", "starlette", "uvicorn")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8600,
    show_default=True,
    help="Port; 0 takes any that is free.",
)
@RULES
@OVERLAY
@POLICY
@click.option("--corpus", type=click.Path(path_type=Path, exists=True), help="Messages that the page compares on.")
@click.option(
    "--token-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help=f"File with the token that each request must bring; or set {TOKEN}.",
)
@click.option("--without-token", is_flag=True, help="Let everybody in who can reach --host.")
@click.option(
    "--allow-host", "names", multiple=True, help="A name that `Host` may have, for a proxy; may be repeated."
)
@click.option("--watch", is_flag=True, help="Read the rules again when their files change.")
@click.option("--threads", type=click.IntRange(1), default=2, show_default=True, help="Messages judged at a time.")
@click.option(
    "--max-characters",
    type=click.IntRange(1),
    default=50_000,
    show_default=True,
    help="Longest message, in characters.",
)
@click.option(
    "--grace",
    type=click.IntRange(0),
    default=20,
    show_default=True,
    help="Seconds that answers have to end when the service is stopped.",
)
@click.option("--open/--no-open", "opens", default=None, help="Open the page in a browser; so on a desktop.")
@click.option("--page/--no-page", default=True, help="Serve the page beside the API.")
@click.option("--quiet", is_flag=True, help="Note faults alone, not each request.")
def serve(
    host: str,
    port: int,
    rules: Path | None,
    overlays: tuple[Path, ...],
    policy: str,
    corpus: Path | None,
    token_file: Path | None,
    without_token: bool,
    names: tuple[str, ...],
    watch: bool,
    threads: int,
    max_characters: int,
    grace: int,
    opens: bool | None,
    page: bool,
    quiet: bool,
) -> None:
    """Serve the API, and a page to try and change rules, until Ctrl-C.

    It listens on this machine alone. Another --host needs a token, in a file or in CODEWORDS_TOKEN.
    Notes go to standard error; they hold no message.
    """
    _need_extra()
    from codewords.service import server
    from codewords.service.app import create_app
    from codewords.service.guard import LOOPBACK
    from codewords.service.state import Limits, ServiceState

    token = _read_token(token_file)
    taken, is_local = _listen(host, port, is_guarded=token is not None or without_token)
    if not quiet:
        click.echo("reading the rules", err=True)
    with taken, _build(rules, overlays, policy, every=LOOK if watch else None) as reloader:
        limits = Limits(threads=threads, characters=max_characters)
        state = ServiceState(reloader, limits=limits, rules=rules, overlays=overlays, policy=policy, corpus=corpus)
        state.load()
        app = create_app(
            state,
            token=token,
            hosts=(*LOOPBACK, *names) if is_local else names or None,
            page=_page() if page else None,
        )
        address = server.address_of(taken)
        opens = page and (_has_desktop() if opens is None else opens)
        ready = partial(_tell, address, opens=opens)
        server.run(app, taken, grace=grace, level="WARNING" if quiet else "INFO", on_ready=ready)


def _tell(address: str, *, opens: bool) -> None:
    """Say where the service is, and open it in a browser when that is wanted."""
    click.echo(f"codewords is at {address}  (Ctrl-C stops it)")
    if opens:
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


def _need_extra() -> None:
    """Say what to install, when it is not there.

    Raises:
        Unreadable: with the command.
    """
    try:
        for name in ("prometheus_client", "starlette", "uvicorn"):
            import_module(name)
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing not in NEEDED:
            raise
        message = f"`codewords serve` needs `{missing}`: pip install 'codewords[service]'"
        raise Unreadable(message) from error


def _read_token(file: Path | None) -> str | None:
    """Give the token of a file, else of the environment; a token on the command line would be seen by all.

    Raises:
        Unreadable: when the file cannot be read, or the token is too weak.
    """
    from codewords.service.app import check_token

    if file is None:
        token, place = os.environ.get(TOKEN), TOKEN
    else:
        place = str(file)
        try:
            token = file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            message = f"{file}: the token cannot be read"
            raise Unreadable(message) from error
    if token is None:
        return None
    try:
        check_token(token)
    except ValueError as error:
        message = f"{place}: {error}"
        raise Unreadable(message) from error
    return token


def _listen(host: str, port: int, *, is_guarded: bool) -> tuple[socket.socket, bool]:
    """Take the port, and tell whether only this machine reaches it.

    Raises:
        Unreadable: when it cannot be had, or others would reach it without a token.
    """
    from codewords.service import server

    try:
        is_local = server.is_loopback(host)
        if not is_local and not is_guarded:
            message = (
                f"others can reach {host}: set {TOKEN} or --token-file to a secret of 16 characters or more, "
                "or say --without-token"
            )
            raise Unreadable(message)
        return server.listen(host, port), is_local
    except server.ListenError as error:
        raise Unreadable(str(error)) from error


def _build(rules: Path | None, overlays: tuple[Path, ...], policy: str, *, every: float | None) -> Reloader:
    """Compile the rules.

    Raises:
        Unreadable: when they have faults, each printed before.
    """
    try:
        return Reloader(rules, overlays=overlays, policy=policy, every=every)
    except (CodewordsError, OSError, ValueError):
        build_engine(rules, overlays, policy)  # it fails in the same way, and tells each fault at its place
        raise


def _page() -> Callable[[ServiceState], Sequence[BaseRoute]]:
    from codewords.service.workbench import routes

    return routes


def _has_desktop() -> bool:
    """Tell whether a browser can show a page to whoever started this."""
    is_shown = sys.platform in ("darwin", "win32") or bool({"DISPLAY", "WAYLAND_DISPLAY"} & set(os.environ))
    return is_shown and sys.stdout.isatty()
