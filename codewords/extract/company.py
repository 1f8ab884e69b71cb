"""Which doubtful offers hold: those in a ladder, beside a product, or alone on their line.

It knows offers and items, and nothing of how either was read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from codewords.extract.grid import Offer
from codewords.extract.items import Attributor, Item, Line, Product
from codewords.extract.pieces import Quantity

_NEAR = 3
_WITH_COMPANY = ("for", "at", "said", "x", "noun")
_LEAST_TIMES = {"noun": 1, "next": 2}
_ROUND = 5  # a lone 31 behind an emoji is a département
_LEAST_RISE = 5  # fifths: an amount is at least 6/5 of its quantity in a bare ladder


class Company:
    """Judge the weak offers of a message by what stands round them."""

    def __init__(self, attributor: Attributor, origin: Callable[[int], int]) -> None:
        self._attributor = attributor
        self._origin = origin

    def keep(self, lines: Sequence[Line]) -> list[Line]:
        """Give the lines with the offers that hold."""
        flat = [offer for line in lines for offer in line.offers]
        laddered = _laddered(flat)
        out: list[Line] = []
        for line in lines:
            joined = any(not offer.weak and offer.quantity is not None for offer in line.offers)
            kept: list[Offer] = []
            for number, offer in enumerate(line.offers):
                follows = bool(kept) and offer.link == "said" and offer.amount > kept[-1].amount
                sure = not offer.weak or id(offer) in laddered or follows
                if sure or self._stands(line, number, joined=joined):
                    kept.append(offer)
            out.append(Line(line.lexemes, tuple(kept), line.start, line.end, line.is_blank))
        return out

    def _stands(self, line: Line, number: int, *, joined: bool) -> bool:
        offer = line.offers[number]
        if offer.quantity is None:
            return _ends(line, offer) and self._amount_stands(line, number, joined=joined)
        if offer.link == "per":
            return joined or self._attributor.has(line.start, line.end)
        return self._pair_stands(line, offer, offer.quantity, joined=joined)

    def _amount_stands(self, line: Line, number: int, *, joined: bool) -> bool:
        offer = line.offers[number]
        introduced = offer.link == "at"
        if introduced and joined:
            return True
        product = self._product_before(line, offer)
        if product is None or (not introduced and _leads_on(line, number)):
            return False
        named = any(char.isalpha() for char in product.word)
        return named or joined or introduced or offer.amount % _ROUND == 0

    def _pair_stands(self, line: Line, offer: Offer, quantity: Quantity, *, joined: bool) -> bool:
        least = _LEAST_TIMES.get(offer.link)
        if least is not None and offer.amount < least * quantity.value:
            return False  # 8 commandes = 1 cadeau, 59 62
        whole = offer.first == 0 and offer.last == len(line.lexemes)
        if (whole and offer.link == "for") or self._product_before(line, offer) is not None:
            return True
        if offer.link == "of":
            start = self._origin(line.lexemes[offer.first].start)
            return self._attributor.has(start, self._origin(line.lexemes[offer.last - 1].start))
        rises = offer.amount > quantity.value or offer.link == "said"
        return joined and offer.link in _WITH_COMPANY and rises

    def is_near(self, line: Line, offer: Offer, item: Item) -> bool:
        """Say whether a product stands right before an offer, or the offer fills the line below it."""
        if item.product is None:
            return False
        whole = offer.first == 0 and offer.last == len(line.lexemes)
        return whole or self._product_before(line, offer) is not None

    def _product_before(self, line: Line, offer: Offer) -> Product | None:
        """Give the product that stands right before an offer, with nothing but links and signs between."""
        first = max(0, offer.first - _NEAR)
        for index in range(offer.first - 1, first - 1, -1):
            lexeme = line.lexemes[index]
            if lexeme.text in (",", ".", ";", "/", "|") or "hard" in lexeme.links:
                first = index + 1
                break
        if first >= offer.first:
            return None
        start = self._origin(line.lexemes[first].start)
        end = self._origin(line.lexemes[offer.first].start)
        products = self._attributor.within(start, end)
        if not products:
            return None
        between = [
            lexeme
            for lexeme in line.lexemes[first : offer.first]
            if self._origin(lexeme.start) >= products[-1].end and lexeme.word and not lexeme.links
        ]
        return None if between else products[-1]


def _ends(line: Line, offer: Offer) -> bool:
    """Say whether nothing is counted by the number (`coke 55`, not `coke 55 gars`)."""
    if offer.last >= len(line.lexemes):
        return True
    after = line.lexemes[offer.last]
    if after.text in (")", "»", '"', "”"):
        return False  # the number belongs to a name
    return offer.link == "at" or not after.word or after.stop or bool(after.links)


def _leads_on(line: Line, number: int) -> bool:
    """Say whether the next offer of the line is rather the price (`gelato 41, 50€ les 5`)."""
    if number + 1 >= len(line.offers):
        return False
    here, after = line.offers[number], line.offers[number + 1]
    between = line.lexemes[here.last : after.first]
    if after.link not in ("per", "alone"):
        return False
    return after.currency is not None and not any(lexeme.word for lexeme in between)


def _laddered(offers: Sequence[Offer]) -> set[int]:
    """Give the ids of weak offers that rise step by step with a neighbour of the same make."""
    held: set[int] = set()
    for one, two in pairwise(offers):
        if one.quantity is None or two.quantity is None or two.line - one.line > 1:
            continue
        if one.quantity.unit is not None or two.quantity.unit is not None or one.link != two.link:
            continue
        rises = one.quantity.value < two.quantity.value and one.amount < two.amount
        if rises and _is_priced(one) and _is_priced(two):
            held.update((id(one), id(two)))
    return held


def _is_priced(offer: Offer) -> bool:
    if offer.quantity is None:
        return False
    return offer.amount * 5 >= offer.quantity.value * (_LEAST_RISE + 1) or offer.link in ("for", "four")
