"""Print how many known terms `codewords mine` finds again when the rules forget them.

Run `python benchmarks/mining.py`; the sets are those of quality.py. A tenth of the substance terms that stand at
least five times in the open offers are hidden, with their forms and everything that would still read them; the
miner sees the messages without labels. Terms are cut into two halves by the sha-1 of their id: weights are learnt
on one half (`--learn` prints them), figures are told of both, and those of the other half count.
No sealed row is read. `--wide` mines real sellers' menus and ordinary posts beside the labelled messages.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from quality import EVAL, corpus, messages, percent, table

import codewords
from codewords.maintain.evaluate import Row, read_rows
from codewords.maintain.mine.observe import Observer, Seen
from codewords.maintain.mine.propose import known_goods, mine_seen, passed_over
from codewords.maintain.mine.settings import SIGNALS, bundled_settings
from codewords.maintain.shares import Share
from codewords.match.lexicon import Lexicon
from codewords.match.words import WordReader
from codewords.model import Term
from codewords.text.tables import FoldTables

RULES = Path(__file__).resolve().parent.parent / "rules"
WIDE = {
    "fr_plug_menus": None,
    "fr_tweets2022": 400,
    "xlmt_tweets": 300,
    **dict.fromkeys(("fr_youtube", "sms_spam", "tweeteval", "fr_vinted_titles", "fr_restaurant_menus"), 200),
    **dict.fromkeys(("drug_tweets_mt5k", "reddit_substance_titles"), 200),
}
"""Sets of the wide feed, and rows taken of each."""

LEAST = 5
"""Times that a term must stand in the open offers."""

CUTS = (10, 20, 50)
LOOKED_AT = 200
"""Proposals that are read for hidden terms; all of them where weights are learnt."""

AGAINST = ("ordinary",)
"""Signals that may only speak against a candidate."""

LEARNT, TOLD = "learnt on", "held out"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Hold one run: which hidden terms were found, and how many proposals are right.

    Args:
        ranks: rank of the first right proposal of each hidden term, or `None`.
        right: for each proposal, whether the full rules read a hidden entry in it.
        signals: the signals of each proposal.
    """

    seed: int
    ranks: Mapping[str, int | None]
    right: Sequence[bool]
    signals: Sequence[Mapping[str, float]]

    def best(self, cut: int) -> int:
        """Give how many of so many proposals could be right."""
        return min(sum(self.right), cut)


class Bench:
    """Hide terms and mine for them.

    Args:
        rows: the messages that are mined.
    """

    def __init__(self, rows: Sequence[Row]) -> None:
        self.engine = codewords.load(RULES)
        self.rows = rows
        corpus_rows = [row for file in sorted((RULES / "corpus").glob("*.jsonl")) for row in read_rows(file)]
        self.benign = [row for row in corpus_rows if row.label == "none"]
        self.others = [row for row in corpus_rows if row.label != "none"]
        self.observer = Observer(self.engine)
        self.terms = {term.id: term for term in self.engine.ruleset.terms}
        self._seen: dict[str, Seen] = {}

    def look(self, rows: Iterable[Row]) -> list[Seen]:
        """Give what the full rules see."""
        for row in rows:
            if row.text + row.surface not in self._seen:
                self._seen[row.text + row.surface] = self.observer.look(row)
        return [self._seen[row.text + row.surface] for row in rows]

    @cached_property
    def eligible(self) -> list[str]:
        """Give the substance terms that stand often enough in the open offers."""
        counts: Counter[str] = Counter()
        for row in self.rows:
            if row.label == "offer":
                found = self.engine.scan(row.text, surface=row.surface, evidence="all").matches
                counts.update(match.id for match in found if self._is_substance(match.id))
        return sorted(name for name, count in counts.items() if count >= LEAST)

    def _is_substance(self, name: str) -> bool:
        return name in self.terms and self.terms[name].kind == "substance"

    def spellings(self, name: str) -> set[tuple[str, ...]]:
        """Give the folded spellings of a term, and its phrases written as one word."""
        term = self.terms[name]
        keys = {self.observer.key(spelling) for spelling in (term.term, *term.forms)} - {()}
        return keys | {("".join(key),) for key in keys if len(key) > 1}

    def hide(self, names: Iterable[str]) -> set[str]:
        """Give the ids of terms and of every entry that holds one of their spellings, or still reads one."""
        asked = sorted(names)
        spelt = {keys for name in asked for keys in self.spellings(name)}
        hidden = set(asked)
        hidden |= {name for name, term in self.terms.items() if not term.is_emoji and self._holds(term, spelt)}
        while new := set(self._readers(spelt, hidden)) - hidden:
            hidden |= new
        return hidden

    def _holds(self, term: Term, spelt: set[tuple[str, ...]]) -> bool:
        return any(run in spelt for run in self._runs[term.id])

    @cached_property
    def _runs(self) -> dict[str, frozenset[tuple[str, ...]]]:
        """Give every run of words in the spellings of each term."""
        found = {}
        for name, term in self.terms.items():
            rows = [self.observer.key(spelling) for spelling in (term.term, *term.forms)]
            cuts = ((keys, a, b) for keys in rows for a in range(len(keys)) for b in range(a + 1, len(keys) + 1))
            found[name] = frozenset(keys[a:b] for keys, a, b in cuts)
        return found

    def _readers(self, spelt: set[tuple[str, ...]], hidden: set[str]) -> Iterator[str]:
        """Give the substance terms left that fuzz, sound or a cut would read in a hidden spelling."""
        rules = self.engine.ruleset
        left = [term for term in rules.terms if term.id not in hidden and term.kind == "substance"]
        tables = FoldTables.from_rules(rules.folding)
        lexicon = Lexicon(left, tables, frozenset(), rules.scoring.budgets)
        reader = WordReader(lexicon, tables, rules.scoring.budgets)
        for keys in sorted(spelt):
            for word in (word for key in keys for word in reader.read(key)):
                spellings = lexicon.by_first.get(word.key, ())
                yield from (s.term.id for s in spellings if len(s.keys) == 1 or s.keys == keys)

    def run(self, seed: int, most: int) -> Outcome:
        """Hide a tenth of the terms of one half, mine, and look what came back.

        Args:
            most: proposals that are looked at.
        """
        pool = [name for name in self.eligible if half(name) == seed % 2]
        chosen = random.Random(seed).sample(pool, max(1, round(len(self.eligible) / 10)))  # noqa: S311  a fixed choice
        return self._mined_without(self.hide(chosen), seed, chosen, most)

    def run_names(self, most: int) -> Outcome:
        """Hide every word for a substance but its names, which is all that other methods begin with, and mine."""
        words = [term for term in self.terms.values() if term.kind == "substance" and not term.is_emoji]
        hidden = {term.id for term in words if term.role != "name"}
        return self._mined_without(hidden, 0, [name for name in self.eligible if name in hidden], most)

    def _mined_without(self, hidden: set[str], seed: int, chosen: Sequence[str], most: int) -> Outcome:
        rules = self.engine.ruleset
        engine = codewords.Engine(replace(rules, terms=tuple(t for t in rules.terms if t.id not in hidden)))
        self._check_unknown(engine, chosen, hidden)
        parts = [self._looked_again(engine, rows, hidden) for rows in (self.rows, self.benign, self.others)]
        found = mine_seen(engine, parts[0], parts[1], others=parts[2], most=most)
        read = [self._read(item.term, hidden) for item in found.proposals]
        ranks = {name: next((n for n, ids in enumerate(read, 1) if name in ids), None) for name in chosen}
        return Outcome(seed, ranks, [bool(ids) for ids in read], [item.signals for item in found.proposals])

    def _check_unknown(self, engine: codewords.Engine, chosen: Iterable[str], hidden: set[str]) -> None:
        """Stop when a list that the miner reads holds a hidden word."""
        known = known_goods(engine) | passed_over(engine, bundled_settings())
        leaks = {keys[0] for name in chosen for keys in self.spellings(name) if len(keys) == 1} & known
        if leaks or hidden & {term.id for term in engine.ruleset.terms}:
            message = f"the miner knows hidden words: {', '.join(sorted(leaks))}"
            raise SystemExit(message)

    def _looked_again(self, engine: codewords.Engine, rows: Sequence[Row], hidden: set[str]) -> list[Seen]:
        """Look again at the messages in which a hidden entry was seen; the others look the same without it."""
        observer = Observer(engine)
        return [
            observer.look(row) if any(name in hidden for word in seen.words for name in word.ids) else seen
            for row, seen in zip(rows, self.look(rows), strict=True)
        ]

    def _read(self, written: str, hidden: set[str]) -> set[str]:
        """Give the hidden substance entries that the full rules read in a proposal, also in capitals."""
        looks = [self.engine.scan(text, evidence="all").matches for text in (written, written.upper())]
        found = {match.id for matches in looks for match in matches}
        return {name for name in found if name in hidden and self._is_substance(name)}


def half(name: str) -> int:
    """Give the half of a term: 1 is learnt on, 0 held out."""
    return int(hashlib.sha1(name.encode(), usedforsecurity=False).hexdigest(), 16) % 2


def rows_of(outcomes: Sequence[Outcome], parts: Sequence[int]) -> Iterator[list[str]]:
    """Give the rows of the table, one for each half."""
    for part in parts:
        name = LEARNT if part else TOLD
        group = [item for item in outcomes if item.seed % 2 == part]
        ranks = [rank for item in group for rank in item.ranks.values()]
        found = Share(sum(rank is not None and rank <= CUTS[-1] for rank in ranks), len(ranks))
        shares = [Share(sum(sum(item.right[:cut]) for item in group), cut * len(group)) for cut in CUTS]
        best = [Share(sum(item.best(cut) for item in group), cut * len(group)) for cut in CUTS]
        cells = [f"{one.value:.3f} of {two.value:.3f}" for one, two in zip(shares, best, strict=True)]
        terms = len({name for item in group for name in item.ranks})
        yield [name, str(len(group)), str(terms), percent(found), *cells]


def print_names(outcome: Outcome) -> None:
    """Print the table of the run in which names alone are known."""
    ranks = list(outcome.ranks.values())
    cells = [percent(Share(sum(rank is not None and rank <= cut for rank in ranks), len(ranks))) for cut in CUTS]
    rows = [["recall", *cells], ["precision", *(percent(Share(sum(outcome.right[:cut]), cut)) for cut in CUTS)]]
    table([f"{len(ranks)} hidden terms", *(f"first {cut}" for cut in CUTS)], rows)


def learn(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Learn weights by logistic regression; each signal keeps the sign that its name promises."""
    import numpy as np  # noqa: PLC0415  of the `fit` extra
    from scipy.optimize import minimize  # noqa: PLC0415  the same

    group = [item for item in outcomes if item.seed % 2]
    x = np.array([[signals[name] for name in SIGNALS] for item in group for signals in item.signals])
    y = np.array([1.0 if right else -1.0 for item in group for right in item.right])
    spread = x.std(axis=0) + 1e-9
    z = np.c_[x / spread, np.ones(len(x))]
    bounds = [(None, 0.0) if name in AGAINST else (0.0, None) for name in SIGNALS]

    def loss(beta: Any) -> float:
        return float(np.logaddexp(0, -y * (z @ beta)).sum() + 0.5 * (beta[:-1] ** 2).sum())

    found = minimize(loss, np.zeros(z.shape[1]), method="L-BFGS-B", bounds=[*bounds, (None, None)]).x
    return {name: round(float(value), 2) for name, value in zip(SIGNALS, found[:-1] / spread, strict=True)}


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seeds", type=int, default=20, help="random choices of terms, half of them of each half")
    parser.add_argument("--wide", action="store_true", help="real menus and ordinary posts beside the messages")
    parser.add_argument("--names", action="store_true", help="hide every word but the names of substances, once")
    parser.add_argument("--learn", action="store_true", help="print weights learnt on one half of the terms")
    parser.add_argument("--each", action="store_true", help="print the rank of every hidden term")
    args = parser.parse_args()
    if not EVAL.exists():
        sys.stderr.write(f"no sets in {EVAL}; set CODEWORDS_EVAL\n")
        return 2
    rows = messages(sealed=False)
    for name, most in WIDE.items() if args.wide else ():
        rows += corpus(EVAL / "corpora" / f"{name}.jsonl", most)
    bench = Bench(rows)
    often = f"{len(bench.eligible)} terms stand {LEAST} times or more"
    print(f"{len(rows)} messages, {len(bench.benign)} benign; {often}", flush=True)
    if args.names:
        print_names(bench.run_names(LOOKED_AT))
        return 0
    outcomes = []
    for seed in range(1, args.seeds, 2) if args.learn else range(args.seeds):
        outcomes.append(bench.run(seed, sys.maxsize if args.learn else LOOKED_AT))
        if args.each:
            told = ", ".join(f"{name} {rank or '-'}" for name, rank in outcomes[-1].ranks.items())
            print(f"seed {seed}: {told}", flush=True)
    head = ["terms", "seeds", "different terms", "recall in 50", *(f"P@{cut} of best" for cut in CUTS)]
    table(head, rows_of(outcomes, (1,) if args.learn else (1, 0)))
    if args.learn:
        print("\n".join(f"{name}: {weight}" for name, weight in learn(outcomes).items()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
