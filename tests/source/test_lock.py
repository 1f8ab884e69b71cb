"""A lock file names rules by what they say, and every fault of one is told at its place."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import codewords
from codewords.errors import RuleFileError
from codewords.source.lock import Pack, hash_files, make_pack, name_pack, read_lock, render_lock

EXPECTED = Path(__file__).resolve().parent.parent / "broken" / "lock"
SHA = "0123456789abcdef" * 4
ENTRY = f"- name: pack\n  version: 2026.11.0\n  format: 1\n  digest: {SHA}\n  engine: 0.1.0\n"


@pytest.fixture
def home(small_pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder, in which we are, with a copy of the small pack."""
    shutil.copytree(small_pack, tmp_path / "pack")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _pack(rules: str = "pack", *overlays: str) -> Pack:
    laid = [Path(item) for item in overlays]
    return make_pack(Path(rules), laid, codewords.load(rules, overlays=laid).ruleset, Path())


def _lock(*packs: Pack) -> Path:
    Path("codewords.lock").write_text(render_lock(packs), encoding="utf-8")
    return Path("codewords.lock")


def _overlay() -> str:
    text = "terms:\n- {term: zzfictif, substance: cocaine, lang: fr, ambiguity: low, since: 2026.11.0, source: [small_glossary]}\n"
    Path("site.yaml").write_text(text, encoding="utf-8")
    return "site.yaml"


def _change(old: str, new: str) -> None:
    file = Path("pack/detections/sale.yaml")
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_a_lock_file_is_read_back_as_it_was_written(home: Path) -> None:
    packs = (_pack(), _pack("pack", _overlay()))
    assert set(read_lock(_lock(*packs))) == set(packs)


def test_locked_rules_load_and_their_digest_is_that_of_results(home: Path) -> None:
    locked = _pack("pack", _overlay())
    engine = codewords.load("pack", overlays=["site.yaml"], lock=_lock(locked))
    assert engine.scan("bonjour").ruleset.digest == locked.digest


def test_the_bundled_rules_are_locked_under_their_own_name(engine: codewords.Engine, home: Path) -> None:
    file = _lock(make_pack(None, [], engine.ruleset, Path()))
    assert read_lock(file)[0].key == ("bundled", ())
    assert codewords.load(lock=file).ruleset.digest == engine.ruleset.digest


def test_rules_that_changed_are_refused_with_the_place_of_their_digest(home: Path) -> None:
    file = _lock(_pack())
    _change("points: 3.0", "points: 2.0")
    with pytest.raises(RuleFileError, match=r"^codewords\.lock:7:11: CW803 rules `pack` 2026\.11\.0 have digest "):
        codewords.load("pack", lock=file)


def test_a_remark_that_changes_no_rule_changes_no_lock(home: Path) -> None:
    file = _lock(_pack())
    _change("points: 3.0", "points: 3.0  # by hand")
    assert codewords.load("pack", lock=file)
    assert _pack().files != read_lock(file)[0].files


@pytest.mark.parametrize("overlays", [(), ("site.yaml",)])
def test_an_overlay_is_part_of_what_is_locked(home: Path, overlays: tuple[str, ...]) -> None:
    _overlay()
    file = _lock(_pack("pack", *({"site.yaml"} - {*overlays})))
    with pytest.raises(RuleFileError, match=r"CW802 rules `pack.* are not locked"):
        codewords.load("pack", overlays=overlays, lock=file)


def test_another_engine_that_reads_the_same_files_otherwise_is_named(home: Path) -> None:
    text = render_lock([_pack()])
    text = re.sub("engine: .*", "engine: 0.0.9", re.sub("digest: .*", f"digest: {SHA}", text))
    Path("codewords.lock").write_text(text, encoding="utf-8")
    with pytest.raises(RuleFileError, match=r"reads rules `pack` otherwise than 0\.0\.9 did"):
        codewords.load("pack", lock="codewords.lock")


def test_names_are_seen_from_the_lock_file(home: Path) -> None:
    assert name_pack(home / "pack", [home / "a" / "site.yaml"], Path("a")) == ("../pack", ("site.yaml",))
    assert name_pack(Path("bundled"), [], Path()) == ("./bundled", ())
    assert Pack("../pack", ("site.yaml",), "", 1, "", "", "").paths(Path("a")) == (
        Path("a/../pack"),
        (Path("a/site.yaml"),),
    )


@pytest.mark.parametrize("name", ["my rules", "été: #1", "- x", "*x", 'a"b', "&a", "tab\there"])
def test_any_name_of_a_folder_is_read_back(home: Path, name: str) -> None:
    pack = Pack(name, (name,), "2026.11.0", 1, SHA, "", "0.1.0")
    assert read_lock(_lock(pack)) == (pack,)


def test_files_of_rules_are_hashed_by_name_and_content(home: Path) -> None:
    before = hash_files([Path("pack")])
    Path("pack/README.md").write_text("no rule", encoding="utf-8")
    assert hash_files([Path("pack")]) == before
    Path("pack/policies.yaml").rename("pack/sources2.yaml")
    assert hash_files([Path("pack")]) != before


def test_a_link_among_the_files_leaves_their_hash_out(home: Path) -> None:
    Path("pack/policies.yaml").rename("pack/mine.txt")
    Path("pack/policies.yaml").symlink_to("mine.txt")
    assert hash_files([Path("pack")]) == ""
    assert "files:" not in render_lock([_pack()])
    assert codewords.load("pack", lock=_lock(_pack()))


def _write(text: str) -> Callable[[], object]:
    return lambda: Path("codewords.lock").write_text(text, encoding="utf-8")


def _lock_then_change() -> None:
    text = re.sub("digest: .*", f"digest: {SHA}", render_lock([_pack()]))
    Path("codewords.lock").write_text(re.sub("  files: .*\n", "", text), encoding="utf-8")


FAULTS: dict[str, Callable[[], object]] = {
    "missing": lambda: None,
    "empty": _write(""),
    "not-yaml": _write("lock: ["),
    "a-list": _write("- lock"),
    "newer-layout": _write("lock: 2\npacks: []\n"),
    "misspelt-key": _write("lock: 1\npacks:\n" + ENTRY.replace("digest", "digets")),
    "no-digest": _write("lock: 1\npacks:\n" + ENTRY.replace(SHA, "abc")),
    "twice": _write("lock: 1\npacks:\n" + ENTRY + ENTRY),
    "alias": _write("lock: &a 1\npacks: *a\n"),
    "a-folder": lambda: Path("codewords.lock").mkdir(),
    "a-pipe": lambda: os.mkfifo("codewords.lock"),
    "not-named": _write("lock: 1\npacks:\n" + ENTRY.replace("pack", "other", 1)),
    "other-digest": _lock_then_change,
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_a_lock_file_is_told_as_written_down(
    fault: str, home: Path, request: pytest.FixtureRequest
) -> None:
    FAULTS[fault]()
    with pytest.raises(RuleFileError) as caught:
        codewords.load("pack", lock="codewords.lock")
    expected = EXPECTED / f"{fault}.txt"
    if request.config.getoption("--rewrite-broken"):
        expected.write_text(f"{caught.value}\n", encoding="utf-8")
    assert f"{caught.value}\n" == expected.read_text(encoding="utf-8")
