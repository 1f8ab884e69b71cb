"""Hold that values which the engine reads as numbers, units or characters have their form.

It knows the form of a value by the name of its table, and nothing of what the engine makes of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from codewords.errors import Place
from codewords.model import Table
from codewords.source.draft import Draft
from codewords.source.log import Log
from codewords.source.nodes import MapNode, read_text
from codewords.text.tables import read_characters

CHARACTERS = "folding/characters.tsv"
"""What Unicode says of characters; a rule set may bring its own."""

_NUMBER = r"[0-9]{1,7}(?:\.[0-9]{1,4})?"
_BASE = "(?:g|ml|piece)"


@dataclass(frozen=True, slots=True)
class _Form:
    """Say what the values of a table look like.

    Args:
        pattern: what a value matches as a whole.
        what: its name for a problem.
        example: one that fits.
    """

    pattern: re.Pattern[str]
    what: str
    example: str


_FORMS = {
    "units": _Form(
        re.compile(rf"{_NUMBER} (?:{_BASE}|each|vessel|lump|same {_NUMBER} {_BASE})"), "a measure", "28 g"
    ),
    "number_words": _Form(re.compile(_NUMBER), "a number", "12"),
    "least_per_gram": _Form(re.compile(_NUMBER), "a number", "15"),
    "spoken_digits": _Form(re.compile("[0-9]{1,2}"), "a number of one or two digits", "7"),
    "spoken_repeats": _Form(re.compile("[1-9]"), "a digit", "2"),
}

_VALUED = frozenset(("case", "width", "styled", "digit", "punct", "accent", "look", "compose"))
"""Kinds of lines of the table of characters that say what one character becomes."""

_CODE = re.compile("[0-9A-Fa-f]{4,6}")
_LAST = 0x10FFFF


def check_table(name: str, node: MapNode, log: Log) -> None:
    """Tell values of a table that the engine could not read."""
    form = _FORMS.get(name)
    for key, (key_node, _) in node.pairs.items():
        if form is not None and not form.pattern.fullmatch(key):
            message = f"`{key}` in table `{name}` is not {form.what}"
            log.add(key_node.place, "CW211", message, f"write it like `{form.example}`")


def read_own_characters(root: Path, draft: Draft, log: Log) -> dict[str, Table]:
    """Give the table of characters that a rule set brings, by its name among the tables of folding, or nothing.

    Args:
        root: folder of the rule set.
        draft: its entries; a table of this name in a YAML file is a fault.
        log: takes the problems.
    """
    written = draft.maps.get("folding", {}).get("characters")
    if written is not None:
        hint = "give the table another name"
        log.add(written[0].place, "CW308", f"name `characters` belongs to {CHARACTERS}", hint)
    path = root / CHARACTERS
    text = read_text(path, CHARACTERS, log) if path.exists() else None
    if text is None or not _are_characters(text, log):
        return {}
    return {"characters": read_characters(path)}


def _are_characters(text: str, log: Log) -> bool:
    """Tell the first line of a table of characters that has not its form."""
    hint = "write it anew with `python -m codewords.maintain.characters`"
    for number, line in enumerate(text.splitlines(), 1):
        if line and not line.startswith("# ") and not _is_character(*line.split("\t")):
            log.add(Place(CHARACTERS, number, 1), "CW114", "line of the table of characters cannot be read", hint)
            return False
    return True


def _is_character(code: str, kind: str = "", value: str = "", *more: str) -> bool:
    """Tell whether a line places characters, and says what they become where its kind asks for that."""
    if more or not kind:
        return False
    if kind in _VALUED:
        is_told = all(map(_is_code, value.split(" "))) and value.count(" ") == 1 if kind == "compose" else value
        return bool(is_told) and _is_code(code)
    first, _, last = code.partition("..")
    return _is_code(first) and _is_code(last or first) and int(first, 16) <= int(last or first, 16)


def _is_code(text: str) -> bool:
    return _CODE.fullmatch(text) is not None and int(text, 16) <= _LAST
