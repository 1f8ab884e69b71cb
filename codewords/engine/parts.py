"""What compiling a rule set makes that costs time, and that a cache may keep."""

from __future__ import annotations

import importlib.metadata
from dataclasses import dataclass

from codewords.match.lexicon import Lexicon
from codewords.match.pattern import PatternMatcher
from codewords.model import RuleSet
from codewords.text.tables import FoldTables


@dataclass(frozen=True, slots=True)
class Parts:
    """Hold the tables of one rule set, ready to be used."""

    tables: FoldTables
    lexicon: Lexicon
    patterns: PatternMatcher


def fingerprint() -> str:
    """Name the versions of the libraries whose behaviour decides with the rules."""
    names = ("regex", "rapidfuzz", "emoji")
    return " ".join(f"{name}={importlib.metadata.version(name)}" for name in names)


def compile_parts(rules: RuleSet) -> Parts:
    """Compile a checked rule set."""
    tables = FoldTables.from_rules(rules.folding)
    ordinary = frozenset().union(*rules.ordinary.values()) if rules.ordinary else frozenset()
    lexicon = Lexicon(rules.terms, tables, ordinary, rules.scoring.budgets)
    return Parts(tables, lexicon, PatternMatcher(rules.patterns))
