"""Decisions on evidence laid out by hand, by rule sets of a few detections: no text, no lexicon."""

import pytest

from codewords.judge.judge import Fired, Judge
from codewords.judge.near import near_misses
from codewords.judge.smallest import smallest_evidence
from codewords.match.evidence import Evidence
from codewords.model import Detection, Group, Leaf, RuleSet, Scoring, Substance, Surface, Use

SUBSTANCES = (Substance("cannabis", {}), Substance("cannabis_herb", {}, "cannabis"), Substance("cocaine", {}))
SURFACES = (
    Surface("post", "A public post", 0.0, {"default": 0.0}, {"default": 3.0, "recruitment": 1.5}),
    Surface("dm", "A private message", 0.25, {"default": 1.0, "recruitment": 0.5}, {"default": 4.0}),
)
SCORING = {
    "intercept": -1.0, "counter_cap": 2.0, "disguise_points": 0.5, "counter_window": 5, "lang_points": 0.125,
    "budgets": {"quotation_from": 40, "negation_reach": 4}, "negated": ("trade",),
}  # fmt: skip
SUBSTANCE, PRICE, HOURS = (Leaf(kinds=(kind,)) for kind in ("substance", "price", "hours"))


def piece(kind, at, *, sentence=0, **more):
    """Give evidence of one token; each token is ten characters wide."""
    more = {"id": f"{kind}.{at}", "line": 0, **more}
    return Evidence(
        kind, start=at * 10, end=at * 10 + 9, first=at, last=at + 1, sentence=sentence, **more
    )  # fmt: skip


def weed(at, **more):
    return piece("substance", at, substances=("cannabis_herb",), **more)


def police(at, **more):
    return piece("counter", at, topic="police", **more)


def rule(id_, points, when, outcome="offer", **more):
    """Give a detection; a string asks for one piece of that kind."""
    when = Leaf(kinds=(when,)) if isinstance(when, str) else when
    return Detection(id_, f"Title of {id_}", outcome, points, when, **more)


SALE = rule("sale.word", 2.0, "substance", category="sale")
POLICE = rule("counter.police", -0.75, "counter", "counter")
TALK = rule("talk.any", 0.0, "substance", "talk", category="endorsement")


def judge_of(*detections, conditions=None, levels=None, **scoring):
    rules = RuleSet(
        "",
        1,
        (),
        SUBSTANCES,
        (),
        (),
        {},
        detections,
        conditions or {},
        SURFACES,
        (),
        Scoring(**(SCORING | scoring)),
    )
    return Judge(rules, levels or {})


def laid(judge, *pieces, quotes=(), questions=frozenset(), clauses=()):
    return judge.board(pieces, quotes=quotes, questions=questions, clauses=clauses)


def decide(judge, *pieces, surface="post", langs=(), skipped=False, **where):
    return judge.judge(laid(judge, *pieces, **where), surface=surface, langs=langs, skipped=skipped)


def test_points_are_the_sum_of_parts_that_are_named_in_order():
    verdict = decide(
        judge_of(SALE, POLICE), weed(0, disguised=True, lang="fr"), police(1), surface="dm", langs=("fr",)
    )
    assert verdict.parts == (
        ("intercept", -1.0), ("surface dm", 0.25), ("sale.word", 2.0), ("disguise", 0.5), ("language hint", 0.125),
        ("counter.police", -0.75),
    )  # fmt: skip
    assert verdict.points == 1.125


def test_a_surface_without_points_is_no_part():
    assert decide(judge_of(SALE), weed(0)).parts == (("intercept", -1.0), ("sale.word", 2.0))


def test_points_are_rounded_to_six_places():
    verdict = decide(judge_of(rule("sale.word", 1.12345678, "substance")), weed(0))
    assert verdict.points == 0.123457


def test_no_points_at_all_are_enough_for_an_offer_and_less_is_not():
    assert decide(judge_of(rule("sale.word", 1.0, "substance")), weed(0)).label == "offer"
    below = decide(judge_of(rule("sale.word", 0.99, "substance")), weed(0))
    assert (below.label, below.categories, below.substances, below.action) == ("none", (), (), "allow")
    assert [item.detection.id for item in below.fired] == ["sale.word"]


def test_many_points_without_a_detection_are_no_offer():
    assert decide(judge_of(SALE, intercept=5.0), piece("hours", 0)).label == "none"


def test_an_offer_below_its_points_is_talk_when_something_talks():
    judge = judge_of(rule("sale.word", 0.5, "substance", category="sale"), TALK)
    verdict = decide(judge, weed(0))
    assert (verdict.label, verdict.categories, verdict.action) == ("talk", ("endorsement",), "allow")
    assert verdict.substances == ("cannabis_herb",)


def test_an_offer_beside_talk_stays_an_offer_with_its_own_categories():
    verdict = decide(judge_of(SALE, TALK), weed(0))
    assert (verdict.label, verdict.categories) == ("offer", ("sale",))
    assert [item.detection.id for item in verdict.fired] == ["sale.word", "talk.any"]


def test_an_unknown_code_counts_as_an_offer():
    verdict = decide(judge_of(rule("unknown.code", 2.0, "price", "unknown", category="sale")), piece("price", 0))
    assert (verdict.label, verdict.points) == ("offer", 1.0)


def test_substances_are_named_once_and_sorted():
    verdict = decide(judge_of(SALE), piece("substance", 0, substances=("cocaine", "cannabis")), weed(1), weed(2))
    assert verdict.substances == ("cannabis", "cannabis_herb", "cocaine")


def test_categories_are_named_once_and_an_empty_one_is_none():
    judge = judge_of(
        SALE, rule("sale.two", 1.0, "substance", category="sale"), rule("sale.three", 1.0, "substance")
    )
    assert decide(judge, weed(0)).categories == ("sale",)


def test_a_detection_in_shadow_fires_and_adds_nothing():
    judge = judge_of(rule("sale.new", 9.0, "price", status="shadow", category="front"), SALE)
    alone = decide(judge, piece("price", 3))
    assert (alone.label, alone.points, [item.detection.id for item in alone.fired]) == ("none", -1.0, ["sale.new"])
    beside = decide(judge, piece("price", 3), weed(0))
    assert (beside.points, beside.categories) == (1.0, ("sale",))


def test_counter_evidence_in_shadow_takes_nothing_away():
    shadow = rule("counter.police", -9.0, "counter", "counter", status="shadow")
    assert decide(judge_of(SALE, shadow), weed(0), police(1)).points == 1.0


def test_a_retired_detection_never_fires_but_may_be_named():
    retired = rule("sale.old", 9.0, "substance", status="retired")
    verdict = decide(judge_of(retired, rule("sale.new", 3.0, Use("sale.old"))), weed(0))
    assert verdict.parts == (("intercept", -1.0), ("sale.new", 3.0))


def test_a_detection_of_other_surfaces_is_passed_over_and_the_next_is_tried():
    judge = judge_of(rule("sale.dm", 1.0, "substance", surfaces=("dm",)), SALE)
    assert [name for name, _ in decide(judge, weed(0)).parts] == ["intercept", "sale.word"]
    assert [name for name, _ in decide(judge, weed(0), surface="dm").parts[2:]] == ["sale.dm", "sale.word"]


def test_a_detection_that_lacks_a_kind_is_passed_over_and_the_next_is_tried():
    judge = judge_of(rule("sale.priced", 1.0, Group("all", (SUBSTANCE, PRICE))), SALE)
    assert [name for name, _ in decide(judge, weed(0)).parts] == ["intercept", "sale.word"]


def test_a_condition_that_holds_on_nothing_does_not_fire():
    judge = judge_of(rule("sale.silence", 9.0, Group("none", (PRICE,))), SALE)
    assert decide(judge, piece("hours", 0)).fired == ()


def test_what_is_within_reach_of_no_detection_needs_no_judging():
    reach = judge_of(rule("sale.herb", 1.0, Leaf(substances=("cannabis",)))).reach()
    assert reach.can_fire([reach.mask(weed(0))], "post")
    assert not reach.can_fire([reach.mask(piece("price", 0))], "post")


def test_structures_undo_only_the_detections_that_say_so():
    judge = judge_of(rule("sale.strict", 1.0, "substance", unless=("question",)), SALE)
    asked = decide(judge, weed(0, sentence=1), questions=frozenset({1}))
    assert [name for name, _ in asked.parts] == ["intercept", "sale.word"]


def test_short_quotations_undo_nothing():
    judge = judge_of(rule("sale.word", 2.0, "substance", unless=("quotation",)))
    assert decide(judge, weed(1), quotes=((0, 40),)).label == "none"
    assert decide(judge, weed(1), quotes=((0, 39),)).label == "offer"


def test_a_negation_undoes_goods_within_its_reach_and_up_to_the_next_clause():
    judge = judge_of(rule("sale.word", 2.0, "substance", unless=("negation",)))
    no = piece("counter", 0, topic="negation")
    assert decide(judge, no, weed(4)).label == "none"
    assert decide(judge, no, weed(5)).label == "offer"
    assert decide(judge, no, weed(2), clauses=(15,)).label == "offer"
    firm = piece("counter", 0, topic="negation", ambiguity="low")
    assert decide(judge, firm, weed(2), clauses=(15,)).label == "none"


def test_a_negation_undoes_counter_evidence_of_the_topics_the_rules_name():
    trade = rule("talk.trade", 0.0, Leaf(kinds=("counter",), topics=("trade",)), "talk", unless=("negation",))
    no = piece("counter", 0, topic="negation")
    assert decide(judge_of(trade), no, piece("counter", 1, topic="trade")).label == "none"
    assert decide(judge_of(trade, negated=()), no, piece("counter", 1, topic="trade")).label == "talk"


def test_counter_evidence_speaks_to_the_sentence_of_the_offer_or_to_tokens_near_it():
    judge = judge_of(SALE, POLICE)
    here = decide(judge, weed(20), police(90))
    assert here.points == 0.25
    for at, points in ((13, 1.0), (14, 0.25), (26, 0.25), (27, 1.0)):
        assert decide(judge, weed(20), police(at, sentence=3)).points == points, at


def test_only_counter_evidence_in_reach_is_told():
    judge = judge_of(SALE, POLICE)
    near, far = police(24, sentence=1), police(90, sentence=2)
    assert decide(judge, weed(20), near, far).fired[1] == Fired(POLICE, (near,))
    assert [item.detection.id for item in decide(judge, weed(20), far).fired] == ["sale.word"]


def test_counter_evidence_in_an_offer_is_no_spot_for_other_counter_evidence():
    told = rule("sale.told", 2.0, Group("all", (SUBSTANCE, Leaf(kinds=("counter",), topics=("news",)))))
    judge = judge_of(told, rule("counter.police", -0.75, Leaf(topics=("police",)), "counter"))
    verdict = decide(judge, weed(0), piece("counter", 40, topic="news", sentence=4), police(41, sentence=4))
    assert verdict.points == 1.0


def test_counter_evidence_alone_is_neither_told_nor_talk():
    verdict = decide(judge_of(SALE, POLICE), police(0))
    assert (verdict.label, verdict.points, verdict.fired) == ("none", -1.0, ())


def test_counter_evidence_beside_talk_alone_is_not_told():
    verdict = decide(judge_of(TALK, POLICE), weed(0), police(1))
    assert [item.detection.id for item in verdict.fired] == ["talk.any"]


LOUD = rule("counter.police", -3.5, "counter", "counter")


def test_counter_evidence_takes_away_no_more_than_its_limit():
    verdict = decide(judge_of(SALE, LOUD), weed(0), police(1))
    assert verdict.parts[-1] == ("limit of counter-evidence", 1.5)
    assert verdict.points == -1.0
    quiet = decide(judge_of(SALE, rule("counter.police", -2.0, "counter", "counter")), weed(0), police(1))
    assert quiet.parts[-1] == ("counter.police", -2.0)


def test_the_limit_is_rounded_to_six_places():
    loud = rule("counter.police", -2.12345678, "counter", "counter")
    assert decide(judge_of(SALE, loud), weed(0), police(1)).parts[-1][1] == 0.123457


def test_the_limit_grows_with_the_sentences_that_counter_evidence_speaks_to():
    judge = judge_of(SALE, LOUD)
    two = decide(judge, weed(0), weed(1, sentence=1), police(2, sentence=1))
    assert two.points == 2.0 - 1.0 - 3.5
    assert decide(judge, weed(0), weed(9, sentence=9), police(10, sentence=9)).points == -1.0
    for beside in (4, 6):
        verdict = decide(judge, weed(0, sentence=5), weed(1, sentence=7), police(2, sentence=beside))
        assert verdict.points == (-2.5 if beside == 6 else -1.0), beside


def test_counter_evidence_in_no_sentence_of_the_offer_still_has_its_limit():
    assert decide(judge_of(SALE, LOUD), weed(0), police(2, sentence=7)).points == -1.0


def test_disguise_counts_for_codes_alone():
    judge = judge_of(rule("sale.any", 2.0, Leaf(kinds=("substance", "emoji", "delivery"))))
    for kind, points in (("substance", 1.5), ("emoji", 1.5), ("delivery", 1.0)):
        assert decide(judge, piece(kind, 0, disguised=True)).points == points, kind


def test_disguise_and_language_without_an_offer_add_nothing():
    verdict = decide(judge_of(TALK), weed(0, disguised=True, lang="fr"), langs=("fr",))
    assert verdict.parts == (("intercept", -1.0),)


def test_another_language_than_the_expected_one_adds_nothing_and_hides_nothing():
    verdict = decide(judge_of(SALE), weed(0, lang="en"), langs=("fr", "de"))
    assert (verdict.label, verdict.points) == ("offer", 1.0)


@pytest.mark.parametrize(
    ("points", "category", "surface", "action"),
    [
        (4.0, "sale", "post", "block"),
        (3.99, "sale", "post", "review"),
        (1.0, "sale", "post", "review"),
        (2.5, "recruitment", "post", "block"),
        (2.5, "", "post", "review"),
        (4.0, "", "post", "block"),
        (1.0, "sale", "dm", "allow"),
        (1.75, "sale", "dm", "review"),
        (1.25, "recruitment", "dm", "review"),
        (1.24, "recruitment", "dm", "allow"),
    ],
)
def test_the_thresholds_of_surface_and_category_answer(points, category, surface, action):
    judge = judge_of(rule("x.y", points, "substance", category=category))
    assert decide(judge, weed(0), surface=surface).action == action


@pytest.mark.parametrize(
    ("levels", "action"),
    [
        ({}, "block"),
        ({"cannabis": "watch"}, "review"),
        ({"cannabis": "watch", "cannabis_herb": "report"}, "block"),
        ({"cocaine": "watch"}, "block"),
    ],
)
def test_what_the_policy_only_watches_is_never_blocked(levels, action):
    assert decide(judge_of(rule("sale.word", 9.0, "substance"), levels=levels), weed(0)).action == action


def test_an_offer_that_names_no_substance_is_never_blocked():
    assert decide(judge_of(rule("sale.price", 9.0, "price")), piece("price", 0)).action == "review"


def test_what_the_policy_ignores_is_left_out_unless_it_may_be_something_else():
    judge = judge_of(SALE, levels={"cannabis": "ignore"})
    assert decide(judge, weed(0)).fired == ()
    assert decide(judge, piece("substance", 0, substances=("cannabis_herb", "cocaine"))).label == "offer"
    assert decide(judge, piece("substance", 0)).label == "offer"


def test_evidence_of_entries_in_shadow_is_left_out():
    assert decide(judge_of(SALE), weed(0, status="shadow")).label == "none"


def test_a_message_that_was_not_read_to_its_end_is_reviewed_at_least():
    judge = judge_of(rule("sale.word", 4.0, "substance"))
    assert decide(judge, piece("hours", 0), skipped=True).action == "review"
    assert decide(judge, weed(0), skipped=True).action == "block"
    assert (
        decide(judge_of(rule("sale.word", 1.0, "substance")), weed(0), surface="dm", skipped=True).action
        == "review"
    )


BOTH = Group("all", (SUBSTANCE, PRICE))
NEAR = Group("all", (SUBSTANCE, PRICE), within=3)


def missed(judge, *pieces, surface="post"):
    board = laid(judge, *pieces)
    return near_misses(judge, board, judge.judge(board, surface=surface), surface=surface)


def lacks(when, *pieces, **more):
    """Give what a detection with this condition lacked, `None` when it lacked more than one part or fired."""
    found = missed(judge_of(rule("sale.x", 2.0, when), **more), *pieces)
    return found[0].lacks if found else None


@pytest.mark.parametrize(
    ("when", "told"),
    [
        (BOTH, "price"),
        (Group("all", (SUBSTANCE, Leaf(kinds=("price",), at_least=2))), "2 of price, found 0"),
        (Group("all", (SUBSTANCE, Leaf(kinds=("price", "hours"), at_least=3))), "3 of price or hours, found 1"),
        (Group("all", (SUBSTANCE, Leaf(kinds=("hours",), at_most=0, at_least=0))), "no more hours"),
        (Group("all", (SUBSTANCE, Leaf(ids=("price.pair", "price.bare")))), "price.pair or price.bare"),
        (Group("all", (SUBSTANCE, Leaf(langs=("de",)))), "evidence"),
        (Group("all", (HOURS, Leaf(kinds=("substance",), disguised=True))), "disguised substance"),
        (Group("all", (SUBSTANCE, Group("any", (PRICE, Leaf(kinds=("place",)))))), "price or place"),
        (Group("all", (SUBSTANCE, Group("all", (HOURS, PRICE)))), "hours with price"),
        (Group("all", (SUBSTANCE, Group("none", (HOURS, PRICE)))), "none of hours or price"),
        (Group("all", (SUBSTANCE, Use("ware"))), "ware"),
        (Use("both"), "price"),
    ],
)
def test_a_near_miss_says_the_one_part_that_it_lacks(when, told):
    named = {"ware": PRICE, "both": BOTH}
    assert lacks(when, weed(0), piece("hours", 1), conditions=named) == (told,)


@pytest.mark.parametrize(
    ("when", "told"),
    [
        (NEAR, "within 3 tokens"),
        (Group("all", (SUBSTANCE, PRICE), within="line"), "within one line"),
        (Group("all", (PRICE, SUBSTANCE), ordered=True), "in that order"),
        (Group("all", (PRICE, SUBSTANCE), within="message", ordered=True), "in that order"),
        (Group("all", (PRICE, SUBSTANCE), within=30, ordered=True), "within 30 tokens in that order"),
    ],
)
def test_a_near_miss_says_what_holds_its_parts_together(when, told):
    assert lacks(when, weed(0), piece("price", 20, line=1)) == (f"all parts are there, but not {told}",)


def test_one_word_with_two_senses_lacks_words_of_its_own():
    assert lacks(BOTH, weed(0), piece("price", 0)) == ("all parts are there, but not in words of their own",)


def test_what_lacks_more_than_one_part_or_has_but_one_is_no_near_miss():
    three = Group("all", (SUBSTANCE, PRICE, HOURS))
    assert lacks(three, weed(0)) is None
    assert lacks(three, weed(0), piece("price", 1)) == ("hours",)
    assert lacks(Group("all", (SUBSTANCE,)), piece("price", 1)) is None
    assert lacks(Group("any", (SUBSTANCE, HOURS)), piece("price", 1)) is None
    assert lacks(SUBSTANCE, piece("price", 1)) is None


def test_near_misses_are_told_dearest_first_then_by_id_with_title_and_points():
    rules = [rule(f"sale.{name}", points, NEAR) for name, points in (("b", 1.0), ("c", 2.0), ("a", 1.0))]
    found = missed(judge_of(*rules), weed(0))
    assert [(item.id, item.title, item.points) for item in found] == [
        ("sale.c", "Title of sale.c", 2.0), ("sale.a", "Title of sale.a", 1.0), ("sale.b", "Title of sale.b", 1.0),
    ]  # fmt: skip


def test_only_offers_with_points_that_did_not_fire_are_near_misses():
    judge = judge_of(
        rule("sale.fired", 1.0, "substance"), rule("talk.x", 1.0, NEAR, "talk"), rule("counter.x", -1.0, NEAR, "counter"),
        rule("sale.free", 0.0, NEAR), rule("unknown.x", 1.0, NEAR, "unknown"), rule("sale.last", 0.5, NEAR),
    )  # fmt: skip
    assert [item.id for item in missed(judge, weed(0))] == ["unknown.x", "sale.last"]


def test_a_detection_of_another_surface_that_holds_lacks_that_surface():
    judge = judge_of(
        rule("sale.dm", 1.0, "substance", surfaces=("dm", "shop")), rule("sale.far", 1.0, BOTH, surfaces=("dm",))
    )
    found = missed(judge, weed(0))
    assert [(item.id, item.lacks) for item in found] == [("sale.dm", ("another surface: dm or shop",))]
    assert [item.id for item in missed(judge, weed(0), surface="dm")] == ["sale.far"]


def test_evidence_that_a_structure_undoes_is_lacking():
    judge = judge_of(rule("sale.x", 1.0, BOTH, unless=("negation",)))
    board = laid(judge, piece("price", 0), piece("counter", 2, topic="negation"), weed(3))
    (miss,) = near_misses(judge, board, judge.judge(board, surface="post"), surface="post")
    assert miss.lacks == ("substance",)


def smallest(judge, *pieces, surface="post", langs=()):
    board = laid(judge, *pieces)
    verdict = judge.judge(board, surface=surface, langs=langs)
    return smallest_evidence(judge, board, verdict, surface=surface, langs=langs)


def test_the_smallest_evidence_keeps_the_dearest_and_the_earliest_piece():
    judge = judge_of(rule("sale.price", 1.0, "price"), rule("sale.word", 1.0, "substance"), SALE)
    prices = [piece("price", at) for at in (1, 2)]
    assert smallest(judge, *prices, weed(5), weed(7)) == (weed(5),)
    assert smallest(judge, *prices) == (prices[0],)


def test_the_smallest_evidence_is_enough_against_counter_evidence():
    judge = judge_of(SALE, rule("sale.price", 1.0, "price"), rule("counter.police", -2.0, "counter", "counter"))
    assert smallest(judge, weed(0), piece("price", 1)) == (weed(0),)
    assert smallest(judge, piece("price", 1), weed(0), police(2)) == (weed(0), piece("price", 1))


def test_the_smallest_evidence_is_that_of_the_surface_and_the_languages():
    judge = judge_of(rule("sale.word", 0.9, "substance"), rule("sale.price", 0.5, "price"))
    assert smallest(judge, weed(0), piece("price", 1)) == (weed(0), piece("price", 1))
    assert smallest(judge, weed(0), piece("price", 1), surface="dm") == (weed(0),)
    assert smallest(judge, weed(0, lang="fr"), piece("price", 1), langs=("fr",)) == (weed(0, lang="fr"),)


def test_what_is_no_offer_has_no_smallest_evidence():
    assert smallest(judge_of(TALK), weed(0)) == ()
