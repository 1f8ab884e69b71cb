"""Characters that only a newer Unicode has are the same sign on every interpreter, and no exception.

U+11F55 is a digit since Unicode 15, U+10D4A and U+A7CB are letters since 16, U+1CCD6 a styled capital since 16;
U+0378 is in none yet. The table is of Unicode 14, that of Python 3.11.
"""

from __future__ import annotations

import pytest

from codewords.text.fold import drop_newer, fold
from codewords.text.tables import FoldTables

NEWER = ("\U00011f55", "\U00010d4a", "\ua7cb", "\U0001ccd6", "\u0378")
OLDER = "é ß Ѐ ٥ ३ 漢 ﬁ ⓐ 𝓫 🇫🇷 👩🏽\u200d🚀 🩷 🫨 \ue000 \ud800 \ufffd \U000e0041 \U0010ffff"


@pytest.fixture(scope="module")
def tables() -> FoldTables:
    return FoldTables.from_rules({})


@pytest.mark.parametrize("char", NEWER, ids=lambda char: f"{ord(char):04X}")
def test_a_character_newer_than_the_table_is_a_sign_in_its_place(char: str, tables: FoldTables) -> None:
    assert drop_newer(f"é{char}b", tables) == "é\ufffdb"
    assert fold(f"é &#{ord(char)};b", tables).text == "é \ufffdb"


def test_characters_of_the_table_and_emoji_of_any_year_stay(tables: FoldTables) -> None:
    assert drop_newer(OLDER[:-1], tables) == OLDER[:-1]
    assert drop_newer("\U0010ffff", tables) == "\ufffd", "a code that is never a character"


@pytest.mark.parametrize("char", NEWER, ids=lambda char: f"{ord(char):04X}")
@pytest.mark.parametrize(
    "shape", ["{}{} g beuh {}{}€", "beuh 5g 5{}€ livraison", "snap zz_fictif{}", "06{}00 00 00 00"]
)
def test_they_raise_nothing_and_spans_hold(char: str, shape: str, engine) -> None:
    text = shape.replace("{}", char)
    result = engine.scan(text, evidence="all")
    assert all(text[match.start : match.end] == match.text for match in result.matches)
    other = engine.scan(shape.replace("{}", "\ufffd"), evidence="all")
    assert [m.id for m in result.matches] == [m.id for m in other.matches]
    assert result.points == other.points


def test_a_disguise_by_them_hides_nothing(engine) -> None:
    assert engine.scan("b\U00010d4ae\U00010d4au\U00010d4ah 5g 50€ livraison, snap zz_fictif").label == "offer"
