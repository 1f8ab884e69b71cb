"""Messages in which nothing can fire share results, and no hint of a language makes the table grow for ever."""

import codewords
from codewords.engine.blank import KEPT, Blanks, hinted


def test_a_hint_names_each_language_once_in_its_order():
    assert hinted(["pt", "fr", "pt", "fr"]) == ("pt", "fr")
    assert (hinted("fr"), hinted([]), hinted(None)) == (("fr",), (), None)


def test_each_surface_and_hint_shares_one_result_that_names_them(engine):
    for surface, lang in (("post", None), ("post", ["fr", "en", "fr"]), ("dm", "xx")):
        first = engine.scan("bonjour à tous", surface=surface, lang=lang)
        assert (first.surface, first.lang) == (surface, hinted(lang))
        assert engine.scan("merci pour tout", surface=surface, lang=lang) is first


def test_a_shared_result_is_the_one_that_a_fresh_engine_makes():
    used, fresh = (codewords.load() for _ in range(2))
    used.scan("bonjour", lang="de")
    assert used.scan("bonjour", lang=["fr", "zz"]) == fresh.scan("bonjour", lang=["fr", "zz"])
    assert used.scan("bonjour") == fresh.scan("bonjour")


def test_endless_hints_are_told_in_the_result_and_not_kept():
    engine = codewords.load()
    for number in range(KEPT + 50):
        assert engine.scan("bonjour", lang=f"x{number}").lang == (f"x{number}",)
    assert engine.scan("bonjour", lang="x0") is engine.scan("merci", lang="x0")
    last = f"x{KEPT + 49}"
    assert engine.scan("bonjour", lang=last) is not engine.scan("bonjour", lang=last)


def test_the_table_stays_within_its_bound(engine):
    blanks = Blanks()
    plain = engine.scan("bonjour")
    for number in range(KEPT + 50):
        blanks.put("post", (str(number),), plain)
    assert len(blanks) == KEPT
