"""Pictures as SVG that a page holds: their places across are in percent, so they fit any width.

Text and dots keep their size on a phone, which a scaled picture's would not. Colours are classes: the sheet of
the page says what they are in light, dark and print.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from codewords.cli.shell import safe

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
COLOURS = 6
"""Colours that tell things apart (`c1` to `c6`); `c0` is for all others."""

_DAYS = (1, 2, 7, 14)
_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200)
_EDGE = 2.0
"""Percent left free at either side, so that no dot is cut."""


@dataclass(frozen=True, slots=True)
class Tick:
    """Hold one mark of an axis: its place in percent and what is written there."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """Lay moments across a picture."""

    start: dt.datetime
    end: dt.datetime

    def at(self, time: dt.datetime) -> float:
        """Give the place of a moment in percent."""
        length = (self.end - self.start).total_seconds()
        share = (time - self.start).total_seconds() / length if length else 0.5
        return _EDGE + share * (100 - 2 * _EDGE)

    def ticks(self, most: int = 6) -> list[Tick]:
        """Give dates to write below, no more than so many."""
        days = (self.end - self.start).total_seconds() / 86400
        step = next((step for step in _DAYS if days / step <= most), None)
        if step is not None:
            first = dt.datetime.combine(self.start.date(), dt.time(), dt.UTC)
            dates = [first + dt.timedelta(days=step * n) for n in range(int(days / step) + 2)]
            told = [(date, f"{date.day} {MONTHS[date.month - 1]}") for date in dates]
        else:
            months = next((step for step in _MONTHS if days / 30.4 / step <= most), _MONTHS[-1])
            dates = [date for date in self._months(months) if self.start <= date <= self.end]
            told = [(date, _month(date, months, named=date is dates[0])) for date in dates]
        return [Tick(self.at(date), label) for date, label in told if self.start <= date <= self.end]

    def _months(self, step: int) -> Iterator[dt.datetime]:
        for count in range(self.start.year * 12, self.end.year * 12 + 13):
            if count % step == 0:
                yield dt.datetime(count // 12, count % 12 + 1, 1, tzinfo=dt.UTC)


def _month(date: dt.datetime, step: int, *, named: bool) -> str:
    """Name a month; its year only where it is the first of the axis or of a year."""
    if step >= 12:
        return str(date.year)
    return f"{MONTHS[date.month - 1]} {date.year}" if named or date.month == 1 else MONTHS[date.month - 1]


def picture(label: str, height: float, content: Iterable[str], *, kind: str = "") -> Iterator[str]:
    """Give one picture.

    Args:
        label: what it shows, in one sentence, for who cannot see it.
        height: in pixels; the width is that of the page.
        content: what stands in it.
        kind: class of the picture, for the sheet.
    """
    yield f'<svg class="{kind}" role="img" aria-label="{safe(label)}" width="100%" height="{height:g}">'
    yield f"<title>{safe(label)}</title>"
    yield from content
    yield "</svg>"


def line(x1: float, y1: float, x2: float, y2: float, kind: str, *, more: str = "") -> str:
    """Give a line between two places; across in percent, down in pixels."""
    return f'<line x1="{x1:.2f}%" y1="{y1:g}" x2="{x2:.2f}%" y2="{y2:g}" class="{kind}"{more}/>'


def rect(x: float, y: float, width: float, height: float, kind: str, title: str = "") -> str:
    """Give a box; what `title` says is shown when it is pointed at."""
    told = f"<title>{safe(title)}</title>" if title else ""
    box = f'x="{x:.2f}%" y="{y:g}" width="{max(width, 0):.2f}%" height="{max(height, 0):g}"'
    return f'<rect {box} class="{kind}">{told}</rect>'


def dot(x: float, y: float, radius: float, kind: str, title: str = "") -> str:
    """Give a round dot."""
    told = f"<title>{safe(title)}</title>" if title else ""
    return f'<circle cx="{x:.2f}%" cy="{y:g}" r="{radius:g}" class="{kind}">{told}</circle>'


def shape(x: float, y: float, path: str, kind: str, title: str = "") -> str:
    """Give a path drawn round its own origin."""
    told = f"<title>{safe(title)}</title>" if title else ""
    return f'<svg x="{x:.2f}%" y="{y:g}" overflow="visible"><path d="{path}" class="{kind}">{told}</path></svg>'


def words(x: float, y: float, text: str, kind: str = "", anchor: str = "start") -> str:
    """Give words; `anchor` is the end of them that stands at the place."""
    return f'<text x="{x:.2f}%" y="{y:g}" class="{kind}" text-anchor="{anchor}">{safe(text)}</text>'


def grid(ticks: Sequence[Tick], top: float, bottom: float) -> Iterator[str]:
    """Give the upright lines of an axis with its words below; words at the sides do not stick out."""
    for tick in ticks:
        yield line(tick.at, top, tick.at, bottom, "rule")
        anchor = "start" if tick.at < 8 else "end" if tick.at > 92 else "middle"
        yield words(tick.at, bottom + 15, tick.label, "tick", anchor)


def round_steps(top: float, most: int = 4) -> list[float]:
    """Give round numbers from 0 to the first that is not below `top`.

    >>> round_steps(37)
    [0, 10, 20, 30, 40]
    """
    if top <= 0:
        return [0, 1]
    size = 10 ** math.floor(math.log10(top / most))
    step = next(size * factor for factor in (1, 2, 5, 10) if size * factor * most >= top)
    step = step if step < 1 else round(step)
    return [step * count for count in range(math.ceil(top / step) + 1)]
