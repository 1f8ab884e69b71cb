"""Judge messages as they come through Kafka or Redis Streams, at least once each.

`Worker` owns the loop; a transport (`codewords.stream.kafka.Kafka`, `codewords.stream.redis.Redis`) owns a broker.
This package uses the public API of codewords alone.
"""

from __future__ import annotations

from codewords.stream.codec import BadMessage, Codec, JsonCodec, Message, TextCodec
from codewords.stream.transport import Answer, Received, Transport, TransportError
from codewords.stream.worker import Batch, Totals, Worker

__all__ = [
    "Answer",
    "BadMessage",
    "Batch",
    "Codec",
    "JsonCodec",
    "Message",
    "Received",
    "TextCodec",
    "Totals",
    "Transport",
    "TransportError",
    "Worker",
]
