"""Write out the macros and tables that a pattern names.

`{name}` stands for a macro or for all words of a table; `{{` and `}}` are literal braces and
`{2,5}` stays a repeat. It owns the names inside patterns, not the syntax of expressions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import regex

_MOST_CHARACTERS = 100_000
_MOST_DEPTH = 20

_TOKEN = re.compile(
    r"\\[pPN]\{[^}]*\}"  # properties and named characters have braces of their own
    r"|\\."
    r"|(?P<open>\{\{)|(?P<close>\}\})"
    r"|\{(?:\d+(?:,\d*)?|,\d+)\}"
    r"|\{(?P<name>[a-z][a-z0-9_]*)\}"
    r"|(?P<stray>[{}])",
    re.DOTALL,
)


class ExpandError(Exception):
    """Tell why a pattern cannot be written out.

    Args:
        code: code of the problem.
        message: what is wrong.
        name: the unknown name, when that is what is wrong.
    """

    def __init__(self, code: str, message: str, name: str = "") -> None:
        self.code = code
        self.message = message
        self.name = name
        super().__init__(message)


def join_words(words: Iterable[str]) -> str:
    r"""Give a group that matches any of the words, the longest first.

    >>> join_words(["g", "gr", "g."])
    '(?:g\\.|gr|g)'
    """
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(regex.escape(word, literal_spaces=True) for word in ordered) + ")"


class Expander:
    """Write out patterns with the macros and tables of one rule set.

    Args:
        macros: pieces of regular expressions by name.
        tables: groups that match all words of a table, by name.
    """

    def __init__(self, macros: Mapping[str, str], tables: Mapping[str, str]) -> None:
        self._macros = macros
        self._done = dict(tables)
        self.used: set[str] = set()

    @property
    def names(self) -> list[str]:
        """Give every name that a pattern may use."""
        return [*self._macros, *self._done]

    def expand(self, text: str, open_names: tuple[str, ...] = ()) -> str:
        """Give a pattern with all names replaced.

        Args:
            text: the pattern, or a macro in it.
            open_names: the macros in which the text stands, outermost first.

        Raises:
            ExpandError: for an unknown name, a cycle, a stray brace or a pattern too large.
        """

        def write_out(match: re.Match[str]) -> str:
            if match["open"] or match["close"]:
                return "\\" + match[0][0]
            if match["stray"]:
                message = f"brace `{match[0]}` belongs to no name and no repeat"
                raise ExpandError("CW403", message)
            return self._named(match["name"], open_names) if match["name"] else match[0]

        expanded = _TOKEN.sub(write_out, text)
        if len(expanded) > _MOST_CHARACTERS:
            message = f"pattern has more than {_MOST_CHARACTERS} characters written out"
            raise ExpandError("CW407", message)
        return expanded

    def _named(self, name: str, open_names: tuple[str, ...]) -> str:
        self.used.add(name)
        if len(open_names) > _MOST_DEPTH:
            message = f"macros are nested deeper than {_MOST_DEPTH}"
            raise ExpandError("CW407", message)
        if name in open_names:
            chain = " > ".join((*open_names[open_names.index(name) :], name))
            raise ExpandError("CW404", f"macros go round in a circle: `{chain}`")
        if name not in self._done:
            if name not in self._macros:
                raise ExpandError("CW403", f"no macro or table is called `{name}`", name)
            self._done[name] = f"(?:{self.expand(self._macros[name], (*open_names, name))})"
        return self._done[name]
