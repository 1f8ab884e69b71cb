"""The folding tables of the rule set, read without the loader, which is tested elsewhere."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest
import yaml

from codewords.model import Table
from codewords.text.tables import FoldTables, read_characters

FOLDING = Path(__file__).parents[2] / "rules" / "folding"


def load_folding() -> dict[str, Table]:
    """Read all tables of rules/folding."""
    folding: dict[str, Table] = {"characters": read_characters(FOLDING / "characters.tsv")}
    for path in sorted(FOLDING.glob("*.yaml")):
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        for name, table in content["tables"].items():
            folding[name] = {key: tuple(words) for key, words in table.items()}
    return folding


@functools.cache
def made_tables() -> FoldTables:
    """Make them once a process: mutation testing runs pytest many times in forks of one."""
    return FoldTables.from_rules(load_folding())


@pytest.fixture(scope="session")
def tables() -> FoldTables:
    return made_tables()
