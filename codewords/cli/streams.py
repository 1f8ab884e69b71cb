"""What goes to a terminal: safe to print, coloured where that is wanted, closed without complaint."""

from __future__ import annotations

import io
import os
import unicodedata
from contextlib import suppress
from typing import IO, TextIO

TURNS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of writing: a message may not rearrange the line it is shown in."""


def printable(text: str) -> str:
    r"""Replace what a terminal would obey: messages are written by strangers.

    >>> printable("a\x1b[2Jb\tc")
    'a\ufffd[2Jb c'
    """
    if text.isprintable():
        return text
    return "".join(_shown(char) for char in text)


def _shown(char: str) -> str:
    if char in "\n\t":
        return " " if char == "\t" else char
    if char in TURNS:
        return ""
    return "\ufffd" if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") else char


def one_line(text: str, width: int) -> str:
    r"""Give a text on one line of at most so many characters.

    >>> one_line("two  \\nlines", 7)
    'two li…'
    """
    line = printable(" ".join(text[: 20 * width].split()))
    return line if len(line) <= width else line[: width - 1] + "…"


def has_colours(stream: TextIO) -> bool:
    """Tell whether a stream wants colours (see no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def forgive(stream: TextIO) -> None:
    """Let a stream write characters that its encoding lacks as escapes, not stop at them."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")


def close_quietly(stream: IO[str]) -> None:
    """Close a stream that nobody reads, so that the interpreter does not complain at its end."""
    with suppress(OSError, ValueError):
        stream.close()
