"""The bundled patterns without the lexicons, which typed facts do not need, and a reader of prices."""

from __future__ import annotations

import functools
import shutil
import tempfile
from pathlib import Path

import pytest

from codewords.extract.prices import PriceFinder, PriceReading, Product, find_prices
from codewords.match.pattern import PatternHit, PatternMatcher
from codewords.model import RuleSet
from codewords.source.load import load_rules
from codewords.text.fold import fold
from codewords.text.tables import FoldTables

RULES = Path(__file__).resolve().parents[2] / "rules"
SUBSTANCES = {
    "coke": "cocaine",
    "beuh": "cannabis_herb",
    "hash": "cannabis_resin",
    "keta": "ketamine",
    "tramadol": "tramadol",
    "taz": "mdma",
    "buvards": "lsd",
    "❄": "cocaine",
    "🍫": "cannabis_resin",
    "smack": "heroin",
    "gbl": "ghb_gbl",
}


class Reader:
    """Fold a text, run the price patterns and read what it says; products are the words of `SUBSTANCES`."""

    def __init__(self, rules: RuleSet, tables: FoldTables) -> None:
        self._folding = tables
        self._matcher = PatternMatcher([item for item in rules.patterns if item.extract == "price"])
        self._minimum = PatternMatcher([item for item in rules.patterns if item.kind == "minimum"])
        self._tables = rules.tables
        self._finder = PriceFinder(rules.tables)

    def __call__(self, text: str) -> PriceReading:
        light = fold(text, self._folding)
        return self._finder.find(light, text, self.hits(light.text), _products(text))

    def hits(self, light: str) -> list[PatternHit]:
        hits, late = self._matcher.find(light)
        assert not late
        minimum, _ = self._minimum.find(light)
        return [*hits, *minimum]

    def once(self, text: str) -> PriceReading:
        """Read with a finder made for this text alone."""
        light = fold(text, self._folding)
        return find_prices(light, text, self.hits(light.text), self._tables, _products(text))


def _products(text: str) -> list[Product]:
    out = []
    for word, substance in SUBSTANCES.items():
        start = text.lower().find(word)
        while start >= 0:
            end = start + len(word)
            out.append(Product(start, end, text[start:end], substance, text.count("\n", 0, start)))
            start = text.lower().find(word, end)
    return out


@functools.cache
def load_patterns() -> RuleSet:
    """Read them once a process: mutation testing runs pytest many times in forks of one."""
    with tempfile.TemporaryDirectory() as folder:
        for path in RULES.glob("*.yaml"):
            shutil.copy(path, folder)
        for name in ("patterns", "folding"):
            shutil.copytree(RULES / name, Path(folder) / name)
        return load_rules(Path(folder))


@functools.cache
def made_tables() -> FoldTables:
    """Make the folding tables once a process."""
    return FoldTables.from_rules(load_patterns().folding)


@pytest.fixture(scope="session")
def rules() -> RuleSet:
    return load_patterns()


@pytest.fixture(scope="session")
def tables() -> FoldTables:
    return made_tables()


@pytest.fixture(scope="module")
def read(rules: RuleSet, tables: FoldTables) -> Reader:
    """Give a reader over the bundled patterns."""
    return Reader(rules, tables)
