"""The engine: one message, many messages, records and threads, judged by one rule set.

The only room that joins the others. It reads no files and serves nobody.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from codewords._version import __version__
from codewords.engine.asked import ask
from codewords.engine.blank import Blanks, hinted
from codewords.engine.compiled import Observer, Sight
from codewords.engine.fields import Piece, join_pieces, record_pieces, stated_amounts, thread_pieces
from codewords.engine.parts import Parts, fingerprint
from codewords.engine.reference import revive_reference
from codewords.engine.report import Reporter, Seen
from codewords.engine.stream import paired, share
from codewords.engine.warm import warm
from codewords.engine.windows import shift, tell_skipped, windows
from codewords.judge.judge import Judge
from codewords.model import RuleSet, Surface
from codewords.results import RulesetRef, ScanResult
from codewords.text.clause import find_clauses

EVIDENCE = ("label", "all")


class Engine:
    """Judge texts by one rule set; immutable and safe to share between threads.

    Args:
        ruleset: checked rules, as `codewords.load` reads them.
        policy: id of one of the rule set's policies.
        prior: share of offers that a site expects, between 0 and 1; shifts `score` alone.
        contact_salt: secret that replaces handles in the keys of contacts by a keyed hash.
        revive: called with the digest to rebuild an engine that was pickled by reference.
        parts: what was compiled of this rule set before; `None` compiles it now.

    Raises:
        ValueError: for an unknown policy or a prior outside 0 to 1.
    """

    __slots__ = (
        "_blanks",
        "_judge",
        "_observer",
        "_options",
        "_probe",
        "_reporter",
        "_revive",
        "_ruleset",
        "_surfaces",
    )

    def __init__(
        self,
        ruleset: RuleSet,
        *,
        policy: str = "default",
        prior: float | None = None,
        contact_salt: str | None = None,
        revive: Callable[..., Engine] | None = None,
        parts: Parts | None = None,
    ) -> None:
        policies = {item.id: item for item in ruleset.policies}
        if policy not in policies:
            message = f"unknown policy {policy!r}; known: {', '.join(sorted(policies))}"
            raise ValueError(message)
        self._ruleset = ruleset
        self._options = {"policy": policy, "prior": prior, "contact_salt": contact_salt}
        self._revive = revive
        self._surfaces = {item.id: item for item in ruleset.surfaces}
        self._observer = Observer(ruleset, parts)
        self._judge = Judge(ruleset, policies[policy].levels)
        self._probe = self._observer.probe(self._judge.reach())
        ref = RulesetRef(
            version=ruleset.version,
            digest=ruleset.digest,
            policy=policy,
            engine=__version__,
            overlays=tuple(item.name for item in ruleset.overlays),
            fingerprint=fingerprint(),
        )
        offset = _logit(prior) - _logit(ruleset.scoring.prior) if prior is not None else 0.0
        self._reporter = Reporter(ref, offset=offset, salt=contact_salt)
        self._blanks = Blanks()

    @property
    def ruleset(self) -> RuleSet:
        """Give the rules that this engine judges by."""
        return self._ruleset

    @property
    def surfaces(self) -> tuple[Surface, ...]:
        """Give the surfaces that `scan` knows, in the order of the rules."""
        return self._ruleset.surfaces

    def warm(self) -> None:
        """Do now what the first messages would wait for; they cost hundreds of times what later ones do."""
        warm(self)

    def scan(
        self,
        text: str,
        *,
        surface: str = "post",
        lang: str | Sequence[str] | None = None,
        evidence: str = "label",
        near_misses: bool = False,
    ) -> ScanResult:
        """Judge one message.

        Args:
            text: the message; any `str`, of any length.
            surface: where it stood, id of one of `surfaces`.
            lang: language code or codes the caller expects; a hint that hides nothing.
            evidence: `label` reports what led to the label; `all` reports everything seen.
            near_misses: True reports which detections almost fired, and the smallest evidence of an offer.

        Raises:
            TypeError: when `text` is no `str`.
            ValueError: for an unknown surface or kind of evidence.
        """
        if not isinstance(text, str):
            message = f"text must be str, not {type(text).__name__}"
            raise TypeError(message)
        if evidence == "label" and not near_misses:
            empty = self._blanks.get(surface, hinted(lang))
            if empty is not None and self._probe.is_clear(text, surface):
                return empty
        return self._scan((Piece(None, text, 0),), surface, lang, evidence, near_misses=near_misses)

    def scan_many(
        self,
        texts: Iterable[str],
        *,
        surface: str | Iterable[str] = "post",
        lang: str | Sequence[str] | None = None,
        evidence: str = "label",
        near_misses: bool = False,
        chunk_size: int = 1000,
        processes: int = 1,
    ) -> Iterator[ScanResult]:
        """Judge many messages, one result each, in order, as they come.

        Args:
            texts: any iterable; it is read as results are taken.
            surface: one for all, or one for each message.
            chunk_size: most messages read ahead of the results taken; one process reads none ahead.
            processes: how many judge; each begins with an engine of its own, which takes some seconds.

        Raises:
            TypeError: when an item is no `str`, with its index, after all earlier results.
            ValueError: for an unknown surface, too few surfaces, no process, or a chunk size below 1.
            CodewordsError: when a process dies.
        """
        for name, number in (("chunk_size", chunk_size), ("processes", processes)):
            if number < 1:
                message = f"{name} must be at least 1, not {number}"
                raise ValueError(message)
        if isinstance(texts, str | bytes):
            message = f"texts must be an iterable of str, not one {type(texts).__name__}"
            raise TypeError(message)
        if isinstance(surface, str):
            self._known_surface(surface)
        self._known_evidence(evidence)
        options: dict[str, Any] = {"lang": hinted(lang), "evidence": evidence, "near_misses": near_misses}
        items = paired(texts, surface, self._known_surface)
        if processes > 1:
            return share(self, items, options, processes=processes, most=chunk_size)
        return (self.scan(text, surface=place, **options) for text, place in items)

    def scan_record(
        self,
        record: Mapping[str, Any],
        *,
        surface: str = "shop",
        lang: str | Sequence[str] | None = None,
        evidence: str = "label",
        near_misses: bool = False,
    ) -> ScanResult:
        """Judge a listing or profile as a whole; every span names its field.

        Args:
            record: field name to text, number, or a list of them (`tags` become `tags.0`, `tags.1`).

        Raises:
            TypeError: when the record is no mapping, or a value is of another type.
            ValueError: for an unknown surface or kind of evidence.
        """
        return self._scan(record_pieces(record), surface, lang, evidence, near_misses=near_misses)

    def scan_thread(
        self,
        messages: Sequence[str],
        *,
        surface: str = "dm",
        lang: str | Sequence[str] | None = None,
        evidence: str = "label",
        near_misses: bool = False,
    ) -> ScanResult:
        """Judge the last messages of one author together; fields are their numbers from 0.

        Args:
            messages: in the order in which they were sent.

        Raises:
            TypeError: when a message is no `str`.
            ValueError: for an unknown surface or kind of evidence.
        """
        return self._scan(thread_pieces(messages), surface, lang, evidence, near_misses=near_misses)

    def __reduce__(self) -> tuple[Callable[..., Engine], tuple[Any, ...]]:
        """Pickle the bundled rules as a reference, others with their content."""
        if self._revive is not None:
            return (revive_reference, (self._revive, self._ruleset.digest, self._options))
        return (_revive_content, (self._ruleset, self._options))

    def __repr__(self) -> str:
        return f"Engine(version={self._ruleset.version!r}, digest={self._ruleset.digest[:12]!r})"

    def _scan(
        self,
        pieces: tuple[Piece, ...],
        surface: str,
        lang: str | Sequence[str] | None,
        evidence: str,
        *,
        near_misses: bool,
    ) -> ScanResult:
        self._known_surface(surface)
        self._known_evidence(evidence)
        langs = hinted(lang)
        text = join_pieces(pieces)
        spans, cut = windows(text, self._ruleset.scoring.budgets)
        stated = stated_amounts(pieces)
        sights = [self._observer.look(text[start:end], shift(stated, start, end)) for start, end in spans]
        skipped = tell_skipped(pieces, cut, spans, [sight.skipped for sight in sights])
        seen = [
            self._judged(sight, start, surface, langs, near_misses=near_misses, skipped=bool(skipped))
            for sight, (start, _) in zip(sights, spans, strict=True)
        ]
        is_plain = not skipped and evidence == "label" and not near_misses
        is_empty = is_plain and not any(window.verdict.fired for window in seen)
        shared = self._blanks.get(surface, langs) if is_empty else None
        if shared is not None:
            return shared
        result = self._reporter.result(
            seen, pieces, surface=surface, lang=langs, everything=evidence == "all", skipped=skipped
        )
        return self._blanks.put(surface, langs, result) if is_empty else result

    def _judged(
        self,
        sight: Sight,
        start: int,
        surface: str,
        langs: tuple[str, ...] | None,
        *,
        near_misses: bool,
        skipped: bool,
    ) -> Seen:
        document = sight.document
        board = self._judge.board(
            sight.evidence,
            quotes=document.quotes,
            questions=document.questions,
            clauses=find_clauses(document.original),
        )
        verdict = self._judge.judge(board, surface=surface, langs=langs or (), skipped=skipped)
        asked = ask(self._judge, board, verdict, surface, langs or ()) if near_misses else None
        return Seen(start, sight, verdict, asked)

    def _known_surface(self, surface: str) -> None:
        if surface not in self._surfaces:
            message = f"unknown surface {surface!r}; known: {', '.join(self._surfaces)}"
            raise ValueError(message)

    @staticmethod
    def _known_evidence(evidence: str) -> None:
        if evidence not in EVIDENCE:
            message = f"evidence must be one of {', '.join(EVIDENCE)}, not {evidence!r}"
            raise ValueError(message)


def _logit(share: float) -> float:
    if not 0 < share < 1:
        message = f"prior must lie between 0 and 1, not {share}"
        raise ValueError(message)
    return math.log(share / (1 - share))


def _revive_content(ruleset: RuleSet, options: Mapping[str, Any]) -> Engine:
    return Engine(ruleset, **options)
