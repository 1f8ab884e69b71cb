"""Swap rules in a service that keeps running: a new rule set goes in whole or not at all.

It owns when rules are read again and which engine is in use; how they are read is the matter of `codewords.api`.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from codewords.api import load
from codewords.engine.engine import Engine
from codewords.source.installed import find_pack
from codewords.source.locate import bundled_rules
from codewords.source.stamp import Stamp, stamp_files

_LOG = logging.getLogger("codewords.reload")


@dataclass(frozen=True, slots=True)
class Reload:
    """Say which rules are in use, and what came of the last look at their files.

    Args:
        changed: True when that look put new rules in use.
        version: content version of the rules in use.
        digest: sha-256 over their content.
        fault: why the newest rules were refused, so that the old ones stay; `None` when all is well.
    """

    changed: bool
    version: str
    digest: str
    fault: Exception | None = None


@dataclass(frozen=True, slots=True)
class Readings:
    """Count the readings since the first, by what came of them, for metrics.

    Args:
        swapped: new rules went in.
        same: the files said what they had said before.
        refused: the new rules had a fault, and the old ones stayed.
    """

    swapped: int = 0
    same: int = 0
    refused: int = 0


class Reloader:
    """Hold an engine whose rules can be read again while others use it.

    Take `engine` anew for each message, or for each batch that must be judged by one rule set. The first
    reading raises what `codewords.load` raises; later ones keep the old rules and tell the fault.

    Args:
        path: a rules folder; or one YAML file, an overlay on the bundled rules; `None` for these alone.
        pack: name of an installed rule pack (entry points `codewords.rules`), in place of `path`.
        overlays: files or folders laid over the rules, in this order.
        policy: as in `codewords.load`.
        prior: as in `codewords.load`.
        contact_salt: as in `codewords.load`.
        every: seconds between two looks at the files, by a thread of its own; `None` for no thread.
        on_reload: called after each reading with what came of it, by the thread that read.

    Raises:
        RuleFileError: when the rules have faults.
        PackError: when no such rule pack is installed.
        ValueError: for an unknown policy, for both `path` and `pack`, or for `every` of 0 or less.
    """

    def __init__(
        self,
        path: str | os.PathLike[str] | None = None,
        *,
        pack: str | None = None,
        overlays: Sequence[str | os.PathLike[str]] = (),
        policy: str = "default",
        prior: float | None = None,
        contact_salt: str | None = None,
        every: float | None = None,
        on_reload: Callable[[Reload], object] | None = None,
    ) -> None:
        if path is not None and pack is not None:
            message = "give `path` or `pack`, not both"
            raise ValueError(message)
        if every is not None and not every > 0:
            message = f"every must be more than 0 seconds, not {every}"
            raise ValueError(message)
        self._path, self._pack = path, pack
        self._overlays = tuple(overlays)
        self._policy, self._prior, self._salt = policy, prior, contact_salt
        self._on_reload = on_reload
        self._lock = threading.Lock()
        self._stop = threading.Event()
        stamp = self._stamp()
        engine = self._load()
        self._held: tuple[Engine, Reload] = (engine, _told(engine, changed=True))
        self._readings = Readings()
        self._thread: threading.Thread | None = None
        if every is not None:
            self._thread = threading.Thread(
                target=self._watch, args=(every, stamp), name="codewords-reload", daemon=True
            )
            self._thread.start()

    @property
    def engine(self) -> Engine:
        """Give the engine in use now; it never changes under whoever holds it."""
        return self._held[0]

    @property
    def status(self) -> Reload:
        """Give what came of the last reading, and the version and digest in use."""
        return self._held[1]

    @property
    def version(self) -> str:
        """Give the content version of the rules in use."""
        return self.status.version

    @property
    def digest(self) -> str:
        """Give the digest of the rules in use."""
        return self.status.digest

    @property
    def fault(self) -> Exception | None:
        """Give why the newest rules were refused, or `None`."""
        return self.status.fault

    @property
    def readings(self) -> Readings:
        """Count what came of all readings since the first."""
        return self._readings

    def reload(self) -> Reload:
        """Read the rules again and put them in use when they have no fault; it never raises for a fault."""
        with self._lock:
            old = self.engine
            try:
                new = self._load()
                if new.ruleset.digest != old.ruleset.digest:
                    new.warm()  # before it is in use: no message waits for what is compiled late
            except Exception as error:  # noqa: BLE001  whatever is wrong with new rules, the old ones go on
                told = _told(old, changed=False, fault=error)
                self._held = (old, told)
                self._readings = replace(self._readings, refused=self._readings.refused + 1)
                _LOG.warning("new rules refused, %s stays in use: %s", told.version, _short(error))
            else:
                changed = new.ruleset.digest != old.ruleset.digest
                used = new if changed else old
                told = _told(used, changed=changed)
                self._held = (used, told)
                if not changed:
                    self._readings = replace(self._readings, same=self._readings.same + 1)
                else:
                    self._readings = replace(self._readings, swapped=self._readings.swapped + 1)
                    _LOG.info("rules %s (%s) in use", told.version, told.digest[:12])
        if self._on_reload is not None:
            self._on_reload(told)
        return told

    def close(self) -> None:
        """Stop the thread, if there is one; the engine stays in use."""
        self._stop.set()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        told = self.status
        fault = type(told.fault).__name__ if told.fault is not None else None
        return f"Reloader(version={told.version!r}, digest={told.digest[:12]!r}, fault={fault})"

    def _load(self) -> Engine:
        folder, overlays = self._files()
        return load(folder, overlays=overlays, policy=self._policy, prior=self._prior, contact_salt=self._salt)

    def _files(self) -> tuple[Path | None, list[Path]]:
        """Give the rules folder, `None` for the bundled one, and the overlays."""
        overlays = [Path(item) for item in self._overlays]
        if self._pack is not None:
            return find_pack(self._pack), overlays
        if self._path is None:
            return None, overlays
        path = Path(self._path)
        return (None, [path, *overlays]) if path.is_file() else (path, overlays)

    def _stamp(self) -> Stamp:
        folder, overlays = self._files()
        return {
            name: state
            for path in (bundled_rules() if folder is None else folder, *overlays)
            for name, state in stamp_files(path).items()
        }

    def _watch(self, every: float, seen: Stamp) -> None:
        while not self._stop.wait(every):
            try:
                now = self._stamp()
                if now == seen:
                    continue
                seen = now
                self.reload()
            except Exception:  # noqa: BLE001  one bad look, or a fault of `on_reload`, must not end all later ones
                _LOG.exception("the look at the rules failed; the next comes in %s seconds", every)


def _told(engine: Engine, *, changed: bool, fault: Exception | None = None) -> Reload:
    return Reload(changed, engine.ruleset.version, engine.ruleset.digest, fault)


def _short(error: Exception) -> str:
    """Give the first line of an error and how many more there are."""
    lines = str(error).splitlines() or [type(error).__name__]
    return lines[0] + (f" (and {len(lines) - 1} more)" if len(lines) > 1 else "")
