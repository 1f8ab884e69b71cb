"""What usage says where a price leaves something out: quantity, unit, currency.

It knows offers, items and the tables of rules/patterns.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from codewords.extract.grid import Offer
from codewords.extract.items import Item
from codewords.extract.lexemes import Lexeme, Unit
from codewords.extract.pieces import ONE, Quantity
from codewords.model import Table

_DEAR = 30
_OUNCE_STEPS = frozenset({Decimal("3.5"), Decimal(7), Decimal(14), Decimal(28)})


@dataclass(frozen=True, slots=True)
class Amount:
    """Hold quantity and unit of a price, and the names of what was inferred."""

    quantity: Decimal
    unit: str
    inferred: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Join an offer with its item; `near` says that nothing stands between the two."""

    offer: Offer
    item: Item
    near: bool


@dataclass(frozen=True, slots=True)
class _Carried:
    item: Item
    line: int
    factor: Decimal
    base: str
    link: str = ""


class Inference:
    """Fill in what offers leave open, from left to right.

    Args:
        tables: `default_units`, `word_units`, `currency_places` and `currency_languages` are read.
    """

    def __init__(self, tables: Mapping[str, Table]) -> None:
        self._units = {
            substance: unit for unit, names in tables.get("default_units", {}).items() for substance in names
        }
        self._by_gram = frozenset(tables.get("each_units", {}).get("g", ()))
        self._word_units = _by_word(tables.get("word_units", {}))
        self._least = {
            substance: Decimal(least)
            for least, names in tables.get("least_per_gram", {}).items()
            for substance in names
        }
        self._places = _by_word(tables.get("currency_places", {}))
        self._languages = _by_word(tables.get("currency_languages", {}))

    def amounts(self, asked: Sequence[Asked]) -> list[Amount]:
        """Give quantity and unit of each offer."""
        out: list[Amount] = []
        carried: _Carried | None = None
        broken = {one.offer.line for one in asked if _is_broken(one.offer)}
        for one in asked:
            offer, item = one.offer, one.item
            found = self._amount(one, carried, is_broken=one.offer.line in broken)
            quantity = offer.quantity
            unit = quantity.unit if quantity else None
            if quantity is not None and quantity.lump:
                carried = _Carried(item, offer.line, ONE, found.unit, offer.link)
            elif unit is not None and unit.share is None:
                carried = _Carried(item, offer.line, ONE if unit.base == "piece" else unit.factor, unit.base)
            out.append(found)
        return out

    def _amount(self, asked: Asked, carried: _Carried | None, *, is_broken: bool) -> Amount:
        offer, item, quantity = asked.offer, asked.item, asked.offer.quantity
        if quantity is None:
            # A written currency beside an ordinary word: whatever it is, one of it.
            usual = self._usual(item) if asked.near and (offer.weak or offer.first == 0) else None
            return Amount(ONE, usual or "piece", ("quantity", "unit"))
        near = carried if carried and carried.line == offer.line and _is_same(carried.item, item) else None
        if quantity.unit is None:
            return self._bare(offer, quantity, item, near, is_broken=is_broken)
        if quantity.each and asked.near and item.product and item.product.substance in self._by_gram:
            return Amount(ONE, "g", ("unit",))
        return _measured(quantity, quantity.unit, near)

    def _bare(
        self, offer: Offer, quantity: Quantity, item: Item, near: _Carried | None, *, is_broken: bool
    ) -> Amount:
        usual = self._usual(item)
        if near is not None and not quantity.lump:
            if near.link and near.link != offer.link:  # boulettes de 0.8 à 80, les deux 150
                return Amount(quantity.value, "piece", ("unit",))
            return Amount(quantity.value * near.factor, near.base, ("unit",))
        if usual in (None, "piece") and (is_broken or quantity.value != quantity.value.to_integral_value()):
            usual = "g"
        elif usual is None:
            dear = offer.currency is None and offer.amount >= _DEAR * quantity.value
            usual = "g" if dear or quantity.lump or quantity.value in _OUNCE_STEPS else "piece"
        elif usual == "g" and self._is_too_cheap(offer.amount, quantity.value, item):
            usual = "piece"
        return Amount(quantity.value, usual, ("unit",))

    def _is_too_cheap(self, amount: Decimal, quantity: Decimal, item: Item) -> bool:
        """Tell bags (`2 for 15`) from grams by what a gram costs at least."""
        least = self._least.get(item.product.substance) if item.product else None
        return least is not None and amount < least * quantity

    def _usual(self, item: Item) -> str | None:
        if item.product is None:
            return None
        word = item.product.word.lower().rstrip("\ufe0f")
        return self._word_units.get(word) or self._units.get(item.product.substance)

    def currency(self, offers: Sequence[Offer], lines: Sequence[Sequence[Lexeme]]) -> Currencies:
        """Read the message once for what its prices are counted in."""
        places: Counter[str] = Counter()
        languages: Counter[str] = Counter()
        for line in lines:
            for lexeme in line:
                if lexeme.text in self._places:
                    places[self._places[lexeme.text]] += 1
                if lexeme.text in self._languages:
                    languages[self._languages[lexeme.text]] += 1
        written = Counter(offer.currency for offer in offers if offer.currency)
        place = _first(places)
        return Currencies(_first(written), place, _first(languages))


@dataclass(frozen=True, slots=True)
class Currencies:
    """Hold what a message says of its currency: written, by place, by language."""

    written: str | None
    place: str | None
    language: str | None

    def of(self, offer: Offer) -> tuple[str | None, bool]:
        """Give the currency of an offer and whether it was inferred."""
        if offer.currency == "USD" and self.place in ("CAD", "AUD"):
            return self.place, True  # the sign is shared
        if offer.currency:
            return offer.currency, False
        if self.written == "USD" and self.place in ("CAD", "AUD"):
            return self.place, True
        found = self.written or self.place or self.language
        return found, found is not None


def _measured(quantity: Quantity, unit: Unit, near: _Carried | None) -> Amount:
    if unit.share is not None:
        if near is not None and near.base != "piece" and (near.factor == 1 or near.factor >= 28):
            return Amount(unit.share * near.factor, near.base, ("unit",))
        return Amount(unit.factor, unit.base, ())
    value = quantity.value * unit.factor
    if unit.base == "piece" and value != value.to_integral_value():
        return Amount(quantity.value, "g", ("unit",))
    return Amount(value, unit.base, ())


def _is_broken(offer: Offer) -> bool:
    """Say whether a bare quantity has decimals: then its whole line is weighed."""
    quantity = offer.quantity
    if quantity is None or quantity.unit is not None or quantity.lump:
        return False
    return quantity.value != quantity.value.to_integral_value()


def _is_same(one: Item, two: Item) -> bool:
    """Say whether two items may be the same: words in the place of a product are no other product."""
    return one == two or two.product is None


def _by_word(table: Table) -> dict[str, str]:
    return {word: value for value, words in table.items() for word in words}


def _first(counter: Counter[str]) -> str | None:
    if not counter:
        return None
    return min(counter, key=lambda key: (-counter[key], key))
