"""Offer words of which a part is gone, cut off, or made of flags: `b**h`, `co caine`, `🇧🇪`.

It looks at single tokens and at neighbours; runs of letters and chunks stand in `join`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from codewords.text.reading import MASK, Reading, readings
from codewords.text.tables import FLAGS, FoldTables
from codewords.text.token import Join, Token
from codewords.text.view import View

IsWord = Callable[[str], bool]

LEAST, MOST = 3, 24
"""Letters of a joined word."""

_STRIKES = re.compile(r"[*]+|#+|_+|•+|[.]{2,}|-{2,}")
"""Signs put in the place of letters; a single dot or dash is punctuation."""


def join_whole(tokens: Sequence[Token], first: int, step: str, tables: FoldTables) -> Join:
    """Join tokens as they are, without what is between.

    Args:
        first: index of the first of them.
        step: the fold that this is.
    """
    raw = "".join(token.raw for token in tokens if not token.is_emoji)
    choices = tuple(Reading(item.key, item.accented, (*item.folds, step)) for item in readings(raw, tables))
    return Join(first, first + len(tokens), tokens[0].start, tokens[-1].end, choices)


class PieceFinder:
    """Offer joins in one text.

    Args:
        is_word: tells whether a key is worth a look; `None` joins no two words.
    """

    def __init__(
        self, original: str, view: View, tokens: Sequence[Token], tables: FoldTables, is_word: IsWord | None
    ) -> None:
        self._original = original
        self._view = view
        self._tokens = tokens
        self._tables = tables
        self._is_word = is_word

    # letters struck out

    def struck(self) -> Iterator[Join]:
        """Offer words with signs in the place of letters: `b**h`, `c*c**ne`, `coca***`."""
        text, tokens = self._view.text, self._tokens
        first = 0
        for index, token in enumerate(tokens):
            following = tokens[index + 1].view_start if index + 1 < len(tokens) else len(text)
            gap = text[token.view_end : following]
            if following < len(text) and _STRIKES.fullmatch(gap):
                continue
            tail = len(gap) - len(gap.lstrip("*"))
            lead = text[tokens[first].view_start - 1 : tokens[first].view_start]
            if (index > first or tail) and lead != "*":  # stars around a word make it bold
                yield from self._struck(first, index + 1, tail)
            first = index + 1

    def _struck(self, first: int, last: int, tail: int) -> Iterator[Join]:
        tokens = self._tokens[first:last]
        start, end = tokens[0].view_start, tokens[-1].view_end + tail
        if end - start > MOST or any(token.is_emoji for token in tokens):
            return
        gone = [MASK * (b.view_start - a.view_end) for a, b in pairwise(tokens)] + [MASK * tail]
        accented = "".join(token.key + sign for token, sign in zip(tokens, gone, strict=True))
        key = accented.translate(self._tables.plain)
        if key.replace(MASK, "").isalpha():
            yield Join(first, last, *self._view.span(start, end), (Reading(key, accented, ("masked",)),))

    # letters that are flags together

    def flags(self) -> Iterator[Join]:
        """Read flags side by side as the letters they are made of."""
        known = self._tables.flags
        flags = [i for i, token in enumerate(self._tokens) if token.is_emoji and token.key in known]
        run: list[int] = []
        for index in flags:
            if run and (run[-1] != index - 1 or self._between(run[-1], index).strip()):
                yield from self._flag_word(run)
                run = []
            run.append(index)
        yield from self._flag_word(run)

    def _between(self, before: int, index: int) -> str:
        return self._view.text[self._tokens[before].view_end : self._tokens[index].view_start]

    def _flag_word(self, run: Sequence[int]) -> Iterator[Join]:
        if not 2 <= len(run) <= MOST // 2:
            return
        first, last = self._tokens[run[0]], self._tokens[run[-1]]
        flags = "".join(token.key * token.count for token in self._tokens[run[0] : run[-1] + 1])
        word = "".join(chr(ord(char) - FLAGS[0] + ord("a")) for char in flags)[:MOST]
        yield Join(run[0], run[-1] + 1, first.start, last.end, (Reading(word, word, ("styled",)),))

    # words cut in two

    def split(self) -> Iterator[Join]:
        """Join two neighbouring words that make one: `co caine`, also over the end of a line."""
        is_word = self._is_word
        if is_word is None:
            return
        text, plain = self._view.text, self._tables.plain
        for index, (before, token) in enumerate(pairwise(self._tokens)):
            key = before.key + token.key
            if not LEAST < len(key) <= MOST or before.is_emoji or token.is_emoji:
                continue
            if not key.isascii():
                key = key.translate(plain)
            if self._is_odd(before.end, token.start):
                yield join_whole(self._tokens[index : index + 2], index, "spaced", self._tables)
                continue
            gap = text[before.view_end : token.view_start]
            if gap[:1] in (" ", "\n") and gap.strip(" -") in ("", "\n") and is_word(key) and key.isalpha():
                yield join_whole(self._tokens[index : index + 2], index, "split", self._tables)

    def _is_odd(self, start: int, end: int) -> bool:
        """Tell white space that is hardly ever typed between two words: a form feed, a thin space."""
        gap = self._original[start:end]
        return len(gap) == 1 and gap.isspace() and gap not in " \n"
