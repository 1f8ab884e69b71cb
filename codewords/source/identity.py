"""Words for groups of people, of whom a rule must say nothing: identity.txt of a rule set.

It owns the form of that file and which spellings speak of a group; who is told of it is the matter of `conduct`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from codewords.errors import Place
from codewords.source.log import Log
from codewords.source.nodes import read_text
from codewords.source.spelling import plain

IDENTITY = "identity.txt"
"""The file at the top of a rule set; one may do without it."""

_EXCEPTION = re.compile(r"([^:]+):\s*(\S.*)")
_PERSON = "+"


@dataclass(frozen=True, slots=True)
class Excuse:
    """Let one entry use a word that elsewhere names a group.

    Args:
        word: as the file writes it.
        id: of the entry.
        reason: what the word means there.
    """

    word: str
    id: str
    reason: str
    place: Place


@dataclass(frozen=True, slots=True)
class Identity:
    """Hold the words of one file, without case and accents.

    Args:
        words: they name a group of people, and so do phrases of nothing else.
        persons: words for any person, and small words: beside a group they make no product of it.
        excuses: the entries that may use a word all the same.
    """

    words: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()
    excuses: tuple[Excuse, ...] = field(default=())

    def is_named(self, spelling: str, id_: str) -> bool:
        """Tell whether a spelling of an entry names a group of people; `afghan hash` names a product.

        Args:
            id_: of the entry.
        """
        key = plain(spelling)
        if any(item.id == id_ and plain(item.word) == key for item in self.excuses):
            return False
        if key in self.words:
            return True
        parts = key.split()
        groups = self.words.intersection(parts)
        return bool(groups) and len(parts) > 1 and (groups | self.persons).issuperset(parts)


def read_identity(root: Path, log: Log) -> Identity:
    """Read the words of a rule set; there are none where it has no such file.

    Args:
        root: folder of the rule set.
        log: takes the problems.
    """
    file = root / IDENTITY
    text = read_text(file, IDENTITY, log) if file.exists() or file.is_symlink() else None
    words: set[str] = set()
    persons: set[str] = set()
    excuses: list[Excuse] = []
    for number, line in enumerate((text or "").splitlines(), start=1):
        written, _, remark = line.partition("#")
        entry = written.strip()
        if entry.startswith(_PERSON):
            persons.update(map(plain, entry.removeprefix(_PERSON).split()))
        elif found := _EXCEPTION.fullmatch(entry):
            word, ids = found.groups()
            words.add(plain(word.strip()))
            place = Place(IDENTITY, number, 1)
            excuses += [Excuse(word.strip(), id_, remark.strip(), place) for id_ in re.split(r"[\s,]+", ids)]
        elif entry:
            words.add(plain(entry))
    return Identity(frozenset(words), frozenset(persons), tuple(excuses))


def check_excuses(identity: Identity, used: frozenset[tuple[str, str]], log: Log) -> None:
    """Tell exceptions that no reason is given for, or that nothing uses.

    Args:
        used: spellings, plain, with the id of their entry.
        log: takes the warnings.
    """
    for place, message, hint in _weak(identity, used):
        log.warning(place, "CW711", message, hint)


def _weak(identity: Identity, used: frozenset[tuple[str, str]]) -> Iterator[tuple[Place, str, str]]:
    for item in identity.excuses:
        if not item.reason:
            message = f"no reason is given why `{item.id}` may use `{item.word}`"
            yield item.place, message, "tell behind `#` what the word means there"
        if (plain(item.word), item.id) not in used:
            yield item.place, f"`{item.id}` does not use `{item.word}`", "take the exception out"
