"""What detections need may ask for too little, never for too much."""

from __future__ import annotations

from itertools import combinations

import pytest

from codewords.judge.conditions import Conditions
from codewords.judge.reach import Reach
from codewords.match.evidence import Evidence
from codewords.model import Detection, Group, Leaf, Use

SUBSTANCE = Leaf(kinds=("substance",), ambiguity=("low", "medium"))
PRICE = Leaf(kinds=("price",), ids=("price.*",))
TWO_PRICES = Leaf(kinds=("price",), at_least=2)
GOODS = Leaf(kinds=("counter",), topics=("cooking",))


def piece(kind, at=0, **fields):
    return Evidence(
        kind=kind, id=fields.pop("id", f"{kind}.x"), start=at, end=at + 1, first=at, last=at + 1, line=0, sentence=0,
        **fields,
    )  # fmt: skip


def reach(*conditions, surfaces=(), named=None, outcome="offer"):
    detections = tuple(
        Detection(f"sale.{number}", "t", outcome, 1.0, when, surfaces=surfaces)
        for number, when in enumerate(conditions)
    )
    return Reach(detections, Conditions(named or {}, detections), {})


def can_fire(test, *pieces, surface="post"):
    return test.can_fire([test.mask(item) for item in pieces], surface)


def test_all_parts_of_a_condition_are_needed():
    test = reach(Group("all", (SUBSTANCE, PRICE)))
    assert can_fire(test, piece("substance", 0), piece("price", 5))
    assert not can_fire(test, piece("substance", 0), piece("quantity", 5))
    assert not can_fire(test, piece("price", 0), piece("price", 5))


def test_filters_of_a_leaf_are_asked():
    test = reach(SUBSTANCE)
    assert can_fire(test, piece("substance", ambiguity="low"))
    assert not can_fire(test, piece("substance", ambiguity="high"))


def test_as_many_pieces_are_needed_as_a_leaf_counts():
    test = reach(TWO_PRICES)
    assert not can_fire(test, piece("price", 0))
    assert can_fire(test, piece("price", 0), piece("price", 3))


def test_one_word_is_no_company_for_itself():
    test = reach(Group("all", (SUBSTANCE, PRICE)))
    both = test.mask(piece("substance")) | test.mask(piece("price"))
    assert not test.can_fire([both], "post")
    assert test.can_fire([both, both], "post")


def test_distances_and_what_must_not_stand_there_are_left_out():
    test = reach(Group("all", (SUBSTANCE, Group("none", (GOODS,))), within=2))
    assert can_fire(test, piece("substance", 0), piece("counter", 1, topic="cooking"))


def test_one_of_several_is_enough():
    test = reach(Group("all", (Group("any", (SUBSTANCE, GOODS)), PRICE)))
    assert can_fire(test, piece("counter", 0, topic="cooking"), piece("price", 4))
    assert not can_fire(test, piece("counter", 0, topic="news"), piece("price", 4))


def test_named_conditions_are_followed():
    test = reach(Use("ware"), named={"ware": SUBSTANCE})
    assert can_fire(test, piece("substance"))
    assert not can_fire(test, piece("price"))


def test_other_surfaces_are_passed_over():
    test = reach(PRICE, surfaces=("dm",))
    assert can_fire(test, piece("price"), surface="dm")
    assert not can_fire(test, piece("price"), surface="post")


def test_counter_evidence_makes_no_result_by_itself():
    assert not can_fire(reach(GOODS, outcome="counter"), piece("counter", topic="cooking"))


@pytest.mark.parametrize("condition", [Leaf(kinds=("price",), at_least=0), Group("none", (PRICE,))])
def test_a_condition_that_needs_nothing_may_always_fire(condition):
    assert reach(condition).can_fire([], "post")


def test_every_bundled_detection_that_holds_on_few_pieces_is_within_reach(engine):
    judge = engine._judge
    test = judge.reach()
    kinds = ["substance", "price", "contact", "delivery", "hours", "place", "recruitment", "relocation", "emoji"]
    pool = [piece(kind, at, ambiguity="low", role="name", id=f"{kind}.pair") for at, kind in enumerate(kinds)]
    fired = 0
    for some in combinations(pool, 2):
        board = judge.board(some, quotes=(), questions=frozenset())
        verdict = judge.judge(board, surface="post")
        if verdict.fired:
            fired += 1
            assert can_fire(test, *some)
    assert fired
