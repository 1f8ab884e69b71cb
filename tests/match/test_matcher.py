"""What becomes of words on their way to evidence, with lexicons of a few words."""

from __future__ import annotations

import pytest

from codewords.match.lexicon import Lexicon
from codewords.match.matcher import Matcher
from codewords.match.words import WordReader
from codewords.model import Term
from codewords.text.document import read


def word(term, ambiguity="low", *, kind="substance", **more):
    substances = ("cocaine",) if kind == "substance" else ()
    return Term(f"{kind}.{term}", term, kind, ("fr",), ambiguity, substances=substances, **more)


def counter(term):
    return word(term, "high", kind="counter", topic="daily")


def ids(found):
    return [item.id for item in found]


COKE, BEUH = word("cocaine"), word("beuh")


@pytest.mark.parametrize("text", ["beuh", "BEUH", "de la beuh.", "b.e.u.h", "beuuuh", "b3uh", "be\u200buh"])
def test_a_word_is_found_however_it_is_dressed(find, text):
    (found,) = find(text, [BEUH])
    assert found.id == "substance.beuh"
    assert text[found.start : found.end].lower().startswith("b")


def test_a_plain_word_is_exact_and_a_dressed_one_names_its_folds(find):
    (plain,), (dressed,) = find("beuh", [BEUH]), find("b3uh", [BEUH])
    assert (plain.via, plain.folds, plain.disguised) == ("exact", (), False)
    assert dressed.via == "folded"
    assert dressed.folds
    assert dressed.disguised


def test_a_typo_is_found_with_its_distance(find):
    (found,) = find("cocaone", [COKE])
    assert (found.via, found.distance) == ("fuzzy", 1)


def test_a_short_word_forgives_no_typo(find):
    assert find("beoh", [BEUH]) == []


def test_an_ordinary_word_is_reached_by_no_typo(find):
    assert find("cocaone", [COKE], ["cocaone"]) == []


def test_a_number_sets_the_distance_of_a_term(find):
    assert find("cocaone", [word("cocaine", fuzz=0)]) == []
    assert ids(find("beoh", [word("beuh", fuzz=1)])) == ["substance.beuh"]


def test_an_accent_that_makes_another_ordinary_word_is_not_folded(find):
    assert ids(find("tete", [word("tete", "high")], ["t\u00eate"])) == ["substance.tete"]
    assert find("t\u00eate", [word("tete", "high")], ["t\u00eate"]) == []


def test_a_missing_accent_is_folded(find):
    (found,) = find("cocaine", [word("coca\u00efne")])
    assert found.via == "folded"


@pytest.mark.parametrize(("text", "there"), [("MD", True), ("md", False), ("Md", False)])
def test_a_term_of_capitals_is_found_in_capitals_alone(find, text, there):
    assert bool(find(f"une {text} ce soir", [word("MD", "medium", case=True)])) is there


def test_a_term_of_capitals_forgives_no_typo(find):
    assert find("KETAMIME", [word("KETAMINE", case=True)]) == []


@pytest.mark.parametrize("text", ["c'est bon", "C\u2019EST BON", "d'c"])
def test_an_elided_article_is_no_code_of_one_letter(find, text):
    assert find(text, [word("c", "high")]) == []


def test_a_code_of_one_letter_stands_alone(find):
    assert ids(find("du c ce soir", [word("c", "high")])) == ["substance.c"]


def test_a_phrase_is_found_on_one_line_and_not_over_two(find):
    white = word("white widow")
    assert ids(find("some white widow here", [white])) == ["substance.white widow"]
    assert find("some white\nwidow here", [white]) == []


def test_the_longer_spelling_of_a_kind_wins(find):
    assert ids(find("white widow", [word("widow", "high"), word("white widow")])) == ["substance.white widow"]


@pytest.mark.parametrize("ambiguity", ["medium", "high"])
def test_a_counter_phrase_takes_away_an_ambiguous_substance_inside_it(find, ambiguity):
    found = find("un coca bien frais", [word("coca", ambiguity), counter("coca bien frais")])
    assert ids(found) == ["counter.coca bien frais"]


def test_a_counter_phrase_never_takes_away_a_sure_substance(find):
    found = find("cocaine bien fraiche", [COKE, counter("cocaine bien fraiche")])
    assert set(ids(found)) == {"substance.cocaine", "counter.cocaine bien fraiche"}


def test_a_counter_phrase_leaves_what_stands_beside_it(find):
    terms = [word("coca", "high"), counter("coca bien frais")]
    assert "substance.coca" in ids(find("un coca bien frais et coca", terms))


def test_counter_evidence_forgives_no_typo(find):
    assert find("condamnatoin", [counter("condamnation")]) == []


def test_a_plural_is_found(find):
    (found,) = find("des beuhs", [BEUH])
    assert found.folds == ("plural",)


def test_an_ordinary_plural_is_not_made(find):
    assert find("des pierres", [word("pierre")], ["pierres"]) == []


def test_a_phrase_written_as_one_word_is_found(find):
    (found,) = find("whitewidow", [word("white widow")])
    assert found.folds == ("glued",)


def test_a_hashtag_is_cut_into_words(find):
    terms = [word("cocaine"), word("livraison", "high", kind="delivery")]
    assert set(ids(find("#cocainelivraison", terms))) == {"substance.cocaine", "delivery.livraison"}


def test_a_hashtag_keeps_a_rest_beside_a_sure_word(find):
    assert ids(find("#cocaineparis", [COKE])) == ["substance.cocaine"]
    assert find("cocaineparis", [COKE]) == []


def test_a_glued_word_is_cut_only_with_a_sure_word_in_it(find):
    vague = [word("neige", "high"), word("livraison", "high", kind="delivery")]
    assert find("neigelivraison", vague) == []
    assert ids(find("#neigelivraison", vague)) != []


def test_retired_terms_are_not_found(find):
    assert find("beuh", [word("beuh", status="retired")]) == []


def test_tokens_beyond_the_budget_are_looked_up_without_fuzz(find):
    text = "cocaone un deux trois cocaime cocaine"
    assert [item.via for item in find(text, [COKE], budget=1)] == ["fuzzy", "exact"]


def test_the_budget_gives_the_same_on_a_second_look(rules, tables):
    limits = rules.scoring.budgets
    lexicon = Lexicon([COKE], tables, frozenset(), limits)
    matcher = Matcher(lexicon, WordReader(lexicon, tables, limits), budget=1)
    text, other = "un deux cocaone", "cocaone"
    first = matcher.find(read(text, tables))
    assert matcher.find(read(other, tables)).evidence
    assert matcher.find(read(text, tables)) == first
