"""A proposal for the rules in words: the entry, what stands near it, what follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from codewords.cli.problems import Folder
from codewords.cli.streams import one_line, printable
from codewords.maintain.cases import Case
from codewords.maintain.compare import Changed
from codewords.maintain.neighbours import Neighbours
from codewords.maintain.proposal import Proposal
from codewords.maintain.trial import Effect, Trial
from codewords.model import Term

_SHOWN = 8
"""Names of a long list, and messages, that are shown."""

_WIDTH = 100


def tell_entry(proposal: Proposal) -> Iterator[str]:
    """Give the entry as it will stand, and where."""
    yield f"for {proposal.path}, line {proposal.line}:"
    for number, line in enumerate(proposal.lines):
        yield f"  {'-' if not number else ' '} {line}"


def tell_neighbours(found: Neighbours) -> Iterator[str]:
    """Give what stands near a word, a line for each kind."""
    for word, langs in found.ordinary.items():
        yield f"frequent word: `{word}` in {', '.join(langs)}"
    rows = (("same spelling", found.same), ("word of", found.parts), ("a typo away", found.typos))
    for name, terms in rows:
        if terms:
            yield f"{name}: {_listed(map(_term, terms))}"
    ids = {term.id for term in found.same}
    read = dict.fromkeys(f"`{m.text}` as {m.id} ({m.via})" for m in found.readings if m.id not in ids)
    if read:
        yield f"read today: {_listed(read)}"
    if not found.is_complete:
        yield "frequent words: those of ordinary/ alone; pip install 'codewords[maintain]' knows them all"


def _term(term: Term) -> str:
    what = " ".join(term.substances) or term.topic or term.kind
    return f"{term.id} ({what}, {' '.join(term.langs)}, {term.ambiguity}) {term.term!r}"


def _listed(names: Iterable[str]) -> str:
    found = list(names)
    rest = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return "; ".join(found[:_SHOWN]) + rest


def tell_trial(trial: Trial, folder: Folder) -> Iterator[str]:
    """Give what follows from an entry: faults, examples, everyday words that it would take, messages."""
    for problem in trial.problems:
        yield folder.line(problem) + ("" if problem.severity == "error" else " (warning)")
    if trial.effect is None:
        return
    yield from _cases(trial.cases, "examples", folder)
    if trial.broken:
        yield from _cases(trial.broken, "examples of other entries", folder)
    yield from _claimed(trial.claimed)
    yield from _effect(trial.effect)


def _cases(cases: Iterable[Case], what: str, folder: Folder) -> Iterator[str]:
    found = list(cases)
    failed = [case for case in found if not case.passed]
    yield f"{what}: {len(found) - len(failed)} of {len(found)} hold"
    for case in failed:
        yield f"{folder.at(case.place)}: {case.name}: {case.reason}"


def _claimed(words: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    if not words:
        return
    told = "; ".join(f"{lang} {_listed(found)}" for lang, found in sorted(words.items()))
    yield f"frequent words that would be read as it: {told}"
    yield "  name it `fuzz: 0`, or write the lists anew: python -m codewords.maintain.ordinary rules"


def _effect(effect: Effect) -> Iterator[str]:
    if not effect.messages:
        yield "messages: none to try it on; --corpus names some"
        return
    seen = ", ".join(f"{count} {label or 'unlabelled'}" for label, count in sorted(effect.seen.items()))
    total = sum(effect.seen.values())
    yield f"messages: in {total} of {effect.messages}" + (f" ({seen})" if seen else "")
    changed = effect.comparison.changed
    yield f"decisions that change: {len(changed)}" + (
        f", {len(effect.alarms)} of them false alarms" if effect.alarms else ""
    )
    first = [*effect.alarms, *(item for item in changed if item not in effect.alarms)]
    for item in first[:_SHOWN]:
        yield from _changed(item, is_alarm=item in effect.alarms)
    if len(first) > _SHOWN:
        yield f"  and {len(first) - _SHOWN} more"


def _changed(item: Changed, *, is_alarm: bool) -> Iterator[str]:
    mark = "false alarm, " if is_alarm else ""
    yield f"  {mark}{item.step}, {item.old.points:+.2f} -> {item.new.points:+.2f}, {item.surface}"
    yield f"    | {printable(one_line(item.text, _WIDTH))}"
