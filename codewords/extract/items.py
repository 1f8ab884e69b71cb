"""What is sold at a price: a known product, or the word that stands in its place.

It knows lines of lexemes, offers and products with their places in the original text.
It knows nothing of amounts.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from codewords.extract.grid import Offer
from codewords.extract.lexemes import Lexeme

_MOST_WORDS = 3
_HEADING_WORDS = 8


@dataclass(frozen=True, slots=True)
class Product:
    """Place what the matcher found: a substance word or emoji.

    Args:
        start: first character in the original text.
        end: one past the last.
        word: as written.
        substance: its id, or empty.
        line: number of its line, from 0.
    """

    start: int
    end: int
    word: str
    substance: str
    line: int


@dataclass(frozen=True, slots=True)
class Item:
    """Name what a price is for: a product, or a span of words in the light view."""

    product: Product | None = None
    words: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """Hold one line: its lexemes, its offers and its bounds in the original text."""

    lexemes: Sequence[Lexeme]
    offers: Sequence[Offer]
    start: int
    end: int
    is_blank: bool


class Attributor:
    """Find the item of each offer.

    Args:
        products: sorted by start.
        origin: gives the place in the original text of a place in the view.
    """

    def __init__(self, products: Sequence[Product], origin: Callable[[int], int]) -> None:
        self._products = products
        self._starts = [product.start for product in products]
        self._origin = origin

    def within(self, start: int, end: int) -> Sequence[Product]:
        """Give the products that start in a span of the original text."""
        return self._products[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def has(self, start: int, end: int) -> bool:
        """Say whether a product starts in a span of the original text."""
        first = bisect_left(self._starts, start)
        return first < len(self._starts) and self._starts[first] < end

    def items(self, lines: Sequence[Line]) -> list[list[Item]]:
        """Give the item of every offer, line by line."""
        out: list[list[Item]] = []
        heading = Item()
        fresh = True
        for line in lines:
            if line.offers:
                found, heading = self._line_items(line, heading)
                out.append(found)
                fresh = True
                continue
            out.append([])
            if line.is_blank:
                fresh = True
                continue
            products = self.within(line.start, line.end)
            if products:
                heading, fresh = Item(product=products[-1]), False
            elif fresh and (words := _heading(line.lexemes)) is not None:
                heading, fresh = Item(words=words), False
        return out

    def _line_items(self, line: Line, heading: Item) -> tuple[list[Item], Item]:
        out: list[Item] = []
        last = heading
        edge = 0
        for number, offer in enumerate(line.offers):
            item = self._before(line, edge, offer)
            if item is None and last is heading:
                stop = line.offers[number + 1].first if number + 1 < len(line.offers) else len(line.lexemes)
                after = self._after(line, offer.last, stop)
                item = after if after is not None and self._leads(after, heading) else None
            last = item or last
            out.append(last)
            edge = offer.last
        return out, last if self.has(line.start, line.end) else heading

    @staticmethod
    def _leads(after: Item, heading: Item) -> bool:
        """Say whether what follows a price names it rather than the heading above."""
        return after.product is not None or heading == Item()

    def _before(self, line: Line, edge: int, offer: Offer) -> Item | None:
        start = self._origin(line.lexemes[edge].start)
        end = self._origin(line.lexemes[offer.last - 1].start)
        products = self.within(start, end)
        if products:
            named = [product for product in products if any(char.isalpha() for char in product.word)]
            return Item(product=(named or products)[-1])
        words = _run(line.lexemes, edge, offer.first, backwards=True)
        return Item(words=words) if words else None

    def _after(self, line: Line, start: int, stop: int) -> Item | None:
        if start >= len(line.lexemes):
            return None
        end = self._origin(line.lexemes[stop].start) if stop < len(line.lexemes) else line.end
        products = self.within(self._origin(line.lexemes[start].start), end)
        if products:
            return Item(product=products[0])
        words = _run(line.lexemes, start, stop, backwards=False)
        return Item(words=words) if words else None


def _is_content(lexeme: Lexeme) -> bool:
    if not lexeme.word or lexeme.stop or lexeme.void or lexeme.number is not None:
        return False
    return not lexeme.links and lexeme.currency is None and lexeme.unit is None and len(lexeme.text) > 1


def _parts(lexeme: Lexeme) -> bool:
    """Say whether what follows belongs to something else."""
    return bool(lexeme.links & {"hard", "join"}) or lexeme.text in (",", ".", "(", ")", "/", "|")


def _run(lexemes: Sequence[Lexeme], first: int, last: int, *, backwards: bool) -> tuple[int, int] | None:
    """Give the span of the content words nearest to a price, or `None`."""
    order = range(last - 1, first - 1, -1) if backwards else range(first, last)
    taken: list[Lexeme] = []
    for seen, index in enumerate(order):
        lexeme = lexemes[index]
        if _is_content(lexeme):
            taken.append(lexeme)
            if len(taken) == _MOST_WORDS:
                break
        elif taken or seen > _HEADING_WORDS or (not backwards and _parts(lexeme)):
            break
    if not taken:
        return None
    return min(lexeme.start for lexeme in taken), max(lexeme.end for lexeme in taken)


def _heading(lexemes: Sequence[Lexeme]) -> tuple[int, int] | None:
    words = [lexeme for lexeme in lexemes if lexeme.word]
    if not words or len(words) > _HEADING_WORDS:
        return None
    return _run(lexemes, 0, len(lexemes), backwards=False)
