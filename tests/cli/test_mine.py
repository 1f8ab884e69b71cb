"""`codewords mine`: what is told, written and refused."""

import json

import pytest

from codewords.cli import mine as command
from codewords.maintain.evaluate import is_sealed

OFFERS = [
    "Zarbouk 5g 50€ / 10g 90€, livraison ce soir, snap zz_fictif_x",
    "zarbouk 1g 12€, 5g 50€, qualité au top, dispo 7j/7",
    "Arrivage zarbouk: 10g 90€ 25g 200€ livraison rapide",
]


@pytest.fixture
def mine(run, engine, monkeypatch, tmp_path):
    """Run the command with the bundled engine, its few messages and a few ordinary ones."""
    monkeypatch.setattr(command, "build_engine", lambda *_: engine)
    benign = tmp_path / "benign.txt"
    benign.write_text("mon train a du retard\nce soir je mange des pâtes\n", encoding="utf-8")

    def call(*arguments, texts=OFFERS, **more):
        file = tmp_path / "in.txt"
        file.write_text("\n".join(texts), encoding="utf-8")
        return run("mine", file, "--benign", benign, "--no-trial", *arguments, **more)

    return call


def test_the_table_tells_numbers_and_quotes(mine):
    result = mine()
    assert result.exit_code == 0, result.output
    assert "3 messages, compared with 2 ordinary ones: 1 new words, here the first 1" in result.stdout
    assert "zarbouk" in result.stdout
    assert "| Arrivage zarbouk: 10g 90€ 25g 200€ livraison rapide" in result.stdout


def test_json_holds_every_proposal_with_its_evidence(mine, engine):
    told = json.loads(mine("--format", "json").stdout)
    assert told["rules"]["digest"] == engine.ruleset.digest
    assert [item["term"] for item in told["proposals"]] == ["zarbouk"]
    assert told["proposals"][0]["quotes"]
    assert told["proposals"][0]["trial"] is None


@pytest.mark.parametrize("form", ["table", "json", "yaml"])
def test_no_message_is_quoted_on_request(mine, form):
    assert "Arrivage" in mine("--format", form).stdout
    assert "Arrivage" not in mine("--format", form, "--no-quotes").stdout


def test_the_overlay_is_written_beside_what_is_told(mine, tmp_path):
    out = tmp_path / "mined.yaml"
    result = mine("--out", out)
    assert f"wrote {out}" in result.stderr
    assert "zarbouk" in result.stdout
    assert out.read_text(encoding="utf-8") == mine("--format", "yaml").stdout


def test_the_trial_counts_what_would_change(run, small_pack, tmp_path):
    file, benign = tmp_path / "in.txt", tmp_path / "benign.txt"
    file.write_text("zarbouk 50€ 90€ a\nzarbouk 50€ 90€ b\nzarbouk 50€ 90€ c\n", encoding="utf-8")
    benign.write_text("bonjour\n", encoding="utf-8")
    told = run("mine", file, "--rules", small_pack, "--benign", benign, "--format", "json")
    assert set(json.loads(told.stdout)["proposals"][0]["trial"]) == {"benign", "mined"}
    assert "changes" in run("mine", file, "--rules", small_pack, "--benign", benign).stdout


def test_nothing_new_is_said_in_words(mine):
    result = mine(texts=["bonjour", "au revoir"])
    assert result.exit_code == 0
    assert "no new word stands in enough of them" in result.stdout


def test_the_messages_may_come_from_standard_input(run, mine, tmp_path):
    mine()
    result = run("mine", "-", "--benign", tmp_path / "benign.txt", "--no-trial", input="\n".join(OFFERS))
    assert "zarbouk" in result.stdout


def test_bad_lines_are_told_and_passed_over(run, mine, tmp_path):
    mine()
    file = tmp_path / "in.jsonl"
    lines = [json.dumps({"text": text}) for text in OFFERS]
    file.write_text("\n".join([*lines, "{broken"]), encoding="utf-8")
    result = run("mine", file, "--benign", tmp_path / "benign.txt", "--no-trial")
    assert f"{file}:4: not JSON" in result.stderr
    assert "zarbouk" in result.stdout


def test_sealed_rows_are_left_out_and_counted(run, mine, tmp_path):
    mine()
    file = tmp_path / "eval" / "messages-own.jsonl"
    file.parent.mkdir()
    made = [{"id": f"r{number}", "text": OFFERS[number % 3]} for number in range(12)]
    file.write_text("".join(json.dumps(row) + "\n" for row in made), encoding="utf-8")
    sealed = sum(is_sealed(row["id"]) for row in made)
    assert 0 < sealed < len(made)
    result = run("mine", file, "--benign", tmp_path / "benign.txt", "--no-trial")
    assert f"{sealed} sealed rows of a test set left out" in result.stderr
    assert f"{len(made) - sealed} messages, compared" in result.stdout


def test_rules_without_ordinary_messages_ask_for_some(run, small_pack, tmp_path):
    file = tmp_path / "in.txt"
    file.write_text("bonjour\n", encoding="utf-8")
    result = run("mine", file, "--rules", small_pack)
    assert result.exit_code == 2
    assert "name some: --benign FILE" in result.stderr


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"\n\n", "no line could be read"), (bytes(range(256)) * 9, "binary"), (b"", "no line could be read")],
)
def test_input_that_is_no_text_is_status_2(run, mine, tmp_path, content, told):
    mine()
    file = tmp_path / "odd.bin"
    file.write_bytes(content)
    result = run("mine", file, "--benign", tmp_path / "benign.txt")
    assert result.exit_code == 2
    assert told in result.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--surface", "nowhere"), "unknown surface"),
        (("--most", "0"), "0"),
        (("--least", "x"), "x"),
        (("--format", "csv"), "csv"),
    ],
)
def test_wrong_options_are_status_2(mine, arguments, told):
    result = mine(*arguments)
    assert result.exit_code == 2
    assert told in result.stderr


def test_a_surface_that_only_a_row_names_and_nobody_knows_is_status_2(run, mine, tmp_path):
    mine()
    file = tmp_path / "in.jsonl"
    file.write_text(json.dumps({"text": "bonjour", "surface": "nowhere"}), encoding="utf-8")
    result = run("mine", file, "--benign", tmp_path / "benign.txt")
    assert result.exit_code == 2
    assert "unknown surface 'nowhere'" in result.stderr


def test_an_overlay_that_cannot_be_written_is_status_2(mine, tmp_path):
    result = mine("--out", tmp_path / "missing" / "mined.yaml")
    assert result.exit_code == 2
    assert "no such file" in result.stderr


def test_a_message_cannot_steer_the_terminal(mine):
    result = mine(texts=[f"{text} \x1b[2J\u202e" for text in OFFERS])
    assert "zarbouk" in result.stdout
    assert "\x1b" not in result.stdout
    assert "\u202e" not in result.stdout
