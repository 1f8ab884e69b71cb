"""Print what a message costs, beside others' matchers, as ratios of one run.

Run `python benchmarks/speed.py`; peers are timed where they are installed (extra `bench`). Messages are the
real tweets and SMS of ../shared/eval/corpora, or where CODEWORDS_EVAL says, else the bundled corpus.
Cold is a fresh engine's first pass. Warm: it has scanned other messages of the same sets before, and each timed
message is new to it, so what such messages hold of new words counts. Again: a second pass over the same messages,
where every word was seen before; nothing is remembered of a whole message.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import codewords

ROOT = Path(__file__).resolve().parent.parent
EVAL = Path(os.environ.get("CODEWORDS_EVAL", ROOT.parent / "shared" / "eval"))
SETS = {"fr_tweets2022": "post", "tweeteval": "post", "xlmt_tweets": "post", "sms_spam": "dm"}
OFFER = "Beuh amnésia 5g 45€ / 10g 80€, livraison 7j/7 sur Lyon, telegram @zz_fictif"
TERMS = 5000
RUNS = 7
FEW = 8
"""Messages for peers that cost a tenth of a millisecond or more."""

Message = tuple[str, str]


def messages(most: int) -> list[Message]:
    """Give real messages with their surfaces, or those of the bundled corpus."""
    found: list[Message] = []
    for name, surface in SETS.items():
        path = EVAL / "corpora" / f"{name}.jsonl"
        if path.exists():
            lines = path.read_text(encoding="utf-8").splitlines()
            picked = random.Random(11).sample(lines, min(most // len(SETS), len(lines)))  # noqa: S311  no secret
            found += [(json.loads(line)["text"], surface) for line in picked]
    return found or list(_bundled(most))


def _bundled(most: int) -> Iterator[Message]:
    for path in sorted((ROOT / "rules" / "corpus").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines()[:most]:
            row = json.loads(line)
            if isinstance(row.get("text"), str):
                yield row["text"], "post"


def terms(engine: codewords.Engine) -> list[str]:
    """Give spellings of the lexicon of at least four letters, for the matchers of others."""
    words = {
        spelling.lower()
        for term in engine.ruleset.terms
        for spelling in (term.term, *term.forms)
        if len(spelling) >= 4 and term.kind != "counter"
    }
    return random.Random(5).sample(sorted(words), min(TERMS, len(words)))  # noqa: S311  no secret


def per_message(run: Callable[[], Any], count: int, runs: int = RUNS) -> float:
    """Give the median of several runs, in microseconds of processor time a message: all of them use one core."""
    times = []
    for _ in range(runs):
        start = time.process_time()
        run()
        times.append((time.process_time() - start) / count * 1e6)
    return statistics.median(times)


def peers(words: Sequence[str], texts: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Time the matchers of others on folded text, each where it is installed."""
    for name, make, share in PEERS:
        try:
            run = make(words)
        except ImportError:
            continue
        part = texts[:FEW] if share else texts
        yield name, per_message(partial(_each, run, part), len(part), 3 if share else RUNS)


def _each(run: Callable[[str], Any], texts: Sequence[str]) -> None:
    for text in texts:
        run(text)


def _automaton(words: Sequence[str]) -> Callable[[str], Any]:
    rs: Any = importlib.import_module("ahocorasick_rs")
    made = rs.AhoCorasick(words, matchkind=rs.MatchKind.LeftmostLongest, implementation=rs.Implementation.DFA)
    run: Callable[[str], Any] = made.find_matches_as_indexes
    return run


def _flashtext2(words: Sequence[str]) -> Callable[[str], Any]:
    made = importlib.import_module("flashtext2").KeywordProcessor(case_sensitive=True)
    for word in words:
        made.add_keyword(word)
    run: Callable[[str], Any] = made.extract_keywords
    return run


def _flashtext(words: Sequence[str]) -> Callable[[str], Any]:
    made = importlib.import_module("flashtext").KeywordProcessor()
    made.add_keywords_from_list(list(words))
    run: Callable[[str], Any] = made.extract_keywords
    return run


def _spacy(words: Sequence[str]) -> Callable[[str], Any]:
    nlp: Any = importlib.import_module("spacy").blank("fr")
    made = importlib.import_module("spacy.matcher").PhraseMatcher(nlp.vocab)
    made.add("terms", list(nlp.pipe(words)))
    return lambda text: made(nlp(text))


def _presidio(words: Sequence[str]) -> Callable[[str], Any]:
    made = importlib.import_module("presidio_analyzer").PatternRecognizer("TERM", deny_list=list(words))
    return lambda text: made.analyze(text, ["TERM"])


def _profanity(words: Sequence[str]) -> Callable[[str], Any]:
    made = importlib.import_module("better_profanity").profanity
    made.load_censor_words(list(words))
    run: Callable[[str], Any] = made.contains_profanity
    return run


PEERS: tuple[tuple[str, Callable[[Sequence[str]], Callable[[str], Any]], bool], ...] = (
    ("ahocorasick_rs, bare, on folded text", _automaton, False),
    ("flashtext2", _flashtext2, False),
    ("flashtext", _flashtext, False),
    ("spaCy PhraseMatcher", _spacy, True),
    ("Presidio deny list", _presidio, True),
    ("better_profanity", _profanity, True),
)
"""Name, maker, and whether a few messages are enough."""


def ours(
    engine: codewords.Engine, before: Sequence[Message], found: Sequence[Message]
) -> Iterator[tuple[str, float]]:
    """Time the engine: cold, warm, again, in a stream, and an offer explained.

    Args:
        before: messages that are scanned first.
        found: the messages that are timed.
    """

    def scan(messages: Sequence[Message]) -> None:
        for text, surface in messages:
            engine.scan(text, surface=surface)

    empty = {surface: engine.scan("", surface=surface) for surface in {surface for _, surface in found}}
    yield "codewords, cold (first pass)", per_message(partial(scan, before), len(before), 1)
    yield f"codewords, warm, after {len(before)} others", per_message(partial(scan, found), len(found), 1)
    yield "codewords, again", per_message(partial(scan, found), len(found))
    fired = [item for item in found if engine.scan(item[0], surface=item[1]) is not empty[item[1]]]
    clear = [item for item in found if item not in fired]
    for name, part in (("nothing fires", clear), ("something fires", fired)):
        if part:
            share = f"codewords, again, the {len(part) / len(found):.0%} where {name}"
            yield share, per_message(partial(scan, part), len(part))
    texts, surfaces = [text for text, _ in found], [surface for _, surface in found]
    yield (
        "codewords, scan_many, again",
        per_message(lambda: list(engine.scan_many(texts, surface=surfaces)), len(found)),
    )
    yield "codewords, an offer judged and explained", per_message(lambda: engine.scan(OFFER).explain(OFFER), 1)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=400, help="timed messages")
    parser.add_argument("--before", type=int, default=2000, help="other messages that are scanned first")
    asked = parser.parse_args()
    everything = messages(asked.messages + asked.before)
    step = max(2, len(everything) // asked.messages)
    found, before = everything[::step], [item for at, item in enumerate(everything) if at % step]
    engine = codewords.load()
    words = terms(engine)
    folded = [text.lower() for text, _ in found]
    rows = [*peers(words, folded), *ours(engine, before, found)]
    bare = rows[0][1] if rows[0][0].startswith("ahocorasick_rs") else None
    size = sum(map(len, folded)) / len(folded)
    print(f"{len(found)} messages of {size:.0f} characters, {len(words)} terms, median of {RUNS}\n")
    print("| | µs a message | times the bare automaton |\n|---|--:|--:|")
    for name, cost in rows:
        print(f"| {name} | {cost:.1f} | {f'{cost / bare:.0f}' if bare else '-'} |")


if __name__ == "__main__":
    main()
