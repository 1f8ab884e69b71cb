"""Brokers that run on this machine, for this run alone, and workers that die at the worst moment."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

import codewords

HERE = Path(__file__).resolve().parent
OFFER = "BEUH 5g 50€ 10g 90€"


@pytest.fixture(scope="session")
def small_engine() -> codewords.Engine:
    """Give the engine of the small pack: streams are tested here, not rules."""
    return codewords.load(HERE.parent / "packs" / "small")


def body(number: int) -> bytes:
    """Give a message with a number as id; every tenth is an offer."""
    text = OFFER if number % 10 == 0 else f"bonjour {number}"
    return json.dumps({"id": str(number), "text": text}).encode()


class Victims:
    """Start workers in processes of their own, which load the small pack."""

    def __init__(self, *common: str) -> None:
        self.common = common
        self.started: list[subprocess.Popen[bytes]] = []

    def start(self, **options: Any) -> subprocess.Popen[bytes]:
        """Start `victim.py` with options as JSON."""
        command = [sys.executable, str(HERE / "victim.py"), *self.common, json.dumps(options)]
        self.started.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE))
        return self.started[-1]

    def end(self) -> None:
        """Kill those that a failed test left."""
        for process in self.started:
            process.kill()
            process.wait()
            for pipe in (process.stdout, process.stderr):
                assert pipe is not None
                pipe.close()

    def die(self, **options: Any) -> None:
        """Run a worker that must be killed by itself."""
        process = self.start(**options)
        _, said = process.communicate(timeout=120)
        assert process.returncode == -signal.SIGKILL, said.decode()


class Mock:
    """librdkafka's mock cluster, which lives as long as the producer that made it."""

    def __init__(self) -> None:
        ck = pytest.importorskip("confluent_kafka")
        self.ck = ck
        self.owner = ck.Producer(
            {"bootstrap.servers": "127.0.0.1:1", "test.mock.num.brokers": 1, "log_level": 0}, logger=None
        )
        broker = next(iter(self.owner.list_topics(timeout=10).brokers.values()))
        self.address = f"{broker.host}:{broker.port}"

    def topics(self, name: str) -> tuple[str, str, str]:
        """Make the three topics of a test."""
        made = (f"{name}-in", f"{name}-out", f"{name}-dead")
        for topic in made:
            self.owner.list_topics(topic, timeout=10)
        return made

    def send(self, topic: str, values: Sequence[bytes | None], keys: Sequence[bytes] | None = None) -> None:
        """Store messages."""
        for index, value in enumerate(values):
            self.owner.produce(topic, value, keys[index] if keys else None)
            self.owner.poll(0)
        assert self.owner.flush(30) == 0

    def count(self, topic: str) -> int:
        """Count what a topic holds."""
        reader = self._reader()
        return sum(high - low for low, high in self._bounds(reader, topic).values())

    def read(self, topic: str) -> list[Any]:
        """Give all messages of a topic."""
        reader = self._reader()
        bounds = self._bounds(reader, topic)
        reader.assign([self.ck.TopicPartition(topic, part, low) for part, (low, _) in bounds.items()])
        missing = sum(high - low for low, high in bounds.values())
        found = []
        until = time.monotonic() + 60
        while len(found) < missing and time.monotonic() < until:
            found += [item for item in reader.consume(1000, 0.2) if item.error() is None]
        reader.close()
        assert len(found) >= missing  # more when a worker goes on
        return found

    def _reader(self) -> Any:
        return self.ck.Consumer({"bootstrap.servers": self.address, "group.id": "reader", "log_level": 0})

    def _bounds(self, reader: Any, topic: str) -> Mapping[int, tuple[int, int]]:
        parts = reader.list_topics(topic, timeout=10).topics[topic].partitions
        return {
            part: reader.get_watermark_offsets(self.ck.TopicPartition(topic, part), timeout=10) for part in parts
        }


@pytest.fixture(scope="session")
def mock() -> Mock:
    """Give a Kafka cluster of one broker."""
    return Mock()


class RedisServer:
    """A Redis server on a port of its own, which stores every command before it answers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self) -> None:
        """Start it and wait until it answers."""
        redis = pytest.importorskip("redis")
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder), "--save", ""]
        self.process = subprocess.Popen(
            ["redis-server", *options, "--appendonly", "yes", "--appendfsync", "always"], stdout=subprocess.DEVNULL
        )
        self.client = redis.Redis.from_url(self.url)
        until = time.monotonic() + 30
        while True:
            try:
                self.client.ping()
            except redis.ConnectionError:
                assert time.monotonic() < until
                time.sleep(0.05)
            else:
                return

    def stop(self) -> None:
        """Kill it; what it has stored stays."""
        self.client.close()
        self.process.kill()
        self.process.wait()


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    """Give a running Redis."""
    pytest.importorskip("redis")
    if shutil.which("redis-server") is None:
        if os.environ.get("CODEWORDS_NO_SKIP"):
            pytest.fail("redis-server is not installed")
        pytest.skip("redis-server is not installed")
    server = RedisServer(tmp_path_factory.mktemp("redis"))
    yield server
    server.stop()
