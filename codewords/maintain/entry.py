"""A new entry of the lexicons: its keys, its home among the files, its text in the house's style.

It knows the rule format, and neither how a text is spliced into a file nor what an engine makes of it.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import yaml

from codewords.model import RuleSet

SUBSTANCE, EMOJI, COUNTER = "substance", "emoji", "counter"
_SUBSTANCES = PurePosixPath("lexicons/substances")
_PLAIN = re.compile(r"\w(?:[\w .'’+-]*\w)?")
"""What stands without quotes in rules/: words, with what joins words."""

_BREAKS = ("Cc", "Cs", "Zl", "Zp")


@dataclass(frozen=True, slots=True)
class NewEntry:
    """Hold what somebody wants to add; the names are those of docs/rules-format.md.

    Args:
        kind: `substance`, `counter` or a kind of retail; for an emoji `emoji` where it stands for a substance.
        name: Unicode name of an emoji; empty for a word, and only then.
        since: content version that brings it; empty where the head of its file says so already.
    """

    term: str
    kind: str
    langs: tuple[str, ...] = ()
    ambiguity: str = ""
    substances: tuple[str, ...] = ()
    topic: str = ""
    role: str = ""
    forms: tuple[str, ...] = ()
    fuzz: str = ""
    case: str = ""
    sense: str = ""
    status: str = ""
    source: tuple[str, ...] = ()
    since: str = ""
    hits: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()
    name: str = ""

    @property
    def is_emoji(self) -> bool:
        """Tell whether it is an emoji, not a word."""
        return bool(self.name)

    @property
    def section(self) -> str:
        """Give the key of the list that it belongs into."""
        return "emoji" if self.is_emoji else "terms"

    @property
    def spellings(self) -> tuple[str, ...]:
        """Give all ways to write it that it lists."""
        return (self.term, *self.forms)

    def is_near(self, other: Mapping[str, Any]) -> bool:
        """Tell whether an entry of its file is of its group: its kind, topic, substance or language."""
        if self.is_emoji:
            return other.get("kind") == self.kind and other.get("substance") in (None, *self.substances)
        if self.kind == COUNTER:
            return other.get("topic") == self.topic
        if self.kind != SUBSTANCE:
            return other.get("kind") == self.kind
        return bool(other.get("lang") == _one(self.langs))


def _one(values: Sequence[str]) -> Any:
    """Give a single value bare, as the format writes it."""
    return values[0] if len(values) == 1 else list(values)


def home(entry: NewEntry, rules: RuleSet) -> PurePosixPath:
    """Give the file of a rule set into which an entry belongs.

    A substance's own file comes first, then the one that holds most of its words. A word that several languages
    share stands in the file of the first.
    """
    if entry.is_emoji:
        return PurePosixPath("lexicons/emoji.yaml")
    if entry.kind != SUBSTANCE:
        folder = "counter" if entry.kind == COUNTER else "commerce"
        return PurePosixPath("lexicons", folder, f"{entry.langs[0]}.yaml")
    own = _SUBSTANCES / f"{entry.substances[0]}.yaml"
    paths = Counter(
        path
        for term in rules.terms
        if entry.substances[0] in term.substances
        and (path := PurePosixPath(term.place.path)).parent == _SUBSTANCES
    )
    if own in paths or not paths:
        return own
    return min(paths, key=lambda path: (-paths[path], path))


def head_of(entry: NewEntry, since: str) -> list[str]:
    """Give the first lines of a file that has to be made for an entry."""
    if entry.is_emoji:
        return [f"since: {since}"]
    if entry.kind == SUBSTANCE:
        return [f"substance: {entry.substances[0]}", f"since: {since}"]
    return [f"lang: {entry.langs[0]}", f"since: {since}"]


def lines_of(entry: NewEntry, head: Mapping[str, Any]) -> list[str]:
    """Give the lines of an entry, without what the head of its file says for all.

    Args:
        entry: what is added.
        head: top-level keys of the file.
    """
    lead = ("emoji", entry.term) if entry.is_emoji else ("term", entry.term)
    keys: list[tuple[str, Any]] = [
        lead,
        ("name", entry.name),
        ("kind", "" if entry.kind in (SUBSTANCE, COUNTER) and not entry.is_emoji else entry.kind),
        ("topic", entry.topic),
        ("substance", _one(entry.substances) if entry.substances else ""),
        ("lang", _one(entry.langs) if entry.langs else ""),
        ("ambiguity", entry.ambiguity),
        ("role", entry.role),
        ("forms", list(entry.forms)),
        ("fuzz", entry.fuzz),
        ("case", entry.case),
        ("sense", entry.sense),
        ("status", entry.status),
        ("source", list(entry.source)),
        ("since", entry.since),
        ("hits", list(entry.hits)),
        ("misses", list(entry.misses)),
    ]
    return [
        f"{key}: {_written(key, value)}"
        for key, value in keys
        if value and (key == "forms" or _bare(value) != _bare(head.get(key)))
    ]


def _bare(value: Any) -> Any:
    return value[0] if isinstance(value, list) and len(value) == 1 else value


_QUOTED = ("emoji", "sense", "hits", "misses")
"""Keys whose values the house always quotes."""


def _written(key: str, value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_scalar(item, is_quoted=key in _QUOTED) for item in value)}]"
    return _scalar(value, is_quoted=key in _QUOTED)


def _scalar(text: str, *, is_quoted: bool) -> str:
    r"""Write a text so that YAML reads it as it is.

    >>> _scalar("garde à vue", is_quoted=False), _scalar("420", is_quoted=False), _scalar("a: #b", is_quoted=False)
    ('garde à vue', '"420"', '"a: #b"')
    """
    if not is_quoted and _PLAIN.fullmatch(text) and yaml.safe_load(text) == text:
        return text
    written = json.dumps(text, ensure_ascii=False)
    return "".join(c if unicodedata.category(c) not in _BREAKS else f"\\u{ord(c):04x}" for c in written)


def next_version(version: str, day: dt.date) -> str:
    """Give the content version after another one: year, month, number within the month.

    >>> next_version("2026.11.0", dt.date(2026, 11, 24)), next_version("2026.11.4", dt.date(2027, 1, 2))
    ('2026.11.1', '2027.1.0')
    """
    year, month, number = map(int, version.split("."))
    if (day.year, day.month) > (year, month):
        return f"{day.year}.{day.month}.0"
    return f"{year}.{month}.{number + 1}"


def change_line(entry: NewEntry) -> str:
    """Give the line that tells the change to readers of the changelog.

    >>> change_line(NewEntry("zalouche", "substance", ("fr",), "medium", ("cocaine",)))
    '- Added: `zalouche` (cocaine, fr, medium).'
    """
    what = " ".join(entry.substances) or (f"counter-evidence: {entry.topic}" if entry.topic else entry.kind)
    word = f"{entry.term} {entry.name}" if entry.is_emoji else entry.term
    marks = [what, " ".join(entry.langs), entry.ambiguity, entry.status]
    return f"- Added: `{word}` ({', '.join(mark for mark in marks if mark)})."
