"""Say which evidence the prices of a text make.

It knows kinds, ids and places of the original text; it reads no prices itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from codewords.extract.prices import PriceReading
from codewords.results import Price

_QUANTITY = {"piece": "quantity.count", "g": "quantity.measure", "ml": "quantity.measure"}


@dataclass(frozen=True, slots=True)
class Made:
    """Place one piece of evidence that prices make, in the original text."""

    kind: str
    id: str
    start: int
    end: int
    ambiguity: str = "medium"
    topic: str = ""


PRICE = (Made("price", "price.pair", 0, 0), Made("price", "price.amount", 0, 0), Made("price", "price.bare", 0, 0))
"""What any price may make, without a place."""

DEAR = Made("price", "price.dear", 0, 0)
"""What a price by weight may make beside."""

CHEAP = Made("counter", "price.cheap", 0, 0, ambiguity="low", topic="trade")
"""The same where it speaks against a drug."""

QUANTITY = (Made("quantity", "quantity.measure", 0, 0), Made("quantity", "quantity.count", 0, 0))
"""What any quantity may make."""

UNKNOWN = Made("unknown", "unknown", 0, 0)
"""What words in the place of a product make."""


def made_by(reading: PriceReading, limits: Mapping[str, int]) -> Iterator[Made]:
    """Give the evidence of prices, quantities and the words that stand where a product would.

    Args:
        limits: `dear_from`: price of a gram from which it is dear, in hundredths; `dear_up_to`: the most grams
            of which that is asked; `cheap_below` and `cheap_from`: the same for what is too cheap to be a drug.
    """
    for price, id_ in zip(reading.prices, reading.ids, strict=True):
        yield Made("price", id_, price.start, price.end)
    for price in reading.prices:
        if _is_dear(price, limits):
            yield replace(DEAR, start=price.start, end=price.end)
        elif _is_cheap(price, limits):
            yield replace(CHEAP, start=price.start, end=price.end)
    for item in reading.quantities:
        yield Made("quantity", _QUANTITY[item.unit], item.start, item.end)
    for start, end in reading.slots:
        yield replace(UNKNOWN, start=start, end=end)


def _is_dear(price: Price, limits: Mapping[str, int]) -> bool:
    """Tell a written price by weight that hardly any food or herb has, for what a pocket holds."""
    if not price.quantity or not _is_weighed(price):
        return False
    is_small = price.quantity <= limits["dear_up_to"]
    return is_small and price.amount * 100 >= price.quantity * limits["dear_from"]


def _is_cheap(price: Price, limits: Mapping[str, int]) -> bool:
    """Tell a written price by weight that is that of food, herbs or coffee, not of any drug."""
    if not price.quantity or not _is_weighed(price):
        return False
    is_much = price.quantity >= limits["cheap_from"]
    return is_much and price.amount * 100 < price.quantity * limits["cheap_below"]


def _is_weighed(price: Price) -> bool:
    return price.unit == "g" and "unit" not in price.inferred
