"""From judged rows to proposals, with the settings that steer them."""

import dataclasses
import random

import pytest

from codewords.maintain.fit import Case, Fit
from codewords.maintain.learn import INTERCEPT, Settings, cross_validate, learn, proposals, with_margin
from codewords.source.load import load_rules

pytest.importorskip("scipy")


@pytest.fixture(scope="module")
def rules(request):
    return load_rules(request.path.parents[1] / "packs" / "small")


def scored(rules, outcome):
    return [item.id for item in rules.detections if item.outcome == outcome and item.status == "stable"]


def rows(rules, count=200):
    """Make rows in which one offer detection tells offers from talk, nine times out of ten."""
    sign = scored(rules, "offer")[0]
    chance = random.Random(3)
    out = []
    for index in range(count):
        is_offer = index % 2 == 0
        fires = chance.random() < (0.9 if is_offer else 0.1)
        out.append(Case(frozenset({sign} if fires else ()), is_offer))
    return out, ["offer" if case.is_offer else "talk" for case in out]


def test_a_detection_that_never_fires_stays_at_its_origin(rules):
    data, _ = rows(rules)
    learnt = learn(data, rules, Settings(origin_for=0.25))
    unseen = [id_ for id_ in scored(rules, "offer") if not any(id_ in case.fired for case in data)]
    assert unseen
    assert {learnt.points[id_] for id_ in unseen} == {0.25}


def test_a_smaller_spread_keeps_points_nearer_to_the_origin(rules):
    data, _ = rows(rules)
    sign = scored(rules, "offer")[0]
    near, far = (learn(data, rules, Settings(spread=spread)).points[sign] for spread in (0.05, 2.0))
    assert 0 < near < far


def test_only_scored_detections_are_learnt(rules):
    data, _ = rows(rules)
    learnt = learn(data, rules, Settings())
    expected = {item.id for item in rules.detections if item.outcome != "talk" and item.status == "stable"}
    assert set(learnt.points) == expected


def test_cross_validation_counts_every_row_once_and_gives_the_same_again(rules):
    data, labels = rows(rules)
    found = cross_validate(labels, data, [], rules, Settings())
    assert found.rows == len(data)
    assert found.offer.right + found.offer.missed == labels.count("offer")
    assert found.alarms_talk.cases == labels.count("talk")
    assert found.alarms_none.cases == 0
    assert found.offer.f1 > 0.8
    assert cross_validate(labels, data, [], rules, Settings()) == found


def test_rows_of_the_fold_are_not_learnt_from(rules):
    """What fires in a single row cannot be known to whoever has not seen that row."""
    data, labels = rows(rules)
    settings = Settings(folds=len(data), least_rows=1)
    lone = scored(rules, "offer")[1]
    found = cross_validate(
        ["offer", *labels],
        [Case(frozenset({lone}), is_offer=True), *data],
        [],
        rules,
        dataclasses.replace(settings, folds=20),
    )
    without = cross_validate(labels, data, [], rules, dataclasses.replace(settings, folds=20))
    assert found.offer.missed == without.offer.missed + 1


def test_the_margin_comes_off_the_intercept_alone():
    learnt = Fit(-1.0, {"a": 1.0})
    assert with_margin(learnt, Settings(margin=0.25)) == Fit(-1.25, {"a": 1.0})


def test_proposals_are_what_would_change_and_the_largest_come_first(rules):
    points = {item.id: item.points for item in rules.detections if item.outcome != "talk"}
    first, second = list(points)[:2]
    learnt = Fit(
        rules.scoring.intercept - 0.5, {**points, first: points[first] + 0.1, second: points[second] - 2.0}
    )
    data = [Case(frozenset({second}), is_offer=True)] * 3
    found = proposals(rules, learnt, data)
    assert [row.id for row in found] == [second, INTERCEPT, first]
    assert [row.rows for row in found] == [3, 3, 0]
    assert proposals(rules, Fit(rules.scoring.intercept, points), data) == ()
