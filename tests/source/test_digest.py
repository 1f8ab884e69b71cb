"""The digest follows what the rules say and nothing else."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codewords.source.load import load_rules


def _shuffle(value: Any, luck: random.Random) -> Any:
    """Put the keys of mappings into another order."""
    if isinstance(value, dict):
        keys = list(value)
        luck.shuffle(keys)
        return {key: _shuffle(value[key], luck) for key in keys}
    if isinstance(value, list):
        return [_shuffle(item, luck) for item in value]
    return value


def _rewrite(file: Path, luck: random.Random) -> None:
    """Write a file anew: other order of keys and entries, other quotes, other lines."""
    tree = _shuffle(yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader), luck)
    for rows in tree.values():
        if isinstance(rows, list) and rows and isinstance(rows[0], dict):
            luck.shuffle(rows)
    text = yaml.safe_dump(
        tree,
        sort_keys=False,
        allow_unicode=luck.random() < 0.5,
        default_flow_style=luck.choice([True, False, None]),
        default_style=luck.choice([None, "'", '"']),
        indent=luck.choice([2, 4]),
    )
    file.write_text(f"# written anew\n{text}", encoding="utf-8")


def test_two_fresh_loads_give_one_digest(small_pack: Path) -> None:
    digest = load_rules(small_pack).digest
    assert len(digest) == 64
    assert load_rules(small_pack).digest == digest


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_writing_the_files_anew_keeps_the_digest(
    seed: int, small_pack: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    luck = random.Random(seed)
    pack = tmp_path_factory.mktemp("anew") / "pack"
    shutil.copytree(small_pack, pack)
    for file in sorted(pack.rglob("*.yaml")):
        _rewrite(file, luck)
    assert load_rules(pack).digest == load_rules(small_pack).digest


def test_moving_entries_to_another_file_keeps_the_digest(small_pack: Path, tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    shutil.copytree(small_pack, pack)
    (pack / "detections" / "sale.yaml").rename(pack / "detections" / "aaa.yaml")
    assert load_rules(pack).digest == load_rules(small_pack).digest


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("lexicons/substances/cannabis_herb.yaml", "forms: [beuher]", "forms: [beuhher]"),
        ("lexicons/substances/cannabis_herb.yaml", "case: exact", "case: any"),
        ("lexicons/emoji.yaml", "substance: cocaine", "substance: cannabis"),
        ("patterns/price.yaml", "GBP: [", "GBP: [quid, "),
        ("patterns/price.yaml", "{1,5}", "{1,4}"),
        ("detections/sale.yaml", "within: 25", "within: line"),
        (
            "detections/sale.yaml",
            '- use: product\n    - {kind: price, count: ">=2"}',
            '- {kind: price, count: ">=2"}\n    - use: product',
        ),
        ("surfaces.yaml", "intercept: -2.0", "intercept: -2.5"),
        ("policies.yaml", "cannabis: watch", "cannabis: ignore"),
        ("folding/leet.yaml", 'e: ["3"]', 'e: ["3", "€"]'),
        ("ordinary/fr.txt", "page", "pages"),
        ("manifest.yaml", "2026.11.0", "2026.11.1"),
    ],
)
def test_a_change_of_meaning_changes_the_digest(
    name: str, old: str, new: str, small_pack: Path, tmp_path: Path
) -> None:
    pack = tmp_path / "pack"
    shutil.copytree(small_pack, pack)
    text = (pack / name).read_text(encoding="utf-8")
    assert old in text
    (pack / name).write_text(text.replace(old, new), encoding="utf-8")
    assert load_rules(pack).digest != load_rules(small_pack).digest
