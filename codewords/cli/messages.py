"""Messages of files, and rows to judge, for the commands that look at many: `compare`, `mine` and `replay`.

It tells on standard error what it leaves out; it knows nothing of labels.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import click

from codewords.cli.inputs import BadLine, Message, NotTextError, read_messages
from codewords.cli.options import Unreadable
from codewords.maintain.evaluate import Row, holds_sealed, is_sealed


def open_messages(file: Path) -> Iterator[Message]:
    """Read the messages of a file; bad lines and sealed rows are told and passed over.

    Args:
        file: messages, one a line, or JSONL; `-` is standard input.

    Raises:
        Unreadable: when it cannot be opened, or is no text.
    """
    name = str(file)
    is_test_set = holds_sealed(file)
    sealed = 0
    try:
        with nullcontext(sys.stdin.buffer) if name == "-" else file.open("rb") as stream:
            for message in read_messages(stream, name="" if name == "-" else name):
                if isinstance(message, BadLine):
                    click.echo(f"{name}:{message.line}: {message.reason}; passed over", err=True)
                elif is_test_set and is_sealed(message.id or ""):
                    sealed += 1
                else:
                    yield message
    except NotTextError as error:
        told = f"{name}: {error}"
        raise Unreadable(told) from error
    except OSError as error:
        told = f"{name}: {(error.strerror or 'cannot be read').lower()}"
        raise Unreadable(told) from error
    if sealed:
        what = "sealed row" if sealed == 1 else "sealed rows"
        click.echo(f"{name}: {sealed} {what} of a test set left out (`messages*` in a folder `eval`)", err=True)


def open_rows(file: Path, surface: str) -> Iterator[Row]:
    """Read the messages of a file as rows to judge, as `open_messages` does.

    Args:
        file: messages, one a line, or JSONL; `-` is standard input.
        surface: surface of a message that names none.

    Raises:
        Unreadable: when it cannot be opened, or is no text.
    """
    for message in open_messages(file):
        yield Row(message.id or "", message.text, "none", surface=message.surface or surface)
