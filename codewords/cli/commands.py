"""The commands, their options and their exit statuses."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, BinaryIO

import click

from codewords import __version__
from codewords.api import check as check_rules
from codewords.api import load
from codewords.cli import figures
from codewords.cli.inputs import NotText
from codewords.cli.scan import close_quietly, scan_stream
from codewords.engine.engine import Engine
from codewords.errors import CodewordsError, Problem, RuleFileError
from codewords.maintain.cases import run_cases
from codewords.maintain.evaluate import evaluate, read_rows
from codewords.source.codes import CODES

SURFACE = click.option("--surface", default="post", show_default=True, help="Where the messages stood.")
RULES = click.option("--rules", type=click.Path(path_type=Path), help="A rules folder instead of the bundled one.")
OVERLAY = click.option(
    "--overlay", "overlays", multiple=True, type=click.Path(path_type=Path), help="File or folder that changes rules."
)
POLICY = click.option("--policy", default="default", show_default=True, help="Which substances count, and how.")
LANG = click.option("--lang", multiple=True, help="Language you expect; a hint, may be repeated.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="codewords")
def cli() -> None:
    """Find coded offers of drugs in messages, and say why."""


def _engine(rules: Path | None, overlays: tuple[Path, ...], policy: str) -> Engine:
    try:
        return load(rules, overlays=overlays, policy=policy)
    except RuleFileError as error:
        for problem in error.problems:
            click.echo(str(problem), err=True)
        count = len(error.problems)
        message = f"the rules have {count} fault{'s' if count != 1 else ''}, listed above"
        raise click.ClickException(message) from error
    except (CodewordsError, ValueError) as error:
        raise click.ClickException(str(error)) from error


def _check_surface(engine: Engine, surface: str) -> None:
    known = [item.id for item in engine.surfaces]
    if surface not in known:
        message = f"unknown surface {surface!r}; known: {', '.join(known)}"
        raise click.BadParameter(message, param_hint="--surface")


@cli.command()
@click.argument("file", type=click.Path(path_type=str, allow_dash=True), default="-")
@click.option("--input", "kind", type=click.Choice(["auto", "text", "jsonl"]), default="auto", show_default=True)
@click.option("--format", "form", type=click.Choice(["text", "jsonl"]), default="text", show_default=True)
@click.option("--evidence", type=click.Choice(["label", "all"]), default="label", show_default=True)
@click.option("--no-quotes", is_flag=True, help="Leave the messages' own words out of JSONL.")
@click.option("--fail-on", type=click.Choice(["offer"]), help="Exit with 1 when such a message is found.")
@SURFACE
@LANG
@RULES
@OVERLAY
@POLICY
def scan(
    file: str,
    kind: str,
    form: str,
    evidence: str,
    no_quotes: bool,
    fail_on: str | None,
    surface: str,
    lang: tuple[str, ...],
    rules: Path | None,
    overlays: tuple[Path, ...],
    policy: str,
) -> None:
    """Judge the messages of FILE (or standard input), one a line.

    Lines are plain messages, or JSON objects with `text` and, if you like, `surface` and `id`.
    Results go to standard output, the summary to standard error. Exit status 0, with --fail-on 1
    when such a message is found, 2 when nothing could be read.
    """
    engine = _engine(rules, overlays, policy)
    _check_surface(engine, surface)
    stream, size = _open(file)
    try:
        with stream:
            tally = scan_stream(
                engine,
                stream,
                sys.stdout,
                sys.stderr,
                name="" if file == "-" else file,
                kind=kind,
                size=size,
                surface=surface,
                lang=lang or None,
                form=form,
                evidence=evidence,
                quote=not no_quotes,
            )
    except NotText as error:
        raise click.FileError(file, str(error)) from error
    except BrokenPipeError:
        close_quietly()
        click.echo("the reader of the output closed it; stopped there", err=True)
        return
    click.echo(str(tally), err=True)
    if fail_on and tally.labels[fail_on]:
        sys.exit(1)


def _open(file: str) -> tuple[BinaryIO, int | None]:
    if file == "-":
        return sys.stdin.buffer, None
    try:
        return open(file, "rb"), Path(file).stat().st_size  # noqa: SIM115  closed by the caller
    except OSError as error:
        raise click.FileError(file, error.strerror or str(error)) from error


@cli.command()
@click.argument("text")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@SURFACE
@LANG
@RULES
@OVERLAY
@POLICY
def explain(
    text: str,
    as_json: bool,
    surface: str,
    lang: tuple[str, ...],
    rules: Path | None,
    overlays: tuple[Path, ...],
    policy: str,
) -> None:
    """Judge TEXT (`-` reads standard input) and say why, with what almost fired."""
    engine = _engine(rules, overlays, policy)
    _check_surface(engine, surface)
    message = click.get_text_stream("stdin").read() if text == "-" else text
    result = engine.scan(message, surface=surface, lang=lang or None, near_misses=True)
    if as_json:
        click.echo(json.dumps(result.to_dict(), indent=2))
    else:
        click.echo(result.explain(message).encode("utf-8", "replace").decode("utf-8"))


@cli.command()
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True)
@click.option("--strict", is_flag=True, help="Count warnings as faults.")
@click.option("--explain", "code", metavar="CODE", help="Say what a code means, with an example.")
def check(path: Path | None, form: str, strict: bool, code: str | None) -> None:
    """Check the rules in PATH (default: the bundled ones): every fault, each at its place.

    Exit status 0 when there is no fault, else 1.
    """
    if code is not None:
        _explain_code(code)
        return
    try:
        problems = check_rules(path)
    except RuleFileError as error:
        problems = list(error.problems)
    except CodewordsError as error:
        raise click.ClickException(str(error)) from error
    faults = [p for p in problems if strict or p.severity == "error"]
    _print_problems(problems, form)
    if form == "text":
        where = path or "the bundled rules"
        click.echo(f"{where}: {len(faults)} faults, {len(problems) - len(faults)} warnings", err=True)
    sys.exit(1 if faults else 0)


def _explain_code(code: str) -> None:
    if code not in CODES:
        message = f"unknown code {code!r}; known: {', '.join(sorted(CODES))}"
        raise click.ClickException(message)
    click.echo(f"{code}\n\n{CODES[code]}")


def _print_problems(problems: list[Problem], form: str) -> None:
    if form == "json":
        click.echo(json.dumps([_problem_row(p) for p in problems], indent=2))
        return
    for problem in problems:
        if form == "github":
            level = "error" if problem.severity == "error" else "warning"
            tail = f"; {problem.hint}" if problem.hint else ""
            place = f"file={problem.place.path},line={problem.place.line or 1},col={problem.place.column or 1}"
            click.echo(f"::{level} {place},title={problem.code}::{problem.message}{tail}")
        else:
            mark = "" if problem.severity == "error" else " (warning)"
            click.echo(f"{problem}{mark}")


def _problem_row(problem: Problem) -> dict[str, Any]:
    return {
        "path": problem.place.path,
        "line": problem.place.line,
        "column": problem.place.column,
        "code": problem.code,
        "message": problem.message,
        "hint": problem.hint,
        "severity": problem.severity,
    }


@cli.command()
@click.argument("path", type=click.Path(path_type=Path), required=False)
@OVERLAY
def test(path: Path | None, overlays: tuple[Path, ...]) -> None:
    """Run every `hits` and `misses` of the rules in PATH (default: the bundled ones).

    Exit status 0 when all hold, else 1.
    """
    engine = _engine(path, overlays, "default")
    cases = run_cases(engine)
    if not cases:
        message = "no `hits` or `misses` found"
        raise click.ClickException(message)
    failed = [case for case in cases if not case.passed]
    for case in failed:
        click.echo(f"{case.place}: {case.name}: {case.reason}")
    click.echo(f"{len(cases)} cases, {len(failed)} failed", err=True)
    sys.exit(1 if failed else 0)


@cli.command(name="eval")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--as", "as_surface", metavar="SURFACE", help="Judge every row as this surface.")
@click.option("--worst", default=0, metavar="N", help="Show the N open rows that are most wrong.")
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

    Precision, recall and F1 of offers, false alarms, substances and price pairs, with Wilson intervals.
    --surface is for rows that name none. Rows of messages*.jsonl whose sha-1 of the id is 0 modulo 3
    are sealed: they count in totals and are never shown.
    """
    engine = _engine(rules, overlays, policy)
    for name in (surface, as_surface):
        if name is not None:
            _check_surface(engine, name)
    try:
        rows = [row for file in files for row in read_rows(file, surface=surface)]
        if not rows:
            message = "no rows in these files"
            raise click.ClickException(message)
        result = evaluate(engine, rows, surface=as_surface)
    except CodewordsError as error:
        raise click.ClickException(str(error)) from error
    except UnicodeDecodeError as error:
        message = f"a file is not UTF-8: {error.reason} at byte {error.start}"
        raise click.ClickException(message) from error
    figures.show(result, form, worst=worst)
