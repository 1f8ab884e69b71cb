from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
from rapidfuzz.distance import OSA

import codewords
from codewords.results import Match

DATA = Path(__file__).parents[1] / "data" / "minimal_pairs.tsv"
with DATA.open(encoding="utf-8", newline="") as file:
    PAIRS = [tuple(row.values()) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]

CARRIERS = {
    "fr": "on a mis le mot {} dans la liste",
    "en": "they put the word {} in the list",
    "es": "pusimos la palabra {} en la lista",
    "de": "wir haben das Wort {} auf die Liste gesetzt",
    "nl": "we zetten het woord {} op de lijst",
    "it": "abbiamo messo la parola {} nella lista",
    "pt": "pusemos a palavra {} na lista",
}

MERGED = {
    ("fr", "hachis"),  # the plural of a listed short form
    ("en", "heroine"),  # what a French phone without accents writes for a certain word
}
"""Ordinary words that are spelled as a term is: what stands around them decides, not the letters."""

NAMES = [f"{lang}-{term}-{ordinary}" for lang, term, ordinary, _ in PAIRS]
pairs = pytest.mark.parametrize(("lang", "term", "ordinary", "note"), PAIRS, ids=NAMES)


def substances(engine: codewords.Engine, lang: str, word: str) -> list[Match]:
    """Give what is taken for a substance at the word's place in a neutral sentence."""
    carrier = CARRIERS[lang]
    start = carrier.index("{")
    found = engine.scan(carrier.format(word), evidence="all").matches
    return [
        item for item in found if item.kind == "substance" and item.start < start + len(word) and item.end > start
    ]


@pairs
def test_the_ordinary_word_is_not_taken_for_the_term(
    lang: str, term: str, ordinary: str, note: str, engine: codewords.Engine
) -> None:
    wrong = [(item.id, item.via, item.folds) for item in substances(engine, lang, ordinary)]
    assert bool(wrong) == ((lang, ordinary) in MERGED), wrong


@pairs
def test_the_term_beside_it_is_found(
    lang: str, term: str, ordinary: str, note: str, engine: codewords.Engine
) -> None:
    assert substances(engine, lang, term) != []


def test_pairs_are_near_neighbours_in_seven_languages() -> None:
    counts = Counter(lang for lang, *_ in PAIRS)
    assert len(PAIRS) >= 150
    assert {lang: count for lang, count in counts.items() if count < (35 if lang in ("fr", "en") else 15)} == {}
    assert set(counts) == set(CARRIERS)
    assert len(set(NAMES)) == len(NAMES)
    assert {(lang, ordinary) for lang, _, ordinary, _ in PAIRS} >= MERGED
    assert [
        name for name, (_, term, other, _) in zip(NAMES, PAIRS, strict=True) if not _is_near(term, other)
    ] == []


def _is_near(term: str, other: str) -> bool:
    return term.lower() != other.lower() and OSA.distance(term.lower(), other.lower()) <= 3
