from __future__ import annotations

import pytest

from codewords.text.fold import fold
from codewords.text.tables import FoldTables

LIGHT = [
    ("case", "Livraison À DOMICILE", "livraison à domicile"),
    ("accents-stay", "Être, tête, pêche", "être, tête, pêche"),
    ("decomposed-accent", "e\u0301te\u0301", "été"),
    ("mathematical-letters", "𝓫𝓮𝓾𝓱 𝗱𝗶𝘀𝗽𝗼", "beuh dispo"),
    ("fullwidth", "ｓｎａｐ　５０", "snap 50"),
    ("circled", "ⓢⓝⓐⓟ ⒮⒩⒜⒫ 🅢🅝🅐🅟 🅂🄽🄰🄿", "snap snap snap snap"),
    ("small-capitals", "ꜱɴᴀᴘ", "snap"),
    ("superscripts", "ᵈⁱˢᵖᵒ", "dispo"),
    ("regional-indicators", "🇸🇳🇦🇵🇵", "snapp"),
    ("spaced-indicators", "🇸 🇳 🇦 🇵", "s n a p"),
    ("digits", "５ ⑤ 𝟓 ⁵ ❺ ٥ ⓾", "5 5 5 5 5 5 10"),
    ("keycap", "5\ufe0f\u20e30\u20e3€", "50€"),
    ("letter-o-among-digits", "6O€ 1OOg O6 12 34 5O 78", "60€ 100g 06 12 34 50 78"),
    ("ounces-stay", "1oz, h2o, do10, pro2", "1oz, h2o, do10, pro2"),
    ("ligatures-and-units", "ﬁn ㎏ ½ №", "fin kg 1/2 no"),
    ("dashes-and-apostrophes", "10–20 — l’ami ʼn", "10-20 - l'ami 'n"),
    ("zero-width", "be\u200bu\u2060h\ufeff", "beuh"),
    ("soft-hyphen-and-bidi", "be\xaduh \u202eabc\u202c", "beuh abc"),
    ("tags", "be\U000e0075uh", "beuh"),
    ("controls-in-words", "be\x00u\x07h", "beuh"),
    ("white-space", "a\xa0b\u2009c\td\u3000e", "a b c d e"),
    ("line-breaks", "a\r\nb\rc\x0bd\x0ce\x85f\u2028g\u2029h", "a\nb\nc\nd\ne\nf\ng\nh"),
    ("stacked-marks", "b\u0336e\u0336\u0322u\u0489h\u0300\u0300", "beuh"),
    ("emoji-variation", "❄️ ❄︎ ❄", "❄ ❄ ❄"),
    ("skin-tone", "👍🏽 👍", "👍 👍"),
    ("emoji-joiner-stays", "👩🏽\u200d🚀", "👩\u200d🚀"),
    ("emoticons", "ok :) ;-) <3 xD", "ok :) ;-) <3 xd"),
    ("entities", "caf&eacute; &amp; th&#233; &euro; &amp;amp; &bogusname;", "café & thé € &amp; &bogusname;"),
    ("percent-in-link", "exemple.test/zz%5Ffictif et 50%25", "exemple.test/zz_fictif et 50%25"),
    ("upper-i-with-dot", "İstanbul", "istanbul"),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in LIGHT], ids=[case[0] for case in LIGHT])
def test_light_view_folds(text: str, expected: str, tables: FoldTables) -> None:
    assert expected == fold(text, tables).text


@pytest.mark.parametrize(
    "text",
    [
        "3-MMC et 2C-B, 4/20, 80/g", "10g 60€ 7j/7 24h/24", "06 00 00 00 00", "142,460 et 1.500,50",
        "le 14 juillet 1789", "4 pour 100", "2cb 3mmc 4mmc", "10.50€",
    ],
)  # fmt: skip
def test_numbers_come_through(text: str, tables: FoldTables) -> None:
    assert text.lower() == fold(text, tables).text


@pytest.mark.parametrize(
    ("text", "part", "expected"),
    [
        ("à 𝟓𝟎 €", "50", "𝟓𝟎"),
        ("soit ½ g", "1/2", "½"),
        ("soit ½ g", "/", "½"),
        ("2 ㎏ net", "kg", "㎏"),
        ("be\u200buh ok", "beuh", "be\u200buh"),
        ("be\u200b uh", "be", "be"),
        ("5\ufe0f\u20e3 €", "5", "5\ufe0f\u20e3"),
        ("e\u0301te\u0301 !", "été", "e\u0301te\u0301"),
        ("th&eacute; vert", "thé", "th&eacute;"),
        ("a\r\nb", "\n", "\r\n"),
        ("&frac12; g", "1/2", "&frac12;"),
        ("vu ❄\ufe0f ici", "❄", "❄\ufe0f"),
        ("t\u200be\u200bl&#x1D7D3;\u200b6", "tel56", "t\u200be\u200bl&#x1D7D3;\u200b6"),
    ],
)
def test_span_leads_back_to_what_was_folded(text: str, part: str, expected: str, tables: FoldTables) -> None:
    view = fold(text, tables)
    at = view.text.index(part)
    start, end = view.span(at, at + len(part))
    assert expected == text[start:end]


def test_empty_span_stays_empty(tables: FoldTables) -> None:
    view = fold("x½\u200by", tables)
    spans = [view.span(at, at) for at in range(len(view.text) + 1)]
    assert all(start == end for start, end in spans)
    assert sorted(spans) == spans
    assert spans[-1] == (4, 4)


def test_valid_flag_stays_a_flag(tables: FoldTables) -> None:
    assert fold("🇫🇷 🇧🇪", tables).text == "🇫🇷 🇧🇪"


def test_every_character_folds_alone_to_what_it_is_in_company(tables: FoldTables) -> None:
    texts = [chr(code) for code in range(0x3000) if not 0xD800 <= code < 0xE000]
    wrong = [text for text in texts if fold(f"{text} Été", tables).text != fold(text, tables).text + " été"]
    assert wrong == []
