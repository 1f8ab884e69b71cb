"""The gate on false alarms: what the rules may do to the project's own corpus, and no more.

The messages in rules/corpus were written before the engine was asked about them. A message is never
changed because the engine fails on it: the rules are changed, or the figure here is argued about.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

import codewords
from codewords.engine.parts import Parts
from codewords.model import LANGUAGES
from codewords.source.load import load_rules

TESTS = Path(__file__).resolve().parent
CORPUS = TESTS.parent / "rules" / "corpus"

ORDINARY_AS_OFFER = 0.05
"""Largest share of ordinary messages that may be called an offer."""
TALK_AS_OFFER = 0.10
"""Largest share of talk about drugs that may be called an offer."""
OFFERS_FOUND = 0.70
"""Smallest share of offers that must be called so."""

LABEL_OF_FILE = {"ordinary": "none", "talk": "talk", "offers": "offer"}
SURFACES = {"post", "comment", "video", "live", "showcase", "shop", "bio", "dm"}
KEYS = {"text", "label", "lang", "surface", "note", "pair", "substances", "prices"}
CATEGORIES = {"sale", "recruitment", "relocation", "front", "endorsement"}
SAME_FRAME = 3
FICTIONAL = re.compile(r"(?=(?:[^0]*0){6})[\d .-]+|(?:@|t\.me/)\w*fictif", re.IGNORECASE)
"""A phone number of noughts, or a name that says so."""


@dataclass(frozen=True, slots=True)
class Row:
    """Hold one message of the corpus; `place` is its file and line."""

    place: str
    text: str
    label: str
    lang: str
    surface: str
    note: str
    pair: int | None = None


def read_row(path: Path, number: int, line: str) -> Row:
    """Read one line, and refuse keys that no row has."""
    data = json.loads(line)
    assert set(data) <= KEYS, f"{path.name}:{number}: unknown keys {set(data) - KEYS}"
    fields = {key: data.get(key, "") for key in ("text", "label", "lang", "surface", "note")}
    return Row(place=f"{path.name}:{number}", pair=data.get("pair"), **fields)


def read_corpus() -> tuple[Row, ...]:
    """Read all files of rules/corpus in the order of their names."""
    return tuple(
        read_row(path, number, line)
        for path in sorted(CORPUS.glob("*.jsonl"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    )


ROWS = read_corpus()
ORDINARY = tuple(row for row in ROWS if row.label == "none")


def called_offer(engine: codewords.Engine, label: str, step: int = 1) -> dict[Row, bool]:
    """Say of each row with that label, or of one in `step` of them, whether the engine calls it an offer."""
    rows = [row for row in ROWS if row.label == label][::step]
    return {row: engine.scan(row.text, surface=row.surface).label == "offer" for row in rows}


def told(rows: Iterable[Row]) -> str:
    """List rows by place, one a line, so that a failure can be looked up."""
    return "\n".join(f"  {row.place} [{row.note}] {row.text[:90]!r}" for row in rows)


def too_many_alarms(engine: codewords.Engine, label: str, gate: float, step: int = 1) -> str:
    """Give the complaint when more of these rows than the gate allows are called offers, else nothing."""
    said = called_offer(engine, label, step)
    alarms = [row for row, offer in said.items() if offer]
    if len(alarms) <= gate * len(said):
        return ""
    return f"{len(alarms)} of {len(said)} {label!r} rows are called offers:\n{told(alarms)}"


def too_few_found(engine: codewords.Engine, gate: float, step: int = 1) -> str:
    """Give the complaint when fewer offers than the gate asks for are found, else nothing."""
    said = called_offer(engine, "offer", step)
    missed = [row for row, offer in said.items() if not offer]
    if len(said) - len(missed) >= gate * len(said):
        return ""
    return f"{len(missed)} of {len(said)} offers are missed:\n{told(missed)}"


def bare(text: str) -> str:
    """Keep the letters alone, without case: what is left of two copies of one message is equal."""
    return "".join(char for char in text.casefold() if char.isalpha())


@pytest.fixture(scope="module")
def canary(parts: Parts) -> codewords.Engine:
    """Give an engine whose rules are wrong on purpose."""
    rules = load_rules(TESTS.parent / "rules", overlays=[TESTS / "data" / "canary.yaml"])
    return codewords.Engine(rules, parts=parts)


def test_the_corpus_holds_more_than_a_thousand_ordinary_messages() -> None:
    assert len(ORDINARY) >= 1200


def test_three_hundred_of_them_are_adverts_of_lawful_sellers() -> None:
    lawful = [row for row in ROWS if row.place.startswith("lawful.jsonl:")]
    assert len(lawful) == 300
    assert {row.label for row in lawful} == {"none"}


def test_each_twin_offer_has_an_ordinary_twin() -> None:
    labels: dict[tuple[str, int], list[str]] = {}
    for row in ROWS:
        if row.pair is not None:
            labels.setdefault((row.lang, row.pair), []).append(row.label)
    assert len(labels) >= 60
    assert {tuple(sorted(pair)) for pair in labels.values()} == {("none", "offer")}


@pytest.mark.parametrize("lang", [lang for lang in LANGUAGES if lang != "und"])
@pytest.mark.parametrize(("stem", "label"), LABEL_OF_FILE.items())
def test_each_language_has_rows_of_each_label(stem: str, label: str, lang: str) -> None:
    rows = [row for row in ROWS if row.place.startswith(f"{stem}-{lang}.jsonl:")]
    assert rows
    assert {(row.label, row.lang) for row in rows} == {(label, lang)}


def test_each_row_has_text_and_a_known_surface() -> None:
    assert [row.place for row in ROWS if not row.text.strip() or row.surface not in SURFACES] == []


def test_each_offer_names_its_category() -> None:
    assert [row.place for row in ROWS if row.label == "offer" and row.note not in CATEGORIES] == []


def test_no_two_rows_are_equal_without_digits_emoji_and_case() -> None:
    counted = Counter(bare(row.text) for row in ROWS)
    assert [row.place for row in ROWS if counted[bare(row.text)] > 1] == []


def test_at_most_three_ordinary_rows_of_a_language_share_a_frame() -> None:
    counted = Counter((row.lang, row.note) for row in ORDINARY if row.place.startswith("ordinary-"))
    assert {frame: count for frame, count in counted.items() if count > SAME_FRAME} == {}


def test_phones_and_handles_are_fictional() -> None:
    phone = re.compile(r"\d(?:[ .-]?\d){8,}")
    handle = re.compile(r"(?<![\w'])@\w+|t\.me/\w+")
    found = [(row.place, hit) for row in ROWS for hit in phone.findall(row.text) + handle.findall(row.text)]
    real = [(place, hit) for place, hit in found if not FICTIONAL.match(hit)]
    assert found
    assert real == []


def test_few_ordinary_messages_are_called_offers(engine: codewords.Engine) -> None:
    complaint = too_many_alarms(engine, "none", ORDINARY_AS_OFFER)
    assert not complaint, complaint


def test_little_talk_about_drugs_is_called_an_offer(engine: codewords.Engine) -> None:
    complaint = too_many_alarms(engine, "talk", TALK_AS_OFFER)
    assert not complaint, complaint


def test_most_offers_are_found(engine: codewords.Engine) -> None:
    complaint = too_few_found(engine, OFFERS_FOUND)
    assert not complaint, complaint


def test_the_gate_closes_on_rules_that_call_every_price_an_offer(canary: codewords.Engine) -> None:
    assert "'none' rows are called offers" in too_many_alarms(canary, "none", ORDINARY_AS_OFFER, step=5)


def test_the_gate_closes_on_rules_that_find_nothing(engine: codewords.Engine, parts: Parts) -> None:
    rules = engine.ruleset
    mute = replace(rules, scoring=replace(rules.scoring, intercept=-20.0))
    assert "offers are missed" in too_few_found(codewords.Engine(mute, parts=parts), OFFERS_FOUND, step=5)
