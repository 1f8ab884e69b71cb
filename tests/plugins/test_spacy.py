"""The component works in real pipelines: found by its entry point, saved, loaded, piped, shared by processes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("spacy")

import spacy
from spacy.tokens import Doc

import codewords.plugins.spacy

pytestmark = pytest.mark.filterwarnings("default")  # of spaCy's own code


def pipeline(**config):
    nlp = spacy.blank("fr")
    nlp.add_pipe("codewords", config=config)
    return nlp


def test_evidence_becomes_spans_with_kind_and_id(engine, offer):
    doc = pipeline()(offer)
    result = engine.scan(offer)
    found = {(span.label_, span.id_, span.start_char, span.end_char) for span in doc.spans["codewords"]}
    assert found == {(match.kind, match.id, match.start, match.end) for match in result.matches}
    assert doc._.codewords == result.to_dict()
    assert doc._.codewords_lost == []


def test_spans_of_the_result_are_characters_of_the_document(offer):
    doc = pipeline()(offer)
    assert all(doc.text[hit["start"] : hit["end"]] == hit["text"] for hit in doc._.codewords["matches"])


def test_ordinary_documents_hold_a_result_and_no_spans():
    doc = pipeline()("bonjour à tous")
    assert doc._.codewords["label"] == "none"
    assert list(doc.spans["codewords"]) == []


def test_evidence_that_fits_no_tokens_is_listed_as_lost():
    text = "offre beuh5g50€ / 10g90€, livraison7j/7, snap zz_fictif"
    nlp = pipeline(alignment_mode="strict")
    nlp.tokenizer = lambda given: Doc(nlp.vocab, words=given.split(" "))
    doc = nlp(text)
    lost = [doc._.codewords["matches"][index] for index in doc._.codewords_lost]
    assert lost
    assert len(lost) + len(doc.spans["codewords"]) == len(doc._.codewords["matches"])
    whole = {doc[index : index + 1].text for index in range(len(doc))}
    assert not {hit["text"] for hit in lost} & whole

    nlp.get_pipe("codewords")._alignment = "expand"
    assert nlp(text)._.codewords_lost == []


def test_a_saved_pipeline_keeps_its_configuration(tmp_path, offer):
    pipeline(surface="comment", spans_key="drugs", quotes=False).to_disk(tmp_path)
    nlp = spacy.load(tmp_path)
    assert nlp.config["components"]["codewords"]["surface"] == "comment"
    doc = nlp(offer)
    assert doc._.codewords["surface"] == "comment"
    assert len(doc.spans["drugs"])
    assert "text" not in doc._.codewords["matches"][0]


def test_documents_go_to_bytes_and_back(offer):
    nlp = pipeline()
    doc = nlp(offer)
    back = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert back._.codewords == doc._.codewords
    assert [span.id_ for span in back.spans["codewords"]] == [span.id_ for span in doc.spans["codewords"]]


def test_processes_give_what_one_gives(offer):
    texts = [offer, "bonjour"] * 3
    nlp = pipeline()
    told = [doc._.codewords for doc in nlp.pipe(texts, n_process=2, batch_size=2)]
    assert told == [doc._.codewords for doc in nlp.pipe(texts)]
    assert [row["label"] for row in told] == ["offer", "none"] * 3


def test_the_entry_point_is_found_without_an_import(installed, offer):
    code = "import spacy, sys; nlp = spacy.blank('fr'); nlp.add_pipe('codewords'); print(nlp(sys.argv[1])._.codewords['label'])"
    path = os.pathsep.join([str(installed), os.environ.get("PYTHONPATH", ""), str(Path.cwd())])
    done = subprocess.run(
        [sys.executable, "-c", code, offer],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "offer", done.stderr[-500:]


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ({"surface": "nope"}, "unknown surface 'nope'; known: "),
        ({"alignment_mode": "loose"}, "alignment_mode must be one of expand, contract, strict, not 'loose'"),
        ({"surfase": "post"}, "surfase"),
    ],
)
def test_wrong_configuration_is_refused_when_the_component_is_added(config, said):
    with pytest.raises(ValueError) as error:
        pipeline(**config)
    assert said in str(error.value)


def test_rules_of_a_folder_are_used(small_pack):
    nlp = pipeline(rules=str(small_pack))
    assert nlp("bonjour")._.codewords["ruleset"]["digest"] == codewords.load(small_pack).ruleset.digest
