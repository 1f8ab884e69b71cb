"""Mining proposes what no lexicon lists, says why, and proposes nothing that it must not."""

import json
import math
import os
import subprocess
import sys
from dataclasses import replace

import pytest

import codewords
from codewords.maintain.evaluate import Row
from codewords.maintain.mine.gather import Candidate, lines_of
from codewords.maintain.mine.observe import Observer, Seen, Word
from codewords.maintain.mine.overlay import entry_id, render_overlay
from codewords.maintain.mine.propose import Proposal, mine
from codewords.maintain.mine.settings import SIGNALS, bundled_settings
from codewords.maintain.mine.signals import Keyness
from codewords.maintain.mine.trial import try_out
from codewords.model import KINDS
from codewords.source.load import check_rules

OFFERS = [
    "Zarbouk 5g 50€ / 10g 90€, livraison ce soir, snap zz_fictif_x",
    "zarbouk 1g 12€, 5g 50€, qualité au top, dispo 7j/7",
    "Arrivage zarbouk: 10g 90€ 25g 200€ livraison rapide",
    "beuh 5g 50€ et zarbouk 5g 60€, livraison 7j/7",
]
BENIGN = [
    "ce soir je mange des pâtes avec ma grande soeur",
    "la prof de maths est absente demain matin",
    "mon train a encore du retard ce matin",
    "livraison de la table demain, merci au livreur",
]


def rows(texts, label="none"):
    return [Row("", text, label) for text in texts]


@pytest.fixture
def find(engine):
    def call(texts, benign=BENIGN, **more):
        return mine(engine, rows(texts), rows(benign), **more)

    return call


def terms(found):
    return [item.term for item in found.proposals]


def proposal(term="zarbouk", **more):
    base = Proposal(
        rank=1, term=term, kind="substance", substance="cannabis_herb", lang="fr", ambiguity="medium", score=1.0,
        signals={}, messages=3, lines=3, offers=3, slots=1, prices=1, benign=0, nearest=(("cocaine.coke", 0.5),),
        variant="", spellings=(), quotes=("zarbouk 5g 50€",),
    )  # fmt: skip
    return replace(base, **more)


def test_an_unknown_word_in_the_place_of_a_product_comes_first(find):
    first = find(OFFERS).proposals[0]
    assert first.term == "zarbouk"
    assert first.kind == "substance"
    assert (first.messages, first.offers, first.benign, first.lang) == (4, 4, 0, "fr")
    assert first.slots >= 3
    assert first.nearest
    assert first.substance
    assert set(first.signals) == set(SIGNALS)
    assert first.score == pytest.approx(
        math.fsum(bundled_settings().weights[name] * value for name, value in first.signals.items()), abs=0.2
    )


def test_labels_of_the_messages_are_not_looked_at(engine):
    blind, told = (mine(engine, rows(OFFERS, label), rows(BENIGN)) for label in ("none", "offer"))
    assert blind.proposals == told.proposals


def test_disguised_spellings_are_counted_with_the_plain_one(find):
    first = find([*OFFERS, "z4rbouk 5g 50€ livraison", "zaaarbouk 10g 90€"]).proposals[0]
    assert first.messages == 6
    assert set(first.spellings) == {"z4rbouk", "zaaarbouk"}


def test_a_line_that_is_posted_again_counts_once_as_a_place(find):
    first = find([OFFERS[0]] * 5).proposals[0]
    assert (first.messages, first.lines, first.slots) == (5, 1, 1)


def test_words_that_the_rules_list_are_never_proposed(find):
    assert terms(find(["beuh 5g 50€ livraison"] * 3 + ["coke 60€ le g", "la coke, 70€", "coke 1g 60€"])) == []


def test_links_handles_addresses_and_numbers_are_never_proposed(find):
    texts = [
        f"beuh 5g 50€ @zz_fictif_x https://fictif.example/zarbi zz@fictif.example 06 00 00 00 00 {n}kk12"
        for n in "123"
    ]
    assert terms(find(texts)) == []


def test_words_for_groups_of_people_are_never_proposed(find):
    assert "arabe" not in terms(find(["arabe 5g 50€ livraison", "arabe 10g 90€", "arabe 1g 12€ ce soir"]))


def test_a_word_of_ordinary_messages_stands_behind_one_that_is_not(find):
    texts = ["zarbouk 5g 50€ livraison", "zarbouk 1g 12€ ce soir", "zarbouk 10g 90€"]
    texts += [text.replace("zarbouk", "miroir") for text in texts]
    found = find(texts, [*BENIGN, "le miroir est cassé", "un miroir rond", "vends un miroir ancien"])
    assert terms(found)[:2] == ["zarbouk", "miroir"]
    assert [item.benign for item in found.proposals[:2]] == [0, 3]
    assert found.proposals[1].ambiguity == "high"


def test_a_phrase_stands_for_words_that_never_stand_alone(find):
    texts = [f"lune bleutée {price}, livraison" for price in ("5g 50€", "10g 90€", "1g 12€")]
    assert terms(find(texts)) == ["lune bleutée"]


def test_words_apart_by_a_comma_are_no_phrase(find):
    texts = [f"zarbi, bleutou {price}, livraison" for price in ("5g 50€", "10g 90€", "1g 12€")]
    assert sorted(terms(find(texts))) == ["bleutou", "zarbi"]


def test_an_emoji_in_the_company_of_offers_is_proposed(find):
    found = find(["🪁 10g 80€ livraison", "🪁 5g 50€ ce soir", "livraison 🪁 1g 60€"])
    assert [(item.term, item.is_emoji, item.lang) for item in found.proposals] == [("🪁", True, "und")]


def test_another_spelling_of_a_known_word_is_named(find):
    found = find([f"cocokaine {price} livraison" for price in ("1g 60€", "2g 110€", "5g 250€")])
    assert found.proposals[0].variant == "cocaine"


def test_fewer_messages_are_asked_for_on_request(find):
    assert terms(find(OFFERS[:2])) == []
    assert terms(find(OFFERS[:2], least=2)) == ["zarbouk"]


def test_quotes_hold_the_word_and_are_short(find):
    long = "blabla " * 40
    first = find([f"{long}{text} {long}" for text in OFFERS]).proposals[0]
    assert len(first.quotes) == bundled_settings().quotes
    for quote in first.quotes:
        assert "zarbouk" in quote.lower()
        assert len(quote) <= bundled_settings().quote_width + 2


def test_lines_cover_every_word_once(engine):
    seen = Observer(engine).look(Row("", "beuh 5g\n\n🪁 zarbouk\nsnap", "none"))
    spans = list(lines_of(seen))
    assert [first for first, _, _ in spans] == [0, *(last for _, last, _ in spans[:-1])]
    assert spans[-1][1] == len(seen.words)


def seen(label, *keys):
    made = tuple(Word(key, key, 0, 0, 0) for key in keys)
    return Seen(" ".join(keys), "post", made, label, 0.0 if label == "offer" else -100.0)


def test_keyness_is_the_weighted_log_odds_of_monroe_and_others(engine):
    messages = [seen("offer", "a", "b"), seen("offer", "a"), seen("none", "b", "c")]
    benign = [seen("none", "b"), seen("none", "c")]
    candidate = _candidate("a", {0, 1})
    prior = (2 + 0) / (3 + 4) * 10 + 0.01
    odds = math.log((2 + prior) / (3 + 10 - 2 - prior)) - math.log((0 + prior) / (4 + 10 - 0 - prior))
    expected = odds / math.sqrt(1 / (2 + prior) + 1 / (0 + prior))
    assert Keyness(messages, benign, 10).of(candidate, ()) == pytest.approx(expected)


def _candidate(key, messages):
    return Candidate((key,), key, (), frozenset(messages))


def test_a_trial_counts_the_labels_that_would_change(small_pack):
    engine = codewords.load(small_pack)
    found = mine(engine, rows(["zarbouk 50€ 90€"] * 3), rows(["zarbouk 30€ 40€", "bonjour"]), least=1)
    first = found.proposals[0]
    assert first.term == "zarbouk"
    assert {item.kind for item in found.proposals if not item.substance} <= set(KINDS) - {"substance", "emoji"}
    chosen = replace(found, proposals=(replace(first, kind="substance", substance="cocaine", ambiguity="medium"),))
    trial = try_out(engine, chosen).proposals[0].trial
    assert (trial.mined, trial.benign) == (3, 1)
    nothing = replace(found, proposals=())
    assert try_out(engine, nothing) is nothing


ODD = ['no: "yes"', "#tag", "- a", "l'été", "420", "yes", "{x}", "a\u202eb", "été " * 9]


@pytest.mark.parametrize("quotes", [True, False])
def test_the_overlay_loads_and_the_check_finds_no_fault_in_it(small_pack, tmp_path, quotes):
    items = [proposal(term, rank=rank, quotes=("line\nbreak: - {",)) for rank, term in enumerate(ODD, 1)]
    items += [
        proposal("🪁", rank=20, is_emoji=True, kind="emoji", lang="und"),
        proposal("rapido", rank=21, kind="delivery", substance=""),
    ]
    file = tmp_path / "mined.yaml"
    file.write_text(render_overlay(items, version="2026.11.0", quotes=quotes), encoding="utf-8")
    assert [problem for problem in check_rules(small_pack, [file]) if problem.severity == "error"] == []
    loaded = {term.id: term for term in codewords.load(small_pack, overlays=[file]).ruleset.terms}
    assert [loaded[entry_id(item)].term for item in items] == [item.term for item in items]
    assert {loaded[entry_id(item)].status for item in items} == {"shadow"}
    assert ("break: - {" in file.read_text(encoding="utf-8")) == quotes


def test_proposals_become_plain_json_with_and_without_quotes():
    told = json.loads(json.dumps(proposal().to_dict()))
    assert told["quotes"] == ["zarbouk 5g 50€"]
    assert told["nearest"] == [{"id": "cocaine.coke", "likeness": 0.5}]
    assert "quotes" not in proposal().to_dict(text=False)


def test_the_same_messages_give_the_same_bytes_whatever_the_order_of_hashes(small_pack, tmp_path):
    file = tmp_path / "in.txt"
    file.write_text(
        "\n".join(f"{word} 50€ 90€ {more}" for word in ("zarbi", "bleutou", "krouma") for more in "abc")
    )
    outputs = set()
    for seed in ("1", "2"):
        command = [sys.executable, "-m", "codewords", "mine", str(file), "--rules", str(small_pack)]
        done = subprocess.run(
            [*command, "--benign", str(file), "--format", "json"],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        )
        outputs.add(done.stdout)
    assert len(outputs) == 1
    assert b"krouma" in outputs.pop()
