"""What is told while a data file is judged: how far, how fast, how long still."""

import io

import pytest

from codewords.cli import pace


def test_without_a_terminal_a_line_comes_now_and_then(monkeypatch):
    err = io.StringIO()
    clock = iter([0.0, 10.0, 31.0, 40.0, 62.0])
    monkeypatch.setattr(pace.time, "monotonic", lambda: next(clock))
    with pace.keep_pace(400, err) as told:
        for done in (100, 200, 300, 400):
            told.add(done, 100)
    assert err.getvalue() == "50 %, 6 rows/s, 0:31 left\n100 %, 6 rows/s, 0:00 left\n"


def test_what_an_earlier_run_made_counts_for_the_way_and_not_for_the_rate(monkeypatch):
    err = io.StringIO()
    clock = iter([0.0, 60.0])
    monkeypatch.setattr(pace.time, "monotonic", lambda: next(clock))
    with pace.keep_pace(1000, err) as told:
        told.pass_over(800)
        told.add(900, 100)
    assert err.getvalue() == "90 %, 2 rows/s, 1:00 left\n"


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ((0, 0, 100, 5.0), ""),
        ((10, 10, 0, 5.0), "2 rows/s, 0:00 left"),
        ((36_000, 1, 36, 120.0), "300 rows/s, 1:12:00 left"),
    ],
)
def test_rate_and_time_left_are_told_in_words(told, expected):
    assert pace.tell(*told) == expected


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_terminal_shows_a_bar_with_rate_and_time_left(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    err = Terminal()
    with pace.keep_pace(200, err) as told:
        told.add(100, 100)
    assert "scanning" in err.getvalue()
    assert "rows/s" in err.getvalue()
