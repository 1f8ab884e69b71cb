"""What a first look at an overlay tells before the rules are compiled with it."""

import pytest

import codewords

pytest.importorskip("starlette")

from codewords.service.workbench_first import first_look, read_words, touched

WORD = "{term: zalouche, lang: fr, substance: cannabis_herb, ambiguity: low, source: [small_glossary]}"
NEW = f"since: 2026.11.0\nterms:\n- {WORD}\n"
CHANGED = "terms:\n- id: cannabis_herb.beuh\n  ambiguity: high\n  forms: [beuheu]\n"
REMOVED = "terms:\n- id: cannabis_herb.beuh\n  remove: true\n"
TEXTS = ("zalouche 5g 50€ 10g 90€", "z a l o u c h e 5g 50€", "beuh 5g 50€ 10g 90€", "une robe à 60 euros", "")
ROWS = [{"text": text, "surface": "post"} for text in TEXTS]


@pytest.fixture
def base(small_pack):
    return codewords.load(small_pack)


@pytest.mark.parametrize(
    ("overlay", "terms", "gone"),
    [
        (NEW, ["site.zalouche"], []),
        (CHANGED, ["cannabis_herb.beuh"], ["cannabis_herb.beuh"]),
        (REMOVED, [], ["cannabis_herb.beuh"]),
    ],
    ids=["new", "changed", "removed"],
)
def test_the_words_of_an_overlay_are_read_without_the_rules(base, overlay, terms, gone):
    words = read_words(base.ruleset, overlay, "site.yaml")
    assert ([t.id for t in words.terms], [t.id for t in words.gone]) == (terms, gone)


def test_a_changed_word_is_what_the_compiler_makes_of_it(base, small_pack, tmp_path):
    file = tmp_path / "site.yaml"
    file.write_text(CHANGED, encoding="utf-8")
    whole = codewords.load(small_pack, overlays=[file]).ruleset
    compiled = next(term for term in whole.terms if term.id == "cannabis_herb.beuh")
    assert read_words(base.ruleset, CHANGED, "site.yaml").terms == (compiled,)


@pytest.mark.parametrize(
    "overlay",
    [
        "",
        "- beuh",
        "terms: [",
        "terms: beuh",
        "terms:\n- beuh\n",
        NEW + "detections: []\n",
        NEW.replace("cannabis_herb", "cannabis_hreb"),
        CHANGED.replace("ambiguity", "ambigiuty"),
        CHANGED.replace("ambiguity: high", "fuzz: many"),
    ],
)
def test_what_only_the_checker_can_judge_gets_no_first_look(base, overlay):
    assert read_words(base.ruleset, overlay, "site.yaml") is None


@pytest.mark.parametrize(("overlay", "held"), [(NEW, TEXTS[:2]), (CHANGED, TEXTS[2:3]), (REMOVED, TEXTS[2:3])])
def test_messages_are_touched_where_a_word_stands_old_or_new_and_disguised_too(base, overlay, held):
    words = read_words(base.ruleset, overlay, "site.yaml")
    assert tuple(row["text"] for row in touched(base.ruleset, words, ROWS)) == held


@pytest.mark.parametrize("overlay", [NEW, CHANGED, REMOVED])
def test_the_first_look_decides_as_all_the_rules_do(base, small_pack, tmp_path, overlay):
    file = tmp_path / "site.yaml"
    file.write_text(overlay, encoding="utf-8")
    sides = (base, codewords.load(small_pack, overlays=[file]))
    words = read_words(base.ruleset, overlay, "site.yaml")
    quick = first_look(base, words, ROWS, policy="default")
    told = [[(r.label, r.points) for r in map(engine.scan, TEXTS)] for engine in (*sides, *quick)]
    assert told[0] != told[1]
    assert told[2:] == told[:2]
