"""Run the examples that stand beside the rules: each of `hits` must be found, none of `misses` may be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from codewords.engine.engine import Engine
from codewords.errors import Place
from codewords.match.pattern import PatternMatcher
from codewords.model import Detection, Pattern, RuleSet, Term
from codewords.text.document import read
from codewords.text.tables import FoldTables

Entry = Term | Pattern | Detection


@dataclass(frozen=True, slots=True)
class Case:
    """Hold one example and whether it holds.

    Args:
        name: id of the entry, `hit` or `miss`, and a number (`cocaine.blanche-miss-1`).
        reason: why it failed; empty when it passed.
    """

    name: str
    place: Place
    reason: str

    @property
    def passed(self) -> bool:
        """Tell whether the example holds."""
        return not self.reason


@dataclass(frozen=True, slots=True)
class Example:
    """Hold one example that is still to be run."""

    entry: Entry
    text: str
    is_hit: bool
    number: int

    @property
    def name(self) -> str:
        """Give the name of its case."""
        return f"{self.entry.id}-{'hit' if self.is_hit else 'miss'}-{self.number}"


def examples(rules: RuleSet) -> Iterator[Example]:
    """Give every example of a rule set, retired and shadow entries left out."""
    entries: tuple[Entry, ...] = (*rules.terms, *rules.patterns, *rules.detections)
    for entry in entries:
        if entry.status != "stable":
            continue
        for number, text in enumerate(entry.hits, 1):
            yield Example(entry, text, is_hit=True, number=number)
        for number, text in enumerate(entry.misses, 1):
            yield Example(entry, text, is_hit=False, number=number)


def run_cases(engine: Engine) -> list[Case]:
    """Run every example of an engine's rules."""
    runner = Runner(engine)
    return [runner.run(example) for example in examples(engine.ruleset)]


class Runner:
    """Run single examples against an engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._tables = FoldTables.from_rules(engine.ruleset.folding)
        self._matchers: dict[str, PatternMatcher] = {}

    def run(self, example: Example) -> Case:
        """Run one example."""
        entry = example.entry
        if isinstance(entry, Pattern):
            reason = self._pattern(entry, example)
        elif isinstance(entry, Detection):
            reason = self._detection(entry, example)
        else:
            reason = self._term(entry, example)
        return Case(example.name, entry.place, reason)

    def explain(self, example: Example) -> str:
        """Say how the rules read the message of an example; a pattern has nothing to say but its text."""
        if isinstance(example.entry, Pattern):
            return f"{example.entry.regex}\n{example.text}"
        result = self._engine.scan(example.text, surface=_surface(example.entry), near_misses=True)
        return result.explain(example.text)

    def _pattern(self, entry: Pattern, example: Example) -> str:
        matcher = self._matchers.setdefault(entry.id, PatternMatcher([entry]))
        hits, late = matcher.find(read(example.text, self._tables).light.text)
        if late:
            return "the pattern ran out of time"
        return _reason(example, "the pattern does not match", "the pattern matches", found=bool(hits))

    def _detection(self, entry: Detection, example: Example) -> str:
        result = self._engine.scan(example.text, surface=_surface(entry))
        fired = any(hit.id == entry.id for hit in result.detections)
        return _reason(example, "the detection does not fire", "the detection fires", found=fired)

    def _term(self, entry: Term, example: Example) -> str:
        if example.is_hit:
            result = self._engine.scan(example.text, evidence="all")
            found = any(match.id == entry.id for match in result.matches)
            return "" if found else "the term is not found"
        result = self._engine.scan(example.text)
        if result.label == "offer":
            return "the message is judged an offer"
        shared = set(entry.substances).intersection(result.substances)
        return f"`{min(shared)}` is reported" if shared and result.label != "none" else ""


def _surface(entry: Entry) -> str:
    """Give where an example stands: on the first surface that its detection is for."""
    return entry.surfaces[0] if isinstance(entry, Detection) and entry.surfaces else "post"


def _reason(example: Example, lacks: str, has: str, *, found: bool) -> str:
    if found == example.is_hit:
        return ""
    return has if found else lacks
