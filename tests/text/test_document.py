from __future__ import annotations

import pytest

from codewords.text.document import Document, read
from codewords.text.tables import FoldTables

JOINED = [
    ("spaced", "b e u h dispo", "b e u h", "beuh", "spaced"),
    ("wide", "c  o  k  e", "c  o  k  e", "coke", "spaced"),
    ("word-gap", "du b e u h   i c i", "b e u h", "beuh", "spaced"),
    ("lines", "dispo\nb\ne\nu\nh\nici", "b\ne\nu\nh", "beuh", "spaced"),
    ("dots", "du b.e.u.h.", "b.e.u.h", "beuh", "separator"),
    ("slashes", "c/o/k/e", "c/o/k/e", "coke", "separator"),
    ("stars", "b*e*u*h", "b*e*u*h", "beuh", "separator"),
    ("emoji", "b🔥e🔥u🔥h", "b🔥e🔥u🔥h", "beuh", "separator"),
    ("apostrophes", "b'e'u'h", "b'e'u'h", "beuh", "separator"),
    ("one-hyphen", "de la be-uh !", "be-uh", "beuh", "separator"),
    ("underscore", "be_uh", "be_uh", "beuh", "separator"),
    ("pieces", "co.ca.ïne", "co.ca.ïne", "cocaine", "separator"),
    ("leet-digit-spaced", "b 3 u h", "b 3 u h", "beuh", "leet"),
    ("at-sign", "la c0c@ïne", "c0c@ïne", "cocaine", "leet"),
    ("exclamation", "sh!t", "sh!t", "shit", "leet"),
    ("euro", "k€ta", "k€ta", "keta", "leet"),
    ("dollar-first", "la $nap", "$nap", "snap", "leet"),
    ("dollar-last", "des pill$ ici", "pill$", "pills", "leet"),
    ("bracket-first", "de la (oke", "(oke", "coke", "leet"),
    ("sign-among-letters", "la p.$.i.l.o", "p.$.i.l.o", "psilo", "leet"),
    ("sign-among-emoji", "la k💥€💥t💥a ici", "k💥€💥t💥a", "keta", "leet"),
    ("sign-first", "la $.n.o.w ici", "$.n.o.w", "snow", "leet"),
    ("sign-last", "la f-l-a-k-€ ici", "f-l-a-k-€", "flake", "leet"),
    ("digits-and-signs", "un s✅7✅i✅(✅k", "s✅7✅i✅(✅k", "stick", "leet"),
    ("behind-an-article", "l'h-e-r-b-e", "h-e-r-b-e", "herbe", "separator"),
    ("bracket-last", "du bl4n( ici", "bl4n(", "blanc", "leet"),
    ("sign-and-drawn-out", "k€taaaa", "k€taaaa", "keta", "repeat"),
    ("sign-and-look-alike", "k€тα", "k€тα", "keta", "confusable"),
    ("last-letter-struck-out", "la coc* ici", "coc*", "coc*", "masked"),
    ("masked", "la c*caïne", "c*caïne", "cocaine", "leet"),
    ("masked-vowel", "du sh*t", "sh*t", "shit", "masked"),
    ("styled-spaced", "𝐛 𝐞 𝐮 𝐡", "𝐛 𝐞 𝐮 𝐡", "beuh", "spaced"),
    ("hashtag", "#BeuhDispo", "BeuhDispo", "beuhdispo", "hashtag"),
    ("flags", "🇨🇴🇰🇪", "🇨🇴🇰🇪", "coke", "styled"),
]


def keys(document: Document) -> list[str]:
    return [token.key for token in document.tokens]


@pytest.mark.parametrize(("text", "part", "key", "fold"), [c[1:] for c in JOINED], ids=[c[0] for c in JOINED])
def test_pieces_are_offered_as_one_word(text: str, part: str, key: str, fold: str, tables: FoldTables) -> None:
    document = read(text, tables)
    offers = [(j, r) for j in document.joins for r in j.readings if r.key == key]
    assert offers
    join, reading = offers[0]
    assert part == text[join.start : join.end]
    assert fold in reading.folds
    assert document.token_range(join.start, join.end) == (join.first, join.last)


@pytest.mark.parametrize(
    "text",
    [
        "On se voit demain à la gare, j'ai pris les billets.",
        "il y a 2 à 3 places (voir la carte) pour samedi",
        "rendu 10/12h, 20€/kg, 3.5 g, 7j/7, 142,460",
        "https://www.exemple.test/une/page.html",
        "Il dit : « non ! » Puis il part... 50$ ?",
        "l'herbe d'aujourd'hui, qu'on a vue, l'a a",
        "3-MMC 2C-B 4/20",
        "a + b = c, d'a + e",
    ],
)
def test_ordinary_text_offers_no_join(text: str, tables: FoldTables) -> None:
    assert read(text, tables).joins == ()


def test_split_word_is_joined_when_it_is_worth_a_look(tables: FoldTables) -> None:
    for text, part in (("la co caine ici", "co caine"), ("la co\ncaïne", "co\ncaïne")):
        document = read(text, tables, is_word={"cocaine"}.__contains__)
        assert [part] == [text[j.start : j.end] for j in document.joins]
        assert document.joins[0].readings[0].folds == ("split",)
        assert read(text, tables).joins == ()


def test_part_of_a_chunk_is_joined_when_it_is_worth_a_look(tables: FoldTables) -> None:
    text = "dispo.be.uh.20g"
    document = read(text, tables, is_word={"beuh"}.__contains__)
    assert [text[j.start : j.end] for j in document.joins] == ["be.uh"]


def test_part_of_a_chunk_is_joined_over_an_emoji(tables: FoldTables) -> None:
    text = "x-4en-be💥uh"
    document = read(text, tables, is_word={"beuh"}.__contains__)
    assert "be💥uh" in [text[j.start : j.end] for j in document.joins]


def test_a_sign_between_letters_is_a_letter_first_and_a_star_parts_them_first(tables: FoldTables) -> None:
    (join,) = read("salv!a", tables).joins
    assert [r.key for r in join.readings if r.key.isalpha()] == ["salvia", "salvla", "salva"]
    assert read("be*uh", tables).joins[0].readings[0].key == "beuh"


def test_part_of_a_long_spelled_run_is_joined_when_it_is_worth_a_look(tables: FoldTables) -> None:
    text = "b 3 u h d i s p o l i v r a i s o n"
    document = read(text, tables, is_word={"beuh", "dispo"}.__contains__)
    assert {"b 3 u h", "d i s p o"} <= {text[j.start : j.end] for j in document.joins}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("l'herbe d’ici", ["l", "herbe", "d", "ici"]),
        ("#BeuhDispo", ["beuh", "dispo"]),
        ("#weed4sale", ["weed", "4", "sale"]),
        ("#MDMADispo", ["mdma", "dispo"]),
        ("#BEUH #beuhdispo", ["beuh", "beuhdispo"]),
        ("#3MMC", ["3", "mmc"]),
        ("BeuhDispo", ["beuhdispo"]),
        ("e\u0301te\u0301", ["été"]),
        ("a👨\u200d👩\u200d👧b", ["a", "🧑\u200d👩\u200d👧", "b"]),
        ("🏃🏽\u200d♀️", ["🏃"]),
        ("🇫🇷🇧🇪", ["🇫🇷", "🇧🇪"]),
        (":) <3", ["3"]),
    ],
)
def test_tokens(text: str, expected: list[str], tables: FoldTables) -> None:
    assert expected == keys(read(text, tables))


def test_run_of_one_emoji_is_one_token_with_a_count(tables: FoldTables) -> None:
    token, other = read("❄️❄️❄️🍫", tables).tokens
    assert (token.key, token.count, token.is_emoji, token.raw) == ("❄", 3, True, "❄️❄️❄️")
    assert other.count == 1


def test_keycap_is_a_digit_and_no_emoji(tables: FoldTables) -> None:
    (token,) = read("5️⃣0️⃣", tables).tokens
    assert (token.key, token.is_emoji, token.raw) == ("50", False, "5️⃣0️⃣")


def test_sentences_end_at_marks_and_lines(tables: FoldTables) -> None:
    text = "Salut ! M. Martin a 3.5 g ? Oui... voilà\n\nfin. t.me/x ok"
    document = read(text, tables)
    assert [token.sentence for token in document.tokens] == [0, 1, 1, 1, 1, 1, 1, 2, 3, 4, 5, 5, 5, 5]
    assert [token.line for token in document.tokens] == [0] * 9 + [2] * 5
    assert frozenset({1}) == document.questions


@pytest.mark.parametrize(
    ("text", "expected"),
    [("tu as ça ?", {0}), ("tu as ça\n?", {0}), ("ok. t'en as ??? oui", {1}), ("a?b=c", set()), ("?", set()),
     ("t'en as ?🔥", {0}), ("dispo !?", {0})],
)  # fmt: skip
def test_questions(text: str, expected: set[int], tables: FoldTables) -> None:
    assert frozenset(expected) == read(text, tables).questions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("il dit « non » ici", [" non "]),
        ("«a» b «c»", ["a", "c"]),
        ("« a » b « c »", [" a ", " c "]),
        ('un "mot" et "deux mots"', ["mot", "deux mots"]),
        ("“a” b “c”", ["a", "c"]),
        ("„Wort“ und »Wort«", ["Wort", "Wort"]),
        ("l’ami d’Anne", []),
        ("‘bof’ et ‘l’ami’", ["bof", "l’ami"]),
        ('écran 5" et 6" ici', []),
        ('"a\nb\nc" fin', ["a\nb\nc"]),
        ('"a\nb\nc\nd" fin', []),
    ],
)
def test_quotes(text: str, expected: list[str], tables: FoldTables) -> None:
    assert expected == [text[start:end] for start, end in read(text, tables).quotes]


def test_token_range_finds_the_tokens_that_overlap(tables: FoldTables) -> None:
    document = read("un ½ deux", tables)
    assert keys(document) == ["un", "1", "2", "deux"]
    assert document.token_range(3, 4) == (1, 3)
    assert document.token_range(1, 2) == (0, 1)
    assert document.token_range(2, 3) == (1, 1)
    assert document.token_range(9, 9) == (4, 4)
