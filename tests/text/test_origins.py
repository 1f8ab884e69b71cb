"""Which part of the original each folded character comes from, and every reading of a word, in their order."""

from __future__ import annotations

import pytest

from codewords.text.fold import fold
from codewords.text.reading import readings, unfold
from codewords.text.tables import FoldTables

ORIGINS = [
    ("a½b", "a1/2b", ["a", "½", "½", "½", "b"], ()),
    (
        "&frac12;&eacute;x &bogus; z",
        "1/2éx &bogus; z",
        ["&frac12;", "&frac12;", "&frac12;", "&eacute;", "x", " ", "&", "b", "o", "g", "u", "s", ";", " ", "z"],
        ("encoded",),
    ),
    ("x\u200by\ufe0f", "xy", ["x", "y\ufe0f"], ("zero-width",)),
    ("e\u0301\u0327 o\u0336x", "é ox", ["e\u0301\u0327", " ", "o\u0336", "x"], ("marks",)),
    ("\u0301a", "\u0301a", ["\u0301", "a"], ()),
    ("क\u093f\u0301b", "क\u093f\u0301b", ["क", "\u093f", "\u0301", "b"], ()),
    ("é\u0336\u0336x", "éx", ["é\u0336\u0336", "x"], ("marks",)),
    ("5\ufe0f\u20e3!", "5!", ["5\ufe0f\u20e3", "!"], ()),
    ("❄\ufe0f\ufe0fa", "❄a", ["❄\ufe0f\ufe0f", "a"], ()),
    ("👩\u200d🚀\u200d", "👩\u200d🚀", ["👩", "\u200d", "🚀"], ("zero-width",)),
    ("👩🏽\u200d🚀a\u200db", "👩\u200d🚀ab", ["👩🏽", "\u200d", "🚀", "a", "b"], ("zero-width",)),
    ("🇫🇷🇧", "frb", ["🇫", "🇷", "🇧"], ("styled",)),
    ("🇸🇳🇦🇵", "snap", ["🇸", "🇳", "🇦", "🇵"], ("styled",)),
    ("🇫\u200b🇷x", "🇫🇷x", ["🇫", "🇷", "x"], ("styled",)),
    ("a\r\n\rb", "a\n\nb", ["a", "\r\n", "\r", "b"], ()),
    ("\r", "\n", ["\r"], ()),
    ("ﬁ\u0301n", "fín", ["ﬁ", "\u0301", "n"], ("width",)),
    ("%41 b@c%41", "%41 b@ca", ["%", "4", "1", " ", "b", "@", "c", "%41"], ("encoded",)),
    ("&#x1F525;\ufe0f", "🔥", ["&#x1F525;\ufe0f"], ("encoded",)),
    ("&amp;frac12;", "&frac12;", ["&amp;", "f", "r", "a", "c", "1", "2", ";"], ("encoded",)),
    ("ǅ ㎏\u200b2", "dž kg2", ["ǅ", "ǅ", " ", "㎏", "㎏", "2"], ("width", "zero-width")),
    ("O6\u200b O5", "06 o5", ["O", "6", " ", "O", "5"], ("zero-width",)),
    ("\u200b", "", [], ("zero-width",)),
    ("a&euro;b&euro;", "a€b€", ["a", "&euro;", "b", "&euro;"], ("encoded",)),
    ("\u200d❄", "❄", ["❄"], ("zero-width",)),
    ("❄\u0301\u0301x", "❄x", ["❄\u0301\u0301", "x"], ("marks",)),
    ("1\u0301", "1", ["1\u0301"], ("marks",)),
    ("ا\u0650ب", "ا\u0650ب", ["ا", "\u0650", "ب"], ()),
    ("&lt;%41@", "<a@", ["&lt;", "%41", "@"], ("encoded",)),
    ("a.fr/%C3%A9%41", "a.fr/éa", ["a", ".", "f", "r", "/", "%C3%A9%41", "%C3%A9%41"], ("encoded",)),
    ("%FF@a%FF", "%ff@a%ff", ["%", "F", "F", "@", "a", "%", "F", "F"], ()),
]


@pytest.mark.parametrize(("text", "light", "parts", "steps"), ORIGINS, ids=[ascii(case[0]) for case in ORIGINS])
def test_each_folded_character_comes_from_its_part_of_the_original(
    text: str, light: str, parts: list[str], steps: tuple[str, ...], tables: FoldTables
) -> None:
    view = fold(text, tables)
    assert view.text == light
    spans = [view.span(at, at + 1) for at in range(len(light))]
    assert [text[start:end] for start, end in spans] == parts
    assert unfold(text, tables)[1] == steps


READINGS: dict[str, list[tuple[str, str, tuple[str, ...]]]] = {
    "C0CAAAÏNE": [
        ("c0caaaine", "c0caaaïne", ()),
        ("cocaaaine", "cocaaaïne", ("leet",)),
        ("c0caine", "c0caïne", ("repeat",)),
        ("c0caaine", "c0caaïne", ("repeat",)),
        ("cocaine", "cocaïne", ("leet", "repeat")),
        ("cocaaine", "cocaaïne", ("leet", "repeat")),
    ],
    "ɥnǝq": [
        ("ɥnǝq", "ɥnǝq", ()),
        ("beuh", "beuh", ("flipped",)),
    ],
    "bеuh": [
        ("bеuh", "bеuh", ()),
        ("beuh", "beuh", ("confusable",)),
    ],
    "1l0оссc": [
        ("1l0оссc", "1l0оссc", ()),
        ("1l0occc", "1l0occc", ("confusable",)),
        ("iloоссc", "iloоссc", ("leet",)),
        ("lloоссc", "lloоссc", ("leet",)),
        ("ilooccc", "ilooccc", ("confusable", "leet")),
        ("llooccc", "llooccc", ("confusable", "leet")),
        ("1l0oc", "1l0oc", ("confusable", "repeat")),
        ("1l0occ", "1l0occ", ("confusable", "repeat")),
        ("ilooc", "ilooc", ("confusable", "leet", "repeat")),
        ("iloocc", "iloocc", ("confusable", "leet", "repeat")),
        ("iloc", "iloc", ("confusable", "leet", "repeat")),
        ("llooc", "llooc", ("confusable", "leet", "repeat")),
        ("lloocc", "lloocc", ("confusable", "leet", "repeat")),
        ("loc", "loc", ("confusable", "leet", "repeat")),
        ("1l0осc", "1l0осc", ("double",)),
        ("iloосc", "iloосc", ("leet", "double")),
    ],
    "pi11s": [
        ("pi11s", "pi11s", ()),
        ("piiis", "piiis", ("leet",)),
        ("pills", "pills", ("leet",)),
        ("pis", "pis", ("leet", "repeat")),
        ("piis", "piis", ("leet", "repeat")),
        ("pils", "pils", ("leet", "double")),
    ],
    "coccaiiiine": [
        ("coccaiiiine", "coccaiiiine", ()),
        ("coccaine", "coccaine", ("repeat",)),
        ("coccaiine", "coccaiine", ("repeat",)),
        ("cocaine", "cocaine", ("repeat",)),
    ],
    "beuh75": [
        ("beuh75", "beuh75", ()),
        ("beuhts", "beuhts", ("leet",)),
        ("beuh", "beuh", ("number",)),
    ],
    "75beuhs": [
        ("75beuhs", "75beuhs", ()),
        ("tsbeuhs", "tsbeuhs", ("leet",)),
        ("beuhs", "beuhs", ("number",)),
    ],
    "abc75": [
        ("abc75", "abc75", ()),
        ("abcts", "abcts", ("leet",)),
    ],
    "k&eacute;ta": [
        ("keta", "kéta", ("encoded",)),
    ],
    "ḱêt\u0301a": [
        ("keta", "ḱêta", ("marks",)),
    ],
    "ćôćâ": [
        ("coca", "ćôćâ", ("marks",)),
    ],
    "éà": [
        ("ea", "éà", ()),
    ],
    "𝟓𝟎": [
        ("50", "50", ("width",)),
    ],
    "𝐜0𝐤𝐞": [
        ("c0ke", "c0ke", ("styled",)),
        ("coke", "coke", ("styled", "leet")),
    ],
    "b\u200bеuh": [
        ("bеuh", "bеuh", ("zero-width",)),
        ("beuh", "beuh", ("zero-width", "confusable")),
    ],
    "x9": [
        ("x9", "x9", ()),
    ],
    "ab12cd": [
        ("ab12cd", "ab12cd", ()),
        ("abizcd", "abizcd", ("leet",)),
        ("ablzcd", "ablzcd", ("leet",)),
    ],
    "$$ab": [
        ("$$ab", "$$ab", ()),
        ("ssab", "ssab", ("leet",)),
    ],
    "aabb": [
        ("aabb", "aabb", ()),
    ],
    "aabbc": [
        ("aabbc", "aabbc", ()),
        ("abc", "abc", ("double",)),
    ],
    "zzzé": [
        ("zzze", "zzzé", ()),
        ("ze", "zé", ("repeat",)),
        ("zze", "zzé", ("repeat",)),
    ],
    "dǝ\u200bd": [
        ("dǝd", "dǝd", ("zero-width",)),
        ("pep", "pep", ("zero-width", "flipped")),
    ],
    "ﬁ$h": [
        ("fi$h", "fi$h", ("width",)),
        ("fish", "fish", ("width", "leet")),
    ],
    "İO": [
        ("io", "io", ()),
    ],
    "l0veaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa": [
        (
            "l0veaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "l0veaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            (),
        ),
        (
            "loveaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "loveaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            ("leet",),
        ),
        ("l0vea", "l0vea", ("repeat",)),
        ("l0veaa", "l0veaa", ("repeat",)),
        ("lovea", "lovea", ("leet", "repeat")),
        ("loveaa", "loveaa", ("leet", "repeat")),
    ],
    "l0veaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa": [
        (
            "l0veaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "l0veaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            (),
        ),
    ],
}


@pytest.mark.parametrize("raw", READINGS, ids=ascii)
def test_a_word_has_these_readings_in_this_order(raw: str, tables: FoldTables) -> None:
    assert [(item.key, item.accented, item.folds) for item in readings(raw, tables)] == READINGS[raw]
