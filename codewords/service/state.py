"""What one running service holds: its rules, its limits, and the folders that the page works on.

It knows nothing of HTTP, so that the API and the page share it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import codewords

Source = codewords.Engine | codewords.Reloader
"""What gives an engine: one that never changes, or one that is read again when its files change."""


class NotReadyError(codewords.CodewordsError):
    """Say that the rules are still being compiled, or could not be."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bound what one request may cost.

    Args:
        body: bytes of a request body, but for batches.
        characters: characters of one message, or of a record or a thread in all.
        line: bytes of one line of a batch.
        lines: lines of one batch.
        seconds: seconds until one message is judged, waiting included; batches wait their turn without it.
        idle: seconds without a byte after which a client that neither sends nor reads is let go.
        threads: messages judged at the same time.
        waiting: messages that wait for a thread; the next one is refused.
        batches: batches open at the same time.
        ahead: bytes of a batch read ahead of its results.

    Raises:
        ValueError: for a limit that is not above 0.
    """

    body: int = 1 << 20
    characters: int = 50_000
    line: int = 1 << 20
    lines: int = 1_000_000
    seconds: float = 10.0
    idle: float = 60.0
    threads: int = 2
    waiting: int = 64
    batches: int = 4
    ahead: int = 8 << 20

    def __post_init__(self) -> None:
        for name in self.__slots__:
            if not getattr(self, name) > 0:
                message = f"limit `{name}` must be above 0, not {getattr(self, name)}"
                raise ValueError(message)


class ServiceState:
    """Hold the rules in use and what else the API and the page share.

    Args:
        source: an engine or a `codewords.Reloader`; or a function that gives one, called by `load`.
        limits: what one request may cost.
        rules: the rules folder that `source` was read from; `None` for the bundled one.
        overlays: files or folders laid over it, in this order.
        policy: id of the policy in use.
        corpus: JSONL file, or folder of such files, of messages that the page compares rules on.
    """

    def __init__(
        self,
        source: Source | Callable[[], Source],
        *,
        limits: Limits | None = None,
        rules: Path | None = None,
        overlays: Sequence[Path] = (),
        policy: str = "default",
        corpus: Path | None = None,
    ) -> None:
        self.limits = limits or Limits()
        self.rules = rules
        self.overlays = tuple(overlays)
        self.policy = policy
        self.corpus = corpus
        self._source: Source | None = None
        self._make: Callable[[], Source] | None = None
        if isinstance(source, codewords.Engine | codewords.Reloader):
            self._source = source
        else:
            self._make = source
        self._failed: Exception | None = None
        self._is_warm = False

    @property
    def is_ready(self) -> bool:
        """Tell whether there is an engine to judge by."""
        return self._source is not None

    @property
    def engine(self) -> codewords.Engine:
        """Give the engine in use now; take it once for whatever must be judged by one rule set.

        Raises:
            NotReadyError: while the rules are compiled, or when they could not be.
        """
        source = self._source
        if source is None:
            message = "the rules have faults" if self._failed else "the rules are still being compiled"
            raise NotReadyError(message)
        return source.engine if isinstance(source, codewords.Reloader) else source

    @property
    def fault(self) -> Exception | None:
        """Give why the newest rules were refused, or `None`."""
        if self._failed is not None:
            return self._failed
        return self._source.fault if isinstance(self._source, codewords.Reloader) else None

    def load(self) -> None:
        """Compile the rules, when a function was given in their place, and all that is compiled when first used.

        Raises:
            CodewordsError: when the rules have faults, and what else `codewords.load` raises.
        """
        if self._is_warm:
            return
        source = self._source
        if source is None and self._make is not None:
            try:
                source = self._make()
            except Exception as error:
                self._failed = error
                raise
        if source is not None:
            (source.engine if isinstance(source, codewords.Reloader) else source).warm()
        self._source, self._failed, self._is_warm = source, None, True

    def close(self) -> None:
        """Stop the look at files of rules that `load` made; a reloader that was given is its giver's."""
        if self._make is not None and isinstance(self._source, codewords.Reloader):
            self._source.close()
