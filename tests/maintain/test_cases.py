"""The runner of examples must be able to fail, each way."""

import dataclasses
from pathlib import Path

import pytest

from codewords import Engine
from codewords.maintain.cases import Runner, examples, run_cases
from codewords.source.load import load_rules


@pytest.fixture(scope="module")
def rules():
    return load_rules(Path(__file__).parents[1] / "packs" / "small")


def outcome(rules, part, id_, *, hits=(), misses=()):
    """Give the reasons of one entry's cases when its examples are replaced."""
    entries = tuple(
        dataclasses.replace(item, hits=hits, misses=misses) if item.id == id_ else item
        for item in getattr(rules, part)
    )
    changed = dataclasses.replace(rules, **{part: entries})
    runner = Runner(Engine(changed))
    found = [runner.run(item) for item in examples(changed) if item.entry.id == id_]
    assert found
    return [case.reason for case in found]


TERM, DETECTION = "cannabis_herb.beuh", "sale.grid"
OFFER = "beuh 5g 50€ 10g 90€"


def test_a_term_that_is_found_passes(rules):
    assert outcome(rules, "terms", TERM, hits=("de la beuh",)) == [""]


def test_a_hit_that_is_not_found_fails(rules):
    assert outcome(rules, "terms", TERM, hits=("bonjour",)) == ["the term is not found"]


def test_a_miss_that_is_judged_an_offer_fails(rules):
    assert outcome(rules, "terms", TERM, misses=(OFFER,)) == ["the message is judged an offer"]


def test_a_miss_in_which_nothing_is_found_passes(rules):
    assert outcome(rules, "terms", TERM, misses=("une robe blanche",)) == [""]


def test_a_detection_that_does_not_fire_on_a_hit_fails(rules):
    assert outcome(rules, "detections", DETECTION, hits=(OFFER, "beuh")) == ["", "the detection does not fire"]


def test_a_detection_that_fires_on_a_miss_fails(rules):
    assert outcome(rules, "detections", DETECTION, misses=("bonjour", OFFER)) == ["", "the detection fires"]


def test_a_pattern_is_tried_on_the_text_alone(rules):
    pattern = next(item for item in rules.patterns if item.hits)
    hit = pattern.hits[0]
    assert outcome(rules, "patterns", pattern.id, hits=(hit, "rien"), misses=(hit, "rien")) == [
        "",
        "the pattern does not match",
        "the pattern matches",
        "",
    ]


def test_shadow_and_retired_entries_have_no_cases(rules):
    ids = {item.entry.id for item in examples(rules)}
    assert "cannabis_herb.420" in ids
    assert not any(item.entry.status != "stable" for item in examples(rules))
    assert any(term.status == "shadow" and term.hits for term in rules.terms)


def test_every_example_of_the_small_rules_is_run_and_named(rules):
    names = [case.name for case in run_cases(Engine(rules))]
    assert "cannabis_herb.420-hit-1" in names
    assert "sale.grid-miss-1" in names
    assert len(names) == len(set(names)) == len(list(examples(rules)))
