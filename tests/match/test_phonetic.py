"""Words that are listed nowhere, looked up by what they sound like."""

from __future__ import annotations

import pytest

from codewords.match.phonetic import PhoneticIndex, sound
from codewords.model import Term


def word(term, ambiguity="low", *, kind="substance", **more):
    return Term(f"{kind}.{term}", term, kind, ("fr",), ambiguity, **more)


def ids(found):
    return [item.id for item in found]


SAME = [
    "cocaïne kokaine", "cocaïne qoqaïne", "bédo bedau", "shit chit", "shit schitt", "beuh beu", "livraison livrézon",
    "commande komande", "dispo dispau", "ecstasy extazi", "kétamine quétamine", "amphétamine anfétamine", "speed spid",
    "commander komandé", "livrer livrez", "weed ouide", "drogue drog", "ampoule anpoule",
]  # fmt: skip
APART = [
    "beuh bio",
    "coke cake",
    "shit suite",
    "speed spot",
    "weed vide",
    "livrer livre",
    "pilon poulain",
    "ectasy ectasie",
]


@pytest.mark.parametrize("pair", SAME)
def test_spellings_of_one_sound_have_one_key(tables, pair):
    left, right = (sound(spelling, tables.phonetic["fr"], tables.plain) for spelling in pair.split())
    assert left == right


@pytest.mark.parametrize("pair", APART)
def test_words_that_sound_differently_keep_their_keys_apart(tables, pair):
    left, right = (sound(spelling, tables.phonetic["fr"], tables.plain) for spelling in pair.split())
    assert left != right


def test_rules_are_applied_in_their_order():
    assert sound("ph", (("ph", "f"), ("f", "v")), {}) == "^v$"
    assert sound("ph", (("f", "v"), ("ph", "f")), {}) == "^f$"


def test_a_term_is_keyed_by_the_rules_of_its_own_languages(tables):
    limits = {"phonetic_from": 4, "sound_from": 3}
    assert PhoneticIndex([("quinto", "es")], tables, limits).find("kinto") == ("quinto",)
    assert PhoneticIndex([("quinto", "it")], tables, limits).find("kinto") == ()


@pytest.mark.parametrize("typed", ["kok", "k0ke", "ko ke"])
def test_short_words_and_words_with_digits_are_not_listened_to(tables, typed):
    assert PhoneticIndex([("coke", "fr")], tables, {"phonetic_from": 4, "sound_from": 3}).find(typed) == ()


def test_a_word_written_by_its_sound_is_found_and_says_so(find):
    (found,) = find("de la koke", [word("coke")])
    assert (found.via, found.distance, found.folds, found.disguised) == ("phonetic", 0, (), False)


def test_a_phrase_may_be_written_by_its_sound(find):
    (found,) = find("livrézon rapide", [word("livraison rapide", "high", kind="delivery")])
    assert (found.via, found.start, found.end) == ("phonetic", 0, 15)


def test_an_ordinary_word_is_never_listened_to(find):
    assert find("bedau", [word("bédo")], ["bedau"]) == []


def test_counter_evidence_is_not_listened_to(find):
    assert find("mézon", [word("maison", kind="counter", topic="daily")]) == []


def test_a_term_that_forgives_no_typo_is_not_listened_to(find):
    assert find("koke", [word("coke", fuzz=0)]) == []


def test_a_vague_word_of_four_letters_is_not_listened_to(find):
    assert find("naij", [word("neij", "high")]) == []
    assert ids(find("naige", [word("neige", "high")])) == ["substance.neige"]


def test_a_sound_wins_over_two_typos(find):
    assert ids(find("quetamine", [word("quetiapine"), word("kétamine")])) == ["substance.kétamine"]
