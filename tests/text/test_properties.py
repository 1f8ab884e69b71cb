from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from targets.folding import check_document, check_spans

from codewords.text.document import read
from codewords.text.fold import fold
from codewords.text.reading import readings
from codewords.text.tables import FoldTables

NASTY = [
    *"aeioublO01 59.,-_*@$!?&;#%/\n\r\0\x0b\u200b\u200d\ufe0f\u0301\u0336\u20e3\u0489\u0327",
    *"éÉﬁ½𝐛еНßİ❄👩🏽🇫🇷♀🚀«”ا\ud800\u0650\ud55c",
    *("&eacute;", "&#x301;", "%41", "a.fr/", "क\u093f", "5\ufe0f\u20e3"),
]
"""Characters and pieces whose fold depends on their neighbours, and those it could be confused by."""


anything = st.text(st.characters(), max_size=40)
nasty = st.lists(st.sampled_from(NASTY), max_size=24).map("".join)
words = {"beuh", "coke", "abc", "eeee"}


@settings(max_examples=300, deadline=None)
@given(text=anything | nasty)
def test_tokens_and_joins_lie_in_the_original(text: str, tables: FoldTables) -> None:
    check_document(text, tables)


@settings(max_examples=300, deadline=None)
@given(text=anything | nasty)
def test_view_spans_are_monotone_and_inside(text: str, tables: FoldTables) -> None:
    check_spans(text, fold(text, tables))


@settings(max_examples=300, deadline=None)
@given(text=anything | nasty)
def test_folding_twice_changes_nothing(text: str, tables: FoldTables) -> None:
    once = fold(text.replace("&", "").replace("%", ""), tables).text.replace("&", "").replace("%", "")
    assert once == fold(once, tables).text


@settings(max_examples=200, deadline=None)
@given(text=anything | nasty)
def test_text_in_front_shifts_spans_and_nothing_else(text: str, tables: FoldTables) -> None:
    plain, shifted = read(text, tables), read("Un mot. \n" + text, tables)
    moved = [(token.raw, token.key, token.start + 9, token.end + 9) for token in plain.tokens]
    assert moved == [(token.raw, token.key, token.start, token.end) for token in shifted.tokens[2:]]


@settings(max_examples=300, deadline=None)
@given(raw=anything | nasty)
def test_readings_never_fail_and_are_distinct(raw: str, tables: FoldTables) -> None:
    found = readings(raw, tables)
    assert 1 <= len(found) <= 16
    assert len({reading.key for reading in found}) == len(found)


@pytest.mark.parametrize(
    "text", ["", "\ud800", "\0", "\u0301" * 50, "\u200d" * 9, "🏽", "\ufe0f", "🇫", "&#0;", "%FF"]
)
def test_odd_text_is_read(text: str, tables: FoldTables) -> None:
    assert text == read(text, tables).original


FAMILIES = {
    "letters": "a",
    "words": "mot ",
    "spaced": "b e ",
    "dots": "b.e.",
    "marks": "e\u0301\u0336",
    "zero-width": "b\u200b",
    "emoji": "❄️",
    "joined-emoji": "👩\u200d",
    "flags": "🇫🇷",
    "indicator": "🇫",
    "quotes": '« “ " ‘ ',
    "entities": "&eacute;",
    "ampersands": "&a",
    "percent": "a.fr/%41",
    "full-stops": ".",
    "questions": "?",
    "brackets": "(a ",
    "dollars": "$a$",
    "ligatures": "ﬁ½",
    "returns": "\r",
    "mixed": "aА1\u0301@",
    "hashtags": "#Ab1",
    "zeros": "1o",
    "stars": "a*",
    "surrogates": "\ud800",
    "lines": "a\n",
    "hyphens": "be-uh-",
}


@pytest.mark.parametrize("family", FAMILIES)
def test_cost_is_linear_in_the_length(family: str, tables: FoldTables) -> None:
    piece = FAMILIES[family]

    def cost(size: int) -> float:
        text = (piece * (size // len(piece) + 1))[:size]
        best = float("inf")
        for _ in range(2):
            begin = time.process_time()
            read(text, tables, is_word=words.__contains__)
            best = min(best, time.process_time() - begin)
        return best

    short, long = cost(2_000), cost(32_000)
    assert long < 16 * 4 * short + 0.02, f"{long / short:.0f} times the cost for 16 times the text"


@pytest.mark.parametrize("family", ["words", "marks", "emoji", "entities", "quotes", "surrogates", "full-stops"])
def test_a_megabyte_costs_as_much_a_character_as_sixty_kilobytes(family: str, tables: FoldTables) -> None:
    piece = FAMILIES[family]

    def cost(size: int) -> float:
        text = piece * (size // len(piece))
        begin = time.process_time()
        read(text, tables)
        return (time.process_time() - begin) / len(text)

    short = min(cost(62_500), cost(62_500))
    assert cost(1_000_000) < 4 * short + 1e-7
