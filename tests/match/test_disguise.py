"""Letters that are struck out, swapped, replaced or spread, and what they must not turn ordinary text into."""

from __future__ import annotations

import pytest

from codewords.match.mask import MaskIndex
from codewords.model import Term

LIMITS = {"mask_from": 4, "mask_seen": 2}


def word(term, ambiguity="low", *, kind="substance", **more):
    return Term(f"{kind}.{term}", term, kind, ("fr",), ambiguity, **more)


def ids(found):
    return [item.id for item in found]


COKE, BEUH, COCAINE = word("coke", "medium"), word("beuh"), word("cocaine")


# letters struck out


@pytest.mark.parametrize("typed", ["c**aine", "c*c**ne", "coc***e", "coca***", "c__aine", "co##ine", "c..aine"])
def test_letters_struck_out_are_filled_in(find, typed):
    (found,) = find(f"de la {typed} ce soir", [COCAINE])
    assert (found.id, found.folds, found.disguised) == ("substance.cocaine", ("masked",), True)
    assert found.start == 6
    assert found.end == 6 + len(typed)


@pytest.mark.parametrize("typed", ["c******", "co*****", "c*****e", "c-aine", "c.aine"])
def test_too_few_letters_or_no_first_one_tell_nothing(find, typed):
    assert find(f"de la {typed} ce soir", [COCAINE]) == []


def test_two_words_that_fit_are_none(find):
    assert find("c**aine", [COCAINE, word("chlaine")]) == []


def test_stars_around_a_word_only_make_it_bold(find):
    assert find("*coca***", [COCAINE]) == []
    assert find("**beu**", [BEUH]) == []


def test_a_phrase_tells_which_letter_is_struck_out(find):
    terms, rival = [word("crystal clear", "high")], ["cristal", "cleer"]
    assert ids(find("du cr*stal clear ici", terms, rival)) == ["substance.crystal clear"]
    assert find("du cr*stal clair", terms, rival) == []
    assert find("du cr*stal cle*r", terms, rival) == []


def test_a_star_behind_a_word_is_a_letter_only_where_the_rest_is_no_word(find):
    (found,) = find("du flak* ici", [word("flake")])
    assert (found.id, found.start, found.end, found.folds) == ("substance.flake", 3, 8, ("masked",))
    assert find("du flak* ici", [word("flake")], ["flak"]) == []
    (found,) = find("beuh* ici", [BEUH, word("beuhe")])
    assert (found.id, found.end) == ("substance.beuh", 4)


def test_a_struck_word_of_three_letters_is_not_guessed():
    assert MaskIndex(["taz"], LIMITS).find("t*z") is None
    assert MaskIndex(["taze"], LIMITS).find("t*ze") == "taze"


# letters in another order


@pytest.mark.parametrize("typed", ["buhe", "bueh", "bhue"])
def test_a_short_word_in_another_order_is_a_vague_guess(find, typed):
    (found,) = find(typed, [BEUH])
    assert (found.via, found.distance, found.folds, found.ambiguity) == ("fuzzy", 1, ("swapped",), "high")


@pytest.mark.parametrize("typed", ["ebuh", "heub", "beuf", "beu"])
def test_another_first_letter_or_another_letter_is_no_swap(find, typed):
    assert find(typed, [BEUH]) == []


def test_a_swap_that_makes_an_ordinary_word_is_that_word(find):
    assert find("buhe", [BEUH], ["buhe"]) == []


def test_a_short_word_that_is_not_sure_is_not_guessed_from_another_order(find):
    assert find("ckoe", [COKE]) == []


def test_a_word_of_retail_too_short_for_typos_forgives_a_swap_of_neighbours(find):
    stock = word("tarif", "high", kind="price")
    assert ids(find("tairf", [stock])) == ["price.tarif"]
    assert find("tafir", [stock]) == []
    assert find("tarig", [stock]) == []


# signs for letters


@pytest.mark.parametrize("typed", ["7r@m@d0l", "+r4m4d0|", "tr4mad01", "TR4M@DO£", "t.r.4.m.a.d.0.l", "7r4m4d0l"])
def test_each_sign_is_read_for_itself(find, typed):
    found = find(f"du {typed} 50mg", [word("tramadol")])
    assert "substance.tramadol" in ids(found)
    assert found[0].disguised


def test_a_number_before_two_letters_is_read_as_letters_for_a_sure_word_alone(find):
    assert ids(find("83uh", [BEUH])) == ["substance.beuh"]
    assert find("83uh", [word("beuh", "high")]) == []


@pytest.mark.parametrize(
    "text", ["20min", "10 g 60€", "50€/g", "3x10", "24/7", "13€ la", "1+1=2", "06 00 00 00 00"]
)
def test_prices_and_quantities_are_no_letters(find, text):
    terms = [word(term, "medium") for term in ("zomin", "loge", "soeg", "exlo", "zat", "leela", "iti", "oboo")]
    assert find(text, terms) == []


# words spread over several tokens


@pytest.mark.parametrize(
    "text", ["white wi\u2009dow", "whi·te widow", "w h i t e widow", "white w.i.d.o.w", "wh!te wid0w"]
)
def test_a_disguised_word_may_stand_in_a_phrase(find, text):
    (found,) = find(f"la {text} ici", [word("white widow")])
    assert (found.id, found.via) == ("substance.white widow", "folded")
    assert text in f"la {text} ici"[found.start : found.end + 1]


def test_a_phrase_ends_with_its_line_however_it_is_dressed(find):
    assert find("w.h.i.t.e\nwidow", [word("white widow")]) == []


@pytest.mark.parametrize("space", ["\u00a0", "\u2009", "\t", "\x0b", "\x0c", "\r"])
def test_odd_white_space_inside_a_word_does_not_part_it(find, space):
    (found,) = find(f"du ta{space}ga dispo", [word("taga", "high")])
    assert (found.id, found.folds) == ("substance.taga", ("spaced",))


def test_a_plain_space_parts_a_vague_short_word(find):
    assert find("du ta ga dispo", [word("taga", "high")]) == []


@pytest.mark.parametrize("text", ["G r i f f", "p💯ersonne c", "g.riff", "o💥g", "d..e..g", "g*ant"])
def test_parts_of_a_longer_word_are_no_codes(find, text):
    codes = [word(code, "high") for code in ("g", "p", "o", "d", "e", "r")]
    assert find(text, codes) == []


@pytest.mark.parametrize("text", ["C / K / G", "C, K, G", "C K G", "C ❄️ G", "C/G"])
def test_a_list_of_codes_stays_one(find, text):
    codes = [word(code, "high") for code in ("c", "g")]
    assert ids(find(text, codes)) == ["substance.c", "substance.g"]


@pytest.mark.parametrize("text", ["une ket te 9 euros", "la be ket te"])
def test_a_half_of_an_ordinary_word_is_no_code(find, text):
    assert find(text, [word("ket")], ["kette", "bekette", "beket"]) == []


def test_a_code_beside_a_word_stays_one_whatever_they_make_together(find):
    assert ids(find("pot head", [word("pot"), word("head", "high")], ["pothead"])) == [
        "substance.pot",
        "substance.head",
    ]
    assert ids(find("three years off ice", [word("ice")], ["office", "off"])) == ["substance.ice"]
    assert ids(find("ket le", [word("ket")], ["ketle"])) == ["substance.ket"]
    assert ids(find("ket\nte", [word("ket")], ["kette"])) == ["substance.ket"]


def test_what_speaks_against_an_offer_counts_as_a_half_too(find):
    assert ids(find("thé iere", [word("thé", kind="counter", topic="daily")], ["theiere"])) == ["counter.thé"]


# words written as one


def test_small_words_between_glued_words_are_passed_over(find):
    stock = word("dispo", "high", kind="stock")
    assert ids(find("dispodelabeuh", [BEUH, stock])) == ["stock.dispo", "substance.beuh"]
    assert ids(find("labeuh", [BEUH])) == ["substance.beuh"]


def test_an_ordinary_word_that_small_words_could_cut_stays_whole(find):
    assert find("labeuh", [BEUH], ["labeuh"]) == []


def test_a_word_is_cut_at_its_digits_when_all_that_is_left_is_listed(find):
    sale = word("sale", "high", kind="promotion")
    assert ids(find("beuh4sale", [BEUH, sale])) == ["substance.beuh", "promotion.sale"]
    assert find("beuh4soul", [BEUH, sale]) == []


# doubles and plurals


def test_a_doubled_letter_of_an_ordinary_word_is_kept(find):
    assert find("scott", [word("scot", "high")], ["scott"]) == []
    assert ids(find("cokke", [word("coke")])) == ["substance.coke"]


def test_an_s_makes_no_word_long_enough_for_a_typo(find):
    assert find("docus", [word("doce")]) == []
    assert ids(find("cocaimes", [COCAINE])) == ["substance.cocaine"]


# what stands inside a name


@pytest.mark.parametrize("kind", ["quality", "payment", "contact"])
def test_a_word_of_retail_in_the_name_of_a_substance_is_part_of_the_name(find, kind):
    terms = [word("pure haze"), word("pure", "high", kind=kind)]
    assert ids(find("pure haze", terms)) == ["substance.pure haze"]
    assert ids(find("haze pure", terms)) == [f"{kind}.pure"]


def test_a_long_overlap_hides_nothing_however_many_pieces_stand_in_it(find):
    long = " ".join(f"mot{letter}" for letter in "abcdefghijklmnopqrst")
    parts = [word(part, "high") for part in long.split()]
    assert ids(find(long, [word(long), *parts])) == [f"substance.{long}"]


def test_a_word_of_a_phrase_still_counts_when_another_one_is_disguised(find):
    terms = [word("roller wird gestellt", kind="recruitment"), word("roller", kind="counter", topic="trade")]
    assert ids(find("R0ller wird gestellt", terms)) == ["recruitment.roller wird gestellt", "counter.roller"]


def test_a_word_in_single_letters_says_nothing_else(find):
    terms = [BEUH, word("uh", "high", kind="counter", topic="daily")]
    assert ids(find("b.e.u.h", terms)) == ["substance.beuh"]
