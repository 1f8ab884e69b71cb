"""A new entry: its text, its place in a file, what stands near it, what a trial tells, and how it is written."""

import datetime as dt
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

import codewords
from codewords.maintain import neighbours as near_room
from codewords.maintain.entry import NewEntry, home, lines_of, next_version
from codewords.maintain.evaluate import Row
from codewords.maintain.neighbours import neighbours, suggest_ambiguity
from codewords.maintain.proposal import Target, is_raised, propose
from codewords.maintain.trial import try_out

WORD = NewEntry(
    "zalouche",
    "substance",
    ("fr",),
    "medium",
    ("cocaine",),
    sense="a first name",
    source=("general_knowledge",),
    hits=("zalouche 10g 80€, livraison ce soir",),
    misses=("Zalouche a dix ans",),
)


@pytest.fixture
def pack(small_pack, tmp_path):
    """Give a copy of the small rules that a test may change."""
    folder = tmp_path / "pack"
    shutil.copytree(small_pack, folder)
    return folder


@pytest.fixture(scope="module")
def small():
    return codewords.load(Path(__file__).parents[1] / "packs" / "small")


@pytest.fixture(autouse=True)
def few_words(monkeypatch):
    """Let no test depend on the frequency lists of an extra."""

    def frequent(langs):
        return {lang: ["zalouches", "galouche", "maison"] for lang in langs}

    monkeypatch.setattr(near_room, "frequent_words", frequent)


def tried(entry, pack, engine, rows=(), **more):
    """Give a trial of an entry on a pack."""
    proposal = propose(entry, Target(pack, **more), engine.ruleset, version="2026.11.1", bump=False)
    words = neighbours(entry, engine).words
    return proposal, try_out(proposal, engine, rows, words=words, check=codewords.check, load=codewords.load)


def test_an_entry_is_written_as_the_house_writes():
    entry = replace(WORD, forms=("zalou", "a: b"), term="no", since="2026.11.1")
    assert lines_of(entry, {"substance": "cocaine", "since": "2026.11.1"}) == [
        'term: "no"',
        "lang: fr",
        "ambiguity: medium",
        'forms: [zalou, "a: b"]',
        'sense: "a first name"',
        "source: [general_knowledge]",
        'hits: ["zalouche 10g 80€, livraison ce soir"]',
        'misses: ["Zalouche a dix ans"]',
    ]


@pytest.mark.parametrize(
    "text", ["a\nb", 'say "x"', "back\\slash", "#loud", "- dash", "é\u2028e", "👨\u200d🍳", "12:30", " x"]
)
def test_every_text_is_read_back_as_it_was(text):
    lines = lines_of(replace(WORD, forms=(text,), sense=text, hits=(text,)), {})
    read = yaml.load("\n".join(lines), Loader=yaml.BaseLoader)
    assert (read["forms"], read["sense"], read["hits"]) == ([text], text, [text])


def test_a_word_goes_into_the_file_of_its_substance(engine):
    rules = engine.ruleset
    own = replace(WORD, substances=("cocaine",))
    shared = replace(WORD, substances=("lsa",))
    assert home(own, rules).as_posix() == "lexicons/substances/cocaine.yaml"
    assert home(shared, rules).as_posix() == "lexicons/substances/lsa.yaml"
    assert (
        home(replace(WORD, kind="delivery", langs=("en", "fr")), rules).as_posix() == "lexicons/commerce/en.yaml"
    )
    assert home(replace(WORD, kind="counter", topic="news"), rules).as_posix() == "lexicons/counter/fr.yaml"
    assert home(replace(WORD, name="snail"), rules).as_posix() == "lexicons/emoji.yaml"


@pytest.mark.parametrize(
    ("version", "day", "after"),
    [
        ("2026.11.0", dt.date(2026, 11, 30), "2026.11.1"),
        ("2026.11.9", dt.date(2026, 12, 1), "2026.12.0"),
        ("2026.11.9", dt.date(2026, 10, 1), "2026.11.10"),
    ],
)
def test_versions_are_dates_and_never_go_back(version, day, after):
    assert next_version(version, day) == after


def test_neighbours_are_found_in_every_language_and_kind(small):
    found = neighbours(replace(WORD, term="Beûh"), small)
    assert [term.id for term in found.same] == ["cannabis_herb.beuh"]
    assert suggest_ambiguity(WORD, found) == ("medium", "`cannabis_herb.beuh` has the same spelling")
    against = neighbours(replace(WORD, term="garde à vue"), small)
    assert suggest_ambiguity(WORD, against)[0] == "high"
    typo = neighbours(replace(WORD, term="cocaime"), small)
    assert "cocaine.cocaine" in [term.id for term in typo.typos]
    assert any(match.via == "fuzzy" for match in typo.readings)


def test_a_frequent_word_of_its_language_is_highly_ambiguous(small):
    found = neighbours(replace(WORD, term="maison"), small)
    assert found.ordinary == {"maison": ("fr", "en")}
    assert suggest_ambiguity(WORD, found) == ("high", "a frequent word in fr")


def test_without_the_extra_the_lists_of_the_rules_are_asked(small, monkeypatch):
    def missing(_langs):
        raise ImportError

    monkeypatch.setattr(near_room, "frequent_words", missing)
    found = neighbours(replace(WORD, term="beurre"), small)
    assert found.ordinary == {"beurre": ("fr",)}
    assert not found.is_complete


def test_a_trial_tells_what_a_good_entry_does_and_touches_no_file(pack, small):
    before = {file: file.read_bytes() for file in pack.rglob("*") if file.is_file()}
    rows = [Row("1", "zalouche 5g 50€ 10g 90€", "none"), Row("2", "bonjour", "none")]
    proposal, trial = tried(WORD, pack, small, rows)
    assert trial.problems == ()
    assert [case.passed for case in trial.cases] == [True, True]
    assert trial.claimed["fr"] == ("galouche",)
    assert (trial.effect.messages, dict(trial.effect.seen)) == (2, {"none": 1})
    assert [item.text for item in trial.effect.alarms] == [rows[0].text]
    assert before == {file: file.read_bytes() for file in pack.rglob("*") if file.is_file()}
    assert proposal.path == pack / "lexicons" / "substances" / "cocaine.yaml"


def test_a_fault_is_told_at_the_line_on_which_it_would_stand(pack, small):
    proposal, trial = tried(replace(WORD, source=("nobody",)), pack, small)
    (problem,) = trial.problems
    assert problem.code.startswith("CW3")
    assert problem.place.path == "lexicons/substances/cocaine.yaml"
    assert proposal.line < problem.place.line < proposal.line + len(proposal.lines)
    assert trial.effect is None


def test_examples_that_do_not_hold_are_told(pack, small):
    entry = replace(WORD, hits=("bonjour",), misses=("zalouche, beuh 5g 50€ 10g 90€",))
    _, trial = tried(entry, pack, small)
    assert [case.reason for case in trial.cases] == ["the term is not found", "the message is judged an offer"]


def test_an_example_of_another_entry_that_breaks_is_told(pack):
    file = pack / "lexicons" / "substances" / "cannabis_herb.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('["page 420', '["zalouche 5g 50€ 10g 90€", "page 420'), encoding="utf-8")
    _, trial = tried(WORD, pack, codewords.load(pack))
    assert [(case.name, case.reason) for case in trial.broken] == [
        ("cannabis_herb.420-miss-1", "the message is judged an offer")
    ]


def test_an_overlay_gets_the_entry_with_all_its_keys(pack, small, tmp_path):
    overlay = tmp_path / "site.yaml"
    proposal, trial = tried(WORD, pack, small, overlay=overlay)
    assert trial.problems == ()
    assert proposal.path == overlay
    assert {"substance: cocaine", "since: 2026.11.1"} <= set(proposal.lines)
    assert not overlay.exists()
    _, faulty = tried(replace(WORD, source=("nobody",)), pack, small, overlay=overlay)
    assert faulty.problems[0].place.path == overlay.as_posix()


def test_an_overlay_may_not_change_an_entry_under_the_name_of_adding_one(pack, small, tmp_path):
    overlay = tmp_path / "cannabis_herb.yaml"
    _, trial = tried(replace(WORD, term="beuh", substances=("cannabis_herb",)), pack, small, overlay=overlay)
    assert [problem.code for problem in trial.problems] == ["CW301"]


def test_the_version_is_raised_once_between_two_commits(pack):
    assert not is_raised(pack, "2026.11.0")
    for command in ("init -q", "add -A", "-c user.name=a -c user.email=a@example.org commit -qm x"):
        subprocess.run(["git", *command.split()], cwd=pack, check=True)
    assert not is_raised(pack, "2026.11.0")
    assert is_raised(pack, "2026.11.1")
