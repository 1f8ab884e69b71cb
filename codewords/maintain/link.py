"""Join accounts that give the same contact, and follow a shop from account to account.

It reads stored results and knows neither messages nor pages. Accounts and contacts are the two sides of a
graph (networkx); a cluster is a connected part of it with several accounts. A contact that too many accounts
share is no sign of one shop, so it joins nothing and is told instead.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from codewords.extract.contacts import contact_key
from codewords.maintain.linkage import BESIDE, MOVED, Account, AccountId, Channel, Cluster, Linkage, Move, Post
from codewords.maintain.stored import Stored

if TYPE_CHECKING:
    import networkx as nx

RELOCATION = "relocation"
"""The category of an offer that says where the shop has moved to."""


class Linker:
    """Collect offers one by one, and join their accounts at the end."""

    def __init__(self) -> None:
        self._posts: dict[AccountId, list[Post]] = defaultdict(list)
        self._seen: Counter[str] = Counter()

    def add(self, item: Stored) -> None:
        """Take in one result; only offers count, since anybody may quote a dealer's contact."""
        if item.result.label != "offer":
            return
        keys = tuple(sorted({contact.key for contact in item.result.contacts if contact.key}))
        self._seen["offers"] += 1
        if not item.account:
            self._seen["nameless"] += 1
            return
        self._seen["silent"] += not keys
        post = Post(item.line, item.time, keys, RELOCATION in item.result.categories)
        self._posts[item.platform, item.account].append(post)

    def link(self, *, hub: int = 12, silence: float = 7.0) -> Linkage:
        """Join the accounts.

        Args:
            hub: a contact of more accounts than this joins none.
            silence: days that an account may go on after a newer one began and still count as left.
        """
        accounts = {
            id_: Account(*id_, tuple(sorted(posts, key=_age))) for id_, posts in sorted(self._posts.items())
        }
        channels = _channels(accounts)
        hubs = tuple(item for item in channels.values() if len(item.accounts) > hub)
        left_out = {item.key for item in hubs}
        graph = _graph(accounts, channels, left_out)
        parts = _parts(graph, accounts, channels, left_out)
        clusters = tuple(
            Cluster(number, part, shared, tuple(_moves(part, left_out, silence)))
            for number, (part, shared) in enumerate(sorted(parts, key=_size), 1)
        )
        for cluster in clusters:
            for account in cluster.accounts:
                graph.nodes[_node(account.id)]["cluster"] = cluster.number
            for channel in cluster.channels:
                graph.nodes[channel.key]["cluster"] = cluster.number
        alone = len(accounts) - sum(len(cluster.accounts) for cluster in clusters)
        hubs = tuple(sorted(hubs, key=lambda item: (-len(item.accounts), item.key)))
        return Linkage(
            clusters, hubs, alone, self._seen["offers"], self._seen["nameless"], self._seen["silent"], graph
        )


def _age(post: Post) -> tuple[bool, float, int]:
    return (post.time is None, post.time.timestamp() if post.time else 0.0, post.order)


def _began(account: Account) -> tuple[bool, float, int, AccountId]:
    return (*_age(account.posts[0]), account.id)


def _size(part: tuple[Sequence[Account], Sequence[Channel]]) -> tuple[int, int, AccountId]:
    accounts, _ = part
    return (-len(accounts), -sum(len(item.posts) for item in accounts), accounts[0].id)


def _node(account: AccountId) -> str:
    return "@" + "/".join(account)


def _channels(accounts: Mapping[AccountId, Account]) -> dict[str, Channel]:
    """Give every contact with the accounts that name it, and the account that it is."""
    own = {contact_key(platform, name): (platform, name) for platform, name in accounts if platform}
    named: dict[str, list[Account]] = defaultdict(list)
    for account in accounts.values():
        for key in account.keys:
            named[key].append(account)
    out = {}
    for key, givers in sorted(named.items()):
        posts = [post for account in givers for post in account.posts if key in post.keys]
        times = [post.time for post in posts if post.time]
        ids = {account.id for account in givers} | ({own[key]} if key in own else set())
        first, last = (min(times), max(times)) if times else (None, None)
        out[key] = Channel(key, tuple(sorted(ids)), len(posts), first, last, owner=own.get(key))
    return out


def _graph(
    accounts: Mapping[AccountId, Account], channels: Mapping[str, Channel], hubs: set[str]
) -> nx.Graph[str]:
    """Build the graph of both sides; what GraphML cannot say (no time) is left out."""
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph()
    for account in accounts.values():
        about = {"kind": "account", "platform": account.platform, "label": account.name}
        graph.add_node(_node(account.id), **about, **_told(len(account.posts), account.first, account.last))
    for key, channel in channels.items():
        about = {"kind": "contact", "platform": key.partition(":")[0], "label": key}
        told = _told(channel.offers, channel.first, channel.last)
        graph.add_node(key, **about, **told, hub=key in hubs)
        for id_ in channel.accounts:
            offers = sum(key in post.keys for post in accounts[id_].posts)
            graph.add_edge(_node(id_), key, offers=offers, joined=key not in hubs)
    return graph


def _told(offers: int, first: dt.datetime | None, last: dt.datetime | None) -> dict[str, Any]:
    times = {"first": first, "last": last}
    return {"offers": offers, **{name: time.isoformat() for name, time in times.items() if time}}


def _parts(
    graph: nx.Graph[str], accounts: Mapping[AccountId, Account], channels: Mapping[str, Channel], hubs: set[str]
) -> Iterator[tuple[tuple[Account, ...], tuple[Channel, ...]]]:
    """Give the connected parts that hold several accounts."""
    import networkx as nx

    names = {_node(id_): account for id_, account in accounts.items()}
    joined = graph.subgraph(node for node in graph if node not in hubs)
    for part in nx.connected_components(joined):
        members = sorted((names[node] for node in part if node in names), key=_began)
        if len(members) < 2:
            continue
        cuts = set(nx.articulation_points(joined.subgraph(part)))
        shared = [channels[node] for node in part if node in channels]
        shared.sort(key=lambda item: (-len(item.accounts), -item.offers, item.key))
        yield tuple(members), tuple(_held(item, cuts) for item in shared)


def _held(item: Channel, cuts: Iterable[str]) -> Channel:
    """Mark a contact that alone keeps accounts together; one of a single account keeps none."""
    holds = item.key in cuts and len(item.accounts) > 1
    return Channel(item.key, item.accounts, item.offers, item.first, item.last, holds, item.owner)


def _moves(accounts: Sequence[Account], hubs: set[str], silence: float) -> Iterator[Move]:
    """Give for each account the one that it follows: of those that share a contact, the last to post before."""
    for index, newer in enumerate(accounts):
        began = newer.first
        older = [
            (max(post.time for post in account.posts if post.time and post.time <= began), account, keys)
            for account in accounts[:index]
            if began and account.first and account.first <= began and (keys := _shared(account, newer) - hubs)
        ]
        if not older or began is None:
            continue
        _, source, keys = max(older, key=lambda item: (item[0], item[1].id))
        last = source.last or began
        gap = (began - last).total_seconds() / 86400
        kind = MOVED if gap >= -silence else BESIDE
        yield Move(
            source.id,
            newer.id,
            began,
            round(gap, 2),
            kind,
            _announced(source, newer, silence),
            tuple(sorted(keys)),
        )


def _shared(one: Account, two: Account) -> set[str]:
    """Give the contacts of both; the name of one account given by the other is such a contact."""
    return {*_all_keys(one)} & {*_all_keys(two)}


def _all_keys(account: Account) -> Iterator[str]:
    yield from account.keys
    if account.platform:
        yield contact_key(account.platform, account.name)


def _announced(older: Account, newer: Account, silence: float) -> bool:
    """Tell whether the older account says near its end, or the newer at its start, that the shop moves."""
    began = newer.first
    return any(
        post.relocates and post.time and began and abs((post.time - began).total_seconds()) <= silence * 86400
        for account in (older, newer)
        for post in account.posts
    )
