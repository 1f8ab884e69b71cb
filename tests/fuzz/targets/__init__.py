"""What is fuzzed: for each target how its check is made, and which modules guide the fuzzer.

A check takes a text and raises for whatever the library must not do; it needs no fuzzer. It is made in the module of
the target's name, which is imported when it is asked for, so that a fuzzer can prepare what that imports.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

__all__ = ["TARGETS", "Target"]


@dataclass(frozen=True, slots=True)
class Target:
    """Name a target.

    Args:
        name: that of its module, its pieces and its seeds.
        modules: parts of the library whose branches guide the fuzzer.
        longest: bytes of the longest input.
        kept: seeds that are kept in the repository; the tests replay them.
    """

    name: str
    modules: tuple[str, ...]
    longest: int
    kept: int

    def make(self) -> Callable[[str], None]:
        """Give what checks one text."""
        made: Callable[[str], None] = import_module(f"targets.{self.name}").make()
        return made


TARGETS = (
    Target("folding", ("codewords.text",), 16, 250),
    Target("prices", ("codewords.extract",), 24, 150),
    Target("scan", ("codewords.engine", "codewords.extract", "codewords.judge", "codewords.match"), 48, 12),
    Target("rules", ("codewords.source",), 200, 40),
    Target("service", ("codewords.service",), 150, 100),
)
