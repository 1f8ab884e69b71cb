"""Everything that is read in some texts, word for word as documents.txt says."""

from __future__ import annotations

from pathlib import Path

from codewords.text.document import Document, read
from codewords.text.reading import Reading
from codewords.text.tables import FoldTables
from codewords.text.token import Token

WRITTEN_DOWN = Path(__file__).parent / "documents.txt"
WORDS = frozenset(("beuh", "coke", "cocaine", "cocaïne", "dispo", "ketamine"))


def _token(token: Token) -> str:
    place = f"{token.start}:{token.end} light {token.view_start}:{token.view_end}"
    emoji = f" emoji x{token.count}" if token.is_emoji else ""
    return f"token {token.key} {place} line {token.line} sentence {token.sentence}{emoji}"


def _reading(reading: Reading) -> str:
    accented = "" if reading.accented == reading.key else f"/{reading.accented}"
    return f"{reading.key}{accented} ({' '.join(reading.folds)})"


def facts(document: Document) -> list[str]:
    """Write everything that was read, one fact a line."""
    text = document.original
    return [
        f"light {document.light.text!r}",
        *map(_token, document.tokens),
        *(
            f"join {text[j.start : j.end]!r} {j.first}:{j.last} {', '.join(map(_reading, j.readings))}"
            for j in document.joins
        ),
        *(f"quote {text[start:end]!r}" for start, end in document.quotes),
        *([f"questions {sorted(document.questions)}"] if document.questions else []),
    ]


def test_all_that_stands_in_a_text_is_what_documents_txt_says(
    written: tuple[str, list[str]], tables: FoldTables
) -> None:
    text, expected = written
    document = read(text, tables, is_word=WORDS.__contains__)
    assert facts(document) == expected
    assert all(token.raw == text[token.start : token.end] for token in document.tokens)
