"""The parts of the workbench that need no service: entries in YAML, the quick check, the sample, the search."""

from __future__ import annotations

import hashlib
import json

import pytest

import codewords
from codewords.service.workbench_check import QuickCheck
from codewords.service.workbench_corpus import take_sample
from codewords.service.workbench_entry import NotWrittenError, put_entry, scalar
from codewords.service.workbench_lexicon import Lexicon

NEW = {
    "term": "zalouche",
    "lang": ["fr"],
    "substance": ["cannabis_herb"],
    "ambiguity": "low",
    "source": ["small_glossary"],
}
WRITTEN = (
    "- term: zalouche\n  lang: fr\n  substance: cannabis_herb\n  ambiguity: low\n  source: [small_glossary]\n"
)


def test_an_empty_overlay_begins_with_its_version():
    assert put_entry("", NEW, since="2026.11.0") == f"since: 2026.11.0\nterms:\n{WRITTEN}"


def test_comments_order_and_other_entries_stay_as_they_are():
    before = "# ours\nsince: 2026.11.0\n\nterms:\n# the first\n- term: autre   # why\n  lang: fr\n\n# emoji below\nemoji: []\n"
    after = put_entry(before, NEW, since="2026.11.0")
    assert after == before.replace("  lang: fr\n", f"  lang: fr\n{WRITTEN}")


def test_an_entry_takes_the_place_of_its_older_self():
    first = put_entry("terms:\n- term: autre\n  lang: fr\n", NEW, since="2026.11.0") + "# the end\n"
    again = put_entry(first, {**NEW, "ambiguity": "high"}, since="2026.11.0")
    assert again == first.replace("ambiguity: low", "ambiguity: high")


def test_indented_lists_stay_indented():
    after = put_entry("terms:\n  - term: autre\n    lang: fr\n", NEW, since="2026.11.0")
    assert after.splitlines()[3:5] == ["  - term: zalouche", "    lang: fr"]


@pytest.mark.parametrize("before", ["terms: []\n", "terms:\n", "terms:\nemoji: []\n"])
def test_an_empty_list_is_filled(before):
    assert WRITTEN in put_entry(before, NEW, since="2026.11.0")


@pytest.mark.parametrize(
    "before", ["terms: [", "- a list", "terms: {a: b}\n", "terms: [{term: a, lang: fr}]\n", "\tterms:\n"]
)
def test_an_overlay_that_cannot_be_written_into_is_refused(before):
    with pytest.raises(NotWrittenError):
        put_entry(before, NEW, since="2026.11.0")


@pytest.mark.parametrize(
    "text",
    ["no", "420", "4:20", "#loud", "a: b", "- x", "[x", "l'herbe", "beuh, shit", "🍀", 'say "x"', "a\\b", "\u2028x", " x ", "été", "null", "~", "*x", "2026.11.0", "a\u0085b", "a\x07b"],
)  # fmt: skip
def test_every_text_comes_back_from_yaml_as_it_was(text, small_pack, tmp_path):
    file = tmp_path / "site.yaml"
    body = put_entry("", {**NEW, "sense": text, "hits": [text, f"zalouche {text}"]}, since="2026.11.0")
    file.write_text(body, encoding="utf-8", newline="")
    term = next(t for t in codewords.load(small_pack, overlays=[file]).ruleset.terms if t.id == "site.zalouche")
    assert (term.sense, term.hits) == (text, (text, f"zalouche {text}"))
    assert "\n" not in scalar(text)


def test_an_entry_of_the_rules_is_written_as_what_differs(small_pack):
    words = Lexicon(codewords.load(small_pack).ruleset)
    row = words.row("cannabis_herb.420")
    entry = {
        key: row[key] for key in ("id", "term", "lang", "forms", "sense", "ambiguity", "hits", "misses", "source")
    }
    assert words.changes({**entry, "ambiguity": "medium", "substance": ["cannabis_herb"], "fuzz": "0"}) == {
        "id": "cannabis_herb.420",
        "ambiguity": "medium",
    }
    assert words.changes({**entry, "misses": []})["misses"] == []


def test_a_search_ranks_the_word_before_words_that_hold_it(small_pack):
    words = Lexicon(codewords.load(small_pack).ruleset)
    assert words.search("COCAINE", {}, 0)["rows"][0]["term"] == "cocaïne"
    assert words.search("", {"substance": "cocaine"}, 0)["total"] == 2 + len(
        [t for t in words.terms.values() if t.is_emoji and "cocaine" in t.substances]
    )
    assert words.search("beuher", {}, 0)["rows"][0]["term"] == "beuh"
    assert words.search("beuh", {}, 9)["rows"] == []


@pytest.fixture
def checker(engine):
    return QuickCheck(engine.ruleset)


def test_the_quick_check_tells_what_the_checker_tells(checker):
    overlay = "since: 2026.11.0\nterms:\n- term: maison\n  lang: fr\n  substance: cocaine\n  ambiguity: low\n  spelings: [x]\n  source: [egodico]\n"
    told = [(p["line"], p["severity"], p["message"].split(";")[0]) for p in checker.look(overlay, "site.yaml")]
    assert told == [
        (6, "warning", "term `maison` of low ambiguity is an ordinary word"),
        (7, "error", "unknown key `spelings` in term `maison`"),
    ]


@pytest.mark.parametrize(
    "entry",
    [
        "- term: zpp\n  lang: fr\n  kind: delivery\n  ambiguity: lowest\n",
        "- term: zpp\n  lang: fr\n  topic: news\n  ambiguity: lowest\n",
        "- term: zpp\n  lang: fr\n  substance: cocaine\n  ambiguity: lowest\n",
    ],
    ids=["trade", "counter", "substance"],
)
def test_each_sort_of_word_is_checked_as_what_it_is(checker, entry):
    head = "since: 2026.11.0\nsource: [general_knowledge]\nterms:\n"
    assert [p["line"] for p in checker.look(head + entry, "site.yaml")] == [7]
    assert (
        checker.look(
            head + entry.replace("lowest", "high") + "  sense: x\n  hits: [zpp]\n  misses: [y]\n", "site.yaml"
        )
        == []
    )


def test_changes_to_the_rules_are_left_to_the_trial(checker):
    assert checker.look("terms:\n- id: cannabis_herb.beuh\n  status: retired\n", "site.yaml") == []


@pytest.mark.parametrize("overlay", ["", "\n# nothing\n", "detections: []\n"])
def test_an_overlay_without_words_has_no_quick_faults(checker, overlay):
    assert [p for p in checker.look(overlay, "site.yaml") if p["severity"] == "error"] == []


def is_sealed(id_):
    return int(hashlib.sha1(id_.encode()).hexdigest(), 16) % 3 == 0


OPEN = next(n for n in range(50, 100) if not is_sealed(f"m{n}"))


@pytest.fixture
def messages(tmp_path):
    """Give a file of a hundred messages, one of which holds the word."""
    file = tmp_path / "eval" / "messages.jsonl"
    file.parent.mkdir()
    rows = [{"id": f"m{n}", "text": f"message {n}", "surface": "post" if n % 2 else "moon"} for n in range(100)]
    rows[OPEN]["text"] = "la Zalouche du quartier"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows) + "not json\n[1]\n", encoding="utf-8")
    return file


def test_sealed_rows_are_never_taken(messages):
    sample = take_sample(messages, 100, [], ["post"])
    assert sample.sealed == sum(is_sealed(f"m{n}") for n in range(100)) > 0
    assert not [row for row in sample.rows if is_sealed(row["id"])]
    assert sample.total == len(sample.rows) == 100 - sample.sealed


def test_messages_of_ones_own_are_all_taken(messages, tmp_path):
    own = tmp_path / "messages.jsonl"
    own.write_bytes(messages.read_bytes())
    sample = take_sample(own, 100, [], ["post"])
    assert (sample.sealed, sample.total) == (0, 100)


def test_messages_that_hold_the_word_are_judged_first_and_the_rest_by_hash(messages):
    sample = take_sample(messages, 10, ["zalouche"], ["post"])
    assert (sample.rows[0]["id"], sample.named, len(sample.rows)) == (f"m{OPEN}", 1, 10)
    assert sample == take_sample(messages, 10, ["zalouche"], ["post"])
    assert {row["surface"] for row in sample.rows} == {"post"}


def test_a_folder_and_a_file_of_plain_lines_are_read_too(messages, tmp_path):
    plain = tmp_path / "lines.txt"
    plain.write_text("un\n\ndeux\n", encoding="utf-8")
    assert [
        row["text"] for row in take_sample(plain, 10, [], ["post"]).rows if row["id"].startswith("lines.txt:")
    ] != []
    assert take_sample(messages.parent, 100, [], ["post"]).total == take_sample(messages, 100, [], ["post"]).total
