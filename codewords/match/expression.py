"""What pieces of text a regular expression cannot match without, read off its own text.

The method is that of RE2's prefilter: each node says which strings it is, or which sets of strings it
holds one of. It errs on the safe side: where it does not understand an expression, nothing is needed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import regex

from codewords.match.literals import DIGIT, EDGE, Needs, mark

MOST = 2000
"""Strings of one set at most; beyond, nothing is known."""

_TIMES = 5
"""Times that a string may be repeated and is still listed."""

_NO_WORD = regex.compile(r"\\w|\[(?!\^)(?:[^\[\]\\]|\\.)*\\w(?:[^\[\]\\]|\\.)*\]")
_BEFORE, _AFTER = "\1", "\2"  # no word goes on before, or after; read in `_marked`
_NO_SIGNS = {ord(_BEFORE): None, ord(_AFTER): None}
_GROUP = regex.compile(r"\((\?(?::|>|P?<[A-Za-z_]\w*>|\||<?[=!]))?")
_QUANTIFIER = regex.compile(r"(?:([?*+])|\{(\d*)(,?)(\d*)\})[?+]?")
_PROPERTY = regex.compile(r"\\[pP]\{[^}]*\}")
_ONE = regex.compile(r"\\?(.)", regex.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r"}
_DIGITS = frozenset("0123456789")


@lru_cache(maxsize=512)  # rule sets that are laid over one another share their patterns
def needed(expression: str) -> Needs:
    r"""Give sets of strings, none with white space in it; every match holds one of each, once it is marked.

    >>> [sorted(strings) for strings in needed(r"gramm?e\d{1,3} {1,9}(?:eur|€)")]
    [['grame', 'gramme'], ['\\d'], ['eur', '€']]
    >>> needed(r"x?"), needed(r"[a-z]+")
    ((), ())
    """
    reader = _Reader(expression)
    try:
        node = reader.choice()
    except (IndexError, ValueError):
        return ()
    if reader.at != len(expression):
        return ()
    return tuple(dict.fromkeys(strings for strings in _all(node) if strings))


@dataclass(frozen=True, slots=True)
class _Node:
    """Say what a part matches.

    Args:
        exact: all the strings it matches, or `None` where they are too many.
        needs: sets of which each match holds one string.
    """

    exact: frozenset[str] | None
    needs: Needs = ()


_NOTHING = _Node(frozenset(("",)))
_ANY = _Node(None)
_ONE_DIGIT = _Node(None, (frozenset((DIGIT,)),))


def _all(node: _Node) -> Needs:
    return node.needs if node.exact is None else (*node.needs, _words(node.exact))


def _words(strings: Iterable[str]) -> frozenset[str]:
    """Give the longest piece without white space of each string, or nothing when one has none."""
    out = set()
    for string in strings:
        parts = _marked(string)
        if not parts:
            return frozenset()
        out.add(max(parts, key=len))
    return frozenset(out)


def _marked(string: str) -> list[str]:
    """Cut a string at white space, and mark the edges of words that are sure to be there.

    >>> [part.replace(EDGE, "|") for part in _marked(f"{_BEFORE}dans le")]
    ['|dans|', '|le']
    """
    bare = string.translate(_NO_SIGNS)
    marked = mark(bare)
    if marked.startswith(EDGE) and not string.startswith(_BEFORE):
        marked = marked[1:]
    if marked.endswith(EDGE) and not string.endswith(_AFTER):
        marked = marked[:-1]
    return marked.split()


def _join(left: _Node, right: _Node) -> _Node:
    if left.exact is not None and right.exact is not None and len(left.exact) * len(right.exact) <= MOST:
        return _Node(frozenset(a + b for a in left.exact for b in right.exact), left.needs + right.needs)
    needs = left.needs
    if left.exact is not None:
        needs = (*needs, _words(left.exact))
    return _Node(right.exact, needs + right.needs)


def _times(exact: frozenset[str], least: int, most: int) -> _Node:
    """Give the strings repeated, where they are few."""
    if len(exact) ** most > MOST:
        return _Node(None, (_words(exact),))
    runs = (map("".join, product(sorted(exact), repeat=count)) for count in range(least, most + 1))
    return _Node(frozenset(string for run in runs for string in run))


def _either(nodes: list[_Node]) -> _Node:
    if len(nodes) == 1:
        return nodes[0]
    if all(node.exact is not None and not node.needs for node in nodes):
        strings: frozenset[str] = frozenset().union(*(node.exact or () for node in nodes))
        return _Node(strings) if len(strings) <= MOST else _Node(None, (_words(strings),))
    ranked = [sorted(filter(None, _all(node)), key=_worth, reverse=True) for node in nodes]
    rows = zip(*ranked, strict=False)  # of each row one set is met, whichever the branch
    return _Node(None, tuple(frozenset().union(*row) for row in rows))


def _worth(strings: frozenset[str]) -> tuple[int, int]:
    """Rank sets: longer strings are rarer, fewer of them too; a digit is worth two letters."""
    return (min(map(len, strings), default=0), -len(strings))


class _Reader:
    def __init__(self, expression: str) -> None:
        self._text = expression
        self.at = 0

    def choice(self) -> _Node:
        """Read alternatives up to a closing bracket."""
        nodes = [self._branch()]
        while self._peek() == "|":
            self.at += 1
            nodes.append(self._branch())
        return _either(nodes)

    def _peek(self) -> str:
        return self._text[self.at : self.at + 1]

    def _branch(self) -> _Node:
        node = _NOTHING
        while self._peek() not in ("", "|", ")"):
            node = _join(node, self._repeated(self._atom()))
        return node

    def _atom(self) -> _Node:
        sign = self._text[self.at]
        if sign == "(":
            return self._group()
        if sign == "[":
            return self._class()
        if sign == "\\":
            return self._escape()
        self.at += 1
        if sign == ".":
            return _ANY
        return _NOTHING if sign in "^$" else _Node(frozenset((sign,)))

    def _escape(self) -> _Node:
        named = _PROPERTY.match(self._text, self.at)
        if named:
            self.at = named.end()
            return _ANY
        sign = self._text[self.at + 1]
        self.at += 2
        if sign == "d":
            return _ONE_DIGIT
        if sign in "bBAzZ":
            return _NOTHING
        if sign in _ESCAPED:
            return _Node(frozenset((_ESCAPED[sign],)))
        if sign.isalnum():
            if sign in "wWsSDhHR":
                return _ANY
            raise ValueError
        return _Node(frozenset((sign,)))

    def _group(self) -> _Node:
        opening = _GROUP.match(self._text, self.at)
        if opening is None or (opening[1] is None and self._text[self.at + 1] == "?"):
            raise ValueError
        self.at = start = opening.end()
        node = self.choice()
        if self._peek() != ")":
            raise ValueError
        self.at += 1
        if opening[0].endswith("!") and _NO_WORD.fullmatch(self._text, start, self.at - 1):
            return _Node(frozenset((_BEFORE if "<" in opening[0] else _AFTER,)))
        return _NOTHING if opening[0].endswith(("=", "!")) else node

    def _class(self) -> _Node:
        text = self._text
        self.at += 1
        negated = text[self.at] == "^"
        self.at += negated
        first = self.at
        chars: set[str] | None = set()
        while text[self.at] != "]" or self.at == first:
            if text[self.at] == "[" or text[self.at : self.at + 2] in ("--", "&&", "||", "~~"):
                raise ValueError
            chars = self._member(chars)
        self.at += 1
        if negated or chars is None:
            return _ANY
        if chars <= {*_DIGITS, DIGIT}:
            return _ONE_DIGIT
        return _Node(frozenset(chars)) if DIGIT not in chars and len(chars) <= 16 else _ANY

    def _member(self, chars: set[str] | None) -> set[str] | None:
        """Read one member of a class, or a range; `None` for what is too much to list."""
        text = self._text
        named = _PROPERTY.match(text, self.at)
        if named:
            self.at = named.end()
            return None
        is_kind = text[self.at] == "\\" and text[self.at + 1].isalnum() and text[self.at + 1] not in _ESCAPED
        low = self._char()
        if is_kind:
            return chars | {DIGIT} if chars is not None and low == "d" else None
        if self._peek() == "-" and text[self.at + 1] != "]":
            self.at += 1
            high = self._char()
            if ord(high) - ord(low) > 16:
                return None
            low = "".join(map(chr, range(ord(low), ord(high) + 1)))
        return None if chars is None else chars | set(low)

    def _char(self) -> str:
        found = _ONE.match(self._text, self.at)
        if found is None:
            raise ValueError
        self.at = found.end()
        char: str = found[1]
        return _ESCAPED.get(char, char) if len(found[0]) == 2 else char

    def _repeated(self, node: _Node) -> _Node:
        """Read a quantifier: what may be left out is not needed, what may come again is not exact."""
        found = _QUANTIFIER.match(self._text, self.at)
        if found is None:
            return node
        self.at = found.end()
        if found[1] == "?" or (found[2] == "0" and found[4] == "1"):
            plain = node.exact is not None and not node.needs
            return _Node(node.exact | {""}) if plain and node.exact is not None else _ANY
        if found[1] == "*" or (found[1] is None and not int(found[2] or 0)):
            return _ANY
        if found[1] is None and node.exact is not None and not node.needs and int(found[4] or 9) <= _TIMES:
            return _times(node.exact, int(found[2] or 0), int(found[4]))
        return _Node(None, _all(node))
