"""Patterns are written out as the format says, and slow ones are found."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from codewords.source.expand import Expander, ExpandError, join_words
from codewords.source.expression import find_faults

MACROS = {"number": r"\d{1,5}", "amount": "{number} {units}"}
TABLES = {"units": join_words(["g", "gr", "g.", "le g"])}


@pytest.mark.parametrize(
    ("written", "expanded"),
    [
        ("{number}", r"(?:\d{1,5})"),
        ("x{2,5}", "x{2,5}"),
        ("x{3}y{2,}z{,4}", "x{3}y{2,}z{,4}"),
        ("{{a}}", r"\{a\}"),
        ("x{2}}}", r"x{2}\}"),
        (r"\p{L}\N{DASH}", r"\p{L}\N{DASH}"),
        (r"\{", r"\{"),
        ("{units}", r"(?:le g|g\.|gr|g)"),
        ("{amount}{0,3}", r"(?:(?:\d{1,5}) (?:le g|g\.|gr|g)){0,3}"),
    ],
)
def test_names_are_written_out_and_repeats_survive(written: str, expanded: str) -> None:
    assert Expander(MACROS, TABLES).expand(written) == expanded


@pytest.mark.parametrize(
    ("written", "code"), [("{nubmer}", "CW403"), ("a}", "CW403"), ("{", "CW403"), ("{}", "CW403")]
)
def test_unknown_names_and_stray_braces_are_told(written: str, code: str) -> None:
    with pytest.raises(ExpandError) as caught:
        Expander(MACROS, TABLES).expand(written)
    assert caught.value.code == code


@given(st.lists(st.text(min_size=1, max_size=6), min_size=1, max_size=8))
def test_every_word_of_a_table_is_matched_as_a_whole(words: list[str]) -> None:
    compiled = regex.compile(join_words(words), regex.VERSION1)
    for word in words:
        found = compiled.match(word)
        assert found is not None
        assert found[0] == word


@pytest.mark.parametrize(
    "text",
    [
        r"\d+ *€",
        r"[a-z]+\s*",
        r"(?:\d{1,3} ){1,9}",
        r"(?<=ab|cd)x",
        r"(?<![\w.])\d",
        r"(?i:a)(?<name>b)(?>c)(?#note)",
        r"[[a-z]--[aeiou]]+",
        r"[]a]+[^]b]*",
        r"[(]+",
        r"\(+",
        r"(?<=\d{2})g",
        r"(?:a|b){2,3}?",
        r"(?:[a-z]{1,63}\.){1,4}a",
        r"(?:(?: ?[/,] ?| ou )(?:un|deux)){1,6}",
        r"(?: \d{1,3}){1,9}",
        r"(?:(?: {0,2}-? {0,2})\d ?\d){4}",
        r"(?:a{1,9}){1}b",
        r"(?:a?b?)?c",
        r"(?:(?:un|\d{1,2})[ ,]{1,3}){6}",
    ],
)
def test_what_the_format_allows_has_no_fault(text: str) -> None:
    regex.compile(text, regex.VERSION1)
    assert find_faults(text) == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (r"(a)+", "CW405"),
        (r"(?:a|b)*c", "CW405"),
        (r"(?:ab){2,}", "CW405"),
        (r"x(?:(?:ab)+?-){1,2}", "CW405"),
        (r"(?=a)*c", "CW405"),
        (r"(?:a?)*b", "CW405"),
        (r"(?:a{1,9}){1,9}", "CW408"),
        (r"(?:\d{1,3} ?){1,9}", "CW408"),
        (r"(?:(?:\d{1,3})){2}", "CW408"),
        (r"(?:(?:un ?|\d{1,3})){1,3}", "CW408"),
        (r"(?:-|a{1,9}){1,3}", "CW408"),
        (r"(?:a{1,9}a{1,9}){1,3}", "CW408"),
        (r"(?:(?=x)a{1,9}){1,3}", "CW408"),
        (r"x?", "CW402"),
        (r"(?=a)", "CW402"),
        (r"\b", "CW402"),
        (r"a|b?", "CW402"),
        (r"(?<=a|bc)x", "CW406"),
        (r"(?<!a+)x", "CW406"),
        (r"(?<=a?)x", "CW406"),
        (r"(a)\1", "CW406"),
        (r"(?P<n>a)(?P=n)", "CW406"),
        (r"(?<n>a)\g<n>", "CW406"),
        (r"(a)(?1)", "CW406"),
        (r"(a)?(?(1)b|c)", "CW406"),
    ],
)
def test_what_the_format_forbids_is_found(text: str, code: str) -> None:
    assert [fault.code for fault in find_faults(text)] == [code]
