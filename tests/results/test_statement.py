"""The statement of reasons: true to the decision, different for each ground, silent about the words."""

import dataclasses
import re
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest

import codewords
from codewords.model import CATEGORIES
from codewords.results import ScanResult, Skipped
from codewords.results.statement import languages

FILES = Path(codewords.__file__).parent / "results" / "statements"
MENU = "Bonsoir\nbeuh 5g 50€ / 10g 90€, livraison 7j/7, snap zz_fictif\nbisous"
RECORD = {"title": "Beuh top", "price": 50, "description": "5g 50€ / 10g 90€", "tags": ["snap zz_fictif"]}


@pytest.fixture(scope="module")
def menu(engine):
    result = engine.scan(MENU)
    assert (result.label, result.action) == ("offer", "block")
    return result


def judged_as(result, **changes):
    return dataclasses.replace(result, **changes)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_each_category_label_and_action_has_a_statement_of_its_own(menu, lang):
    grounds = [judged_as(menu, categories=(name,)) for name in CATEGORIES]
    grounds += [judged_as(menu, categories=(), label=label) for label in ("offer", "talk", "none")]
    assert len({item.statement(lang) for item in grounds}) == len(CATEGORIES) + 3
    actions = [judged_as(menu, action=name).statement(lang) for name in ("allow", "review", "block")]
    assert len(set(actions)) == 3


def test_a_language_that_is_not_there_is_refused_with_those_that_are(menu):
    assert languages() == ("en", "fr")
    for wrong in ("de", "", "../fr", "fr.toml"):
        with pytest.raises(ValueError, match="known: en, fr"):
            menu.statement(wrong)


def keys(table, prefix=""):
    for name, value in table.items():
        yield from keys(value, f"{prefix}{name}.") if isinstance(value, dict) else [f"{prefix}{name}"]


def test_every_language_has_every_sentence_for_every_surface_and_category(engine):
    tables = {name: tomllib.loads((FILES / f"{name}.toml").read_text(encoding="utf-8")) for name in languages()}
    assert {tuple(keys(table)) for table in tables.values()} == {tuple(keys(tables["fr"]))}
    for table in tables.values():
        assert {item.id for item in engine.surfaces} == set(table["surface"])
        assert set(CATEGORIES) <= set(table["category"])


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_no_recognised_word_is_named_unless_the_text_is_handed_in(menu, lang):
    said = menu.statement(lang)
    for match in menu.matches:
        assert match.text not in said
        assert match.id not in said
    assert all(hit.id not in said and hit.title not in said for hit in menu.detections)


def test_two_messages_that_are_judged_alike_get_the_same_statement(engine):
    said = defaultdict(set)
    for detection in engine.ruleset.detections:
        for text in detection.hits[:1]:
            result = engine.scan(text)
            if result.label == "offer":
                statements = (result.statement("fr"), result.statement("en"))
                said[result.categories, result.action].add(statements)
    assert {name for names, _ in said for name in names} >= {"sale", "recruitment", "relocation", "endorsement"}
    assert {len(statements) for statements in said.values()} == {1}


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_line_that_is_one_recognised_word_is_neither_quoted_nor_placed(engine, lang):
    record = {"title": "beuh", "description": "5g 50€ / 10g 90€\nsnap zz_fictif"}
    result = engine.scan_record(record)
    assert any(match.field == "title" and match.text == "beuh" for match in result.matches)
    for text in (None, record):
        said = result.statement(lang, text=text)
        assert "title" in said
        assert "beuh" not in said
    assert "5g 50€ / 10g 90€" in said


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_no_threshold_and_no_points_are_told(menu, lang):
    said = menu.statement(lang, text=MENU)
    numbers = {round(abs(number), 2) for number in (menu.points, menu.score, *(h.points for h in menu.detections))}
    assert not numbers & {
        float(number) for number in re.findall(r"\d+\.\d+", said.replace(menu.ruleset.version, ""))
    }


@pytest.mark.parametrize(
    ("lang", "block", "review"),
    [
        ("fr", "La décision a été prise automatiquement", "La décision sera prise par une personne"),
        ("en", "The decision was taken by automated means", "A person will take the decision"),
    ],
)
def test_it_is_told_whether_a_person_or_a_program_decides(menu, lang, block, review):
    assert block in menu.statement(lang)
    assert review not in menu.statement(lang)
    assert review in judged_as(menu, action="review").statement(lang)
    assert block not in judged_as(menu, action="review").statement(lang)


def test_a_quotation_is_whole_lines_and_so_is_its_place(menu):
    said = menu.statement("en", text=MENU)
    line = MENU.splitlines()[1]
    assert f"“{line}”" in said
    assert f"from character {MENU.index(line) + 1} to character {MENU.index(line) + len(line)}" in said


def test_a_long_passage_is_told_by_its_place_alone(engine):
    text = f"beuh 5g 50€, {'bla ' * 100}10g 90€, snap zz_fictif"
    result = engine.scan(text)
    assert result.label == "offer"
    assert "bla" not in result.statement("fr", text=text)
    assert "caractère" in result.statement("fr", text=text)


def test_the_fields_of_a_record_are_named(engine):
    said = engine.scan_record(RECORD).statement("fr", text=RECORD)
    assert "le champ « title »" in said
    assert "le champ « tags.0 »" in said
    assert "« 5g 50€ / 10g 90€ »" in said


def test_the_messages_of_a_thread_are_named_by_their_number(engine):
    thread = ["t'as quoi ?", "beuh 60 les 10, snap zz_fictif"]
    assert "le champ « 1 »" in engine.scan_thread(thread).statement("fr", text=thread)


def test_another_text_than_the_one_scanned_is_refused(menu):
    for other in (MENU.replace("beuh", "thym"), "", {"title": MENU}):
        with pytest.raises(ValueError, match="not the one that was scanned"):
            menu.statement("fr", text=other)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_contact_and_terms_are_placeholders_until_given(menu, lang):
    assert menu.statement(lang).count("[") == 2
    said = menu.statement(lang, contact="https://exemple.invalid/appel", terms="4.2 {brut}")
    assert "[" not in said
    assert "https://exemple.invalid/appel" in said
    assert "(4.2 {brut})" in said


def test_a_message_without_an_offer_is_told_that_nothing_follows(engine):
    said = engine.scan("bonjour à tous").statement("en")
    assert "does not restrict your content" in said
    assert "passage" not in said
    assert "forbidden" not in said


def test_what_was_not_looked_at_is_said(menu):
    cut = judged_as(menu, skipped=(Skipped("text", "too long"),))
    assert "could not be analysed" in cut.statement("en")
    assert "could not be analysed" not in menu.statement("en")


def test_a_stored_result_states_the_same(menu):
    stored = ScanResult.from_dict(menu.to_dict(text=False))
    assert stored.statement("fr") == menu.statement("fr")


def test_automated_means_and_the_version_of_the_rules_are_named(menu):
    said = menu.statement("en")
    assert "automated means" in said
    assert menu.ruleset.version in said
