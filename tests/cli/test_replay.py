"""`codewords replay`: stored results judged again, with what differs, and without a word of a message."""

import json
import shutil
from pathlib import Path

import pytest

import codewords
from codewords.maintain.replay import Texts
from codewords.maintain.stored import read_results

SECRET = "zz_secret"


@pytest.fixture(scope="module")
def offer():
    pack = Path(__file__).parents[1] / "packs" / "small"
    detections = codewords.load(pack).ruleset.detections
    return next(item for item in detections if item.id == "sale.grid").hits[0]


@pytest.fixture
def home(small_pack, tmp_path, monkeypatch, offer):
    """Give a folder, in which we are, with rules, other rules, messages with and without ids."""
    shutil.copytree(small_pack, tmp_path / "old")
    new = shutil.copytree(small_pack, tmp_path / "new")
    file = new / "detections" / "sale.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("points: 3.0", "points: 0.5"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    texts = [f"{offer} {SECRET}", "bonjour", f"salut {SECRET}"]
    (tmp_path / "in.txt").write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
    rows = [json.dumps({"id": name, "text": text}) for name, text in zip("abc", texts, strict=True)]
    (tmp_path / "in.jsonl").write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    return tmp_path


@pytest.fixture
def scan(run, home):
    """Give a function that writes results.jsonl by the old rules."""

    def call(file, *options):
        result = run("scan", file, "--rules", "old", "--format", "jsonl", *options)
        assert result.exit_code == 0, result.stderr
        (home / "results.jsonl").write_text(result.stdout, encoding="utf-8")
        return [json.loads(line) for line in result.stdout.splitlines()]

    return call


def write(rows, file="results.jsonl"):
    with Path(file).open("w", encoding="utf-8") as stream:
        stream.writelines(json.dumps(row) + "\n" for row in rows)


def replay(run, *options, rules="old"):
    result = run("replay", "results.jsonl", "--rules", rules, *options)
    assert SECRET not in result.output
    return result


@pytest.mark.parametrize("quotes", [(), ("--no-quotes",), ("--evidence", "all")])
@pytest.mark.parametrize("file", ["in.txt", "in.jsonl"])
def test_the_same_rules_give_the_same_results(run, scan, file, quotes):
    scan(file, *quotes)
    result = replay(run, "--messages", file)
    assert result.exit_code == 0, result.output
    assert "3 results, 3 judged again, 0 decided otherwise" in result.stdout
    assert result.stdout.count(", the same\n") == 3


def test_a_message_that_was_kept_needs_no_other_file(run, scan):
    scan("in.jsonl", "--keep", "text")
    assert replay(run).exit_code == 0


def test_other_rules_are_told_with_what_they_decide_otherwise(run, scan):
    scan("in.jsonl")
    result = replay(run, "--messages", "in.jsonl", rules="new")
    assert result.exit_code == 1
    assert "3 judged again, 1 decided otherwise" in result.stdout
    old, new = (codewords.load(name).ruleset.digest[:12] for name in ("old", "new"))
    assert f"rules      2026.11.0 ({old}) -> 2026.11.0 ({new})" in result.stdout
    assert "1  label differ" in result.stdout
    assert "line 1 (a): offer -> " in result.stdout
    assert "  weighs sale.grid +3.00 -> +0.50" in result.stdout


def test_json_holds_all_that_differs(run, scan):
    scan("in.jsonl")
    data = json.loads(replay(run, "--messages", "in.jsonl", "--format", "json", rules="new").stdout)
    assert (data["results"], data["judged"], data["same"]) == (3, 3, 0)
    assert data["differs"] == {
        "label": 1, "action": 1, "points": 1, "detections": 1, "digest": 3, "engine": 0, "fingerprint": 0
    }  # fmt: skip
    (changed,) = data["changed"]
    assert (changed["line"], changed["row"], changed["id"]) == (1, 1, "a")
    assert (changed["old"]["label"], changed["new"]["points"]) == ("offer", -1.5)
    assert {"id": "sale.grid", "what": "weighs"}.items() <= changed["reasons"][0].items()
    assert data["rules"][0]["old"]["digest"] == codewords.load("old").ruleset.digest


@pytest.mark.parametrize(("name", "called"), [("engine", "codewords"), ("fingerprint", "libraries")])
def test_another_version_is_a_difference_though_all_is_decided_alike(run, scan, name, called):
    rows = scan("in.jsonl")
    for row in rows:
        row["ruleset"][name] = "0.0.9"
    write(rows)
    result = replay(run, "--messages", "in.jsonl")
    assert result.exit_code == 1
    assert "0 decided otherwise" in result.stdout
    assert f"  {called:<9}  0.0.9 -> " in result.stdout


@pytest.mark.parametrize("name", ["label", "action", "points", "detections"])
def test_each_part_of_a_decision_is_compared(run, scan, name):
    rows = scan("in.jsonl")
    other = {"label": "talk", "action": "block", "points": 9.0, "detections": []}
    rows[0][name] = other[name]
    write(rows)
    result = replay(run, "--messages", "in.jsonl", "--format", "json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["changed"][0]["differs"] == [name]


def test_a_message_that_cannot_be_joined_is_counted_and_named(run, scan):
    scan("in.jsonl")
    write([{"id": "a", "text": "bonjour"}, {"id": "b", "text": "bonjour"}], "some.jsonl")
    result = replay(run, "--messages", "some.jsonl")
    assert result.exit_code == 1
    assert "3 results, 1 judged again" in result.stdout
    assert "2 results could not be judged again:" in result.stdout
    assert "  line 1 (a): the message is not the one that was judged" in result.stdout
    assert "  line 3 (c): no message has this id" in result.stdout


def test_an_id_of_two_messages_is_that_of_neither(run, scan):
    scan("in.jsonl")
    write(
        [{"id": "b", "text": "bonjour"}, {"id": "b", "text": "salut"}, {"id": "c", "text": f"salut {SECRET}"}],
        "in.jsonl",
    )
    assert "line 2 (b): two messages have this id" in replay(run, "--messages", "in.jsonl").stdout


def test_lines_join_only_results_that_have_no_id(scan, home, offer):
    texts = Texts()
    texts.add(1, None, f"{offer} {SECRET}")
    scan("in.txt")
    (by_line, *_) = read_results((home / "results.jsonl").read_bytes().splitlines())
    scan("in.jsonl")
    (by_id, *_) = read_results((home / "results.jsonl").read_bytes().splitlines())
    assert texts.find(by_line) == (f"{offer} {SECRET}", "")
    assert texts.find(by_id) == (None, "no message has this id")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"surface": "nowhere"}, "the rules have no surface `nowhere`"),
        ({"ruleset": {"policy": "nobody"}}, "the rules have no policy `nobody`"),
    ],
)
def test_what_the_rules_do_not_know_is_named_and_the_rest_goes_on(run, scan, change, told):
    rows = scan("in.jsonl")
    rows[1].update(
        {name: {**rows[1][name], **new} if isinstance(new, dict) else new for name, new in change.items()}
    )
    write(rows)
    result = replay(run, "--messages", "in.jsonl")
    assert result.exit_code == 1
    assert f"line 2 (b): {told}" in result.stdout
    assert "2 judged again" in result.stdout


def test_a_record_is_not_taken_for_a_message(run, home, offer):
    result = codewords.load("old").scan_record({"title": offer}, surface="post")
    write([{"id": "a", **result.to_dict()}, {"id": "b", **codewords.load("old").scan("bonjour").to_dict()}])
    assert "line 1 (a): it was judged as a record or a thread" in replay(run, "--messages", "in.jsonl").stdout


def test_each_result_is_judged_by_its_own_policy_unless_one_is_named(run, home):
    policies = [item.id for item in codewords.load("old").ruleset.policies]
    assert len(policies) > 1
    rows = [{"id": "b", **codewords.load("old", policy=name).scan("bonjour").to_dict()} for name in policies]
    write(rows)
    assert replay(run, "--messages", "in.jsonl").exit_code == 0
    told = replay(run, "--messages", "in.jsonl", "--policy", policies[1]).stdout
    assert f"policy {policies[1]}:" in told


def test_a_row_that_the_scan_could_not_read_is_counted_and_no_fault(run, home):
    pytest.importorskip("pyarrow")
    write([{"id": "b", "text": "bonjour"}, {"id": "c", "text": 7}], "rows.jsonl")
    run("scan", "rows.jsonl", "--rules", "old", "--out", "results.jsonl", "--id-column", "id")
    result = replay(run, "--messages", "in.jsonl")
    assert result.exit_code == 0, result.output
    assert "1 message not read by the scan itself" in result.stderr


def test_only_so_many_are_told_one_by_one(run, scan):
    rows = scan("in.jsonl")
    write([{**row, "points": 9.0} for row in rows])
    told = replay(run, "--messages", "in.jsonl", "--most", "1").stdout
    assert told.count("line ") == 1
    assert "2 more; --most N and --format json tell them" in told


@pytest.mark.parametrize("options", [(), ("--prefix", "cw_"), ("--no-quotes",), ("--offsets", "utf8")])
def test_rows_of_a_data_file_are_judged_again(run, home, options):
    pytest.importorskip("pyarrow")
    done = run("scan", "in.jsonl", "--rules", "old", "--out", "results.jsonl", "--id-column", "id", *options)
    assert done.exit_code == 0, done.stderr
    same = replay(run, "--messages", "in.jsonl")
    assert same.exit_code == 0, same.output
    assert "not said in the results" in same.stdout
    other = json.loads(replay(run, "--messages", "in.jsonl", "--format", "json", rules="new").stdout)
    assert other["differs"]["label"] == 1
    assert [reason["id"] for reason in other["changed"][0]["reasons"]] == ["sale.grid"]


def test_what_cannot_be_read_is_status_2(run, scan, home):
    scan("in.jsonl")
    (home / "wide.txt").write_text("bonjour", encoding="utf-16")
    for arguments, told in (
        (("results.jsonl",), "give the messages with --messages"),
        (("in.jsonl",), "no result could be read"),
        (("results.jsonl", "--messages", "wide.txt"), "UTF-16"),
        (("results.jsonl", "--messages", "in.jsonl", "--policy", "nobody"), "nobody"),
    ):
        result = run("replay", *arguments, "--rules", "old")
        assert (result.exit_code, told in result.stderr) == (2, True), arguments


def test_a_line_that_is_no_result_is_told_and_makes_the_replay_incomplete(run, scan):
    rows = scan("in.jsonl")
    write([*rows, {"text": "x"}])
    result = replay(run, "--messages", "in.jsonl")
    assert result.exit_code == 1
    assert "results.jsonl:4: not a result" in result.stderr
