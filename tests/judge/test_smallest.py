"""The smallest evidence of an offer: enough, needed piece by piece, and the same every time."""

import dataclasses
import random
from functools import cache
from pathlib import Path

import pytest

from codewords import ScanResult
from codewords.engine.fields import Piece
from codewords.engine.report import Mapper, Seen
from codewords.judge.smallest import smallest_evidence
from codewords.maintain.evaluate import read_rows
from codewords.match.evidence import Evidence
from codewords.text.clause import find_clauses

CORPUS = Path(__file__).resolve().parents[2] / "rules" / "corpus"
MENU = "beuh 5g 50€ / 10g 90€, livraison 7j/7, snap zz_fictif"
SAMPLE = 150


@cache
def offers():
    """Give a fixed sample of the offers of rules/corpus."""
    rows = [row for path in sorted(CORPUS.glob("*.jsonl")) for row in read_rows(path) if row.label == "offer"]
    return random.Random(11).sample(rows, min(SAMPLE, len(rows)))


def laid_out(engine, text):
    """Give the board of a message that fits one window."""
    sight = engine._observer.look(text, ())
    document = sight.document
    return engine._judge.board(
        sight.evidence,
        quotes=document.quotes,
        questions=document.questions,
        clauses=find_clauses(document.original),
    )


def judged(engine):
    """Give board and verdict of every offer of the sample that is found."""
    for row in offers():
        board = laid_out(engine, row.text)
        verdict = engine._judge.judge(board, surface=row.surface)
        if verdict.label == "offer":
            yield row, board, verdict


@pytest.fixture(scope="module")
def found(engine):
    cases = list(judged(engine))
    assert len(cases) > SAMPLE // 2
    return [
        (row, board, verdict, smallest_evidence(engine._judge, board, verdict, surface=row.surface))
        for row, board, verdict in cases
    ]


def against(board):
    return [item for item in board.evidence if item.kind == "counter"]


def test_the_smallest_evidence_is_an_offer_alone(engine, found):
    for row, board, _, smallest in found:
        alone = engine._judge.judge(board.only([*against(board), *smallest]), surface=row.surface)
        assert smallest
        assert alone.label == "offer", row.id


def test_taking_any_piece_of_it_away_lowers_the_points_below_an_offer(engine, found):
    for row, board, _, smallest in found:
        alone = engine._judge.judge(board.only([*against(board), *smallest]), surface=row.surface)
        for piece in smallest:
            rest = [*against(board), *(item for item in smallest if item != piece)]
            without = engine._judge.judge(board.only(rest), surface=row.surface)
            assert without.label != "offer", row.id
            assert without.points < alone.points, row.id


def scored(verdict):
    """Give the offer detections that an explanation lists with points."""
    outcomes = ("offer", "unknown")
    return [f for f in verdict.fired if f.detection.outcome in outcomes and f.detection.status == "stable"]


def test_taking_away_what_a_line_of_the_explanation_lists_lowers_the_points(engine, found):
    checked = 0
    for row, board, verdict, _ in found:
        for line in scored(verdict):
            if not line.detection.points:
                continue
            rest = [item for item in board.evidence if item not in line.evidence]
            without = engine._judge.judge(board.only(rest), surface=row.surface)
            assert without.points < verdict.points, (row.id, line.detection.id)
            checked += 1
    assert checked > 5 * SAMPLE


def test_taking_away_a_single_piece_never_raises_the_points(engine, found):
    """One price of ten may be needless; none may speak against the offer that it is listed for."""
    for row, board, verdict, _ in found:
        for piece in {item for line in scored(verdict) for item in line.evidence if item.kind != "counter"}:
            rest = [item for item in board.evidence if item != piece]
            without = engine._judge.judge(board.only(rest), surface=row.surface)
            assert without.points <= verdict.points, (row.id, piece.id)


def test_a_result_lists_it_on_request_alone(engine):
    asked = engine.scan(MENU, near_misses=True)
    assert asked.smallest
    assert {m.text for m in asked.smallest} <= {m.text for m in asked.matches} | {u.text for u in asked.unknown}
    assert all(MENU[m.start : m.end] == m.text for m in asked.smallest)
    assert engine.scan(MENU).smallest == ()


def test_it_is_in_the_explanation_and_survives_json(engine):
    result = engine.scan(MENU, near_misses=True)
    _, listed = result.explain(MENU).split("enough for this label")
    assert all(f"`{m.text}` ({m.id}" in listed for m in result.smallest)
    again = ScanResult.from_dict(result.to_dict())
    assert again.smallest == result.smallest
    silent = ScanResult.from_dict(result.to_dict(text=False))
    assert silent.smallest == tuple(dataclasses.replace(m, text="") for m in result.smallest)


@pytest.mark.parametrize("text", ["bonjour", "la cocaïne fait des ravages, dit la police"])
def test_what_is_no_offer_has_none(engine, text):
    result = engine.scan(text, near_misses=True)
    assert result.label != "offer"
    assert result.smallest == ()
    assert "enough for this label" not in result.explain(text)


def test_a_word_that_no_lexicon_lists_can_stand_in_it(engine):
    text = "zalbri 5g"
    sight = engine._observer.look(text, ())
    word = Evidence("unknown", "unknown.word", 0, 6, 0, 1, 0, 0)
    mapper = Mapper(Seen(0, sight, None), (Piece(None, text, 0),), None)
    assert [(m.text, m.kind) for m in mapper.matches([word], unknown=True)] == [("zalbri", "unknown")]
    assert mapper.matches([word]) == ()


def test_the_fields_of_a_record_are_named(engine):
    record = {"title": "Beuh top", "description": "5g 50€ / 10g 90€", "tags": ["snap zz_fictif"]}
    smallest = engine.scan_record(record, near_misses=True).smallest
    assert {m.field for m in smallest} <= {"title", "description", "tags.0"}
    assert smallest


def test_asking_changes_nothing_else(engine):
    asked = engine.scan(MENU, near_misses=True)
    assert dataclasses.replace(asked, near_misses=(), smallest=()) == engine.scan(MENU)
