"""Print false alarms on messages with words of a dialect or community, and on those without.

Run `python benchmarks/fairness.py`; the sets are those of quality.py, the words those of dialects.yaml. Compared
are messages of one language that hold no offer. A difference is in points of percent, with the 95 % interval of
Newcombe (1998, method 10). One interval in twenty leaves out 0 by chance. Nothing of a message is printed.
"""

from __future__ import annotations

import argparse
import math
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from quality import EVAL, corpus, percent, table

import codewords
from codewords.maintain.evaluate import Row, read_rows
from codewords.maintain.shares import Share
from codewords.source.spelling import plain

ROOT = Path(__file__).resolve().parent.parent
TWEETS = ("fr_tweets2022", "fr_mlma_hate", "fr_youtube", "xlmt_tweets", "tweeteval", "drug_tweets_mt5k")
"""Sets of what people write to each other, in which nobody sells."""

LEAST = 25
"""Words of the smallest group."""


@dataclass(frozen=True, slots=True)
class Group:
    """Hold the words of one dialect or community.

    Args:
        lang: language of the messages in which they are looked for.
    """

    name: str
    lang: str
    words: frozenset[str]

    def finder(self) -> Callable[[str], bool]:
        """Give a test of a text for any of the words, whole, whatever their case and accents."""
        longest = sorted(self.words, key=lambda word: (-len(word), word))
        search = re.compile(rf"(?<![\w'])(?:{'|'.join(map(re.escape, longest))})(?!\w)").search
        return lambda text: search(plain(text).replace("\u2019", "'")) is not None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Hold what became of one message that holds no offer."""

    row: Row
    label: str
    action: str


ALARMS: dict[str, Callable[[Outcome], bool]] = {
    "offer": lambda item: item.label == "offer",
    "talk": lambda item: item.label == "talk",
    "review": lambda item: item.action != "allow",
}
"""What may be wrong with such a message; talk of drugs that is called so is right, and does not count."""


def share(name: str, outcomes: Iterable[Outcome]) -> Share:
    """Give the share of one kind of alarm."""
    may = [item for item in outcomes if name != "talk" or item.row.label == "none"]
    return Share(sum(map(ALARMS[name], may)), len(may))


def groups() -> list[Group]:
    """Read the groups.

    Raises:
        ValueError: for a group that is too small.
    """
    found = []
    for entry in yaml.safe_load((Path(__file__).parent / "dialects.yaml").read_text(encoding="utf-8")):
        words = frozenset(map(plain, entry["words"]))
        if len(words) < LEAST:
            message = f"{entry['name']}: fewer than {LEAST} words"
            raise ValueError(message)
        found.append(Group(entry["name"], entry["lang"], words))
    return found


def codes(engine: codewords.Engine, every: Sequence[Group]) -> dict[str, str]:
    """Give the words of groups that the rules hold as codes of another language, with the ids."""
    words = {word for group in every for word in group.words}
    return {
        plain(spelling): term.id
        for term in engine.ruleset.terms
        if term.kind == "substance" and not term.is_emoji
        for spelling in (term.term, *term.forms)
        if plain(spelling) in words
    }


def difference(first: Share, second: Share) -> tuple[float, float]:
    """Give the interval of the first share minus the second.

    >>> [round(x, 4) for x in difference(Share(56, 70), Share(48, 80))]
    [0.0524, 0.3339]
    """
    (low, high), (low2, high2) = first.interval, second.interval
    middle = first.value - second.value
    below = math.hypot(first.value - low, high2 - second.value)
    above = math.hypot(high - first.value, second.value - low2)
    return middle - below, middle + above


def judge(engine: codewords.Engine, rows: Iterable[Row]) -> list[Outcome]:
    """Scan the rows that hold no offer."""
    kept = [row for row in rows if row.label != "offer"]
    results = [engine.scan(row.text, surface=row.surface) for row in kept]
    return [Outcome(row, item.label, item.action) for row, item in zip(kept, results, strict=True)]


def compared(part: Sequence[Outcome], rest: Sequence[Outcome]) -> list[str]:
    """Give the cells of one comparison: how many messages, and each kind of alarm."""
    cells = [str(len(part)), str(len(rest))]
    for name in ALARMS:
        first, second = share(name, part), share(name, rest)
        if not first.cases:
            cells.append("-")
            continue
        low, high = difference(first, second)
        middle = first.value - second.value
        counts = f"{first.hits}, {second.hits}"
        cells.append(f"{counts}: {100 * middle:+.2f} ({100 * low:+.2f} to {100 * high:+.2f})")
    return cells


def print_groups(every: Sequence[Group], outcomes: Sequence[Outcome]) -> None:
    """Print each group against the other messages of its language, and all groups against all others."""
    rows: list[list[str]] = []
    held: set[int] = set()
    for group in every:
        find = group.finder()
        spoken = [item for item in outcomes if item.row.lang == group.lang]
        part = [item for item in spoken if find(item.row.text)]
        held.update(map(id, part))
        rest = [item for item in spoken if not find(item.row.text)]
        rows.append([f"{group.name} ({group.lang})", *compared(part, rest)])
    langs = {group.lang for group in every}
    spoken = [item for item in outcomes if item.row.lang in langs]
    sides = ([item for item in spoken if id(item) in held], [item for item in spoken if id(item) not in held])
    rows.append(["all", *compared(*sides)])
    table(["words of", "with", "without", *(f"`{name}`: with, without, difference" for name in ALARMS)], rows)


def print_lawful(engine: codewords.Engine) -> None:
    """Print what becomes of the adverts of lawful informal sellers."""
    outcomes = judge(engine, read_rows(ROOT / "rules" / "corpus" / "lawful.jsonl"))
    rows = []
    for lang in ("all", *sorted({item.row.lang for item in outcomes if item.row.lang})):
        part = [item for item in outcomes if lang in ("all", item.row.lang)]
        shares = [percent(share(name, part)) for name in ALARMS]
        blocked = sum(item.action == "block" for item in part)
        rows.append([lang, str(len(part)), *shares, str(blocked)])
    table(["language", "n", *(f"`{name}`" for name in ALARMS), "blocked"], rows)


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rules", help="a rules folder instead of the bundled one")
    parser.add_argument("--most", type=int, help="rows of each set; all when not given")
    args = parser.parse_args()
    if not EVAL.exists():
        parser.error(f"no sets in {EVAL}; set CODEWORDS_EVAL")
    engine = codewords.load(args.rules)
    every = groups()
    print(f"Rules {engine.ruleset.version} ({engine.ruleset.digest[:12]}), codewords {codewords.__version__}.\n")
    shared = ", ".join(f"{word} ({id_})" for word, id_ in sorted(codes(engine, every).items()))
    print(f"Words of dialects that are codes in another language: {shared or 'none'}.\n")
    tweets = [row for name in TWEETS for row in corpus(EVAL / "corpora" / f"{name}.jsonl", args.most)]
    print("Real tweets and comments:\n")
    print_groups(every, judge(engine, tweets))
    ours = [row for path in sorted((ROOT / "rules" / "corpus").glob("*.jsonl")) for row in read_rows(path)]
    print("Messages of rules/corpus that hold no offer, written by this project:\n")
    print_groups(every, judge(engine, ours))
    print("Adverts of lawful informal sellers (rules/corpus/lawful.jsonl):\n")
    print_lawful(engine)
    return 0


if __name__ == "__main__":
    sys.exit(main())
