"""`codewords scan` as a newcomer would use it, with every kind of input that goes wrong."""

import gzip
import json
import os
import shutil
import threading

import pytest

from codewords.cli import inputs

OFFER = "beuh 5g 50€ / 10g 90€, livraison 7j/7, snap zz_fictif"


def rows(result):
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_each_message_of_a_text_file_gets_a_line_with_its_number_and_label(run, tmp_path):
    file = tmp_path / "a.txt"
    file.write_text(f"bonjour\n{OFFER}\n", encoding="utf-8")
    result = run("scan", file)
    first, second, why = result.stdout.splitlines()
    assert first.split()[:2] == ["1", "none"]
    assert second.split()[:2] == ["2", "offer"]
    assert "sale, cannabis_herb" in why
    assert result.exit_code == 0
    assert "2 messages, 1 offer, 0 talk, 1 none" in result.stderr


def test_jsonl_in_gives_jsonl_out_with_id_and_surface(run):
    line = json.dumps({"text": OFFER, "surface": "dm", "id": 7})
    (row,) = rows(run("scan", "--format", "jsonl", input=line))
    assert (row["id"], row["surface"], row["label"]) == ("7", "dm", "offer")


def test_kept_fields_go_along_under_input_and_never_in_place_of_the_result(run):
    line = json.dumps({"text": OFFER, "account": "zz_fictif_a", "label": "none", "time": 5})
    (row,) = rows(
        run("scan", "--format", "jsonl", "--keep", "account", "--keep", "label", "--keep", "gone", input=line)
    )
    assert row["input"] == {"account": "zz_fictif_a", "label": "none"}
    assert row["label"] == "offer"
    (row,) = rows(run("scan", "--format", "jsonl", input=line))
    assert "input" not in row


def test_results_without_quotes_hold_no_word_of_the_message(run):
    result = run("scan", "--format", "jsonl", "--no-quotes", input=f"{OFFER}\n")
    assert result.stdout.count('"label": "offer"') == 1
    assert '"text"' not in result.stdout
    assert "50€" not in result.stdout


@pytest.mark.parametrize(("text", "status"), [(OFFER, 1), ("bonjour", 0)])
def test_fail_on_offer_decides_the_exit_status(run, text, status):
    assert run("scan", "--fail-on", "offer", input=text).exit_code == status


@pytest.mark.parametrize("content", ["", "\n\n", "\ufeff"], ids=["nothing", "empty lines", "a mark"])
def test_an_empty_input_has_no_messages_and_is_no_fault(run, content):
    result = run("scan", input=content)
    assert result.exit_code == 0
    assert result.stdout == ""
    assert result.stderr.startswith("0 messages")


WIDE = "bonjour à tous\n".encode("utf-16")
UNREADABLE = {
    "UTF-16 with a mark": WIDE,
    "UTF-16 without": WIDE[2:],
    "gzip": gzip.compress(bytes(range(256)) * 40, mtime=0),
    "PNG": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(64),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_is_no_text_is_refused_with_one_line_and_status_2(run, tmp_path, name):
    file = tmp_path / "input"
    file.write_bytes(UNREADABLE[name])
    result = run("scan", file)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert "UTF-8" in result.stderr


def test_a_missing_file_is_one_line_and_status_2(run, tmp_path):
    result = run("scan", tmp_path / "gone.txt")
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert "gone.txt: no such file" in result.stderr


def test_a_folder_is_one_line_and_status_2(run, tmp_path):
    result = run("scan", tmp_path)
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert "is a directory" in result.stderr


def test_a_line_in_latin_1_is_named_and_the_rest_goes_on(run):
    result = run("scan", input=b"bonjour\n" + "caf\u00e9 au lait\n".encode("latin-1") + b"salut\n")
    assert [line.split()[0] for line in result.stdout.splitlines()] == ["1", "3"]
    assert "-:2: not UTF-8 at byte 4 of the line; line passed over" in result.stderr
    assert "1 line not read" in result.stderr
    assert "lait" not in result.output
    assert result.exit_code == 0


BAD = {
    '{"text": "secret': "not JSON at character",
    "[1, 2]": "not a JSON object",
    '{"txt": "secret"}': "`text` is missing or no string",
    '{"text": 5}': "`text` is missing or no string",
    '{"text": "secret", "surface": "moon"}': "unknown surface; known: ",
    '{"text": "secret", "surface": 3}': "`surface` is no string",
    '{"text": "secret", "id": ["secret"]}': "`id` is neither a string nor a number",
    "[" * 100_000: "not JSON",
}


@pytest.mark.parametrize("bad", BAD, ids=range(len(BAD)))
def test_a_bad_json_line_is_named_without_its_words_and_the_rest_goes_on(run, bad):
    lines = f'{{"text": "bonjour"}}\n{bad}\n{{"text": "salut"}}\n'
    result = run("scan", "--format", "jsonl", "--input", "jsonl", input=lines)
    first, error, last = rows(result)
    assert (first["label"], last["label"]) == ("none", "none")
    assert error["line"] == 2
    assert BAD[bad] in error["error"]
    assert f"-:2: {error['error']}; line passed over" in result.stderr
    assert "secret" not in result.output
    assert result.exit_code == 0


def test_an_input_of_which_no_line_can_be_read_is_status_2(run):
    result = run("scan", "--input", "jsonl", input="x\ny\n")
    assert result.exit_code == 2
    assert "no line could be read" in result.stderr


def test_mark_line_ends_and_missing_last_line_end_make_no_difference(run, tmp_path):
    plain, odd = tmp_path / "plain.txt", tmp_path / "odd.txt"
    plain.write_bytes(f"{OFFER}\n\nsalut\n".encode())
    odd.write_bytes(f"\ufeff{OFFER}\r\n\r\nsalut".encode())
    assert run("scan", "--format", "jsonl", odd).stdout == run("scan", "--format", "jsonl", plain).stdout


def test_a_line_beyond_the_limit_is_named_and_the_rest_goes_on(run, monkeypatch):
    monkeypatch.setattr(inputs, "LONGEST", 1 << 20)
    result = run("scan", input="a" * (3 << 20) + "\nsalut\n")
    assert "-:1: longer than 1 MiB" in result.stderr
    assert result.stdout.split()[:2] == ["2", "none"]


def test_a_line_of_the_limit_exactly_is_read(run, monkeypatch):
    monkeypatch.setattr(inputs, "LONGEST", 8)
    result = run("scan", input="1234567\n12345678\nend\n")
    assert [line.split()[0] for line in result.stdout.splitlines()] == ["1", "3"]


def test_what_was_not_evaluated_is_said_once(run):
    result = run("scan", input="bonjour tout le monde " * 20_000)
    assert result.stdout.count("longer than the budget") == 1
    assert "1 not evaluated in full" in result.stderr


def test_a_message_cannot_command_the_terminal(run):
    line = json.dumps({"text": "\x1b[2J\u202ebonjour\x07", "id": "\x1b]0;x"})
    result = run("scan", input=line)
    assert "bonjour" in result.stdout
    assert not {"\x1b", "\u202e", "\x07"} & set(result.stdout)


def test_a_lone_surrogate_is_shown_and_does_not_stop_the_scan(run):
    result = run("scan", input='{"text": "a\\ud800b"}\n{"text": "salut"}\n')
    assert result.exit_code == 0
    assert "salut" in result.stdout


def test_an_unknown_surface_names_the_known_ones(run):
    result = run("scan", "--surface", "moon", input="x")
    assert result.exit_code == 2
    assert "unknown surface 'moon'; known: " in result.stderr


def test_rules_with_faults_are_listed_with_paths_that_open(run, small_pack, tmp_path):
    pack = tmp_path / "pack"
    shutil.copytree(small_pack, pack)
    (pack / "policies.yaml").write_text("polices: []\n", encoding="utf-8")
    result = run("scan", "--rules", pack, input="x")
    assert result.exit_code == 2
    assert f"{pack / 'policies.yaml'}:1:1: CW" in result.stderr
    assert "listed above" in result.stderr.splitlines()[-1]


def test_a_pipe_that_is_named_like_a_file_is_read_to_its_end(run, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    feeder = threading.Thread(target=pipe.write_text, args=("bonjour\nsalut\n",))
    feeder.start()
    result = run("scan", pipe)
    feeder.join()
    assert result.stderr.startswith("2 messages")
