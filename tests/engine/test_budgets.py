"""What is not evaluated is told, and a message of which a part was not is never waved through."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import codewords
from codewords import Engine
from codewords.match.pattern import PatternMatcher, TimedOut
from codewords.model import Pattern

WINDOW = 4000
"""Characters of the longest text on which an expression is run; see `budgets` in rules/surfaces.yaml."""


@pytest.fixture(scope="module")
def small() -> Engine:
    return codewords.load(Path(__file__).resolve().parent.parent / "packs" / "small")


def _with(engine: Engine, **budgets: int) -> Engine:
    scoring = engine.ruleset.scoring
    return Engine(replace(engine.ruleset, scoring=replace(scoring, budgets={**scoring.budgets, **budgets})))


@pytest.mark.parametrize(
    ("budgets", "text", "what"),
    [
        ({"characters": 50}, "bonjour " * 20, "text"),
        ({"evidence": 2}, "beuh, livraison, beuh, livraison", "evidence"),
        ({"unknown_tokens": 3}, "bcdfgh bcdfgk bcdfgl bcdfgm bcdfgn bcdfgp", "tokens"),
    ],
)
def test_what_is_beyond_a_budget_is_told_and_reviewed(
    small: Engine, budgets: dict[str, int], text: str, what: str
) -> None:
    assert small.scan(text).skipped == ()
    result = _with(small, **budgets).scan(text)
    assert {item.what for item in result.skipped} == {what}
    assert result.action == "review"
    assert "not evaluated" in result.explain(text)


def test_a_pattern_that_ran_out_of_time_is_told_and_its_message_reviewed(
    small: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    pattern = small.ruleset.patterns[0]
    text = "bonjour, 50 euros"
    assert small.scan(text).action == "allow"
    monkeypatch.setattr(PatternMatcher, "find", lambda *_, **__: ([], [TimedOut(pattern)]))
    monkeypatch.setattr(PatternMatcher, "spans", lambda *_: None)
    result = small.scan(text, evidence="all")
    assert [(item.what, item.reason) for item in result.skipped] == [
        ("pattern", f"`{pattern.id}` ran out of time")
    ]
    assert result.action == "review"


def _runs_out(pattern: Pattern, text: str, *, timeout: float = 2.0) -> bool:
    return PatternMatcher([pattern], timeout=timeout).spans(pattern, text) is None


def test_an_expression_that_runs_away_is_stopped(small: Engine) -> None:
    runaway = replace(small.ruleset.patterns[0], expanded="(?:(?:a{1,30}){1,30}){1,30}b")
    assert _runs_out(runaway, "a" * 40, timeout=0.05)


def _hard_texts(pattern: Pattern) -> Iterator[str]:
    """Give texts on which an expression nearly matches again and again, at growing lengths."""
    for hit in pattern.hits[:2]:
        for unit in (hit, hit[:-1], hit[1:], hit[: len(hit) // 2 + 1], hit[-1:]):
            for size in (WINDOW // 4, WINDOW):
                yield (unit.lower() * size)[:size]


def test_no_expression_of_ours_runs_out_of_time_on_its_own_examples_cut_and_repeated(engine: Engine) -> None:
    assert engine.ruleset.scoring.budgets["window"] <= WINDOW
    matcher = PatternMatcher(engine.ruleset.patterns)
    asked = [(pattern, text) for pattern in engine.ruleset.patterns for text in _hard_texts(pattern)]
    assert len({pattern.id for pattern, _ in asked}) > 100
    assert [pattern.id for pattern, text in asked if matcher.spans(pattern, text) is None] == []
