"""Counts for Prometheus: requests, messages, time, and the rules in use; labels are closed lists, never text."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import (
    CollectorRegistry,
    Counter,
    GCCollector,
    Histogram,
    Metric,
    PlatformCollector,
    ProcessCollector,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

import codewords
from codewords.service.ruleset import reference
from codewords.service.state import ServiceState
from codewords.service.workers import Workers

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
"""Upper bounds of the classes of time."""

RULESET = ("version", "digest", "policy", "engine")
METHODS = ("GET", "HEAD", "POST", "OPTIONS")


class Metrics:
    """Count what a service does.

    Args:
        state: holds the rules, whose version is told.
        workers: the threads, whose load is told.
    """

    def __init__(self, state: ServiceState, workers: Workers) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "codewords_http_requests", "Requests answered", ("route", "method", "status"), registry=self.registry
        )
        self._request_seconds = Histogram(
            "codewords_http_request_seconds",
            "Seconds from a request's head to the end of its answer",
            ("route",),
            registry=self.registry,
            buckets=SECONDS,
        )
        self._messages = Counter(
            "codewords_messages", "Messages judged", ("surface", "label", "action"), registry=self.registry
        )
        self._incomplete = Counter(
            "codewords_messages_incomplete", "Messages not evaluated in full", registry=self.registry
        )
        self._scan_seconds = Histogram(
            "codewords_scan_seconds",
            "Seconds of one judgement, without waiting",
            registry=self.registry,
            buckets=SECONDS,
        )
        self._lines = Counter(
            "codewords_batch_bad_lines", "Lines of batches that could not be read", registry=self.registry
        )
        self.registry.register(_Now(state, workers))
        for collector in (ProcessCollector, PlatformCollector, GCCollector):
            collector(registry=self.registry)

    def answered(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count one answer."""
        self._requests.labels(route, method if method in METHODS else "other", str(status)).inc()
        self._request_seconds.labels(route).observe(seconds)

    def judged(self, result: codewords.ScanResult, seconds: float) -> None:
        """Count one judgement."""
        self._messages.labels(result.surface, result.label, result.action).inc()
        self._scan_seconds.observe(seconds)
        if result.skipped:
            self._incomplete.inc()

    def passed_over(self) -> None:
        """Count one line of a batch that could not be read."""
        self._lines.inc()


class _Now(Collector):
    """Tell what is so at the moment of the question."""

    def __init__(self, state: ServiceState, workers: Workers) -> None:
        self._state, self._workers = state, workers

    def collect(self) -> Iterator[Metric]:
        state = self._state
        info = GaugeMetricFamily(
            "codewords_ruleset_info",
            "The rules in use; always 1",
            labels=RULESET,
        )
        if state.is_ready:
            named = reference(state.engine)
            info.add_metric([named[label] for label in RULESET], 1)
        yield info
        yield GaugeMetricFamily(
            "codewords_ruleset_fault", "1 when the newest rules were refused", value=int(state.fault is not None)
        )
        yield GaugeMetricFamily(
            "codewords_scans_held", "Single messages that are judged or wait", value=self._workers.held
        )
