"""`codewords lock` and `verify`, and how `check` tells a lock file that is no longer true."""

import shutil
import sys
from pathlib import Path

import pytest

import codewords
from codewords.cli import lock as command


@pytest.fixture
def home(small_pack, tmp_path, monkeypatch):
    shutil.copytree(small_pack, tmp_path / "our-rules")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def weaken():
    file = Path("our-rules/detections/sale.yaml")
    file.write_text(file.read_text(encoding="utf-8").replace("points: 3.0", "points: 2.0"), encoding="utf-8")


def test_rules_are_locked_and_compared(run, home):
    assert run("lock", "our-rules").exit_code == 0
    digest = codewords.load("our-rules").ruleset.digest
    assert f"digest: {digest}" in Path("codewords.lock").read_text(encoding="utf-8")
    same = run("lock", "--check")
    assert (same.exit_code, same.stdout) == (0, "")
    weaken()
    other = run("lock", "--check")
    assert other.exit_code == 1
    assert other.stdout.startswith("codewords.lock:7:11: CW803 rules `our-rules` ")
    assert "1 of 1 differ" in other.stderr


def test_lock_without_rules_renews_what_the_file_names(run, home):
    run("lock", "our-rules")
    before = Path("codewords.lock").read_bytes()
    assert "the same" in run("lock").stderr
    assert Path("codewords.lock").read_bytes() == before
    weaken()
    assert "our-rules 2026.11.0" in run("lock").stderr
    assert Path("codewords.lock").read_bytes() != before
    assert run("lock", "--check").exit_code == 0


def test_lock_without_rules_and_file_takes_the_bundled_ones(run, home, engine, monkeypatch):
    monkeypatch.setattr(command, "build_engine", lambda *_: engine)
    assert run("lock").exit_code == 0
    text = Path("codewords.lock").read_text(encoding="utf-8")
    assert "name: bundled" in text
    assert engine.ruleset.digest in text


def test_one_more_set_of_rules_leaves_the_others_as_they_are(run, home):
    Path("site.yaml").write_text("macros: {zz: x}\n", encoding="utf-8")
    run("lock", "our-rules")
    added = run("lock", "our-rules", "--overlay", "site.yaml")
    assert "our-rules + site.yaml 2026.11.0" in added.stderr
    assert "2 compared" in run("lock", "--check").stderr
    assert "1 compared" in run("lock", "--check", "our-rules").stderr


def test_check_of_rules_that_are_not_locked_is_status_1(run, home):
    run("lock", "our-rules")
    shutil.copytree("our-rules", "more")
    result = run("lock", "--check", "more")
    assert result.exit_code == 1
    assert (
        "codewords.lock:0:0: CW802 rules `more` are not locked; add them with `codewords lock more`"
        in result.stdout
    )


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--check",), "codewords.lock:0:0: CW801 there is no lock file"),
        (("nowhere",), "CW101"),
        (("our-rules", "--overlay", "nowhere.yaml"), "CW603"),
        (("our-rules", "--file", "our-rules/manifest.yaml/codewords.lock"), "cannot be"),
    ],
)
def test_what_cannot_be_read_or_written_is_status_2_and_writes_nothing(run, home, arguments, told):
    result = run("lock", *arguments)
    assert result.exit_code == 2
    assert told in result.stderr
    assert not Path("codewords.lock").exists()


def test_a_broken_lock_file_is_told_and_kept(run, home):
    Path("codewords.lock").write_text("lock: [", encoding="utf-8")
    result = run("lock", "our-rules")
    assert result.exit_code == 2
    assert "codewords.lock:2:1: CW104" in result.stderr
    assert Path("codewords.lock").read_text(encoding="utf-8") == "lock: ["


def test_check_warns_of_rules_that_are_no_longer_as_locked(run, home):
    assert "CW8" not in run("check", "our-rules").stdout
    run("lock", "our-rules")
    assert "CW8" not in run("check", "our-rules").stdout
    weaken()
    result = run("check", "our-rules")
    assert result.exit_code == 0
    assert result.stdout.startswith("codewords.lock:7:11: CW803 ")
    assert run("check", "our-rules", "--strict").exit_code == 1
    assert "file=codewords.lock,line=7" in run("check", "our-rules", "--format", "github").stdout


def test_check_says_nothing_of_rules_that_the_lock_file_does_not_name(run, home):
    shutil.copytree("our-rules", "more")
    run("lock", "more")
    weaken()
    assert "CW8" not in run("check", "our-rules").stdout


@pytest.mark.parametrize(
    ("module", "told"), [(None, "pip install 'codewords[signed]'"), (shutil, "another package is installed")]
)
def test_verify_needs_py_minisign_and_no_other_package_of_its_name(run, home, monkeypatch, module, told):
    monkeypatch.setitem(sys.modules, "minisign", module)
    Path("owner.pub").write_text("x", encoding="utf-8")
    result = run("verify", "our-rules", "--key", "owner.pub")
    assert (result.exit_code, told in result.stderr) == (2, True)


def test_verify_tells_who_signed_and_exits_by_it(run, home):
    minisign = pytest.importorskip("minisign")
    owner, other = (minisign.KeyPair.generate() for _ in range(2))
    for name, pair in (("owner", owner), ("other", other)):
        Path(f"{name}.pub").write_bytes(bytes(pair.public_key))
    run("lock", "our-rules", "--file", "our-rules/codewords.lock")
    signature = owner.secret_key.sign(Path("our-rules/codewords.lock").read_bytes(), trusted_comment="zz_fictif")
    Path("our-rules/codewords.lock.minisig").write_bytes(bytes(signature))
    good = run("verify", "our-rules", "--key", "owner.pub")
    assert good.exit_code == 0
    assert "signed by the owner of owner.pub; they say: zz_fictif" in good.stdout
    wrong = run("verify", "our-rules", "--key", "other.pub")
    assert (wrong.exit_code, "CW805" in wrong.stderr) == (1, True)
    assert run("verify", "our-rules", "--key", "our-rules/policies.yaml").exit_code == 2
    weaken()
    changed = run("verify", "our-rules", "--key", "owner.pub")
    assert (changed.exit_code, "CW806" in changed.stderr) == (1, True)
