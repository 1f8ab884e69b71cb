from __future__ import annotations

import ast
import random
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("confusable_homoglyphs", reason="look-alikes are read off a package of the dev extra")

import generators
from generators import alphabets, prose

FOLDER = Path(generators.__file__).parent
MENU = (
    "🍫 Beuh filtrée 5g 45€ / 10g 80€, livraison rapide sur Lyon et alentours\n"
    "cocaïne pure 70 € le g, snap zz_fictif_carte, tel 06 00 00 00 00, https://exemple.invalid/menu"
)
ALL = pytest.mark.parametrize("family", generators.FAMILIES, ids=lambda family: family.name)
LETTERS = pytest.mark.parametrize("family", generators.LETTERS, ids=lambda family: family.name)
BEYOND = pytest.mark.parametrize("family", generators.BEYOND, ids=lambda family: family.name)


def written(sent: generators.Sent) -> str:
    if isinstance(sent, dict):
        return "\n".join(sent.values())
    return "\n".join(sent) if isinstance(sent, list) else sent


def test_there_are_sixteen_families_of_letters_and_seven_beyond() -> None:
    assert len(generators.LETTERS) >= 16
    assert len(generators.BEYOND) >= 7
    assert len({family.name for family in generators.FAMILIES}) == len(generators.FAMILIES)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.name)
def test_generators_import_nothing_of_codewords(path: Path) -> None:
    names = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.extend(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.append(node.module or "")
    assert not [name for name in names if name.split(".")[0] == "codewords"]


def test_generators_open_no_file_of_the_rules() -> None:
    for path in FOLDER.glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        called = {
            node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and hasattr(node.func, "id")
        }
        assert "open" not in called
        assert "Path" not in called


@ALL
def test_same_text_and_seed_give_the_same_disguise(family: generators.Family) -> None:
    assert family(MENU, "1") == family(MENU, "1")


@ALL
def test_a_disguise_changes_what_is_sent(family: generators.Family) -> None:
    assert all(family(MENU, str(seed)) != MENU for seed in range(10))


@LETTERS
def test_another_seed_gives_another_disguise(family: generators.Family) -> None:
    assert len({written(family(MENU, str(seed))) for seed in range(10)}) > 5


@LETTERS
def test_numbers_handles_and_links_stay_readable(family: generators.Family) -> None:
    kept = ("5g", "45€", "10g", "80€", "70 €", "zz_fictif_carte", "06 00 00 00 00", "https://exemple.invalid/menu")
    for seed in range(10):
        sent = written(family(MENU, str(seed)))
        assert [part for part in kept if part not in sent] == []


@BEYOND
def test_families_beyond_letters_leave_the_words_of_the_offer_alone(family: generators.Family) -> None:
    sent = written(family(MENU, "1")).split()
    rest = iter(sent)
    assert all(word in rest for word in MENU.split() if word != "€")


@pytest.mark.parametrize("way", generators.WORDS, ids=lambda way: way.name)
def test_about_a_third_to_two_thirds_of_the_words_are_disguised(way: generators.Disguise) -> None:
    text = " ".join(["livraison", "demain", "magnifique", "terrasse", "fenêtre", "bouteille"] * 10)
    touched: list[str] = []

    def note(word: str, rng: random.Random) -> str:
        touched.append(word)
        return way.apply(word, rng)

    counted = generators.Disguise(way.name, note, least=way.least, share=way.share, apart=way.apart)
    counted(text, random.Random(1))
    assert 1 / 3 <= len(touched) / 60 <= 2 / 3


@pytest.mark.parametrize("name", alphabets.STYLES)
def test_a_style_writes_nearly_every_letter_and_reads_as_it_by_unicodes_own_data(name: str) -> None:
    table = alphabets.style(name)
    assert len({letter.lower() for letter in table}) >= 23
    for letter, char in table.items():
        assert not char.isascii()
        assert re.search(rf"\b{letter.upper()}$", unicodedata.name(char))


def test_lookalikes_are_cyrillic_or_greek_letters() -> None:
    chars = [char for looks in alphabets.lookalikes().values() for char in looks]
    assert {"а", "о", "е", "ο"} <= set(chars)
    assert all(unicodedata.name(char).split()[0] in ("CYRILLIC", "GREEK") for char in chars)


def test_letters_turned_twice_are_as_before_where_unicode_knows_both() -> None:
    table = alphabets.turned()
    assert set(table) >= set("abcdefghijklmnpqrtuvwy")
    assert all(table[table[letter]] == letter for letter in "bdnpqu")


def test_a_pair_takes_both_ways_by_turns() -> None:
    sent = written(generators.pair("punctuation", "upside-down")(MENU, "3"))
    assert any(char in sent for char in "ɐǝɹʇʌ")
    assert re.search(r"[^\W\d_](?:[.\-_*/·|~])[^\W\d_]", sent.replace("zz_fictif_carte", "").split("https")[0])


def test_all_prose_stands_in_all_seven_languages() -> None:
    langs = {"fr", "en", "es", "de", "nl", "it", "pt"}
    tables = (prose.NEWS, prose.PREVENTION, prose.COOKING, prose.TAGS, prose.WINKS, prose.FILLERS, prose.ORDINARY)
    assert [set(table) for table in tables] == [langs] * len(tables)


@settings(max_examples=30, deadline=None)
@given(text=st.text(max_size=60), seed=st.integers(0, 9))
def test_no_text_breaks_a_family(text: str, seed: int) -> None:
    for family in generators.FAMILIES:
        assert isinstance(family(text, str(seed)), str | dict | list)
