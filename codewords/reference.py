"""A small reference to an engine, for the workers of a job that runs elsewhere.

It names rules and options and pickles to a few hundred bytes; a worker makes the engine of it once and keeps it.
It knows nothing of how rules are read or messages are judged.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from functools import cache
from typing import Any

import codewords
from codewords import CodewordsError, Engine, RulesetMismatch

__all__ = ["Reference", "engine_of", "refer"]

KEPT = 4
"""Engines that one process keeps; the one that was made first goes first."""

_made: dict[Reference, Engine] = {}
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Reference:
    """Name the rules and options of an engine.

    Args:
        version: content version of the rules.
        digest: sha-256 over their content, in hex.
        engine: version of codewords.
        fingerprint: versions of the libraries that decide too.
        rules: a rules folder, or `None` for the rules that ship with the package. A worker reads the folder
            under this path; `dataclasses.replace` gives a reference for another one.
        overlays: files or folders laid over the rules, in this order.
        policy: as in `codewords.load`.
        prior: as in `codewords.load`.
        contact_salt: as in `codewords.load`; it travels with the reference and is left out of its `repr`.
    """

    version: str
    digest: str
    engine: str
    fingerprint: str
    rules: str | None = None
    overlays: tuple[str, ...] = ()
    policy: str = "default"
    prior: float | None = None
    contact_salt: str | None = field(default=None, repr=False)

    def load(self) -> Engine:
        """Give the engine that is named; a process makes it once and keeps it.

        Raises:
            RulesetMismatch: when the rules or the versions found here are others.
            RuleFileError: when the rules found here have faults.
        """
        with _lock:
            engine = _made.get(self)
            if engine is None:
                engine = _load(self.rules, self.overlays, self.policy, self.prior, self.contact_salt)
                self._compare(engine)
                _keep(self, engine)
            return engine

    def to_dict(self) -> dict[str, Any]:
        """Give plain JSON types, for configuration that is no pickle."""
        return {**asdict(self), "overlays": list(self.overlays)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Reference:
        """Read back what `to_dict` gave.

        Raises:
            CodewordsError: when the dict is no reference.
        """
        names = {item.name for item in fields(cls)}
        if not isinstance(data, Mapping) or set(data) != names:
            message = f"no reference to an engine: its keys must be {', '.join(sorted(names))}"
            raise CodewordsError(message)
        return cls(**{**data, "overlays": tuple(data["overlays"])})

    def _compare(self, engine: Engine) -> None:
        """Raise where the engine made here is not the one that is named."""
        here = engine.scan("", surface=engine.surfaces[0].id).ruleset
        for what, named, found in (
            ("rules of digest", self.digest[:12], here.digest[:12]),
            ("codewords", self.engine, here.engine),
            ("libraries", self.fingerprint, here.fingerprint),
        ):
            if named != found:
                message = (
                    f"the job names {what} {named}, but here are {found}; install the same version of codewords "
                    "on every worker, and give each the same rules"
                )
                raise RulesetMismatch(message)


def refer(
    path: str | os.PathLike[str] | None = None,
    *,
    overlays: Sequence[str | os.PathLike[str]] = (),
    policy: str = "default",
    prior: float | None = None,
    contact_salt: str | None = None,
    engine: Engine | None = None,
) -> Reference:
    """Load rules as `codewords.load` does and give a reference to the engine.

    Args:
        path: a rules folder that workers see too; `None` for the rules that ship with the package.
        overlays: files or folders, in this order.
        policy: id of one of the policies of the rules.
        prior: share of offers that your site expects, between 0 and 1.
        contact_salt: secret that replaces handles in the keys of contacts.
        engine: what `codewords.load` gave for the same arguments, where that is at hand.

    Raises:
        RuleFileError: when the rules have faults.
        ValueError: for an unknown policy or a prior outside 0 to 1.
    """
    rules = None if path is None else os.fspath(path)
    laid = tuple(os.fspath(item) for item in overlays)
    engine = engine or _load(rules, laid, policy, prior, contact_salt)
    made_by = engine.scan("", surface=engine.surfaces[0].id).ruleset
    reference = Reference(
        version=made_by.version,
        digest=made_by.digest,
        engine=made_by.engine,
        fingerprint=made_by.fingerprint,
        rules=rules,
        overlays=laid,
        policy=policy,
        prior=prior,
        contact_salt=contact_salt,
    )
    with _lock:
        _keep(reference, engine)
    return reference


def engine_of(given: Engine | Reference | None) -> Engine:
    """Give an engine as it is, that of a reference, or for `None` that of the bundled rules.

    Raises:
        TypeError: for anything else.
        RulesetMismatch: when a reference names other rules than those found here.
    """
    if isinstance(given, Engine):
        return given
    if given is None:
        return _bundled().load()
    if isinstance(given, Reference):
        return given.load()
    message = f"engine must be a codewords.Engine or a codewords.reference.Reference, not {type(given).__name__}"
    raise TypeError(message)


@cache
def _bundled() -> Reference:
    """Give the reference to the bundled rules with no options, made once in a process."""
    return refer()


def _keep(reference: Reference, engine: Engine) -> None:
    while len(_made) >= KEPT:
        del _made[next(iter(_made))]
    _made[reference] = engine


def _load(
    rules: str | None, overlays: Sequence[str], policy: str, prior: float | None, contact_salt: str | None
) -> Engine:
    return codewords.load(rules, overlays=overlays, policy=policy, prior=prior, contact_salt=contact_salt)
