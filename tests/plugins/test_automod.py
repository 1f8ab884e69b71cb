"""The payload keeps within Discord's limits, carries what a word can say, and the report names the rest."""

import json
import subprocess
import sys

import pytest

import codewords
from codewords.plugins.automod import export, main


@pytest.fixture(scope="module")
def made(engine):
    return export(engine, alert_channel="000")


def keywords(made):
    return [word for rule in made.rules for word in rule["trigger_metadata"]["keyword_filter"]]


def test_each_rule_is_a_body_that_discord_takes(made):
    assert 1 <= len(made.rules) <= 6
    for rule in made.rules:
        assert set(rule) == {"name", "event_type", "trigger_type", "trigger_metadata", "actions", "enabled"}
        assert (rule["event_type"], rule["trigger_type"]) == (1, 1)
        assert rule["actions"] == [{"type": 2, "metadata": {"channel_id": "000"}}]
        assert rule["enabled"] is False
        assert 1 <= len(rule["trigger_metadata"]["keyword_filter"]) <= 1000
    words = keywords(made)
    assert len(set(words)) == len(words) == made.keywords
    assert all(0 < len(word) <= 60 and word == word.casefold() for word in words)
    assert not any(word.startswith("*") or word.endswith("*") for word in words)


def test_every_keyword_tells_a_substance_to_the_engine_alone(engine, made):
    low = {term.id for term in engine.ruleset.terms if term.ambiguity == "low"}
    for word in keywords(made)[::7]:
        found = engine.scan(word, evidence="all").matches
        assert any(match.id in low and (match.start, match.end) == (0, len(word)) for match in found), word


def test_words_that_need_context_are_not_carried(engine, made):
    needing = {term.term.casefold() for term in engine.ruleset.terms if term.ambiguity != "low"}
    low = {
        form.casefold()
        for term in engine.ruleset.terms
        if term.ambiguity == "low" and term.kind == "substance"
        for form in (term.term, *term.forms)
    }
    assert not set(keywords(made)) & (needing - low)


def test_spellings_without_accents_or_hyphens_are_added(made):
    assert {"cocaïne", "cocaine", "2c-b", "2cb", "2c b"} <= set(keywords(made))


def test_every_spelling_is_carried_or_named_in_the_report(engine, made):
    said = {item.spelling for item in made.left_out}
    carried = set(keywords(made))
    for term in engine.ruleset.terms:
        if term.kind == "substance" and term.ambiguity == "low" and term.status == "stable":
            assert term.term in said or term.term.casefold() in carried, term.id
    assert all(item.reason and repr(item.spelling) in made.report() for item in made.left_out)


def test_where_rules_are_few_written_words_go_first_and_the_rest_is_named(engine):
    few = export(engine, alert_channel="000", most_rules=1)
    assert few.keywords == 1000
    reasons = [item for item in few.left_out if item.reason.startswith("no room")]
    assert len(reasons) + few.keywords >= export(engine, alert_channel="000").keywords
    written = {form.casefold() for term in engine.ruleset.terms for form in (term.term, *term.forms)}
    assert set(keywords(few)) <= written


def test_long_words_wildcards_and_codes_in_capitals_are_left_out_with_the_reason(tmp_path, small_pack):
    site = tmp_path / "site.yaml"
    words = {"'zorblax*'": "", "Z" * 61: "", "ZB": "case: exact"}
    entries = [
        f"- {{term: {word}, substance: cannabis_herb, lang: fr, ambiguity: low, source: small_glossary, since: 2026.11.0, {more}}}"
        for word, more in words.items()
    ]
    site.write_text("terms:\n" + "\n".join(entries) + "\n", encoding="utf-8")
    made = export(codewords.load(small_pack, overlays=[site]), alert_channel="000")
    assert {item.spelling: item.reason for item in made.left_out} == {
        "zorblax*": "its asterisk would be a wildcard",
        "Z" * 61: "longer than 60 characters",
        "ZB": "its capitals are part of the code",
    }
    assert "beuh" in keywords(made)


def test_a_language_and_a_substance_narrow_the_words(engine):
    words = keywords(export(engine, alert_channel="000", substances=["cocaine"], langs=["fr"]))
    assert "cocaïne" in words
    assert not {"kokain", "weed", "beuh"} & set(words)


def test_what_a_policy_only_watches_is_told_and_never_blocked(engine):
    told = set(keywords(export(engine, alert_channel="000", substances=["kratom"])))
    assert told
    assert export(engine, block=True, substances=["kratom"]).rules == ()


def test_a_block_can_carry_a_notice(engine):
    rule = export(engine, block=True, notice="Not here.", substances=["cocaine"]).rules[0]
    assert rule["actions"] == [{"type": 1, "metadata": {"custom_message": "Not here."}}]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, "a rule needs an action"),
        ({"alert_channel": "#mods"}, "alert_channel must be the id of a channel"),
        ({"block": True, "notice": "x" * 151}, "at most 150 characters"),
        ({"alert_channel": "0", "notice": "x"}, "notice goes with block=True"),
        ({"block": True, "langs": ["xx"]}, "unknown language: xx; known: de, en"),
        ({"block": True, "langs": "fr"}, "unknown language"),
        ({"block": True, "substances": ["snow"]}, "unknown substance: snow; known: "),
        ({"block": True, "most_rules": 7}, "most_rules must be from 1 to 6, not 7"),
        ({"block": True, "most_rules": 0}, "most_rules must be from 1 to 6, not 0"),
    ],
)
def test_what_discord_would_refuse_is_refused_before(engine, options, said):
    with pytest.raises(ValueError) as error:
        export(engine, **options)
    assert said in str(error.value)


def test_the_command_writes_the_payload_and_the_report_apart(tmp_path, capsys, engine):
    main(["--alert-channel", "000", "--substance", "cocaine", "--out", str(tmp_path / "rules.json")])
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == export(engine, alert_channel="000", substances=["cocaine"]).report() + "\n"
    payload = json.loads((tmp_path / "rules.json").read_text(encoding="utf-8"))
    assert payload == list(export(engine, alert_channel="000", substances=["cocaine"]).rules)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "a rule needs an action"),
        (["--block", "--rules", "/nowhere"], "`/nowhere` does not exist"),
        (["--block", "--policy", "nope"], "nope"),
        (["--block", "--out", "/nowhere/rules.json"], "/nowhere/rules.json"),
    ],
)
def test_the_command_says_what_is_wrong_in_a_line_and_ends_with_2(arguments, said, capsys):
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    assert said in capsys.readouterr().err


def test_the_module_runs_as_a_program():
    done = subprocess.run(
        [sys.executable, "-m", "codewords.plugins.automod", "--block", "--substance", "cocaine"],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert json.loads(done.stdout)[0]["trigger_type"] == 1
    assert done.stderr.startswith("carried: ")
