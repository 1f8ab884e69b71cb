"""What a pattern needs may only leave out texts that it cannot match."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from codewords.match.expression import needed
from codewords.match.literals import DIGIT, EDGE, Needed, index_literals, mark
from codewords.match.pattern import PatternMatcher
from codewords.model import Pattern
from codewords.text.fold import fold

DIGITS = [
    r"\d",
    r"\d{1,5}(?:[.,]\d{1,2})? ?(?:€|euros?)",
    r"(?:dès|ab) \d+",
    r"x ?[0-9]{1,4}",
    r"(?<![\p{L}\p{N}])0\d(?:[ .-]?\d\d){4}",
    r"(?<a>\d)(?P<b>x)",
    r"[\d]+",
]
NOTHING = [
    r"\d?g?",
    r"(?:\d|le)?",
    r"(?=\d).",
    r"[^\d]",
    r"\p{N}",
    r"[a-z]+",
    "",
    r"(?(1)a|b)",
    r"[[a-z]--[x]]\d",
    r"(?i)beuh",
    r"\x41bc",
    r"a b(",
    r" ?",
]
WORDS = {
    r"beuh": [{"beuh"}],
    r"(?<!\w)beuh(?!\w)": [{"|beuh|"}],
    r"(?<![\w.])beuh(?![\w+])": [{"|beuh|"}],
    r"(?<![\p{L}])beuh(?![a-z])": [{"beuh"}],
    r"beuhs?": [{"beuh", "beuhs"}],
    r"(?:beuh)+": [{"beuh"}],
    r"a{2,3}\+": [{"aa|+", "aaa|+"}],
    r"(?:beuh|\d g)": [{"beuh", DIGIT}],
    r"te(?=st)": [{"te"}],
    r"[ab]c.*(?:de)*": [{"ac", "bc"}],
    r"l'eau": [{"l|'|eau"}],
}


def _pattern(expression, number=0):
    return Pattern(id=f"t.{number}", kind="price", regex=expression, expanded=expression)


@pytest.mark.parametrize("expression", DIGITS)
def test_a_digit_is_needed(expression):
    assert frozenset((DIGIT,)) in needed(expression)


@pytest.mark.parametrize("expression", NOTHING)
def test_nothing_is_needed_where_the_expression_is_not_understood_or_asks_for_nothing(expression):
    assert needed(expression) == ()


@pytest.mark.parametrize("expression", WORDS)
def test_words_are_needed_with_the_edges_that_are_sure(expression):
    wanted = [{word.replace("|", EDGE) for word in words} for words in WORDS[expression]]
    assert [set(words) for words in needed(expression)] == wanted


def test_a_space_in_an_expression_parts_its_words_and_marks_their_edges():
    assert [set(words) for words in needed(r"(?:gros|un) sac")] == [{f"gros{EDGE}", f"{EDGE}sac"}]


@given(st.sampled_from([key for key in (*DIGITS, *WORDS) if "<a>" not in key]), st.data())
def test_no_text_that_matches_lacks_what_is_needed(expression, data):
    text = data.draw(st.text("beuh gros le sac 0129 x€.,'l+aà_c-dtsk", max_size=30))
    index = index_literals([needed(expression)])
    if regex.search(expression, text, regex.VERSION1):
        assert not index.wants[0] & ~index.find(text)


def test_the_edges_of_words_are_marked_once():
    assert mark("b2, «ok»").replace(EDGE, "|") == "|b2|, «|ok|»"
    assert mark("") == ""


def test_every_bundled_pattern_needs_something_and_hits_its_own_examples(engine):
    patterns = [item for item in engine.ruleset.patterns if item.status != "retired" and item.hits]
    assert patterns
    tables = engine._observer._tables
    missed = []
    for pattern in patterns:
        assert needed(pattern.expanded), pattern.id
        index = index_literals([needed(pattern.expanded)])
        for hit in pattern.hits:
            light = fold(hit, tables).text
            if regex.search(pattern.expanded, light, regex.VERSION1) and index.wants[0] & ~index.find(light):
                missed.append((pattern.id, hit))
    assert missed == []


def test_the_same_hits_are_found_as_without_the_index(engine):
    patterns = engine._observer._patterns
    tables = engine._observer._tables
    texts = [fold(hit, tables).text for item in engine.ruleset.patterns for hit in item.hits[:2]]
    assert texts
    for text in texts:
        hits, late = patterns.find(text)
        plain = [
            (pattern.id, found.start(), found.end())
            for pattern, compiled in patterns._compiled
            for found in compiled.finditer(text)
        ]
        assert late == []
        assert sorted((hit.pattern.id, hit.start, hit.end) for hit in hits) == sorted(plain)


def test_a_pattern_is_not_run_on_a_text_without_what_it_needs():
    matcher = PatternMatcher([_pattern(r"(?:dès|ab) \d+"), _pattern("7j/7", 1), _pattern("sans", 2)])
    assert {hit.pattern.id for hit in matcher.find("dès 50 euros, 7j/7")[0]} == {"t.0", "t.1"}
    needs = matcher.needs()
    able = {item.pattern.id: item.wants for item in matcher.able()}
    assert needs.find("rien") == 0
    assert [id_ for id_, wants in able.items() if not wants & ~needs.find("sans")] == ["t.2"]


def test_a_match_is_as_wide_as_the_shortest_string_it_needs():
    matcher = PatternMatcher([_pattern(r"(?:gramme|gr) \d+"), _pattern(r"[a-z]+", 1)])
    assert [item.width for item in matcher.able()] == [2, 1]


@pytest.mark.parametrize(
    "text", ["", "b2", "7j/7", "sans.", "x" * 40 + "sans", "dès 5 ab\u00a07j/7 sans", "l'abri", "sans-abri\n7j/7"]
)
def test_words_one_by_one_hold_what_the_text_holds(text):
    index = index_literals([needed(item) for item in (r"(?:dès|ab) \d+", "7j/7", r"\bsans\b", r"\d")])
    assert Needed(index).find(text) == index.find(text)
