"""The examples of docs/data-tools.md run as they stand."""

import re
from pathlib import Path

import pytest

pa = pytest.importorskip("pyarrow")
import pyarrow.parquet as pq  # noqa: E402

DOCS = Path(__file__).parents[2] / "docs" / "data-tools.md"
EXAMPLES = re.findall(r"```python\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
OFFER = "beuh 5g 50€ / 10g 90€, livraison 7j/7, snap zz_fictif"


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_an_example_of_the_page_runs(number, tmp_path, monkeypatch):
    for module in re.findall(r"import (polars|pandas|duckdb)\b", EXAMPLES[number]):
        pytest.importorskip(module)
    table = pa.table({"id": [1, 2], "text": [OFFER, "bonjour"], "place": ["dm", None]})
    (tmp_path / "messages").mkdir()
    for name in ("messages.parquet", "messages/part.parquet"):
        pq.write_table(table, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    exec(compile(EXAMPLES[number], str(DOCS), "exec"), names)
    if "offers" in names:
        assert names["offers"]["label"].to_pylist() == ["offer"]


def test_the_page_has_its_examples():
    assert len(EXAMPLES) == 5
