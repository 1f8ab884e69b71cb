"""Find coded offers of drugs with Presidio, as one more recognizer of an analyzer.

Extra `presidio`. A span that is returned is evidence in a message that was judged as a whole; words that say
nothing alone (`blanche`, `10g`) are found in an offer and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from codewords import Engine, ScanResult
from codewords.reference import Reference, engine_of, refer

try:
    from presidio_analyzer import AnalysisExplanation, EntityRecognizer, RecognizerResult
except ModuleNotFoundError as missing:
    hint = "codewords.plugins.presidio needs presidio-analyzer: pip install 'codewords[presidio]'"
    raise ModuleNotFoundError(hint, name=missing.name) from missing

__all__ = ["ENTITY", "CodewordsRecognizer"]

ENTITY = "DRUG_CODE"
"""The entity of every span, where nothing else is asked for."""

AGAINST = "counter"
"""Kind of what speaks against an offer: no code, and never reported unless it is named."""

UNLISTED = "unknown"
"""Kind of a word in the place of a product that no lexicon lists."""


class CodewordsRecognizer(EntityRecognizer):
    """Report the evidence of offers, each piece with its span in code points of the text.

    A YAML file of recognizers can name the class once this module is imported. Presidio hands on nothing from
    there but the language, `name` and `context`; a subclass of your own can set the rest.

    Args:
        supported_language: the language under which Presidio calls it; all languages are matched at once.
        entities: name of the entity for all kinds of evidence, or a mapping from kinds to entities, which leaves
            out the kinds that it does not name.
        labels: labels of messages whose evidence is reported: `offer`, `talk`.
        surface: where the texts stood.
        engine: an engine or a reference to one, in place of the next three.
        rules: a rules folder; `None` for the rules that ship with the package.
        overlays: files or folders laid over the rules, in this order.
        policy: id of one of the policies of the rules.
        name: name of the recognizer in results; that of the class by default.
        context: words that raise the score where they stand nearby, as Presidio has it; none by default.

    Raises:
        ValueError: for an unknown kind, label, surface or policy.
        RuleFileError: when the rules have faults.
    """

    def __init__(
        self,
        supported_language: str = "en",
        *,
        entities: str | Mapping[str, str] = ENTITY,
        labels: Sequence[str] = ("offer",),
        surface: str = "post",
        engine: Engine | Reference | None = None,
        rules: str | None = None,
        overlays: Sequence[str] = (),
        policy: str = "default",
        name: str | None = None,
        context: list[str] | None = None,
    ) -> None:
        self._engine = engine_of(engine or refer(rules, overlays=tuple(overlays), policy=policy))
        self._entities = _by_kind(entities, _kinds(self._engine))
        self._labels = _labels(labels)
        self._surface = surface
        # an unknown surface is raised here, not in each text
        told = self._engine.scan("", surface=surface).ruleset
        self._rules = f"rules {told.version} ({told.digest[:12]})"
        names = sorted(set(self._entities.values()))
        super().__init__(names, name, supported_language, version=told.version, context=context)

    def load(self) -> None:
        """Do nothing: the rules were compiled when the recognizer was made."""

    def analyze(self, text: str, entities: Sequence[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        """Give the evidence in a text that was judged as one of the labels.

        Args:
            text: the text, as Presidio has it.
            entities: names of the entities that are wanted; none for all.
            nlp_artifacts: not used; the engine reads the text itself.
        """
        del nlp_artifacts
        result = self._engine.scan(text, surface=self._surface)
        if result.label not in self._labels:
            return []
        wanted = set(entities or self.supported_entities)
        found: dict[tuple[str, int, int], RecognizerResult] = {}
        for kind, start, end, why in _evidence(result):
            entity = self._entities.get(kind)
            if entity is not None and entity in wanted and (entity, start, end) not in found:
                found[entity, start, end] = self._result(entity, start, end, result, why)
        return list(found.values())

    def _result(self, entity: str, start: int, end: int, result: ScanResult, why: str) -> RecognizerResult:
        categories = f" in {', '.join(result.categories)}" if result.categories else ""
        judged = f"{result.label}{categories}, {result.points:+.2f} points, action {result.action}"
        explanation = AnalysisExplanation(
            recognizer=self.name,
            original_score=result.score,
            textual_explanation=f"{judged}; {why}; {self._rules}",
        )
        metadata = {
            RecognizerResult.RECOGNIZER_NAME_KEY: self.name,
            RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
        }
        return RecognizerResult(entity, start, end, result.score, explanation, metadata)


def _evidence(result: ScanResult) -> Iterator[tuple[str, int, int, str]]:
    """Give kind, span and origin of each piece of evidence; no word of the text is among them."""
    for match in result.matches:
        folds = f" by {', '.join(match.folds)}" if match.folds else ""
        yield match.kind, match.start, match.end, f"{match.kind} {match.id} ({match.via}{folds})"
    for word in result.unknown:
        yield UNLISTED, word.start, word.end, "a word in the place of a product that no lexicon lists"


def _kinds(engine: Engine) -> set[str]:
    rules = engine.ruleset
    return {term.kind for term in rules.terms} | {pattern.kind for pattern in rules.patterns} | {UNLISTED}


def _by_kind(entities: str | Mapping[str, str], kinds: set[str]) -> dict[str, str]:
    """Give the entity of each kind that is reported."""
    if isinstance(entities, str):
        return dict.fromkeys(sorted(kinds - {AGAINST}), entities)
    unknown = sorted(set(entities) - kinds)
    if unknown or not entities:
        said = f"unknown kinds of evidence: {', '.join(unknown)}" if unknown else "no kind of evidence is named"
        message = f"{said}; known: {', '.join(sorted(kinds))}"
        raise ValueError(message)
    return dict(entities)


def _labels(labels: Sequence[str]) -> frozenset[str]:
    if isinstance(labels, str) or not labels or not set(labels) <= {"offer", "talk"}:
        message = f"labels must be a list of `offer`, `talk` or both, not {labels!r}"
        raise ValueError(message)
    return frozenset(labels)
