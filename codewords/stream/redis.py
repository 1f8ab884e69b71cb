"""Redis Streams as a transport: entries are acknowledged when every answer is stored, never before.

Extra `redis`; Redis or Valkey 6.2 and newer. Entries of a worker that died are claimed one at a time, so that
one which kills its worker is counted alone and ends as a dead letter.
"""

from __future__ import annotations

import logging
import os
import socket
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

from codewords.stream.transport import Answer, Received, TransportError

try:
    import redis
except ModuleNotFoundError as missing:
    message = "codewords.stream.redis needs redis; pip install 'codewords[redis]'"
    raise ModuleNotFoundError(message, name=missing.name) from missing

_LOG = logging.getLogger("codewords.stream.redis")

_AWAY = (redis.ConnectionError, redis.TimeoutError)
_PAUSE = 0.5
_LOOK = 100
"""Most entries that are looked up at once, of those that their workers left."""


class RedisStreams:
    """Carry entries of a Redis stream to a worker, decisions to a second stream, dead letters to a third.

    The message stands in one field of an entry, and so does the decision; what Kafka carries in headers are
    further fields. Judged entries stay in the source stream: trim it (`XTRIM`) as its other readers allow.

    Args:
        client: a `redis.Redis`, or a URL as `redis://localhost:6379/0`.
        source: key of the stream that is read; it is made when it is not there.
        group: consumer group; workers of one group share the entries.
        out: key of the stream of decisions.
        dead: key of the stream of dead letters.
        consumer: name of this worker, different from that of every other; host and process by default.
        field: name of the field that holds the message.
        idle: seconds after which an entry that nobody settled is taken from its worker; longer than a batch.
        maxlen: about how many entries `out` and `dead` keep; `None` keeps all.
        deadline: seconds for which a server that cannot be reached is asked again, once it was.

    Raises:
        ValueError: for streams that feed themselves, or `idle` of 0 or less.
        TransportError: when Redis cannot be reached or refuses.
    """

    def __init__(
        self,
        client: redis.Redis | str,
        *,
        source: str,
        group: str,
        out: str,
        dead: str,
        consumer: str | None = None,
        field: str = "data",
        idle: float = 60.0,
        maxlen: int | None = None,
        deadline: float = 120.0,
    ) -> None:
        if len({source, out, dead}) < 3:
            message = "source, out and dead must be different streams"
            raise ValueError(message)
        if not idle > 0:
            message = f"idle must be more than 0 seconds, not {idle}"
            raise ValueError(message)
        self._own = isinstance(client, str)
        self._client: Any = redis.Redis.from_url(client) if isinstance(client, str) else client
        if self._client.get_encoder().decode_responses:
            message = "the client must give bytes: make it without decode_responses=True"
            raise ValueError(message)
        self._source, self._group, self._out, self._dead = source, group, out, dead
        self._name = consumer or f"{socket.gethostname()}-{os.getpid()}"
        self._field, self._idle, self._maxlen = field, int(idle * 1000), maxlen
        self._left: deque[dict[str, Any]] = deque()
        self._deadline = 0.0  # a wrong address is told at once
        self._join()
        self._deadline = deadline

    def read(self, most: int, wait: float) -> list[Received]:
        """Take up one entry of a worker that died, or else new ones; wait for a first one."""
        old = self._ask(self._reclaim)
        if old is not None:
            return [old]
        came = self._ask(
            lambda: self._client.xreadgroup(
                self._group, self._name, {self._source: ">"}, count=most, block=max(1, int(wait * 1000))
            )
        )
        entries = came[0][1] if came else []
        return [self._received(name, fields, 1) for name, fields in entries]

    def settle(self, received: Sequence[Received], answers: Sequence[Answer]) -> None:
        """Write all answers, and when all are stored acknowledge the entries."""

        def write() -> None:
            pipe = self._client.pipeline(transaction=False)
            for answer in answers:
                key = self._out if answer.reason is None else self._dead
                pipe.xadd(key, self._fields(answer), maxlen=self._maxlen, approximate=True)
            pipe.execute()

        if answers:
            self._ask(write)
        names = [item.position.rpartition("/")[2] for item in received]
        self._ask(lambda: self._client.xack(self._source, self._group, *names))

    def backlog(self) -> int | None:
        """Give how many entries no worker has read yet, where Redis (7.0 and newer) can tell."""
        groups = self._ask(lambda: self._client.xinfo_groups(self._source))
        for group in groups:
            if group["name"] == self._group.encode():
                lag = group.get("lag")
                return None if lag is None else int(lag)
        return None

    def close(self) -> None:
        """End the connection; what was read and not settled is claimed by others after `idle`."""
        if self._own:
            self._client.close()

    def _join(self) -> None:
        """Make the group, from the first entry on, unless it is there."""

        def create() -> None:
            try:
                self._client.xgroup_create(self._source, self._group, id="0", mkstream=True)
            except redis.ResponseError as error:
                if not str(error).startswith("BUSYGROUP"):
                    raise

        self._ask(create)

    def _reclaim(self) -> Received | None:
        """Take up one entry that its worker left, and count this as one more delivery of that one alone."""
        if not self._left:
            options = {"min": "-", "max": "+", "count": _LOOK, "idle": self._idle}
            self._left.extend(self._client.xpending_range(self._source, self._group, **options))
        while self._left:
            place = self._left.popleft()
            name = place["message_id"]
            came = self._client.xclaim(self._source, self._group, self._name, self._idle, [name])
            if came and came[0][1]:
                return self._received(name, came[0][1], place["times_delivered"] + 1)
            if not self._client.xrange(self._source, name, name):
                self._client.xack(self._source, self._group, name)  # what is trimmed stands there for ever
                _LOG.warning("redis: entry %s was trimmed before it was judged", name.decode())
        return None

    def _received(self, name: bytes, fields: dict[bytes, bytes], deliveries: int) -> Received:
        value = fields.get(self._field.encode())
        return Received(f"{self._source}/{name.decode()}", value, deliveries=deliveries)

    def _fields(self, answer: Answer) -> dict[str, bytes]:
        fields = {name: value.encode("utf-8", "backslashreplace") for name, value in answer.headers.items()}
        if answer.body is not None:
            fields[self._field] = answer.body
        return fields

    def _ask(self, question: Callable[[], Any]) -> Any:
        """Give the answer; while the server cannot be reached, ask again until the deadline."""
        until = time.monotonic() + self._deadline
        while True:
            try:
                return question()
            except redis.RedisError as error:
                is_away = isinstance(error, _AWAY) and not isinstance(error, redis.AuthenticationError)
                if not is_away or time.monotonic() > until:
                    hint = "; was the stream deleted? start the worker anew" if "NOGROUP" in str(error) else ""
                    message = f"redis: {error}{hint}"
                    raise TransportError(message) from error
                _LOG.warning("redis: %s; asked again in %s s", error, _PAUSE)
                time.sleep(_PAUSE)
