from __future__ import annotations

import pytest

from codewords.text.reading import DISGUISES, MOST, readings
from codewords.text.tables import FoldTables

FOUND = [
    ("plain", "Beuh", "beuh", ()),
    ("accent", "kéta", "keta", ()),
    ("german", "Straße", "strasse", ()),
    ("ligature-letters", "sœur", "soeur", ()),
    ("nordic", "smørrebrød", "smorrebrod", ()),
    ("polish", "łód", "lod", ()),
    ("fullwidth", "ｂｅｕｈ", "beuh", ("width",)),
    ("zero-width", "be\u200buh", "beuh", ("zero-width",)),
    ("variation-selector", "be\ufe0fuh", "beuh", ("zero-width",)),
    ("styled", "𝕓𝕖𝕦𝕙", "beuh", ("styled",)),
    ("regional", "🇧🇪🇺🇭🇧", "beuhb", ("styled",)),
    ("cyrillic-letter", "bеuh", "beuh", ("confusable",)),
    ("cyrillic-capitals", "ВЕUН", "beuh", ("confusable",)),
    ("wholly-cyrillic", "соке", "coke", ("confusable",)),
    ("cyrillic-shape", "кета", "keta", ("confusable",)),
    ("greek", "κετα", "keta", ("confusable",)),
    ("dotless", "cocaıne", "cocaine", ()),
    ("leet", "c0ke", "coke", ("leet",)),
    ("leet-i", "p1lls", "pills", ("leet",)),
    ("leet-l", "pi11s", "pills", ("leet",)),
    ("leet-b", "8euh", "beuh", ("leet",)),
    ("repeat", "beuuuuh", "beuh", ("repeat",)),
    ("repeat-of-a-double", "weeeed", "weed", ("repeat",)),
    ("repeat-and-double", "coccaiiiine", "cocaine", ("repeat",)),
    ("double", "coccaine", "cocaine", ("double",)),
    ("flipped", "ɥnǝq", "beuh", ("flipped",)),
    ("stacked-marks", "b̶e̶u̶h̶", "beuh", ("marks",)),
    ("number-behind", "beuh75", "beuh", ("number",)),
    ("entity", "k&eacute;ta", "keta", ("encoded",)),
    ("styled-and-leet", "𝐜0𝐤𝐞", "coke", ("styled", "leet")),
    ("zero-width-and-look-alike", "b\u200bеuh", "beuh", ("zero-width", "confusable")),
]


@pytest.mark.parametrize(("raw", "key", "folds"), [c[1:] for c in FOUND], ids=[c[0] for c in FOUND])
def test_word_is_read_through_its_disguise(raw: str, key: str, folds: tuple[str, ...], tables: FoldTables) -> None:
    found = {reading.key: reading for reading in readings(raw, tables)}
    assert found[key].folds == folds


APART = [
    "être tête", "pêche péché", "côte cote", "mûr mur", "dû du", "Käse Kase", "año ano", "pé pe", "però pero",
    "né ne",
]  # fmt: skip


@pytest.mark.parametrize("pair", APART)
def test_accents_stay_apart_in_accented(pair: str, tables: FoldTables) -> None:
    left, right = (readings(word, tables)[0] for word in pair.split())
    assert left.accented != right.accented
    assert [word.lower() for word in pair.split()] == [left.accented, right.accented]


@pytest.mark.parametrize("raw", ["10g", "60", "142", "2CB", "4g", "100ml", "h24", "7j", "20min", "1er", "5e"])
def test_quantity_is_never_read_as_letters(raw: str, tables: FoldTables) -> None:
    assert [raw.lower()] == [reading.key for reading in readings(raw, tables)]


@pytest.mark.parametrize("raw", ["0000", "1000000", "6666"])
def test_repeated_digits_are_never_collapsed(raw: str, tables: FoldTables) -> None:
    assert [raw] == [reading.key for reading in readings(raw, tables)]


def test_number_in_styled_digits_is_no_disguise(tables: FoldTables) -> None:
    assert DISGUISES.isdisjoint(readings("𝟓𝟎", tables)[0].folds)


def test_plain_latin_word_is_never_turned_upside_down(tables: FoldTables) -> None:
    assert [reading.key for reading in readings("pod", tables)] == ["pod"]


def test_readings_are_few_and_distinct(tables: FoldTables) -> None:
    found = readings("1l0оссc334455@@ееeeeaaa99", tables)
    assert len(found) <= MOST
    assert len({reading.key for reading in found}) == len(found)


def test_first_reading_is_the_least_folded(tables: FoldTables) -> None:
    assert readings("C0CAAAÏNE", tables)[0].folds == ()
    assert readings("C0CAAAÏNE", tables)[0].accented == "c0caaaïne"
