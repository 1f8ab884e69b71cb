"""The commands that look after rules: `check`, `test` and `eval`."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeVar

import click
from rich.console import Console
from rich.progress import track

from codewords import CodewordsError, RuleFileError
from codewords import check as check_rules
from codewords.cli import figures, outcomes
from codewords.cli.lock import find_stale
from codewords.cli.options import OVERLAY, POLICY, RULES, SURFACE, Unreadable, build_engine, check_surface
from codewords.cli.problems import Folder, render
from codewords.cli.watch import changes
from codewords.maintain.cases import Runner, examples
from codewords.maintain.evaluate import evaluate, read_rows
from codewords.source.codes import explain as explain_code
from codewords.source.codes import explanations
from codewords.source.locate import bundled_rules
from codewords.source.lock import LOCK_NAME

T = TypeVar("T")
FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)


@click.command(short_help="Tell every fault of rules, each at its place.")
@click.argument("path", type=FOLDER, required=False)
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True)
@click.option("--strict", is_flag=True, help="Count warnings as faults.")
@click.option("--explain", "code", metavar="CODE", help="Say what a code means, with an example.")
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m"]),
    metavar="DATE",
    help="Look at dates of review as on that day; today by default.",
)
@click.option("--watch", is_flag=True, help="Check again whenever a file changes, until Ctrl-C.")
@OVERLAY
def check(
    path: Path | None,
    form: str,
    strict: bool,
    code: str | None,
    as_of: dt.datetime | None,
    watch: bool,
    overlays: tuple[Path, ...],
) -> None:
    """Check the rules in PATH (default: the bundled ones): every fault, each at its place.

    Where `codewords.lock` in this folder names them and says something else of them, that is a warning.

    Exit status 0 when there is no fault, else 1.
    """
    if code is not None:
        _explain(code.upper())
        return
    day = as_of.date() if as_of else None
    if not watch:
        sys.exit(_check_once(path, overlays, form, day, strict=strict))
    for _ in changes(bundled_rules() if path is None else path):
        _check_once(path, overlays, form, day, strict=strict)


def _check_once(
    path: Path | None, overlays: tuple[Path, ...], form: str, as_of: dt.date | None, *, strict: bool
) -> int:
    """Print what is wrong now, and give the exit status."""
    try:
        problems = check_rules(path, overlays=overlays, as_of=as_of)
        if all(problem.severity != "error" for problem in problems):
            problems += find_stale(path, overlays)
    except RuleFileError as error:
        problems = list(error.problems)
    except CodewordsError as error:
        raise Unreadable(str(error)) from error
    faults = [problem for problem in problems if strict or problem.severity == "error"]
    for line in render(problems, form, Folder.of(path, (*overlays, Path(LOCK_NAME))), caret=sys.stdout.isatty()):
        click.echo(line)
    told = f"{_count(len(faults), 'fault')}, {_count(len(problems) - len(faults), 'warning')}"
    click.echo(f"{path or 'the bundled rules'}: {told}", err=True)
    return 1 if faults else 0


def _explain(code: str) -> None:
    if code not in explanations():
        message = f"unknown code {code!r}; known: {', '.join(sorted(explanations()))}"
        raise click.BadParameter(message, param_hint="--explain")
    click.echo(f"{code}\n\n{explain_code(code)}")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' if number != 1 else ''}"


@click.command(short_help="Run the examples that stand beside rules.")
@click.argument("path", type=FOLDER, required=False)
@click.option(
    "--only", multiple=True, metavar="TEXT", help="Only cases whose name holds TEXT, as an id; may be repeated."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(outcomes.FORMS),
    default="text",
    show_default=True,
    help="Failed cases for a person or as GitHub's annotations; all cases as JSON or JUnit XML.",
)
@click.option("--explain", "is_explained", is_flag=True, help="Say of a failed case how its message is read.")
@OVERLAY
def test(
    path: Path | None, only: tuple[str, ...], form: str, is_explained: bool, overlays: tuple[Path, ...]
) -> None:
    """Run every `hits` and `misses` of the rules in PATH (default: the bundled ones).

    Exit status 0 when all hold, 1 when one fails or there is none.
    """
    engine = build_engine(path, overlays, "default")
    runner = Runner(engine)
    waiting = [item for item in examples(engine.ruleset) if not only or any(text in item.name for text in only)]
    if not waiting:
        message = "these rules have no `hits` and no `misses`: nothing was tested"
        raise click.ClickException("no case has such a name: nothing was tested" if only else message)
    done = []
    for example in tracked(waiting, "testing"):
        case = runner.run(example)
        is_wanted = (is_explained or form == "junit") and not case.passed
        done.append(outcomes.Outcome(example, case, runner.explain(example) if is_wanted else ""))
    for line in outcomes.render(done, form, Folder.of(path, overlays)):
        click.echo(line)
    click.echo(outcomes.count(done), err=True)
    sys.exit(0 if all(item.case.passed for item in done) else 1)


@click.command(name="eval", short_help="Measure on labelled messages.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--as", "as_surface", metavar="SURFACE", help="Judge every row as this surface.")
@click.option(
    "--worst", type=click.IntRange(0), default=0, metavar="N", help="Show the N open rows that are most wrong."
)
@click.option("--format", "form", type=click.Choice(["text", "json", "md"]), default="text", show_default=True)
@SURFACE
@RULES
@OVERLAY
@POLICY
def evaluate_files(
    files: tuple[Path, ...],
    as_surface: str | None,
    worst: int,
    form: str,
    surface: str,
    rules: Path | None,
    overlays: tuple[Path, ...],
    policy: str,
) -> None:
    """Measure on labelled FILES (JSONL with `text` and `label`).

    Precision, recall and F1 of offers, false alarms, substances and price pairs, with 95 % intervals
    (Wilson). --surface is for rows that name none. Rows of eval/messages*.jsonl whose sha-1 of the id
    is 0 modulo 3 are sealed: they count in totals and are never shown.
    """
    engine = build_engine(rules, overlays, policy)
    for name in (surface, as_surface):
        if name is not None:
            check_surface(engine, name)
    try:
        rows = [row for file in files for row in read_rows(file, surface=surface)]
        if not rows:
            message = "no rows in these files"
            raise Unreadable(message)
        result = evaluate(engine, tracked(rows, "judging"), surface=as_surface)
    except CodewordsError as error:
        raise Unreadable(str(error)) from error
    figures.show(result, form, worst=worst)


def tracked(items: Sequence[T], what: str) -> Iterable[T]:
    """Give items and show a bar where a person waits."""
    console = Console(stderr=True)
    hidden = not sys.stderr.isatty() or sys.stdout.isatty()
    return track(items, what, console=console, transient=True, disable=hidden)
