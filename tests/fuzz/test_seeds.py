"""The seeds of fuzzing, replayed without a fuzzer, and the checks themselves."""

from __future__ import annotations

import importlib
import json
from dataclasses import replace
from decimal import Decimal

import pytest
import run
from hypothesis import given
from hypothesis import strategies as st
from targets import TARGETS, Target, folding, results, rules
from targets.alphabet import HOME, MOST, Alphabet, read_pieces, read_seeds

from codewords.errors import Place, Problem
from codewords.results import Price
from codewords.text.view import View

NAMES = [target.name for target in TARGETS]
PRICE = Price(Decimal(5), "g", Decimal(50), "EUR", None, None, (), 0, 6)


def target_of(name: str) -> Target:
    """Give a target, where what it needs is installed."""
    if name == "service":
        pytest.importorskip("starlette")
        pytest.importorskip("prometheus_client")
    return next(target for target in TARGETS if target.name == name)


@pytest.mark.parametrize("name", NAMES)
def test_no_seed_makes_a_target_fail(name: str) -> None:
    target = target_of(name)
    check = target.make()
    seeds = read_seeds(name)
    assert 10 <= len(seeds) <= target.kept
    for seed in seeds:
        check(seed)


@pytest.mark.parametrize("name", NAMES)
def test_every_seed_can_be_written_in_the_pieces_of_its_target(name: str) -> None:
    pieces = read_pieces(name)
    assert [pieces.text(pieces.data(seed)) for seed in read_seeds(name)] == read_seeds(name)


def test_pieces_and_seeds_stay_small() -> None:
    files = [*HOME.glob("pieces/*.json"), *HOME.glob("seeds/*.jsonl")]
    assert len(files) == 2 * len(TARGETS)
    assert sum(file.stat().st_size for file in files) < 100_000


@given(st.text(st.characters(), max_size=20))
def test_any_text_has_bytes(text: str) -> None:
    pieces = Alphabet(["a", "ab", "€"])
    assert pieces.text(pieces.data(text)) == text


@given(st.binary(max_size=60))
def test_any_bytes_are_a_text_of_bounded_length(data: bytes) -> None:
    assert len(Alphabet(["a" * 200, "b"]).text(data)) <= MOST + 200


def test_a_byte_may_repeat_the_piece_before_it() -> None:
    assert Alphabet(["ab", "c"]).text(bytes((1, 0, 253, 3))) == "cab" + "ababab"


@pytest.mark.parametrize(
    ("broken", "text"),
    [
        (lambda text, _: View(text.replace("5", "")), "a5b"),
        (lambda text, _: View(text + "x"), "ab"),
        (lambda text, _: View(text[1:], (0,), (0,), (len(text) - 1,)) if text else View(""), "aa1"),
    ],
)
def test_a_fold_that_loses_digits_or_grows_is_found(monkeypatch: pytest.MonkeyPatch, broken, text: str) -> None:
    check = target_of("folding").make()
    check(text)
    monkeypatch.setattr(folding, "fold", broken)
    with pytest.raises(AssertionError):
        check(text)


@pytest.mark.parametrize(
    "change",
    [
        {"end": 7},
        {"start": 6},
        {"amount": Decimal("NaN")},
        {"quantity": Decimal("Infinity")},
        {"unit": "kg"},
        {"currency": "€"},
        {"inferred": ("amount",)},
    ],
)
def test_a_price_that_cannot_be_is_found(change: dict[str, object]) -> None:
    results.check_price(6, PRICE)
    with pytest.raises(AssertionError):
        results.check_price(6, replace(PRICE, **change))


@pytest.mark.parametrize(
    "problem",
    [
        Problem(Place("a.yaml", 1, 1), "CW999", "no such code"),
        Problem(Place(""), "CW104", "no file"),
        Problem(Place("a.yaml", 2, 0), "CW104", "no column"),
    ],
)
def test_a_problem_without_a_place_or_a_known_code_is_found(problem: Problem) -> None:
    rules.check_problem(Problem(Place("a.yaml", 1, 1), "CW104", "not YAML"))
    with pytest.raises(AssertionError):
        rules.check_problem(problem)


def test_the_changes_of_a_rule_file_are_made_where_they_say() -> None:
    at = f"{chr(1)}{chr(2 * 40 + 3)}NEW"
    assert rules.changed("one\ntwothree\nend", [at], is_whole=False) == "one\ntwNEWree\nend"
    assert rules.changed("one", ["a", "b"], is_whole=True) == f"a{rules.SEPARATOR}b"


ANSWER = [
    {"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]},
    {"type": "http.response.body", "body": b'{"label": "none"}'},
]


@pytest.mark.parametrize(
    ("number", "change"),
    [(0, {"status": 500}), (0, {"status": 422}), (1, {"more_body": True}), (1, {"body": b'{"label": NaN}'})],
)
def test_an_answer_that_is_not_as_described_is_found(number: int, change: dict[str, object]) -> None:
    pytest.importorskip("starlette")
    pytest.importorskip("prometheus_client")
    service = importlib.import_module("targets.service")
    service.check_answer("/v1/scan", ANSWER)
    broken = [dict(part) for part in ANSWER]
    broken[number].update(change)
    with pytest.raises((AssertionError, KeyError)):
        service.check_answer("/v1/scan", broken)


def _fails(text: str) -> None:
    if "x" in text:
        int(text)
    json.loads(text)


def test_each_fault_is_noted_once_with_its_first_text(tmp_path) -> None:
    watched = run._watched(_fails, bytes.decode, tmp_path / "faults.jsonl")
    for data in (b"x1", b"1", b"x2", b"{"):
        watched(data)
    faults = [json.loads(line) for line in (tmp_path / "faults.jsonl").read_text().splitlines()]
    assert [fault["text"] for fault in faults] == ["x1", "{"]
    assert "ValueError" in faults[0]["trace"]


def test_a_run_without_guidance_tells_figures(
    monkeypatch: pytest.MonkeyPatch, tmp_path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["run.py", "folding", "--plain", "--minutes", "0.0001", "--home", str(tmp_path)]
    monkeypatch.setattr("sys.argv", command)
    assert run.main() == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["executions"] == 1000
    assert figures["faults"] == 0
