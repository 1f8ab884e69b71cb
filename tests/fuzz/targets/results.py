"""What is true of every result, whoever asked for it."""

from __future__ import annotations

import json
from dataclasses import asdict
from decimal import Decimal

from codewords.results import Price, ScanResult

UNITS = frozenset(("g", "ml", "piece"))
INFERRED = frozenset(("quantity", "unit", "currency"))


def check_result(text: str, result: ScanResult) -> None:
    """Hold what is true of every result."""
    size = len(text)
    for match in result.matches:
        assert text[match.start : match.end] == match.text != ""
    for fact in (*result.contacts, *result.unknown):
        assert 0 <= fact.start < fact.end <= size
    for price in result.prices:
        check_price(size, price)
    written = json.dumps(result.to_dict(), allow_nan=False)
    assert ScanResult.from_dict(json.loads(written)) == result
    assert 0 <= result.score <= 1
    assert result.action != "allow" or not result.skipped
    outcomes = {hit.outcome for hit in result.detections}
    if result.label == "offer":
        assert outcomes & {"offer", "unknown"}
        assert result.points >= 0
    if result.label == "talk":
        assert "talk" in outcomes


def check_price(size: int, price: Price) -> None:
    """Hold what is true of every price in a text of this length."""
    assert 0 <= price.start < price.end <= size
    assert price.unit is None or price.unit in UNITS
    assert price.currency is None or (len(price.currency) == 3 and price.currency.isupper())
    assert INFERRED.issuperset(price.inferred)
    for number in (price.amount, price.quantity):
        if number is not None:
            assert isinstance(number, Decimal)
            assert number.is_finite()
            assert number >= 0
    json.dumps(asdict(price), default=str)
