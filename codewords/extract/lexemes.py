"""Lexemes: the tokens of a text with every part they may play in a price.

It owns their shape and how numbers and units are written down; it cuts nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import regex


@dataclass(frozen=True, slots=True)
class Unit:
    """Say what one of a unit word is.

    Args:
        factor: how many grams, millilitres or pieces.
        base: `g`, `ml` or `piece`.
        each: it may stand alone after an amount.
        vessel: a weight beside it is its size.
        lump: a bare number beside it is a weight (`plaque de 100`).
        share: it is a share of the unit named before it; `factor` and `base` where there is none.
    """

    factor: Decimal
    base: str
    each: bool = False
    vessel: bool = False
    lump: bool = False
    share: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Lexeme:
    """Place one token of the text and list every part it may play.

    Args:
        glued: no space stands between it and the token before.
        links: parts as a link: `per`, `many`, `for`, `at`, `mark`, `of`, `hard`.
        times: a count written `x20` or `20x`.
        void: it lies in a number that is no price.
    """

    start: int
    end: int
    text: str
    glued: bool
    number: Decimal | None = None
    unit: Unit | None = None
    currency: str | None = None
    links: frozenset[str] = frozenset()
    word: bool = False
    times: bool = False
    spoken: bool = False
    void: bool = False
    stop: bool = False


def read_unit(value: str) -> Unit:
    """Read the canonical value of a unit: `28 g`, `1 each`, `1 vessel`, `0.5 same 14 g`.

    >>> read_unit("3.5 g").factor, read_unit("1 each").base
    (Decimal('3.5'), 'piece')
    """
    parts = value.split()
    if parts[1] == "same":
        return Unit(Decimal(parts[2]), parts[3], share=Decimal(parts[0]))
    base = parts[1]
    if base in ("each", "vessel", "lump"):
        return Unit(Decimal(parts[0]), "piece", base == "each", base == "vessel", base == "lump")
    return Unit(Decimal(parts[0]), base)


def read_number(text: str) -> Decimal | None:
    """Read a number in digits, or give `None` for what is rather a date, an address or a code.

    >>> read_number("1.500"), read_number("12,90"), read_number("0.125"), read_number("1.2.3")
    (Decimal('1500'), Decimal('12.90'), Decimal('0.125'), None)
    """
    parts = regex.split(r"[.,']", text)
    if len(parts) == 1:
        return Decimal(text) if len(text) <= 6 else None
    if len(parts[0]) > 6:
        return None
    if parts[0].lstrip("0") and len(parts[0]) <= 3 and all(len(part) == 3 for part in parts[1:]):
        return Decimal("".join(parts)) if len(parts) <= 3 else None
    if len(parts) == 2 and len(parts[1]) <= 3:
        return Decimal(f"{parts[0]}.{parts[1]}")
    return None
