"""`codewords check --watch` checks again when a file changes, and only then."""

import shutil

import pytest

from codewords.cli import upkeep
from codewords.cli.watch import changes


@pytest.fixture
def pack(small_pack, tmp_path):
    return shutil.copytree(small_pack, tmp_path / "pack")


def _steps(*steps):
    """Give a pause that does one step each time, and then ends the watch."""
    waiting = list(steps)

    def pause(_):
        if not waiting:
            raise KeyboardInterrupt
        waiting.pop(0)()

    return pause


def _looks(folder, *steps):
    looks = []
    with pytest.raises(KeyboardInterrupt):
        looks.extend(changes(folder, pause=_steps(*steps)))
    return len(looks)


def test_a_folder_at_rest_is_looked_at_once(pack):
    assert _looks(pack, lambda: None, lambda: None) == 1


def test_a_written_a_new_and_a_deleted_file_are_each_a_change(pack):
    new = pack / "detections" / "new.yaml"
    steps = (lambda: new.write_text("a"), lambda: new.write_text("ab"), new.unlink, lambda: None)
    assert _looks(pack, *steps) == 4


def test_hidden_files_of_editors_are_no_change(pack):
    assert _looks(pack, lambda: (pack / ".swap.yaml").write_text("a")) == 1


def test_check_tells_faults_anew_after_each_change_until_ctrl_c(run, pack, monkeypatch):
    policies = pack / "policies.yaml"
    good = policies.read_text()
    pause = _steps(lambda: policies.write_text(good + "polices: []\n"), lambda: policies.write_text(good))
    monkeypatch.setattr(upkeep, "changes", lambda folder: changes(folder, pause=pause))
    result = run("check", "--watch", pack)
    assert result.stdout.count("unknown key `polices`") == 1
    assert [line.rpartition(": ")[2] for line in result.stderr.splitlines() if "fault" in line] == [
        "0 faults, 0 warnings",
        "1 fault, 0 warnings",
        "0 faults, 0 warnings",
    ]


def test_dates_of_review_are_looked_at_as_of_the_day_given(run, small_pack):
    assert "CW707" not in run("check", "--as-of", "2026-11-24", small_pack).stdout
    late = run("check", "--as-of", "2031-01", small_pack)
    assert "CW707 `cannabis_herb.beuh` was due for another look in 2028-11" in late.stdout
    assert late.exit_code == 0
    assert run("check", "--strict", "--as-of", "2031-01", small_pack).exit_code == 1
