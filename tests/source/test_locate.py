"""The bundled rules are found in a wheel and in a checkout."""

from __future__ import annotations

from pathlib import Path

import pytest

from codewords.errors import CodewordsError
from codewords.source.locate import bundled_rules


def _make(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "manifest.yaml").write_text("format: 1\n", encoding="utf-8")
    return folder


def test_a_checkout_has_its_rules_beside_the_package() -> None:
    assert bundled_rules() == Path(__file__).resolve().parents[2] / "rules"


def test_rules_inside_the_package_come_first(tmp_path: Path) -> None:
    beside, inside = _make(tmp_path / "rules"), tmp_path / "codewords" / "_rules"
    assert bundled_rules(tmp_path / "codewords") == beside
    _make(inside)
    assert bundled_rules(tmp_path / "codewords") == inside


def test_a_folder_without_a_manifest_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    with pytest.raises(CodewordsError, match="install codewords again"):
        bundled_rules(tmp_path / "codewords")
