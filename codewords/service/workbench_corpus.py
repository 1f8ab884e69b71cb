"""The messages on which the workbench compares rules: which are read, and which of them are judged.

The choice depends on nothing but the messages: the same corpus gives the same sample, in every run.
"""

from __future__ import annotations

import hashlib
import heapq
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MOST_BYTES = 256 << 20
"""Bytes of a corpus that are read; the sample says when there was more."""

_LONGEST = 20_000
"""Characters of the longest message that is judged here."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Hold the messages that are judged, and how they were chosen.

    Args:
        rows: mappings with `id`, `text`, `surface` and, where it is known, `label`.
        named: of these, messages that hold one of the asked spellings as it is written.
        total: messages of the corpus.
        sealed: rows left out because nobody may read them.
        cut: True when the corpus was longer than what is read.
    """

    rows: tuple[dict[str, Any], ...]
    named: int
    total: int
    sealed: int
    cut: bool

    def told(self) -> dict[str, Any]:
        """Give how the sample was chosen, as plain JSON types."""
        return {
            "judged": len(self.rows),
            "named": self.named,
            "total": self.total,
            "sealed": self.sealed,
            "cut": self.cut,
        }


def corpus_files(path: Path) -> list[Path]:
    """Give the files of a corpus, in order: the file itself, or the JSONL files of a folder."""
    return sorted(path.glob("*.jsonl")) if path.is_dir() else [path]


def take_sample(path: Path, most: int, spellings: Sequence[str], surfaces: Sequence[str]) -> Sample:
    """Choose messages of a corpus: first those that hold a spelling, then others by the hash of their text.

    Args:
        path: a file of JSONL or of plain lines, or a folder of JSONL files.
        most: messages in all.
        spellings: words of the entries that changed.
        surfaces: surfaces that the rules know; a message of another one is judged as `post`.

    Raises:
        OSError: when a file cannot be read.
    """
    wanted = [word.casefold() for word in spellings if word]
    named: list[dict[str, Any]] = []
    others: list[tuple[int, int, dict[str, Any]]] = []
    reader = _Reader(surfaces)
    for number, row in enumerate(reader.rows(path)):
        text = row["text"].casefold()
        if len(named) < most and any(word in text for word in wanted):
            named.append(row)
            continue
        # the smallest hashes are a sample that needs no memory of the rest
        item = (-_hash(row["text"]), -number, row)
        if len(others) < most:
            heapq.heappush(others, item)
        elif item > others[0]:
            heapq.heapreplace(others, item)
    rest = sorted(others, reverse=True)[: most - len(named)]
    rows = (*named, *(row for _, _, row in sorted(rest, key=lambda item: -item[1])))
    return Sample(rows, len(named), reader.total, reader.sealed, reader.cut)


class _Reader:
    """Read the messages of a corpus and count what is passed over.

    Args:
        surfaces: surfaces that the rules know.
    """

    def __init__(self, surfaces: Sequence[str]) -> None:
        self.total = self.sealed = 0
        self.cut = False
        self._surfaces = frozenset(surfaces)
        self._left = MOST_BYTES

    def rows(self, path: Path) -> Iterator[dict[str, Any]]:
        """Give the messages of all files."""
        for file in corpus_files(path):
            is_test_set = _holds_sealed(file)
            with file.open("rb") as lines:
                for number, line in enumerate(lines, 1):
                    self._left -= len(line)
                    if self._left < 0:
                        self.cut = True
                        return
                    row = self._row(line.decode("utf-8", "replace").strip(), file, number, is_test_set=is_test_set)
                    if row is not None:
                        self.total += 1
                        yield row

    def _row(self, line: str, file: Path, number: int, *, is_test_set: bool) -> dict[str, Any] | None:
        """Give one message, or `None` for a line without one that may be read."""
        if not line:
            return None
        name = f"{file.name}:{number}"
        data: Any = line
        if file.suffix == ".jsonl":
            try:
                data = json.loads(line)
            except (ValueError, RecursionError):
                return None
        if isinstance(data, str):
            return {"id": name, "text": data[:_LONGEST], "surface": "post", "label": ""}
        if not isinstance(data, dict) or not isinstance(data.get("text"), str):
            return None
        id_ = data.get("id")
        if isinstance(id_, str) and is_test_set and _is_sealed(id_):
            self.sealed += 1
            return None
        surface, label = data.get("surface"), data.get("label")
        return {
            "id": id_ if isinstance(id_, str) and id_ else name,
            "text": data["text"][:_LONGEST],
            "surface": surface if surface in self._surfaces else "post",
            "label": label if isinstance(label, str) else "",
        }


def _holds_sealed(file: Path) -> bool:
    """Tell whether a file is a test set, some rows of which nobody reads: `eval/messages*`."""
    named = (file.absolute(), file.resolve())  # a link to a test set is one
    return any(item.parent.name == "eval" and item.name.startswith("messages") for item in named)


def _is_sealed(id_: str) -> bool:
    """Tell whether a row of a test set is one that nobody reads: `codewords eval` counts them alone."""
    return _number(hashlib.sha1(id_.encode("utf-8", "surrogatepass"), usedforsecurity=False).digest()) % 3 == 0


def _hash(text: str) -> int:
    return _number(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest())


def _number(digest: bytes) -> int:
    return int.from_bytes(digest, "big")
