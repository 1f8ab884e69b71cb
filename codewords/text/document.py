"""Read a text: its light view, tokens, joins, quotations and questions.

This is the door of the room: other rooms call `read` and look at the `Document`. It knows no lexicon.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from codewords.text.fold import fold
from codewords.text.join import find_joins
from codewords.text.quote import find_quotes
from codewords.text.tables import FoldTables
from codewords.text.token import Join, Token, cut
from codewords.text.view import View

__all__ = ["Document", "Join", "Token", "read"]


@dataclass(frozen=True, slots=True)
class Document:
    """Hold one text as the matchers see it.

    Args:
        original: the text as it came.
        light: the view for patterns, from which the tokens were cut.
        tokens: words and emoji, in order.
        joins: runs of pieces that may be one disguised word, in order.
        quotes: spans of the original inside quotation marks.
        questions: numbers of the sentences that end in a question mark.
    """

    original: str
    light: View
    tokens: tuple[Token, ...]
    joins: tuple[Join, ...]
    quotes: tuple[tuple[int, int], ...]
    questions: frozenset[int]

    def token_range(self, start: int, end: int) -> tuple[int, int]:
        """Give the half-open range of tokens that overlap a span of the original."""
        first = bisect_right(self.tokens, start, key=_end)
        return first, max(first, bisect_left(self.tokens, end, key=_start))


def _start(token: Token) -> int:
    return token.start


def _end(token: Token) -> int:
    return token.end


def words(text: str, tables: FoldTables) -> tuple[Token, ...]:
    """Give the tokens of a text alone, without joins and quotes: what a spelling of a lexicon needs."""
    return cut(text, fold(text, tables), tables).tokens


def read(text: str, tables: FoldTables, *, is_word: Callable[[str], bool] | None = None) -> Document:
    """Read a text of any kind and length; it never raises for a `str`.

    Args:
        text: the text as it came.
        tables: folding tables of the rule set.
        is_word: tells whether a plain key is worth a look. With it, two neighbouring tokens that make
            such a key together are joined too (`co caine`); without it they never are.
    """
    light = fold(text, tables)
    if text.isascii() and text.isalpha():  # one word; `cut` and `find_joins` would find the same
        token = Token(text, light.text, 0, len(text), 0, len(text), 0, 0)
        return Document(text, light, (token,), (), (), frozenset())
    found = cut(text, light, tables)
    joins = find_joins(text, light, found, tables, is_word)
    return Document(text, light, found.tokens, joins, find_quotes(text), found.questions)
