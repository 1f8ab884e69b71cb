"""The fast path proves that nothing fires; it may never be wrong, and nothing may depend on what it remembers."""

from __future__ import annotations

import hashlib
import json
import os
import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import codewords
from codewords.engine.engine import Engine
from codewords.engine.fields import Piece

ROOT = Path(__file__).resolve().parent.parent.parent
EVAL = Path(os.environ.get("CODEWORDS_EVAL", ROOT.parent / "shared" / "eval"))
CLEAR = [
    "on se voit demain au parc avec les enfants",
    "le match était superbe hier soir",
    "what a lovely day at the beach",
    "",
    " \n ",
]
TRICKY = [
    "co caine dispo ce soir, viens en mp",
    "il vend de la co\ncaine",
    "b e u h dispo en mp",
    "je cherche un c h a r b o n n e u r pour ce soir",
    "(oke dispo, 60 le g",
    "🇧🇪 🇺🇭 livraison",
    "#beuhdispo #lyon",
    "beuh\u00a0dispo, passe ce soir",
    "cherche charbonneur",
    "deux pour cinquante, viens en mp",
    "5 pour 100, viens en mp, livraison",
    "coca\u0301ine",
    "neige\u200d❄️ 60€ le g",
    "le four est ouvert, viens en privé",
    "vends weed4sale sur telegram @zz_fictif",
    "O6 OO OO OO OO",
    "passe&nbsp;co&#99;aine",
]
REWRITTEN = [
    "#BonjourLesAmis du matin",
    "belle soirée avec les copains #SoireeEntreAmis",
    "on part à #LaPlage\ndemain",
]
"""Ordinary messages with a word that restoring writes in another way."""
NUMBERED = [
    "le train de 18h30 a 20 minutes de retard",
    "une fois sur deux il y a 3 places",
    "we waited 20 minutes for 2 buses",
]
"""Ordinary messages with several numbers, none of them a price."""
PARTS = [
    *"abcdeghorsuy0157€$@#.,-'(’❄🔥 \n\u200d\ufe0f\u00a0\u0301",
    "beuh",
    "coke",
    "co",
    "caine",
    "dispo",
    "60€",
    "le g",
]


def chunk_of(engine, text):
    """Decide about a chunk by reading it as it stands."""
    return engine._probe._known._reader.read(text)


def in_full(engine, text, surface="post"):
    """Judge a message without the fast path."""
    return engine._scan((Piece(None, text, 0),), surface, None, "label", near_misses=False)


def rows():
    """Give messages of ours, and where it is there a sample of the shared sets without sealed rows."""
    for path in sorted((ROOT / "rules" / "corpus").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if isinstance(row.get("text"), str):
                yield row["text"], row.get("surface") or "post"
    for path in sorted(EVAL.glob("messages*.jsonl")):
        for line in random.Random(3).sample(path.read_text(encoding="utf-8").splitlines(), 40):
            row = json.loads(line)
            if int(hashlib.sha1(row["id"].encode()).hexdigest(), 16) % 3:
                yield row["text"], row.get("surface") or "post"
    for path in sorted(EVAL.glob("corpora/*.jsonl")):
        for line in random.Random(3).sample(path.read_text(encoding="utf-8").splitlines(), 12):
            yield json.loads(line)["text"], "dm" if path.stem == "sms_spam" else "post"


@pytest.mark.parametrize("text", CLEAR)
def test_ordinary_messages_are_proved_clear(engine, text):
    assert engine._probe.is_clear(text, "post")
    assert engine.scan(text) is engine.scan("bonjour")


@pytest.mark.parametrize("text", REWRITTEN)
def test_a_word_that_restoring_rewrites_without_effect_does_not_hinder_the_proof(engine, text):
    assert any(chunk_of(engine, part).apart for part in text.split())
    assert engine._probe.is_clear(text, "post")


@pytest.mark.parametrize("text", NUMBERED)
def test_numbers_that_are_no_price_do_not_hinder_the_proof(engine, text):
    assert engine._probe.is_clear(text, "post")


@pytest.mark.parametrize(
    "text",
    ["#BeuhDispo passe en mp 60€ le g", "#VendsBeuh 60€ le g", "vends be-uh 60€ le g", "vends b3uh 60 le g"],
)
def test_a_word_that_restoring_makes_a_code_is_not_overlooked(engine, text):
    assert not engine._probe.is_clear(text, "post")
    assert engine.scan(text).label == "offer"


def test_a_word_in_punctuation_is_decided_as_when_it_is_read_so(engine):
    known = engine._probe._known
    words = {word for text, _ in rows() for word in text.split()}
    words = set(sorted(words)[::9])
    words |= {f"{a}{word}{b}" for word in sorted(words)[::5] for a in ('"', "«", "l'", "D’") for b in ".,!…"}
    dressed = {word: found for word in sorted(words) if (found := known._dressed(word)) is not None}
    assert len(dressed) > 100
    assert [word for word, found in dressed.items() if found != chunk_of(engine, word)] == []


@given(st.text(st.sampled_from("aeosBEœéÉïß’'\"«».,!?…K𝗮ﬁİ"), min_size=2, max_size=9))
@settings(max_examples=150, deadline=None)
def test_odd_words_in_punctuation_are_decided_as_when_they_are_read_so(engine, text):
    assert engine._probe._known._dressed(text) in (None, chunk_of(engine, text))


def test_a_flood_of_words_is_told_and_counted_whether_they_were_seen_before_or_not(engine, parts):
    rules = engine.ruleset
    budgets = {**rules.scoring.budgets, "unknown_tokens": 50}
    fresh = Engine(replace(rules, scoring=replace(rules.scoring, budgets=budgets)), parts=parts)
    picked = random.Random(9)
    flood = " ".join("".join(picked.choices("bcdfghjklmnpqrtvwxz", k=7)) for _ in range(120))
    first = fresh.scan(flood)
    for word in flood.split():
        fresh.scan(word)
    assert [item.what for item in first.skipped] == ["tokens"]
    assert fresh.scan(flood).to_dict() == first.to_dict()


@pytest.mark.parametrize("surface", ["post", "dm", "shop"])
@pytest.mark.parametrize("text", TRICKY)
def test_what_spans_chunks_or_is_disguised_is_not_overlooked(engine, text, surface):
    assert engine.scan(text, surface=surface).to_dict() == in_full(engine, text, surface).to_dict()


def test_every_message_is_judged_as_without_the_fast_path(engine):
    texts = list(rows())
    assert texts
    cleared = [(text, surface) for text, surface in texts if engine._probe.is_clear(text, surface)]
    assert cleared
    wrong = [
        hashlib.sha256(text.encode(errors="replace")).hexdigest()[:12]
        for text, surface in cleared
        if in_full(engine, text, surface).to_dict() != engine.scan(text, surface=surface).to_dict()
    ]
    assert wrong == []


@given(st.lists(st.sampled_from(PARTS), max_size=14), st.sampled_from(["post", "dm", "shop"]))
@settings(max_examples=150, deadline=None)
def test_odd_texts_are_judged_as_without_the_fast_path(engine, parts, surface):
    text = "".join(parts)
    assert engine.scan(text, surface=surface).to_dict() == in_full(engine, text, surface).to_dict()


def test_answers_do_not_depend_on_what_is_remembered(engine):
    fresh = codewords.load()
    texts = [*CLEAR, *TRICKY]
    forwards = [fresh._probe.is_clear(text, "post") for text in texts]
    backwards = [fresh._probe.is_clear(text, "post") for text in reversed(texts)]
    fresh._probe._known.clear()
    assert forwards == backwards[::-1] == [fresh._probe.is_clear(text, "post") for text in texts]


def test_what_is_remembered_is_bounded(engine, monkeypatch):
    fresh = codewords.load()
    monkeypatch.setattr("codewords.engine.chunks.CACHE_SIZE", 20)
    for number in range(60):
        fresh.scan(f"mot{number} et la suite{number}")
        assert len(fresh._probe._known) <= 20


def test_all_evidence_takes_the_slow_path_and_decides_the_same(engine):
    for text in CLEAR:
        little, everything = engine.scan(text), engine.scan(text, evidence="all")
        assert (little.label, little.points, little.action) == (
            everything.label,
            everything.points,
            everything.action,
        )


def test_a_text_beyond_a_window_is_read_in_full(engine):
    assert not engine._probe.is_clear("bonjour " * 1000, "post")
