"""Candidates: words, phrases and emoji of messages that no lexicon lists, with every place where they stand.

It counts a line once, however often it is posted, and takes disguised spellings of one word together.
It knows no weights.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from codewords.maintain.mine.observe import NUMBER, Seen, Word
from codewords.maintain.mine.settings import Settings
from codewords.text.reading import is_quantity, readings
from codewords.text.tables import FoldTables

Keys = tuple[str, ...]
"""The words of a spelling, folded."""


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """Place a candidate: number of the message, first word, one past the last."""

    message: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """Hold one candidate and where it stands.

    Args:
        keys: its words, folded; one of them alone for a word or an emoji.
        shown: the spelling most often seen, accents kept.
        spots: one place for each line, in the order of the messages.
        messages: numbers of the messages that hold it.
        spellings: other foldings that were taken together with it.
    """

    keys: Keys
    shown: str
    spots: tuple[Spot, ...]
    messages: frozenset[int]
    spellings: tuple[Keys, ...] = ()
    is_emoji: bool = False


@dataclass(slots=True)
class _Found:
    """Gather the places of one candidate."""

    spots: dict[Keys, Spot] = field(default_factory=dict)
    messages: set[int] = field(default_factory=set)
    shown: Counter[str] = field(default_factory=Counter)
    spellings: set[Keys] = field(default_factory=set)
    is_emoji: bool = False

    def add(self, line: Keys, spot: Spot, shown: str) -> None:
        """Note a place; a line that was seen before counts no more."""
        if line not in self.spots:
            self.shown[shown] += 1
        self.spots.setdefault(line, spot)
        self.messages.add(spot.message)

    def absorb(self, keys: Keys, other: _Found) -> None:
        """Take in another spelling."""
        for line, spot in other.spots.items():
            self.spots.setdefault(line, spot)
        self.messages |= other.messages
        self.spellings |= {keys, *other.spellings}

    def made(self, keys: Keys) -> Candidate:
        """Give the candidate."""
        shown = min(self.shown, key=lambda item: (-self.shown[item], item))
        spots = tuple(sorted(self.spots.values()))
        return Candidate(
            keys, shown, spots, frozenset(self.messages), tuple(sorted(self.spellings)), self.is_emoji
        )


def lines_of(seen: Seen) -> Iterator[tuple[int, int, Keys]]:
    """Give the lines of a message: index of the first word, one past the last, and their keys."""
    at = 0
    for _, group in groupby(seen.words, key=lambda word: word.line):
        keys = tuple(word.key for word in group)
        yield at, at + len(keys), keys
        at += len(keys)


def gather(
    messages: Sequence[Seen], *, tables: FoldTables, listed: frozenset[str], settings: Settings
) -> list[Candidate]:
    """Give the candidates of messages, sorted by their keys.

    Args:
        messages: what the engine saw.
        tables: folding tables, for spellings of one word.
        listed: words that are no candidates: those for known goods, small words, words for people.
        settings: the numbers of mining.
    """
    found = _words(messages, listed, settings)
    _join_spellings(found, tables)
    found.update(_phrases(messages, found, listed, settings))
    made = [item.made(keys) for keys, item in sorted(found.items()) if len(item.messages) >= settings.least]
    return _without_absorbed(made, settings)


def _is_open(word: Word, listed: frozenset[str], settings: Settings) -> bool:
    """Tell a word that may be a candidate, or stand in one."""
    if word.key in listed:
        return False
    if word.is_emoji:
        return not word.kind
    letters = sum(char.isalpha() for char in word.key)
    if letters < settings.letters:
        return False
    return word.is_free or (word.kind == NUMBER and not is_quantity(word.key))


def _words(messages: Sequence[Seen], listed: frozenset[str], settings: Settings) -> dict[Keys, _Found]:
    found: dict[Keys, _Found] = defaultdict(_Found)
    for number, seen in enumerate(messages):
        for first, last, line in lines_of(seen):
            for at in range(first, last):
                word = seen.words[at]
                if _is_open(word, listed, settings):
                    item = found[word.key,]
                    item.is_emoji = word.is_emoji
                    item.add(line, Spot(number, at, at + 1), word.shown)
    return dict(found)


def _join_spellings(found: dict[Keys, _Found], tables: FoldTables) -> None:
    """Take a disguised spelling together with the plain one, where both stand in the messages."""
    for keys in sorted(found, key=lambda keys: (len(found[keys].messages), keys)):
        item = found[keys]
        if item.is_emoji:
            continue
        choices = (r.key for shown in sorted(item.shown) for r in readings(shown, tables))
        for plain in dict.fromkeys(choices):
            other = found.get((plain,))
            if other is not None and other is not item and len(other.messages) >= len(item.messages):
                other.absorb(keys, found.pop(keys))
                break


def _phrases(
    messages: Sequence[Seen], words: Mapping[Keys, _Found], listed: frozenset[str], settings: Settings
) -> dict[Keys, _Found]:
    """Give runs of open words that stand together more often than apart."""
    found: dict[Keys, _Found] = defaultdict(_Found)
    often = {keys[0] for keys, item in words.items() if len(item.messages) >= settings.least and not item.is_emoji}
    for number, seen in enumerate(messages):
        for first, last, line in lines_of(seen):
            fits = [
                word.key in often and word.is_free and _is_open(word, listed, settings)
                for word in seen.words[first:last]
            ]
            for start, stop in _runs(fits, settings.phrase_words):
                spot = Spot(number, first + start, first + stop)
                shown = " ".join(word.shown for word in seen.words[spot.first : spot.last])
                if not _is_apart(seen, spot):
                    found[line[start:stop]].add(line, spot, shown)
    return {keys: item for keys, item in found.items() if _is_cohesive(keys, item, words, settings)}


def _runs(fits: Sequence[bool], most: int) -> Iterator[tuple[int, int]]:
    for start in range(len(fits)):
        for stop in range(start + 2, min(start + most, len(fits)) + 1):
            if not all(fits[start:stop]):
                break
            yield start, stop


def _is_apart(seen: Seen, spot: Spot) -> bool:
    """Tell whether more than a space, a hyphen or an apostrophe stands between the words of a phrase."""
    run = seen.words[spot.first : spot.last]
    return any(seen.text[one.end : two.start].strip(" -'’") for one, two in pairwise(run))


def _is_cohesive(keys: Keys, item: _Found, words: Mapping[Keys, _Found], settings: Settings) -> bool:
    rarest = min(len(words[key,].spots) for key in keys)
    return len(item.messages) >= settings.least and len(item.spots) >= settings.cohesion * rarest


def _without_absorbed(candidates: Sequence[Candidate], settings: Settings) -> list[Candidate]:
    """Drop what nearly always stands in a longer candidate, which says the same and more."""
    inside: dict[Keys, int] = {}
    for item in candidates:
        for size in range(1, len(item.keys)):
            for start in range(len(item.keys) - size + 1):
                part = item.keys[start : start + size]
                inside[part] = max(inside.get(part, 0), len(item.spots))
    return [item for item in candidates if inside.get(item.keys, 0) < settings.absorb * len(item.spots)]


def holders(messages: Iterable[Seen]) -> dict[str, set[int]]:
    """Give the numbers of the messages that hold each word."""
    found: dict[str, set[int]] = defaultdict(set)
    for number, seen in enumerate(messages):
        for word in seen.words:
            found[word.key].add(number)
    return found


def holding(candidate: Candidate, messages: Sequence[Seen], index: Mapping[str, set[int]]) -> list[int]:
    """Give the numbers of the messages that hold a candidate in any of its spellings.

    Args:
        index: what `holders` gives for the messages.
    """
    found: set[int] = set()
    for keys in (candidate.keys, *candidate.spellings):
        common = set.intersection(*(set(index.get(key, ())) for key in keys))
        found |= common if len(keys) == 1 else {n for n in common if _has_run(messages[n], keys)}
    return sorted(found)


def _has_run(seen: Seen, keys: Keys) -> bool:
    row = [word.key for word in seen.words]
    return any(tuple(row[at : at + len(keys)]) == keys for at in range(len(row) - len(keys) + 1))
