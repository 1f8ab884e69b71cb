"""A stream is cut into the same lines, wherever its pieces end."""

from hypothesis import given
from hypothesis import strategies as st

from codewords.service.lines import Cutter


def cut(pieces, most=10):
    cutter = Cutter(most)
    lines = [line for piece in pieces for line in cutter.feed(piece)]
    lines += cutter.close()
    return [(line.number, line.raw) for line in lines]


@given(st.lists(st.text(alphabet="ab \r\n", max_size=30).map(str.encode), max_size=8))
def test_lines_do_not_depend_on_where_pieces_end(pieces):
    whole = b"".join(pieces)
    expected = [
        (number, None if len(raw) > 10 else raw.strip())
        for number, raw in enumerate(whole.split(b"\n"), 1)
        if len(raw) > 10 or raw.strip()
    ]
    assert cut(pieces) == cut([whole]) == expected


def test_blank_lines_are_counted_and_passed_over():
    assert cut([b"a\r\n\r\n \nb"]) == [(1, b"a"), (4, b"b")]


def test_a_line_that_is_too_long_is_named_and_not_kept():
    cutter = Cutter(10)
    for _ in range(1000):
        assert not list(cutter.feed(b"x" * 1000))
    assert len(cutter._rest) <= 10
    assert [(line.number, line.raw) for line in cutter.feed(b"\nok\n")] == [(1, None), (2, b"ok")]


def test_a_long_line_without_an_end_is_named_too():
    assert cut([b"x" * 11]) == [(1, None)]
