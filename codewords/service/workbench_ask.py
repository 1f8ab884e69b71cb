"""What the page asks for, read from JSON and checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from codewords.service.options import Reading
from codewords.service.problem import Problem
from codewords.service.state import Limits
from codewords.service.workbench_entry import KEYS, LISTS, SINGLE
from codewords.service.workbench_lexicon import FILTERS

MOST = 5_000
"""Messages of the largest sample."""

USUAL = 400
LONGEST = 1 << 20
"""Characters of the largest overlay."""

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,60}\.yaml")


@dataclass(frozen=True, slots=True)
class Asked:
    """Hold a message and how it is to be judged.

    Args:
        text: the message.
        surface: id of a surface of the rules.
        lang: languages that are expected; `None` for no hint.
        evidence: `label` or `all`, as in `Engine.scan`.
        by_overlay: True for the overlay that was tried last.
        explain: True tells beside the verdict what almost fired and what would have been enough.
    """

    text: str
    surface: str
    lang: tuple[str, ...] | None
    evidence: str
    by_overlay: bool
    explain: bool

    def of_scan(self) -> dict[str, Any]:
        """Give the keyword arguments of `Engine.scan`, as plain JSON types."""
        lang = None if self.lang is None else list(self.lang)
        return {"surface": self.surface, "lang": lang, "evidence": self.evidence, "near_misses": self.explain}

    @classmethod
    def read(cls, data: Any, reading: Reading, limits: Limits) -> Asked:
        """Read a message.

        Raises:
            Problem: `invalid` or `too-large`.
        """
        if not isinstance(data, dict):
            _wrong("the message should be an object")
        text = data.get("text")
        if not isinstance(text, str):
            _wrong("`text` should be a string")
        if len(text) > limits.characters:
            message = f"the message has more than {limits.characters} characters"
            raise Problem("too-large", message)
        asked = cls(
            text,
            reading.surface(data.get("surface", "post")),
            reading.lang(data.get("lang") or None),
            reading.evidence(data.get("evidence", "label")),
            reading.yes(data.get("overlay", False), "/overlay"),
            reading.yes(data.get("explain", False), "/explain"),
        )
        reading.end()
        return asked


def read_search(data: Any) -> tuple[str, dict[str, str], int]:
    """Give the query, the filters and the page of a search.

    Raises:
        Problem: `invalid`.
    """
    if not isinstance(data, dict):
        _wrong("the search should be an object")
    query, page = data.get("query", ""), data.get("page", 0)
    filters = {name: data.get(name, "") for name in FILTERS}
    if not all(isinstance(value, str) and len(value) <= 200 for value in (query, *filters.values())):
        _wrong("the query and the filters should be strings of at most 200 characters")
    if not isinstance(page, int) or isinstance(page, bool) or not 0 <= page < 1_000_000:
        _wrong("`page` should be a number from 0")
    return query, filters, page


def read_name(data: Any) -> tuple[str, str]:
    """Give the text and the file name of an overlay.

    Raises:
        Problem: `invalid` or `too-large`.
    """
    overlay = data.get("overlay") if isinstance(data, dict) else None
    if not isinstance(overlay, str):
        _wrong("`overlay` should be a string")
    if len(overlay) > LONGEST:
        message = f"the overlay has more than {LONGEST} characters"
        raise Problem("too-large", message)
    name = data.get("name", "site.yaml")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        _wrong("`name` should be a file name as `site.yaml`: a-z, 0-9, - and _")
    return overlay, name


def read_size(data: Mapping[str, Any]) -> int:
    """Give the number of messages to judge.

    Raises:
        Problem: `invalid`.
    """
    most = data.get("most", USUAL)
    if not isinstance(most, int) or isinstance(most, bool) or not 1 <= most <= MOST:
        _wrong(f"`most` should be a number from 1 to {MOST}")
    return most


def read_entry(data: Any) -> tuple[str, dict[str, Any]]:
    """Give the text of an overlay, and the entry to put there.

    Raises:
        Problem: `invalid` or `too-large`.
    """
    overlay, _ = read_name(data)
    entry = data.get("entry")
    if not isinstance(entry, dict) or not set(entry) <= set(KEYS):
        _wrong(f"`entry` should be an object with keys of these: {', '.join(KEYS)}")
    for key, value in entry.items():
        is_list = key in LISTS or (key in SINGLE and isinstance(value, list))
        values = value if is_list else [value]
        if not isinstance(values, list) or not all(isinstance(item, str) for item in values):
            _wrong(f"`{key}` should be {'a list of strings' if is_list else 'a string'}")
    if not any(entry.get(key) for key in ("id", "term", "emoji")):
        _wrong("an entry needs a word")
    return overlay, entry


def _wrong(detail: str) -> NoReturn:
    raise Problem("invalid", detail)
