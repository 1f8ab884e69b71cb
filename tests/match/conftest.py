"""A small lexicon and what it takes to read texts with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from codewords.match.evidence import Evidence
from codewords.match.lexicon import Lexicon
from codewords.match.matcher import Matcher
from codewords.match.words import WordReader
from codewords.model import Term
from codewords.source.load import load_rules
from codewords.text.document import read
from codewords.text.tables import FoldTables


@pytest.fixture(scope="session")
def rules():
    return load_rules(Path(__file__).parents[1] / "packs" / "small")


@pytest.fixture(scope="session")
def tables(engine) -> FoldTables:
    return FoldTables.from_rules(engine.ruleset.folding)


@pytest.fixture
def find(rules, tables) -> Callable[..., list[Evidence]]:
    """Give a function that finds terms in a text."""

    def run(
        text: str, terms: Iterable[Term], ordinary: Iterable[str] = (), *, budget: int = 2000
    ) -> list[Evidence]:
        limits = rules.scoring.budgets
        lexicon = Lexicon(terms, tables, frozenset(ordinary), limits)
        matcher = Matcher(lexicon, WordReader(lexicon, tables, limits), budget=budget)
        return list(matcher.find(read(text, tables, is_word=lexicon.joined.__contains__)).evidence)

    return run
