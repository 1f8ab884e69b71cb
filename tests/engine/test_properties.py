"""Properties of every result, for any text at all."""

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from targets.results import check_result

from codewords.results import ScanResult

PIECES = st.sampled_from(
    ["beuh", "c0c@ïne", "❄️", "🔌", "60€ le g", "5g 50€", "livraison", "7j/7", "snap zz_fictif", "garde à vue",
     "pas de", "« ", " »", "?", "\n", " ", ".", "b e u h", "\u200b", "ｗｅｅｄ", "ÉTÉ", "\ud800", "𝓴𝓮𝓽𝓪", "#beuhdispo"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=25).map("".join))
SETTINGS = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@SETTINGS
@given(text=TEXTS)
def test_any_text_gives_a_result_whose_spans_quote_it(engine, text):
    result = engine.scan(text, evidence="all", near_misses=True)
    check_result(text, result)
    assert result.explain(text)


@SETTINGS
@given(text=TEXTS)
def test_the_kind_of_evidence_asked_for_decides_nothing(engine, text):
    little, everything = engine.scan(text), engine.scan(text, evidence="all")
    assert (little.label, little.points, little.action) == (everything.label, everything.points, everything.action)
    assert set(little.matches) <= set(everything.matches)


@SETTINGS
@given(text=TEXTS)
def test_a_result_survives_json(engine, text):
    result = engine.scan(text, evidence="all")
    assert ScanResult.from_dict(json.loads(json.dumps(result.to_dict()))) == result


@SETTINGS
@given(text=TEXTS)
def test_no_label_comes_without_its_detection(engine, text):
    result = engine.scan(text)
    outcomes = {hit.outcome for hit in result.detections}
    if result.label == "offer":
        assert outcomes & {"offer", "unknown"}
        assert result.points >= 0
    if result.label == "talk":
        assert "talk" in outcomes
    if not outcomes & {"offer", "unknown", "talk"}:
        assert [*result.matches, *result.prices, *result.contacts, *result.substances, *result.unknown] == []
