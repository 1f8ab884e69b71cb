"""`codewords add`, as a maintainer and a script use it."""

import shutil

import pytest

from codewords.cli import add
from codewords.maintain import neighbours as near_room

KEYS = ("--substance", "cocaine", "--lang", "fr", "--as-of", "2026-12-01")
MEDIUM = (
    *KEYS,
    *("--ambiguity", "medium", "--sense", "a first name"),
    *("--hit", "zalouche 10g 80€, livraison", "--miss", "Zalouche a dix ans"),
)
FILE = "lexicons/substances/cocaine.yaml"


@pytest.fixture
def pack(small_pack, tmp_path, monkeypatch):
    """Give a copy of the small rules, in the folder in which the command runs."""
    monkeypatch.setattr(near_room, "frequent_words", lambda langs: {lang: ["maison"] for lang in langs})
    monkeypatch.chdir(tmp_path)
    shutil.copytree(small_pack, tmp_path / "rules")
    return tmp_path / "rules"


@pytest.fixture
def seat(monkeypatch):
    """Put somebody at the terminal."""
    monkeypatch.setattr(add, "is_terminal", lambda: True)


def told(pack):
    return (pack / FILE).read_text(encoding="utf-8")


def test_an_entry_is_written_and_shown_with_its_place(run, pack):
    before = told(pack)
    result = run("add", "zalouche", *MEDIUM)
    assert result.exit_code == 0
    assert "examples: 2 of 2 hold" in result.stdout
    assert "- Added: `zalouche` (cocaine, fr, medium)." in result.stdout
    line = int(result.stdout.split(f"wrote rules/{FILE}:")[1].split()[0])
    after = told(pack).split("\n")
    assert after[line - 1] == "- term: zalouche"
    assert "\n".join(after[: line - 1] + after[line + 6 :]) == before
    assert run("check", "rules", "--strict").exit_code == 0
    assert run("test", "rules", "--only", "zalouche").stderr.startswith(
        "2 cases (1 to hit, 1 to miss; 2 of terms)"
    )


def test_a_bump_raises_the_version_and_notes_the_change(run, pack):
    result = run("add", "zalouche", *MEDIUM, "--bump")
    assert "version: 2026.11.0 -> 2026.12.0" in result.stdout
    assert "version: 2026.12.0\n" in (pack / "manifest.yaml").read_text(encoding="utf-8")
    assert "## 2026.12.0\n\n- Added: `zalouche`" in (pack / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "  since: 2026.12.0\n" in told(pack)


@pytest.mark.parametrize("more", [("--dry-run",), ("--source", "general_knowledge", "--ambiguity", "low")])
def test_a_dry_run_and_a_warning_write_nothing(run, pack, more):
    before = told(pack)
    result = run("add", "zalouche", *MEDIUM, *more)
    assert "nothing was written" in result.output
    assert told(pack) == before


def test_a_warning_may_be_allowed(run, pack):
    refused = run("add", "zalouche", *KEYS, "--ambiguity", "low")
    assert refused.exit_code == 1
    assert f"rules/{FILE}:11:14: CW709" in refused.stdout
    assert run("add", "zalouche", *KEYS, "--ambiguity", "low", "--allow-warnings").exit_code == 0


def test_a_word_that_is_there_is_refused_with_both_places(run, pack):
    result = run("add", "cocaïne", "--substance", "cocaine", "--lang", "fr", "--ambiguity", "low")
    assert result.exit_code == 1
    assert "CW301" in result.stdout
    assert "same spelling: cocaine.cocaine (cocaine, fr, low)" in result.stdout
    assert "nothing was written" in result.stderr


def test_an_example_that_does_not_hold_is_refused(run, pack):
    before = told(pack)
    result = run("add", "zalouche", *MEDIUM, "--hit", "bonjour")
    assert result.exit_code == 1
    assert "cocaine.zalouche-hit-2: the term is not found" in result.stdout
    assert told(pack) == before


def test_everything_that_is_missing_is_named_at_once(run, pack):
    result = run("add", "zalouche")
    assert result.exit_code == 2
    for option in ("--substance  one of cannabis,", "--lang  one of fr, en", "--ambiguity  one of low"):
        assert option in result.stderr
    assert "--sense" in run("add", "zalouche", *KEYS, "--ambiguity", "high").stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("zal", "--substance", "cocain"), "did you mean `cocaine`?"),
        (("zal", *KEYS, "--source", "nobody"), "unknown name 'nobody'"),
        (("  ", *KEYS), "TERM is empty"),
        (("zal", *KEYS, "--ambiguity", "low", "--overlay", "site.txt"), "ends in .yaml"),
        (("zal", "--kind", "counter", "--lang", "fr", "--ambiguity", "low"), "--topic  one of news"),
    ],
)
def test_wrong_usage_is_status_2_and_says_what_to_do(run, pack, arguments, said):
    result = run("add", *arguments)
    assert result.exit_code == 2
    assert said in result.stderr


def test_without_rules_it_says_so(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run("add", "zal", *KEYS)
    assert result.exit_code == 2
    assert "name their folder with --rules" in result.stderr


def test_a_terminal_is_asked_until_the_answer_can_be_taken(run, pack, seat):
    answers = [
        "cocain",
        "cocaine",
        "fr",
        "small_glossary",
        "medium",
        "a first name",
        "zal 10g 80€",
        "Zal a dix ans",
    ]
    result = run("add", "zal", "--as-of", "2026-12-01", input="\n".join([*answers, "y", "y", ""]))
    assert result.exit_code == 0
    assert "did you mean `cocaine`?" in result.stdout
    assert "suggested ambiguity: low" in result.stdout
    assert '- term: zal\n  lang: fr\n  ambiguity: medium\n  sense: "a first name"\n  since: 2026.12.0\n' in told(
        pack
    )
    assert "version: 2026.12.0\n" in (pack / "manifest.yaml").read_text(encoding="utf-8")


def test_whoever_declines_has_written_nothing(run, pack, seat):
    before = told(pack)
    result = run("add", "zalouche", *MEDIUM, "--source", "small_glossary", "--no-bump", input="n\n")
    assert result.exit_code == 1
    assert told(pack) == before


def test_an_emoji_goes_among_the_emoji_with_its_name(run, pack):
    keys = ("--substance", "cocaine", "--ambiguity", "high", "--sense", "a snail")
    result = run("add", "🐌", *keys, "--hit", "🐌 5g 50€ 10g 90€", "--miss", "un 🐌 au jardin")
    assert result.exit_code == 0
    text = (pack / "lexicons" / "emoji.yaml").read_text(encoding="utf-8")
    assert '- emoji: "🐌"\n  name: snail\n  kind: emoji\n  substance: cocaine\n' in text


def test_words_of_retail_and_counter_evidence_go_into_the_file_of_their_language(run, pack):
    assert run("add", "coursier", "--kind", "delivery", "--lang", "fr", "--ambiguity", "high").exit_code == 0
    assert "- term: coursier\n  kind: delivery\n" in (pack / "lexicons/commerce/fr.yaml").read_text(
        encoding="utf-8"
    )
    keys = ("--kind", "counter", "--topic", "police", "--lang", "fr", "--ambiguity", "low")
    assert run("add", "au commissariat", *keys).exit_code == 0
    assert "- term: au commissariat\n  topic: police\n" in (pack / "lexicons/counter/fr.yaml").read_text(
        encoding="utf-8"
    )


def test_an_overlay_is_made_and_the_rules_stay(run, pack, small_pack):
    result = run("add", "zalouche", *MEDIUM, "--rules", "rules", "--overlay", "site.yaml")
    assert result.exit_code == 0
    assert told(pack) == (small_pack / FILE).read_text(encoding="utf-8")
    assert run("test", "rules", "--overlay", "site.yaml", "--only", "site.zalouche").exit_code == 0
    assert run("check", "rules", "--overlay", "site.yaml", "--strict").exit_code == 0


def test_messages_show_what_would_newly_fire(run, pack, tmp_path):
    lines = ["zalouche 5g 50€ 10g 90€", "bonjour"]
    (tmp_path / "plain.txt").write_text("\n".join(lines), encoding="utf-8")
    (pack / "corpus").mkdir()
    row = '{"text": "zalouche 5g 50€ 10g 90€", "label": "none"}\n'
    (pack / "corpus" / "own.jsonl").write_text(row, encoding="utf-8")
    result = run("add", "zalouche", *MEDIUM, "--dry-run", "--corpus", "plain.txt")
    assert "messages: in 2 of 3 (1 unlabelled, 1 none)" in result.stdout
    assert "decisions that change: 2, 1 of them false alarms" in result.stdout
    assert "false alarm, none -> offer" in result.stdout


def test_messages_without_a_label_are_read_and_bad_lines_are_told(run, pack, tmp_path):
    (tmp_path / "in.txt").write_text("zalouche 5g 50€ 10g 90€, livraison\nbonjour\n", encoding="utf-8")
    result = run("add", "zalouche", *MEDIUM, "--dry-run", "--corpus", "in.txt")
    assert "messages: in 1 of 2 (1 unlabelled)" in result.stdout
    (tmp_path / "in.jsonl").write_text('{"text": "zalouche"}\n{"text": 5}\n', encoding="utf-8")
    result = run("add", "zalouche", *MEDIUM, "--dry-run", "--corpus", "in.jsonl")
    assert "in.jsonl:2: " in result.stderr
    assert "; passed over" in result.stderr
    assert "messages: in 1 of 1 (1 unlabelled)" in result.stdout
    (tmp_path / "in.txt").write_bytes(b"\xff\xfe\x00\x01")
    result = run("add", "zalouche", *MEDIUM, "--dry-run", "--corpus", "in.txt")
    assert (result.exit_code, result.stderr.startswith("Error: in.txt: ")) == (2, True)


def test_an_overlay_whose_name_is_no_file_of_rules_is_wrong_usage(run, pack):
    result = run("add", "zalouche", *MEDIUM, "--overlay", "site.txt")
    assert result.exit_code == 2
    assert "the name of a file of rules ends in .yaml" in result.stderr


def test_sealed_rows_are_neither_judged_nor_shown(run, pack, tmp_path):
    rows = [f'{{"id": "{number}", "text": "zalouche 5g 50€ 10g 90€"}}' for number in range(9)]
    (tmp_path / "eval").mkdir()
    seen = []
    for name in ("messages.jsonl", "eval/messages.jsonl"):
        (tmp_path / name).write_text("\n".join(rows), encoding="utf-8")
        result = run("add", "zalouche", *MEDIUM, "--dry-run", "--corpus", name)
        seen.append(int(result.stdout.split("messages: in ")[1].split()[0]))
    assert 0 < seen[1] < seen[0] == len(rows)
