"""Amounts and quantities, read at one place of a line of lexemes.

It knows what a piece looks like (`50 €`, `5 g`, `carton de six`), and not how pieces make an offer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from codewords.extract.lexemes import Lexeme, Unit

ONE = Decimal(1)
_LARGEST = Decimal(200_000)
_PREFIXED = frozenset({"chf", "eur", "usd", "gbp", "sfr"})


@dataclass(frozen=True, slots=True)
class Quantity:
    """Hold a quantity as written.

    Args:
        value: how many units; in `unit.base` once multiplied.
        unit: the unit, or `None` for a bare number.
        last: one past the index of its last lexeme.
        each: it stands for "one of them" (`each`, `la pièce`).
        counted: a number stands with the unit.
        lump: it is the weight of a lump, in the unit usual for the product.
    """

    value: Decimal
    unit: Unit | None
    last: int
    each: bool = False
    counted: bool = True
    lump: bool = False


@dataclass(frozen=True, slots=True)
class Money:
    """Hold an amount as written; `last` is one past the index of its last lexeme."""

    value: Decimal
    currency: str | None
    last: int


class Pieces:
    """Read amounts and quantities of one line of lexemes."""

    def __init__(self, lexemes: Sequence[Lexeme], line: int) -> None:
        self._all = lexemes
        self._line = line

    def _get(self, index: int) -> Lexeme | None:
        return self._all[index] if 0 <= index < len(self._all) else None

    def _has(self, index: int, link: str) -> bool:
        lexeme = self._get(index)
        return lexeme is not None and link in lexeme.links

    def money(self, index: int) -> Money | None:
        """Read an amount at `index`, with its currency on either side if there is one."""
        here, after = self._get(index), self._get(index + 1)
        if here is None:
            return None
        if here.currency and here.number is None and after and after.number is not None and not after.times:
            sign = not here.word or here.text in _PREFIXED or here.text.endswith("$")
            if sign and after.number <= _LARGEST:
                last = index + 2
                tail = self._get(last)  # "€ 50 eur", "$40 cad"
                twice = tail is not None and tail.currency is not None and tail.word
                return Money(after.number, (tail.currency if twice and tail else None) or here.currency,
                             last + int(twice))  # fmt: skip
        if here.number is None or here.times or here.number > _LARGEST:
            return None
        if after is not None and after.currency and not self._is_next_amount(index + 1):
            cents = self._cents(index + 2)
            if cents is not None:
                return Money(here.number + cents, after.currency, index + 3)
            last = index + 2
            if self._has(last, "mark") and self._all[last].text == "-":
                last += int(self._all[last].glued and self._get(last + 1) is None)
            return Money(here.number, after.currency, last)
        return Money(here.number, None, index + 1)

    def _cents(self, index: int) -> Decimal | None:
        """Read the cents of `2€50`."""
        tail = self._get(index)
        if tail is None or tail.number is None or not (tail.glued and self._all[index - 1].glued):
            return None
        return tail.number / 100 if len(tail.text) == 2 and tail.text.isdigit() else None

    def _is_next_amount(self, index: int) -> bool:
        """Tell `3.5 £30`, where the sign belongs to what follows, from `35€ 5g`."""
        sign, after = self._all[index], self._get(index + 1)
        if sign.word or sign.glued or after is None:
            return False
        return after.number is not None and after.glued

    def quantity(self, index: int) -> Quantity | None:
        """Read a quantity at `index`: number and unit, container and number, unit alone, `x20`, number."""
        here = self._get(index)
        if here is None:
            return None
        if here.number is not None:
            return self._counted(index, here, here.number)
        if here.unit is not None and not here.void:
            return self._named(index, here, here.unit)
        return None

    def _counted(self, index: int, here: Lexeme, number: Decimal) -> Quantity:
        after = self._get(index + 1)
        if here.times:
            return Quantity(number, Unit(ONE, "piece"), index + 1)
        if after is not None and after.text == "er" and after.glued:
            return Quantity(number, None, index + 2)
        if after is not None and after.unit is not None and not after.void and _fits(after, after.unit):
            if after.unit.each and self._is_priced_each(index):
                return Quantity(number, None, index + 1)
            return Quantity(number, after.unit, index + 2)
        return Quantity(number, None, index + 1)

    def _is_priced_each(self, index: int) -> bool:
        """Tell `12 pièce` (the price of one) and `5 each 100 for 350` from `10 stück 50`."""
        after, money = self._get(index + 2), self.money(index + 2)
        if money is None:
            return after is None or "for" not in after.links
        joint, beyond = self._get(money.last), self._get(money.last + 1)
        if money.currency is not None or joint is None or beyond is None:
            return False
        linked = bool(joint.links & {"for", "at", "many", "per"})
        return linked and (beyond.number is not None or beyond.unit is not None)

    def _named(self, index: int, here: Lexeme, unit: Unit) -> Quantity | None:
        if len(here.text) == 1 and not self._is_introduced(index):
            return None  # a lone g, l or u is a letter
        spot = index + 1
        has_of = self._has(spot, "of")
        inner = self._get(spot + int(has_of))
        if unit.base == "piece" and not unit.each and inner is not None and inner.number is not None:
            size = self._counted(spot + int(has_of), inner, inner.number)
            if size.unit is not None and not size.unit.each:
                if unit.vessel:
                    return Quantity(ONE, unit, size.last, counted=False)
                return size
            is_money = self._is_money_ahead(spot + int(has_of))
            if not is_money and (has_of or self._is_priced_after(size.last)):
                count = None if unit.lump else Unit(ONE, "piece")
                return Quantity(inner.number, count, size.last, lump=unit.lump)
        return Quantity(ONE, unit, index + 1, each=unit.each, counted=False)

    def _is_introduced(self, index: int) -> bool:
        before = self._get(index - 1)
        return before is not None and bool(before.links & {"per", "many"})

    def _is_money_ahead(self, index: int) -> bool:
        found = self.money(index)
        return found is not None and found.currency is not None

    def _is_priced_after(self, index: int) -> bool:
        """Say whether an amount follows, as in `strip 30 voor 35`."""
        spot = index
        while spot < index + 2 and (self._has(spot, "for") or self._has(spot, "at") or self._has(spot, "mark")):
            spot += 1
        if spot == index:
            return self._is_money_ahead(index)
        return self.money(spot) is not None


def _fits(lexeme: Lexeme, unit: Unit) -> bool:
    """Say whether a number before the word counts it (not `10 pounds` nor `2 halves`)."""
    return not (lexeme.currency and unit.base != "piece") and unit.share is None
