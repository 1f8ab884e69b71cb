"""The way in: rules from a folder, or those that ship with the package, to an engine."""

from __future__ import annotations

import datetime as dt
import gc
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from codewords.engine.engine import Engine
from codewords.engine.parts import Parts, compile_parts, fingerprint
from codewords.engine.store import pack, unpack
from codewords.errors import Problem
from codewords.model import RuleSet
from codewords.source import cache
from codewords.source.locate import bundled_rules

if TYPE_CHECKING:
    from codewords.maintain.compare import Comparison
    from codewords.maintain.evaluate import Row


def load(
    path: str | os.PathLike[str] | None = None,
    *,
    overlays: Sequence[str | os.PathLike[str]] = (),
    policy: str = "default",
    prior: float | None = None,
    contact_salt: str | None = None,
    lock: str | os.PathLike[str] | None = None,
) -> Engine:
    """Read rules and compile them.

    Args:
        path: a rules folder; `None` for the rules that ship with the package.
        overlays: files or folders that add, change or remove entries, laid in this order.
        policy: id of one of the policies of the rules.
        prior: share of offers that your site expects, between 0 and 1; it shifts `score` alone.
        contact_salt: secret that replaces handles in the keys of contacts by a keyed hash.
        lock: lock file, as `codewords lock` writes it, that must name these rules with this digest.

    Raises:
        RuleFileError: when the rules have faults, or are not as the lock file says; it lists them all.
        ValueError: for an unknown policy or a prior outside 0 to 1.
    """
    laid = [Path(item) for item in overlays]
    if path is None and not overlays:
        engine = load_bundled(policy=policy, prior=prior, contact_salt=contact_salt)
    else:
        rules, parts = _ready(bundled_rules() if path is None else Path(path), laid)
        engine = Engine(rules, policy=policy, prior=prior, contact_salt=contact_salt, parts=parts)
    if lock is not None:
        from codewords.source.lock import check_lock  # noqa: PLC0415  it reads YAML, and most callers lock nothing

        check_lock(Path(lock), None if path is None else Path(path), laid, engine.ruleset)
    return engine


def load_bundled(
    *, policy: str = "default", prior: float | None = None, contact_salt: str | None = None
) -> Engine:
    """Compile the rules that ship with the package; such an engine pickles as a reference.

    Raises:
        ValueError: for an unknown policy or a prior outside 0 to 1.
    """
    rules, parts = _ready(bundled_rules(), [])
    return Engine(rules, policy=policy, prior=prior, contact_salt=contact_salt, revive=load_bundled, parts=parts)


def check(
    path: str | os.PathLike[str] | None = None,
    *,
    overlays: Sequence[str | os.PathLike[str]] = (),
    as_of: dt.date | None = None,
) -> list[Problem]:
    """Give every fault and warning of a rules folder, sorted by place; an empty list is a clean bill.

    Args:
        path: a rules folder; `None` for the rules that ship with the package.
        overlays: files or folders laid over it, in this order; their faults name them by these paths.
        as_of: the day on which dates of review are looked at; today by default.
    """
    from codewords.source.load import check_rules  # noqa: PLC0415  engines from the cache need no reader of YAML

    with _collector_at_rest():
        return check_rules(bundled_rules() if path is None else Path(path), overlays, as_of=as_of)


def compare(
    old: str | os.PathLike[str] | Engine,
    new: str | os.PathLike[str] | Engine,
    texts: Iterable[str | Row | Mapping[str, Any]],
    *,
    surface: str = "post",
    policy: str = "default",
    repository: str | os.PathLike[str] = ".",
) -> Comparison:
    """Tell which decisions change between two rule sets, over messages, and by which rules.

    Args:
        old: a folder, a wheel of codewords, a git revision as `v1.2` or `v1.2:path/of/rules`, or an engine.
        new: the same.
        texts: messages, or rows or mappings with `text` and, if known, `surface` and `id`.
        surface: surface of a message that names none.
        policy: id of a policy, for rule sets that are loaded here.
        repository: a folder inside the repository of revisions.

    Raises:
        CodewordsError: when one of them is no rule set without faults.
        TypeError: for an item without a text, with its index.
        ValueError: for a surface or policy that a rule set does not know.
    """
    from codewords.maintain.compare import compare_engines  # noqa: PLC0415  whoever scans needs none of it
    from codewords.maintain.revisions import open_rules  # noqa: PLC0415  the same

    engines = []
    for side in (old, new):
        if isinstance(side, Engine):
            engines.append(side)
            continue
        with open_rules(side, repository=repository) as folder:
            engines.append(load(folder, policy=policy))
    names = [item.ruleset.digest[:12] if isinstance(item, Engine) else os.fspath(item) for item in (old, new)]
    return compare_engines(engines[0], engines[1], texts, surface=surface, names=(names[0], names[1]))


def _ready(folder: Path, overlays: Sequence[Path]) -> tuple[RuleSet, Parts]:
    """Give rules and what is compiled of them for any policy, from the cache where it has them."""
    home = cache.find_folder()
    key = _key(folder, overlays) if home else None
    if home is None or key is None:
        return _compile(folder, overlays)
    stored = cache.read_entry(home, key)
    if stored is not None:
        return unpack(stored, str(folder))
    rules, parts = _compile(folder, overlays)
    # a file that changed while it was read must not stand under the name of what it was before
    if _key(folder, overlays) == key:
        with suppress(TypeError):
            cache.write_entry(home, key, pack(rules, parts))
    return rules, parts


def _key(folder: Path, overlays: Sequence[Path]) -> str | None:
    return cache.entry_key(folder, overlays, (fingerprint(),))


def _compile(folder: Path, overlays: Sequence[Path]) -> tuple[RuleSet, Parts]:
    from codewords.source.load import load_rules  # noqa: PLC0415  engines from the cache need no reader of YAML

    with _collector_at_rest():
        rules = load_rules(folder, overlays=overlays)
        return rules, compile_parts(rules)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Stop the search for garbage while hundreds of thousands of objects are made that all stay."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
