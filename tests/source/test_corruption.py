"""No damage to a rule file raises anything but told problems."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codewords.source.load import check_rules

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
