"""What stands between a quantity and its amount, and what does not.

It tells links from breaks, and an amount that has a quantity of its own from one that is free.
"""

from __future__ import annotations

from codewords.extract.lexemes import Lexeme
from codewords.extract.pieces import Money, Pieces, Quantity

_SYMBOLS = 3


class Joins(Pieces):
    """Look round the pieces of one line."""

    def _is_for_article(self, spot: int, money: Money) -> bool:
        """Take `for the` and `pour un` as a link where what follows is a unit."""
        if not self._has(spot, "for") or spot != money.last:
            return False
        after = self.quantity(spot + 1)
        if after is not None and after.unit is not None:
            return money.currency is not None or not after.counted
        return self._has(spot + 1, "per") and self.quantity(spot + 2) is not None

    def _is_last_each(self, spot: int) -> bool:
        """Take `cada` for "each" where nothing follows that it could introduce."""
        unit = self._all[spot].unit
        if unit is None or not unit.each:
            return False
        after = self.quantity(spot + 1)
        return after is None or after.unit is None

    def _is_own_quantity(self, spot: int) -> bool:
        """Say whether a number with a unit after a slash opens the next offer."""
        found = self.quantity(spot)
        return found is not None and found.counted

    def _starts_new(self, quantity: Quantity, *, linked: bool = False, slash: bool = False) -> bool:
        """Say whether the quantity belongs to an amount that follows it."""
        if quantity.each:
            return False
        after = quantity.last
        joined = self._has(after, "for") or self._has(after, "at") or self._has(after, "mark")
        if linked and not joined:
            return False
        follower = self.money(after + int(joined))
        if follower is None:
            return False
        last = follower.last
        if self._has(last, "per") and self.quantity(last + 1) is not None:
            return False
        return joined or slash or follower.currency is not None

    def _closes(self, last: int) -> bool:
        """Say whether an amount that ends at `last` has its own quantity to the right (`15€ le g`)."""
        spot = last
        while spot < last + 2 and self._has(spot, "per"):
            spot += 1
        found = self.quantity(spot)
        if found is None or (spot > last and self._all[last].text == "/" and found.counted):
            return False
        if found.unit is None:
            opened = self._has(spot - 1, "many") or found.lump
            return spot > last and opened and not self._starts_new(found)
        if spot > last and self._all[last].text == "/" and self._starts_new(found, slash=True):
            return False
        return spot > last or found.each

    def _after_links(self, index: int) -> tuple[int, str]:
        """Pass links, brackets, dots and emoji between a quantity and its amount."""
        spot, link, symbols = index, "", 0
        while (lexeme := self._get(spot)) is not None:
            kinds = lexeme.links
            if "hard" in kinds:
                break
            if "dots" in kinds or "for" in kinds or "at" in kinds:
                link = "for" if "for" in kinds else link or ("at" if "at" in kinds else "mark")
            elif "mark" in kinds:
                link = link or lexeme.text
            elif link in ("/", "|") or not self._is_symbol(lexeme) or symbols >= _SYMBOLS:
                break
            else:
                symbols += 1
            spot += 1
            if spot > index + 5:
                break
        return spot, link

    def _is_symbol(self, lexeme: Lexeme) -> bool:
        plain = not lexeme.word and lexeme.number is None and lexeme.currency is None
        return plain and lexeme.text not in (",", ";", ".", "!", "?", ")")

    def _after_number(self, index: int, quantity: Quantity) -> tuple[int, str]:
        """Pass what links a bare number to its amount, `de coke à` and a bracket included."""
        spot, link = self._after_links(quantity.last)
        if link:
            return spot, link
        if self._is_four(index, spot):
            return spot + 1, "four"
        if self._is_of_word(spot) and (self._has(spot + 2, "at") or self._has(spot + 2, "for")):
            return spot + 3, "of"
        if self._is_noun(spot) and self._has(spot + 1, "for") and self.money(spot + 2) is not None:
            return spot + 2, "noun"
        closing, before = self._get(spot), self._get(index - 1)
        if closing is not None and before is not None and (before.text, closing.text) == ("(", ")"):
            return spot + 1, "bracket"
        return spot, ""

    def _is_of_word(self, index: int) -> bool:
        after = self._get(index + 1)
        return self._has(index, "of") and after is not None and after.word

    def _is_noun(self, index: int) -> bool:
        """Say whether a plain word stands here, as in `3 palettes pour 5$`."""
        lexeme = self._get(index)
        if lexeme is None or not lexeme.word or lexeme.void or lexeme.stop or lexeme.number is not None:
            return False
        return not lexeme.links and not lexeme.glued and lexeme.currency is None

    def _is_four(self, index: int, spot: int) -> bool:
        """Take a 4 between two numbers for `for` (`3 4 25`)."""
        here, after = self._get(spot), self._get(spot + 1)
        if here is None or after is None or here.text != "4" or spot != index + 1:
            return False
        return after.number is not None and after.number > 4
