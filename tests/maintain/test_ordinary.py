"""The lists of ordinary words within reach of a term, made from a tiny rule set."""

import shutil
import sys
from pathlib import Path

import pytest

from codewords.maintain import ordinary
from codewords.maintain.ordinary import main, ordinary_words, render
from codewords.source.load import load_rules

SMALL = Path(__file__).parents[1] / "packs" / "small"


@pytest.fixture(scope="module")
def rules():
    return load_rules(SMALL)


def test_words_a_typo_or_an_accent_away_are_listed_and_others_are_not(rules):
    words = ["cocaïne", "cocaine", "cocaines", "locaine", "speedbal", "livraisons", "chien", "maison"]
    found = ordinary_words(rules, {"fr": words})["fr"]
    assert "speedbal" in found
    assert not {"chien", "maison"} & set(found)


def test_the_unaccented_spelling_of_a_sure_term_stays_findable(rules):
    assert ordinary_words(rules, {"fr": ["cocaine", "beuh"]}) == {"fr": []}


def test_a_list_is_sorted_and_holds_each_word_once(rules):
    found = ordinary_words(rules, {"en": ["speedbal", "cocaina", "speedbal"]})["en"]
    assert found == sorted(set(found))


def test_a_list_names_its_source_and_licence():
    pytest.importorskip("wordfreq")
    text = render("fr", ["a", "b"])
    assert "CC BY-SA" in text
    assert [line for line in text.splitlines() if not line.startswith("#")] == ["a", "b"]


def test_a_stale_list_fails_the_check_and_a_new_one_passes(tmp_path, monkeypatch, capsys):
    pytest.importorskip("wordfreq")
    monkeypatch.setattr(ordinary, "frequent_words", lambda langs: {"fr": ["speedbal", "chien"]})
    pack = tmp_path / "pack"
    shutil.copytree(SMALL, pack)
    assert main([str(pack), "--check"]) == 1
    assert "out of date" in capsys.readouterr().err
    assert main([str(pack)]) == 0
    assert main([str(pack), "--check"]) == 0


def test_without_the_frequency_lists_the_command_names_the_extra_and_writes_nothing(monkeypatch, capsys, tmp_path):
    monkeypatch.setitem(sys.modules, "wordfreq", None)
    folder = shutil.copytree(SMALL, tmp_path / "rules")
    before = {path: path.read_bytes() for path in folder.rglob("*.txt")}
    assert main([str(folder)]) == 2
    assert "pip install 'codewords[maintain]'" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in folder.rglob("*.txt")} == before
