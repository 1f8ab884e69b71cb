"""What `codewords add` says of a word's neighbours and of a trial, for each thing that can come up."""

from dataclasses import replace
from pathlib import Path

import pytest

import codewords
from codewords import Place, Problem
from codewords.cli.problems import Folder
from codewords.cli.tried import tell_neighbours, tell_trial
from codewords.maintain.cases import Case
from codewords.maintain.compare import Changed, Comparison, Side, Verdict
from codewords.maintain.neighbours import Neighbours
from codewords.maintain.trial import Effect, Trial

FOLDER = Folder("our-rules")
NONE, OFFER = Verdict("none", "allow", -2.0, ()), Verdict("offer", "review", 1.5, ())


@pytest.fixture(scope="module")
def small():
    return codewords.load(Path(__file__).parents[1] / "packs" / "small")


def effect(*changed, alarms=(), seen=None):
    side = Side("our-rules", "2026.11.0", "0" * 64)
    return Effect(9, seen or {}, Comparison(side, side, 9, 0, tuple(changed)), tuple(alarms))


def flip(number):
    return Changed(number, f"r{number}", "a message", "post", NONE, OFFER, ())


def test_each_kind_of_neighbour_has_its_line(small):
    terms = small.ruleset.terms
    found = Neighbours(
        same=terms[:1], parts=terms[1:2], typos=terms, ordinary={"maison": ("fr", "en")}, is_complete=False
    )
    told = "\n".join(tell_neighbours(found))
    assert "frequent word: `maison` in fr, en" in told
    assert f"same spelling: {terms[0].id} (" in told
    assert f"word of: {terms[1].id} (" in told
    assert "a typo away: " in told
    assert " more\n" in told
    assert "pip install 'codewords[maintain]' knows them all" in told


def test_a_word_that_is_read_as_itself_is_no_reading_of_another(small):
    match = next(match for match in small.scan("beuh 5g 50€", evidence="all").matches if match.id)
    term = next(term for term in small.ruleset.terms if term.id == match.id)
    assert f"read today: `{match.text}` as {match.id}" in "\n".join(tell_neighbours(Neighbours(readings=(match,))))
    assert "read today" not in "\n".join(tell_neighbours(Neighbours(same=(term,), readings=(match,))))


def test_rules_that_cannot_be_loaded_are_told_by_their_faults_alone():
    problem = Problem(Place("a.yaml", 3, 1), "CW709", "`a` is odd", severity="warning")
    (line,) = tell_trial(Trial((problem,)), FOLDER)
    assert line.startswith("our-rules/a.yaml:3:1: CW709 `a` is odd")
    assert line.endswith(" (warning)")


def test_examples_that_break_and_everyday_words_that_are_taken_are_told():
    case = Case("beuh-hit-1", Place("a.yaml", 3, 1), "")
    broken = replace(case, name="coke-hit-1", reason="the term is not found")
    trial = Trial((), (case,), (broken,), {"fr": ("maison",), "de": ("haus",)}, effect(seen={"offer": 2, "": 1}))
    told = list(tell_trial(trial, FOLDER))
    assert "examples: 1 of 1 hold" in told
    assert "examples of other entries: 0 of 1 hold" in told
    assert "our-rules/a.yaml:3:1: coke-hit-1: the term is not found" in told
    assert "frequent words that would be read as it: de haus; fr maison" in told
    assert "messages: in 3 of 9 (1 unlabelled, 2 offer)" in told
    assert "decisions that change: 0" in told


def test_false_alarms_come_first_and_the_rest_is_counted():
    changed = [flip(number) for number in range(1, 30)]
    told = list(tell_trial(Trial((), effect=effect(*changed, alarms=changed[-2:], seen={"none": 29})), FOLDER))
    at = told.index("decisions that change: 29, 2 of them false alarms")
    lines = [line for line in told[at + 1 :] if "->" in line]
    assert ["false alarm" in line for line in lines[:3]] == [True, True, False]
    assert told[-1] == f"  and {29 - len(lines)} more"


def test_without_messages_it_says_how_to_name_some():
    none = replace(effect(), messages=0)
    assert "messages: none to try it on; --corpus names some" in list(tell_trial(Trial((), effect=none), FOLDER))
