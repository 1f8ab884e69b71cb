"""Which evidence a leaf asks for, where it stands, and which structures undo it."""

import pytest

from codewords.judge.board import EVERYWHERE, Board, Region
from codewords.judge.conditions import Conditions
from codewords.judge.reach import Reach
from codewords.match.evidence import Evidence
from codewords.model import Detection, Group, Leaf, Use

SUBSTANCE, PRICE, HOURS = (Leaf(kinds=(kind,)) for kind in ("substance", "price", "hours"))


def piece(kind, at, *, end=None, line=0, sentence=0, **more):
    end = at + 1 if end is None else end
    more = {"id": f"{kind}.{at}", "start": at * 10, "end": end * 10 - 1, **more}
    return Evidence(kind, first=at, last=end, line=line, sentence=sentence, **more)


def board(*pieces, **more):
    return Board(pieces, parents={"cannabis_herb": "cannabis"}, **more)


def found(leaf, *pieces):
    return [item.id for item in board(*pieces).find(leaf, EVERYWHERE)]


def places(condition, on):
    """Give where the evidence of a condition begins, `None` when it does not hold."""
    held = Conditions({}, ()).holds(condition, on)
    return None if held is None else [item.first for item in held]


def test_evidence_lies_in_the_order_of_tokens_then_of_characters_the_longer_first_then_of_ids():
    items = [
        piece("price", 1, id="d", start=12, end=15), piece("price", 1, id="c", start=10, end=15),
        piece("price", 1, id="b", start=10, end=15), piece("price", 1, id="a", start=10, end=14),
        piece("price", 0, id="e"),
    ]  # fmt: skip
    assert [item.id for item in board(*items).evidence] == ["e", "b", "c", "a", "d"]


@pytest.mark.parametrize(
    ("leaf", "ids"),
    [
        (Leaf(), ["price.0", "substance.1", "counter.2"]),
        (Leaf(kinds=("counter", "price")), ["price.0", "counter.2"]),
        (Leaf(kinds=("hours",)), []),
        (Leaf(ambiguity=("low", "high")), ["substance.1"]),
        (Leaf(topics=("news", "police")), ["counter.2"]),
        (Leaf(roles=("slang",)), ["substance.1"]),
        (Leaf(langs=("fr", "de")), ["price.0"]),
        (Leaf(disguised=True), ["substance.1"]),
        (Leaf(substances=("cannabis",)), ["substance.1"]),
        (Leaf(substances=("cannabis_herb",)), ["substance.1"]),
        (Leaf(substances=("cocaine",)), []),
        (Leaf(ids=("price.*", "counter.2")), ["price.0", "counter.2"]),
        (Leaf(ids=("price.", "price.00")), []),
        (Leaf(kinds=("price",), langs=("de",)), []),
    ],
)
def test_a_leaf_finds_what_passes_each_of_its_filters(leaf, ids):
    pieces = (
        piece("price", 0, lang="fr"),
        piece("substance", 1, ambiguity="low", role="slang", disguised=True, substances=("cannabis_herb",)),
        piece("counter", 2, topic="news"),
    )
    assert found(leaf, *pieces) == ids
    assert found(leaf, *pieces) == ids


def test_a_leaf_finds_in_a_region_what_begins_there():
    on = board(*(piece("price", at, end=at + 3) for at in (2, 3, 5, 6)), piece("price", 4, line=1, sentence=2))
    assert [item.first for item in on.find(PRICE, Region(3, 6))] == [3, 4, 5]
    assert [item.first for item in on.find(PRICE, Region(0, 9, line=1))] == [4]
    assert [item.first for item in on.find(PRICE, Region(0, 9, sentence=0))] == [2, 3, 5, 6]
    assert on.find(PRICE, Region(6, 6)) == []


def test_without_structures_it_is_the_same_board_and_so_it_is_when_nothing_is_undone():
    on = board(piece("price", 0))
    assert on.without(()) is on
    assert on.without(("negation", "quotation", "question")) is on
    asked = board(piece("price", 0), questions=frozenset({0}))
    assert asked.without(("question",)) is asked.without(("question",))
    assert asked.without(("quotation", "negation")) is asked
    assert asked.without(("question",)).evidence == ()


def left(on, *structures):
    return [item.first for item in on.without(structures).evidence]


def test_only_what_lies_wholly_in_a_quotation_is_undone():
    items = [piece("price", at) for at in (1, 2, 3)]
    assert left(board(*items, quotes=((10, 29),)), "quotation") == [3]
    assert left(board(*items, quotes=((11, 28),)), "quotation") == [1, 2, 3]
    assert left(board(*items, quotes=((0, 5), (30, 39))), "quotation") == [1, 2]


def test_counter_evidence_in_a_quotation_or_a_question_still_counts():
    news = piece("counter", 1, topic="news")
    on = board(news, piece("price", 2), quotes=((0, 90),), questions=frozenset({0}))
    assert left(on, "quotation") == left(on, "question") == [1]
    told = board(news, piece("price", 2), questions=frozenset({0}), negated=frozenset({"news"}))
    assert left(told, "question") == [1]


def negated(item, **more):
    """Tell whether a negation at the second and third token undoes a piece."""
    on = board(piece("counter", 1, end=3, topic="negation"), item, reach=4, **more)
    return item not in on.without(("negation",)).evidence


def test_a_negation_reaches_so_many_tokens_forward_in_its_sentence_and_line():
    assert negated(piece("price", 6))
    assert not negated(piece("price", 7))
    assert not negated(piece("price", 0))
    assert not negated(piece("price", 4, sentence=1))
    assert not negated(piece("price", 4, line=1))
    assert not negated(piece("price", 1, end=2))


def test_a_mark_between_ends_the_reach_of_a_negation_but_not_one_before_or_behind():
    assert not negated(piece("price", 5), clauses=(35,))
    assert not negated(piece("price", 5), clauses=(29,))
    assert negated(piece("price", 5), clauses=(28,))
    assert negated(piece("price", 5), clauses=(5, 50, 60))
    assert not negated(piece("price", 5), clauses=(5, 49))


def test_other_counter_evidence_negates_nothing():
    item = piece("price", 2)
    assert left(board(piece("counter", 1, topic="news"), item), "negation") == [1, 2]


def test_a_board_of_some_pieces_keeps_what_is_known_of_the_text():
    no, far, near = piece("counter", 0, topic="negation"), piece("price", 4), piece("price", 2, sentence=0)
    soap = piece("counter", 1, topic="trade")
    on = board(no, far, near, soap, reach=2, clauses=(15,), quotes=((40, 49),), negated=frozenset({"trade"}),
               questions=frozenset({0})).only([no, far, near, soap])  # fmt: skip
    assert left(on, "negation") == [0, 2, 4]
    assert left(on, "quotation") == [0, 1, 2]
    assert left(on, "question") == [0, 1]
    herb = piece("substance", 7, substances=("cannabis_herb",))
    assert on.only([herb]).find(Leaf(substances=("cannabis",)), EVERYWHERE) == [herb]
    assert left(board(no, piece("price", 3), reach=2).only([no, piece("price", 2)]), "negation") == [0]


def test_marks_name_kinds_alone_and_with_their_ambiguity():
    assert board(piece("price", 0, ambiguity="low")).marks == {"price", "price:low"}


def test_within_tokens_counts_from_the_end_of_the_first_part_forward_and_from_its_start_back():
    near = Group("all", (SUBSTANCE, PRICE), within=3)
    long = piece("substance", 10, end=12)
    for at, held in ((6, None), (7, [7, 10]), (14, [10, 14]), (15, None)):
        assert places(near, board(long, piece("price", at))) == held, at
    ordered = Group("all", (SUBSTANCE, PRICE), within=3, ordered=True)
    assert places(ordered, board(long, piece("price", 9))) is None
    assert places(ordered, board(long, piece("price", 11))) is None
    assert places(ordered, board(long, piece("price", 12))) == [10, 12]


def test_an_inner_group_stays_in_the_region_of_the_outer_one():
    inner = Group("all", (PRICE, HOURS), within=9)
    outer = Group("all", (SUBSTANCE, inner), within=4)
    assert places(outer, board(piece("substance", 10), piece("price", 13), piece("hours", 14))) == [10, 13, 14]
    assert places(outer, board(piece("substance", 10), piece("price", 13), piece("hours", 15))) is None
    assert places(outer, board(piece("substance", 10), piece("price", 7), piece("hours", 5))) is None


@pytest.mark.parametrize("unit", ["line", "sentence"])
def test_an_inner_group_within_tokens_stays_in_the_line_or_sentence_of_the_outer_one(unit):
    outer = Group("all", (SUBSTANCE, Group("all", (PRICE, HOURS), within=9)), within=unit)
    here = [piece("substance", 10), piece("price", 13)]
    assert places(outer, board(*here, piece("hours", 14))) == [10, 13, 14]
    assert places(outer, board(*here, piece("hours", 14, **{unit: 1}))) is None


def test_a_group_within_a_line_stays_in_the_tokens_and_the_sentence_of_the_outer_one():
    outer = Group("all", (SUBSTANCE, Group("all", (PRICE, HOURS), within="line")), within=4)
    near = [piece("substance", 10), piece("price", 13)]
    assert places(outer, board(*near, piece("hours", 14))) == [10, 13, 14]
    for far in (piece("hours", 15), piece("hours", 5), piece("hours", 14, line=1)):
        assert places(outer, board(*near, far)) is None
    told = Group("all", (SUBSTANCE, Group("all", (PRICE, HOURS), within="line")), within="sentence")
    assert places(told, board(*near, piece("hours", 14, sentence=1))) is None


def test_ordered_parts_without_a_distance_follow_the_end_of_the_first_that_ends():
    ordered = Group("all", (SUBSTANCE, PRICE, HOURS), ordered=True)
    one, two = piece("substance", 5, end=7), piece("substance", 20, end=22)
    assert places(ordered, board(one, two, piece("price", 7), piece("hours", 8))) == [5, 7, 8, 20]
    assert places(ordered, board(one, two, piece("price", 6), piece("hours", 8))) is None
    assert places(ordered, board(one, two, piece("price", 9), piece("hours", 9))) is None


def test_a_part_that_forbids_does_not_move_the_order_on():
    ordered = Group("all", (SUBSTANCE, Group("none", (HOURS,)), PRICE), ordered=True)
    assert places(ordered, board(piece("substance", 5), piece("price", 6))) == [5, 6]


def test_a_group_begins_at_every_piece_of_its_first_part_whatever_that_asks():
    two = Leaf(kinds=("price",), at_least=2)
    near = Group("all", (Group("all", (two, HOURS)), SUBSTANCE), within=5)
    on = board(piece("price", 0), piece("price", 1), piece("hours", 2), piece("substance", 4))
    assert places(near, on) == [0, 1, 2, 4]
    either = Group("all", (Group("any", (SUBSTANCE, PRICE)), HOURS), within=2)
    assert places(either, on) == [0, 1, 2, 4]
    assert places(either, board(piece("substance", 0), piece("hours", 9))) is None


def test_evidence_of_a_condition_is_told_once_in_the_order_of_characters():
    both = Group("any", (PRICE, Group("all", (SUBSTANCE, PRICE)), Leaf(kinds=("price", "substance"))))
    assert places(both, board(piece("substance", 4), piece("price", 2))) == [2, 4]


def test_counts_ask_for_places_and_may_have_a_ceiling():
    on = board(piece("price", 0), piece("price", 2), piece("price", 2, id="price.other"))
    for least, most, held in ((2, None, True), (3, None, False), (1, 2, True), (1, 1, False), (0, 0, False)):
        leaf = Leaf(kinds=("price",), at_least=least, at_most=most)
        assert (places(leaf, on) is not None) == held, (least, most)
    assert places(Leaf(kinds=("hours",), at_least=0, at_most=0), on) == []
    twice = Leaf(kinds=("price",), at_least=2, distinct=True)
    assert places(twice, board(piece("price", 0, id="a"), piece("price", 2, id="b"))) == [0, 2]
    assert places(twice, board(piece("price", 0, id="a"), piece("price", 0, id="b"))) is None


def reach(*conditions, named=None):
    detections = tuple(Detection(f"sale.{n}", "t", "offer", 1.0, when) for n, when in enumerate(conditions))
    return Reach(detections, Conditions(named or {}, detections), {"cannabis_herb": "cannabis"})


def can_fire(test, *pieces):
    return test.can_fire([test.mask(item) for item in pieces], "post")


def test_within_reach_are_three_pieces_of_one_kind_when_three_or_more_are_asked_for():
    prices = [piece("price", at) for at in range(4)]
    for asked in (3, 7):
        test = reach(Leaf(kinds=("price",), at_least=asked), SUBSTANCE)
        assert not can_fire(test, *prices[:2])
        assert can_fire(test, *prices[:3])
        assert can_fire(test, *prices)


def test_words_that_may_turn_out_disguised_are_within_reach():
    assert can_fire(reach(Leaf(kinds=("substance",), disguised=True)), piece("substance", 0))


def test_children_of_a_substance_are_within_reach_of_their_parent():
    test = reach(Leaf(substances=("cannabis",)))
    assert can_fire(test, piece("substance", 0, substances=("cannabis_herb",)))
    assert not can_fire(test, piece("substance", 0, substances=("cocaine",)))


def test_a_need_of_several_ways_is_met_by_any_one_of_them():
    either = Group("any", (Group("all", (SUBSTANCE, PRICE)), Group("all", (HOURS, Use("place")))))
    test = reach(either, named={"place": Leaf(kinds=("place",))})
    kinds = ("substance", "price", "hours", "place")
    met = {(a, b) for a in kinds for b in kinds if can_fire(test, piece(a, 0), piece(b, 1))}
    assert {("substance", "price"), ("hours", "place")} <= met
    assert ("substance", "substance") not in met
    assert not any(can_fire(test, piece(kind, 0)) for kind in kinds)


def test_very_many_ways_ask_for_the_first_need_of_each_alone():
    kinds = [f"k{n}" for n in range(9)]
    leaves = [Leaf(kinds=(kind,)) for kind in kinds]
    wide = Group("any", tuple(Group("all", tuple(leaves[n : n + 3])) for n in (0, 3, 6)))
    test = reach(Group("all", (wide,)), wide)
    assert can_fire(test, piece("k0", 0), piece("k1", 1), piece("k2", 2))
    assert not can_fire(test, piece("other", 0), piece("other", 1))


def test_needs_follow_names_and_leave_out_what_asks_for_nothing():
    detection = Detection("sale.x", "t", "offer", 1.0, Leaf(kinds=("price", "hours"), ambiguity=("low", "high")))
    conditions = Conditions({}, (detection,))
    assert conditions.needs(Use("sale.x")) == (frozenset({"price:low", "price:high", "hours:low", "hours:high"}),)
    assert conditions.needs(Leaf(ids=("price.*",))) == ()
    assert conditions.needs(Leaf(kinds=("price",), at_least=1)) == (frozenset({"price"}),)
    assert conditions.needs(Group("any", (Group("all", (PRICE, HOURS)), SUBSTANCE))) == (
        frozenset({"price", "substance"}),
    )
    assert conditions.needs(Group("none", (PRICE,))) == ()
    assert conditions.named("sale.x") == detection.when
