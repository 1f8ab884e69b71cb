"""What a caller sees: labels, spans, bad input, records, threads, pickling."""

import json
import pickle
import subprocess
import sys
from decimal import Decimal

import pytest

import codewords
from codewords.results import ResultError, ScanResult

OFFER = "Beuh amnésia 5g 45€ / 10g 80€, livraison 7j/7 sur Lyon, telegram @zz_fictif"
ODD = {
    "empty": "",
    "blank": " \n\t ",
    "NUL": "\0" * 50,
    "lone surrogates": "\ud800\udfff beuh \udc00",
    "combining marks alone": "\u0301\u0335\u20dd" * 300,
    "emoji alone": "❄️🐴💎🥦" * 40,
    "zero-width alone": "\u200b\u200d\ufeff" * 100,
    "one long word": "a" * 5000,
    "digits": "0123456789" * 500,
    "right to left": "\u202eהנה\u202c beuh",
    "line breaks": "\r\n\x0b\x0c\x1c\u2028\u0085" * 50,
}


def test_an_offer_is_found_and_explained(engine):
    result = engine.scan(OFFER)
    assert result.label == "offer"
    assert result.substances == ("cannabis_herb",)
    assert "sale" in result.categories
    assert {(p.quantity, p.unit, p.amount) for p in result.prices} == {(5, "g", 45), (10, "g", 80)}
    assert [c.key for c in result.contacts] == ["telegram:zz_fictif"]
    told = result.explain(OFFER)
    assert told.startswith("OFFER")
    assert result.ruleset.digest[:12] in told


@pytest.mark.parametrize("evidence", ["label", "all"])
@pytest.mark.parametrize(
    "text", [OFFER, "J'ai arrêté la coke 🎿 l'an dernier", *ODD.values()], ids=range(2 + len(ODD))
)
def test_every_span_quotes_the_original(engine, text, evidence):
    result = engine.scan(text, evidence=evidence)
    for match in result.matches:
        assert text[match.start : match.end] == match.text
        assert match.text
    for fact in (*result.prices, *result.contacts, *result.unknown):
        assert 0 <= fact.start < fact.end <= len(text)


@pytest.mark.parametrize("name", ODD)
def test_odd_input_is_scanned_and_not_refused(engine, name):
    assert engine.scan(ODD[name]).label in ("none", "talk")


def test_points_are_the_sum_of_what_is_shown(engine):
    result = engine.scan(OFFER)
    assert result.points == pytest.approx(sum(part.points for part in result.contributions))


def test_evidence_all_reports_more_and_decides_the_same(engine):
    text = "une robe blanche à 60 euros"
    little, everything = engine.scan(text), engine.scan(text, evidence="all")
    assert little.matches == ()
    assert everything.matches
    assert (little.label, little.points, little.action) == (everything.label, everything.points, everything.action)


def test_a_text_beyond_the_budget_says_what_was_not_read(engine):
    result = engine.scan("bonjour tout le monde " * 40_000)
    assert [item.what for item in result.skipped] == ["text"]
    assert result.action == "review"


def test_a_field_beyond_the_budget_is_named(engine):
    record = {"title": "bonjour", "description": "bonjour tout le monde " * 20_000, "seller": "zz_fictif"}
    result = engine.scan_record(record)
    assert {(item.field, item.end) for item in result.skipped} == {
        ("description", len(record["description"])),
        ("seller", len("zz_fictif")),
    }
    assert result.action == "review"


def test_evidence_beyond_the_budget_is_told_for_its_window(engine):
    text = "bonjour " * 1000 + "coke " * 2000
    result = engine.scan(text)
    assert {item.what for item in result.skipped} == {"evidence"}
    assert min(item.start for item in result.skipped) > 4000
    assert all(0 <= item.start < item.end <= len(text) for item in result.skipped)
    assert result.action != "allow"


@pytest.mark.parametrize("number", [Decimal("5E+1"), Decimal(50), 50, 50.0])
def test_a_number_with_an_exponent_is_read_as_what_it_is(engine, number):
    record = {"title": "beuh", "price": number}
    result = engine.scan_record(record, evidence="all")
    assert [price.amount for price in result.prices] == [50]
    assert "50" in result.explain(record)


def test_a_price_in_a_field_of_its_own_is_a_price(engine):
    result = engine.scan_record({"title": "beuh amnésia dispo, livraison", "price": 45})
    assert [(p.amount, p.field, p.start, p.end) for p in result.prices] == [(45, "price", 0, 2)]


def test_an_offer_deep_in_a_long_text_is_found(engine):
    text = "Il fait beau sur la côte et les enfants jouent. " * 300 + "\n" + OFFER
    result = engine.scan(text)
    assert result.label == "offer"
    assert all(text[m.start : m.end] == m.text for m in result.matches)
    assert min(m.start for m in result.matches) >= len(text) - len(OFFER)


@pytest.mark.parametrize("wrong", [None, b"beuh", 3, ["beuh"]])
def test_what_is_no_text_is_a_type_error_that_says_so(engine, wrong):
    with pytest.raises(TypeError, match="text must be str, not"):
        engine.scan(wrong)


def test_an_unknown_surface_names_the_known_ones(engine):
    with pytest.raises(ValueError, match=r"unknown surface 'moon'; known: .*post"):
        engine.scan("x", surface="moon")


def test_an_unknown_kind_of_evidence_is_refused(engine):
    with pytest.raises(ValueError, match="evidence must be one of"):
        engine.scan("x", evidence="some")


def test_scan_many_gives_the_results_of_scan_in_order(engine):
    texts = [OFFER, "bonjour", "la police a saisi de la cocaïne", ""]
    assert list(engine.scan_many(texts)) == [engine.scan(text) for text in texts]


def test_scan_many_takes_a_surface_each(engine):
    results = list(engine.scan_many(["a", "b"], surface=["bio", "dm"]))
    assert [result.surface for result in results] == ["bio", "dm"]


def test_scan_many_raises_at_the_item_after_all_earlier_results(engine):
    results = engine.scan_many(["a", "b", None])
    assert next(results).label == "none"
    assert next(results).label == "none"
    with pytest.raises(TypeError, match="item 2: text must be str, not NoneType"):
        next(results)


def test_scan_many_refuses_one_str(engine):
    with pytest.raises(TypeError, match="iterable of str"):
        engine.scan_many("beuh")


def test_scan_many_reads_no_further_than_asked(engine):
    taken = []

    def source():
        for index in range(10_000):
            taken.append(index)
            yield "bonjour"

    results = engine.scan_many(source(), chunk_size=1)
    next(results)
    assert len(taken) == 1


def test_several_processes_give_the_results_of_one_in_order_and_then_the_fault(engine):
    texts = [OFFER, "bonjour", "lone \ud800 surrogate", "la police a saisi de la cocaïne", ""] * 4
    surfaces = ["post", "dm"] * 10
    options = {"lang": "fr", "evidence": "all", "near_misses": True}
    alone = list(engine.scan_many(texts, surface=surfaces, **options))
    shared = engine.scan_many([*texts, None], surface=[*surfaces, "post"], processes=2, chunk_size=8, **options)
    assert [next(shared) for _ in texts] == alone
    with pytest.raises(TypeError, match="item 20: text must be str, not NoneType"):
        next(shared)


def test_several_processes_read_no_further_than_asked(engine):
    taken = []

    def source():
        for index in range(10_000):
            taken.append(index)
            yield "bonjour"

    results = engine.scan_many(source(), chunk_size=6, processes=2)
    for given in range(1, 21):
        next(results)
        assert len(taken) <= given + 6
    results.close()
    assert len(taken) < 30


def test_a_script_that_does_not_guard_its_processes_is_told(tmp_path):
    script = tmp_path / "unguarded.py"
    script.write_text(
        "import codewords\n"
        "try:\n"
        "    list(codewords.load().scan_many(['bonjour'], processes=2))\n"
        "except codewords.CodewordsError as error:\n"
        "    print('told:', error)\n",
        encoding="utf-8",
    )
    done = subprocess.run([sys.executable, script], check=False, capture_output=True, text=True, timeout=120)
    assert "told: a process of `scan_many` died" in done.stdout


@pytest.mark.parametrize("name", ["chunk_size", "processes"])
def test_a_number_below_one_is_refused(engine, name):
    with pytest.raises(ValueError, match=f"{name} must be at least 1"):
        engine.scan_many(["bonjour"], **{name: 0})


def test_a_record_is_judged_as_a_whole_and_spans_name_their_field(engine):
    record = {
        "title": "Beuh amnésia",
        "description": "5g 45€, 10g 80€\nlivraison 7j/7",
        "seller": "zz_fictif",
        "tags": ["promo", "dispo"],
        "price": 45,
        "sold": None,
    }
    result = engine.scan_record(record)
    assert result.label == "offer"
    fields = {match.field for match in result.matches}
    assert {"title", "description"} <= fields
    for match in result.matches:
        name, _, index = match.field.partition(".")
        value = record[name][int(index)] if index else str(record[name])
        assert value[match.start : match.end] == match.text
    assert result.explain(record).startswith("OFFER")


@pytest.mark.parametrize("wrong", [None, "beuh", [("title", "beuh")]])
def test_what_is_no_record_is_a_type_error(engine, wrong):
    with pytest.raises(TypeError, match="record must be a mapping"):
        engine.scan_record(wrong)


def test_a_field_of_another_type_is_named(engine):
    with pytest.raises(TypeError, match="field `photo` must be str"):
        engine.scan_record({"photo": b"\x89PNG"})


def test_a_thread_joins_what_one_author_wrote(engine):
    messages = ["j'ai de la beuh", "60 les 10, livraison ce soir", "snap zz_fictif"]
    result = engine.scan_thread(messages)
    assert result.label == "offer"
    assert {match.field for match in result.matches} == {"0", "1", "2"}


def test_a_thread_of_one_str_is_refused(engine):
    with pytest.raises(TypeError, match="sequence of str"):
        engine.scan_thread("beuh")


def test_a_result_goes_to_json_and_back(engine):
    result = engine.scan(OFFER, near_misses=True)
    stored = json.dumps(result.to_dict())
    assert ScanResult.from_dict(json.loads(stored)) == result


def test_a_result_without_quotations_holds_no_word_of_the_message(engine):
    stored = json.dumps(engine.scan(OFFER).to_dict(text=False))
    for word in ("amnésia", "Lyon", "@zz", "45€"):
        assert json.dumps(word)[1:-1] not in stored


def test_a_stored_result_of_another_format_is_refused():
    with pytest.raises(ResultError, match="format"):
        ScanResult.from_dict({"format": 99})


def test_a_result_pickles(engine):
    result = engine.scan(OFFER)
    assert pickle.loads(pickle.dumps(result)) == result


def test_the_bundled_engine_pickles_as_a_reference(engine):
    stored = pickle.dumps(engine)
    assert len(stored) < 1000
    again = pickle.loads(stored)
    assert again.scan(OFFER) == engine.scan(OFFER)


def test_a_pickled_engine_refuses_other_rules(engine):
    stored = pickle.dumps(engine).replace(engine.ruleset.digest.encode(), b"0" * 64)
    with pytest.raises(codewords.RulesetMismatch, match="install the same version"):
        pickle.loads(stored)


def test_messages_in_which_nothing_fires_share_one_result(engine):
    assert engine.scan("bonjour à tous") is engine.scan("merci pour tout")


def test_near_misses_say_what_was_lacking(engine):
    result = engine.scan("beuh dispo", near_misses=True)
    assert result.near_misses
    assert all(miss.lacks for miss in result.near_misses)


def test_an_explanation_of_another_text_is_refused(engine):
    result = engine.scan(OFFER)
    with pytest.raises(ValueError, match="not the one that was scanned"):
        result.explain("x" * len(OFFER))


def test_a_prior_shifts_the_score_and_nothing_else(engine):
    rare = codewords.load(prior=0.001)
    here, there = engine.scan(OFFER), rare.scan(OFFER)
    assert there.score < here.score
    assert (there.label, there.points, there.action) == (here.label, here.points, here.action)


@pytest.mark.parametrize("prior", [0, 1, -0.5])
def test_a_prior_that_is_no_share_is_refused(prior):
    with pytest.raises(ValueError, match="between 0 and 1"):
        codewords.load(prior=prior)


def test_an_unknown_policy_names_the_known_ones():
    with pytest.raises(ValueError, match=r"unknown policy 'mars'; known: .*default"):
        codewords.load(policy="mars")


def test_a_salt_hides_handles_in_keys_and_keeps_them_equal():
    salted = codewords.load(contact_salt="s3cret")
    one = salted.scan(OFFER).contacts[0].key
    other = salted.scan(OFFER.replace("@zz_fictif", "@ZZ_Fictif")).contacts[0].key
    assert "zz_fictif" not in one
    assert one == other


def test_a_watched_substance_alone_is_never_blocked(engine):
    menu = "poppers 10ml 10€ 30ml 25€ dispo, livraison ce soir, viens en mp, snap zz_fictif, promo 2+1"
    strict = codewords.load(policy="strict").scan(menu)
    assert engine.scan(menu).action != "block"
    assert strict.points == engine.scan(menu).points


def test_the_word_in_the_place_of_a_product_is_told_where_the_frame_of_an_offer_stands(engine):
    text = "zorblax 5g 50€ / 10g 90€, livraison 7j/7, snap zz_fictif"
    result = engine.scan(text)
    assert result.label == "offer"
    assert [(u.text, text[u.start : u.end]) for u in result.unknown] == [("zorblax", "zorblax")]


def test_a_word_in_the_place_of_a_product_is_not_told_where_no_frame_stands(engine):
    assert engine.scan("la commode à 40 €, à venir chercher").unknown == ()
