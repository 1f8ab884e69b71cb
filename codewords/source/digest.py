"""The digest of a rule set: sha-256 over what it says, not over how it is written down.

It owns the canonical form: JSON with sorted keys, entries in the order of their ids, lists that
are sets in the order of their words, no places, no file names and no overlays.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Sequence
from functools import cache
from typing import Any

from codewords.model import RuleSet

_LEFT_OUT = ("place", "digest", "root", "overlays")
_SETS = frozenset(
    ("ambiguity", "forms", "formerly", "ids", "kinds", "roles", "source", "surfaces", "topics", "unless")
)
"""Fields whose order has no meaning, wherever they stand; a top-level one of this name holds entries."""

_PLAIN = frozenset((str, int, float, bool, type(None)))


def digest_rules(rules: RuleSet) -> str:
    """Give the sha-256, in hex, over the canonical content."""
    text = json.dumps(canonical(rules), ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def canonical(value: Any) -> Any:
    """Give plain JSON types in canonical order."""
    kind: Any = type(value)
    if kind in _PLAIN:
        return value
    if kind is tuple or kind is list:
        return [item if type(item) is str else canonical(item) for item in value]
    if kind is frozenset:
        return sorted(value)
    if kind is dict:
        return {key: canonical(item) for key, item in value.items()}
    if isinstance(value, Sequence):
        return canonical(tuple(value))
    out = {name: _field(name, getattr(value, name)) for name in _names(kind)}
    out["is"] = kind.__name__
    return out


@cache
def _names(kind: Any) -> tuple[str, ...]:
    """Give the fields of a dataclass that the digest covers."""
    return tuple(item.name for item in dataclasses.fields(kind) if item.name not in _LEFT_OUT)


def _field(name: str, value: Any) -> Any:
    if type(value) in _PLAIN:
        return value
    plain = canonical(value)
    if type(plain) is list and len(plain) > 1:
        if isinstance(plain[0], dict) and "id" in plain[0]:
            return sorted(plain, key=lambda row: str(row["id"]))
        if name in _SETS:
            return sorted(plain)
    return plain
