"""The frame of every page that a command writes: one file that asks nothing of any other place.

It owns the head, the look that pages share (page.css) and escaping. There is no script: a page that shows
strangers' messages runs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from importlib.resources import files

from codewords.cli.streams import printable

POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def render_shell(title: str, body: Iterable[str], *, sheets: tuple[str, ...] = ()) -> str:
    """Give a whole page.

    Args:
        title: its title, already escaped; the first heading is the body's own matter.
        body: lines of HTML.
        sheets: style sheets beside this module, laid over page.css in this order.
    """
    styles = (_sheet(name) for name in ("page.css", *sheets))
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title}</title>",
            "<style>",
            *styles,
            "</style>",
            "</head>",
            "<body>",
            *body,
            "</body>",
            "</html>",
            "",
        ]
    )


def safe(value: str) -> str:
    """Give a stranger's words as HTML text: nothing in them is a tag, turns the line or breaks the file."""
    return escape(printable(value))


def _sheet(name: str) -> str:
    return (files("codewords.cli") / name).read_text(encoding="utf-8").rstrip("\n")
