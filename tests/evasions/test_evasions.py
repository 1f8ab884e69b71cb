from __future__ import annotations

import csv
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
    "white-space": 0.93,
    "typos": 0.93,
    # Detections for an offer without any lawful goods look for goods, news and prevention in the whole message:
    # appended words switch them off. They should look around the offer alone.
    "news-after": 0.7,
    "news-before": 0.78,
    "prevention-after": 0.58,
    "prevention-before": 0.68,
    "cooking-after": 0.7,
    "cooking-before": 0.7,
    "ordinary-hashtags": 0.66,
    "long-text": 0.76,
}
TERMS_TODAY = {
    "leet": 0.98,
    "typos": 0.95,
    "split": 0.8,  # of a pair that two words of the language make nothing is read
    "masked": 0.93,
    "mixed": 0.96,
}
# The ordinary messages of the corpus were written to look like offers; what speaks against one is disguised
# here too, so that some alarm where real tweets hardly do. Ceilings of the rise over the alarms that the same
# 200 messages raise in clear, to be lowered.
ALARMS_TODAY = {
    "lookalike-ascii": 5,
    "leet": 4,
    "lookalike-unicode": 4,
    "zero-width": 2,
    "punctuation": 2,
    "white-space": 3,
    "styled": 4,
    "marks": 4,
    "typos": 5,
    "swaps": 5,
    "upside-down": 4,
    "split": 7,  # a whole joined out of two, and goods whose name is cut
    "repeats": 4,
    "emoji-between": 5,
    "masked": 5,
    "mixed": 4,
    "glued": 7,
    "hashtags": 5,
    "cooking-before": 2,
    "long-text": 3,
    "padding": 2,
}

MISSES = Path(__file__).parents[1] / "data" / "evasion_misses.tsv"
with MISSES.open(encoding="utf-8", newline="") as file:
    rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
    EXPLAINED = {(row["family"], row["term"], row["sent"]): row["why"] for row in rows}
"""Terms that a disguise hides, where no engine could know better, with the reason."""

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
    return sample(corpus("ordinary-*.jsonl"), ORDINARY, lambda row: row.text)


@pytest.fixture(scope="module")
def alarms_in_clear(engine: codewords.Engine, ordinary: list[Row]) -> int:
    return sum(label(engine, row.text, row.surface) == "offer" for row in ordinary)


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
def test_disguise_raises_alarms_on_ordinary_messages_by_no_more_than_a_few(
    family: generators.Family, engine: codewords.Engine, ordinary: list[Row], alarms_in_clear: int
) -> None:
    wrong = [
        sent
        for row in ordinary
        if label(engine, sent := family(row.text, row.text, row.lang), row.surface) == "offer"
    ]
    assert len(wrong) - alarms_in_clear <= ALARMS_TODAY.get(family.name, 0), wrong


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
    unexplained = [item for item in missed if (way.name, *item) not in EXPLAINED]
    assert 1 - len(unexplained) / tried >= TERMS_REACH, unexplained


def test_each_explained_miss_has_a_reason_and_belongs_to_a_family_below_the_goal() -> None:
    assert {name for name, _, _ in EXPLAINED} <= set(TERMS_TODAY)
    assert all(len(why) > 10 for why in EXPLAINED.values())


def test_every_number_measured_today_belongs_to_a_family_and_lies_below_the_goal() -> None:
    goals = {family.name: LETTERS_REACH if family.is_letters else BEYOND_REACH for family in generators.FAMILIES}
    ways = {way.name: TERMS_REACH for way in generators.WORDS}
    assert set(ALARMS_TODAY) <= set(goals)
    assert all(share < goals[name] for name, share in OFFERS_TODAY.items())
    assert all(share < ways[name] for name, share in TERMS_TODAY.items())
