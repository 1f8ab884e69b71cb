"""The process in which an overlay is tried: a first look, then all the rules compiled and compared on a corpus.

Compiling takes seconds of the processor, and nothing can stop it but the end of its process. So it has one of its
own: the page stays quick, and whoever cancels is rid of it at once. It is asked in lines of JSON on its standard
input, one request at a time, and answers with lines of JSON, the last of which has the key `end`. It writes
nothing that was tried into the cache of compiled rules, and logs nothing.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import codewords
from codewords.service.workbench_check import problem_dict
from codewords.service.workbench_corpus import Sample, take_sample
from codewords.service.workbench_first import MOST, Words, first_look, read_words, touched

_STEP = 20
"""Messages between two tellings of how far it is."""

_SHOWN = 200
"""Changed decisions that are sent; the counts tell of all."""

CACHE = "CODEWORDS_CACHE"

Event = dict[str, Any]


class Trial:
    """Hold the loaded rules and the overlay that was last compiled.

    Args:
        options: `rules`, `overlays` and `policy`, as the service was started with.
    """

    def __init__(self, options: Mapping[str, Any]) -> None:
        self._rules: str | None = options["rules"]
        self._overlays: list[str] = list(options["overlays"])
        self._policy: str = options["policy"]
        self._base: codewords.Engine | None = None
        self._digest = ""
        self._written: set[Path] = set()
        self._cache = os.environ.get(CACHE)
        self._new: codewords.Engine | None = None

    def prepare(self) -> None:
        """Load the rules before anybody asks; what is wrong with them is told to whoever does."""
        with suppress(codewords.CodewordsError, OSError):
            codewords.Engine(replace(self._load().ruleset, terms=()))  # what all rule sets share is made once

    def answer(self, asked: Mapping[str, Any]) -> Iterator[Event]:
        """Answer one request: `try` an overlay, or `scan` a message by the last one that was tried."""
        if asked["op"] == "scan":
            yield {"end": True, "result": self._scan(self._new, asked)}
            return
        try:
            yield from self._try(asked)
        except codewords.RuleFileError as error:
            problems = [problem_dict(problem, problem.place.path) for problem in error.problems]
            yield {"stage": "faults", "problems": problems, "end": True}

    def leave(self) -> None:
        """Take the overlays away, and the folder they stood in when nothing else is there."""
        for file in self._written:
            file.unlink(missing_ok=True)
        with suppress(OSError):
            Path.cwd().rmdir()

    def _try(self, asked: Mapping[str, Any]) -> Iterator[Event]:
        self._new = None
        yield {"stage": "loading"}
        base = self._loaded(asked["digest"])
        name = asked["name"]
        self._written.add(Path(name))
        Path(name).write_bytes(asked["overlay"].encode("utf-8", "surrogatepass"))
        words = read_words(base.ruleset, asked["overlay"], name)
        sample = _sample(base, asked, words.spellings) if words else None
        if words is not None:
            yield self._first(base, words, sample, asked)
        yield {"stage": "compiling"}
        new = self._new = codewords.load(self._rules, overlays=[*self._overlays, name], policy=self._policy)
        laid = new.ruleset.overlays[-1]
        yield {"stage": "compiled", "added": laid.added, "changed": laid.changed, "removed": laid.removed}
        edited = {*laid.added, *laid.changed}
        terms = [term for term in new.ruleset.terms if term.id in edited]
        yield {"stage": "examples", "examples": [case for term in terms for case in _examples(new, term)]}
        if asked.get("message"):
            before, after = (self._scan(engine, asked["message"]) for engine in (base, new))
            yield {"stage": "message", "before": before, "after": after}
        if words is None:
            sample = _sample(base, asked, [word for term in terms for word in (term.term, *term.forms)])
        held = touched(base.ruleset, words, sample.rows) if words and sample else None
        yield from _compared(base, new, sample, held, has_corpus=asked["corpus"] is not None)

    def _loaded(self, digest: str) -> codewords.Engine:
        """Give the engine of the loaded rules, from the cache where it stands there.

        Args:
            digest: that of the rules in use; another one than before means that they were swapped.
        """
        if self._base is None or digest != self._digest:
            self._base = self._load()
            self._digest = digest
        return self._base

    def _load(self) -> codewords.Engine:
        _set_cache(self._cache)
        try:
            base = self._base = codewords.load(self._rules, overlays=self._overlays, policy=self._policy)
        finally:
            _set_cache("off")
        self._digest = base.ruleset.digest
        return base

    def _first(
        self,
        base: codewords.Engine,
        words: Words,
        sample: Sample | None,
        asked: Mapping[str, Any],
    ) -> Event:
        """Give what can be told before all the rules are compiled: of the messages that hold a word as written."""
        named = sample.rows[: sample.named] if sample else ()
        rows = named[:MOST]
        message = asked.get("message")
        own = [{"text": message["text"], "surface": message["options"]["surface"]}] if message else []
        before, after = first_look(base, words, [*rows, *own], policy=self._policy)
        return {
            "stage": "first",
            "total": sample.total if sample else None,
            "named": len(named),
            "judged": len(rows),
            "message": message and {"before": self._scan(before, message), "after": self._scan(after, message)},
            **_differing(before, after, rows),
        }

    def _scan(self, engine: codewords.Engine | None, asked: Mapping[str, Any]) -> dict[str, Any] | None:
        if engine is None:
            return None
        return engine.scan(asked["text"], **asked["options"]).to_dict()


def _sample(base: codewords.Engine, asked: Mapping[str, Any], spellings: Sequence[str]) -> Sample | None:
    """Choose messages of the corpus; `None` without one, or when it cannot be read."""
    if asked["corpus"] is None:
        return None
    with suppress(OSError):
        return take_sample(Path(asked["corpus"]), asked["most"], spellings, [item.id for item in base.surfaces])
    return None


def _compared(
    base: codewords.Engine,
    new: codewords.Engine,
    sample: Sample | None,
    held: Sequence[dict[str, Any]] | None,
    *,
    has_corpus: bool,
) -> Iterator[Event]:
    """Compare on the corpus, and tell how far it is.

    Args:
        held: the messages that the overlay can touch; `None` when it is not known which.
    """
    if sample is None:
        yield {"stage": "done", "end": True, "sample": None, **({"unread": True} if has_corpus else {})}
        return
    rows = sample.rows if held is None else held
    yield {"stage": "judging", "done": 0, "of": len(rows)}
    told = {**sample.told(), "touched": None if held is None else len(held)}
    yield {"stage": "done", "end": True, "sample": told, **_differing(base, new, rows, _Told(len(rows)))}


def _differing(
    old: codewords.Engine, new: codewords.Engine, rows: Sequence[dict[str, Any]], told: _Told | None = None
) -> Event:
    """Give the decisions that change; the first of them in full."""
    found = codewords.compare(old, new, told.rows(rows) if told else rows).to_dict()
    changed = found.pop("changed")
    for row in changed:
        row["label"] = rows[row["number"] - 1]["label"]
    return {**found, "changes": len(changed), "changed": changed[:_SHOWN]}


def _set_cache(value: str | None) -> None:
    """Name the folder of the cache of compiled rules; `None` for the usual one."""
    os.environ.pop(CACHE, None)
    if value is not None:
        os.environ[CACHE] = value


class _Told:
    """Hand messages on and tell how many were handed on, for whoever waits.

    Args:
        total: messages in all.
    """

    def __init__(self, total: int) -> None:
        self._total = total

    def rows(self, rows: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """Give the messages one by one."""
        for number, row in enumerate(rows):
            if number and number % _STEP == 0:
                tell({"stage": "judging", "done": number, "of": self._total})
            yield row


def _examples(engine: codewords.Engine, term: Any) -> Iterator[dict[str, Any]]:
    """Run the examples of a term, as `codewords test` does.

    A hit must be found as this term; a miss must be no offer, and report no substance of the term.
    """
    for kind, texts in (("hit", term.hits), ("miss", term.misses)):
        for number, text in enumerate(texts, 1):
            result = engine.scan(text, evidence="all" if kind == "hit" else "label")
            if kind == "hit":
                reason = "" if any(m.id == term.id for m in result.matches) else "the term is not found"
            else:
                reason = _miss_reason(result, term.substances)
            yield {
                "id": term.id,
                "kind": kind,
                "number": number,
                "text": text,
                "label": result.label,
                "reason": reason,
            }


def _miss_reason(result: codewords.ScanResult, substances: Sequence[str]) -> str:
    if result.label == "offer":
        return "the message is judged an offer"
    shared = sorted({*substances} & {*result.substances})
    return f"`{shared[0]}` is reported" if shared and result.label != "none" else ""


def tell(event: Event) -> None:
    """Write one event as a line; halves of surrogate pairs stay escapes."""
    sys.stdout.buffer.write(json.dumps(event).encode("ascii") + b"\n")
    sys.stdout.buffer.flush()


def main() -> None:
    """Answer requests until the input ends; the first line names the rules."""
    if hasattr(os, "nice"):
        os.nice(5)  # whoever types in the page comes first
    lines = iter(sys.stdin.buffer.readline, b"")
    trial = Trial(json.loads(next(lines)))
    try:
        trial.prepare()
        _serve(trial, lines)
    finally:
        trial.leave()  # a service that was ended by a signal has nobody else to do so


def _serve(trial: Trial, lines: Iterator[bytes]) -> None:
    for line in lines:
        try:
            for event in trial.answer(json.loads(line)):
                tell(event)
        except BrokenPipeError:
            return
        except Exception as error:  # noqa: BLE001  whatever happens, the one who waits must be told
            tell({"stage": "fault", "error": type(error).__name__, "end": True})


if __name__ == "__main__":
    main()
