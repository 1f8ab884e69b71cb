"""The command line, `codewords`.

Its commands: `scan` and `explain` judge messages; `check`, `test` and `eval` look after rules; `add`, `mine`
and `fit` change or propose them; `diff` and `compare` tell what changes; `report`, `link` and `replay` read stored
results; `lock` and `verify` tell which rules these are and whose;
`serve` opens the API and the page.

It owns words for people and exit statuses: 0; 1 for what --fail-on names, faults and failed cases;
2 for wrong usage or input that cannot be read; 70 for a bug of ours; 130 after Ctrl-C.
It knows nothing of how a message is judged. `click` and `rich` come with the `cli` extra.
"""

from __future__ import annotations

import os
import sys
from typing import NoReturn

__all__ = ["main"]

MISUSED, BROKEN, INTERRUPTED = 2, 70, 130


def main() -> NoReturn:
    """Run the command line; no traceback ever reaches its user."""
    try:
        sys.exit(_run())
    except KeyboardInterrupt:
        sys.exit(_stop("stopped", INTERRUPTED))
    except OSError as error:
        sys.exit(_stop(f"cannot go on: {(error.strerror or type(error).__name__).lower()}", MISUSED))
    except Exception as error:  # the last net: an error's text may hold a message, so it is not shown
        if os.environ.get("CODEWORDS_DEBUG"):
            raise
        sys.exit(_stop(_bug(error), BROKEN))


def _run() -> int:
    try:
        import click

        from codewords.cli.commands import cli
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing not in ("click", "rich"):
            raise
        return _stop(f"the command line needs `{missing}`: pip install 'codewords[cli]'", MISUSED)
    try:
        return cli.main(prog_name="codewords", standalone_mode=False) or 0
    except click.Abort:
        return _stop("stopped", INTERRUPTED)
    except click.ClickException as error:
        error.show()
        return error.exit_code


def _stop(message: str, status: int) -> int:
    from codewords.cli.streams import close_quietly

    close_quietly(sys.stdout)
    sys.stderr.write(f"codewords: {message}\n")
    return status


def _bug(error: Exception) -> str:
    """Name the kind and the place of an unforeseen error, without its text."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}" if trace else "?"
    return f"this is a bug: {type(error).__name__} in {place}; CODEWORDS_DEBUG=1 shows the trace"
