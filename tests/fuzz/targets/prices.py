"""Prices: amounts, quantities and their places, of any text."""

from __future__ import annotations

import re
from collections.abc import Callable
from zlib import crc32

from codewords.extract.prices import PriceFinder, PriceReading, Product
from codewords.match.pattern import PatternMatcher
from codewords.text.fold import fold
from codewords.text.tables import FoldTables
from targets.bundled import bundled_engine
from targets.results import UNITS, check_price

PRODUCT = re.compile("zalouche|🌿")


def make() -> Callable[[str], None]:
    """Give what checks one text."""
    rules = bundled_engine().ruleset
    tables = FoldTables.from_rules(rules.folding)
    patterns = PatternMatcher([p for p in rules.patterns if p.id.startswith("price.") or p.kind == "minimum"])
    finder = PriceFinder(rules.tables)

    def find(text: str, *, with_hits: bool) -> PriceReading:
        light = fold(text, tables)
        hits = patterns.find(light.text)[0] if with_hits else []
        products = [
            Product(hit.start(), hit.end(), hit[0], "cannabis_herb", text.count("\n", 0, hit.start()))
            for hit in PRODUCT.finditer(text)
        ]
        return finder.find(light, text, hits, products)

    def check(text: str) -> None:
        chance = crc32(text.encode("utf-8", "surrogatepass"))
        with_hits = chance % 4 == 0  # they cost most of it, and any part of them must do no harm
        reading = find(text, with_hits=with_hits)
        check_reading(text, reading)
        if chance % 32 < 2:
            assert _shifted(reading) == _shifted(find("\n" + text, with_hits=with_hits), -1)

    return check


def check_reading(text: str, reading: PriceReading) -> None:
    """Hold what is true of every reading."""
    size = len(text)
    assert len(reading.ids) == len(reading.prices)
    for price in reading.prices:
        check_price(size, price)
    for measure in reading.quantities:
        assert 0 <= measure.start < measure.end <= size
        assert measure.unit in UNITS
        assert measure.value.is_finite()
        assert measure.value >= 0
    for start, end in (*reading.slots, *reading.not_prices):
        assert 0 <= start < end <= size


def _shifted(reading: PriceReading, by: int = 0) -> list[tuple[object, ...]]:
    return [
        (p.amount, p.quantity, p.unit, p.currency, p.item, p.inferred, p.start + by, p.end + by)
        for p in reading.prices
    ]
