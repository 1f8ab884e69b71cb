"""`codewords diff`."""

import json
import shutil

import pytest

from codewords.cli.changes import describe
from codewords.maintain.diff import Change, Difference, FieldChange, Side


@pytest.fixture
def changed(small_pack, tmp_path):
    pack = tmp_path / "new"
    shutil.copytree(small_pack, pack)
    file = pack / "detections" / "sale.yaml"
    file.write_text(file.read_text().replace("points: 3.0", "points: 2.5"))
    return pack


def test_diff_tells_changes_in_words(run, small_pack, changed):
    result = run("diff", small_pack, changed)
    assert result.exit_code == 0
    assert "detections: 1 changed" in result.stdout
    assert "sale.grid: points 3.0 -> 2.5" in result.stdout


def test_diff_gives_json_on_request(run, small_pack, changed):
    found = json.loads(run("diff", "--format", "json", small_pack, changed).stdout)
    assert found["counts"] == {"detections": {"changed": 1}}


def test_diff_exits_with_1_for_a_change_on_request(run, small_pack, changed):
    assert run("diff", "--exit-code", small_pack, changed).exit_code == 1
    assert run("diff", "--exit-code", small_pack, small_pack).exit_code == 0


def test_diff_of_what_is_not_there_is_status_2_in_one_line(run, small_pack):
    result = run("diff", "no-such-revision", small_pack)
    assert result.exit_code == 2
    assert "`no-such-revision` is no folder, no wheel and no git revision" in result.stderr
    assert len(result.stderr.splitlines()) == 1


SIDE = Side("rules", "2026.11.0", "0" * 64)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (["a", "b"], ["b", "c"], "+'c' -'a'"),
        (["a", "b"], ["b", "a"], "in another order"),
        ([], [f"w{number}" for number in range(9)], "+9"),
        (None, {"all": []}, "changed"),
        (None, "low", "nothing -> low"),
        ("", 0.5, "nothing -> 0.5"),
        ("x" * 500, "low", "x... -> low"),
    ],
    ids=["words", "order", "many words", "a condition", "new", "empty", "long"],
)
def test_each_kind_of_value_is_told_in_few_words(old, new, told):
    change = Change("terms", "beuh", "changed", fields=(FieldChange("field", old, new),))
    line = list(describe(Difference(SIDE, SIDE, (change,))))[-1]
    assert line.startswith("  changed beuh: field ")
    assert line.endswith(told)
    assert len(line) < 200


def test_a_side_with_faults_says_what_is_left_out():
    faulty = Side("new", "2026.12.0", "1" * 64, faults=("a.yaml:1:1: CW104 not YAML",) * 2)
    told = list(describe(Difference(SIDE, faulty, ())))
    assert told[1] == "new: 2 faults, and what has them is left out; first a.yaml:1:1: CW104 not YAML"
    assert told[-1] == "the rules say the same"
