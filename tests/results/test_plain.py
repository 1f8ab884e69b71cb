"""Results go to plain JSON types and back, whatever they hold."""

import dataclasses
import json
import pickle
from decimal import Decimal

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codewords.results import (
    Contact,
    Contribution,
    DetectionHit,
    Match,
    NearMiss,
    Price,
    ResultError,
    RulesetRef,
    ScanResult,
    Skipped,
    Unknown,
)

SCHEMA = ScanResult.json_schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)

WORDS = st.text(max_size=8)
MAYBE = st.none() | WORDS
PLACES = st.integers(0, 10**6)
POINTS = st.floats(-50, 50)
NUMBERS = st.decimals(0, 10**9, allow_nan=False, allow_infinity=False)
MANY = st.lists(WORDS, max_size=3).map(tuple)
VIA = st.sampled_from(["exact", "folded", "fuzzy", "phonetic", "pattern"])


def several(strategy):
    return st.lists(strategy, max_size=3).map(tuple)


MATCHES = st.builds(
    Match, PLACES, PLACES, WORDS, WORDS, WORDS, lang=WORDS, via=VIA, distance=PLACES, folds=MANY, field=MAYBE
)
PRICES = st.builds(
    Price,
    st.none() | NUMBERS,
    st.sampled_from(["g", "ml", "piece", None]),
    NUMBERS,
    MAYBE,
    MAYBE,
    MAYBE,
    MANY,
    PLACES,
    PLACES,
    MAYBE,
)


@st.composite
def results(draw):
    matches = draw(several(MATCHES))
    chosen = st.lists(st.sampled_from(matches), max_size=3).map(tuple) if matches else st.just(())
    hit = st.builds(
        DetectionHit,
        WORDS,
        WORDS,
        st.sampled_from(["offer", "talk", "unknown", "counter"]),
        WORDS,
        POINTS,
        st.sampled_from(["stable", "shadow"]),
        chosen,
    )
    return ScanResult(
        label=draw(st.sampled_from(["offer", "talk", "none"])),
        points=draw(POINTS),
        score=draw(st.floats(0, 1)),
        action=draw(st.sampled_from(["allow", "review", "block"])),
        categories=draw(MANY),
        substances=draw(MANY),
        matches=matches,
        prices=draw(several(PRICES)),
        contacts=draw(several(st.builds(Contact, WORDS, WORDS, WORDS, PLACES, PLACES, MAYBE))),
        detections=draw(several(hit)),
        unknown=draw(several(st.builds(Unknown, WORDS, PLACES, PLACES, MAYBE))),
        near_misses=draw(several(st.builds(NearMiss, WORDS, WORDS, POINTS, MANY))),
        skipped=draw(several(st.builds(Skipped, WORDS, WORDS, st.none() | PLACES, st.none() | PLACES, MAYBE))),
        contributions=draw(several(st.builds(Contribution, WORDS, POINTS))),
        surface=draw(WORDS),
        lang=draw(st.none() | MANY),
        ruleset=draw(st.builds(RulesetRef, WORDS, WORDS, WORDS, WORDS, MANY, WORDS)),
        smallest=draw(chosen),
    )


@given(results())
def test_a_result_goes_through_json_and_comes_back_equal(result):
    assert ScanResult.from_dict(json.loads(json.dumps(result.to_dict()))) == result


@given(results())
def test_what_is_written_fits_the_schema_with_quotations_and_without(result):
    VALIDATOR.validate(json.loads(json.dumps(result.to_dict())))
    VALIDATOR.validate(json.loads(json.dumps(result.to_dict(text=False))))


@given(results())
def test_without_quotations_only_quotations_are_lost(result):
    again = ScanResult.from_dict(json.loads(json.dumps(result.to_dict(text=False))))
    assert [m.text for m in again.matches] == [""] * len(result.matches)
    assert [dataclasses.replace(m, text="") for m in result.matches] == list(again.matches)
    assert [dataclasses.replace(p, item=None) for p in result.prices] == list(again.prices)
    assert [dataclasses.replace(c, handle="") for c in result.contacts] == list(again.contacts)
    assert [dataclasses.replace(u, text="") for u in result.unknown] == list(again.unknown)
    assert [dataclasses.replace(m, text="") for m in result.smallest] == list(again.smallest)
    kept = ("label", "points", "action", "substances", "skipped", "contributions", "ruleset", "lang")
    assert all(getattr(again, name) == getattr(result, name) for name in kept)


@given(results())
def test_a_result_pickles(result):
    assert pickle.loads(pickle.dumps(result)) == result


@pytest.mark.parametrize("evidence", ["label", "all"])
@pytest.mark.parametrize(
    "text", ["beuh 5g 50€ / 10g 90€, livraison 7j/7, snap zz_fictif", "bonjour", " " * 250_000]
)
def test_results_of_the_engine_fit_the_schema(engine, text, evidence):
    result = engine.scan(text, evidence=evidence, near_misses=True, lang=["fr"])
    VALIDATOR.validate(json.loads(json.dumps(result.to_dict())))
    assert ScanResult.from_dict(result.to_dict()) == result


def test_the_schema_is_a_schema_and_refuses_what_is_no_result(engine):
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    good = engine.scan("bonjour").to_dict()
    for broken in ({**good, "label": "maybe"}, {**good, "points": "1"}, {**good, "more": 1}, {}):
        assert not VALIDATOR.is_valid(broken)
    assert not VALIDATOR.is_valid({key: value for key, value in good.items() if key != "skipped"})


def test_every_field_of_every_shape_is_in_the_schema():
    shapes = [Match, Price, Contact, Unknown, DetectionHit, NearMiss, Contribution, Skipped, RulesetRef]
    for shape in shapes:
        assert list(SCHEMA["$defs"][shape.__name__]["properties"]) == [f.name for f in dataclasses.fields(shape)]
    assert list(SCHEMA["properties"]) == ["format", *(f.name for f in dataclasses.fields(ScanResult))]


def test_an_amount_keeps_its_digits(engine):
    result = dataclasses.replace(
        engine.scan("bonjour"), prices=(Price(None, None, Decimal("12.50"), None, None, None, (), 0, 1),)
    )
    assert result.to_dict()["prices"][0]["amount"] == "12.50"


@pytest.mark.parametrize(
    "change",
    [
        {"format": 2},
        {"matches": [{"start": 1}]},
        {"matches": "abc"},
        {"matches": None},
        {"detections": [{"matches": [7]}]},
        {"detections": [{"matches": [-1]}]},
        {"prices": [{"quantity": None, "amount": "dear"}]},
        {"ruleset": None},
        {"ruleset": {"more": 1}},
    ],
    ids=str,
)
def test_a_stored_result_of_another_layout_is_refused(engine, change):
    with pytest.raises(ResultError):
        ScanResult.from_dict({**engine.scan("bonjour").to_dict(), **change})


@pytest.mark.parametrize("wrong", [None, [], "x", {}])
def test_what_is_no_result_is_refused(wrong):
    with pytest.raises(ResultError, match="format"):
        ScanResult.from_dict(wrong)
