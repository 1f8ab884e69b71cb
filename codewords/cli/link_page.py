"""A linkage as one HTML page: per cluster, who posted when, and which contacts hold the accounts together.

It owns tags and words of this page; the pictures are laid out in `link_picture`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from codewords.cli.cells import Column, numbers, rulesets_line, table
from codewords.cli.charts import TimeAxis
from codewords.cli.link_picture import named_contacts, strip, tie_picture, time_picture
from codewords.cli.shell import render_shell, safe
from codewords.maintain.linkage import MOVED, Account, AccountId, Channel, Cluster, Linkage, Move


def render_page(found: Linkage, *, rulesets: Sequence[Mapping[str, Any]], hub: int, most: int) -> str:
    """Give the page.

    Args:
        found: what was joined.
        rulesets: the rule sets that judged, as `Intake.told_rulesets` gives them.
        hub: accounts up to which a contact joins.
        most: clusters shown with their pictures.
    """
    joined = sum(len(cluster.accounts) for cluster in found.clusters)
    title = f"{_count(len(found.clusters), 'cluster')} of {_count(joined, 'account')}"
    shown = found.clusters[:most]
    body = [
        "<header>",
        "<h1>Accounts that share a contact</h1>",
        f'<p class="faint">{rulesets_line(rulesets)}</p>',
        "</header>",
        "<main>",
        *numbers(_facts(found, joined)),
        *_hubs(found.hubs, hub),
        *_overview(found.clusters, len(shown)),
    ]
    for cluster in shown:
        body += _cluster(cluster)
    if len(found.clusters) > len(shown):
        body.append(
            f"<p>{len(found.clusters) - len(shown)} smaller clusters are in the JSON alone; see --most.</p>"
        )
    body.append("</main>")
    return render_shell(title, body, sheets=("charts.css", "link.css"))


def _facts(found: Linkage, joined: int) -> Iterator[tuple[str, str]]:
    yield f"{len(found.clusters):,}", _noun(len(found.clusters), "cluster")
    yield f"{joined:,}", "accounts in clusters"
    yield f"{found.alone:,}", f"{_noun(found.alone, 'account')} alone"
    yield f"{found.offers:,}", f"{_noun(found.offers, 'offer')} read"
    moves = sum(move.kind == MOVED for cluster in found.clusters for move in cluster.moves)
    yield f"{moves:,}", f"{_noun(moves, 'move')} to a new account"
    if found.silent:
        yield f"{found.silent:,}", f"{_noun(found.silent, 'offer')} without a contact"
    if found.nameless:
        yield f"{found.nameless:,}", f"{_noun(found.nameless, 'offer')} without an account, left out"


def _hubs(hubs: Sequence[Channel], hub: int) -> Iterator[str]:
    if not hubs:
        return
    yield '<section class="card note"><h2>Contacts that join nothing</h2>'
    yield f"<p>More than {hub} accounts name each of these: a directory or a link page, not one shop.</p>"
    columns = (Column("contact"), Column("accounts", count=True), Column("offers", count=True))
    rows = [(_key(item.key), str(len(item.accounts)), str(item.offers)) for item in hubs]
    yield from table("Contacts of too many accounts", columns, rows)
    yield "</section>"


def _overview(clusters: Sequence[Cluster], shown: int) -> Iterator[str]:
    if not clusters:
        yield "<p>No two accounts share a contact.</p>"
        return
    axis = _axis(clusters)
    yield "<h2>All clusters</h2>"
    columns = [
        Column("cluster"),
        Column("accounts", count=True),
        Column("offers", count=True),
        Column("first seen on"),
    ]
    if axis:
        columns.append(Column(f"{axis.start:%Y-%m-%d} to {axis.end:%Y-%m-%d}", wide=True))
    rows = []
    for item in clusters:
        name = f'<a href="#cluster-{item.number}">{item.number}</a>' if item.number <= shown else str(item.number)
        row = [name, str(len(item.accounts)), str(item.offers), _path(item)]
        if axis:
            row.append("".join(strip(item, axis)))
        rows.append(row)
    yield from table("All clusters", columns, rows)


def _axis(clusters: Sequence[Cluster]) -> TimeAxis | None:
    spans = [span for cluster in clusters if (span := cluster.span)]
    if not spans:
        return None
    return TimeAxis(min(start for start, _ in spans), max(end for _, end in spans))


def _path(cluster: Cluster) -> str:
    return " → ".join(safe(name) or "(no platform)" for name in cluster.platforms)


def _cluster(cluster: Cluster) -> Iterator[str]:
    contacts = named_contacts(cluster)
    title = f"Cluster {cluster.number}: {len(cluster.accounts)} accounts"
    yield f'<section class="card" id="cluster-{cluster.number}" aria-labelledby="title-{cluster.number}">'
    yield f'<h2 id="title-{cluster.number}">{title}</h2>'
    yield f'<p class="faint">{_path(cluster)} · {_count(cluster.offers, "offer")}{_when(cluster.span)}</p>'
    if cluster.span:
        yield "<h3>Who posted when</h3>"
        yield from time_picture(cluster, contacts)
        yield from _legend(cluster, contacts)
    yield "<h3>What holds them together</h3>"
    yield from tie_picture(cluster, contacts)
    yield from _ties(cluster)
    if cluster.moves:
        yield "<h3>How it went on</h3>"
        yield '<ol class="moves">'
        yield from (f"<li>{_move(move)}</li>" for move in cluster.moves)
        yield "</ol>"
    yield "<details><summary>Accounts and contacts as tables</summary>"
    yield from _accounts(cluster.accounts)
    yield from _channels(cluster.channels, contacts)
    yield "</details></section>"


def _legend(cluster: Cluster, contacts: Mapping[str, tuple[str, int]]) -> Iterator[str]:
    """Say what dots and lines mean: only of what the picture holds."""
    seen = {key for account in cluster.accounts for post in account.posts if post.time for key in post.keys}
    yield '<ul class="legend">'
    for key, (letter, colour) in contacts.items():
        if key in seen and colour:
            yield f'<li><span class="key k{colour}">{letter}</span>{_key(key)}</li>'
    if any(not colour for key, (_, colour) in contacts.items() if key in seen):
        yield '<li><span class="key k0"></span>other contacts</li>'
    if any(not post.keys for account in cluster.accounts for post in account.posts):
        yield '<li><span class="key hollow"></span>no contact named</li>'
    if any(account.relocations for account in cluster.accounts):
        yield '<li><span class="key diamond"></span>says that it moves</li>'
    if any(move.kind == MOVED for move in cluster.moves):
        yield '<li><span class="key stroke"></span>moved there</li>'
    if any(move.kind != MOVED for move in cluster.moves):
        yield '<li><span class="key dashes"></span>opened beside</li>'
    yield "</ul>"


def _ties(cluster: Cluster) -> Iterator[str]:
    holding = [channel for channel in cluster.channels if channel.holds]
    if holding:
        told = " or without ".join(_key(channel.key) for channel in holding)
        yield f'<p class="faint">The cluster falls apart without {told}: look there first.</p>'
    for channel in cluster.channels:
        if channel.owner:
            yield f'<p class="faint">{_key(channel.key)} is {_account(channel.owner)} itself.</p>'


def _move(move: Move) -> str:
    days = f"{abs(move.gap):.0f} day{'' if round(abs(move.gap)) == 1 else 's'}"
    when = f"after {days} of silence" if move.gap > 0 else f"{days} before the last offer there"
    if round(move.gap) == 0:
        when = "within a day"
    verb = "moved on from" if move.kind == MOVED else "opened beside"
    said = ", <b>announced</b>" if move.announced else ""
    shared = ", ".join(_key(key) for key in move.keys)
    return (
        f"<b>{move.time:%Y-%m-%d}</b> {_account(move.target)} {verb} {_account(move.source)}, {when}{said}; "
        f"both give {shared}"
    )


def _accounts(accounts: Sequence[Account]) -> Iterator[str]:
    columns = (
        Column("account"),
        Column("platform"),
        Column("first"),
        Column("last"),
        Column("offers", count=True),
        Column("of a move", count=True),
    )
    rows = [
        (
            f"<code>{safe(account.name)}</code>",
            safe(account.platform) or "-",
            _day(account.first),
            _day(account.last),
            str(len(account.posts)),
            str(account.relocations),
        )
        for account in accounts
    ]
    yield from table("Accounts", columns, rows)


def _channels(channels: Sequence[Channel], contacts: Mapping[str, tuple[str, int]]) -> Iterator[str]:
    columns = (
        Column(""),
        Column("contact"),
        Column("accounts", count=True),
        Column("offers", count=True),
        Column("first"),
        Column("last"),
    )
    rows = [
        (
            contacts[channel.key][0],
            _key(channel.key),
            str(len(channel.accounts)),
            str(channel.offers),
            _day(channel.first),
            _day(channel.last),
        )
        for channel in channels
    ]
    yield from table("Contacts", columns, rows)


def _account(id_: AccountId) -> str:
    platform, name = id_
    return f"<code>{safe(name)}</code>" + (f" ({safe(platform)})" if platform else "")


def _key(key: str) -> str:
    return f"<code>{safe(key)}</code>"


def _day(time: dt.datetime | None) -> str:
    return f"{time:%Y-%m-%d}" if time else "-"


def _when(span: tuple[dt.datetime, dt.datetime] | None) -> str:
    return f" · {span[0]:%Y-%m-%d} to {span[1]:%Y-%m-%d}" if span else ""


def _count(number: int, noun: str) -> str:
    return f"{number:,} {_noun(number, noun)}"


def _noun(number: int, noun: str) -> str:
    return noun if number == 1 else f"{noun}s"
