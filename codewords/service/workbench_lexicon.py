"""The words of a rule set as rows that can be searched, filtered and turned over page by page.

It owns how a search is read; it knows nothing of HTTP.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

import codewords

FILTERS = ("substance", "kind", "lang", "ambiguity", "status")
"""Filters of a search; each is one value, and an empty one filters nothing."""

PAGE = 50
"""Rows of one page."""


def plain(text: str) -> str:
    """Give a text in lower case and without accents, as a search compares it.

    >>> plain("Bédo")
    'bedo'
    """
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


class Lexicon:
    """Hold the terms of one rule set, ready for searches.

    Args:
        rules: the rule set.
    """

    def __init__(self, rules: codewords.RuleSet) -> None:
        self.digest = rules.digest
        self.terms = {term.id: term for term in rules.terms}
        self._parents = {item.id: item.parent for item in rules.substances}
        self._words = [
            (term, plain(term.term), tuple(plain(form) for form in term.forms), plain(f"{term.id} {term.sense}"))
            for term in rules.terms
        ]

    def search(self, query: str, filters: Mapping[str, str], page: int) -> dict[str, Any]:
        """Give one page of the terms that hold a query and pass all filters.

        Terms that are the query stand first, then those that begin with it, then those that hold it in their
        spelling, at last those that hold it in their id or sense.

        Args:
            query: any text; accents and capitals do not count.
            filters: values by names of `FILTERS`; a substance stands for its children too.
            page: number of the page, from 0.
        """
        wanted = plain(query.strip())
        tests = [self._tests(name)(value) for name, value in filters.items() if value]
        found = [
            (rank, number)
            for number, (term, word, forms, about) in enumerate(self._words)
            if (rank := _rank(wanted, word, forms, about)) is not None and all(test(term) for test in tests)
        ]
        found.sort()
        first = page * PAGE
        rows = [self.row(self._words[number][0].id) for _, number in found[first : first + PAGE]]
        return {"total": len(found), "page": page, "pages": -(-len(found) // PAGE), "rows": rows}

    def row(self, id_: str) -> dict[str, Any]:
        """Give one term as plain JSON types.

        Raises:
            KeyError: when no term has that id.
        """
        term = self.terms[id_]
        names = (
            "id",
            "term",
            "kind",
            "ambiguity",
            "topic",
            "role",
            "case",
            "status",
            "sense",
            "since",
            "review_by",
        )
        out: dict[str, Any] = {name: getattr(term, name) for name in names}
        for name in ("forms", "substances", "source", "hits", "misses"):
            out[name] = list(getattr(term, name))
        place = f"{term.place.path}:{term.place.line}" if term.place.line else term.place.path
        return {**out, "lang": list(term.langs), "fuzz": term.fuzz, "emoji": term.is_emoji, "place": place}

    def changes(self, entry: Mapping[str, Any]) -> dict[str, Any]:
        """Give what an overlay must write of an entry: all of a new one, and of another only what differs.

        Args:
            entry: values by key, as they should be.
        """
        id_ = entry.get("id", "")
        if id_ not in self.terms:
            return {key: value for key, value in entry.items() if value}
        row = self.row(id_)
        row["substance"] = row["substances"]
        # where nothing is written the rule by length holds, or capitals do not count
        row["fuzz"] = "" if row["fuzz"] is None else str(row["fuzz"])
        row["case"] = "exact" if row["case"] else ""
        name = {"emoji": "term", "name": "term"}
        return {
            key: value
            for key, value in entry.items()
            if key == "id" or (key not in name and _listed(value) != _listed(row.get(key, "")))
        }

    def _tests(self, name: str) -> Callable[[str], Callable[[Any], bool]]:
        """Give what makes the test of a filter of its value."""
        return {
            "substance": lambda value: (
                lambda term: any(value in (s, self._parents.get(s)) for s in term.substances)
            ),
            "kind": lambda value: lambda term: term.kind == value,
            "lang": lambda value: lambda term: value in term.langs,
            "ambiguity": lambda value: lambda term: term.ambiguity == value,
            "status": lambda value: lambda term: term.status == value,
        }[name]


def _listed(value: Any) -> list[str]:
    return [item for item in ([value] if isinstance(value, str) else value) if item]


def _rank(wanted: str, word: str, forms: tuple[str, ...], about: str) -> int | None:
    """Tell how well a term answers a query: 0 is best, `None` is not at all."""
    if wanted == word or wanted in forms:
        return 0
    if word.startswith(wanted):
        return 1
    if wanted in word or any(wanted in form for form in forms):
        return 2
    return 3 if wanted in about else None
