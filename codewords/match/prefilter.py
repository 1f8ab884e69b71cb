"""What a regular expression cannot match without, read off its text.

It errs on the safe side: where it does not understand an expression, nothing is needed.
"""

from __future__ import annotations

import regex

_GROUP = regex.compile(r"\((\?(?::|>|P?<[A-Za-z_]\w*>|\||[a-z]*:|<?[=!]|[a-z]+\)))?")
_CLASS = regex.compile(r"\[(?:\d|\\d|-)+\]")
_QUANTIFIER = regex.compile(r"(?:[?*+]|\{(\d*)(,?)\d*\})[?+]?")
_PROPERTY = regex.compile(r"\\[pP]\{[^}]*\}")


def needs_digit(expression: str) -> bool:
    r"""Say whether every text that an expression matches has a digit in it.

    >>> needs_digit(r"\d{1,3} ?(?:g|kg)"), needs_digit(r"(?:le )?g|5 g"), needs_digit("x[0-9]?")
    (True, False, False)
    """
    reader = _Reader(expression)
    try:
        needed = reader.choice()
    except (IndexError, ValueError):
        return False
    return needed and reader.at == len(expression)


class _Reader:
    def __init__(self, expression: str) -> None:
        self._text = expression
        self.at = 0

    def choice(self) -> bool:
        """Read alternatives up to a closing bracket: a digit is needed when each of them needs one."""
        needed = self._branch()
        while self.at < len(self._text) and self._text[self.at] == "|":
            self.at += 1
            needed = self._branch() and needed
        return needed

    def _branch(self) -> bool:
        needed = False
        while self.at < len(self._text) and self._text[self.at] not in "|)":
            wants = self._atom()
            optional = self._is_optional()
            needed = (wants and not optional) or needed
        return needed

    def _atom(self) -> bool:
        text, at = self._text, self.at
        if text[at] == "(":
            return self._group()
        if text[at] == "[":
            return self._class()
        if text[at] == "\\":
            named = _PROPERTY.match(text, at)
            self.at = named.end() if named else at + 2
            return text[at + 1] == "d"
        self.at += 1
        return text[at].isdecimal()

    def _group(self) -> bool:
        opening = _GROUP.match(self._text, self.at)
        if opening is None or (opening[1] is None and self._text[self.at + 1] == "?"):
            raise ValueError
        self.at = opening.end()
        if opening[0].endswith(")"):
            return False
        needed = self.choice()
        if self._text[self.at] != ")":
            raise ValueError
        self.at += 1
        return needed and not opening[0].endswith(("=", "!"))

    def _class(self) -> bool:
        digits = _CLASS.match(self._text, self.at)
        if digits is not None:
            self.at = digits.end()
            return True
        self.at += 2 if self._text[self.at + 1] == "^" else 1
        first = self.at
        while self._text[self.at] != "]" or self.at == first:
            if self._text[self.at] == "[":
                raise ValueError
            self.at += 2 if self._text[self.at] == "\\" else 1
        self.at += 1
        return False

    def _is_optional(self) -> bool:
        """Read a quantifier and say whether it lets its atom be left out."""
        found = _QUANTIFIER.match(self._text, self.at)
        if found is None:
            return False
        self.at = found.end()
        if found[0][0] == "{":
            return not int(found[1] or 0)
        return not found[0].startswith("+")
