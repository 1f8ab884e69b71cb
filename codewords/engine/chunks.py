"""Remember what was decided about chunks, and decide about words in punctuation by the word alone.

A word that no lexicon knows is no other word with a capital, an elided article before it or a full stop
behind it. It may only be less sure than the reading of the whole chunk.
"""

from __future__ import annotations

import re
from dataclasses import replace

from codewords.engine.chunk import LONGEST, Chunk, ChunkReader
from codewords.engine.phrases import SILENT
from codewords.extract.vocabulary import NO_ROLES
from codewords.text.fold import fold
from codewords.text.tables import FoldTables

CACHE_SIZE = 100_000
"""Chunks remembered by one engine; the table is emptied when full."""

LONGEST_REMEMBERED = 40
"""Characters of the longest chunk remembered: longer ones are links and do not come again."""

_DRESSED = re.compile(r"([\"«“]*)((?:[^\W\d_]{1,6}['’])?)([^\W\d_]{2,40})([.,;:?!…\"»”)]*)")
"""Quotation marks, an elided word, a word and punctuation."""

_NONE: frozenset[str] = frozenset()


class Chunks(dict[str, Chunk]):
    """Give what was decided about a chunk, and decide about it when it is new; bounded."""

    def __init__(self, reader: ChunkReader, tables: FoldTables) -> None:
        super().__init__()
        self._reader = reader
        self._tables = tables

    def __missing__(self, text: str) -> Chunk:
        found = self._dressed(text) or self._reader.read(text)
        if len(text) <= LONGEST_REMEMBERED:
            if len(self) >= CACHE_SIZE:
                self.clear()
            self[text] = found
        return found

    def _dressed(self, text: str) -> Chunk | None:
        """Decide by the word that stands in a chunk, where no lexicon knows it."""
        parts = _DRESSED.fullmatch(text) if len(text) <= LONGEST else None
        if parts is None:
            return None
        before, elided, written, behind = parts.groups()
        core = written.lower()
        if core == text or not self._is_folded_so(written, core):
            return None
        word = self[core]
        lead = self[elided.lower()] if elided else None
        if not _is_unknown(word) or (lead is not None and not _is_small(lead)) or self._reader.is_signed(text):
            return None
        light = fold(text, self._tables).text
        needs, roles = self._reader.numbers(light)
        words = (*lead.words, *word.words) if lead else word.words
        first = lead or word
        return replace(
            word,
            is_plain=not (needs or word.glued or word.apart) and roles == NO_ROLES,
            shape=lead.shape + word.shape if lead else word.shape,
            words=words,
            begins="" if before else first.begins,
            first="" if before else first.first,
            joins=_NONE if behind else word.joins,
            last="" if behind else word.last,
            seeks=self._reader.sought(words),
            offers=words[0].keys,
            needs=needs,
            size=len(light),
            roles=roles,
            glued=None if word.glued is None else f"{before}{elided}{word.glued}{behind}",
            apart=None if word.apart is None else f"{before}{elided}{word.apart}{behind}",
        )

    def _is_folded_so(self, written: str, core: str) -> bool:
        """Tell whether case alone is folded: in other scripts it decides what a letter looks like."""
        tables = self._tables
        if not tables.steps.keys().isdisjoint(written):
            return False
        return written.translate(tables.straight) == core and core.translate(tables.plain).isascii()


def _is_unknown(chunk: Chunk) -> bool:
    """Tell one word that reads as no word of the lexicon."""
    return chunk.is_sure and chunk.shape == "w" and not chunk.pieces and chunk.words == (SILENT,)


def _is_small(chunk: Chunk) -> bool:
    """Tell an elided word that says nothing by itself."""
    is_one = chunk.is_sure and len(chunk.words) == 1 and not chunk.pieces
    return is_one and chunk.glued is None and chunk.apart is None
