"""Prices and quantities as typed facts.

It joins the rooms next door: `vocabulary` cuts the text, `grid` reads offers, `company` drops the doubtful,
`items` says what they are for and `infer` fills in what was not written. It knows no labels and no points.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Protocol

from codewords.extract.company import Company
from codewords.extract.grid import Offer, Reader
from codewords.extract.infer import Asked, Inference
from codewords.extract.items import Attributor, Line, Product
from codewords.extract.lexemes import Lexeme
from codewords.extract.vocabulary import Roles, Vocabulary
from codewords.match.pattern import PatternHit
from codewords.model import Table
from codewords.results import Price

__all__ = ["EMPTY", "Measure", "PriceFinder", "PriceReading", "Product", "find_prices"]

EXTRACTOR = "price"
"""What `extract:` of a pattern says to have its hits read here."""

_NOT = "price.not-"
_STRENGTH_REACH = 2


class Light(Protocol):
    """Stand for the light view of a text."""

    @property
    def text(self) -> str:
        """Give the folded text."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the span in the original text."""


@dataclass(frozen=True, slots=True)
class Measure:
    """Place one number with a unit; `unit` is `g`, `ml` or `piece`."""

    start: int
    end: int
    value: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class PriceReading:
    """Hold all that a message says of prices; every span lies in the original text.

    Args:
        prices: in the order of the text.
        ids: for each price the id of the pattern it counts as, for its evidence.
        quantities: every number with a unit, whether priced or not.
        slots: words in the place of a product where no known product stands.
        not_prices: numbers that are hours, dates, phones, shares, ages, pay ...
    """

    prices: tuple[Price, ...] = ()
    ids: tuple[str, ...] = ()
    quantities: tuple[Measure, ...] = ()
    slots: tuple[tuple[int, int], ...] = ()
    not_prices: tuple[tuple[int, int], ...] = ()


EMPTY = PriceReading()


class PriceFinder:
    """Find prices with the tables of one rule set; make it once, it never changes."""

    def __init__(self, tables: Mapping[str, Table]) -> None:
        self._vocabulary = Vocabulary(tables)
        self._inference = Inference(tables)
        self._strengths = {substance: frozenset(words) for substance, words in tables.get("strengths", {}).items()}

    def roles(self, text: str) -> Roles:
        """Give the roles in a price that the words of a piece of light text without spaces may play."""
        return self._vocabulary.roles(text)

    def find(
        self, light: Light, original: str, hits: Sequence[PatternHit], products: Sequence[Product] = ()
    ) -> PriceReading:
        """Read the prices of a text.

        Args:
            light: the light view of the text.
            original: the text itself.
            hits: hits of the patterns; those without `extract: price` and kind `minimum` are passed over.
            products: substance words and emoji, in any order.
        """
        void = _void(hits)
        products = sorted(products, key=lambda product: (product.start, product.end))
        cut = self._vocabulary.cut(light.text, void)
        if products:
            starts = [product.start for product in products]
            cut = [self._without_strengths(line, light, products, starts) for line in cut]
        lines = _lines(cut, light, len(original))

        def origin(place: int) -> int:
            return light.span(place, place + 1)[0]

        attributor = Attributor(products, origin)
        company = Company(attributor, origin)
        lines = company.keep(lines)
        items = attributor.items(lines)
        found = [
            (line, Asked(offer, item, company.is_near(line, offer, item)))
            for line, row in zip(lines, items, strict=True)
            for offer, item in zip(line.offers, row, strict=True)
        ]
        outside = tuple(light.span(start, end) for start, end in void)
        return replace(self._reading(found, cut, light, original), not_prices=outside)

    def _reading(
        self,
        found: Sequence[tuple[Line, Asked]],
        cut: Sequence[Sequence[Lexeme]],
        light: Light,
        original: str,
    ) -> PriceReading:
        amounts = self._inference.amounts([asked for _, asked in found])
        currencies = self._inference.currency([asked.offer for _, asked in found], cut)
        prices: list[Price] = []
        ids: list[str] = []
        slots: dict[tuple[int, int], None] = {}
        for (line, asked), amount in zip(found, amounts, strict=True):
            offer, item = asked.offer, asked.item
            currency, guessed = currencies.of(offer)
            start, end = light.span(line.lexemes[offer.first].start, line.lexemes[offer.last - 1].end)
            named = light.span(*item.words) if item.words else None
            word = item.product.word if item.product else original[slice(*named)] if named else None
            substance = (item.product.substance or None) if item.product else None
            inferred = (*amount.inferred, "currency") if guessed else amount.inferred
            prices.append(
                Price(amount.quantity, amount.unit, offer.amount, currency, word, substance, inferred, start, end)
            )
            ids.append(_pattern_id(offer))
            if named:
                slots[named] = None
        return PriceReading(tuple(prices), tuple(ids), _measures(cut, light), tuple(slots))

    def _without_strengths(
        self, line: list[Lexeme], light: Light, products: Sequence[Product], starts: Sequence[int]
    ) -> list[Lexeme]:
        """Void the milligrams that stand bare behind the name of a medicine (`tramadol 100 x20`)."""
        out = list(line)
        for index, lexeme in enumerate(line):
            if lexeme.number is None or lexeme.times:
                continue
            place = light.span(lexeme.start, lexeme.end)[0]
            before = bisect_right(starts, place) - 1
            if before >= 0 and self._is_strength(lexeme, place, products[before], line[index + 1 : index + 2]):
                out[index] = replace(lexeme, number=None, void=True)
        return out

    def _is_strength(self, lexeme: Lexeme, place: int, product: Product, after: Sequence[Lexeme]) -> bool:
        known = self._strengths.get(product.substance)
        if known is None or not any(char.isalpha() for char in product.word):
            return False
        if after and (after[0].currency or after[0].links & {"for", "at"} or _measures_with(after[0])):
            return False
        if place < product.end:
            return True  # part of the name: `lyrica 300`
        return place <= product.end + _STRENGTH_REACH and lexeme.text in known


def _measures_with(unit: Lexeme) -> bool:
    return unit.unit is not None and not unit.unit.each and unit.glued


def find_prices(
    light: Light,
    original: str,
    hits: Sequence[PatternHit],
    tables: Mapping[str, Table],
    products: Sequence[Product] = (),
) -> PriceReading:
    """Read the prices of one text; for many, make a `PriceFinder` once."""
    return PriceFinder(tables).find(light, original, hits, products)


def _void(hits: Sequence[PatternHit]) -> list[tuple[int, int]]:
    """Join the spans of numbers that are no price."""
    spans = sorted(
        (hit.start, hit.end) for hit in hits if hit.pattern.id.startswith(_NOT) or hit.pattern.kind == "minimum"
    )
    out: list[tuple[int, int]] = []
    for start, end in spans:
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def _lines(cut: Sequence[Sequence[Lexeme]], light: Light, length: int) -> list[Line]:
    out: list[Line] = []
    for number, lexemes in enumerate(cut):
        if not lexemes:
            out.append(Line((), (), 0, 0, True))
            continue
        start = light.span(lexemes[0].start, lexemes[0].end)[0]
        end = min(length, light.span(lexemes[-1].start, lexemes[-1].end)[1])
        offers = tuple(Reader(lexemes, number).offers())
        out.append(Line(lexemes, offers, start, end, is_blank=not any(x.word for x in lexemes) and not offers))
    return out


def _measures(cut: Sequence[Sequence[Lexeme]], light: Light) -> tuple[Measure, ...]:
    out: list[Measure] = []
    for number, lexemes in enumerate(cut):
        for index, found in Reader(lexemes, number).measures():
            unit = found.unit
            if unit is not None:
                start, end = light.span(lexemes[index].start, lexemes[found.last - 1].end)
                out.append(Measure(start, end, found.value * unit.factor, unit.base))
    return tuple(out)


def _pattern_id(offer: Offer) -> str:
    if offer.quantity is not None:
        return "price.pair"
    return "price.amount" if offer.currency else "price.bare"
