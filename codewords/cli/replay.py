"""The command `replay`: judge stored results again, and tell what differs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from codewords import Engine
from codewords.cli.messages import open_messages
from codewords.cli.options import OVERLAY, RULES, Unreadable, build_engine
from codewords.cli.page import told_points
from codewords.cli.stores import OUT, RESULTS, Intake, write
from codewords.cli.streams import printable
from codewords.maintain.replay import DECISION, Changed, Replay, Texts, Unjudged
from codewords.maintain.stored import Names
from codewords.results import RulesetRef

_CALLED = {"digest": "rules", "engine": "codewords", "fingerprint": "libraries"}


@click.command(name="replay", short_help="Judge stored results again, and tell what differs.")
@RESULTS
@click.option(
    "--messages",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Messages of results that do not hold their own: as they were scanned. May be repeated.",
)
@click.option("--text", default="text", show_default=True, metavar="FIELD", help="The message, where it was kept.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@OUT
@click.option(
    "--most", type=click.IntRange(0), metavar="N", default=20, show_default=True, help="Results told one by one."
)
@RULES
@OVERLAY
@click.option("--policy", help="Judge by this policy.  [default: the one that each result names]")
def replay_results(
    files: tuple[Path, ...],
    messages: tuple[Path, ...],
    text: str,
    form: str,
    out: Path | None,
    most: int,
    rules: Path | None,
    overlays: tuple[Path, ...],
    policy: str | None,
) -> None:
    """Judge stored results of `codewords scan` (--format jsonl, or --out) again, and tell what differs.

    A message is taken from the result where it was kept (--keep text), else from --messages by its id, and by its
    line where the result has no id. No word of a message is told.

    \b
    Exit status: 0 when every result is what it was, by the same rules and versions
                 1 when something differs, or a result could not be judged again
                 2 when no result could be
    """  # noqa: D301  click wants the character, which is never shown
    intake = Intake(files, Names(text=text))
    replay = Replay(_Opener(rules, overlays, policy), _texts(messages))
    for item in intake:
        replay.add(item)
    intake.tell()
    if form == "json":
        unread = {"by the scan": intake.unscanned, "by this command": intake.passed}
        write(json.dumps({**replay.to_dict(), "unread": unread}, indent=2) + "\n", out)
    else:
        write("".join(f"{printable(line)}\n" for line in describe(replay, most=most)), out)
    if not replay.judged:
        hint = "" if messages else "; give the messages with --messages, or scan with --keep text"
        message = f"no result could be judged again{hint}"
        raise Unreadable(message)
    sys.exit(1 if replay.same < replay.judged or replay.unjudged or intake.passed else 0)


class _Opener:
    """Give the engine of a policy, made when it is first asked for."""

    def __init__(self, rules: Path | None, overlays: tuple[Path, ...], policy: str | None) -> None:
        self._first = build_engine(rules, overlays, policy or "default")
        self._rules, self._overlays, self._policy = rules, overlays, policy

    def __call__(self, policy: str) -> Engine | None:
        wanted = self._policy or policy or "default"
        if wanted == (self._policy or "default"):
            return self._first
        if wanted not in {item.id for item in self._first.ruleset.policies}:
            return None
        return build_engine(self._rules, self._overlays, wanted)


def _texts(messages: tuple[Path, ...]) -> Texts:
    """Read the messages, to be found by id or line."""
    texts = Texts()
    for file in messages:
        for item in open_messages(file):
            texts.add(item.line, item.id, item.text)
    return texts


def describe(replay: Replay, *, most: int) -> Iterator[str]:
    """Give the lines that tell a replay to a person.

    Args:
        replay: what was judged again.
        most: results told one by one.
    """
    total = replay.judged + len(replay.unjudged)
    yield f"{_count(total, 'result')}, {replay.judged:,} judged again, {len(replay.changed):,} decided otherwise"
    for (old, new), count in sorted(replay.makers.items(), key=lambda item: (-item[1], repr(item[0]))):
        yield from _made_by(old, new, count)
    if replay.changed:
        yield ""
        yield from (f"{replay.differs[name]:7,}  {name} differ" for name in DECISION)
        steps = sorted(replay.steps.items(), key=lambda item: (-item[1], item[0]))
        yield from (f"{count:7,}  {step}" for step, count in steps)
    for item in replay.changed[:most]:
        yield ""
        yield from _changed(item)
    yield from _more(len(replay.changed) - most)
    if replay.unjudged:
        yield ""
        yield f"{_count(len(replay.unjudged), 'result')} could not be judged again:"
        yield from (f"  {_named(item)}: {item.reason}" for item in replay.unjudged[:most])
        yield from _more(len(replay.unjudged) - most)


def _made_by(old: RulesetRef, new: RulesetRef, count: int) -> Iterator[str]:
    """Tell what made results, and what judges them now."""
    yield f"{_count(count, 'result')}, policy {new.policy}:"
    before = (f"{old.version} ({old.digest[:12]})", old.engine, old.fingerprint)
    after = (f"{new.version} ({new.digest[:12]})", new.engine, new.fingerprint)
    for called, was, now in zip(_CALLED.values(), before, after, strict=True):
        told = (
            f"{now}, the same" if was == now else f"{was} -> {now}" if was else f"{now}; not said in the results"
        )
        yield f"  {called:<9}  {told}"


def _changed(item: Changed) -> Iterator[str]:
    old, new = item.old, item.new
    pairs = ((old.label, new.label), (old.action, new.action), (f"{old.points:+.2f}", f"{new.points:+.2f}"))
    told = ", ".join(f"{was} -> {now}" if was != now else now for was, now in pairs)
    yield f"{_named(item)}: {told}"
    for reason in item.reasons:
        yield f"  {reason.what} {reason.id} {told_points(reason)}  {reason.title}".rstrip()


def _named(item: Changed | Unjudged) -> str:
    """Name a result by its line and the id of its message."""
    return f"line {item.line}" + (f" ({item.id})" if item.id else "")


def _more(count: int) -> Iterator[str]:
    if count > 0:
        yield f"  {count:,} more; --most N and --format json tell them"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' if number != 1 else ''}"
