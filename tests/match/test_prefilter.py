"""The digit prefilter may only leave out patterns that cannot match."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from codewords.match.pattern import PatternMatcher
from codewords.match.prefilter import needs_digit
from codewords.model import Pattern

NEEDED = [
    r"\d",
    r"\d{1,5}(?:[.,]\d{1,2})? ?(?:€|euros?)",
    r"(?:dès|ab) \d+|\d min",
    r"x ?[0-9]{1,4}",
    r"(?<![\p{L}\p{N}])0\d(?:[ .-]?\d\d){4}",
    r"(?<a>\d)(?P<b>x)",
    "7j/7",
]
FREE = [
    r"\d?g",
    r"\d{0,3}g",
    r"(?:\d|le) g",
    r"(?=\d).",
    r"[\dx]g",
    r"[^\d]g",
    r"\p{N}g",
    "beuh",
    r"a|\d",
    r"(?:\d g)?prix",
    "",
    r"(?(1)a|b)",
    r"[[a-z]--[x]]\d",
]


@pytest.mark.parametrize("expression", NEEDED)
def test_an_expression_that_cannot_do_without_a_digit_is_known(expression: str) -> None:
    assert needs_digit(expression)


@pytest.mark.parametrize("expression", FREE)
def test_an_expression_that_may_match_without_a_digit_is_always_run(expression: str) -> None:
    assert not needs_digit(expression)


@given(st.text(alphabet="abgx €/.-", max_size=30))
def test_what_is_left_out_would_not_have_matched(text: str) -> None:
    assert not any(regex.search(expression, text, regex.VERSION1) for expression in NEEDED)


def test_matcher_finds_the_same_with_digits_as_without_the_filter() -> None:
    patterns = [_pattern(f"p.{number}", expression) for number, expression in enumerate(NEEDED)]
    hits, _ = PatternMatcher(patterns).find("dès 50 euros, x20, 7j/7")
    assert {hit.pattern.id for hit in hits} >= {"p.1", "p.2", "p.3", "p.6"}
    assert PatternMatcher(patterns).find("dès demain, sans rien") == ([], [])


def _pattern(id_: str, expression: str) -> Pattern:
    return Pattern(id=id_, kind="price", regex=expression, expanded=expression)
