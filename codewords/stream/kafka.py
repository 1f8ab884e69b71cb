"""Kafka as a transport, through librdkafka: offsets are committed when every answer is stored, never before.

Extra `kafka`. Partitions that change hands between a batch and its commit are judged again by their new owner.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from codewords.stream.transport import Answer, Received, TransportError, dead_letter

try:
    import confluent_kafka as ck
except ModuleNotFoundError as missing:
    message = "codewords.stream.kafka needs confluent-kafka; pip install 'codewords[kafka]'"
    raise ModuleNotFoundError(message, name=missing.name) from missing

_LOG = logging.getLogger("codewords.stream.kafka")

_CONSUMER = {
    "auto.offset.reset": "earliest",
    "partition.assignment.strategy": "cooperative-sticky",
    "queued.max.messages.kbytes": 16384,  # read ahead: librdkafka's 64 MiB is more than a worker needs
}
_PRODUCER = {"enable.idempotence": True, "compression.type": "lz4", "linger.ms": 5}
_SAFE = {"enable.auto.commit": ("false",), "acks": ("all", "-1"), "request.required.acks": ("all", "-1")}
"""Values of properties that lose nothing; the worker sets them itself."""
_PASSING = (ck.KafkaError._PARTITION_EOF, ck.KafkaError._MAX_POLL_EXCEEDED)  # noqa: SLF001  public, for all that
_LOST_GROUP = (
    ck.KafkaError.ILLEGAL_GENERATION,
    ck.KafkaError.UNKNOWN_MEMBER_ID,
    ck.KafkaError.REBALANCE_IN_PROGRESS,
    ck.KafkaError.FENCED_INSTANCE_ID,
    ck.KafkaError._NO_OFFSET,  # noqa: SLF001
)
_TOO_LARGE = ck.KafkaError.MSG_SIZE_TOO_LARGE


class Kafka:
    """Carry messages from Kafka topics to a worker, decisions to a second topic, dead letters to a third.

    Args:
        config: librdkafka properties of both sides; needs `bootstrap.servers` and `group.id`.
        source: the topic, or topics, that are read.
        out: topic of decisions; a decision has the key of its message.
        dead: topic of dead letters: the message's bytes, the reason in the header `codewords-reason`.
        consumer: properties of the reading side alone.
        producer: properties of the writing side alone.
        deadline: seconds within which a batch must be stored and committed.

    Raises:
        ValueError: for a property that would lose messages, or topics that feed themselves.
        TransportError: when librdkafka refuses the properties.
    """

    def __init__(
        self,
        config: Mapping[str, Any],
        *,
        source: str | Sequence[str],
        out: str,
        dead: str,
        consumer: Mapping[str, Any] | None = None,
        producer: Mapping[str, Any] | None = None,
        deadline: float = 120.0,
    ) -> None:
        topics = [source] if isinstance(source, str) else list(source)
        _check(topics, out, dead, {**config, **(consumer or {}), **(producer or {})})
        shared = {name: value for name, value in config.items() if name != "group.id"}
        reading = {"group.id": config.get("group.id"), **shared, **_CONSUMER, **(consumer or {})}
        if not reading["group.id"]:
            message = "config needs `group.id`: workers of one group share the partitions"
            raise ValueError(message)
        self._out, self._dead, self._deadline = out, dead, deadline
        self._offsets: dict[str, tuple[str, int, int]] = {}
        try:
            self._producer = ck.Producer({**shared, **_PRODUCER, **(producer or {}), **_LOGGED})
            self._consumer = ck.Consumer(
                {**reading, "enable.auto.commit": False, "enable.auto.offset.store": False, **_LOGGED}
            )
            self._consumer.subscribe(topics, on_revoke=_told("revoked"), on_lost=_told("lost"))
        except ck.KafkaException as error:
            message = f"kafka: {_words(error)}"
            raise TransportError(message) from error

    def read(self, most: int, wait: float) -> list[Received]:
        """Wait for a first message, then take what has come with it, so that a trickle is not held up."""
        try:
            came = self._consumer.consume(1, wait)
            if came and most > 1:
                came += self._consumer.consume(most - 1, 0)
        except ck.KafkaException as error:
            message = f"kafka: {_words(error)}"
            raise TransportError(message) from error
        self._offsets = {}
        out = []
        for item in came:
            fault = item.error()
            if fault is None:
                out.append(self._received(item))
            elif fault.code() not in _PASSING and not fault.retriable():
                message = f"kafka: {fault.str()}"
                raise TransportError(message)
            else:
                _LOG.info("kafka: %s", fault.str())
        return out

    def settle(self, received: Sequence[Received], answers: Sequence[Answer]) -> None:
        """Write all answers, wait until all are stored, then commit."""
        until = time.monotonic() + self._deadline
        large = self._write(answers, until)
        # an answer above the topic's limit becomes a dead letter; one that is too large itself, an empty one
        again = [dead_letter(item.received, "too-large", item.headers) for item in large]
        large = self._write([item for item in again if item.body is not None], until)
        empty = [item for item in again if item.body is None or item in large]
        if self._write([Answer(item.received, None, item.headers, item.reason) for item in empty], until):
            message = f"kafka: topic `{self._dead}` refuses even empty dead letters as too large"
            raise TransportError(message)
        self._commit(received, until)

    def backlog(self) -> int | None:
        """Give how many messages lie behind the last ones read, by what the broker last told."""
        waiting = 0
        try:
            for place in self._consumer.position(self._consumer.assignment()):
                _, high = self._consumer.get_watermark_offsets(place, cached=True)
                if place.offset >= 0 and high >= 0:
                    waiting += max(0, high - place.offset)
        except ck.KafkaException:
            return None
        return waiting

    def close(self) -> None:
        """Leave the group; messages that were read and not settled go to others."""
        self._consumer.close()
        self._producer.purge()  # answers of a batch that failed: its messages come again
        self._producer.flush(1.0)

    def _received(self, item: ck.Message) -> Received:
        topic, partition, offset = item.topic(), item.partition(), item.offset()
        value, key = item.value(), item.key()
        position = f"{topic}/{partition}/{offset}"
        self._offsets[position] = (str(topic), int(partition or 0), int(offset or 0))
        return Received(position, _bytes(value), _bytes(key))

    def _write(self, answers: Sequence[Answer], until: float) -> list[Answer]:
        """Store answers and give those that are too large for their topic."""
        large: list[Answer] = []
        faults: list[str] = []

        def note(answer: Answer) -> Callable[..., None]:
            def delivered(fault: ck.KafkaError | None, _: ck.Message) -> None:
                if fault is not None:
                    _sort(answer, fault)

            return delivered

        def _sort(answer: Answer, fault: ck.KafkaError) -> None:
            if fault.code() == _TOO_LARGE:
                large.append(answer)
            else:
                faults.append(fault.str())

        for answer in answers:
            try:
                self._produce(answer, note(answer), until)
            except ck.KafkaException as error:
                _sort(answer, error.args[0])
        if self._producer.flush(max(0.0, until - time.monotonic())):
            message = f"kafka: answers were not stored within {self._deadline:g} s"
            raise TransportError(message)
        if faults:
            message = f"kafka: {len(faults)} answers were not stored: {faults[0]}"
            raise TransportError(message)
        return large

    def _produce(self, answer: Answer, delivered: Callable[..., None], until: float) -> None:
        headers: list[tuple[str, str | bytes | None]] = [
            (name, value.encode("utf-8", "backslashreplace")) for name, value in answer.headers.items()
        ]
        topic = self._out if answer.reason is None else self._dead
        while True:
            try:
                self._producer.produce(
                    topic, answer.body, answer.received.key, headers=headers, on_delivery=delivered
                )
            except BufferError:  # librdkafka's queue is full: wait until some of it has gone
                if time.monotonic() > until:
                    message = f"kafka: answers were not sent within {self._deadline:g} s"
                    raise TransportError(message) from None
                self._producer.poll(0.1)
            else:
                return

    def _commit(self, received: Sequence[Received], until: float) -> None:
        """Commit the batch for the partitions that are still ours."""
        after: dict[tuple[str, int], int] = {}
        for item in received:
            topic, partition, offset = self._offsets[item.position]
            after[topic, partition] = max(offset + 1, after.get((topic, partition), 0))
        # the offset of a partition that has gone would set its new owner back
        ours = {(place.topic, place.partition) for place in self._consumer.assignment()}
        offsets = [ck.TopicPartition(*place, offset) for place, offset in after.items() if place in ours]
        while offsets:
            fault = self._try_commit(offsets)
            if fault is None:
                return
            if fault.code() in _LOST_GROUP:
                _LOG.warning("kafka: not committed, so these messages come again: %s", fault.str())
                return
            if not fault.retriable() or time.monotonic() > until:
                message = f"kafka: not committed: {fault.str()}"
                raise TransportError(message)
            time.sleep(0.2)

    def _try_commit(self, offsets: list[ck.TopicPartition]) -> ck.KafkaError | None:
        try:
            done = self._consumer.commit(offsets=offsets, asynchronous=False)
        except ck.KafkaException as error:
            fault: ck.KafkaError = error.args[0]
            return fault
        return next((place.error for place in done if place.error is not None), None)


def _check(topics: Sequence[str], out: str, dead: str, config: Mapping[str, Any]) -> None:
    if not topics or not all(topics):
        message = "source must name a topic"
        raise ValueError(message)
    if {out, dead} & set(topics) or out == dead:
        message = "source, out and dead must be different topics"
        raise ValueError(message)
    for name, safe in _SAFE.items():
        if name in config and str(config[name]).lower() not in safe:
            message = f"{name}={config[name]!r} would lose messages; leave it out"
            raise ValueError(message)


def _told(what: str) -> Callable[[ck.Consumer, list[ck.TopicPartition]], None]:
    def tell(_: ck.Consumer, places: list[ck.TopicPartition]) -> None:
        _LOG.info("kafka: %s %s", what, ", ".join(f"{place.topic}/{place.partition}" for place in places))

    return tell


def _note(fault: ck.KafkaError) -> None:
    """Log what librdkafka tells of its brokers; it goes on trying by itself."""
    _LOG.warning("kafka: %s", fault.str())


_LOGGED = {"logger": _LOG, "error_cb": _note}


def _words(error: ck.KafkaException) -> str:
    fault = error.args[0]
    return str(fault.str() if isinstance(fault, ck.KafkaError) else fault)


def _bytes(value: str | bytes | None) -> bytes | None:
    return value.encode() if isinstance(value, str) else value
