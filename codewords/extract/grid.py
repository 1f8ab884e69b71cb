"""The grammar of prices: which quantity stands with which amount.

It reads lines of lexemes and gives raw offers, with what was not written left open.
It knows nothing of products, currencies left out or the original text.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from codewords.extract.joins import Joins
from codewords.extract.lexemes import Lexeme, Unit
from codewords.extract.pieces import ONE, Money, Quantity

_GAP_WORDS = 8
_LEAST = Decimal(5)
_MOST = Decimal(1000)
_ONE_OF = frozenset({"le", "la", "l'", "el", "il", "der", "die", "das"})


@dataclass(frozen=True, slots=True)
class Offer:
    """Join an amount with a quantity, before anything is inferred.

    Args:
        line: number of the line.
        first: index of its first lexeme in the line.
        last: one past the index of its last.
        link: how the two are joined; `alone` for an amount without quantity.
        weak: it counts only in company (`1/50 2/90`) or beside a product.
    """

    line: int
    first: int
    last: int
    amount: Decimal
    currency: str | None
    quantity: Quantity | None
    link: str
    weak: bool = False


class Reader(Joins):
    """Read one line of lexemes from left to right."""

    def offers(self) -> list[Offer]:
        """Give the offers of the line in order; spans never overlap."""
        out: list[Offer] = []
        index = 0
        while index < len(self._all):
            offer = self._at(index)
            if offer is None:
                index += 1
            else:
                out.append(offer)
                index = offer.last
        return out

    def measures(self) -> list[tuple[int, Quantity]]:
        """Give every number with a unit, with the index of its first lexeme."""
        out: list[tuple[int, Quantity]] = []
        index = 0
        while index < len(self._all):
            found = self.quantity(index)
            if found is not None and found.unit is not None and found.counted:
                out.append((index, found))
                index = found.last
            else:
                index += 1
        return out

    def _at(self, index: int) -> Offer | None:
        quantity = self.quantity(index)
        if quantity is not None and (quantity.unit or quantity.lump) and not quantity.each:
            return self._quantity_first(index, quantity)
        money = self.money(index)
        if money is not None:
            found = self._money_first(index, money)
            if found is not None:
                return found
            if money.currency is None and quantity is not None:
                found = self._number_first(index, quantity)
                if found is not None:
                    return found
            return self._bare(index, money) if money.currency is None else self._alone(index, money)
        if quantity is not None and quantity.each:
            return self._quantity_first(index, quantity)
        return None

    def _alone(self, index: int, money: Money) -> Offer | None:
        """Read an amount without quantity, unless it measures something (`un panier de 150 €`)."""
        before = self._get(index - 1)
        if before is not None and "of" in before.links and before.text not in ("à", "a"):
            return None
        return Offer(self._line, index, money.last, money.value, money.currency, None, "alone")

    def _bare(self, index: int, money: Money) -> Offer | None:
        """Read a lone number: the price of what stands before it, if that is a product."""
        if self._is_in_cents(index):
            return Offer(self._line, index, money.last, money.value, None, None, "alone")
        if money.value < _LEAST or (self._all[index].glued and self._all[index - 1].text not in "/:="):
            return None
        after = self._get(money.last)
        if after is not None and after.glued and after.text in "-/":
            return None  # 94-93
        link = "at" if self._has(index - 1, "at") else "bare"
        broken = money.value != money.value.to_integral_value()
        if link == "bare" and (broken or self._all[index].spoken):
            return None
        return Offer(self._line, index, money.last, money.value, None, None, link, weak=True)

    def _is_in_cents(self, index: int) -> bool:
        """Take `tarte 4.50,` for an amount: two decimals between a word and a break."""
        before, after = self._get(index - 1), self._get(index + 1)
        if before is None or not before.word or self._all[index].text[-3:-2] not in (",", "."):
            return False
        return after is None or after.text in (",", ".", ";", "!", "|") or "hard" in after.links

    def _money_first(self, index: int, money: Money) -> Offer | None:
        """Read `80 le g`, `60 les 10`, `8 quid each`, `35 for the eighth`."""
        spot, many, slash = money.last, False, False
        while spot < money.last + 3 and (self._has(spot, "per") or self._is_for_article(spot, money)):
            if self._is_last_each(spot):
                break
            many = many or self._has(spot, "many")
            slash = slash or self._all[spot].text == "/"
            spot += 1
            if slash and self._is_own_quantity(spot):
                return None
        quantity = self.quantity(spot)
        if quantity is None:
            return self._in_brackets(index, money) or self._per_noun(index, money, spot)
        linked = spot > money.last
        if self._starts_new(quantity, linked=linked and not slash, slash=slash):
            return None
        if not self._is_bought(money, quantity, spot, many=many):
            return None
        return Offer(self._line, index, quantity.last, money.value, money.currency, quantity, "per")

    def _is_bought(self, money: Money, quantity: Quantity, spot: int, *, many: bool) -> bool:
        """Say whether what follows an amount is the quantity it buys."""
        linked = spot > money.last
        if quantity.unit is None:
            return linked and (many or quantity.lump)
        if not (linked or quantity.each or " " in self._all[spot].text):
            return False
        loose = money.currency is None and quantity.counted and not many
        return not (loose and (not linked or self._has(money.last, "for")))

    def _in_brackets(self, index: int, money: Money) -> Offer | None:
        """Read `25€ (3g dedans)`."""
        opening = self._get(money.last)
        quantity = self.quantity(money.last + 1)
        if opening is None or opening.text != "(" or quantity is None or quantity.unit is None:
            return None
        if not quantity.counted or money.currency is None or self.money(quantity.last) is not None:
            return None
        return Offer(self._line, index, quantity.last, money.value, money.currency, quantity, "per")

    def _per_noun(self, index: int, money: Money, spot: int) -> Offer | None:
        """Read `20 la fi0le`: an amount per some thing that is no known unit."""
        if spot != money.last + 1 or self._all[spot - 1].text not in _ONE_OF or not self._is_noun(spot):
            return None
        if money.value < _LEAST or len(self._all[spot].text) < 3:
            return None
        quantity = Quantity(ONE, Unit(ONE, "piece"), spot + 1, counted=False)
        return Offer(self._line, index, spot + 1, money.value, money.currency, quantity, "per", weak=True)

    def _quantity_first(self, index: int, quantity: Quantity) -> Offer | None:
        """Read `5g 50€`, `10g → 80`, `once de cookies 200€`, `kilo 3`."""
        spot, link = self._after_links(quantity.last)
        money = self.money(spot)
        if money is not None and self._is_amount(money, spot, quantity):
            each = link == "at" and quantity.counted and quantity.unit is not None
            if each and money.currency and quantity.unit and self._is_loose(index, quantity):
                quantity = Quantity(ONE, quantity.unit, quantity.last)
            return Offer(self._line, index, money.last, money.value, money.currency, quantity, link or "next")
        return self._across_words(index, quantity)

    def _is_loose(self, index: int, quantity: Quantity) -> bool:
        """Say whether `12 palettes à 8 euros` means the price of each."""
        unit = quantity.unit
        plain = self._all[index].number is not None and not self._all[index].times
        return unit is not None and unit.base == "piece" and plain and quantity.value > 1

    def _is_amount(self, money: Money, spot: int, quantity: Quantity) -> bool:
        if self._closes(money.last):
            return False
        if money.currency is not None:
            return True
        follower = self.quantity(spot)
        if follower is not None and follower.unit is not None and not follower.each:
            apart = not quantity.counted and not quantity.each and not self._all[spot + 1].glued
            return apart and self.money(follower.last) is not None  # eighths 45 zips 280
        after = self._get(money.last)
        if after is not None and after.text == ")":
            return False  # pot (3,5) 45 €
        if self._all[spot].spoken and not quantity.counted:
            return False  # half eight
        return not (quantity.unit is not None and quantity.unit.each and not quantity.counted)

    def _across_words(self, index: int, quantity: Quantity) -> Offer | None:
        """Read a quantity and the next written amount of the line, with words between."""
        if quantity.unit is None or quantity.each:
            return None
        for spot in range(quantity.last, min(quantity.last + _GAP_WORDS, len(self._all))):
            money = self.money(spot)
            if money is not None and (money.currency is not None or self._is_set_at(spot, quantity)):
                if self._closes(money.last) or self._has(spot - 1, "of"):
                    return None
                return Offer(self._line, index, money.last, money.value, money.currency, quantity, "words")
            if self._blocks(self._all[spot], quantity):
                return None
        return None

    def _blocks(self, lexeme: Lexeme, quantity: Quantity) -> bool:
        """Say whether an amount beyond this lexeme belongs to something else."""
        if lexeme.number is not None or "hard" in lexeme.links or lexeme.text in (".", "/", "|"):
            return True
        if lexeme.text == "," and not quantity.counted:
            return True
        return lexeme.unit is not None and not lexeme.unit.each and len(lexeme.text) > 1

    def _is_set_at(self, spot: int, quantity: Quantity) -> bool:
        """Take a bare amount after `à` or `for` for the price of one (`le g passe à 40`)."""
        introduced = self._has(spot - 1, "at") or self._has(spot - 1, "for")
        number = self._all[spot].number
        near = spot - quantity.last <= 4 and not quantity.counted
        return introduced and near and number is not None and number >= _LEAST

    def _number_first(self, index: int, quantity: Quantity) -> Offer | None:
        """Read `1/50`, `3 for 25`, `1 → 70`, `3.5 £30`, `5 160`."""
        if self._all[index].glued and index and self._all[index - 1].text == "-":
            return None
        spot, link = self._after_number(index, quantity)
        money = self.money(spot)
        if money is None or money.value < ONE or quantity.value <= 0 or self._closes(money.last):
            return None
        follower = self.quantity(spot)
        if money.currency is None and follower is not None and follower.unit is not None:
            return None  # `10 for 5 g`
        if not link:
            link = "said" if self._all[index].spoken and not self._all[spot].spoken else "next"
        if link in ("next", "said") and self._is_priced_after(money.last) and not money.currency:
            return None  # `100/8 zwanzig für 45`: the second number is the quantity
        symbols = spot - quantity.last
        if link == "|" or quantity.value > _MOST or (link == "next" and symbols > int(money.currency is not None)):
            return None
        return self._paired(index, Quantity(quantity.value, None, quantity.last), money, link)

    def _paired(self, index: int, quantity: Quantity, money: Money, link: str) -> Offer | None:
        amount, value = money.value, quantity.value
        if link == "-" and amount <= value:
            return None  # 18-4: hours
        broken = amount != amount.to_integral_value()
        swapped = money.currency is None and (
            (link == "for" and value > 10 * amount) or (link == "at" and broken and value > amount)
        )
        if swapped:
            amount, value = value, amount  # 900 for fifty, 25 a 3.5
        doubtful = link != "for" or amount < _LEAST or amount <= value / 20
        weak = money.currency is None and doubtful and not (swapped and broken)
        unit = Unit(ONE, "piece") if link == "noun" else None
        bare = Quantity(value, unit, quantity.last)
        return Offer(self._line, index, money.last, amount, money.currency, bare, link, weak)
