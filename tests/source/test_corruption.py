"""No damage to a rule file raises anything but told problems."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import codewords
from codewords.source.load import check_rules

HUGE = "9" * 5000
"""More digits than Python reads as a number."""

SCRAPS = (
    "[",
    "}",
    ": ",
    "- ",
    "{a: b}",
    "&x",
    "*x",
    "!!x",
    "\n",
    "\t",
    "#",
    "'",
    '"',
    "remove: true",
    "\u0000",
    "{",
    "(?<",
    "|",
    "=",
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_a_damaged_file_gives_problems_and_never_another_exception(
    seed: int, small_pack: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    luck = random.Random(seed)
    pack = tmp_path_factory.mktemp("damaged") / "pack"
    shutil.copytree(small_pack, pack)
    file = luck.choice(sorted(pack.rglob("*.yaml")))
    text = file.read_text(encoding="utf-8")
    for _ in range(luck.randint(1, 4)):
        at = luck.randrange(len(text))
        text = text[:at] + luck.choice(SCRAPS) + text[at + luck.randint(0, 12) :]
    file.write_text(text, encoding="utf-8")
    for problem in check_rules(pack):
        assert problem.message
        assert problem.severity in {"error", "warning"}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_a_damaged_overlay_gives_problems_and_never_another_exception(
    seed: int, small_pack: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    luck = random.Random(seed)
    file = tmp_path_factory.mktemp("damaged") / "site.yaml"
    parts = sorted(path for path in small_pack.rglob("*.yaml") if path.name != "manifest.yaml")
    lines = luck.choice(parts).read_text(encoding="utf-8").splitlines()
    for _ in range(luck.randint(1, 4)):
        at = luck.randrange(len(lines))
        lines[at] = luck.choice(
            (lines[at][2:], f"{lines[at]} {luck.choice(SCRAPS)}", luck.choice(lines), "- remove: true")
        )
    file.write_text("\n".join(lines), encoding="utf-8")
    assert all(problem.code.startswith("CW") for problem in check_rules(small_pack, [file]))


@pytest.mark.parametrize(
    "line",
    [
        "zz\tcase\ta",
        "0041",
        "0041\tcase",
        "0041..0042\tcase\ta",
        "110000\tcase\ta",
        "0041\tcompose\t0041",
        "0041\tcompose\t0041 zz",
        "0042..0041\tletter",
        "0041..FFFFFF\tletter",
        "0041\tcase\ta\tb",
    ],
)
def test_a_damaged_line_of_the_table_of_characters_is_told_with_its_place(
    small_pack: Path, tmp_path: Path, line: str
) -> None:
    pack = tmp_path / "pack"
    shutil.copytree(small_pack, pack)
    (pack / "folding" / "characters.tsv").write_text(f"# a remark\n0061..007A\tletter\n{line}\n", encoding="utf-8")
    (problem,) = check_rules(pack)
    assert str(problem).startswith("folding/characters.tsv:3:1: CW114 ")


def test_a_table_of_characters_without_signs_is_compiled(small_pack: Path, tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    shutil.copytree(small_pack, pack)
    (pack / "folding" / "characters.tsv").write_text("0000..10FFFF\tletter\n", encoding="utf-8")
    assert codewords.load(pack).scan("beuh 5g 50€").label == "none"  # where a sign is a letter there is no price


def test_a_problem_is_one_line_without_controls_whatever_the_file_and_its_name_hold(
    small_pack: Path, tmp_path: Path
) -> None:
    pack = tmp_path / "pack"
    shutil.copytree(small_pack, pack)
    (pack / "lexicons" / "commerce" / "\x1b[31m\udcff\n.yaml").write_text(
        'terms:\n- {term: a, "x\\ny": 1, lang: "\\e[2J\\u202e\\u2028"}\n', encoding="utf-8"
    )
    told = [str(problem) for problem in check_rules(pack)]
    assert any(r"unknown key `x\ny`" in line for line in told)
    assert any(r"`lang` cannot be `\x1b[2J\u202e\u2028`" in line for line in told)
    assert all(r"\x1b[31m\udcff\n.yaml:" in line for line in told)
    assert all(line.isprintable() for line in told)


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        ("manifest.yaml", "format: 1", f"format: {HUGE}", "CW102"),
        ("manifest.yaml", ">=0.1", f">=0.{HUGE}", "CW103"),
        ("detections/sale.yaml", "within: 25", f"within: {HUGE}", "CW503"),
        ("patterns/price.yaml", "{1,5}", f"{{1,{HUGE}}}", "CW401"),
        ("surfaces.yaml", "intercept: ", f"intercept: {HUGE}", "CW206"),
    ],
)
def test_a_number_of_five_thousand_digits_is_a_told_problem(
    small_pack: Path, tmp_path: Path, name: str, old: str, new: str, code: str
) -> None:
    pack = tmp_path / "pack"
    shutil.copytree(small_pack, pack)
    file = pack / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert code in {problem.code for problem in check_rules(pack)}
