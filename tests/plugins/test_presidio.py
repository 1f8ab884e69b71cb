"""Presidio's own analyzer calls the recognizer and hands its spans on."""

import logging
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

pytest.importorskip("presidio_analyzer")

import spacy
from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from presidio_analyzer.nlp_engine import SpacyNlpEngine
from presidio_analyzer.recognizer_registry import RecognizerRegistryProvider

import codewords
from codewords.plugins.presidio import ENTITY, CodewordsRecognizer
from codewords.reference import refer

pytestmark = pytest.mark.filterwarnings("default")  # of Presidio's own code


class Blank(SpacyNlpEngine):
    """Cut words without a model."""

    def __init__(self) -> None:
        super().__init__()
        self.nlp = {lang: spacy.blank(lang) for lang in ("en", "fr")}


def analyzer(*recognizers):
    registry = RecognizerRegistry(recognizers=list(recognizers), supported_languages=["en", "fr"])
    return AnalyzerEngine(registry=registry, nlp_engine=Blank(), supported_languages=["en", "fr"])


@pytest.fixture(scope="module")
def french(engine):
    return analyzer(CodewordsRecognizer("fr", engine=engine))


def test_each_piece_of_evidence_of_an_offer_is_a_span_of_the_original(french, engine, offer):
    found = french.analyze(offer, "fr")
    words = [offer[item.start : item.end] for item in sorted(found, key=lambda item: item.start)]
    assert words == ["🔥", "beuh", "5g 50€", "10g 90€", "livraison", "7j/7", "snap zz_fictif"]
    assert {item.entity_type for item in found} == {ENTITY}
    assert {item.score for item in found} == {engine.scan(offer).score}


def test_talk_and_ordinary_messages_give_nothing(french, talk):
    assert french.analyze(talk, "fr") == []
    assert french.analyze("bonjour à tous, réunion à 10h", "fr") == []


def test_talk_is_reported_when_it_is_asked_for_and_counter_evidence_never(engine, talk):
    found = analyzer(CodewordsRecognizer("fr", engine=engine, labels=["offer", "talk"])).analyze(talk, "fr")
    assert {talk[item.start : item.end] for item in found} >= {"weed"}
    against = {(match.start, match.end) for match in engine.scan(talk).matches if match.kind == "counter"}
    assert against
    assert against.isdisjoint((item.start, item.end) for item in found)


def test_kinds_of_evidence_can_have_entities_of_their_own(engine, offer):
    made = analyzer(CodewordsRecognizer("fr", engine=engine, entities={"substance": "DRUG", "contact": "HANDLE"}))
    found = {item.entity_type: offer[item.start : item.end] for item in made.analyze(offer, "fr")}
    assert found == {"DRUG": "beuh", "HANDLE": "snap zz_fictif"}
    assert {item.entity_type for item in made.analyze(offer, "fr", entities=["HANDLE"])} == {"HANDLE"}
    assert made.get_supported_entities("fr") in (["DRUG", "HANDLE"], ["HANDLE", "DRUG"])


def test_a_word_that_no_lexicon_lists_is_reported_too(engine, offer):
    result = engine.scan(offer).to_dict()
    result["unknown"] = [{"text": "zorblax", "start": 0, "end": 7, "field": None}]
    made = CodewordsRecognizer("fr", engine=engine, entities={"unknown": "NEW"})
    made._engine = SimpleNamespace(scan=lambda _text, **_options: codewords.ScanResult.from_dict(result))
    found = analyzer(made).analyze("zorblax 5g 50€", "fr")
    assert [(item.entity_type, item.start, item.end) for item in found] == [("NEW", 0, 7)]


def test_the_decision_is_explained_without_a_word_of_the_text(french, engine, offer):
    text = offer.replace("beuh", "b€uh")
    told = [item.analysis_explanation for item in french.analyze(text, "fr", return_decision_process=True)]
    assert {item.recognizer for item in told} == {"CodewordsRecognizer"}
    said = "\n".join(item.textual_explanation for item in told)
    assert "offer in " in said
    assert "substance cannabis_herb.beuh (folded by " in said
    assert engine.ruleset.digest[:12] in said
    assert not any(word in said for word in ("b€uh", "zz_fictif", "50€"))


def test_nothing_of_the_text_is_logged(engine, offer, caplog):
    with caplog.at_level(logging.DEBUG):
        assert CodewordsRecognizer("fr", engine=engine).analyze(offer, [ENTITY], None)
    assert "zz_fictif" not in caplog.text


def test_a_registry_made_of_a_file_finds_the_recognizer_by_its_name(tmp_path, offer):
    file = tmp_path / "recognizers.yaml"
    file.write_text(
        "supported_languages: [fr]\nglobal_regex_flags: 26\nrecognizers:\n"
        "  - {name: CodewordsRecognizer, type: predefined, supported_languages: [fr]}\n",
        encoding="utf-8",
    )
    registry = RecognizerRegistryProvider(conf_file=file).create_recognizer_registry()
    made = AnalyzerEngine(registry=registry, nlp_engine=Blank(), supported_languages=["fr"])
    assert {item.entity_type for item in made.analyze(offer, "fr")} == {ENTITY}


def test_rules_of_a_folder_are_used_and_their_version_told(small_pack: Path):
    made = CodewordsRecognizer("fr", rules=str(small_pack))
    assert made.version == codewords.load(small_pack).ruleset.version
    assert made.supported_language == "fr"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"surface": "nope"}, "unknown surface 'nope'; known: "),
        ({"entities": {"substanse": "X"}}, "unknown kinds of evidence: substanse; known: "),
        ({"entities": {}}, "no kind of evidence is named; known: "),
        ({"labels": "offer"}, "labels must be a list of `offer`, `talk` or both, not 'offer'"),
        ({"labels": ["none"]}, "labels must be a list of `offer`, `talk` or both, not ['none']"),
        ({"policy": "nope"}, "nope"),
    ],
)
def test_wrong_options_are_refused_when_the_recognizer_is_made(options, said):
    with pytest.raises(ValueError) as error:
        CodewordsRecognizer("fr", **options)
    assert said in str(error.value)


def test_a_reference_to_other_rules_is_refused(engine):
    with pytest.raises(codewords.RulesetMismatch):
        CodewordsRecognizer("fr", engine=replace(refer(engine=engine), digest="0" * 64))
