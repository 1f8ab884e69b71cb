"""A proposal tried on a copy of the rules: what the check says, the examples, and decisions on messages.

It joins the rooms of `maintain`. Whoever asks decides what to make of the outcome; words for people are
made in `cli/`.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from codewords.engine.engine import Engine
from codewords.errors import Place, Problem
from codewords.maintain.cases import Case, Example, Runner, examples
from codewords.maintain.compare import Changed, Comparison, compare_engines
from codewords.maintain.evaluate import Row
from codewords.maintain.neighbours import claimed, single
from codewords.maintain.proposal import Proposal
from codewords.model import Term
from codewords.source.spelling import plain

Check = Callable[..., list[Problem]]
Load = Callable[..., Engine]


@dataclass(frozen=True, slots=True)
class Effect:
    """Hold what a new entry does to messages.

    Args:
        messages: messages looked at.
        seen: messages in which it is found, by label; nothing for those without one.
        comparison: the decisions on these that change.
        alarms: of these, messages that are said to be no offer and become one.
    """

    messages: int
    seen: Mapping[str, int]
    comparison: Comparison
    alarms: tuple[Changed, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """Hold the outcome of a trial on a copy of the rules.

    Args:
        problems: what `codewords check` says of the new entry, and any error.
        cases: the entry's own examples.
        broken: examples of other entries that no longer hold.
        claimed: everyday words that would be read as the entry, by language.
        effect: what it does to messages; `None` when the rules cannot be loaded.
    """

    problems: tuple[Problem, ...]
    cases: tuple[Case, ...] = ()
    broken: tuple[Case, ...] = ()
    claimed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    effect: Effect | None = None


def try_out(
    proposal: Proposal,
    old: Engine,
    rows: Sequence[Row],
    *,
    words: Mapping[str, frozenset[str]],
    check: Check,
    load: Load,
) -> Trial:
    """Make a proposal true in a copy, and tell what follows.

    Args:
        old: engine of the rules as they are.
        rows: messages; those without a label have an empty one.
        words: everyday words by language, as `neighbours` found them.
        check: `codewords.check`.
        load: `codewords.load`; what it keeps in its cache serves the real folder afterwards.
    """
    with tempfile.TemporaryDirectory(prefix="codewords-") as folder:
        rules, overlays, shown = _copy(proposal, Path(folder))
        problems = tuple(
            _renamed(problem, folder, proposal)
            for problem in check(rules, overlays=overlays)
            if problem.severity == "error" or _is_about(problem, proposal, shown)
        )
        if any(problem.severity == "error" for problem in problems):
            return Trial(problems)
        new = load(rules, overlays=overlays)
    term = next(t for t in new.ruleset.terms if (t.place.path, t.place.line) == (shown, proposal.line))
    if any(other.id == term.id for other in old.ruleset.terms):
        place = Place(proposal.target.shown(proposal.path), proposal.line, 3)
        hint = "change that entry, or give the new one another `id`"
        return Trial((*problems, Problem(place, "CW301", f"id `{term.id}` is in the rules already", hint)))
    alone = single(new, term.id)
    runner = Runner(new)
    return Trial(
        problems,
        tuple(replace(runner.run(item), place=_place(proposal)) for item in _own_examples(term)),
        tuple(_broken(old, new, alone, term)),
        claimed(proposal.entry, alone, term.id, words),
        _effect(old, new, alone, term, rows),
    )


def _copy(proposal: Proposal, folder: Path) -> tuple[Path, list[Path], str]:
    """Copy what the edits change, and give the rules, the overlays and the file's name in problems."""
    target = proposal.target
    moved: dict[Path, Path] = {}
    rules, overlays = target.rules, []
    if target.overlay is None:
        rules = folder / "rules"
        skipped = shutil.ignore_patterns(".*", "corpus", "schema")
        shutil.copytree(target.rules, rules, symlinks=True, ignore=skipped)
        moved[target.rules] = rules
    else:
        overlays = [folder / target.overlay.name]
        if target.overlay.is_dir():
            shutil.copytree(target.overlay, overlays[0], symlinks=True)
        moved[target.overlay] = overlays[0]
    for edit in proposal.edits:
        for root, copy in moved.items():
            if edit.path == root or edit.path.is_relative_to(root):
                file = copy / edit.path.relative_to(root) if edit.path != root else copy
                file.parent.mkdir(parents=True, exist_ok=True)
                file.unlink(missing_ok=True)
                file.write_bytes(edit.new)
    if target.overlay is None:
        return rules, overlays, target.shown(proposal.path)
    inner = PurePosixPath(os.path.relpath(proposal.path, target.overlay))
    return rules, overlays, (overlays[0] / inner).as_posix() if str(inner) != "." else overlays[0].as_posix()


def _is_about(problem: Problem, proposal: Proposal, shown: str) -> bool:
    """Tell whether a warning is about the new entry: it stands in it, or names one of its spellings."""
    lines = range(proposal.line, proposal.line + len(proposal.lines))
    if problem.place.path == shown and problem.place.line in lines:
        return True
    return any(f"`{plain(text)}`" in problem.message for text in proposal.entry.spellings)


def _renamed(problem: Problem, folder: str, proposal: Proposal) -> Problem:
    """Give a problem the place that it will have, not that of the copy."""
    overlay = proposal.target.overlay
    start = f"{folder}/{overlay.name}" if overlay is not None else ""
    if overlay is None or not problem.place.path.startswith(start):
        return problem
    path = overlay.as_posix() + problem.place.path.removeprefix(start)
    return replace(problem, place=replace(problem.place, path=path))


def _place(proposal: Proposal) -> Place:
    return Place(proposal.target.shown(proposal.path), proposal.line, 3)


def _own_examples(term: Term) -> Iterator[Example]:
    """Give an entry's examples; in shadow it has to hold them too."""
    for texts, is_hit in ((term.hits, True), (term.misses, False)):
        for number, text in enumerate(texts, 1):
            yield Example(term, text, is_hit=is_hit, number=number)


def _sees(alone: Engine, id_: str, text: str, surface: str = "post") -> bool:
    return any(match.id == id_ for match in alone.scan(text, surface=surface, evidence="all").matches)


def _broken(old: Engine, new: Engine, alone: Engine, term: Term) -> Iterator[Case]:
    """Give the examples of other entries that hold the word and held before."""
    before, after = Runner(old), Runner(new)
    for example in examples(new.ruleset):
        if example.entry.id != term.id and _sees(alone, term.id, example.text):
            case = after.run(example)
            if not case.passed and before.run(example).passed:
                yield case


def _effect(old: Engine, new: Engine, alone: Engine, term: Term, rows: Sequence[Row]) -> Effect:
    """Judge the messages in which the word is found; no other is decided otherwise because of it."""
    held = [row for row in rows if _sees(alone, term.id, row.text, row.surface)]
    found = compare_engines(old, new, held, names=("now", "then"))
    alarms = tuple(
        item
        for item in found.changed
        if item.new.label == "offer" != item.old.label and held[item.number - 1].label in ("talk", "none")
    )
    return Effect(len(rows), Counter(row.label for row in held), found, alarms)
