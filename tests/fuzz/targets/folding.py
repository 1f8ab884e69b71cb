"""Folding: views, tokens, joins, quotations and readings of any text."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from zlib import crc32

from codewords.text.document import read
from codewords.text.fold import fold
from codewords.text.reading import MOST, readings
from codewords.text.tables import FoldTables
from codewords.text.view import View
from targets.bundled import small_rules

WORDS = frozenset(("beuh", "coke", "abc", "eeee", "ab", "zalouche"))
"""Words worth a join, so that joins are made at all."""

FRONT = "Un mot. \n"
DIGITS = frozenset("0123456789")


def make() -> Callable[[str], None]:
    """Give what checks one text."""
    tables = FoldTables.from_rules(small_rules().folding)

    def check(text: str) -> None:
        view = fold(text, tables)
        _check_text(text, view, tables)
        chance = crc32(text.encode("utf-8", "surrogatepass"))  # the same texts are looked at closely each time
        if chance % 16 == 0:
            check_spans(text, view)
            check_document(text, tables)
        if chance % 64 == 0:
            _check_shift(text, tables)

    return check


def _check_text(text: str, view: View, tables: FoldTables) -> None:
    if "&" in text or "%" in text:
        return  # what is decoded once is decoded further the next time, and its digits are no digits
    folded = iter(view.text)
    assert all(char in folded for char in text if char in DIGITS), "a digit is lost"
    if "&" not in view.text and "%" not in view.text:
        assert fold(view.text, tables).text == view.text, "folding twice is not folding once"


def check_spans(text: str, view: View) -> None:
    """Hold that the spans of a view grow and lie in the original."""
    spans = [view.span(at, at + 1) for at in range(len(view.text))]
    for start, end in spans:
        assert 0 <= start < end <= len(text)
    for before, after in pairwise(spans):
        assert before[0] <= after[0]
        assert before[1] <= after[1]
    if spans:
        assert (spans[0][0], spans[-1][1]) == view.span(0, len(view.text))


def check_document(text: str, tables: FoldTables) -> None:
    """Hold what is true of the tokens, joins and quotations of every text."""
    document = read(text, tables, is_word=WORDS.__contains__)
    for token in document.tokens:
        assert token.raw == text[token.start : token.end]
        assert token.key == document.light.text[token.view_start : token.view_end] or token.is_emoji
        assert 0 <= token.start < token.end <= len(text)
        _check_readings(token.raw, tables)
    for before, after in pairwise(document.tokens):
        assert before.start <= after.start
        assert before.end <= after.end
        assert before.view_end <= after.view_start
        assert before.line <= after.line
        assert before.sentence <= after.sentence <= before.sentence + 1
    for join in document.joins:
        assert 0 <= join.start < join.end <= len(text)
        assert 0 <= join.first < join.last <= len(document.tokens)
        assert join.readings
    for start, end in document.quotes:
        assert 0 <= start < end <= len(text)
    last = document.tokens[-1].sentence if document.tokens else 0
    assert all(0 <= number <= last for number in document.questions)


def _check_readings(raw: str, tables: FoldTables) -> None:
    found = readings(raw, tables)
    assert 1 <= len(found) <= MOST
    assert len({reading.key for reading in found}) == len(found)
    if raw.isascii() and raw.isdigit():
        assert [reading.key for reading in found] == [raw], "a number is read as something else"


def _check_shift(text: str, tables: FoldTables) -> None:
    plain, shifted = read(text, tables), read(FRONT + text, tables)
    size = len(FRONT)
    moved = [(token.raw, token.key, token.start + size, token.end + size) for token in plain.tokens]
    assert moved == [(token.raw, token.key, token.start, token.end) for token in shifted.tokens[2:]]
