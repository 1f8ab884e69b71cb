"""The rule sets that targets share, each read once."""

from __future__ import annotations

import functools

import codewords
from codewords.model import RuleSet
from codewords.source.load import load_rules
from targets.alphabet import HOME

PACK = HOME.parent / "packs" / "small"
"""A small rule set with every kind of file."""


@functools.cache
def bundled_engine() -> codewords.Engine:
    """Give the engine of the rules that ship with the package."""
    return codewords.load()


@functools.cache
def small_rules() -> RuleSet:
    """Give the small rule set; its folding has the bundled table of characters."""
    return load_rules(PACK)
