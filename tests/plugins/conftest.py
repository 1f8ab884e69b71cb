"""Messages of our own that the tests of all plug-ins judge, and entry points as an installation has them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def offer() -> str:
    """Give an offer whose characters and UTF-16 units differ."""
    return "🔥 beuh 5g 50€ / 10g 90€, livraison 7j/7, snap zz_fictif"


@pytest.fixture(scope="session")
def talk() -> str:
    """Give a message in which drugs are spoken of and nothing is offered."""
    return "vendeur de weed arrêté hier soir, la police a saisi 3 kilos de résine"


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """Give a folder that holds the entry points of pyproject.toml, for a path of Python."""
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["entry-points"]
    folder = tmp_path / "path" / "zz_codewords-0.0.0.dist-info"
    folder.mkdir(parents=True)
    (folder / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: zz-codewords\nVersion: 0.0.0\n", encoding="utf-8"
    )
    lines = [
        line
        for group, points in groups.items()
        if group != "pytest11"
        for line in (f"[{group}]", *(f"{name} = {value}" for name, value in points.items()))
    ]
    (folder / "entry_points.txt").write_text("\n".join(lines), encoding="utf-8")
    return folder.parent
