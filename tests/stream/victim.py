"""A worker in a process of its own, which may kill itself: `victim.py kafka|redis ADDRESS OPTIONS`.

Options, as JSON: the streams; `kill_before_commit`: number of the commit before which it dies, its answers being
stored; `kill_before_write`: the same before the answers are written; `poison`: the text that kills whoever reads it;
`until`: stops after so many messages; `batch`, `idle`, `max_deliveries`.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

import codewords
from codewords.stream import JsonCodec, Worker


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class Poisoned(JsonCodec):
    """Dies of a certain text."""

    def decode(self, received):
        if received.value is not None and options["poison"].encode() in received.value:
            die()
        return super().decode(received)


def kafka(address):
    from codewords.stream.kafka import Kafka  # noqa: PLC0415  this worker needs no Redis

    class Dying(Kafka):
        commits = 0

        def settle(self, received, answers):
            if options.get("kill_before_write") == self.commits + 1:
                die()
            super().settle(received, answers)

        def _commit(self, received, until):
            self.commits += 1
            if options.get("kill_before_commit") == self.commits:
                die()
            super()._commit(received, until)

    return Dying(
        {"bootstrap.servers": address, "group.id": options["group"], "log_level": 0},
        source=options["source"],
        out=options["out"],
        dead=options["dead"],
        consumer={"session.timeout.ms": 6000, "heartbeat.interval.ms": 500},
    )


def redis(url):
    from redis import Redis  # noqa: PLC0415  this worker needs no Kafka

    from codewords.stream.redis import RedisStreams  # noqa: PLC0415

    class Dying(Redis):
        commits = 0

        def xack(self, *names):
            self.commits += 1
            if options.get("kill_before_commit") == self.commits:
                die()
            return super().xack(*names)

        def pipeline(self, *args, **kwargs):
            if options.get("kill_before_write") == self.commits + 1:
                die()
            return super().pipeline(*args, **kwargs)

    return RedisStreams(
        Dying.from_url(url),
        source=options["source"],
        group=options["group"],
        out=options["out"],
        dead=options["dead"],
        idle=options.get("idle", 1.0),
    )


def main():
    engine = codewords.load(Path(__file__).resolve().parent.parent / "packs" / "small")
    transport = {"kafka": kafka, "redis": redis}[sys.argv[1]](sys.argv[2])
    done = 0

    def note(batch):
        nonlocal done
        done += batch.received
        print(done, flush=True)  # noqa: T201  the test waits for it
        if done >= options.get("until", 10**9):
            worker.stop()

    worker = Worker(
        transport,
        engine,
        codec=Poisoned() if "poison" in options else None,
        batch=options.get("batch", 100),
        wait=0.2,
        max_deliveries=options.get("max_deliveries", 5),
        on_batch=note,
    )
    worker.run()


if __name__ == "__main__":
    options = json.loads(sys.argv[3])
    main()
