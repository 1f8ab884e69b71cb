"""Metrics of scans, streams and rules through the OpenTelemetry API, with no word of a message in any of them.

Extra `otel`. It depends on the API alone: without an SDK set up by the service nothing is kept, and the calls cost
next to nothing. Attributes are few and of few values: labels, reasons, and the version and digest of the rules.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from codewords import Engine, Reload, Reloader, ScanResult, __version__
from codewords.stream import Batch

try:
    from opentelemetry import metrics
except ModuleNotFoundError as missing:
    hint = "codewords.telemetry needs opentelemetry-api; pip install 'codewords[otel]'"
    raise ModuleNotFoundError(hint, name=missing.name) from missing

__all__ = ["Telemetry"]

VERSION = "codewords.ruleset.version"
DIGEST = "codewords.ruleset.digest"
LABEL = "codewords.label"
ERROR = "error.type"
OUTCOME = "codewords.reading.outcome"

# From a message that is proved clear to a long one judged in windows; OpenTelemetry's own begin at 5 ms.
_BOUNDS = (0.00001, 0.00003, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)


class Telemetry:
    """Record what engines, workers and reloaders do.

    | metric | kind | attributes |
    |---|---|---|
    | `codewords.scan.duration` | histogram, seconds a message | version, digest |
    | `codewords.messages` | counter | label, version, digest |
    | `codewords.errors` | counter | `error.type`, version, digest |
    | `codewords.batch.duration` | histogram, seconds until a batch was settled | version, digest |
    | `codewords.backlog` | gauge, messages that wait | |
    | `codewords.ruleset.info` | gauge, 1 | version, digest |
    | `codewords.ruleset.refused` | gauge, 1 while newer rules are refused | |
    | `codewords.ruleset.readings` | counter | outcome |

    Args:
        provider: the meter provider; the global one by default.
    """

    def __init__(self, provider: metrics.MeterProvider | None = None) -> None:
        self._meter = metrics.get_meter("codewords", __version__, meter_provider=provider)
        make = self._meter
        self._duration = make.create_histogram(
            "codewords.scan.duration",
            "s",
            "time to judge one message",
            explicit_bucket_boundaries_advisory=_BOUNDS,
        )
        self._batches = make.create_histogram(
            "codewords.batch.duration", "s", "time to read, judge and settle one batch"
        )
        self._messages = make.create_counter("codewords.messages", "{message}", "messages judged, by label")
        self._errors = make.create_counter("codewords.errors", "{message}", "messages without a decision, by why")
        self._backlog = make.create_gauge("codewords.backlog", "{message}", "messages that wait in the stream")

    def scan(self, engine: Engine, text: str, **options: Any) -> ScanResult:
        """Judge one message as `Engine.scan` does, and record it.

        Args:
            engine: who judges.
            text: the message.
            **options: those of `Engine.scan`.

        Raises:
            TypeError: as `Engine.scan`; it is counted in `codewords.errors`.
            ValueError: the same.
        """
        return self._timed(engine, lambda: engine.scan(text, **options))

    def scan_record(self, engine: Engine, record: Mapping[str, Any], **options: Any) -> ScanResult:
        """Judge a record as `Engine.scan_record` does, and record it as one message."""
        return self._timed(engine, lambda: engine.scan_record(record, **options))

    def scan_thread(self, engine: Engine, messages: Sequence[str], **options: Any) -> ScanResult:
        """Judge the messages of one author as `Engine.scan_thread` does, and record them as one message."""
        return self._timed(engine, lambda: engine.scan_thread(messages, **options))

    def batch(self, batch: Batch) -> None:
        """Record a batch of a stream: `Worker(..., on_batch=telemetry.batch)`.

        The duration of a message is the mean of its batch.
        """
        rules = {VERSION: batch.version, DIGEST: batch.digest}
        self._batches.record(batch.scan_seconds + batch.settle_seconds, rules)
        mean = batch.scan_seconds / batch.received
        for label, count in batch.labels.items():
            self._messages.add(count, {LABEL: label, **rules})
            for _ in range(count):
                self._duration.record(mean, rules)
        for reason, count in batch.dead.items():
            self._errors.add(count, {ERROR: reason, **rules})
        if batch.backlog is not None:
            self._backlog.set(batch.backlog)

    def watch(self, reloader: Reloader) -> None:
        """Show which rules a reloader holds, whether newer ones are refused, and what came of its readings.

        The values are read when metrics are collected.
        """

        def info(status: Reload) -> list[tuple[float, dict[str, str]]]:
            return [(1, {VERSION: status.version, DIGEST: status.digest})]

        def readings(_: Reload) -> list[tuple[float, dict[str, str]]]:
            told = reloader.readings
            counts = {"swapped": told.swapped, "same": told.same, "refused": told.refused}
            return [(count, {OUTCOME: name}) for name, count in counts.items()]

        self._meter.create_observable_gauge(
            "codewords.ruleset.info", [_observe(reloader, info)], "{ruleset}", "the rules in use"
        )
        self._meter.create_observable_gauge(
            "codewords.ruleset.refused",
            [_observe(reloader, lambda status: [(int(status.fault is not None), {})])],
            "{ruleset}",
            "1 while the newest rules have a fault and older ones are in use",
        )
        self._meter.create_observable_counter(
            "codewords.ruleset.readings", [_observe(reloader, readings)], "{reading}", "readings of the rule files"
        )

    def _timed(self, engine: Engine, judge: Callable[[], ScanResult]) -> ScanResult:
        rules = {VERSION: engine.ruleset.version, DIGEST: engine.ruleset.digest}
        began = time.perf_counter()
        try:
            result = judge()
        except Exception as error:
            self._errors.add(1, {ERROR: type(error).__name__, **rules})
            raise
        self._duration.record(time.perf_counter() - began, rules)
        self._messages.add(1, {LABEL: result.label, **rules})
        return result


def _observe(
    reloader: Reloader, read: Callable[[Reload], Iterable[tuple[float, dict[str, str]]]]
) -> Callable[[metrics.CallbackOptions], list[metrics.Observation]]:
    """Give a callback that reads the reloader's status anew each time."""

    def callback(_: metrics.CallbackOptions) -> list[metrics.Observation]:
        return [metrics.Observation(value, attributes) for value, attributes in read(reloader.status)]

    return callback
