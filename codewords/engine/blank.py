"""The results that messages share in which nothing can fire: one for each surface and hint of languages.

It owns how many of them are kept. It judges nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from codewords.results import ScanResult

KEPT = 1_000
"""Results that are kept; with more hints than that, the next ones get a copy of their own."""


def hinted(lang: str | Sequence[str] | None) -> tuple[str, ...] | None:
    """Give the languages of a hint, each once, in the order in which they were named; `None` without a hint."""
    return (lang,) if isinstance(lang, str) else tuple(dict.fromkeys(lang)) if lang is not None else None


class Blanks:
    """Hold the shared results of one engine."""

    __slots__ = ("_held",)

    def __init__(self) -> None:
        self._held: dict[tuple[str, tuple[str, ...] | None], ScanResult] = {}

    def __len__(self) -> int:
        return len(self._held)

    def get(self, surface: str, langs: tuple[str, ...] | None) -> ScanResult | None:
        """Give the result of a surface and hint, or `None` before the first message of the surface was judged."""
        held = self._held.get((surface, langs))
        if held is not None or langs is None:
            return held
        plain = self._held.get((surface, None))
        return None if plain is None else self._keep(surface, langs, plain)

    def put(self, surface: str, langs: tuple[str, ...] | None, result: ScanResult) -> ScanResult:
        """Keep the first result of a surface, and give the one that is shared."""
        plain = self._held.setdefault((surface, None), replace(result, lang=None))
        return plain if langs is None else self._keep(surface, langs, plain)

    def _keep(self, surface: str, langs: tuple[str, ...], plain: ScanResult) -> ScanResult:
        told = replace(plain, lang=langs)  # a hint adds points to what fires, and here nothing does
        return self._held.setdefault((surface, langs), told) if len(self._held) < KEPT else told
