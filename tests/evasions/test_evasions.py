from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("confusable_homoglyphs", reason="look-alikes are read off a package of the dev extra")

import generators

import codewords
from codewords.maintain.evaluate import Row, read_rows
from codewords.model import Term

CORPUS = Path(__file__).parents[2] / "rules" / "corpus"
OFFERS, ORDINARY, TERMS = 60, 200, 150

LETTERS_REACH, BEYOND_REACH, TERMS_REACH = 0.95, 0.90, 0.99
"""What issue 3 asks of a family of letters, of one beyond letters, and of terms from five letters on."""

# Measured today, where the goal is not reached yet: floors, to be raised as the engine learns. An entry that
# reaches its goal goes.
OFFERS_TODAY = {
    "punctuation": 0.91,
    "white-space": 0.91,
    "typos": 0.83,
    "split": 0.91,
    "emoji-between": 0.91,
    "masked": 0.9,
    "mixed": 0.86,
    "news-after": 0.8,
    "prevention-after": 0.75,
    "prevention-before": 0.7,
    "cooking-before": 0.85,
    "ordinary-hashtags": 0.86,
    "long-text": 0.8,
}
TERMS_TODAY = {
    "lookalike-ascii": 0.97,
    "leet": 0.98,
    "typos": 0.95,
    "split": 0.83,
    "emoji-between": 0.98,
    "masked": 0.87,
    "mixed": 0.82,
}
# The ordinary messages of the corpus were written to look like offers; what speaks against one is disguised
# here too, so that some alarm where real tweets hardly do. Ceilings, out of 200, to be lowered.
ALARMS_TODAY = {
    "lookalike-ascii": 3,
    "leet": 2,
    "zero-width": 2,
    "white-space": 3,
    "styled": 2,
    "typos": 4,
    "swaps": 5,
    "upside-down": 2,
    "split": 4,
    "repeats": 2,
    "emoji-between": 2,
    "masked": 6,
    "mixed": 4,
    "glued": 3,
    "hashtags": 4,
    "cooking-after": 5,
    "cooking-before": 5,
    "long-text": 3,
    "padding": 3,
}

NEUTRAL = "hier on a parlé de {} chez la voisine"


def sample(items: Iterable[Any], count: int, name: Any) -> list[Any]:
    """Take a fixed sample that a new entry hardly changes: the lowest of the hashes."""
    return sorted(items, key=lambda item: hashlib.sha1(name(item).encode()).hexdigest())[:count]


def label(engine: codewords.Engine, sent: generators.Sent, surface: str) -> str:
    if isinstance(sent, dict):
        return engine.scan_record(sent, surface=surface).label
    if isinstance(sent, list):
        return engine.scan_thread(sent, surface=surface).label
    return engine.scan(sent, surface=surface).label


def corpus(pattern: str) -> list[Row]:
    return [row for path in sorted(CORPUS.glob(pattern)) for row in read_rows(path)]


@pytest.fixture(scope="module")
def offers(engine: codewords.Engine) -> list[Row]:
    clear = [row for row in corpus("offers-*.jsonl") if label(engine, row.text, row.surface) == "offer"]
    return sample(clear, OFFERS, lambda row: row.text)


@pytest.fixture(scope="module")
def ordinary(engine: codewords.Engine) -> list[Row]:
    clear = [row for row in corpus("ordinary-*.jsonl") if label(engine, row.text, row.surface) != "offer"]
    return sample(clear, ORDINARY, lambda row: row.text)


@pytest.fixture(scope="module")
def terms(engine: codewords.Engine) -> list[Term]:
    living = [
        term
        for term in engine.ruleset.terms
        if term.kind == "substance" and term.status == "stable" and not term.case and not term.is_emoji
    ]
    return sample(living, TERMS, lambda term: term.id)


def test_the_samples_are_full(offers: list[Row], ordinary: list[Row], terms: list[Term]) -> None:
    assert (len(offers), len(ordinary), len(terms)) == (OFFERS, ORDINARY, TERMS)


@pytest.mark.parametrize("family", generators.FAMILIES, ids=lambda family: family.name)
def test_offers_stay_found_in_disguise(
    family: generators.Family, engine: codewords.Engine, offers: list[Row]
) -> None:
    lost = [
        sent
        for row in offers
        if label(engine, sent := family(row.text, row.text, row.lang), row.surface) != "offer"
    ]
    goal = LETTERS_REACH if family.is_letters else BEYOND_REACH
    assert 1 - len(lost) / len(offers) >= OFFERS_TODAY.get(family.name, goal), lost


@pytest.mark.parametrize("family", generators.FAMILIES, ids=lambda family: family.name)
def test_ordinary_messages_stay_ordinary_in_disguise(
    family: generators.Family, engine: codewords.Engine, ordinary: list[Row]
) -> None:
    wrong = [
        sent
        for row in ordinary
        if label(engine, sent := family(row.text, row.text, row.lang), row.surface) == "offer"
    ]
    assert len(wrong) <= ALARMS_TODAY.get(family.name, 0), wrong


@pytest.mark.parametrize("way", generators.WORDS, ids=lambda way: way.name)
def test_terms_are_found_in_disguise_with_their_id_and_span(
    way: generators.Disguise, engine: codewords.Engine, terms: list[Term]
) -> None:
    tried, missed = 0, []
    listed = {spelling.lower() for term in engine.ruleset.terms for spelling in (term.term, *term.forms)}
    ordinary = frozenset().union(*engine.ruleset.ordinary.values())
    for term in terms:
        spans = generators.word_spans(term.term, 5)
        if not spans:
            continue
        start, end = max(spans, key=lambda span: span[1] - span[0])
        word = way.apply(term.term[start:end], random.Random(f"{way.name}:{term.id}"))
        sent = term.term[:start] + word + term.term[end:]
        is_word = way.name != "capitals" and sent.lower() in listed | ordinary
        if sent == term.term or is_word or (way.edits and term.fuzz == 0):
            continue
        tried += 1
        at = NEUTRAL.index("{")
        found = engine.scan(NEUTRAL.format(sent), evidence="all").matches
        if (term.id, at, at + len(sent)) not in {(item.id, item.start, item.end) for item in found}:
            missed.append((term.id, sent))
    assert tried > 50
    assert 1 - len(missed) / tried >= TERMS_TODAY.get(way.name, TERMS_REACH), missed


def test_every_number_measured_today_belongs_to_a_family_and_lies_below_the_goal() -> None:
    goals = {family.name: LETTERS_REACH if family.is_letters else BEYOND_REACH for family in generators.FAMILIES}
    ways = {way.name: TERMS_REACH for way in generators.WORDS}
    assert set(ALARMS_TODAY) <= set(goals)
    assert all(share < goals[name] for name, share in OFFERS_TODAY.items())
    assert all(share < ways[name] for name, share in TERMS_TODAY.items())
