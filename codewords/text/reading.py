"""Offer the readings of one word: what it may be when its disguise is taken off.

It guesses freely and decides nothing: `match/` accepts a reading when the lexicon holds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from codewords.text.fold import Writer, decode
from codewords.text.tables import FoldTables

DISGUISES = frozenset(
    (
        "zero-width", "confusable", "styled", "leet", "separator", "spaced", "repeat", "flipped", "marks",
        "masked",
    )
)  # fmt: skip
"""Steps that nobody needs by accident: to need one is to have been disguised."""

MOST = 16
"""Readings of one word at most."""

MASK = "*"
"""Letter of a reading that was struck out, whatever the sign; only a lexicon knows which it is."""

LONGEST = 64
"""Characters of a word beyond which only the plain reading is offered."""

_REPEAT = re.compile(r"([^\W\d_])\1{2,}")
_DOUBLE = re.compile(r"([^\W\d_])\1+")
_QUANTITY = re.compile(r"[0-9]{2,}[a-z]{1,3}|[0-9][a-z]{1,2}|[a-z][0-9]+")
_NUMBERED = re.compile(r"[0-9]+([^\W\d_]{4,})|([^\W\d_]{4,})[0-9]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """Say what a word may be.

    Args:
        key: lower case, no accents, letters a-z and digits; other scripts are kept.
        accented: the same with accents.
        folds: ids of the steps that were needed, in order; case and accents are none.
    """

    key: str
    accented: str
    folds: tuple[str, ...] = ()


def readings(raw: str, tables: FoldTables) -> tuple[Reading, ...]:
    """Give the readings of a word, from the least to the most folded, each key once.

    Args:
        raw: the word as it stands in the text; for a word in pieces, the pieces and what is between.
        tables: folding tables of the rule set.
    """
    if raw.isascii() and raw.isalpha() and not _DOUBLE.search(raw):
        lower = raw.lower()
        return (Reading(lower, lower),)
    found: dict[str, Reading] = {}
    for accented, folds in _variants(raw, tables):
        key = accented.translate(tables.plain)
        if key not in found and (key or not found):
            found[key] = Reading(key, accented, folds)
            if len(found) == MOST:
                break
    return tuple(found.values())


def unfold(raw: str, tables: FoldTables) -> tuple[str, tuple[str, ...]]:
    """Give the light form of a word and the steps it took, of which case and accents are none."""
    if raw.isascii() and "&" not in raw and "%" not in raw:
        return raw.lower(), ()
    view = decode(raw, tables)
    source = raw if view is None else view.text
    writer = Writer(source, tables)
    text = writer.write()
    steps = {tables.steps[char] for char in source if char in tables.steps} | writer.steps
    if steps == {"styled"} and text.isdigit():
        steps = {"width"}  # a styled number is a fashion, no disguise
    if view is not None:
        steps.add("encoded")
    if _is_decorated(text, tables):
        steps.add("marks")
    return text, tuple(sorted(steps))


def _is_decorated(text: str, tables: FoldTables) -> bool:
    """Tell whether a word has several letters with accents that no one alphabet holds together."""
    accented = {char for char in text if ord(char) in tables.plain}
    return len(accented) > 1 and bool(tables.alphabets) and not any(a >= accented for a in tables.alphabets)


def _variants(raw: str, tables: FoldTables) -> Iterator[tuple[str, tuple[str, ...]]]:
    text, steps = unfold(raw, tables)
    yield text, steps
    if len(raw) > LONGEST:
        return
    bases = [(text, steps), *looks(raw, text, steps, tables), *_flips(raw, steps, tables)]
    yield from bases[1:]
    leets = [item for accented, folds in bases for item in leet(accented, folds, tables)]
    yield from leets
    for accented, folds in (*bases, *leets):
        yield from shorten(accented, folds)
    for accented, folds in bases:
        numbered = _NUMBERED.fullmatch(accented)
        if numbered:
            yield numbered[1] or numbered[2], (*folds, "number")
    if len(text) > 4:
        for accented, folds in (*bases, *leets):
            if _DOUBLE.search(accented):
                yield _DOUBLE.sub(r"\1", accented), (*folds, "double")


def shorten(accented: str, folds: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Take letters that are drawn out back to one or two.

    Place in the chain: after leet. It could break a word that has a letter three times, and there is none.
    """
    if _REPEAT.search(accented):
        yield _REPEAT.sub(r"\1", accented), (*folds, "repeat")
        yield _REPEAT.sub(r"\1\1", accented), (*folds, "repeat")
        yield _DOUBLE.sub(r"\1", accented), (*folds, "repeat")


def looks(
    raw: str, text: str, steps: tuple[str, ...], tables: FoldTables
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Read look-alikes of other scripts as Latin letters.

    Place in the chain: before case, since `Н` looks like H and `н` does not. It could turn a word of
    another script into a Latin one, and so is a reading of its own.
    """
    if text.translate(tables.plain).isascii():
        return
    letters = "".join(c for c in raw if c not in tables.hidden)
    for choice in (0, -1):
        swapped = "".join(tables.looks[c][choice] if c in tables.looks else c for c in letters)
        folded, _ = unfold(swapped, tables)
        again = "".join(tables.looks[c][choice] if c in tables.looks else c for c in folded)
        if again != text:
            yield again, (*steps, "confusable")


def _flips(raw: str, steps: tuple[str, ...], tables: FoldTables) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Turn a word that is written upside down.

    Place in the chain: beside look-alikes. It could turn a plain word (`pod`), and so asks for a letter
    that exists only turned.
    """
    letters = [c.lower() for c in raw if c not in tables.hidden]
    if all(c in tables.flipped for c in letters) and any(not c.isascii() for c in letters):
        yield "".join(tables.flipped[c][0] for c in reversed(letters)), (*steps, "flipped")


def has_signs(accented: str, tables: FoldTables) -> bool:
    """Tell whether digits or signs stand in a word that has letters of its own."""
    letters = sum(char.isalpha() for char in accented)
    return letters >= 2 and any(char in tables.leet for char in accented)


def is_quantity(accented: str) -> bool:
    """Tell what looks like a number with its unit, or a model: `10g`, `b2`."""
    return _QUANTITY.fullmatch(accented) is not None


def leet(accented: str, folds: tuple[str, ...], tables: FoldTables) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Read digits and signs as letters, in a word that has letters of its own.

    Place in the chain: after look-alikes, before repeats. It could break quantities and model numbers
    (`10g`, `2CB`), and so leaves alone what looks like one. With several signs the first readings alone are
    offered; a lexicon finds the others by their skeleton.
    """
    if not has_signs(accented, tables) or is_quantity(accented):
        return
    signs = [c for c in dict.fromkeys(accented) if c in tables.leet]
    choices = [tables.leet[c] for c in signs]
    for picked in list(product(*choices))[:8]:
        yield accented.translate({ord(c): p for c, p in zip(signs, picked, strict=True)}), (*folds, "leet")
