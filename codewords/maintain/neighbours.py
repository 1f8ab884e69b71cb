"""What stands near a new word: the same word elsewhere, ordinary words, words within reach of a typo.

What an engine makes of a word is asked of an engine that holds the new word alone, so nothing here knows
how far folding and fuzz reach.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from rapidfuzz import process
from rapidfuzz.distance import OSA

from codewords.engine.engine import Engine
from codewords.maintain.entry import COUNTER, EMOJI, SUBSTANCE, NewEntry
from codewords.maintain.ordinary import frequent_words
from codewords.model import RuleSet, Term
from codewords.results import Match
from codewords.source.lint import UNPROVEN
from codewords.source.spelling import plain

_FARTHEST = 2
"""Typos that the rule format can forgive at most: words farther away need no look."""

_PLURAL = "plural"
"""Fold by which a word is read as its own plural, which is as it should be."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Hold what stands near a new word.

    Args:
        same: entries with one of its spellings, in any language, of any kind.
        parts: phrases of which it is a word.
        typos: entries with a spelling within a typo or two.
        readings: what the rules of today make of its spellings.
        ordinary: languages in which a spelling is an everyday word, by spelling.
        words: the everyday words that were looked at, by language.
        is_complete: False where only the word lists of the rules were asked, since `wordfreq` is not installed.
    """

    same: tuple[Term, ...] = ()
    parts: tuple[Term, ...] = ()
    typos: tuple[Term, ...] = ()
    readings: tuple[Match, ...] = ()
    ordinary: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: Mapping[str, frozenset[str]] = field(default_factory=dict)
    is_complete: bool = True


def everyday_words(rules: RuleSet) -> tuple[dict[str, frozenset[str]], bool]:
    """Give the everyday words of each language of a rule set, and whether these are all frequent ones."""
    listed = {lang: frozenset(words) for lang, words in rules.ordinary.items()}
    try:
        frequent = frequent_words(lang for lang in rules.languages if lang != "und")
    except ImportError:
        return listed, False
    return {lang: listed.get(lang, frozenset()) | frozenset(words) for lang, words in frequent.items()}, True


def neighbours(entry: NewEntry, engine: Engine) -> Neighbours:
    """Look for what stands near a new word.

    Args:
        entry: the word; its ambiguity need not be known yet.
        engine: of the rules without it.
    """
    readings = tuple(
        match for text in entry.spellings for match in engine.scan(text, evidence="all").matches if match.id
    )
    terms = [term for term in engine.ruleset.terms if term.status != "retired" and term.is_emoji == entry.is_emoji]
    written = {plain(text) for text in entry.spellings}
    if entry.is_emoji:
        shared = tuple(t for t in terms if not {entry.term, *entry.forms}.isdisjoint((t.term, *t.forms)))
        return Neighbours(same=shared, readings=readings)
    by_spelling: dict[str, list[Term]] = defaultdict(list)
    for term in terms:
        for text in dict.fromkeys(plain(item) for item in (term.term, *term.forms)):
            by_spelling[text].append(term)
    same = _unique(term for text in sorted(written) for term in by_spelling.get(text, ()))
    parts = _unique(
        term
        for text, found in by_spelling.items()
        if text not in written and not written.isdisjoint(text.split())
        for term in found
    )
    near = _near(written, (text for text in by_spelling if text not in written))
    typos = _unique(term for text in near for term in by_spelling[text] if term.kind != COUNTER)
    words, is_complete = everyday_words(engine.ruleset)
    folded = {lang: frozenset(map(plain, found)) for lang, found in words.items()}
    ordinary = {
        text: langs
        for text in sorted(written)
        if (langs := tuple(lang for lang, found in folded.items() if text in found))
    }
    others = tuple(term for term in typos if term not in same)
    return Neighbours(same, parts, others, readings, ordinary, words, is_complete)


def _unique(terms: Iterable[Term]) -> tuple[Term, ...]:
    return tuple({term.id: term for term in terms}.values())


def _near(words: Iterable[str], others: Iterable[str]) -> list[str]:
    """Give the spellings within a typo or two of a word, the nearest first.

    A short word has every other short word near it, so it is given fewer.
    """
    choices = list(others)
    found: dict[str, float] = {}
    for word in sorted(words):
        most = min(_FARTHEST, (len(word) - 1) // 2)
        for other, distance, _ in process.extract(
            word, choices, scorer=OSA.distance, score_cutoff=most, limit=None
        ):
            found[other] = min(distance, found.get(other, distance))
    return sorted(found, key=lambda other: (found[other], other))


def single(engine: Engine, id_: str) -> Engine:
    """Give an engine that knows one entry of another's and nothing else, so that asking it costs little."""
    rules = engine.ruleset
    alone = tuple(term for term in rules.terms if term.id == id_)
    return Engine(replace(rules, terms=alone, patterns=(), detections=(), conditions={}))


def claimed(
    entry: NewEntry, alone: Engine, id_: str, words: Mapping[str, frozenset[str]]
) -> dict[str, tuple[str, ...]]:
    """Give the everyday words that would be read as a new word, by language.

    Args:
        entry: the word.
        alone: an engine that knows it and nothing else.
        id_: its id.
        words: everyday words by language.
    """
    written = [plain(text) for text in entry.spellings]
    return {
        lang: found
        for lang, listed in words.items()
        if (found := tuple(_claimed(alone, id_, _near(written, listed.difference(entry.spellings)))))
    }


def _claimed(alone: Engine, id_: str, words: Iterable[str]) -> Iterator[str]:
    for word in words:
        matches = alone.scan(word, evidence="all").matches
        if any(match.id == id_ and _PLURAL not in match.folds for match in matches):
            yield word


def suggest_ambiguity(entry: NewEntry, found: Neighbours) -> tuple[str, str]:
    """Give the ambiguity that the neighbours of a word speak for, and why; the gravest reason decides."""
    if entry.kind == COUNTER:
        return "low", "that is for a clear sign of its topic"
    if entry.kind not in (SUBSTANCE, EMOJI):
        return "high", "that is for a word that every shop says"
    return next(_reasons(entry, found), ("low", "no frequent word and no other entry is spelt like it"))


def _reasons(entry: NewEntry, found: Neighbours) -> Iterator[tuple[str, str]]:
    if entry.is_emoji:
        yield "high", "an emoji alone tells little"
    if any(len(plain(text)) == 1 for text in entry.spellings):
        yield "high", "a single letter stands for much"
    langs = {lang for its in found.ordinary.values() for lang in its}
    own = sorted(langs.intersection(entry.langs))
    if own:
        yield "high", f"a frequent word in {', '.join(own)}"
    for term in found.same:
        if term.kind == COUNTER:
            yield "high", f"`{term.id}` speaks against an offer"
    if langs:
        yield "medium", f"a frequent word in {', '.join(sorted(langs))}"
    for term in found.same:
        if not set(term.substances) & set(entry.substances):
            yield "medium", f"`{term.id}` has the same spelling"
    if not set(entry.source) - {UNPROVEN}:
        yield "medium", "no source but general knowledge"
