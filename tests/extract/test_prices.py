"""Prices as typed facts. Every message is made up for these tests."""

from __future__ import annotations

import time
from collections.abc import Callable
from decimal import Decimal
from typing import Protocol

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codewords.extract.prices import PriceReading
from codewords.model import RuleSet


class Reader(Protocol):
    def __call__(self, text: str) -> PriceReading: ...

    def once(self, text: str) -> PriceReading: ...


def pairs(reading: PriceReading) -> list[str]:
    """Write prices as `5 g = 50`."""
    return [f"{_plain(price.quantity)} {price.unit} = {_plain(price.amount)}" for price in reading.prices]


def _plain(number: Decimal | None) -> str:
    return "?" if number is None else f"{number.normalize():f}"


FORMS = {
    "5g 50€ / 10g 90€": ["5 g = 50", "10 g = 90"],
    "coke 1/50 2/90": ["1 g = 50", "2 g = 90"],
    "beuh 5→45 10→80": ["5 g = 45", "10 g = 80"],
    "hash 10 - 50 / 25 - 110": ["10 g = 50", "25 g = 110"],
    "beuh 2 = 20 5 = 45": ["2 g = 20", "5 g = 45"],
    "hash 60 les 10": ["10 g = 60"],
    "taz 60 les 10": ["10 piece = 60"],
    "80€ le g": ["1 g = 80"],
    "20e/g": ["1 g = 20"],
    "20 eur / g": ["1 g = 20"],
    "le g à 60 au lieu de 80": ["1 g = 60"],
    "60 € instead of 80 €, le g": ["1 piece = 60"],
    "50 balles le 5": ["5 piece = 50"],
    "coke 70 le g, 130 les 2, 300 les 5": ["1 g = 70", "2 g = 130", "5 g = 300"],
    "2 pour 50 €": ["2 piece = 50"],
    "4 pour 100": ["4 piece = 100"],
    "8€ pièce, 60€ les 10": ["1 piece = 8", "10 piece = 60"],
    "9 l'unité 40 les cinq": ["1 piece = 9", "5 piece = 40"],
    "6 quid each or 4 for 20": ["1 piece = 6", "4 piece = 20"],
    "eighth 35, quarter 65, half 120, zip 220": ["3.5 g = 35", "7 g = 65", "14 g = 120", "28 g = 220"],
    "eighths 40 zips 250": ["3.5 g = 40", "28 g = 250"],
    "40 an eighth": ["3.5 g = 40"],
    "35 for the eighth": ["3.5 g = 35"],
    "2 oz for 400": ["56 g = 400"],
    "QP 500, half a key 1800": ["112 g = 500", "500 g = 1800"],
    "1kg 30, half 16": ["1000 g = 30", "500 g = 16"],
    "le kilo 1500": ["1000 g = 1500"],
    "1 500 € le kilo": ["1000 g = 1500"],
    "1.500 € le kilo": ["1000 g = 1500"],
    "3 € le kilo, 13 € les 5": ["1000 g = 3", "5000 g = 13"],
    "30 ml 40€, 1 litre 300€": ["30 ml = 40", "1000 ml = 300"],
    "25 cl à 12 €": ["250 ml = 12"],
    "plaque de 100 à 280": ["100 g = 280"],
    "olives de 10 g à 40 €": ["10 g = 40"],
    "boulettes de 0,5 à 40": ["0.5 g = 40"],
    "olive 10/40 25/90": ["10 g = 40", "25 g = 90"],
    "plaquette de 14 à 20 €": ["14 piece = 20"],
    "strip 30 voor 35": ["30 piece = 35"],
    "carton de six 55 €": ["6 piece = 55"],
    "box of 50, £40": ["50 piece = 40"],
    "sac de 25 kg 9 €": ["25000 g = 9"],
    "cuve 2 kg 30 €": ["1 piece = 30"],
    "30€ le sachet de 3g": ["3 g = 30"],
    "modèle S 25€ (3g dedans)": ["3 g = 25"],
    "petit pot (3,5) 45 €": ["3.5 g = 45"],
    "tramadol 50 : 20 cp, 30 €": ["20 piece = 30"],
    "tramadol 100 x20 : 45€": ["20 piece = 45"],
    "3 palettes pour 5$": ["3 piece = 5"],
    "12 boîtes à 8 euros": ["1 piece = 8"],
    "keta à 30": ["1 g = 30"],
    "coke 55": ["1 g = 55"],
    "cinq de coke à 200": ["5 g = 200"],
    "smack 2 for 15": ["2 piece = 15"],
    "pot 4.50, bougie 6.90.": ["1 piece = 4.5", "1 piece = 6.9"],
    "900 for fifty": ["50 piece = 900"],
    "1 4 10, 3 4 25": ["1 piece = 10", "3 piece = 25"],
    "20 la fiolette de beuh": ["1 piece = 20"],
    "4 € la douzaine, cinquante pour 15 €": ["12 piece = 4", "50 piece = 15"],
    "2€50 le joint": ["1 piece = 2.5"],
}


@pytest.mark.parametrize(("text", "expected"), FORMS.items(), ids=FORMS)
def test_every_way_to_write_a_price_is_read(read: Reader, text: str, expected: list[str]) -> None:
    assert pairs(read(text)) == expected


SPOKEN = {
    "cinquante euros les dix taz": ["10 piece = 50"],
    "soixante-dix euros le gramme": ["1 g = 70"],
    "cent vingt euros les deux grammes": ["2 g = 120"],
    "quatre-vingts euros le gramme": ["1 g = 80"],
    "forty quid an eighth": ["3.5 g = 40"],
    "one hundred and fifty dollars a quarter": ["7 g = 150"],
    "cincuenta euros el gramo": ["1 g = 50"],
    "treinta y cinco euros el gramo": ["1 g = 35"],
    "sechzig euro das gramm": ["1 g = 60"],
    "zehn stück für fünfzig euro": ["10 piece = 50"],
    "vijftig euro per gram": ["1 g = 50"],
    "tien voor dertig": ["10 piece = 30"],
    "settanta euro al grammo": ["1 g = 70"],
    "dieci per sessanta euro": ["10 piece = 60"],
    "cinquenta reais a grama": ["1 g = 50"],
    "dez por quarenta": ["10 piece = 40"],
}


@pytest.mark.parametrize(("text", "expected"), SPOKEN.items(), ids=SPOKEN)
def test_numbers_in_words_are_read_in_seven_languages(read: Reader, text: str, expected: list[str]) -> None:
    assert pairs(read(text)) == expected


NO_PRICE = [
    "ouvert de 14h à 2h, 7j/7 et 24/24",
    "coke dispo 22h30 - 4h",
    "open 4pm till 1am",
    "von 18 bis 22 uhr",
    "beuh sur le 75, 77, 78 et 93",
    "hash 59 62",
    "06 00 00 00 00",
    "+33 6 00 00 00 00",
    "thc 22 % et 10/10",
    "-15% sur tout",
    "on a gagné 3-0, 2-1 à la mi-temps",
    "il a 16 ans et elle 3 mois",
    "taille 42, du 38 au 45, poster 40x60",
    "livré en 30 min à 12 km",
    "le 12/03/2024 et le 3 mai 2025",
    "en 2005 tout allait mieux",
    "200 mg de coke",
    "3e compte, la 10e commande offerte",
    "payé 150 € par jour",
    "200 a night, cash",
    "100 al giorno, 150 per avond, 80 por noite",
    "12,50€ brut/h",
    "livraison 10€, banlieue +5",
    "dès 100€ de commande",
    "minimum 60€",
    "100€ mini",
    "free over £20",
    "une amende de 200 €",
    "150 € d'amende",
    "te debo 15 de la gasolina",
    "2cb, 3mmc et m30s",
    "coke 94-93",
    "8 commandes = 1 cadeau",
    "je gagne 200 € par semaine",
    "un panier de 150 €",
    "",
    "bonjour à tous",
]


@pytest.mark.parametrize("text", NO_PRICE)
def test_what_is_no_price_stays_out(read: Reader, text: str) -> None:
    assert pairs(read(text)) == []


CURRENCIES = {
    "50€ le g": "EUR",
    "50 balles le g": "EUR",
    "£25 a gram": "GBP",
    "25 quid a gram": "GBP",
    "$40 an eighth": "USD",
    "80.- le g": "CHF",
    "CHF 80 le g": "CHF",
    "50,- per gram": "EUR",
    "40 pavos el gramo": "EUR",
    "r$ 50 a grama": "BRL",
    "1200 DA la plaquette": "DZD",
    "80$ le g à Montréal": "CAD",
    "180 a g in Melbourne": "AUD",
    "25 a g": None,
}


@pytest.mark.parametrize(("text", "code"), CURRENCIES.items(), ids=CURRENCIES)
def test_currency_comes_from_sign_word_or_country(read: Reader, text: str, code: str | None) -> None:
    assert [price.currency for price in read(text).prices] == [code]


def test_a_finder_made_for_one_text_reads_it_all_the_same(read: Reader) -> None:
    told = ("taz 60 les 10", "QP 500, half a key 1800", "smack 2 for 15", "tramadol 100 x20 : 45€", "le kilo 1500")
    assert {text: pairs(read.once(text)) for text in told} == {text: FORMS[text] for text in told}
    assert {text: read.once(text).prices[0].currency for text in CURRENCIES} == CURRENCIES


def test_written_currency_serves_the_prices_beside_it(read: Reader) -> None:
    prices = read("coke £60 a gram, 2 for 110").prices
    assert [(price.currency, "currency" in price.inferred) for price in prices] == [("GBP", False), ("GBP", True)]


def test_heading_names_the_product_of_the_lines_below(read: Reader) -> None:
    reading = read("❄️ Coke\n0.5 → 35\n1 → 60\n\n🍫 Hash\n10g 50€\n25g 110€")
    assert [price.substance for price in reading.prices] == ["cocaine"] * 2 + ["cannabis_resin"] * 2
    assert pairs(reading) == ["0.5 g = 35", "1 g = 60", "10 g = 50", "25 g = 110"]


def test_new_heading_takes_no_product_from_the_one_above(read: Reader) -> None:
    reading = read("Coke\n1g 60€\n\nBlorf\n1g 30€")
    assert [(price.item, price.substance) for price in reading.prices] == [("Coke", "cocaine"), ("Blorf", None)]


def test_nearest_product_before_a_price_is_its_item(read: Reader) -> None:
    reading = read("beuh 10/g, coke 60/g")
    assert [price.substance for price in reading.prices] == ["cannabis_herb", "cocaine"]


def test_product_after_a_price_is_its_item_where_none_stands_before(read: Reader) -> None:
    assert [price.item for price in read("20 le g de beuh").prices] == ["beuh"]


def test_unknown_word_in_the_place_of_a_product_is_a_slot(read: Reader) -> None:
    text = "Blorf 60€ le g, 100€ les 2"
    assert [text[start:end] for start, end in read(text).slots] == ["Blorf"]


def test_known_product_leaves_no_slot(read: Reader) -> None:
    assert read("coke 60€ le g").slots == ()


@pytest.mark.parametrize(
    "text", ["5g\t50€", "5g ........ 50€", "5g | 50€", "5g ➡️ 50€", "5g : 50€", "5g — 50€", "5g 🔥 50€"]
)
def test_tables_with_tabs_dots_and_signs_are_read(read: Reader, text: str) -> None:
    assert pairs(read(text)) == ["5 g = 50"]


def test_styled_digits_keep_their_place_in_the_original(read: Reader) -> None:
    text = "𝟱𝗴 𝟱𝟬€ !"
    (price,) = read(text).prices
    assert text[price.start : price.end] == "𝟱𝗴 𝟱𝟬€"


def test_what_was_not_written_is_named(read: Reader) -> None:
    (price,) = read("hash 60 les 10").prices
    assert price.inferred == ("unit", "currency")


def test_quantities_are_placed_whether_priced_or_not(read: Reader) -> None:
    text = "2 pilules et 1,5 kg"
    found = [(text[one.start : one.end], one.value, one.unit) for one in read(text).quantities]
    assert found == [("2 pilules", Decimal(2), "piece"), ("1,5 kg", Decimal(1500), "g")]


def test_numbers_that_are_no_price_are_placed(read: Reader) -> None:
    text = "coke 60 le g, 22h30"
    assert [text[start:end] for start, end in read(text).not_prices] == ["22h30"]


def test_ids_name_patterns_of_the_rule_set(read: Reader, rules: RuleSet) -> None:
    known = {pattern.id for pattern in rules.patterns}
    reading = read("coke 55, 5g 200€, bougie 12 €")
    assert set(reading.ids) == {"price.bare", "price.pair", "price.amount"} <= known


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="0123456789 gke€£$lesàpour/-=→.,:x()\n❄🍫ab", max_size=60))
def test_spans_lie_in_the_text_and_never_overlap(read: Reader, text: str) -> None:
    reading = read(text)
    edge = 0
    for price in reading.prices:
        assert edge <= price.start < price.end <= len(text)
        assert price.amount >= 0
        edge = price.end


@pytest.mark.parametrize(
    "piece",
    [
        "5g 50€ ",
        "7",
        "1/50 2/90 ",
        " ",
        "5g 50€\n",
        "le g ",
        "pour ",
        "1 2 ",
        "coke ",
        "cent ",
        "€",
        "blorf 10 ",
        "06 ",
        "/ ",
        "1,2",
    ],
)
def test_reading_is_linear_in_the_length_of_the_text(read: Reader, piece: str) -> None:
    def seconds(length: int) -> float:
        text = (piece * (length // len(piece) + 1))[:length]
        return min(_timed(lambda: read(text)) for _ in range(2))

    small, large = seconds(4_000), seconds(16_000)
    assert large < 4 * 2.5 * max(small, 0.004)


def _timed(call: Callable[[], object]) -> float:
    start = time.process_time()
    call()
    return time.process_time() - start
