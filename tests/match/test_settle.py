from __future__ import annotations

import pytest

import codewords
from codewords.results import ScanResult


@pytest.fixture(scope="module")
def scan(engine: codewords.Engine):
    def everything(text: str) -> ScanResult:
        return engine.scan(text, evidence="all")

    return everything


def codes(result: ScanResult) -> list[str]:
    return [match.text for match in result.matches if match.kind == "substance"]


@pytest.mark.parametrize("text", ["T&C apply, call now", "see C above", "vitamine D ou K ?"])
def test_a_letter_with_no_frame_is_no_code(scan, text: str) -> None:
    assert codes(scan(text)) == []


@pytest.mark.parametrize("text", ["C 60€ le g", "C 70 le g, 3 pour 190", "dispo : C, D et K 50€ le g"])
def test_a_letter_beside_a_price_is_a_code(scan, text: str) -> None:
    assert "C" in codes(scan(text))


def test_a_letter_that_is_a_unit_is_no_code(scan) -> None:
    assert "G" not in codes(scan("beuh 10 G 60€"))


def test_a_phrase_of_ordinary_life_takes_an_ambiguous_code_away(scan) -> None:
    assert codes(scan("un coca zéro avec des glaçons")) == []


def test_a_phrase_of_ordinary_life_takes_no_certain_word_away(scan) -> None:
    assert "cocaïne" in codes(scan("la cocaïne zéro glaçons"))


def test_digits_inside_a_longer_number_are_no_code(scan) -> None:
    assert codes(scan("note 5.00/5 pour le vendeur")) == []


def counters(result: ScanResult) -> list[str]:
    return [match.text for match in result.matches if match.kind == "counter"]


def test_an_everyday_word_inside_a_clear_contact_or_substance_is_part_of_it(scan) -> None:
    assert counters(scan("tele: zz_fictif_ski")) == []
    assert "soap" not in counters(scan("soap bar 100 a half"))


def test_an_everyday_word_inside_a_name_of_a_variety_still_counts(scan) -> None:
    assert "Cake" in counters(scan("Wedding Cake 30€ la part"))
