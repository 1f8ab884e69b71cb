"""The figures of a report, counted from results."""

import datetime as dt
import json

import pytest

from codewords.maintain.report import Report
from codewords.maintain.report_counts import period
from codewords.maintain.shares import Share
from codewords.maintain.stored import Stored

MENU = "beuh 5g 50€ / 10g 90€, livraison 7j/7, snap zz_fictif"
NEWS = "Saisie de 40 kg de cocaïne au port : trois hommes placés en garde à vue"
ODD = "plombix 5g 50€ / 10g 90€, livraison 7j/7, snap zz_fictif"
PLAIN = "bonjour à tous, on se voit samedi ?"


@pytest.fixture(scope="module")
def judged(engine):
    known = {text: engine.scan(text) for text in (MENU, NEWS, PLAIN)}
    return {**known, ODD: engine.scan(ODD, evidence="all")}


@pytest.fixture
def counted(judged):
    def count(*items, quotes=False):
        report = Report(quotes=quotes)
        for line, (text, label, *more) in enumerate(items, 1):
            report.add(Stored(line, "", judged[text], label=label, text=text, time=more[0] if more else None))
        return report

    return count


def test_labels_actions_and_surfaces_are_counted(counted):
    report = counted((MENU, ""), (MENU, ""), (NEWS, ""), (PLAIN, ""))
    assert report.labels == {"offer": 2, "talk": 1, "none": 1}
    assert report.by["surface"]["post"].labels == report.labels
    assert report.surface_actions["post"].all == report.total == 4
    assert report.quiet == 1


def test_points_are_counted_in_steps_of_one_by_label(counted, judged):
    report = counted((MENU, ""), (NEWS, ""), (PLAIN, ""))
    low = int(judged[MENU].points // 1)
    assert report.points[low] == {"offer": 1}
    assert sum(labels.total() for labels in report.points.values()) == 2


def test_prices_are_those_of_one_unit_by_currency_and_substance(counted):
    report = counted((MENU, ""))
    assert report.prices == {("g", "EUR"): {"cannabis_herb": [10.0, 9.0]}}


def test_a_rule_is_right_where_people_say_what_it_speaks_for(counted):
    report = counted((MENU, "offer"), (MENU, "none"), (NEWS, "talk"), (PLAIN, "none"))
    assert report.rules["sale.grid"].right == Share(1, 2)
    counters = [rule for rule in report.rules.values() if rule.outcome == "counter" and rule.truth["talk"]]
    assert counters
    assert all(rule.right.value == 1.0 for rule in counters)


def test_precision_and_recall_come_from_the_labels_and_are_not_there_without(counted):
    score = counted((MENU, "offer"), (MENU, "none"), (NEWS, "offer"), (PLAIN, "none")).offers
    assert (score.precision, score.recall) == (Share(1, 2), Share(1, 2))
    assert counted((MENU, "")).offers is None


def test_words_of_messages_are_kept_on_request_alone(counted):
    silent = json.dumps(counted((ODD, "none"), (MENU, "none")).to_dict())
    assert "plombix" not in silent
    assert "5g" not in silent
    report = counted((ODD, "none"), (MENU, "none"), quotes=True)
    assert report.unknown == {"plombix": 1}
    assert report.words["cannabis_herb.beuh"].written == {"beuh": 1}
    assert {quote.text for quote in report.wrong} == {ODD, MENU}


def test_the_same_words_are_quoted_once(counted):
    assert len(counted(*[(MENU, "none")] * 3, quotes=True).wrong) == 1


def test_the_language_is_that_of_most_of_the_evidence(counted):
    assert counted((MENU, "")).by["language"]["fr"].labels == {"offer": 1}


def test_periods_without_a_message_are_there_too(counted):
    first = dt.datetime(2026, 5, 1, tzinfo=dt.UTC)
    report = counted((MENU, "", first), (NEWS, "", first + dt.timedelta(days=3)))
    assert [labels.total() for _, labels in report.periods()] == [1, 0, 0, 1]


@pytest.mark.parametrize(
    ("length", "start"), [(45, "2026-05-13"), (46, "2026-05-11"), (401, "2026-05-01"), (4000, "2026-01-01")]
)
def test_periods_are_days_weeks_months_or_years_by_the_length_of_all(length, start):
    assert period(dt.date(2026, 5, 13), length).isoformat() == start


def test_a_report_is_plain_json_and_does_not_depend_on_order(counted):
    items = [(MENU, "offer"), (NEWS, "talk"), (PLAIN, "none")]
    assert json.dumps(counted(*items).to_dict()) == json.dumps(counted(*reversed(items)).to_dict())
