"""What a report counts by: labels, detections, words of the lexicon, periods of time."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from codewords.maintain.shares import Share


@dataclass(slots=True)
class Tally:
    """Count something by label."""

    labels: Counter[str] = field(default_factory=Counter)

    @property
    def all(self) -> int:
        """Count it over all labels."""
        return self.labels.total()


@dataclass(slots=True)
class Rule:
    """Count the messages in which a detection fired.

    Args:
        points: points it gave, summed; 0 for one that is not scored.
        truth: labels that people gave to messages in which it fired.
    """

    id: str
    title: str
    outcome: str
    status: str
    fired: Counter[str] = field(default_factory=Counter)
    points: float = 0.0
    truth: Counter[str] = field(default_factory=Counter)

    @property
    def right(self) -> Share:
        """Give how often it speaks for what is true; no cases where no label was given.

        A detection for an offer is right on an offer, one for talk on talk, counter-evidence on no offer.
        """
        cases = self.truth.total()
        if self.outcome == "counter":
            return Share(cases - self.truth["offer"], cases)
        return Share(self.truth["talk" if self.outcome == "talk" else "offer"], cases)


@dataclass(slots=True)
class Word:
    """Count the messages in which an entry of the lexicon was found.

    Args:
        written: how it was written, as the messages have it.
    """

    id: str
    kind: str
    lang: str
    found: Counter[str] = field(default_factory=Counter)
    written: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Quote:
    """Hold one message that was asked for."""

    line: int
    id: str
    points: float
    label: str
    truth: str
    text: str


def period(day: dt.date, length: int) -> dt.date:
    """Give the first day of the period of a day, for a report over so many days."""
    if length <= 45:
        return day
    if length <= 400:
        return day - dt.timedelta(days=day.weekday())
    return day.replace(day=1) if length <= 3650 else day.replace(month=1, day=1)
