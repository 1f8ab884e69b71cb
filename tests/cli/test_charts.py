"""Axes and scales of pictures: what is written on them lies inside, in order, and is not too much."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codewords.cli.charts import TimeAxis, picture, rect, round_steps, words
from codewords.cli.report_plots import Scale

MOMENTS = st.integers(0, 4 * 10**9).map(lambda seconds: dt.datetime.fromtimestamp(seconds, dt.UTC))


@given(MOMENTS, MOMENTS)
def test_dates_on_an_axis_lie_inside_in_order_and_are_few(one, two):
    axis = TimeAxis(min(one, two), max(one, two))
    places = [tick.at for tick in axis.ticks()]
    assert places == sorted(places)
    assert all(0 <= at <= 100 for at in places)
    assert len(places) <= 8


def test_the_year_is_written_where_it_begins():
    axis = TimeAxis(dt.datetime(2026, 11, 15, tzinfo=dt.UTC), dt.datetime(2027, 2, 15, tzinfo=dt.UTC))
    assert [tick.label for tick in axis.ticks()] == ["Dec 2026", "Jan 2027", "Feb"]


def test_a_single_moment_stands_in_the_middle():
    moment = dt.datetime(2026, 5, 1, tzinfo=dt.UTC)
    assert TimeAxis(moment, moment).at(moment) == 50


@given(st.integers(0, 10**9))
def test_levels_are_round_and_reach_the_top(top):
    steps = round_steps(top)
    assert steps[0] == 0
    assert steps[-1] >= top
    assert 2 <= len(steps) <= 5


@given(st.floats(0.01, 10**5), st.floats(1.25, 1000))
def test_a_scale_of_prices_has_numbers_inside(low, factor):
    scale = Scale(low, low * factor)
    places = [tick.at for tick in scale.ticks()]
    assert places == sorted(places)
    assert all(0.9 <= at <= 99.1 for at in places)
    assert len(places) <= 12


@pytest.mark.parametrize("price", [1, 30, 95.5])
def test_a_single_price_has_a_number_beside_it_or_close(price):
    assert Scale(price * 0.5, price * 2).ticks()


def test_words_in_a_picture_are_text_whatever_they_hold():
    content = "".join(picture("<b>", 10, [rect(0, 0, 1, 1, "x", "<i>"), words(0, 0, "<u>")]))
    assert "<b>" not in content
    assert "<i>" not in content
    assert "<u>" not in content
