"""The reference of the rule format is what its generator writes, and names all that the reader knows."""

from __future__ import annotations

from pathlib import Path

import pytest

from codewords.maintain.manual import main, render
from codewords.source.codes import explanations
from codewords.source.layout import FILE_KINDS, OVERLAY
from codewords.source.shapes import Record

PAGE = Path(__file__).resolve().parents[2] / "docs" / "rules-reference.md"


def test_the_page_is_what_the_generator_writes() -> None:
    assert PAGE.read_text(encoding="utf-8") == render(), (
        "write it anew: python -m codewords.maintain.manual docs/rules-reference.md"
    )


def test_every_file_key_and_code_has_a_line() -> None:
    page = render()
    records = [record for _, record in OVERLAY.sections]
    records += [shape for _, shape in OVERLAY.maps if isinstance(shape, Record)]
    assert all(f"| `{field.name}` |" in page for record in records for field in record.fields)
    assert all(f"## `{kind.path}`" in page for kind in FILE_KINDS)
    assert all(f"| {code} | " in page for code in explanations())


@pytest.mark.parametrize(("text", "status"), [(render(), 0), ("something else", 1), (None, 1)])
def test_check_tells_a_page_that_is_old_or_absent(text, status, tmp_path, capsys) -> None:
    page = tmp_path / "page.md"
    if text is not None:
        page.write_text(text, encoding="utf-8")
    assert main([str(page), "--check"]) == status
    assert ("out of date" in capsys.readouterr().err) == bool(status)
    assert page.exists() == (text is not None), "--check writes nothing"
    assert main([str(page)]) == 0
    assert main([str(page), "--check"]) == 0
