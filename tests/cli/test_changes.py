"""`codewords diff`."""

import json
import shutil

import pytest


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
