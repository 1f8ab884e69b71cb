"""The pictures of a report: bars over time, points, prices as dots and boxes, shares with their intervals."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from codewords.cli.charts import MONTHS, Tick, dot, grid, line, picture, rect, round_steps, words
from codewords.cli.shell import safe
from codewords.maintain.evaluate import LABELS
from codewords.maintain.shares import Share

LOWEST, HIGHEST = -8, 24
"""Points drawn one by one; what lies beyond counts into the last bar at that side."""

DOTS = 240
"""Prices drawn as dots in one row; of more, as many are taken evenly from the sorted list."""

_FEWEST = 5
"""Prices from which a box is drawn."""

_GOLDEN = 0.618034
"""Spreads dots evenly over the height of a row, the same way every time."""

_ROW = 42
_HEIGHT = 150.0
_TOP = 16.0


@dataclass(frozen=True, slots=True)
class Scale:
    """Lay numbers across a picture by their logarithm: prices differ by factors, not by sums."""

    low: float
    high: float

    def at(self, value: float) -> float:
        """Give the place of a number in percent."""
        return 1 + 98 * math.log(value / self.low) / math.log(self.high / self.low)

    def ticks(self) -> list[Tick]:
        """Give round numbers; fewer where there are many powers of ten, more where there is hardly one."""
        span = math.log10(self.high / self.low)
        factors = range(1, 10) if span <= 0.4 else (1, 2, 5) if span <= 2.2 else (1,)
        powers = range(math.floor(math.log10(self.low)), math.ceil(math.log10(self.high)) + 1)
        found = [factor * 10.0**power for power in powers for factor in factors]
        return [Tick(self.at(n), f"{n:g}") for n in found if self.low <= n <= self.high]


def shares(counts: Sequence[tuple[str, int]], label: str) -> str:
    """Give one bar cut in shares, the class of each and its count; equal widths mean equal shares."""
    total = sum(count for _, count in counts)
    parts = []
    at = 0.0
    for kind, count in counts:
        width = 100 * count / total if total else 0
        if count:
            parts.append(rect(at, 0, width, 14, f"fill-{kind}", f"{kind}: {count:,} ({width:.1f} %)"))
        at += width
    return "".join(picture(label, 14, parts, kind="bar"))


def bar(count: int, top: int, kind: str, label: str) -> str:
    """Give one bar beside others whose longest is `top`."""
    return "".join(picture(label, 14, [rect(0, 0, 100 * count / top if top else 0, 14, kind)], kind="bar"))


def over_time(periods: Sequence[tuple[dt.date, Counter[str]]], label: str) -> Iterator[str]:
    """Draw the count of a label by period."""
    counts = [labels[label] for _, labels in periods]
    steps = round_steps(max(counts), 3)
    width = 100 / len(periods)

    def content() -> Iterator[str]:
        yield from _levels(steps)
        for index, ((date, _), count) in enumerate(zip(periods, counts, strict=True)):
            height = _HEIGHT * count / steps[-1]
            told = f"from {date:%Y-%m-%d}: {count:,}"
            yield rect(
                index * width + width * 0.1, _TOP + _HEIGHT - height, width * 0.8, height, f"fill-{label}", told
            )
        yield from _heights(steps)
        for tick in _dates([date for date, _ in periods], width):
            yield line(tick.at, _TOP + _HEIGHT, tick.at, _TOP + _HEIGHT + 5, "rule")
            anchor = "start" if tick.at < 6 else "end" if tick.at > 94 else "middle"
            yield words(tick.at, _TOP + _HEIGHT + 18, tick.label, "tick", anchor)

    yield from picture(
        f"Messages judged {label} over time, at most {max(counts):,}", _TOP + _HEIGHT + 22, content()
    )


def _levels(steps: Sequence[float]) -> Iterator[str]:
    for step in steps:
        y = _TOP + _HEIGHT * (1 - step / steps[-1])
        yield line(0, y, 100, y, "rule")


def _heights(steps: Sequence[float]) -> Iterator[str]:
    """Give the numbers of the levels at the right, where bars are seldom high; they lie on top of these."""
    for step in steps[1:]:
        yield words(100, _TOP + _HEIGHT * (1 - step / steps[-1]) - 3, f"{step:,g}", "tick halo", "end")


def _dates(dates: Sequence[dt.date], width: float) -> Iterator[Tick]:
    """Name some five periods below their bars: more would touch on a phone."""
    every = math.ceil(len(dates) / 5)
    for index in range(0, len(dates), every):
        date = dates[index]
        is_long = dates[-1].year - date.year >= 6
        label = str(date.year) if is_long else f"{date.day} {MONTHS[date.month - 1]}"
        yield Tick((index + 0.5) * width, label)


def histogram(points: Mapping[int, Counter[str]]) -> Iterator[str]:
    """Draw how many messages have how many points, labels on top of each other."""
    bins: dict[int, Counter[str]] = {}
    for low, labels in points.items():
        bins.setdefault(min(max(low, LOWEST), HIGHEST), Counter()).update(labels)
    first, last = min(*bins, -1), max(*bins, 3)
    steps = round_steps(max(labels.total() for labels in bins.values()))
    width = 100 / (last - first + 1)

    def content() -> Iterator[str]:
        yield from _levels(steps)
        for low in range(first, last + 1):
            yield from _column(bins.get(low, Counter()), low, (low - first) * width, width, steps[-1])
        yield from _heights(steps)
        zero = (0 - first) * width
        yield line(zero, 0, zero, _TOP + _HEIGHT, "limit")
        yield words(zero, 10, " offer from 0 points on →", "tick halo limit-words")
        for low in range(first, last + 1):
            if low % 4 == 0:
                yield words(
                    (low - first) * width, _TOP + _HEIGHT + 16, f"{low:+d}" if low else "0", "tick", "middle"
                )

    yield from picture("How many messages have how many points", _TOP + _HEIGHT + 22, content())


def _column(labels: Counter[str], low: int, x: float, width: float, top: float) -> Iterator[str]:
    y = _TOP + _HEIGHT
    for label in LABELS:
        if labels[label]:
            height = _HEIGHT * labels[label] / top
            y -= height
            told = f"{low:+d} to {low + 1:+d} points, {label}: {labels[label]:,}"
            yield rect(x + width * 0.06, y, width * 0.88, height, f"fill-{label}", told)


def price_rows(groups: Mapping[str, Sequence[float]], names: Sequence[str], unit: str) -> Iterator[str]:
    """Draw a row for each substance: every price a dot, the middle half a box, the median a line.

    Args:
        groups: prices of one unit by substance, in one currency.
        names: substances in the order of their rows.
        unit: what is written at the axis, as `EUR for 1 g`.
    """
    values = [value for name in names for value in groups[name]]
    scale = Scale(min(values) * 0.9, max(values) * 1.1)
    yield '<div class="prices">'
    for name in names:
        row = sorted(groups[name])
        told = f"{len(row):,} price{'s' if len(row) != 1 else ''}, median {_money(median(row))}"
        yield f'<div class="price-name"><b>{safe(spoken(name))}</b><span class="faint">{told}</span></div>'
        yield from picture(f"{spoken(name)}: {told}, {unit}", _ROW, _price_row(row, scale))
    yield f'<div class="price-name faint">{safe(unit)}</div>'
    yield from picture(f"Scale in {unit}, logarithmic", 18, grid(scale.ticks(), 0, 0))
    yield "</div>"


def spoken(name: str) -> str:
    """Give the id of a substance as words."""
    return "not said" if name == "-" else name.replace("_", " ")


def _money(value: float) -> str:
    return f"{value:.0f}" if value >= 10 else f"{value:.1f}"


def _price_row(row: Sequence[float], scale: Scale) -> Iterator[str]:
    for tick in scale.ticks():
        yield line(tick.at, 0, tick.at, _ROW, "rule")
    shown = row if len(row) <= DOTS else [row[index * len(row) // DOTS] for index in range(DOTS)]
    for index, value in enumerate(shown):
        off = (index * _GOLDEN % 1 - 0.5) * 22
        yield dot(scale.at(value), round(_ROW / 2 + off, 1), 2.6, "price", f"{value:.2f}")
    if len(row) >= _FEWEST:
        low, middle, high = (scale.at(value) for value in quantiles(row, n=4, method="inclusive"))
        yield rect(low, 5, high - low, _ROW - 10, "box")
        yield line(middle, 2, middle, _ROW - 2, "median")


def interval(share: Share) -> str:
    """Draw a share as a dot with its 95 % interval, on a line from 0 to 100 %."""
    low, high = share.interval

    def content() -> Iterator[str]:
        for at in (0, 50, 100):
            yield line(1 + at * 0.98, 0, 1 + at * 0.98, 18, "rule")
        yield line(1 + low * 98, 9, 1 + high * 98, 9, "whisker")
        yield dot(1 + share.value * 98, 9, 4, "estimate")

    label = f"{share.value:.1%}, interval from {low:.1%} to {high:.1%}"
    return "".join(picture(label, 18, content(), kind="bar"))
