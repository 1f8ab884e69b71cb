"""Messages of files as rows to judge, for the commands that look at many: `compare` and `mine`.

It tells on standard error what it leaves out; it knows nothing of labels.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import click

from codewords.cli.inputs import BadLine, NotTextError, read_messages
from codewords.cli.options import Unreadable
from codewords.maintain.evaluate import Row, is_sealed


def open_rows(file: Path, surface: str) -> Iterator[Row]:
    """Read the messages of a file; bad lines and sealed rows are told and passed over.

    Args:
        file: messages, one a line, or JSONL; `-` is standard input.
        surface: surface of a message that names none.

    Raises:
        Unreadable: when it cannot be opened, or is no text.
    """
    name = str(file)
    sealed = 0
    try:
        with nullcontext(sys.stdin.buffer) if name == "-" else file.open("rb") as stream:
            for message in read_messages(stream, name="" if name == "-" else name):
                if isinstance(message, BadLine):
                    click.echo(f"{name}:{message.line}: {message.reason}; passed over", err=True)
                elif file.stem.startswith("messages") and is_sealed(message.id or ""):
                    sealed += 1
                else:
                    yield Row(message.id or "", message.text, "none", surface=message.surface or surface)
    except NotTextError as error:
        told = f"{name}: {error}"
        raise Unreadable(told) from error
    except OSError as error:
        told = f"{name}: {(error.strerror or 'cannot be read').lower()}"
        raise Unreadable(told) from error
    if sealed:
        what = "sealed row" if sealed == 1 else "sealed rows"
        hint = "a file whose name does not begin with `messages` is read whole"
        click.echo(f"{name}: {sealed} {what} left out; {hint}", err=True)
