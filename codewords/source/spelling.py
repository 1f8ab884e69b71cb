"""Spellings as the checks of rules compare them; the engine's own folding is another room's."""

from __future__ import annotations

import unicodedata


def plain(text: str) -> str:
    """Take case and accents away.

    >>> plain("Cartouches Crème")
    'cartouches creme'
    """
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in parts if not unicodedata.combining(character))
