"""Tables of letters in other dress, read off Unicode's own data.

It looks at names and decompositions of characters, and at Unicode's table of confusables. It knows nothing
of the library under test: a table shared with it would only prove that a table equals itself.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from functools import cache

LETTERS = "abcdefghijklmnopqrstuvwxyz"

STYLES = {
    "bold": "MATHEMATICAL BOLD",
    "italic": "MATHEMATICAL ITALIC",
    "script": "MATHEMATICAL BOLD SCRIPT",
    "fraktur": "MATHEMATICAL BOLD FRAKTUR",
    "double-struck": "MATHEMATICAL DOUBLE-STRUCK",
    "sans": "MATHEMATICAL SANS-SERIF",
    "sans-bold": "MATHEMATICAL SANS-SERIF BOLD",
    "monospace": "MATHEMATICAL MONOSPACE",
    "fullwidth": "FULLWIDTH LATIN",
    "circled": "CIRCLED LATIN",
    "circled-dark": "NEGATIVE CIRCLED LATIN",
    "squared": "SQUARED LATIN",
    "squared-dark": "NEGATIVE SQUARED LATIN",
    "parenthesised": "PARENTHESIZED LATIN",
    "small-capitals": "LATIN LETTER SMALL",
    "indicators": "REGIONAL INDICATOR SYMBOL",
}
"""Styles that font generators offer, with what their Unicode names begin with."""

_SCRIPTS = ("CYRILLIC", "GREEK")

TURNED = {"b": "q", "d": "p", "n": "u", "p": "d", "q": "b", "u": "n", "c": "ɔ", "f": "ɟ", "j": "ɾ"}
"""Letters that are another letter when turned; Unicode names the others `TURNED`."""


@cache
def style(name: str) -> Mapping[str, str]:
    """Give the letters of a style: a plain letter, small or capital, to its look.

    A style that lacks small letters (squared, small capitals for x) uses what it has.
    """
    lead = STYLES[name]
    found: dict[str, str] = {}
    for size, other in (("SMALL", "CAPITAL"), ("CAPITAL", "SMALL")):
        for letter in LETTERS:
            for word in (size, other):
                char = _named(lead, word, letter)
                if char is not None:
                    found[letter if size == "SMALL" else letter.upper()] = char
                    break
    return found


def _named(lead: str, size: str, letter: str) -> str | None:
    names = {
        "LATIN LETTER SMALL": f"LATIN LETTER SMALL CAPITAL {letter.upper()}",
        "REGIONAL INDICATOR SYMBOL": f"REGIONAL INDICATOR SYMBOL LETTER {letter.upper()}",
    }
    plain = f"{lead} {size} {letter.upper()}"
    tries = [names[lead]] if lead in names else [plain, f"{lead} {size} LETTER {letter.upper()}"]
    for name in tries:
        try:
            return unicodedata.lookup(name)
        except KeyError:
            continue
    return None


@cache
def turned() -> Mapping[str, str]:
    """Give each letter as it looks upside down."""
    found = {letter: letter for letter in "losxz"}
    for letter in LETTERS:
        for name in (f"LATIN SMALL LETTER TURNED {letter.upper()}",):
            try:
                found[letter] = unicodedata.lookup(name)
            except KeyError:
                continue
    return {**found, **TURNED, "l": "l", "o": "o"}


@cache
def marks() -> tuple[str, ...]:
    """Give the combining marks that letter decorators stack."""
    block = map(chr, range(0x0300, 0x0370))
    return tuple(char for char in block if unicodedata.category(char) == "Mn" and unicodedata.combining(char))


@cache
def lookalikes() -> Mapping[str, tuple[str, ...]]:
    """Give letters of other scripts that Unicode's table of confusables calls equal to a Latin one.

    The table is that of the `confusable-homoglyphs` package; only letters of the same size are taken.
    """
    from confusable_homoglyphs import categories, confusables  # noqa: PLC0415  of the dev extra

    found: dict[str, list[str]] = defaultdict(list)
    for letter in (*LETTERS, *LETTERS.upper()):
        for item in confusables.is_confusable(letter, greedy=True, preferred_aliases=[]) or ():
            for other in item["homoglyphs"]:
                char = other["c"]
                same = len(char) == 1 and unicodedata.category(char) == unicodedata.category(letter)
                if same and char.isprintable() and categories.alias(char) in _SCRIPTS:
                    found[letter].append(char)
    return {letter: tuple(sorted(set(chars))) for letter, chars in found.items()}
