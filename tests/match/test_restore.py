"""Disguised words written plain: prices, contacts and phrases over them, with their places in the original."""

from __future__ import annotations

import pytest

import codewords


def found(engine: codewords.Engine, text: str, kind: str) -> set[str]:
    return {item.text for item in engine.scan(text, evidence="all").matches if item.kind == kind}


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("de la coke 80 le gr4mm3 ce soir", "80 le gr4mm3"),
        ("de la coke 80 le g.r.a.m.m.e ce soir", "80 le g.r.a.m.m.e"),
        ("de la coke 80 le gra mme ce soir", "80 le gra mme"),
        ("de la coke 80 #LeGramme ce soir", "80 #LeGramme"),
    ],
)
def test_a_price_is_read_over_a_disguised_unit(engine: codewords.Engine, text: str, span: str) -> None:
    (price,) = [item for item in engine.scan(text, evidence="all").prices if item.unit == "g"]
    assert (int(price.amount), int(price.quantity or 0)) == (80, 1)
    assert text[price.start : price.end] == span


@pytest.mark.parametrize("app", ["+el€gram", "t.e.l.e.g.r.a.m", "Tel egram", "telegr*m"])
def test_a_contact_is_read_beside_a_disguised_app(engine: codewords.Engine, app: str) -> None:
    text = f"beuh dispo, {app} zz_fictif_x"
    keys = {item.key for item in engine.scan(text, evidence="all").contacts}
    assert "telegram:zz_fictif_x" in keys


def test_a_handle_is_never_written_plain(engine: codewords.Engine) -> None:
    (contact,) = engine.scan("beuh dispo, snap : zz_b3uh_x", evidence="all").contacts
    assert contact.handle == "zz_b3uh_x"


@pytest.mark.parametrize("text", ["un match 5.00/5 hier", "rendez-vous le 12.00 au bar", "la note est 4:20/5"])
def test_digits_inside_a_number_are_no_code(engine: codewords.Engine, text: str) -> None:
    assert found(engine, text, "substance") == set()


@pytest.mark.parametrize("text", ["T&C apply", "hope 2 C U there", "my size is K or H"])
def test_a_single_letter_without_a_frame_is_no_code(engine: codewords.Engine, text: str) -> None:
    assert found(engine, text, "substance") == set()


def test_single_letters_before_a_price_are_codes(engine: codewords.Engine) -> None:
    assert {"C", "K"} <= found(engine, "C / K / beuh 60€", "substance")


@pytest.mark.parametrize("text", ["Sellingadderall", "#ourcocaineplug"])
def test_a_sure_word_between_ordinary_ones_is_found(engine: codewords.Engine, text: str) -> None:
    assert found(engine, text, "substance") != set()


@pytest.mark.parametrize("text", ["no#s", "Th*s", "li*s", "prop*gande", "app#l", "b*ck"])
def test_a_struck_out_letter_of_an_ordinary_word_tells_nothing(engine: codewords.Engine, text: str) -> None:
    assert found(engine, f"hier {text} encore", "substance") == set()


@pytest.mark.parametrize("item", ["c0c@ïne", "b.e.u.h", "sh1t"])
def test_what_is_sold_is_named_as_it_is_written(engine: codewords.Engine, item: str) -> None:
    (price,) = engine.scan(f"{item} 60€ le g, livraison", evidence="all").prices
    assert price.item == item


@pytest.mark.parametrize("word", ["propinas", "partis", "tabou"])
def test_an_ordinary_word_is_not_cut_into_small_ones(engine: codewords.Engine, word: str) -> None:
    found_in = engine.scan(f"beuh {word} 10g 60€", evidence="all").matches
    assert [item.id for item in found_in if word.startswith(item.text) or word in item.text] == []


def test_a_typo_in_a_word_of_a_price_is_mended_beside_other_evidence(engine: codewords.Engine) -> None:
    (price,) = engine.scan("de la beuh à 7 blales ce soir", evidence="all").prices
    assert (int(price.amount), price.currency) == (7, "EUR")


def test_a_mended_word_never_speaks_against_an_offer(engine: codewords.Engine) -> None:
    found_in = engine.scan("beuh dispo, zgegen 10g 60€", evidence="all").matches
    assert [item.id for item in found_in if item.kind == "counter"] == []
