"""No ordinary word of the seven languages is read as a substance by a typo, by its sound or through signs."""

from __future__ import annotations

import pytest

from codewords.match.lexicon import Lexicon
from codewords.match.words import WordReader
from codewords.model import LANGUAGES

FREQUENT = 20_000
STEP = 4
"""Each fourth word is looked up, so that seven languages take seconds."""


@pytest.fixture(scope="module")
def reader(engine, parts):
    return WordReader(parts.lexicon, parts.tables, engine.ruleset.scoring.budgets), parts.lexicon


def guessed(reader: WordReader, lexicon: Lexicon, raw: str) -> list[str]:
    """Give the substances that a word is read as without being spelled like them."""
    return [
        f"{raw} > {spelling.term.id} ({word.via} {word.folds})"
        for word in reader.read(raw)
        if word.via != "exact" and (word.folds or word.via != "folded")
        for spelling in lexicon.by_first[word.key]
        if spelling.term.kind == "substance" and len(spelling.keys) == 1
    ]


@pytest.mark.parametrize("lang", [lang for lang in LANGUAGES if lang != "und"])
def test_frequent_words_are_read_as_no_substance_by_guess(reader, lang):
    wordfreq = pytest.importorskip("wordfreq")
    words = wordfreq.top_n_list(lang, FREQUENT)[::STEP]
    assert len(words) == FREQUENT // STEP
    assert [found for raw in words for found in guessed(*reader, raw)] == []


def test_a_word_of_no_language_is_read_by_guess(reader):
    assert guessed(*reader, "kokaïhne") != []
