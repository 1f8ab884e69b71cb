"""The digest of a rule set: sha-256 over what it says, not over how it is written down.

It owns the canonical form: JSON with sorted keys, entries in the order of their ids, lists that
are sets in the order of their words, no places, no file names and no overlays.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from typing import Any

from codewords.model import RuleSet

_LEFT_OUT = ("place", "digest", "root", "overlays")
_SETS = frozenset(
    ("ambiguity", "forms", "formerly", "ids", "kinds", "roles", "source", "surfaces", "topics", "unless")
)
"""Fields whose order has no meaning, wherever they stand; a top-level one of this name holds entries."""


def digest_rules(rules: RuleSet) -> str:
    """Give the sha-256, in hex, over the canonical content."""
    text = json.dumps(canonical(rules), ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def canonical(value: Any) -> Any:
    """Give plain JSON types in canonical order."""
    if dataclasses.is_dataclass(value):
        return {
            item.name: _field(item.name, getattr(value, item.name))
            for item in dataclasses.fields(value)
            if item.name not in _LEFT_OUT
        } | {"is": type(value).__name__}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, dict):
        return {key: canonical(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [canonical(item) for item in value]
    return value


def _field(name: str, value: Any) -> Any:
    plain = canonical(value)
    if isinstance(plain, list) and plain and isinstance(plain[0], dict) and "id" in plain[0]:
        return sorted(plain, key=lambda row: str(row["id"]))
    if isinstance(plain, list) and name in _SETS:
        return sorted(plain)
    return plain
