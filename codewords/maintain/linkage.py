"""What joining accounts gives: accounts, the contacts they share, clusters, and how a shop moved.

It owns the shape and nothing of how accounts are joined.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx

MOVED, BESIDE = "moved", "beside"
"""What became of the older account: it fell silent, or it goes on beside the new one."""

AccountId = tuple[str, str]
"""Platform (or surface, where no platform is known) and name."""


@dataclass(frozen=True, slots=True)
class Post:
    """Hold what one offer tells about its account.

    Args:
        order: number of its line; orders posts without a time.
        keys: keys of its contacts.
        relocates: True when the message says that the shop moves.
    """

    order: int
    time: dt.datetime | None
    keys: tuple[str, ...]
    relocates: bool


@dataclass(frozen=True, slots=True)
class Account:
    """Hold an account and its offers, oldest first."""

    platform: str
    name: str
    posts: tuple[Post, ...]

    @property
    def id(self) -> AccountId:
        """Give platform and name."""
        return (self.platform, self.name)

    @property
    def keys(self) -> frozenset[str]:
        """Give the keys of all its contacts."""
        return frozenset(key for post in self.posts for key in post.keys)

    @property
    def relocations(self) -> int:
        """Count the offers that say that the shop moves."""
        return sum(post.relocates for post in self.posts)

    @property
    def first(self) -> dt.datetime | None:
        """Give the time of its first offer, where one is known."""
        return min((post.time for post in self.posts if post.time), default=None)

    @property
    def last(self) -> dt.datetime | None:
        """Give the time of its last offer, where one is known."""
        return max((post.time for post in self.posts if post.time), default=None)


@dataclass(frozen=True, slots=True)
class Channel:
    """Hold a contact that accounts share.

    Args:
        key: normalised identity, as `telegram:zz_fictif`; a keyed hash where the scan was salted.
        accounts: accounts that give it.
        offers: offers that hold it.
        holds: True when the cluster falls apart without it.
        owner: the account that this contact names itself, where it is among the results.
    """

    key: str
    accounts: tuple[AccountId, ...]
    offers: int
    first: dt.datetime | None
    last: dt.datetime | None
    holds: bool = False
    owner: AccountId | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """Tell how a shop came from one account to the next.

    Args:
        kind: `moved` when the older account fell silent, `beside` when it goes on.
        gap: days from the last offer of the older account to the first of the newer; below 0 when they overlap.
        announced: True when an offer of either account said so.
        keys: contacts that both give.
    """

    source: AccountId
    target: AccountId
    time: dt.datetime
    gap: float
    kind: str
    announced: bool
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cluster:
    """Hold accounts that are joined by contacts, oldest first, and how the shop moved between them."""

    number: int
    accounts: tuple[Account, ...]
    channels: tuple[Channel, ...]
    moves: tuple[Move, ...]

    @property
    def offers(self) -> int:
        """Count the offers of all its accounts."""
        return sum(len(account.posts) for account in self.accounts)

    @property
    def platforms(self) -> tuple[str, ...]:
        """Give its platforms in the order in which they were first seen."""
        return tuple(dict.fromkeys(account.platform for account in self.accounts))

    @property
    def span(self) -> tuple[dt.datetime, dt.datetime] | None:
        """Give the times of its first and its last offer, where any is known."""
        times = [post.time for account in self.accounts for post in account.posts if post.time]
        return (min(times), max(times)) if times else None


@dataclass(frozen=True, slots=True)
class Linkage:
    """Hold what was joined, and what was not.

    Args:
        clusters: the largest first.
        hubs: contacts of too many accounts.
        alone: accounts with offers that share no contact with another.
        offers: offers read.
        nameless: offers without an account, of which nothing can be said.
        silent: offers with an account and no contact.
    """

    clusters: tuple[Cluster, ...]
    hubs: tuple[Channel, ...]
    alone: int
    offers: int
    nameless: int
    silent: int
    graph: nx.Graph[str] = field(compare=False, repr=False)

    def graphml(self) -> str:
        """Give accounts and contacts as GraphML; edges to hubs are there, with `joined` false."""
        import networkx as nx

        return "\n".join(nx.generate_graphml(self.graph)) + "\n"


def to_dict(found: Linkage) -> dict[str, Any]:
    """Give clusters, hubs and counts as plain JSON types; times are ISO 8601 in UTC."""
    return {
        "offers": found.offers,
        "nameless": found.nameless,
        "silent": found.silent,
        "alone": found.alone,
        "hubs": [_channel(item) for item in found.hubs],
        "clusters": [_cluster(item) for item in found.clusters],
    }


def _cluster(item: Cluster) -> dict[str, Any]:
    first, last = item.span or (None, None)
    return {
        "number": item.number,
        "offers": item.offers,
        "first": _iso(first),
        "last": _iso(last),
        "platforms": list(item.platforms),
        "accounts": [
            {
                "platform": account.platform,
                "account": account.name,
                "offers": len(account.posts),
                "relocations": account.relocations,
                "first": _iso(account.first),
                "last": _iso(account.last),
                "contacts": sorted(account.keys),
            }
            for account in item.accounts
        ],
        "contacts": [_channel(channel) for channel in item.channels],
        "moves": [_move(move) for move in item.moves],
    }


def _channel(item: Channel) -> dict[str, Any]:
    return {
        "key": item.key,
        "offers": item.offers,
        "first": _iso(item.first),
        "last": _iso(item.last),
        "holds": item.holds,
        "owner": list(item.owner) if item.owner else None,
        "accounts": [list(id_) for id_ in item.accounts],
    }


def _move(item: Move) -> dict[str, Any]:
    return {
        "from": list(item.source),
        "to": list(item.target),
        "time": _iso(item.time),
        "kind": item.kind,
        "gap_days": item.gap,
        "announced": item.announced,
        "contacts": list(item.keys),
    }


def _iso(time: dt.datetime | None) -> str | None:
    return time.isoformat() if time else None
