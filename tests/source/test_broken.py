"""Every fault of a rule file is told exactly as written down in tests/broken.

A file `<fault>.yaml` begins with `# file: PATH` or `# overlay: NAME` and is put into a copy of
tests/packs/small; faults that no text file can hold are made by a function here.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from codewords.errors import RuleFileError
from codewords.source.codes import explain, explanations
from codewords.source.load import check_rules, load_rules
from codewords.source.nodes import MAX_BYTES, MAX_TEXT, MAX_VALUES

BROKEN = Path(__file__).resolve().parent.parent / "broken"
SMALL = BROKEN.parent / "packs" / "small"
CRACK = "lexicons/substances/crack.yaml"
TODAY = dt.date(2026, 11, 24)
FORM = re.compile(r"[^:]+:\d+:\d+: CW\d{3} [^A-Z].*", re.DOTALL)


def _remove_manifest(pack: Path) -> list[str]:
    (pack / "manifest.yaml").unlink()
    return []


def _remove_surfaces(pack: Path) -> list[str]:
    (pack / "surfaces.yaml").unlink()
    return []


def _write_latin_1(pack: Path) -> list[str]:
    (pack / CRACK).write_bytes("substance: cocaine\nterms: [caf\u00e9]\n".encode("latin-1"))
    return []


def _write_nul(pack: Path) -> list[str]:
    (pack / CRACK).write_bytes(b"substance: cocaine\nsource: [a\0b]\n")
    return []


def _write_too_much(pack: Path) -> list[str]:
    (pack / CRACK).write_bytes(b"#" * (MAX_BYTES + 1))
    return []


def _write_long_value(pack: Path) -> list[str]:
    (pack / CRACK).write_text(f"substance: cocaine\nterms:\n- term: {'x' * (MAX_TEXT + 1)}\n", encoding="utf-8")
    return []


def _write_many_values(pack: Path) -> list[str]:
    (pack / CRACK).write_text("substance: cocaine\nterms:\n" + "- x\n" * MAX_VALUES, encoding="utf-8")
    return []


def _link_in_a_circle(pack: Path) -> list[str]:
    (pack / CRACK).symlink_to("crack.yaml")
    return []


def _link_outside(pack: Path) -> list[str]:
    outside = pack.parent / "outside"
    outside.mkdir()
    (outside / "crack.yaml").write_text("substance: cocaine\n", encoding="utf-8")
    (pack / CRACK).symlink_to(outside / "crack.yaml")
    (pack / "lexicons" / "more").symlink_to(outside)
    return []


def _link_to_nothing(pack: Path) -> list[str]:
    (pack / CRACK).symlink_to("gone.yaml")
    return []


def _make_pipe(pack: Path) -> list[str]:
    os.mkfifo(pack / CRACK)
    return []


def _name_missing_overlay(pack: Path) -> list[str]:
    return ["site.yaml"]


def _put_manifest_into_overlay(pack: Path) -> list[str]:
    shutil.copytree(pack / "folding", pack.parent / "site" / "folding")
    shutil.copy(pack / "manifest.yaml", pack.parent / "site" / "manifest.yaml")
    return ["site"]


def _list_a_term_as_ordinary(pack: Path) -> list[str]:
    with (pack / "ordinary" / "fr.txt").open("a", encoding="utf-8") as file:
        file.write("beuh\ncocaïne\n")
    return []


MADE: dict[str, Callable[[Path], list[str]]] = {
    "manifest-missing": _remove_manifest,
    "surfaces-missing": _remove_surfaces,
    "file-in-latin-1": _write_latin_1,
    "file-with-nul": _write_nul,
    "file-too-large": _write_too_much,
    "value-too-long": _write_long_value,
    "values-too-many": _write_many_values,
    "link-in-a-circle": _link_in_a_circle,
    "link-leads-outside": _link_outside,
    "link-leads-nowhere": _link_to_nothing,
    "file-is-a-pipe": _make_pipe,
    "ordinary-word-of-low-ambiguity": _list_a_term_as_ordinary,
    "overlay-missing": _name_missing_overlay,
    "overlay-with-manifest": _put_manifest_into_overlay,
}
WRITTEN = sorted(path.stem for path in BROKEN.glob("*.yaml"))


def _break(fault: str, pack: Path) -> list[str]:
    """Put a fault into a copy of the small pack and give the overlays to load."""
    if fault in MADE:
        return MADE[fault](pack)
    file = BROKEN / f"{fault}.yaml"
    what, _, where = file.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ").partition(": ")
    target = pack / where if what == "file" else pack.parent / where
    shutil.copy(file, target)
    return [where] if what == "overlay" else []


@pytest.fixture
def prepare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[str]]:
    """Give a function that makes `pack` with a fault below a new folder and names its overlays."""

    def make(fault: str) -> list[str]:
        shutil.copytree(SMALL, tmp_path / "pack")
        overlays = _break(fault, tmp_path / "pack")
        monkeypatch.chdir(tmp_path)
        return overlays

    return make


@pytest.mark.parametrize("fault", [*WRITTEN, *MADE])
def test_a_fault_is_told_as_written_down(
    fault: str, prepare: Callable[[str], list[str]], request: pytest.FixtureRequest
) -> None:
    told = "".join(f"{problem}\n" for problem in check_rules("pack", prepare(fault), as_of=TODAY))
    expected = BROKEN / f"{fault}.txt"
    if request.config.getoption("--rewrite-broken"):
        expected.write_text(told, encoding="utf-8")
    assert told
    assert told == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("fault", [*WRITTEN, *MADE])
def test_a_fault_stops_the_loading_unless_it_is_a_warning(fault: str, prepare: Callable[[str], list[str]]) -> None:
    overlays = prepare(fault)
    problems = check_rules("pack", overlays, as_of=TODAY)
    errors = [problem for problem in problems if problem.severity == "error"]
    assert all((problem.severity == "warning") == problem.code.startswith("CW7") for problem in problems)
    if errors:
        with pytest.raises(RuleFileError) as caught:
            load_rules("pack", overlays)
        assert list(caught.value.problems) == errors
    else:
        assert load_rules("pack", overlays).digest


def test_every_code_has_a_broken_file() -> None:
    told = "".join(path.read_text(encoding="utf-8") for path in BROKEN.rglob("*.txt"))
    assert set(re.findall(r" (CW\d{3}) ", told)) == set(explanations())


def test_no_expectation_stands_without_its_fault() -> None:
    assert {path.stem for path in BROKEN.glob("*.txt")} == {*WRITTEN, *MADE}


@pytest.mark.parametrize("path", sorted(BROKEN.rglob("*.txt")), ids=lambda path: path.stem)
def test_a_message_has_a_place_starts_lower_case_and_has_no_full_stop(path: Path) -> None:
    for line in path.read_text(encoding="utf-8").splitlines():
        assert FORM.fullmatch(line)
        assert not line.endswith(".")
        assert line.count("`") % 2 == 0
        assert ". " not in line


def test_every_explanation_has_a_bad_and_a_good_example() -> None:
    for code, explanation in explanations().items():
        told = explain(code)
        assert 2 <= len(re.findall(r"\.(?: |$)", explanation.text)) <= 5
        assert explanation.bad != explanation.good
        assert told.index("Bad:") < told.index("Good:")
