"""Records and threads that hold what cannot be judged are refused by name, before anything is judged."""

import pytest

from codewords.engine.fields import record_pieces, thread_pieces


@pytest.mark.parametrize(
    ("record", "told"),
    [
        ("title", "record must be a mapping of field names to values, not str"),
        ({1: "beuh"}, "field names must be str, not int"),
        ({"title": object()}, "not object"),
        ({"tags": ["beuh", None, {}]}, "tags.2"),
    ],
    ids=["no mapping", "a name that is a number", "a value of another type", "an item of another type"],
)
def test_a_record_that_cannot_be_judged_says_which_part_of_it(record, told):
    with pytest.raises(TypeError, match=told):
        record_pieces(record)


@pytest.mark.parametrize(
    ("thread", "told"),
    [
        ("one text", "thread must be a sequence of str, not one str"),
        (b"bytes", "thread must be a sequence of str, not one bytes"),
        (["bonjour", b"bytes"], "message 1 of the thread must be str, not bytes"),
    ],
)
def test_a_thread_that_cannot_be_judged_says_which_message(thread, told):
    with pytest.raises(TypeError, match=told):
        thread_pieces(thread)
