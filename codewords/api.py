"""The way in: rules from a folder, or those that ship with the package, to an engine."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from codewords.engine.engine import Engine
from codewords.errors import Problem
from codewords.source.load import check_rules, load_rules
from codewords.source.locate import bundled_rules


def load(
    path: str | os.PathLike[str] | None = None,
    *,
    overlays: Sequence[str | os.PathLike[str]] = (),
    policy: str = "default",
    prior: float | None = None,
    contact_salt: str | None = None,
) -> Engine:
    """Read rules and compile them.

    Args:
        path: a rules folder; `None` for the rules that ship with the package.
        overlays: files or folders that add, change or remove entries, laid in this order.
        policy: id of one of the policies of the rules.
        prior: share of offers that your site expects, between 0 and 1; it shifts `score` alone.
        contact_salt: secret that replaces handles in the keys of contacts by a keyed hash.

    Raises:
        RuleFileError: when the rules have faults; it lists them all.
        ValueError: for an unknown policy or a prior outside 0 to 1.
    """
    if path is None and not overlays:
        return load_bundled(policy=policy, prior=prior, contact_salt=contact_salt)
    folder = bundled_rules() if path is None else Path(path)
    rules = load_rules(folder, overlays=tuple(Path(item) for item in overlays))
    return Engine(rules, policy=policy, prior=prior, contact_salt=contact_salt)


def load_bundled(
    *, policy: str = "default", prior: float | None = None, contact_salt: str | None = None
) -> Engine:
    """Compile the rules that ship with the package; such an engine pickles as a reference.

    Raises:
        ValueError: for an unknown policy or a prior outside 0 to 1.
    """
    rules = load_rules(bundled_rules())
    return Engine(rules, policy=policy, prior=prior, contact_salt=contact_salt, revive=load_bundled)


def check(path: str | os.PathLike[str] | None = None) -> list[Problem]:
    """Give every fault and warning of a rules folder, sorted by place; an empty list is a clean bill.

    Args:
        path: a rules folder; `None` for the rules that ship with the package.
    """
    return check_rules(bundled_rules() if path is None else Path(path))
