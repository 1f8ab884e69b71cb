"""The command `add`: a new code word in the rules, tried on a copy before anything is written."""

from __future__ import annotations

import datetime as dt
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from codewords import CodewordsError, Engine, RuleFileError, check, load
from codewords.cli.asking import (
    ambiguity_question,
    ask,
    first_questions,
    last_questions,
    refuse_unknown,
    require,
    source_question,
)
from codewords.cli.inputs import BadLine, NotTextError, read_messages
from codewords.cli.options import Unreadable, build_engine
from codewords.cli.problems import Folder
from codewords.cli.streams import printable
from codewords.cli.tried import tell_entry, tell_neighbours, tell_trial
from codewords.maintain.entry import COUNTER, EMOJI, SUBSTANCE, NewEntry, change_line, next_version
from codewords.maintain.evaluate import Row, RowError, holds_sealed, is_sealed, read_rows
from codewords.maintain.neighbours import Neighbours, neighbours, suggest_ambiguity
from codewords.maintain.proposal import Proposal, Target, is_raised, propose
from codewords.maintain.save import save
from codewords.maintain.trial import Trial, try_out
from codewords.model import AMBIGUITIES, LANGUAGES, ROLES, STATUSES, TOPICS
from codewords.source.entries import TRADE_KINDS
from codewords.source.lint import UNPROVEN
from codewords.source.locate import MANIFEST_NAME, bundled_rules

_KEYS = (
    click.option("--kind", type=click.Choice([SUBSTANCE, COUNTER, *TRADE_KINDS]), default=SUBSTANCE,
                 show_default=True, help="What it is a word for."),
    click.option("--substance", "substances", multiple=True, metavar="ID", help="Id in substances.yaml."),
    click.option("--lang", "langs", multiple=True, type=click.Choice(LANGUAGES), help="May be repeated."),
    click.option("--topic", type=click.Choice(TOPICS), help="What counter-evidence speaks of."),
    click.option("--ambiguity", type=click.Choice(AMBIGUITIES), help="`low` tells a substance alone."),
    click.option("--form", "forms", multiple=True, help="A spelling that folding does not reach."),
    click.option("--role", type=click.Choice(ROLES), help="`slang` where left out."),
    click.option("--fuzz", type=click.Choice(["0", "1", "2"]), help="Typos to forgive; by length if left out."),
    click.option("--exact-case", "case", is_flag=True, help="Capitals are part of the code."),
    click.option("--sense", help="Its ordinary sense, in a few English words; needed from medium on."),
    click.option("--status", type=click.Choice([s for s in STATUSES if s != "retired"]), help="`stable` if not."),
    click.option("--source", multiple=True, metavar="KEY", help="Key in sources.yaml."),
    click.option("--hit", "hits", multiple=True, help="A made-up message in which it counts."),
    click.option("--miss", "misses", multiple=True, help="A made-up message in which it does not."),
)  # fmt: skip
"""The keys of an entry, as options."""


def _with_keys(function: Any) -> Any:
    for option in reversed(_KEYS):
        function = option(function)
    return function


@click.command()
@click.argument("term")
@_with_keys
@click.option("--rules", type=click.Path(path_type=Path), help="Folder of the rules; ./rules or . where left out.")
@click.option("--overlay", type=click.Path(path_type=Path), help="Write into this overlay, not into the rules.")
@click.option(
    "--corpus",
    "corpora",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Messages to try it on, beside those of the rules; JSONL or one a line; may be repeated.",
)
@click.option("--bump/--no-bump", default=None, help="Also raise the version and write the changelog's line.")
@click.option("--allow-warnings", is_flag=True, help="Write it although the check has a warning.")
@click.option("--dry-run", is_flag=True, help="Show all, write nothing.")
@click.option("--yes", is_flag=True, help="Ask nothing.")
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day of the new version; today by default.",
)
def add(
    term: str,
    rules: Path | None,
    overlay: Path | None,
    corpora: tuple[Path, ...],
    bump: bool | None,
    allow_warnings: bool,
    dry_run: bool,
    yes: bool,
    as_of: dt.datetime | None,
    **keys: Any,
) -> None:
    """Add the code word (or emoji) TERM to the rules.

    At a terminal it asks for what is missing. It shows what stands near the word, tries the entry on a copy of the
    rules (check, examples, messages) and writes only what has no fault; comments and order of the file stay.

    \b
    Exit status: 0 when it is written, or could be (--dry-run)
                 1 when it has a fault, or you decline; no file is touched
                 2 for wrong usage, or rules that cannot be read
    """  # noqa: D301  click wants the character, which is never shown
    target = _target(rules, overlay)
    engine = build_engine(target.rules, (overlay,) if overlay and overlay.exists() else (), "default")
    rows = list(_rows(target.rules, corpora))
    is_asking = not yes and is_terminal()
    try:
        entry, near = _complete(_entry(term, keys), engine, is_asking=is_asking)
        version, is_bumped = _version(engine, target, bump, as_of, is_asking=is_asking)
        proposal = propose(entry, target, engine.ruleset, version=version, bump=is_bumped)
        _say(tell_entry(proposal))
        if not is_asking:
            _say(tell_neighbours(near))
            _say(_advice(entry, near))
        trial = try_out(proposal, engine, rows, words=near.words, check=check, load=load)
        _say(tell_trial(trial, _folder(target)))
        _refuse(trial, allow_warnings=allow_warnings, is_asking=is_asking)
        _tell_version(proposal, version, engine, is_bumped=is_bumped)
        if dry_run:
            click.echo("nothing was written (--dry-run)")
            return
        if is_asking and not click.confirm("write it?", default=True):
            _stop("nothing was written")
        save(proposal.edits)
    except RuleFileError as error:
        _say(_folder(target).line(problem) for problem in error.problems)
        _stop("nothing was written")
    except CodewordsError as error:
        raise Unreadable(str(error)) from error
    for edit in proposal.edits:
        click.echo(f"wrote {edit.path}" + (f":{proposal.line}" if edit.path == proposal.path else ""))


def is_terminal() -> bool:
    """Tell whether somebody can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _stop(message: str) -> None:
    click.echo(message, err=True)
    sys.exit(1)


def _say(lines: Iterator[str]) -> None:
    for line in lines:
        click.echo(printable(line))


def _target(rules: Path | None, overlay: Path | None) -> Target:
    """Give the rules that are meant; those inside an installed package are nobody's to change."""
    if overlay is not None and not overlay.is_dir() and overlay.suffix != ".yaml":
        message = f"`{overlay}` is no folder, and the name of a file of rules ends in .yaml"
        raise click.BadParameter(message, param_hint="--overlay")
    if rules is None and overlay is not None:
        return Target(bundled_rules(), overlay)
    if rules is None:
        rules = next((path for path in (Path("rules"), Path()) if (path / MANIFEST_NAME).is_file()), None)
    if rules is None:
        message = "there are no rules in ./rules or here; name their folder with --rules, or an --overlay"
        raise click.UsageError(message)
    return Target(rules, overlay)


def _folder(target: Target) -> Folder:
    return Folder.of(target.rules, (target.overlay,) if target.overlay else ())


def _entry(term: str, keys: dict[str, Any]) -> NewEntry:
    """Make an entry of what was typed; an emoji gets its name, and its kind where it stands for a substance."""
    import emoji

    written = " ".join(unicodedata.normalize("NFC", term).split())
    if not written:
        message = "TERM is empty"
        raise click.UsageError(message)
    given = {**keys, "case": "exact" if keys["case"] else "", "fuzz": keys["fuzz"] or ""}
    given = {key: "" if value is None else value for key, value in given.items()}
    if not emoji.is_emoji(written):
        return NewEntry(term=written, **given)
    given["kind"] = EMOJI if given["kind"] == SUBSTANCE else given["kind"]
    name = emoji.demojize(written).strip(":").replace("_", " ").lower()
    return NewEntry(term=written, name=name, **given)


def _complete(entry: NewEntry, engine: Engine, *, is_asking: bool) -> tuple[NewEntry, Neighbours]:
    """Fill in what is missing, and look for what stands near the word as soon as enough is known."""
    rules = engine.ruleset
    for names, known, option in (
        (entry.substances, [item.id for item in rules.substances], "--substance"),
        (entry.source, [item.id for item in rules.sources], "--source"),
    ):
        for name in names:
            refuse_unknown(name, known, option)
    missing = first_questions(entry, rules)
    if not is_asking:
        if not entry.ambiguity:
            missing.append(ambiguity_question(""))
        require([*missing, *(last_questions(entry) if entry.ambiguity else [])])
    entry = ask(entry, missing) if is_asking else entry
    if is_asking and not entry.source:
        entry = ask(entry, [source_question(rules)])
    entry = entry if entry.source else replace(entry, source=(UNPROVEN,))
    near = neighbours(entry, engine)
    if is_asking:
        _say(tell_neighbours(near))
        if not entry.ambiguity:
            suggestion, reason = suggest_ambiguity(entry, near)
            click.echo(f"suggested ambiguity: {suggestion}, since {reason}")
            entry = ask(entry, [ambiguity_question(suggestion)])
        entry = ask(entry, last_questions(entry))
    return entry, near


def _advice(entry: NewEntry, near: Neighbours) -> Iterator[str]:
    """Say so when the neighbours speak for more ambiguity than was given."""
    suggestion, reason = suggest_ambiguity(entry, near)
    if entry.kind not in (SUBSTANCE, EMOJI):
        return
    if AMBIGUITIES.index(suggestion) > AMBIGUITIES.index(entry.ambiguity):
        yield f"ambiguity {entry.ambiguity}: {suggestion} would be safer, since {reason}"


def _version(
    engine: Engine, target: Target, bump: bool | None, as_of: dt.datetime | None, *, is_asking: bool
) -> tuple[str, bool]:
    """Give the version that brings the entry, and whether it is written down."""
    now = engine.ruleset.version
    if target.overlay is not None:
        return now, False
    day = as_of.date() if as_of else dt.datetime.now(tz=dt.UTC).date()
    then = now if is_raised(target.rules, now) else next_version(now, day)
    if bump is None and is_asking:
        what = f"raise the version {now} to {then}" if then != now else f"note it under the new version {now}"
        bump = click.confirm(f"{what}?", default=True)
    return (then if bump else now), bool(bump)


def _refuse(trial: Trial, *, allow_warnings: bool, is_asking: bool) -> None:
    """Stop for a fault, for an example that does not hold, and for a warning unless those are allowed."""
    if any(problem.severity == "error" for problem in trial.problems):
        _stop("the entry has a fault: nothing was written")
    if any(not case.passed for case in (*trial.cases, *trial.broken)):
        _stop("an example does not hold: nothing was written")
    if not trial.problems or allow_warnings:
        return
    if not is_asking or not click.confirm("the check has a warning; go on all the same?", default=False):
        _stop("the check has a warning: nothing was written; --allow-warnings writes it all the same")


def _tell_version(proposal: Proposal, version: str, engine: Engine, *, is_bumped: bool) -> None:
    if proposal.target.overlay is not None:
        return
    line = change_line(proposal.entry)
    if is_bumped:
        now = engine.ruleset.version
        click.echo(f"version: {now}, raised already" if version == now else f"version: {now} -> {version}")
        click.echo(f"changelog: {line}")
    else:
        click.echo(f"changelog: {line}")
        click.echo("  --bump writes this line and raises the version")


def _rows(rules: Path, corpora: tuple[Path, ...]) -> Iterator[Row]:
    """Read the messages of the rules' own corpus and of other files; sealed ones are left out."""
    for file in (*sorted((rules / "corpus").glob("*.jsonl")), *corpora):
        try:
            found = [row for row in read_rows(file) if not row.sealed]
        except RowError:
            found = list(_unlabelled(file))
        yield from found


def _unlabelled(file: Path) -> Iterator[Row]:
    is_test_set = holds_sealed(file)
    try:
        with file.open("rb") as stream:
            for message in read_messages(stream, name=str(file)):
                if isinstance(message, BadLine):
                    click.echo(f"{file}:{message.line}: {message.reason}; passed over", err=True)
                elif not (is_test_set and is_sealed(message.id or "")):
                    yield Row(message.id or "", message.text, "", surface=message.surface or "post")
    except (NotTextError, OSError) as error:
        told = f"{file}: {error}"
        raise Unreadable(told) from error
