"""A pattern that runs out of time is named, in place of being taken for one that found nothing."""

import pytest

from codewords.match.pattern import PatternMatcher
from codewords.model import Pattern

SLOW = "(?:a|a)+$"
"""What no check of rules lets through: its cost doubles with each letter."""
TEXT = "50 eur " + "a" * 60 + "b"


def matcher(**timeout):
    quick = Pattern("price.eur", "price", r"\d+ eur", r"\d+ eur", extract="price")
    return PatternMatcher((quick, Pattern("sale.slow", "sale", SLOW, SLOW)), **timeout)


@pytest.fixture(scope="module")
def found():
    return matcher(timeout=0.05).find(TEXT)


def test_what_ran_out_of_time_is_told_beside_what_was_found(found):
    hits, late = found
    assert [(hit.pattern.id, hit.start, hit.end) for hit in hits] == [("price.eur", 0, 6)]
    assert [item.pattern.id for item in late] == ["sale.slow"]


def test_a_pattern_that_is_not_asked_for_costs_no_time():
    hits, late = matcher(timeout=0.05).find(TEXT, among=lambda pattern: pattern.kind == "price")
    assert ([hit.pattern.id for hit in hits], late) == (["price.eur"], [])


def test_the_places_of_one_pattern_are_nothing_and_not_none_when_time_ran_out():
    patterns = matcher(timeout=0.05)
    quick, slow = (pattern for pattern, _ in patterns._compiled)
    assert patterns.spans(quick, TEXT) == [(0, 6)]
    assert patterns.spans(quick, "bonjour") == []
    assert patterns.spans(slow, TEXT) is None
