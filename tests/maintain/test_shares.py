import pytest
from hypothesis import given
from hypothesis import strategies as st

from codewords.maintain.shares import Score, Share

# Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
KNOWN = {
    (81, 263): (0.2553, 0.3662),
    (15, 148): (0.0624, 0.1605),
    (0, 20): (0.0, 0.1611),
    (1, 29): (0.0061, 0.1718),
}


@pytest.mark.parametrize(("hits", "cases"), KNOWN)
def test_the_interval_is_the_published_one(hits, cases):
    assert Share(hits, cases).interval == pytest.approx(KNOWN[hits, cases], abs=5e-5)


def test_nothing_can_be_said_of_no_cases():
    assert Share(0, 0).interval == (0.0, 1.0)
    assert str(Share(0, 0)) == "-"


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_share_and_mirrors(counts):
    hits, cases = counts
    low, high = Share(hits, cases).interval
    assert 0 <= low <= hits / cases + 1e-12
    assert hits / cases - 1e-12 <= high <= 1
    mirrored = Share(cases - hits, cases).interval
    assert mirrored == pytest.approx((1 - high, 1 - low))


def test_f1_is_the_harmonic_mean():
    score = Score(6, 2, 4)
    precision, recall = score.precision.value, score.recall.value
    assert (precision, recall) == (0.75, 0.6)
    assert score.f1 == pytest.approx(2 * precision * recall / (precision + recall))


def test_scores_add_up():
    assert Score(1, 2, 3) + Score(10, 20, 30) == Score(11, 22, 33)
