"""Commands as real processes: pipes that close, full disks, Ctrl-C, terminals."""

import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SMALL = ROOT / "tests" / "packs" / "small"
OFFER = "beuh 5g 50€ / 10g 90€, livraison 7j/7, snap zz_fictif\n"
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "100"}
ENVIRONMENT.pop("PYTHONUNBUFFERED", None)
ENVIRONMENT.pop("NO_COLOR", None)
PATIENCE = 120


def start(*arguments, **more):
    command = [sys.executable, "-m", "codewords", *arguments]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **more}
    return subprocess.Popen(command, env=ENVIRONMENT, **pipes)


def scan(*arguments, **more):
    return start("scan", "--rules", str(SMALL), *arguments, **more)


def read_line(process):
    ready, _, _ = select.select([process.stdout], [], [], PATIENCE)
    assert ready
    return process.stdout.readline()


def test_a_line_is_judged_before_the_next_one_comes():
    with scan("--format", "jsonl", "-") as process:
        for text in (b"bonjour\n", b"salut\n"):
            process.stdin.write(text)
            process.stdin.flush()
            assert b'"label": "none"' in read_line(process)
        process.stdin.close()
        assert process.wait(PATIENCE) == 0


def test_ctrl_c_ends_a_scan_with_its_counts_and_no_traceback():
    with scan("-") as process:
        process.stdin.write(b"bonjour\n")
        process.stdin.flush()
        assert b"none" in read_line(process)
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 130
        assert process.stderr.read().startswith(b"stopped; 1 message,")


def test_a_reader_that_goes_away_is_no_fault(tmp_path):
    file = tmp_path / "many.txt"
    file.write_text(OFFER * 3000, encoding="utf-8")
    with scan("--format", "jsonl", str(file)) as process:
        assert read_line(process).startswith(b'{"line": 1')
        process.stdout.close()
        assert process.wait(PATIENCE) == 0
        told = process.stderr.read().decode()
    assert told.startswith("the reader of the output has gone; stopped there\n")
    assert len(told.splitlines()) == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("command", [["scan", "-"], ["explain", "bonjour"]], ids=["scan", "explain"])
def test_a_full_disk_is_one_line_and_status_2(command):
    with Path("/dev/full").open("wb") as full, start(*command, "--rules", str(SMALL), stdout=full) as process:
        _, told = process.communicate(b"bonjour\n", PATIENCE)
    assert (process.returncode, told) == (2, b"codewords: cannot go on: no space left on device\n")


def test_a_narrow_encoding_writes_escapes():
    environment = {**ENVIRONMENT, "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "codewords", "scan", "--rules", str(SMALL)]
    done = subprocess.run(
        command, env=environment, input="été\n".encode(), capture_output=True, timeout=PATIENCE, check=False
    )
    assert done.returncode == 0
    assert rb"\xe9t\xe9" in done.stdout


def on_terminal(*arguments, **more):
    """Run a command on a terminal of its own and give what it showed."""
    leader, follower = pty.openpty()
    streams = {"stdout": follower, "stderr": follower, "stdin": follower, **more}
    process = start(*arguments, **streams)
    os.close(follower)
    shown = b""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            part = os.read(leader, 65536)
        except OSError:
            break
        if not part:
            break
        shown += part
    os.close(leader)
    assert process.wait(PATIENCE) is not None
    return shown.decode()


def test_a_terminal_shows_colours_and_a_bar(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text(OFFER + "bonjour\n", encoding="utf-8")
    shown = on_terminal("scan", "--rules", str(SMALL), str(file))
    assert "\033[1;31moffer\033[0m" in shown
    assert "scanning" in shown
    assert "2 messages, 1 offer" in shown


def test_results_in_a_file_have_no_colours_though_the_bar_is_shown(tmp_path):
    file, out = tmp_path / "a.txt", tmp_path / "out.txt"
    file.write_text(OFFER, encoding="utf-8")
    with out.open("wb") as stream:
        shown = on_terminal("scan", "--rules", str(SMALL), str(file), stdout=stream)
    assert "scanning" in shown
    assert "\033" not in out.read_text(encoding="utf-8")
    assert "offer" in out.read_text(encoding="utf-8")


def test_a_bug_of_ours_is_one_line_without_the_message():
    script = (
        "import sys; sys.argv[1:] = ['explain', 'geheimes wort']\n"
        "from codewords.cli import commands, main\n"
        "def fail(*_):\n    raise ZeroDivisionError('geheimes wort')\n"
        "commands.build_engine = fail\nmain()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 70
    assert done.stderr.startswith("codewords: this is a bug: ZeroDivisionError in ")
    assert len(done.stderr.splitlines()) == 1
    assert "geheim" not in done.stderr


def test_a_missing_library_says_what_to_install():
    script = (
        "import sys; sys.modules['rich'] = None; sys.argv[1:] = ['scan']\nfrom codewords.cli import main\nmain()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 2
    assert "pip install 'codewords[cli]'" in done.stderr
    assert len(done.stderr.splitlines()) == 1
