"""The building blocks in which the rule format is described.

One description in these words is read twice: `fields` checks YAML nodes by it,
`schema` writes it down as JSON Schema. It owns no check and no file.
"""

from __future__ import annotations

from dataclasses import dataclass

ID = r"[a-z0-9](?:[a-z0-9_-]|\.(?=[a-z0-9]))*"
NAME = r"[a-z][a-z0-9_]*"
VERSION = r"20\d\d\.(?:[1-9]|1[0-2])\.\d{1,4}"
MONTH = r"20\d\d-(?:0[1-9]|1[0-2])"
ENGINE = r">=\d+\.\d+(?:\.\d+)?"
COUNT = r"(?:>=|<=)?\d{1,4}|\d{1,4}\.\.\d{1,4}"


@dataclass(frozen=True, slots=True)
class Text:
    """Accept a scalar that is not empty.

    Args:
        form: regular expression that it must match as a whole, or nothing.
        code: code of the problem when it does not.
        what: what it should be, for that problem.
    """

    form: str = ""
    code: str = "CW209"
    what: str = "text"
    example: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """Accept one of a closed list of words."""

    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Number:
    """Accept a number within bounds; `whole` forbids a fraction."""

    least: float
    most: float
    whole: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListOf:
    """Accept a list; `single` also accepts one bare item."""

    item: Shape
    single: bool = False


@dataclass(frozen=True, slots=True)
class MapOf:
    """Accept a mapping of free keys to values of one shape."""

    value: Shape
    keys: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tree:
    """Accept any condition over evidence; `conditions` reads it."""


@dataclass(frozen=True, slots=True)
class Field:
    """Describe one key of a record.

    Args:
        required: True when the record must have it.
        inherited: True when the head of the file may give it for all entries.
    """

    name: str
    shape: Shape
    help: str
    required: bool = False
    inherited: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """Accept a mapping with known keys.

    Args:
        name: what it is, for problems (`term`).
        label: the key whose value names one such record.
    """

    name: str
    fields: tuple[Field, ...]
    label: str = "id"

    def field(self, name: str) -> Field | None:
        """Give the field of that name."""
        return next((field for field in self.fields if field.name == name), None)


Shape = Text | Choice | Number | ListOf | MapOf | Tree | Record

ANY_TEXT = Text()
AN_ID = Text(ID, "CW209", "an id", "cocaine.nose-candy")
A_NAME = Text(NAME, "CW209", "a name", "price_word")
A_VERSION = Text(VERSION, "CW208", "a content version", "2026.11.0")
A_MONTH = Text(MONTH, "CW207", "a month", "2028-11")
