"""Cut the light view into tokens: words, and runs of one emoji.

A hashtag is cut where its case or its digits change; nothing else is cut inside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from codewords.text.reading import Reading
from codewords.text.tables import ZWJ, FoldTables
from codewords.text.view import View


@dataclass(frozen=True, slots=True)
class Token:
    """Place one word, or one run of one emoji.

    Args:
        raw: `original[start:end]`.
        key: the light reading: case and width folded, accents kept; for emoji its canonical form.
        start: first character in the original.
        end: one past the last.
        view_start: first character in the light view.
        view_end: one past the last.
        line: number of its line, from 0.
        sentence: number of its sentence, from 0.
        is_emoji: True for emoji.
        count: length of a run of emoji, else 1.
    """

    raw: str
    key: str
    start: int
    end: int
    view_start: int
    view_end: int
    line: int
    sentence: int
    is_emoji: bool = False
    count: int = 1


@dataclass(frozen=True, slots=True)
class Join:
    """Offer a run of neighbouring pieces as one disguised word.

    Args:
        first: index of the first token it covers.
        last: one past the index of the last.
        start: first character in the original.
        end: one past the last.
        readings: what the joined word may be.
    """

    first: int
    last: int
    start: int
    end: int
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """Hold what was found while cutting.

    Args:
        tokens: in order.
        questions: sentences that end in a question mark.
        hashtags: those that were cut, as ranges of tokens.
    """

    tokens: tuple[Token, ...]
    questions: frozenset[int]
    hashtags: tuple[tuple[int, int], ...]


_END = re.compile(r"\n|[!?]+(?![^\W_]|[=&/])|(?<!\.)\.++(?:[!?]+(?![^\W_])|(?=\s|$|[\"'»”)\]]))| (?=#\w+ +#\w)")
_PLAIN = re.compile("([a-z0-9]+)")  # what `FoldTables.token` finds in plain ASCII, faster
_DIGITS = re.compile(r"[0-9]+|[^0-9]+")


def cut(original: str, view: View, tables: FoldTables) -> Cut:
    """Cut a text into tokens, with their lines and sentences."""
    text = view.text
    straight = view.is_straight
    tokens: list[Token] = []
    hashtags: list[tuple[int, int]] = []
    ends = _Ends(text)
    for found in (_PLAIN if text.isascii() else tables.token).finditer(text):
        start, end = found.span()
        ends.move(start, has_token=bool(tokens))
        if found.lastindex == 2:
            emoji = found[2]
            count = (end - start) // len(emoji)
            key = canonical(emoji)
            begin, stop = (start, end) if straight else view.span(start, end)
            raw = original[begin:stop]
            tokens.append(Token(raw, key, begin, stop, start, end, ends.line, ends.sentence, True, count))
        elif start and text[start - 1] == "#":
            first = len(tokens)
            for begin, stop in _parts(original, view, start, end, tables):
                tokens.append(_token(original, view, begin, stop, ends))
            if len(tokens) > first + 1:
                hashtags.append((first, len(tokens)))
        elif straight:
            raw = original[start:end]
            tokens.append(Token(raw, found[0], start, end, start, end, ends.line, ends.sentence))
        else:
            tokens.append(_token(original, view, start, end, ends))
    ends.move(len(text), has_token=bool(tokens))
    return Cut(tuple(tokens), frozenset(ends.questions), tuple(hashtags))


def canonical(emoji: str) -> str:
    """Give the form in which emoji are compared: no gender, no variation; the person stays.

    >>> canonical("🏃\u200d♀")
    '🏃'
    """
    if ZWJ not in emoji:
        return emoji
    head, *rest = emoji.split(ZWJ)
    rest = [part for part in rest if part not in "♀♂"]
    if rest and head in "👨👩":
        head = "🧑"
    return ZWJ.join((head, *rest))


def _token(original: str, view: View, start: int, end: int, ends: _Ends) -> Token:
    begin, stop = view.span(start, end)
    raw = original[begin:stop]
    return Token(raw, view.text[start:end], begin, stop, start, end, ends.line, ends.sentence)


def _parts(original: str, view: View, start: int, end: int, tables: FoldTables) -> Iterator[tuple[int, int]]:
    """Cut a hashtag where digits begin or end, and before a capital that begins a word."""
    for found in _DIGITS.finditer(view.text, start, end):
        first, last = found.span()
        capitals = [original[view.span(at, at + 1)[0]] in tables.capitals for at in range(first, last)]
        begin = first
        for at in range(first + 1, last):
            here = at - first
            if capitals[here] and not (capitals[here - 1] and (at + 1 == last or capitals[here + 1])):
                yield begin, at
                begin = at
        yield begin, last


class _Ends:
    """Walk over the ends of lines and sentences, in step with the tokens."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._found = _END.finditer(text)
        self._next = next(self._found, None)
        self._is_open = False
        self.line = 0
        self.sentence = 0
        self.questions: set[int] = set()

    def move(self, to: int, *, has_token: bool) -> None:
        """Pass all ends before a place; the text between holds no token.

        Args:
            to: the place, in the light view.
            has_token: False when no token came before.
        """
        while self._next is not None and self._next.start() < to:
            self._pass(self._next, has_token=has_token)
            self._next = next(self._found, None)
        if self._is_open and to < len(self._text):
            self.sentence += 1
            self._is_open = False

    def _pass(self, end: re.Match[str], *, has_token: bool) -> None:
        mark = end[0]
        if mark == "\n":
            self.line += 1
        elif self._is_no_end(mark, end.start()):
            return
        if has_token:
            self._is_open = True
            if "?" in mark:
                self.questions.add(self.sentence)

    def _is_no_end(self, mark: str, at: int) -> bool:
        return (mark[0] == "." and self._is_initial(at)) or (mark == " " and self._follows_hashtag(at))

    def _follows_hashtag(self, at: int) -> bool:
        """Tell whether a run of hashtags has begun before: the whole run is one sentence, apart from the text."""
        return self._text.startswith("#", self._text.rfind(" ", 0, at) + 1)

    def _is_initial(self, at: int) -> bool:
        """Tell whether one letter alone stands before a full stop: `M. Martin`, `J. K.`."""
        before = self._text[max(at - 2, 0) : at]
        return before[-1:].isalpha() and not before[:-1].isalnum()
