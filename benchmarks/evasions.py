"""Print what disguise costs: offers that stay found under each family, and how much false alarms rise.

Run `python benchmarks/evasions.py`; offers are the open ones of quality.py that are found in clear, false
alarms are counted on real tweets. With --lexicon, each term of the lexicon goes through each family of letters.
The generators stand in tests/evasions and import nothing of codewords.
"""

from __future__ import annotations

import argparse
import importlib
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from quality import EVAL, corpus, messages, percent, table

import codewords
from codewords.engine.compiled import Observer
from codewords.maintain.evaluate import Row
from codewords.maintain.shares import Share
from codewords.model import Term

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "evasions"))
generators: Any = importlib.import_module("generators")

TWEETS = ("fr_tweets2022", "xlmt_tweets", "tweeteval")
CARRIERS = {
    "fr": "hier soir on a parlé de {} chez la voisine",
    "en": "last night we spoke about {} at my neighbour's",
    "es": "anoche hablamos de {} en casa de la vecina",
    "de": "gestern Abend sprachen wir über {} bei der Nachbarin",
    "nl": "gisteravond spraken we over {} bij de buurvrouw",
    "it": "ieri sera abbiamo parlato di {} dalla vicina",
    "pt": "ontem à noite falámos de {} em casa da vizinha",
}
"""Neutral sentences that hold a term."""

SIZES = ("5 and more, low", "5 and more, other", "4", "3")
"""Letters of the disguised word; where there are five and more, apart by the ambiguity of the term."""

LEFT_OUT = ("a word", "no fuzz")


@dataclass(frozen=True, slots=True)
class Try:
    """Hold one disguised term and whether it was found.

    Args:
        size: which of `SIZES` the disguised word belongs to.
        outcome: `found`, `missed`, `id` (at the place, under another id), `span` (the right id, elsewhere), or
            one of `LEFT_OUT`.
    """

    family: str
    term: Term
    sent: str
    size: str
    outcome: str


def judge(engine: codewords.Engine, sent: Any, surface: str) -> str:
    """Give the label of a message, a record or a thread."""
    if isinstance(sent, dict):
        return engine.scan_record(sent, surface=surface).label
    if isinstance(sent, list):
        return engine.scan_thread(sent, surface=surface).label
    return engine.scan(sent, surface=surface).label


def found_in_clear(engine: codewords.Engine, rows: Iterable[Row]) -> list[Row]:
    """Keep the offers that are found without disguise."""
    return [
        row for row in rows if row.label == "offer" and engine.scan(row.text, surface=row.surface).label == "offer"
    ]


def tweets(most: int) -> list[Row]:
    """Read so many real tweets, as many of each set."""
    rows = []
    for number, name in enumerate(TWEETS):
        share = most // len(TWEETS) + (number < most % len(TWEETS))
        rows.extend(corpus(EVAL / "corpora" / f"{name}.jsonl", share))
    return rows


def lost(engine: codewords.Engine, family: Any, rows: Iterable[Row]) -> list[tuple[Row, Any]]:
    """Give the offers that are not found in the disguise of a family."""
    out = []
    for row in rows:
        sent = family(row.text, row.id, row.lang)
        if judge(engine, sent, row.surface) != "offer":
            out.append((row, sent))
    return out


def alarms(engine: codewords.Engine, family: Any, rows: Iterable[Row]) -> int:
    """Count the rows that are called an offer in the disguise of a family."""
    return sum(judge(engine, family(row.text, row.id, row.lang), row.surface) == "offer" for row in rows)


def families(names: str, pairs: int) -> list[Any]:
    """Give the chosen families, and a fixed sample of pairs when none are named."""
    if names:
        known = {family.name: family for family in generators.FAMILIES}
        chosen = []
        for name in names.split(","):
            first, _, second = name.partition("+")
            if second:
                chosen.append(generators.pair(first, second))
            elif name in known:
                chosen.append(known[name])
            else:
                sys.exit(f"unknown family `{name}`; known: {', '.join(known)}, or two joined by +")
        return chosen
    both = list(combinations([way.name for way in generators.WORDS], 2))
    some = sorted(random.Random(3).sample(both, min(pairs, len(both))))  # noqa: S311  a fixed sample, no secret
    return [*generators.FAMILIES, *(generators.pair(*names) for names in some)]


def family_table(
    engine: codewords.Engine, chosen: Sequence[Any], offers: Sequence[Row], ordinary: Sequence[Row]
) -> None:
    """Print, for each family, the offers that stay found and the rise of false alarms."""
    clear = sum(engine.scan(row.text, surface=row.surface).label == "offer" for row in ordinary)
    print(f"{len(offers)} offers found in clear; {clear} of {len(ordinary)} tweets are false alarms in clear.\n")
    rows = []
    for family in chosen:
        kept = Share(len(offers) - len(lost(engine, family, offers)), len(offers))
        wrong = alarms(engine, family, ordinary)
        rise = f"{100 * (wrong - clear) / len(ordinary):+.2f}" if ordinary else "-"
        rows.append([family.name, str(kept.cases), percent(kept), str(wrong), rise])
    table(["family", "n", "stay found", "false alarms", "rise in points"], rows)


def show_lost(engine: codewords.Engine, family: Any, offers: Sequence[Row]) -> None:
    """Print the open offers that a family hides."""
    for row, sent in lost(engine, family, offers):
        print(f"{row.id} {row.lang} {row.surface} {sent!r}")


def living(terms: Iterable[Term]) -> list[Term]:
    """Keep the words for substances that count in any case and are in use."""
    return [
        term
        for term in terms
        if term.kind == "substance" and term.status == "stable" and not term.case and not term.is_emoji
    ]


def disguised_terms(terms: Iterable[Term], ways: Sequence[Any]) -> Iterator[tuple[Any, Term, str, str]]:
    """Give each spelling of each term in each disguise that its longest word is long enough for.

    Yields:
        The way, the term, the disguised spelling and its size.
    """
    for term in terms:
        for spelling in (term.term, *term.forms):
            spans = generators.word_spans(spelling, 3)
            if not spans:
                continue
            start, end = max(spans, key=lambda span: (span[1] - span[0], -span[0]))
            size = str(end - start) if end - start < 5 else SIZES[term.ambiguity != "low"]
            for way in ways:
                if end - start < way.least:
                    continue
                rng = random.Random(f"{way.name}:{term.id}:{spelling}")  # noqa: S311  repeatable, no secret
                word = way.apply(spelling[start:end], rng)
                if word != spelling[start:end]:
                    yield way, term, spelling[:start] + word + spelling[end:], size


def look_for(observer: Observer, term: Term, sent: str) -> str:
    """Say whether a disguised spelling is found in a neutral sentence: right id, right span."""
    carrier = CARRIERS.get(term.langs[0], CARRIERS["en"])
    start = carrier.index("{}")
    end = start + len(sent)
    outcome = "missed"
    for item in observer.look(carrier.format(sent)).evidence:
        if item.end <= start or item.start >= end:
            continue
        if item.id == term.id:
            if (item.start, item.end) == (start, end):
                return "found"
            outcome = "span"
        elif outcome == "missed" and item.kind == term.kind:
            outcome = "id"
    return outcome


def try_lexicon(rules: codewords.RuleSet, terms: Iterable[Term], ways: Sequence[Any]) -> Iterator[Try]:
    """Put terms through disguises.

    Left out, and counted: a disguise that is a listed or an ordinary word, and typos of a term whose entry
    says `fuzz: 0`.
    """
    observer = Observer(rules)
    ordinary = frozenset().union(*rules.ordinary.values())
    listed = {spelling.lower() for term in rules.terms for spelling in (term.term, *term.forms)}
    for way, term, sent, size in disguised_terms(terms, ways):
        lower = sent.lower()
        if way.name != "capitals" and (lower in ordinary or lower in listed):
            outcome = "a word"
        elif way.edits and term.fuzz == 0:
            outcome = "no fuzz"
        else:
            outcome = look_for(observer, term, sent)
        yield Try(way.name, term, sent, size, outcome)


def lexicon_table(tries: Iterable[Try], misses: Path | None) -> None:
    """Print the shares found for each family and length of word; list the misses in a file."""
    counts: Counter[tuple[str, str, str]] = Counter()
    lines = []
    for item in tries:
        counts[item.family, item.size, item.outcome] += 1
        if item.outcome not in ("found", *LEFT_OUT):
            lines.append(f"{item.family}\t{item.outcome}\t{item.term.id}\t{item.term.term}\t{item.sent!r}")
    rows = [
        [name, *(_shares(counts, name, size) for size in SIZES)] for name in dict.fromkeys(k[0] for k in counts)
    ]
    for family, size, outcome in list(counts):
        counts["all", size, outcome] += counts[family, size, outcome]
    rows.append(["all", *(_shares(counts, "all", size) for size in SIZES)])
    table(["family", *(f"letters: {size}" for size in SIZES)], rows)
    for outcome, words in (
        ("missed", "not found"),
        ("id", "found under another id"),
        ("span", "found at another span"),
        ("a word", "left out, the disguise is a word of its own"),
        ("no fuzz", "left out, the entry forbids typos"),
    ):
        print(f"{words}: " + ", ".join(f"{counts['all', size, outcome]} ({size})" for size in SIZES))
    if misses is not None:
        misses.write_text("\n".join(sorted(lines)) + "\n", encoding="utf-8")
        print(f"wrote {len(lines)} misses to {misses}")


def _shares(counts: Counter[tuple[str, str, str]], family: str, size: str) -> str:
    found = counts[family, size, "found"]
    return percent(Share(found, found + sum(counts[family, size, other] for other in ("missed", "id", "span"))))


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rules", help="a rules folder instead of the bundled one")
    parser.add_argument("--families", default="", help="names joined by commas, a pair as `leet+styled`; else all")
    parser.add_argument("--pairs", type=int, default=30, help="pairs sampled when no families are named")
    parser.add_argument("--sample", type=int, help="offers, or terms, taken; all when not given")
    parser.add_argument("--tweets", type=int, default=2000, help="real tweets for false alarms")
    parser.add_argument("--lost", help="show the open offers that this family hides, and no table")
    parser.add_argument("--lexicon", action="store_true", help="the lexicon's terms instead of messages")
    parser.add_argument("--misses", type=Path, help="write the terms that are not found to this file")
    args = parser.parse_args()
    engine = codewords.load(args.rules)
    print(f"Rules {engine.ruleset.version} ({engine.ruleset.digest[:12]}), codewords {codewords.__version__}.\n")
    if args.lexicon:
        named = set(args.families.split(",")) if args.families else {way.name for way in generators.WORDS}
        ways = [way for way in generators.WORDS if way.name in named]
        terms = _sample(living(engine.ruleset.terms), args.sample)
        lexicon_table(try_lexicon(engine.ruleset, terms, ways), args.misses)
        return 0
    if not EVAL.exists():
        sys.stderr.write(f"no sets in {EVAL}; set CODEWORDS_EVAL\n")
        return 2
    offers = found_in_clear(engine, _sample(messages(sealed=False), args.sample))
    if args.lost:
        show_lost(engine, families(args.lost, 0)[0], offers)
        return 0
    family_table(engine, families(args.families, args.pairs), offers, tweets(args.tweets))
    return 0


def _sample(items: Sequence[Any], most: int | None) -> list[Any]:
    if most is None or len(items) <= most:
        return list(items)
    return random.Random(7).sample(items, most)  # noqa: S311  a fixed sample, no secret


if __name__ == "__main__":
    sys.exit(main())
