from __future__ import annotations

import pytest

from codewords.text.clause import find_clauses


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("sans souci, beuh dispo", [","]),
        ("a; b: c (d) [e] | f • g · h — i – j", list(";:()[]|•·—–")),
        ("une ligne\nla suivante", ["\n"]),
        ("sans - ni tiret-long / ni 24/7", ["-", "/"]),
        ("rien. ici ! du tout ?", []),
    ],
)
def test_clauses_end_at_marks_that_part_them(text: str, marks: list[str]) -> None:
    assert [text[at] for at in find_clauses(text)] == marks
