"""Look through a regular expression for what could make it slow.

A small reader of the `regex` syntax that measures how long a match can be; it owns the rules on repeats, on ways
to read one text, on lookbehinds and back-references, and never runs an expression.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass

_UNBOUNDED = 10**6
_QUANTIFIER = re.compile(r"(?:\*|\+|\?|\{(\d*)(,?)(\d*)\})[?+]?")
_GROUP = re.compile(r"\(\?(?:P?<([A-Za-z_]\w*)>|[a-zA-Z-]*:|[>|])")
_FLAGS = re.compile(r"\(\?[a-zA-Z0-9-]+\)")
_LOOK = re.compile(r"\(\?<?[=!]")
_RECALL = re.compile(r"\(\?(?:P[=>]|R\)|&|\(|[+-]?\d)")
_ESCAPE = re.compile(
    r"\\(?:[pPNxuU]\{[^}]*\}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|L<\w+>|.)", re.DOTALL
)
_ESCAPED_RECALL = re.compile(r"\\(?:[1-9]|g[<{\d])")


@dataclass(frozen=True, slots=True)
class Fault:
    """Tell one thing that the format forbids in an expression."""

    code: str
    message: str
    hint: str


class _MalformedError(Exception):
    """End the look at an expression that is told already, or does not compile."""


def find_faults(text: str) -> tuple[Fault, ...]:
    """Give every fault of an expression, up to the place where it cannot be read on.

    >>> [fault.code for fault in find_faults("(?:ab)+")]
    ['CW405']
    >>> find_faults("a{2,5} *")
    ()
    """
    reader = _Reader(text)
    with suppress(_MalformedError, RecursionError):
        least, _ = reader.alternatives()
        if not least:
            hint = "make one of its parts necessary; what stands before or behind it is no part"
            reader.faults.append(Fault("CW402", "expression can match without a character", hint))
    return tuple(dict.fromkeys(reader.faults))


class _Reader:
    """Measure an expression from left to right.

    Args:
        text: the expression, all names written out.
    """

    def __init__(self, text: str) -> None:
        self.faults: list[Fault] = []
        self._text = text
        self._at = 0
        self._varies = False  # whether a repeat of no fixed number stood in the group that was read last
        self._is_parted = False  # whether each way through it takes a piece of fixed length, or two unlike pieces

    def alternatives(self) -> tuple[int, int]:
        """Measure up to the bracket that closes, or the end."""
        low, high = self._sequence()
        varies, is_parted = self._varies, self._is_parted
        while self._peek() == "|":
            self._at += 1
            one = self._sequence()
            low, high = min(low, one[0]), max(high, one[1])
            varies, is_parted = varies or self._varies, is_parted and self._is_parted
        self._varies, self._is_parted = varies, is_parted
        return low, high

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _sequence(self) -> tuple[int, int]:
        low = high = 0
        varies = is_parted = False
        needed: set[str] = set()
        while self._peek() not in ("", "|", ")"):
            start = self._at
            is_group = self._peek() == "("
            self._varies = self._is_parted = False
            one = self._atom()
            atom = self._text[start : self._at]
            least, most = self._repeat(start, is_group=is_group)
            if least and one[0]:
                needed.add(atom)
            varies = varies or self._varies or least != most
            is_parted = is_parted or (0 < least == most and (self._is_parted or 0 < one[0] == one[1]))
            low += one[0] * least
            high = min(_UNBOUNDED, high + one[1] * most)
        self._varies, self._is_parted = varies, is_parted or len(needed) > 1
        return low, high

    def _repeat(self, start: int, *, is_group: bool) -> tuple[int, int]:
        found = _QUANTIFIER.match(self._text, self._at)
        if found is None:
            return 1, 1
        atom = self._text[start : self._at]
        self._at = found.end()
        sign = found[0][0]
        if sign == "?":
            return 0, 1
        if sign == "{":
            least = int(found[1] or 0)
            most = (int(found[3]) if found[3] else _UNBOUNDED) if found[2] else least
        else:
            least, most = int(sign == "+"), _UNBOUNDED
        shown = atom if len(atom) <= 30 else f"{atom[:27]}..."
        if most == _UNBOUNDED and is_group:
            hint = "give the repeat an upper bound, such as `{0,5}`"
            self.faults.append(Fault("CW405", f"group `{shown}` is repeated without bound", hint))
        elif most > 1 and self._varies and not self._is_parted:
            hint = "let each turn have a part of fixed length, as a sign between them"
            self.faults.append(Fault("CW408", f"group `{shown}` can be repeated over one text in many ways", hint))
        return least, most

    def _atom(self) -> tuple[int, int]:
        sign = self._peek()
        if sign == "(":
            return self._group()
        if sign == "[":
            self._skip_class()
            return 1, 1
        if sign == "\\":
            return self._escape()
        self._at += 1
        return (0, 0) if sign in "^$" else (1, 1)

    def _escape(self) -> tuple[int, int]:
        if _ESCAPED_RECALL.match(self._text, self._at):
            self._tell_recall()
        found = _ESCAPE.match(self._text, self._at)
        if found is None:
            raise _MalformedError
        self._at = found.end()
        if found[0][1] in "bBAZmMGK":
            return 0, 0
        return (1, _UNBOUNDED) if found[0][1] in "XRL" else (1, 1)

    def _tell_recall(self) -> None:
        hint = "write out what may be repeated"
        self.faults.append(Fault("CW406", "expression refers back to a group", hint))

    def _skip_class(self) -> None:
        """Step over a character class and the classes inside it."""
        depth = 0
        while self._peek():
            sign = self._peek()
            self._at += 2 if sign == "\\" else 1
            if sign == "[":
                depth += 1
                if self._peek() == "^":
                    self._at += 1
                if self._peek() == "]":
                    self._at += 1
            elif sign == "]":
                depth -= 1
                if not depth:
                    return
        raise _MalformedError

    def _group(self) -> tuple[int, int]:
        flags = _FLAGS.match(self._text, self._at)
        if _RECALL.match(self._text, self._at):
            self._tell_recall()
            raise _MalformedError
        if flags:
            self._at = flags.end()
            return 0, 0
        look = _LOOK.match(self._text, self._at)
        head = look or _GROUP.match(self._text, self._at)
        if head is None and self._text.startswith("(?", self._at):
            raise _MalformedError
        self._at = head.end() if head else self._at + 1
        low, high = self.alternatives()
        if self._peek() != ")":
            raise _MalformedError
        self._at += 1
        if look is None:
            return low, high
        self._varies = self._is_parted = False
        if "<" in look[0] and low != high:
            hint = "give all its alternatives the same length, without `*`, `+` or `?`"
            self.faults.append(Fault("CW406", "lookbehind has no fixed length", hint))
        return 0, 0
