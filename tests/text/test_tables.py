"""What each row of the folding tables becomes, on tables of a few rows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from codewords.model import Table
from codewords.text.document import read
from codewords.text.fold import fold
from codewords.text.reading import readings
from codewords.text.tables import FLAGS, ZWJ, FoldTables, bundled_characters, read_characters

ROWS = """# Unicode 15.0.0, a comment
#\tno comment

0000..0008\tcontrol
00AD\tdrop
200D\tdrop
20E3\tattach
FE00..FE0F\tattach
0300..0301\tmark
0009\tspace
0085\tline
00C0\tcase\tà
00E0\taccent\ta
00DF\taccent\tss
03AC\taccent\tα
00E0\tcompose\t0061 0300
FF41\twidth\ta
0132\twidth\tij
1D41B\tstyled\tb
00B2\tdigit\t2
00BC\tpunct\t1/4
2019\tpunct\t'
00E0..00E1\tletter
2122\tletter
0430\tlook\ta
0432\tlook\tb
"""

RULES: dict[str, Table] = {
    "leet": {"l": ("1",), "i": ("1", "!"), "g": ("9", "6"), "b": ("6",)},
    "lookalikes": {"b": ("в",), "v": ("в",), "e": ("є",)},
    "accents": {"fr": ("à", "é"), "es": ("á",)},
    "masks": {"*": ("a", "e")},
    "glue": {"fr": ("de", "la"), "en": ("the", "de")},
    "phonetic": {"fr": ("er$>E", "^h>", "ph>f")},
    "flipped": {"e": ("ǝ", "ə"), "p": ("d",)},
}


@pytest.fixture
def characters(tmp_path: Path) -> Table:
    path = tmp_path / "characters.tsv"
    path.write_text(ROWS, encoding="utf-8")
    return read_characters(path)


@pytest.fixture
def small(characters: Table) -> FoldTables:
    return FoldTables.from_rules({"characters": characters, **RULES})


def test_a_row_is_a_range_or_a_code_with_its_value_under_its_kind(tmp_path: Path) -> None:
    path = tmp_path / "characters.tsv"
    path.write_bytes(
        b"# told\n\n0000..0008\tcontrol\n00E0\tcompose\t0061 0300\n000E\tcontrol\n00C0\tcase\t\xc3\xa0\n"
    )
    assert read_characters(path) == {
        "control": ("0000..0008", "000E"),
        "compose": ("00E0=0061 0300",),
        "case": ("00C0=à",),
    }


def test_the_table_of_the_package_is_taken_where_the_rules_hold_none(characters: Table) -> None:
    assert bundled_characters()["compose"][0] == "00E0=0061 0300"
    assert ord("É") in FoldTables.from_rules({}).straight
    assert ord("É") not in FoldTables.from_rules({"characters": characters}).straight


def test_a_character_becomes_one_other_or_several(small: FoldTables) -> None:
    told = {
        chr(code): value for code, value in small.straight.items() if chr(code) not in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    }
    assert told == {"\t": " ", "\x85": "\n", "À": "à", "ａ": "a", "𝐛": "b", "²": "2", "’": "'"}
    assert {chr(code): value for code, value in small.straight.items() if chr(code) in "AMZ"} == {
        "A": "a", "M": "m", "Z": "z",
    }  # fmt: skip
    assert small.expand == {"Ĳ": "ij", "¼": "1/4"}


def test_what_does_not_show_is_hidden_but_the_joiner_of_emoji_is_not(small: FoldTables) -> None:
    assert small.hidden == {*map(chr, range(9)), "\xad"} - {"\t"}
    assert small.attached == {"\u20e3", *map(chr, range(0xFE00, 0xFE10))}
    assert small.marks == {"\u0300", "\u0301"}


def test_letters_with_accents_have_plain_ones_and_alphabets(small: FoldTables) -> None:
    assert small.compose == {"a\u0300": "à"}
    assert small.plain == {ord("à"): "a", ord("ß"): "ss", ord("ά"): "α"}
    assert small.latin == {"à", "ß"}
    assert small.alphabets == (frozenset("àé"), frozenset("á"))


def test_steps_name_what_is_more_than_case(small: FoldTables) -> None:
    assert small.steps == {"ａ": "width", "Ĳ": "width", "𝐛": "styled", "²": "styled"}
    assert small.capitals == {"À", *"ABCDEFGHIJKLMNOPQRSTUVWXYZ"}


def test_unicode_tells_the_likeliest_look_and_the_rules_add_others(small: FoldTables) -> None:
    assert small.looks == {"а": "a", "в": "bv", "є": "e"}


def test_a_sign_stands_for_its_letters_in_the_order_of_the_alphabet(small: FoldTables) -> None:
    assert small.leet == {"1": "il", "!": "i", "9": "g", "6": "bg"}
    assert small.flipped == {"ǝ": "e", "ə": "e", "d": "p"}


def test_letters_that_share_a_sign_are_one_class(small: FoldTables) -> None:
    classes = {chr(code): name for code, name in small.classes.items()}
    assert classes == {"1": "i", "!": "i", "i": "i", "l": "i", "9": "b", "6": "b", "g": "b", "b": "b"}


def test_masks_glue_and_rules_of_sound_are_taken_over(small: FoldTables) -> None:
    assert small.masks == {"*": "ae"}
    assert small.glue == {"de", "la", "the"}
    assert small.phonetic == {"fr": (("er$", "E$"), ("^h", "^"), ("ph", "f"))}


def test_tables_that_the_rules_leave_out_are_empty(characters: Table) -> None:
    bare = FoldTables.from_rules({"characters": characters})
    assert (bare.leet, bare.classes, bare.masks, bare.phonetic, bare.flipped) == ({}, {}, {}, {}, {})
    assert (bare.glue, bare.alphabets, bare.looks) == (frozenset(), (), {"а": "a", "в": "b"})


def test_kinds_that_the_table_of_characters_leaves_out_are_empty() -> None:
    bare = FoldTables.from_rules({"characters": {"space": ("0009",)}})
    assert (bare.hidden, bare.marks, bare.compose, bare.steps, bare.expand) == (
        frozenset(),
        frozenset(),
        {},
        {},
        {},
    )
    assert bare.token.findall("a9 b") == [("a9", ""), ("b", "")]


def test_emoji_are_signs_that_fold_to_nothing_else_and_are_no_letters(small: FoldTables) -> None:
    assert {"❄", "🔥", "♀", "🚀"} <= small.emoji
    assert small.emoji.isdisjoint({ZWJ, "\ufe0f", "\u20e3", "™", "©", "®", "1", "#", "²"})
    assert "🇫🇷" in small.flags
    assert all(len(pair) == 2 and all(FLAGS[0] <= ord(char) <= FLAGS[1] for char in pair) for pair in small.flags)


def test_characters_that_fold_alone_are_no_emoji(characters: Table) -> None:
    styled = {**characters, "styled": ("1F525=b",), "attach": ("1F680",), "letter": ("2744",)}
    tables = FoldTables.from_rules({"characters": styled})
    assert tables.emoji.isdisjoint("🔥🚀❄")


def test_runs_of_special_characters_are_found_whole(small: FoldTables) -> None:
    special = "\0\x08\xad\u20e3\ufe0f\u0301¼\u200d\r🇦🇿"
    assert re.findall(small.special, f"a{special}b\n\t ❄") == [special]
    assert small.special.search("aÀ²’\u0302\ufe10") is None


def test_tokens_are_words_with_marks_and_runs_of_one_emoji(small: FoldTables) -> None:
    def found(text: str) -> list[tuple[str, int]]:
        return [(match[0], match.lastindex or 0) for match in small.token.finditer(text)]

    assert found("az09 à\u0301á_b") == [("az09", 1), ("à\u0301á", 1), ("b", 1)]
    assert found("🔥🔥❄ 🇫🇷🇫🇷🇧🇪") == [("🔥🔥", 2), ("❄", 2), ("🇫🇷🇫🇷", 2), ("🇧🇪", 2)]
    assert found(f"👩{ZWJ}🚀👩{ZWJ}🚀👩") == [(f"👩{ZWJ}🚀👩{ZWJ}🚀", 2), ("👩", 2)]
    assert found("â ÀZ") == []


def test_all_rows_together_fold_read_and_cut_a_text(small: FoldTables) -> None:
    assert fold("À\xad ¼ 𝐛ａ\t’\u20e3", small).text == "à 1/4 ba '"
    assert [reading.key for reading in readings("вà1ll", small)][:3] == ["вa1ll", "ba1ll", "va1ll"]
    assert [token.key for token in read("#BaÀa ❄\ufe0f❄", small).tokens] == ["ba", "àa", "❄"]
