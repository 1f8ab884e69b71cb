from codewords.judge.board import Board
from codewords.judge.conditions import Conditions
from codewords.match.evidence import Evidence
from codewords.model import Group, Leaf, Use


def piece(kind, at, *, end=None, line=0, sentence=0, id="", **more):  # noqa: A002  the field is called so
    end = at + 1 if end is None else end
    return Evidence(kind, id or f"{kind}.{at}", at * 10, end * 10 - 1, at, end, line, sentence, **more)


def board(*pieces, **more):
    return Board(pieces, parents={"cannabis_herb": "cannabis"}, **more)


def holds(condition, on, named=()):
    return Conditions(dict(named), ()).holds(condition, on)


SUBSTANCE = Leaf(kinds=("substance",))
PRICE = Leaf(kinds=("price",))


def test_a_leaf_gives_the_pieces_it_asks_for_in_order():
    on = board(piece("price", 5), piece("substance", 2), piece("price", 1))
    assert [item.first for item in holds(PRICE, on)] == [1, 5]


def test_a_leaf_counts_places_not_entries():
    here = piece("price", 1, id="price.a")
    same = piece("price", 1, id="price.b")
    assert holds(Leaf(kinds=("price",), at_least=2), board(here, same)) is None


def test_a_distinct_leaf_counts_entries_not_places():
    twice = board(piece("emoji", 1, id="emoji.snow"), piece("emoji", 4, id="emoji.snow"))
    assert holds(Leaf(kinds=("emoji",), at_least=2, distinct=True), twice) is None


def test_a_leaf_with_a_ceiling_fails_above_it():
    on = board(piece("price", 1), piece("price", 2))
    assert holds(Leaf(kinds=("price",), at_most=1), on) is None


def test_a_parent_substance_stands_for_its_children():
    on = board(piece("substance", 1, substances=("cannabis_herb",)))
    assert holds(Leaf(substances=("cannabis",)), on)
    assert holds(Leaf(substances=("cocaine",)), on) is None


def test_an_id_may_end_in_a_star():
    on = board(piece("price", 1, id="price.per-gram"))
    assert holds(Leaf(ids=("price.*",)), on)
    assert holds(Leaf(ids=("price.per",)), on) is None


def test_all_holds_within_so_many_tokens_and_not_beyond():
    on = board(piece("substance", 0), piece("price", 8))
    assert holds(Group("all", (SUBSTANCE, PRICE), within=8), on)
    assert holds(Group("all", (SUBSTANCE, PRICE), within=6), on) is None


def test_within_looks_to_both_sides_of_the_first_part():
    on = board(piece("price", 0), piece("substance", 5))
    assert holds(Group("all", (SUBSTANCE, PRICE), within=6), on)


def test_ordered_parts_must_follow_each_other():
    on = board(piece("price", 0), piece("substance", 5))
    assert holds(Group("all", (SUBSTANCE, PRICE), within=6, ordered=True), on) is None
    assert holds(Group("all", (PRICE, SUBSTANCE), within=6, ordered=True), on)


def test_within_line_needs_the_same_line():
    apart = board(piece("substance", 0, line=0), piece("price", 1, line=1))
    assert holds(Group("all", (SUBSTANCE, PRICE), within="line"), apart) is None


def test_within_sentence_needs_the_same_sentence():
    apart = board(piece("substance", 0, sentence=0), piece("price", 1, sentence=1))
    assert holds(Group("all", (SUBSTANCE, PRICE), within="sentence"), apart) is None
    assert holds(Group("all", (SUBSTANCE, PRICE), within="message"), apart)


def test_none_forbids_and_adds_no_evidence():
    news = Leaf(kinds=("counter",))
    quiet = board(piece("substance", 0))
    assert [e.kind for e in holds(Group("all", (SUBSTANCE, Group("none", (news,)))), quiet)] == ["substance"]
    loud = board(piece("substance", 0), piece("counter", 3, topic="news"))
    assert holds(Group("all", (SUBSTANCE, Group("none", (news,)))), loud) is None


def test_any_gives_the_evidence_of_every_part_that_holds():
    on = board(piece("substance", 0), piece("price", 3))
    found = holds(Group("any", (SUBSTANCE, PRICE, Leaf(kinds=("hours",)))), on)
    assert [e.kind for e in found] == ["substance", "price"]


def test_a_named_condition_serves_as_the_anchor():
    on = board(piece("substance", 0), piece("price", 40))
    near = Group("all", (Use("ware"), PRICE), within=10)
    named = {"ware": Group("any", (SUBSTANCE,))}
    assert holds(near, on, named) is None
    assert holds(near, board(piece("substance", 35), piece("price", 40)), named)


def test_every_place_where_a_condition_holds_gives_its_evidence():
    on = board(piece("substance", 0), piece("price", 1), piece("substance", 90), piece("price", 91))
    found = holds(Group("all", (SUBSTANCE, PRICE), within=5), on)
    assert [e.first for e in found] == [0, 1, 90, 91]


def test_negation_undoes_what_follows_it_closely_in_its_sentence():
    no = piece("counter", 0, topic="negation")
    close, far = piece("substance", 2), piece("substance", 9)
    left = board(no, close, far, reach=4).without(("negation",))
    assert [e.first for e in left.evidence if e.kind == "substance"] == [9]


def test_negation_does_not_reach_back_or_over_a_sentence():
    before = piece("substance", 0)
    no = piece("counter", 1, topic="negation")
    beyond = piece("substance", 2, sentence=1)
    left = board(before, no, beyond, reach=4).without(("negation",))
    assert [e.first for e in left.evidence if e.kind == "substance"] == [0, 2]


def test_negated_goods_are_no_goods_while_negated_news_stay_news():
    no = piece("counter", 0, topic="negation")
    soap, news, later = (
        piece("counter", at, topic=topic) for at, topic in ((1, "trade"), (2, "news"), (9, "trade"))
    )
    on = board(no, soap, news, later, reach=4, negated=frozenset({"trade"}))
    assert [e.first for e in on.without(("negation",)).evidence] == [0, 2, 9]
    assert on.without(("quotation",)) is on


def test_quoted_evidence_does_not_count_where_quotation_undoes():
    inside, outside = piece("substance", 1), piece("substance", 5)
    left = board(inside, outside, quotes=((8, 30),)).without(("quotation",))
    assert [e.first for e in left.evidence] == [5]


def test_evidence_of_a_question_does_not_count_where_questions_undo():
    asked, told = piece("substance", 1, sentence=0), piece("substance", 5, sentence=1)
    left = board(asked, told, questions=frozenset({0})).without(("question",))
    assert [e.first for e in left.evidence] == [5]


def test_what_a_condition_needs_never_asks_for_too_much():
    named = {"ware": Group("any", (SUBSTANCE, Leaf(kinds=("emoji",), ambiguity=("high",))))}
    conditions = Conditions(named, ())
    both = Group("all", (Use("ware"), PRICE, Group("none", (Leaf(kinds=("counter",)),))))
    assert conditions.needs(both) == (frozenset({"substance", "emoji:high"}), frozenset({"price"}))
    assert conditions.needs(Leaf(kinds=("price",), at_least=0, at_most=3)) == ()
    assert conditions.needs(Group("any", (PRICE, Group("none", (SUBSTANCE,))))) == ()
