"""The pictures of a cluster: a lane of time for each account, and threads from accounts to contacts.

A cluster is laid out on its own, so that no picture becomes a hairball: lanes stand by platform in the order in
which these were first seen; contacts stand beside the accounts that give them.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from codewords.cli.charts import COLOURS, TimeAxis, dot, grid, line, picture, rect, shape, words
from codewords.maintain.linkage import MOVED, Account, AccountId, Cluster, Post

LANES = 40
"""Accounts and contacts drawn; the tables hold all."""

_BANDED = 12
"""Accounts up to which lanes stand by platform; more stand by their first offer, so that threads stay short."""

_LANE, _BAND, _AXIS = 38, 26, 22
_ROW = 24
_BINS = 160
"""Dots of one lane: posts of one moment in so many are one dot."""

_DIAMOND = "M0-7 7 0 0 7-7 0z"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LEFT, _RIGHT = 43, 57
_WIDE, _NARROW = 44, 19
"""Characters of a name on a wide page and on a phone."""

Contacts = Mapping[str, tuple[str, int]]
"""Letter and colour of each contact of a cluster, by its key."""


def named_contacts(cluster: Cluster) -> dict[str, tuple[str, int]]:
    """Give each contact a letter and a colour; those that most accounts share come first."""
    out = {}
    for index, channel in enumerate(cluster.channels):
        letter = _LETTERS[index] if index < len(_LETTERS) else ""
        out[channel.key] = (letter, index + 1 if index < COLOURS else 0)
    return out


def strip(cluster: Cluster, axis: TimeAxis) -> Iterator[str]:
    """Give a cluster as one thin strip: when each account was at it."""
    spans = [(a, first, last) for a in cluster.accounts if (first := a.first) and (last := a.last)]
    rows = min(len(spans), 5)

    def content() -> Iterator[str]:
        for index, (account, first, last) in enumerate(spans):
            at = axis.at(first)
            title = f"{account.platform} {account.name}".strip()
            yield rect(at, (index % rows) * 5 + 1, max(axis.at(last) - at, 0.8), 4, "span", title)

    yield from picture(f"Times of cluster {cluster.number}", rows * 5 + 2, content())


def time_picture(cluster: Cluster, contacts: Contacts) -> Iterator[str]:
    """Draw who posted when: a lane for each account, in bands by platform, joined where the shop moved."""
    span = cluster.span
    if span is None:
        return
    axis = TimeAxis(*span)
    bands = _bands(cluster)
    lanes, height = _lanes(bands)
    label = f"Offers of {len(cluster.accounts)} accounts from {span[0]:%Y-%m-%d} to {span[1]:%Y-%m-%d}"

    def content() -> Iterator[str]:
        yield _ARROW
        yield from _frames(bands)
        yield from grid(axis.ticks(), 0, height)
        yield from _threads(cluster, lanes, axis)
        for title, accounts in bands.items():
            for account in accounts:
                told = "" if title == account.platform else f" ({account.platform})"
                yield from _lane(account, lanes[account.id], axis, contacts, told=told)

    yield from picture(label, height + _AXIS, content(), kind="lanes")
    left = len(cluster.accounts) - len(lanes)
    if left > 0:
        yield f'<p class="faint">{left} more accounts are in the table.</p>'


_ARROW = (
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
    '<path d="M0 0 8 4 0 8z" class="head"/></marker></defs>'
)


def _bands(cluster: Cluster) -> dict[str, list[Account]]:
    """Give the accounts by the title of their band."""
    if len(cluster.accounts) > _BANDED:
        return {"by first offer": list(cluster.accounts[:LANES])}
    bands: dict[str, list[Account]] = {platform: [] for platform in cluster.platforms}
    for account in cluster.accounts:
        bands[account.platform].append(account)
    return bands


def _lanes(bands: Mapping[str, Sequence[Account]]) -> tuple[dict[AccountId, float], float]:
    """Give the height at which each account's line runs, and that of all."""
    lanes = {}
    top = 0.0
    for accounts in bands.values():
        top += _BAND
        for account in accounts:
            lanes[account.id] = top + 24
            top += _LANE
        top += 4
    return lanes, top


def _frames(bands: Mapping[str, Sequence[Account]]) -> Iterator[str]:
    top = 0.0
    for platform, accounts in bands.items():
        height = _BAND + _LANE * len(accounts)
        yield rect(0, top, 100, height, "band")
        yield words(1, top + 17, platform or "no platform", "platform")
        top += height + 4


def _lane(account: Account, y: float, axis: TimeAxis, contacts: Contacts, *, told: str) -> Iterator[str]:
    yield words(1, y - 11, _short(account.name, 34) + told, "name")
    first, last = account.first, account.last
    if first is None or last is None:
        yield words(1, y + 4, "no time known", "tick")
        return
    yield line(axis.at(first), y, axis.at(last), y, "life")
    for at, posts in _binned(account.posts, axis):
        colour, told = _look(posts, contacts)
        when = f"{posts[0].time:%Y-%m-%d}, {len(posts)} offer{'s' if len(posts) != 1 else ''}{told}"
        if any(post.relocates for post in posts):
            yield shape(at, y, _DIAMOND, f"post p{colour}", f"{when}, says that it moves")
        else:
            radius = min(4 + 1.3 * math.sqrt(len(posts) - 1), 8)
            kind = "post hollow" if colour < 0 else f"post p{colour}"
            yield dot(at, y, radius, kind, when)


def _binned(posts: Sequence[Post], axis: TimeAxis) -> Iterator[tuple[float, list[Post]]]:
    """Give posts that fall on one dot, and its place; posts of a move come last, to lie on top."""
    bins: dict[tuple[bool, int], list[Post]] = {}
    for post in posts:
        if post.time:
            bins.setdefault((post.relocates, int(axis.at(post.time) * _BINS / 100)), []).append(post)
    for _, inside in sorted(bins.items(), key=lambda item: item[0]):
        times = [axis.at(post.time) for post in inside if post.time]
        yield sum(times) / len(times), inside


def _look(posts: Sequence[Post], contacts: Contacts) -> tuple[int, str]:
    """Give the colour of the contact that these posts name most, and its name in words."""
    named = Counter(key for post in posts for key in post.keys if key in contacts)
    if not named:
        return -1, ""
    key = min(named, key=lambda item: (-named[item], list(contacts).index(item)))
    return contacts[key][1], f", {key}"


def _threads(cluster: Cluster, lanes: Mapping[AccountId, float], axis: TimeAxis) -> Iterator[str]:
    ends = {account.id: account.last for account in cluster.accounts}
    for move in cluster.moves:
        if move.source not in lanes or move.target not in lanes:
            continue
        last = ends[move.source]
        left = min(last, move.time) if last else move.time
        yield _thread(left, lanes[move.source], move.time, lanes[move.target], axis, moved=move.kind == MOVED)


def _thread(left: dt.datetime, y1: float, came: dt.datetime, y2: float, axis: TimeAxis, *, moved: bool) -> str:
    gap = 8 if y2 > y1 else -8
    kind = "moved" if moved else "beside"
    return line(axis.at(left), y1, axis.at(came), y2 - gap, kind, more=' marker-end="url(#arrow)"')


def tie_picture(cluster: Cluster, contacts: Contacts) -> Iterator[str]:
    """Draw which account gives which contact: accounts at the left, contacts at the right."""
    accounts = cluster.accounts[:LANES]
    rows = {account.id: index for index, account in enumerate(accounts)}
    shared = [item for item in cluster.channels if any(id_ in rows for id_ in item.accounts)]
    channels = sorted(
        shared[:LANES], key=lambda item: (_middle([rows[id_] for id_ in item.accounts if id_ in rows]), item.key)
    )
    height = _ROW * max(len(accounts), len(channels)) + 8
    lefts = _spread(len(accounts), height)
    rights = _spread(len(channels), height)

    def content() -> Iterator[str]:
        for channel, y in zip(channels, rights, strict=True):
            kind = f"tie s{contacts[channel.key][1]}"
            yield from (line(_LEFT, lefts[rows[id_]], _RIGHT, y, kind) for id_ in channel.accounts if id_ in rows)
        for account, y in zip(accounts, lefts, strict=True):
            yield dot(_LEFT, y, 4, "node")
            yield from _named(_LEFT - 1.6, y + 4, account.name, "end")
        for channel, y in zip(channels, rights, strict=True):
            letter, colour = contacts[channel.key]
            yield shape(_RIGHT, y, "M-8-8H8V8H-8z", f"box p{colour}", channel.key)
            yield words(_RIGHT, y + 4, letter, "letter", "middle")
            yield from _named(_RIGHT + 3.4, y + 4, channel.key, "start")

    label = (
        f"{len(accounts)} accounts at the left, a line from each to the contacts it gives, {len(channels)} in all"
    )
    yield from picture(label, height, content(), kind="ties")


def _named(x: float, y: float, name: str, anchor: str) -> Iterator[str]:
    """Write a name twice: the sheet shows the long one where there is room, else the short."""
    if len(name) <= _NARROW:
        yield words(x, y, name, "name", anchor)
        return
    yield words(x, y, _short(name, _WIDE), "name roomy", anchor)
    yield words(x, y, _short(name, _NARROW), "name tight", anchor)


def _middle(rows: Sequence[int]) -> float:
    return sum(rows) / len(rows)


def _spread(count: int, height: float) -> list[float]:
    """Give so many heights, evenly over the picture."""
    return [height * (index + 0.5) / count for index in range(count)]


def _short(name: str, width: int) -> str:
    return name if len(name) <= width else f"{name[: width - 8]}…{name[-7:]}"
