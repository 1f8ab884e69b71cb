# ruff: noqa: INP001  a script, not a package
"""Judge messages of a Kafka topic until SIGTERM: `python examples/stream_kafka.py localhost:9092`.

Reads JSON such as {"id": "1", "text": "bonjour"} from `messages`, writes to `decisions` and `dead-letters`.
"""

import logging
import sys

import codewords
from codewords.stream import Batch, Worker
from codewords.stream.kafka import Kafka

LOG = logging.getLogger("stream")


def tell(batch: Batch) -> None:
    """Log what became of a batch; nothing of a message is in it."""
    LOG.info("%s received, %s, dead %s, %s wait", batch.received, batch.labels, batch.dead, batch.backlog)


def main(servers: str) -> None:
    """Run a worker whose rules are read again when their files change."""
    logging.basicConfig(level=logging.INFO)
    transport = Kafka(
        {"bootstrap.servers": servers, "group.id": "codewords"},
        source="messages",
        out="decisions",
        dead="dead-letters",
    )
    with codewords.Reloader(every=5) as rules:
        Worker(transport, rules, labels=("offer", "talk"), on_batch=tell).run()


if __name__ == "__main__":
    main(*sys.argv[1:] or ["localhost:9092"])
