# ruff: noqa: INP001, T201  a script, not a package
"""Add codewords to a Presidio analyzer: `python examples/presidio_scan.py`.

A blank spaCy pipeline cuts the words, so that no model need be downloaded.
"""

import spacy
from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from presidio_analyzer.nlp_engine import SpacyNlpEngine

from codewords.plugins.presidio import CodewordsRecognizer

TEXT = "🔥 beuh 5g 50€ / 10g 90€, livraison 7j/7, snap zz_fictif"
ENTITIES = {"substance": "DRUG", "unknown": "DRUG", "price": "PRICE", "contact": "CONTACT"}


class BlankEngine(SpacyNlpEngine):
    """Cut French words by spaCy's rules alone."""

    def __init__(self) -> None:
        super().__init__()
        self.nlp = {"fr": spacy.blank("fr")}


def main() -> None:
    """Print each span with its entity, its score and the reason."""
    recognizer = CodewordsRecognizer("fr", entities=ENTITIES)
    registry = RecognizerRegistry(recognizers=[recognizer], supported_languages=["fr"])
    analyzer = AnalyzerEngine(registry=registry, nlp_engine=BlankEngine(), supported_languages=["fr"])
    for found in sorted(analyzer.analyze(TEXT, "fr", return_decision_process=True), key=lambda item: item.start):
        why = found.analysis_explanation.textual_explanation
        print(f"{found.entity_type:7} {found.score:.2f}  {TEXT[found.start : found.end]!r}  {why}")


if __name__ == "__main__":
    main()
