# ruff: noqa: INP001  a script, not a package
"""Judge entries of a Redis stream until SIGTERM: `python examples/stream_redis.py redis://localhost:6379/0`.

Add one with: redis-cli XADD messages '*' data '{"id": "1", "text": "bonjour"}'
"""

import logging
import sys

import codewords
from codewords.stream import Worker
from codewords.stream.redis import RedisStreams


def main(url: str) -> None:
    """Run a worker whose rules are read again when their files change."""
    logging.basicConfig(level=logging.INFO)
    transport = RedisStreams(
        url, source="messages", group="codewords", out="decisions", dead="dead-letters", maxlen=1_000_000
    )
    with codewords.Reloader(every=5) as rules:
        Worker(transport, rules, labels=("offer", "talk")).run()


if __name__ == "__main__":
    main(*sys.argv[1:] or ["redis://localhost:6379/0"])
