"""Warnings are given where they help, and nowhere else."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from codewords.source.conduct import emoji_offers
from codewords.source.identity import read_identity
from codewords.source.load import check_rules, load_rules, read_loosely
from codewords.source.locate import bundled_rules
from codewords.source.log import Log

TODAY = dt.date(2026, 11, 24)
CRACK = "lexicons/substances/crack.yaml"
HEAD = "substance: cocaine\nlang: fr\nsince: 2026.11.0\nsource: [small_glossary]\n"


@pytest.fixture
def pack(small_pack, tmp_path):
    return Path(shutil.copytree(small_pack, tmp_path / "pack"))


def _codes(pack, as_of=TODAY):
    return [problem.code for problem in check_rules(pack, as_of=as_of)]


def _terms(pack, *terms):
    (pack / CRACK).write_text(HEAD + "terms:\n" + "".join(f"- {term}\n" for term in terms), encoding="utf-8")


@pytest.mark.parametrize(
    ("written", "form", "codes"),
    [
        ("pagé", "page", []),  # `page` is an ordinary word of the small pack: folding leaves it alone
        ("pagé", "pàge", ["CW702"]),
        ("du pagé", "du page", []),
        ("page dé", "page de", ["CW702"]),  # the ordinary word is the same in both
    ],
)
def test_a_form_that_is_an_ordinary_word_is_needed(pack, written, form, codes):
    _terms(pack, f"{{term: {written}, forms: [{form}], ambiguity: low, role: name}}")
    assert _codes(pack) == codes


def test_a_capital_that_is_part_of_the_code_is_no_double(pack):
    _terms(pack, "{term: ZZa, forms: [zzA], ambiguity: low, case: exact}")
    assert _codes(pack) == []


def test_a_stated_homonym_and_one_of_the_same_family_are_no_fault(pack):
    _terms(pack, "{term: zzherbe, forms: [zzgrass], ambiguity: low, substance: cannabis}")
    herb = pack / "lexicons" / "substances" / "cannabis_herb.yaml"
    text = herb.read_text(encoding="utf-8")
    herb.write_text(text.replace("[beuher]", "[beuher, zzgrass]"), encoding="utf-8")
    assert _codes(pack) == []
    herb.write_text(text.replace("[beuher]", "[beuher, zzgrass]\n  sense: cocaine in Fictif"), encoding="utf-8")
    _terms(pack, "{term: zzgrass, ambiguity: low, sense: the herb elsewhere}")
    assert _codes(pack) == []


def test_the_last_month_of_a_review_date_is_still_in_time(pack):
    _terms(pack, "{term: zzrock, ambiguity: low, review_by: 2027-03}")
    assert _codes(pack, dt.date(2027, 3, 31)) == []
    assert _codes(pack, dt.date(2027, 4, 1)) == ["CW707"]


def test_without_a_day_the_dates_are_those_of_today(pack):
    _terms(pack, "{term: zzrock, ambiguity: low, review_by: 2001-01}")
    assert "CW707" in [problem.code for problem in check_rules(pack)]


def test_loading_gives_no_thought_to_quality(pack, monkeypatch):
    monkeypatch.setattr("codewords.source.load.lint", None)
    assert load_rules(pack).digest
    with pytest.raises(TypeError):
        check_rules(pack)


def test_an_emoji_may_hint_as_long_as_no_offer_comes_of_it(pack):
    detection = "{id: sale.flake, title: A flake, points: %s, when: {kind: emoji}}"
    file = pack / "detections" / "emoji.yaml"
    head = "since: 2026.11.0\noutcome: offer\ncategory: sale\ndetections:\n- "
    file.write_text(head + detection % 1.7, encoding="utf-8")
    assert emoji_offers(load_rules(pack)) == []
    file.write_text(head + detection % 1.8, encoding="utf-8")
    assert "CW508" in _codes(pack)


@pytest.mark.parametrize(
    ("condition", "is_alone"),
    [
        ("{kind: emoji}", True),
        ('{kind: [emoji, substance], count: ">=2"}', True),
        ("{ambiguity: high}", True),
        ("{none: [{kind: price}]}", True),
        ("{any: [{kind: price}, {id: emoji.snowflake}]}", True),
        ("{use: product}", True),
        ("{kind: price}", False),
        ("{all: [{kind: emoji}, {kind: price}]}", False),
        ("{all: [{use: product}, {kind: delivery}]}", False),
        ("{id: emoji.delivery-truck}", False),
        ("{kind: [emoji, counter], topic: police}", False),
        ("{role: slang}", False),
    ],
)
def test_a_condition_that_emoji_alone_fulfil_is_known(pack, condition, is_alone):
    text = "since: 2026.11.0\noutcome: offer\ncategory: sale\ndetections:\n- id: sale.flake\n  title: A flake\n"
    file = pack / "detections" / "emoji.yaml"
    file.write_text(f"{text}  points: 9.0\n  when: {condition}\n", encoding="utf-8")
    assert [item.id for item in emoji_offers(read_loosely(pack)[0])] == (["sale.flake"] if is_alone else [])


def test_identity_words_are_refused_in_patterns_too(pack):
    price = pack / "patterns" / "price.yaml"
    price.write_text(
        price.read_text(encoding="utf-8").replace("saisies?", "(?:zzfictien|saisie)s?"), encoding="utf-8"
    )
    assert _codes(pack) == ["CW311"]


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("un zzfictien", ["CW311"]),
        ("ZZFICTIEN vendeur", ["CW311"]),
        ("zzfictien zzfictien", ["CW311"]),
        ("zzfictien hash", []),  # a product
        ("le vendeur", []),  # no group
        ("zzfictiens", []),  # another word: a list names each form
    ],
)
def test_a_phrase_of_a_group_and_words_for_persons_is_refused_and_a_product_is_not(pack, written, codes):
    (pack / "identity.txt").write_text("zzfictien\n+ un le vendeur\n", encoding="utf-8")
    _terms(pack, f"{{term: {written}, ambiguity: low}}")
    assert _codes(pack) == codes


def test_an_exception_is_for_its_own_entry_and_its_own_word(pack):
    (pack / "identity.txt").write_text("zzfictien: crack.zzfictien  # a product\nzzfictois\n", encoding="utf-8")
    _terms(pack, "{term: zzfictien, ambiguity: low}")
    assert _codes(pack) == []
    _terms(pack, "{term: zzfictien, forms: [zzfictois], ambiguity: low}")
    assert _codes(pack) == ["CW311"]
    _terms(pack, "{term: zzfictien, ambiguity: low}", "{term: zzrock, forms: [Zzfictién], ambiguity: low}")
    assert "CW311" in _codes(pack)


def test_an_exception_that_is_weak_stops_no_loading(pack):
    (pack / "identity.txt").write_text("zzfictien: cocaine.zzgone\n", encoding="utf-8")
    assert _codes(pack) == ["CW711", "CW711"]
    assert load_rules(pack).digest


def test_rules_without_a_list_of_groups_are_complete(pack):
    (pack / "identity.txt").unlink()
    assert _codes(pack) == []


def test_the_bundled_rules_have_a_list_of_groups_and_no_fault_or_warning():
    identity = read_identity(bundled_rules(), Log())
    assert len(identity.words) > 600
    assert all(item.reason for item in identity.excuses)
    for spelling in ("musulman", "el chico colombiano", "Türken", "gays", "marokkaanse jongens", "colombien"):
        assert identity.is_named(spelling, "zz.zzother")
    for spelling in ("hindu kush", "afghan hash", "pain turc", "white widow", "blanche"):
        assert not identity.is_named(spelling, "zz.zzother")
    assert [str(problem) for problem in check_rules(bundled_rules(), as_of=TODAY)] == []


def test_every_check_runs_on_rules_that_have_faults(pack):
    _terms(pack, "{term: zzrock, ambiguity: hihg}", "{term: c, ambiguity: low}")
    assert _codes(pack) == ["CW205", "CW708"]
    rules, errors = read_loosely(pack)
    assert [error.code for error in errors] == ["CW205"]
    assert "crack.c" in {term.id for term in rules.terms}
