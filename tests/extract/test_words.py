"""How numbers, units and the words of prices are read, on tables of a few words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from codewords.extract.lexemes import Unit, read_number, read_unit
from codewords.extract.prices import PriceFinder
from codewords.extract.vocabulary import NO_ROLES, Roles, Vocabulary

TABLES = {
    "units": {"1 g": ("g", "gramme"), "28 g": ("oz",), "1 ml": ("ml",), "1 piece": ("u", "e", "bout de"), "1 each": ("pièce",)},
    "number_words": {"5": ("cinq",), "20": ("vingt",), "100": ("cent",), "1000": ("mille",), "4": ("quatre",),
                     "80": ("quatre-vingt",), "60": ("soixante",), "11": ("onze",), "0.5": ("demi",)},
    "currencies": {"EUR": ("€", "e", "euros"), "AUD": ("dollars australiens",)},
    "links": {"for": ("pour", "x"), "per": ("le", "/"), "hard": ("+",), "mark": ("=", "->")},
    "price_breaks": {"hard": ("et puis",)},
    "item_stop": {"fr": ("bonne",)},
}  # fmt: skip


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("0", "0"), ("123456", "123456"), ("1234567", None), ("1.500", "1500"), ("1'500", "1500"), ("12,90", "12.90"),
        ("0.125", "0.125"), ("0,5", "0.5"), ("1.500.000", "1500000"), ("1.500.000.000", None), ("1500.50", "1500.50"),
        ("1234.500", "1234.500"), ("123.456", "123456"), ("1.5000", None), ("1.2.3", None), ("00.125", "0.125"),
        ("1234567.5", None), ("123456.5", "123456.5"), ("1.500,5", None), ("3.5", "3.5"),
    ],
)  # fmt: skip
def test_digits_are_a_number_unless_they_are_rather_a_date_or_a_code(written: str, number: str | None) -> None:
    assert read_number(written) == (None if number is None else Decimal(number))


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("28 g", Unit(Decimal(28), "g")),
        ("0.5 ml", Unit(Decimal("0.5"), "ml")),
        ("1 each", Unit(Decimal(1), "piece", each=True)),
        ("2 vessel", Unit(Decimal(2), "piece", vessel=True)),
        ("3 lump", Unit(Decimal(3), "piece", lump=True)),
        ("0.5 same 14 g", Unit(Decimal(14), "g", share=Decimal("0.5"))),
    ],
)
def test_a_unit_says_how_much_one_of_it_is(written: str, unit: Unit) -> None:
    assert read_unit(written) == unit


def lexemes(text: str, void: tuple[tuple[int, int], ...] = ()) -> list[list[str]]:
    """Write the lexemes of each line with every part they play."""
    out = []
    for line in Vocabulary(TABLES).cut(text, void):
        out.append([])
        for x in line:
            parts = [f"{x.start}:{x.end}", *(["glued"] if x.glued else [])]
            parts += [] if x.number is None else [f"number {x.number}"]
            parts += [] if x.unit is None else [f"unit {x.unit.factor} {x.unit.base}"]
            parts += [] if x.currency is None else [x.currency]
            parts += sorted(x.links)
            parts += [name for name in ("word", "times", "spoken", "void", "stop") if getattr(x, name)]
            out[-1].append(f"{x.text} {' '.join(parts)}")
    return out


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5g 50€", [["5 0:1 number 5", "g 1:2 glued unit 1 g word", "50 3:5 number 50", "€ 5:6 glued EUR"]]),
        ("5 e 5e", [["5 0:1 number 5", "e 2:3 word", "5 4:5 number 5", "e 5:6 glued unit 1 piece EUR word"]]),
        ("2 x 3x x3", [["2 0:1 number 2", "x 2:3 for word", "3 4:6 number 3 times", "x3 7:9 number 3 times"]]),
        ("a\n\nb’c", [["a 0:1 word"], [], ["b 3:4 word", "' 4:5 glued", "c 5:6 glued word"]]),
        ("bout de bout", [["bout de 0:7 unit 1 piece word", "bout 8:12 word"]]),
        ("et puis et", [["et puis 0:7 hard word", "et 8:10 word"]]),
        ("50 dollars australiens", [["50 0:2 number 50", "dollars australiens 3:22 AUD word"]]),
        ("a -> b ... c", [["a 0:1 word", "-> 2:4 mark", "b 5:6 word", "... 7:10 dots mark", "c 11:12 word"]]),
        ("la bonne", [["la 0:2 word", "bonne 3:8 word stop"]]),
        ("@zz_a #b1", [["@zz_a 0:5 word", "#b1 6:9 word"]]),
        ("cent vingt cinq €", [["cent 0:15 number 125 word spoken", "€ 16:17 EUR"]]),
        ("vingt cinq cent", [["vingt 0:15 number 2500 word spoken"]]),
        ("cinq cent mille", [["cinq 0:15 number 500000 word spoken"]]),
        ("mille cinq", [["mille 0:10 number 1005 word spoken"]]),
        ("quatre vingt onze", [["quatre 0:17 number 91 word spoken"]]),
        ("soixante et onze", [["soixante 0:16 number 71 word spoken"]]),
        ("vingt et puis cinq", [["vingt 0:5 number 20 word spoken", "et puis 6:13 hard word", "cinq 14:18 number 5 word spoken"]]),
        ("cinq et", [["cinq 0:4 number 5 word spoken", "et 5:7 word"]]),
        ("cinq vingt", [["cinq 0:4 number 5 word spoken", "vingt 5:10 number 20 word spoken"]]),
        ("a 1 500 €", [["a 0:1 word", "1500 2:7 number 1500", "€ 8:9 EUR"]]),
        ("1 500 €", [["1 0:1 number 1", "500 2:5 number 500", "€ 6:7 EUR"]]),
        ("1 500 € le", [["1500 0:5 number 1500", "€ 6:7 EUR", "le 8:10 per word"]]),
        ("+ 1 500 €", [["+ 0:1 hard", "1 2:3 number 1", "500 4:7 number 500", "€ 8:9 EUR"]]),
        ("a 1 550 €", [["a 0:1 word", "1 2:3 number 1", "550 4:7 number 550", "€ 8:9 EUR"]]),
        ("a 0 500 €", [["a 0:1 word", "0 2:3 number 0", "500 4:7 number 500", "€ 8:9 EUR"]]),
        ("a 12 500 €", [["a 0:1 word", "12 2:4 number 12", "500 5:8 number 500", "€ 9:10 EUR"]]),
        ("a 1 500 g", [["a 0:1 word", "1 2:3 number 1", "500 4:7 number 500", "g 8:9 unit 1 g word"]]),
        ("a 1 500", [["a 0:1 word", "1 2:3 number 1", "500 4:7 number 500"]]),
        ("7,5 x14", [["7,5 0:3 void", "x14 4:7 number 14 times"]]),
        ("3mmc 3g 1er 2s", [["3mmc 0:4 word", "3 5:6 number 3", "g 6:7 glued unit 1 g word", "1 8:9 number 1",
                             "er 9:11 glued word", "2 12:13 number 2", "s 13:14 glued word"]]),
        ("3 mmc", [["3 0:1 number 3", "mmc 2:5 word"]]),
        ("x12345 x", [["x12345 0:6 word", "x 7:8 for word"]]),
        ("1.2.3", [["1.2.3 0:5"]]),
    ],
)  # fmt: skip
def test_a_text_is_cut_into_lexemes_with_all_their_parts(text: str, expected: list[list[str]]) -> None:
    assert lexemes(text) == expected


def test_what_lies_in_a_void_span_is_no_number_but_keeps_its_words() -> None:
    assert lexemes("5 6 7 cinq g", ((2, 3), (6, 10))) == [
        ["5 0:1 number 5", "6 2:3 void", "7 4:5 number 7", "cinq 6:10 word spoken void", "g 11:12 unit 1 g word"]
    ]
    assert lexemes("x3 5\n6", ((0, 2), (5, 6))) == [["x3 0:2 word void", "5 3:4 number 5"], ["6 5:6 void"]]


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("bonjour", NO_ROLES),
        ("50", Roles(numbers=1)),
        ("50,5", Roles(numbers=1, is_priced=True)),
        ("50€", Roles(numbers=1, is_priced=True)),
        ("5g", Roles(numbers=1, is_measured=True, is_weighed=True)),
        ("5ml", Roles(numbers=1, is_measured=True)),
        ("1/50", Roles(numbers=2)),
        ("x20", Roles(numbers=1, is_measured=True)),
        ("5x", Roles(numbers=1, is_measured=True)),
        ("x", Roles(is_measured=True)),
        ("cinq", Roles(numbers=1)),
        ("e", NO_ROLES),
        ("5e", Roles(numbers=1, is_measured=True, is_priced=True)),
        ("bout", Roles(is_measured=True)),
        ("dollars", Roles(is_priced=True)),
        ("gramme", Roles(is_measured=True, is_weighed=True)),
        ("d’euros", Roles(is_priced=True)),
        ("dollars-x", Roles(is_measured=True)),
    ],
)
def test_the_roles_of_a_piece_of_text_are_those_that_its_words_may_play(text: str, roles: Roles) -> None:
    assert Vocabulary(TABLES).roles(text) == roles
    assert PriceFinder(TABLES).roles(text) == roles


def test_tables_that_are_missing_hold_no_words() -> None:
    assert Vocabulary({}).roles("5g") == Roles(numbers=1)
