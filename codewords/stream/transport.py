"""What a broker must do for the worker: give messages, take answers, and only then forget the messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from codewords import CodewordsError


class TransportError(CodewordsError):
    """Say that a broker did not do what it must; nothing of the batch in hand was acknowledged."""


@dataclass(frozen=True, slots=True)
class Received:
    """Hold one message as the broker gave it.

    Args:
        position: where it stands, as `topic/partition/offset` or `stream/entry`; the same when it comes again.
        value: its bytes, or `None` where there are none.
        key: bytes that decide on the partition, or `None`.
        deliveries: how often it was handed out, this time included; 0 where the broker does not count.
    """

    position: str
    value: bytes | None
    key: bytes | None = None
    deliveries: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """Hold what is written for one message: a decision, or the message itself as a dead letter.

    Args:
        received: the message.
        body: JSON of the decision; of a dead letter, the bytes of the message, or `None`.
        headers: id of the message, digest and version of the rules, and for a dead letter its reason and place.
        reason: why it is a dead letter; `None` for a decision.
    """

    received: Received
    body: bytes | None
    headers: Mapping[str, str] = field(default_factory=dict)
    reason: str | None = None


class Transport(Protocol):
    """Carry messages to the worker and answers away."""

    def read(self, most: int, wait: float) -> Sequence[Received]:
        """Give up to `most` messages, none after `wait` seconds without any.

        Raises:
            TransportError: when the broker refuses.
        """
        ...

    def settle(self, received: Sequence[Received], answers: Sequence[Answer]) -> None:
        """Write all answers, see them stored, and then acknowledge all that was received.

        Raises:
            TransportError: when an answer could not be stored; then nothing is acknowledged.
        """
        ...

    def backlog(self) -> int | None:
        """Give how many messages wait, as far as is known; `None` when it is not."""
        ...

    def close(self) -> None:
        """Leave the group; what was received and not settled goes to others."""
        ...


def dead_letter(received: Received, reason: str, headers: Mapping[str, str]) -> Answer:
    """Give the answer that sets a message aside, whole, with the reason and its place.

    >>> dead_letter(Received("messages/0/7", b"?"), "not-json", {}).headers
    {'codewords-reason': 'not-json', 'codewords-source': 'messages/0/7'}
    """
    told = {**headers, "codewords-reason": reason, "codewords-source": received.position}
    return Answer(received, received.value, told, reason)
