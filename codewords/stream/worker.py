"""The loop of a stream: read a batch, judge it, write what was decided, and only then acknowledge.

It owns the order of these steps, which is what makes "at least once" true, and how the loop begins and ends.
It knows no broker. A batch is judged by one rule set; nothing more is read until it is settled, so memory
stays bounded and a slow reader of the output slows the worker down.
"""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType, MappingProxyType

from codewords import Engine, Reloader
from codewords.stream.codec import BadMessage, Codec, JsonCodec, Message
from codewords.stream.transport import Answer, Received, Transport, dead_letter

_LOG = logging.getLogger("codewords.stream")

LABELS = ("offer", "talk", "none")


@dataclass(frozen=True, slots=True)
class Batch:
    """Tell what was done with one batch, for metrics; nothing of a message is in it.

    Args:
        received: how many messages were read.
        labels: how many got which label.
        dead: how many were set aside, by reason.
        repeated: how many the broker had handed out before, where it counts that.
        scan_seconds: time of reading and judging them.
        settle_seconds: time until all answers were stored and the messages acknowledged.
        backlog: how many messages wait, or `None`.
        version: content version of the rules that judged them.
        digest: sha-256 over these rules.
    """

    received: int
    labels: Mapping[str, int]
    dead: Mapping[str, int]
    repeated: int
    scan_seconds: float
    settle_seconds: float
    backlog: int | None
    version: str
    digest: str


@dataclass(frozen=True, slots=True)
class Totals:
    """Count what a worker did until it stopped."""

    batches: int = 0
    received: int = 0
    dead: int = 0

    def __add__(self, batch: Batch) -> Totals:
        return Totals(self.batches + 1, self.received + batch.received, self.dead + sum(batch.dead.values()))


class Worker:
    """Judge the messages of a transport until told to stop.

    Each message gets a decision or, when it cannot be read or judged, becomes a dead letter with its reason.
    After a crash some messages come again: a decision carries the message's id and the digest of the rules,
    and a reader that keeps one decision for each such pair has no duplicates.

    Args:
        transport: the broker.
        rules: an engine, or a `codewords.Reloader`, whose engine is taken anew for each batch.
        codec: layout of messages and decisions; JSON by default.
        surface: surface of messages that name none.
        batch: most messages judged and settled at once.
        wait: seconds that a read waits for a first message; stopping takes so long at most, and one batch.
        labels: labels whose decisions are written; the others are counted and acknowledged alone.
        quote: True writes the evidence as it stood in the message; by default only its place is written.
        max_deliveries: a message that was handed out more often is set aside unjudged, where the broker counts.
        on_batch: called with a `Batch` after each; what it raises is logged, and the worker goes on.

    Raises:
        TypeError: when `rules` is neither.
        ValueError: for an unknown surface or label, or a number out of range.
    """

    def __init__(
        self,
        transport: Transport,
        rules: Engine | Reloader,
        *,
        codec: Codec | None = None,
        surface: str = "post",
        batch: int = 500,
        wait: float = 1.0,
        labels: Collection[str] = LABELS,
        quote: bool = False,
        max_deliveries: int = 5,
        on_batch: Callable[[Batch], object] | None = None,
    ) -> None:
        _check(_engine(rules), surface, labels)
        for name, number in (("batch", batch), ("max_deliveries", max_deliveries)):
            if number < 1:
                message = f"{name} must be at least 1, not {number}"
                raise ValueError(message)
        if not 0 < wait <= 60:
            message = f"wait must be more than 0 and at most 60 seconds, not {wait}"
            raise ValueError(message)
        self._transport = transport
        self._rules = rules
        self._codec: Codec = JsonCodec() if codec is None else codec
        self._surface = surface
        self._most, self._wait = batch, wait
        self._labels = frozenset(labels)
        self._quote = quote
        self._max_deliveries = max_deliveries
        self._on_batch = on_batch
        self._stop = threading.Event()

    def stop(self) -> None:
        """End `run` after the batch in hand; may be called from any thread or signal handler."""
        self._stop.set()

    def run(self, *, signals: bool = True) -> Totals:
        """Judge batches until `stop`, then leave the group.

        Args:
            signals: True lets SIGTERM and SIGINT stop it, when this is the main thread; a second one kills.

        Raises:
            TransportError: when the broker fails for good; what was not settled comes again.
        """
        totals = Totals()
        try:
            with _stopped_by_signals(self, signals=signals):
                while not self._stop.is_set():
                    batch = self.step()
                    if batch is not None:
                        totals += batch
        finally:
            self._transport.close()
        _LOG.info("stopped after %s messages, %s of them dead letters", totals.received, totals.dead)
        return totals

    def step(self) -> Batch | None:
        """Read, judge and settle one batch; `None` when no message came.

        Raises:
            TransportError: when the broker fails.
        """
        received = self._transport.read(self._most, self._wait)
        if not received:
            return None
        engine = _engine(self._rules)
        began = time.perf_counter()
        labels: Counter[str] = Counter()
        answers = list(self._answers(engine, received, labels))
        judged = time.perf_counter()
        self._transport.settle(received, answers)
        dead = Counter(answer.reason for answer in answers if answer.reason is not None)
        batch = Batch(
            received=len(received),
            labels=MappingProxyType(dict(labels)),
            dead=MappingProxyType(dict(dead)),
            repeated=sum(item.deliveries > 1 for item in received),
            scan_seconds=judged - began,
            settle_seconds=time.perf_counter() - judged,
            backlog=self._transport.backlog() if self._on_batch is not None else None,
            version=engine.ruleset.version,
            digest=engine.ruleset.digest,
        )
        self._tell(batch)
        return batch

    def _answers(self, engine: Engine, received: Sequence[Received], labels: Counter[str]) -> Iterator[Answer]:
        known = {surface.id for surface in engine.surfaces}
        marks = {"codewords-digest": engine.ruleset.digest, "codewords-version": engine.ruleset.version}
        for item in received:
            try:
                label, answer = self._judge(engine, item, known, marks)
            except BadMessage as bad:
                yield dead_letter(item, bad.reason, marks)
                continue
            labels[label] += 1
            if label in self._labels:
                yield answer

    def _judge(
        self, engine: Engine, item: Received, known: Collection[str], marks: Mapping[str, str]
    ) -> tuple[str, Answer]:
        """Give the label of a message and what is written for it; `BadMessage` when it has none."""
        if item.deliveries > self._max_deliveries:
            raise BadMessage("too-many-deliveries")
        message = self._decoded(item)
        surface = message.surface or self._surface
        if surface not in known:
            raise BadMessage("unknown-surface")
        try:
            result = engine.scan(message.text, surface=surface, lang=message.lang)
            body = self._codec.encode(message, item, result, quote=self._quote)
        except Exception as error:  # noqa: BLE001  one message must not stop the others, whatever it does
            # the text may stand in the error's words, so only its kind is told
            _LOG.error("%s could not be judged: %s", item.position, type(error).__name__)
            raise BadMessage("scan-failed") from None
        return result.label, Answer(item, body, {"codewords-id": message.id, **marks})

    def _decoded(self, item: Received) -> Message:
        """Give the message; a codec of somebody else may fail in other ways than by `BadMessage`."""
        try:
            return self._codec.decode(item)
        except BadMessage:
            raise
        except Exception as error:  # noqa: BLE001  one message must not stop the others, whatever it does
            _LOG.error("%s could not be read: %s", item.position, type(error).__name__)
            raise BadMessage("decode-failed") from None

    def _tell(self, batch: Batch) -> None:
        if self._on_batch is None:
            return
        try:
            self._on_batch(batch)
        except Exception:  # noqa: BLE001  a fault of whoever counts must not stop the stream
            _LOG.exception("`on_batch` failed; the worker goes on")


def _engine(rules: Engine | Reloader) -> Engine:
    if isinstance(rules, Reloader):
        return rules.engine
    if isinstance(rules, Engine):
        return rules
    message = f"rules must be a codewords.Engine or a codewords.Reloader, not {type(rules).__name__}"
    raise TypeError(message)


def _check(engine: Engine, surface: str, labels: Collection[str]) -> None:
    for kind, name, known in (
        ("surface", surface, [item.id for item in engine.surfaces]),
        *(("label", label, LABELS) for label in labels),
    ):
        if name not in known:
            message = f"unknown {kind} {name!r}; known: {', '.join(known)}"
            raise ValueError(message)


@contextmanager
def _stopped_by_signals(worker: Worker, *, signals: bool) -> Iterator[None]:
    """Let the first SIGTERM or SIGINT stop the worker, and give both back their meaning for a second one."""
    if not signals or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {kind: signal.getsignal(kind) for kind in (signal.SIGTERM, signal.SIGINT)}

    def restore() -> None:
        for kind, handler in before.items():
            signal.signal(kind, handler)

    def stop(_number: int, _frame: FrameType | None) -> None:
        worker.stop()
        restore()

    for kind in before:
        signal.signal(kind, stop)
    try:
        yield
    finally:
        restore()
