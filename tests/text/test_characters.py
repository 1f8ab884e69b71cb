from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

pytest.importorskip("confusable_homoglyphs", reason="the table is made with a package of the dev extra")

from codewords.maintain import characters

FOLDING = Path(__file__).parents[2] / "rules" / "folding"


def test_table_of_characters_is_what_the_generator_writes() -> None:
    """A newer Unicode may add rows, never change one: its stability policy says so."""
    written = (FOLDING / "characters.tsv").read_text(encoding="utf-8")
    now = characters.render(characters.rows())
    if f"Unicode {unicodedata.unidata_version}." in written:
        assert now == written
    else:
        kept = {
            line
            for line in written.splitlines()
            if line[:1] != "#" and "\tletter" not in line and "\tknown" not in line
        }
        assert {line for line in kept - set(now.splitlines()) if "\tmark" not in line} == set()


def test_no_ascii_letter_or_digit_is_folded_away() -> None:
    rows = [row for row in characters.rows() if row[1] in ("look", "styled", "digit", "width", "accent")]
    assert rows
    assert all(int(code.split("..")[0], 16) >= 0x80 for code, _, _ in rows)
    assert all(value.isascii() and value.isalnum() for _, kind, value in rows if kind == "look")
