"""The numbers of mining, read from weights.yaml beside this module; none of them stands in code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

SIGNALS = ("neighbours", "company", "keyness", "slot", "price", "rare", "ordinary", "variant")
"""Names of the signals that a ranking adds up, in the order in which they are told."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Hold what weights.yaml says; each number is explained there.

    Args:
        passed_over: tables of the rules whose words are never proposed, by the part of the rules.
        weights: weight of each signal of `SIGNALS`.
    """

    least: int
    letters: int
    window: int
    reach: int
    phrase_words: int
    cohesion: float
    absorb: float
    prior: float
    shrink: float
    variant_letters: int
    variant_edits: int
    high_letters: int
    neighbours: int
    likeness_prior: float
    quotes: int
    quote_width: int
    passed_over: Mapping[str, tuple[str, ...]]
    weights: Mapping[str, float]


@cache
def bundled_settings() -> Settings:
    """Read the numbers that come with the package."""
    text = (files("codewords.maintain.mine") / "weights.yaml").read_text(encoding="utf-8")
    data = yaml.safe_load(text)
    tables = {part: tuple(names) for part, names in data.pop("passed_over").items()}
    weights = {name: float(data["weights"][name]) for name in SIGNALS}
    return Settings(**{**data, "weights": weights}, passed_over=tables)
