"""The command `link`, and the words in which it tells which accounts belong together."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from codewords.cli.link_page import render_page
from codewords.cli.options import Unreadable
from codewords.cli.stores import ACCOUNT, OUT, PLATFORM, RESULTS, TIME, Intake, write
from codewords.cli.streams import printable
from codewords.maintain.link import Linker
from codewords.maintain.linkage import MOVED, Account, Channel, Cluster, Linkage, Move, to_dict
from codewords.maintain.stored import Names

Command = Callable[..., Any]
_HINT = "scan with --keep {account} --keep {platform} --keep {time}, or name the field with --account"


def _number(
    name: str, kind: click.IntRange | click.FloatRange, default: float, text: str
) -> Callable[[Command], Command]:
    """Give an option that takes a number."""
    return click.option(name, type=kind, default=default, show_default=True, metavar="N", help=text)


@click.command(name="link", short_help="Join accounts whose offers give the same contact.")
@RESULTS
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "html", "graphml"]), default="text", show_default=True
)
@OUT
@ACCOUNT
@PLATFORM
@TIME
@_number(
    "--hub",
    click.IntRange(2),
    12,
    "A contact of more than N accounts (a link page, a directory) joins none; it is told instead.",
)
@_number(
    "--silence",
    click.FloatRange(0),
    7,
    "Days an account may go on after a newer one began and still count as left.",
)
@_number("--most", click.IntRange(0), 20, "Clusters shown as text or HTML.")
def link_accounts(
    files: tuple[Path, ...],
    form: str,
    out: Path | None,
    account: str,
    platform: str,
    time: str,
    hub: int,
    silence: float,
    most: int,
) -> None:
    """Join accounts whose offers give the same contact, from stored results of `codewords scan --format jsonl`.

    A cluster is a set of accounts that contacts hold together, over platforms and over time: the shop that
    moves. Contacts of offers alone join; of a message about a dealer they do not.
    """
    intake = Intake(files, Names(account=account, platform=platform, time=time))
    linker = Linker()
    for item in intake:
        linker.add(item)
    found = _linked(linker, hub, silence)
    if found.offers and found.nameless == found.offers:
        hint = _HINT.format(account=account, platform=platform, time=time)
        message = f"no offer has a field `{account}`, so there is nothing to join; {hint}"
        raise Unreadable(message)
    intake.tell()
    write(_rendered(found, intake, form, hub=hub, most=most), out)


def _linked(linker: Linker, hub: int, silence: float) -> Linkage:
    try:
        return linker.link(hub=hub, silence=silence)
    except ModuleNotFoundError as error:
        message = f"`link` needs `{error.name}`: pip install 'codewords[report]'"
        raise Unreadable(message) from error


def _rendered(found: Linkage, intake: Intake, form: str, *, hub: int, most: int) -> str:
    if form == "graphml":
        return found.graphml()
    if form == "json":
        data = {"rulesets": intake.told_rulesets(), **to_dict(found)}
        return json.dumps(data, indent=2, ensure_ascii=True) + "\n"
    if form == "html":
        return render_page(found, rulesets=intake.told_rulesets(), hub=hub, most=most)
    return "".join(f"{printable(line)}\n" for line in describe(found, hub=hub, most=most))


def describe(found: Linkage, *, hub: int, most: int) -> Iterator[str]:
    """Give the lines that tell a linkage to a person.

    Args:
        found: what was joined.
        hub: accounts up to which a contact joins.
        most: clusters shown.
    """
    joined = sum(len(cluster.accounts) for cluster in found.clusters)
    clusters = _count(len(found.clusters), "cluster")
    yield f"{_count(found.offers, 'offer')}: {_count(joined, 'account')} in {clusters}, {found.alone} more alone"
    if found.nameless:
        yield f"{_count(found.nameless, 'offer')} without an account left out"
    if found.silent:
        yield f"{_count(found.silent, 'offer')} name no contact"
    if found.hubs:
        yield f"{_count(len(found.hubs), 'contact')} of more than {hub} accounts, not joined:"
        yield from (f"  {item.key}  {_count(len(item.accounts), 'account')}" for item in found.hubs)
    for cluster in found.clusters[:most]:
        yield ""
        yield from _cluster(cluster)
    if len(found.clusters) > most:
        yield ""
        yield f"{len(found.clusters) - most} more clusters; --most shows more, --format json all"


def _cluster(cluster: Cluster) -> Iterator[str]:
    span = cluster.span
    when = f"; {span[0]:%Y-%m-%d} to {span[1]:%Y-%m-%d}" if span else ""
    path = " -> ".join(name or "(no platform)" for name in cluster.platforms)
    yield f"cluster {cluster.number}: {len(cluster.accounts)} accounts, {_count(cluster.offers, 'offer')}{when}"
    yield f"  first seen on: {path}"
    width = max(len(f"{a.platform} {a.name}") for a in cluster.accounts)
    yield from (f"  account  {_account(account, width)}" for account in cluster.accounts)
    yield from (f"  contact  {_channel(channel)}" for channel in cluster.channels if len(channel.accounts) > 1)
    own = sum(len(channel.accounts) < 2 for channel in cluster.channels)
    if own:
        yield f"  and {_count(own, 'contact')} of one account alone"
    yield from (f"  {told_move(move)}" for move in cluster.moves)


def _account(account: Account, width: int) -> str:
    name = f"{account.platform} {account.name}".strip()
    first, last = account.first, account.last
    when = f"  {first:%Y-%m-%d} to {last:%Y-%m-%d}" if first and last else ""
    moves = f", {account.relocations} of a move" if account.relocations else ""
    return f"{name:<{width}}{when}  {_count(len(account.posts), 'offer')}{moves}"


def _channel(channel: Channel) -> str:
    owner = f"; it is {' '.join(channel.owner)} itself" if channel.owner else ""
    holds = "; without it the cluster falls apart" if channel.holds else ""
    return f"{channel.key}  {len(channel.accounts)} accounts, {_count(channel.offers, 'offer')}{owner}{holds}"


def told_move(move: Move) -> str:
    """Give one line on how a shop came to its next account."""
    days = f"{abs(move.gap):.0f} day{'' if round(abs(move.gap)) == 1 else 's'}"
    when = f"after {days} of silence" if move.gap > 0 else f"overlapping by {days}"
    if round(move.gap) == 0:
        when = "within a day"
    said = ", announced" if move.announced else ""
    verb = "moved  " if move.kind == MOVED else "beside "
    source, target = " ".join(move.source).strip(), " ".join(move.target).strip()
    return f"{verb}  {move.time:%Y-%m-%d}  {source} -> {target}, {when}{said}; both give {_keys(move.keys)}"


def _keys(keys: Sequence[str]) -> str:
    return keys[0] if len(keys) == 1 else f"{keys[0]} and {len(keys) - 1} more"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' if number != 1 else ''}"
