"""A run on a data file that is broken off, at whatever moment, goes on without loss or repetition."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pa = pytest.importorskip("pyarrow")
import pyarrow.parquet as pq  # noqa: E402

ROOT = Path(__file__).parents[2]
OFFER = "beuh 5g 50€ / 10g 90€, livraison 7j/7, snap zz_fictif"
ROWS = 1500
PARTS = 75
PATIENCE = 240


@pytest.fixture
def command(small_pack, tmp_path):
    """Give the command of a run of so many parts, for an output."""
    texts = [
        OFFER if n % 50 == 7 else None if n % 97 == 11 else f"bonjour à tous les {n % 9}" for n in range(ROWS)
    ]
    source = tmp_path / "in.parquet"
    pq.write_table(pa.table({"id": [f"m{n}" for n in range(ROWS)], "text": texts}), source, row_group_size=333)

    def build(out, *more):
        tool = [sys.executable, "-m", "codewords", "scan", str(source), "--out", str(out), "--id-column", "id"]
        return [*tool, "--rules", str(small_pack), "--part-rows", "20", *more]

    return build


def start(command):
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def finish(command):
    with start(command) as process:
        _, told = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, told
    return told


def parts(out):
    return sorted(Path(f"{out}.parts").glob("part-?????????"))


def kill_amid(command, out, more, delay):
    """Kill a run some time after it has made so many more parts; tells whether it was still at work."""
    before = len(parts(out))
    with start(command) as process:
        end = time.monotonic() + PATIENCE
        while process.poll() is None and len(parts(out)) < before + more and time.monotonic() < end:
            time.sleep(0.002)
        time.sleep(delay)
        was_at_work = process.poll() is None
        process.send_signal(signal.SIGKILL)
    return was_at_work


def wait_until_alone(folder):
    """Wait until no process of a killed run stands any more."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        left = [file for file in folder.glob("*.tmp") if Path(f"/proc/{file.name.split('.')[-2]}").exists()]
        if not left:
            return
        time.sleep(0.02)


@pytest.mark.parametrize(("processes", "times"), [(1, 4), (2, 10)])
def test_a_run_killed_at_random_moments_gives_the_same_file_to_the_last_byte(command, tmp_path, processes, times):
    whole, broken = tmp_path / "whole.jsonl", tmp_path / "broken.jsonl"
    finish(command(whole))
    again = command(broken, "--processes", str(processes))
    chance = random.Random(8)
    killed = 0
    for _ in range(times):
        killed += kill_amid(again, broken, chance.randrange(4), chance.random() * 0.05)
        wait_until_alone(tmp_path / "broken.jsonl.parts")
        assert not broken.exists() or broken.read_bytes() == whole.read_bytes()
        if broken.exists():
            break
    assert killed >= times // 2
    if not broken.exists() or parts(broken):
        told = finish(again)
        assert "1484 messages, 30 offer" in told or "was finished by an earlier run" in told
    assert broken.read_bytes() == whole.read_bytes()
    assert not Path(f"{broken}.parts").exists()


def test_processes_of_a_killed_run_end_themselves(command, tmp_path):
    out = tmp_path / "out.jsonl"
    with start(command(out, "--processes", "2")) as process:
        end = time.monotonic() + PATIENCE
        while not parts(out) and time.monotonic() < end:
            time.sleep(0.005)
        children = children_of(process.pid)
        assert len(children) >= 2
        process.send_signal(signal.SIGKILL)
    end = time.monotonic() + PATIENCE
    while any(is_alive(child) for child in children) and time.monotonic() < end:
        time.sleep(0.01)
    assert not [child for child in children if is_alive(child)]


def children_of(pid):
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[1] == str(pid):
            found.append(int(stat.parent.name))
    return found


def is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def unfinished(command, out, count=3):
    assert kill_amid(command(out), out, count, 0)


def test_ctrl_c_says_that_the_same_command_goes_on(command, tmp_path):
    out = tmp_path / "out.csv"
    with start(command(out)) as process:
        while len(parts(out)) < 2:
            time.sleep(0.005)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert told.startswith("stopped; ")
    assert told.endswith("; the same command goes on from there\n")
    assert f"went on with {len(parts(out))} of {PARTS} parts" in finish(command(out))


def test_another_plan_does_not_go_on_with_what_is_there(command, tmp_path):
    out = tmp_path / "out.csv"
    unfinished(command, out)
    with start(command(out, "--prefix", "cw_")) as process:
        _, told = process.communicate(timeout=PATIENCE)
    assert process.returncode == 2
    assert "holds an unfinished run that differs in: columns; give the same again, or --restart" in told
    assert "went on" not in finish(command(out, "--prefix", "cw_", "--restart"))
    assert out.read_text(encoding="utf-8").startswith("cw_row,id,cw_label,")


def test_an_input_that_changed_does_not_go_on_with_what_is_there(command, tmp_path):
    out = tmp_path / "out.csv"
    unfinished(command, out)
    os.utime(tmp_path / "in.parquet", ns=(1, 1))
    with start(command(out)) as process:
        _, told = process.communicate(timeout=PATIENCE)
    assert (process.returncode, "differs in: input;" in told) == (2, True)


def test_two_runs_do_not_make_the_same_file_at_once(command, tmp_path):
    fcntl = pytest.importorskip("fcntl", exc_type=ImportError)
    out = tmp_path / "out.csv"
    Path(f"{out}.parts").mkdir()
    with Path(f"{out}.parts", "lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with start(command(out)) as second:
            _, told = second.communicate(timeout=PATIENCE)
    assert (second.returncode, told) == (2, f"Error: another run is making {out}\n")
    assert "1484 messages" in finish(command(out))


def test_a_file_that_is_there_is_replaced_on_request_alone_and_only_in_the_end(command, tmp_path):
    out = tmp_path / "out.csv"
    out.write_text("old", encoding="utf-8")
    with start(command(out)) as process:
        _, told = process.communicate(timeout=PATIENCE)
    assert (process.returncode, "is there already; --overwrite replaces it" in told) == (2, True)
    assert kill_amid(command(out, "--overwrite"), out, 3, 0)
    assert out.read_text(encoding="utf-8") == "old"
    assert "parts that were there" in finish(command(out, "--overwrite"))
    assert len(out.read_text(encoding="utf-8").splitlines()) == ROWS + 1


def test_a_run_killed_after_its_file_was_put_in_place_only_tidies_up(command, tmp_path):
    out = tmp_path / "out.csv"
    unfinished(command, out)
    out.write_text("made", encoding="utf-8")
    assert "was finished by an earlier run" in finish(command(out))
    assert (out.read_text(encoding="utf-8"), Path(f"{out}.parts").exists()) == ("made", False)
