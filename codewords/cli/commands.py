"""The commands that judge messages, `scan` and `explain`, and the group that holds all commands."""

from __future__ import annotations

import json
import stat
import sys
from pathlib import Path
from typing import Any, BinaryIO

import click

from codewords import Engine, __version__
from codewords.cli import add, changes, compare, fit, link, lock, mine, replay, report, serve, upkeep
from codewords.cli.files import Run, file_options, refuse_alone, scan_file
from codewords.cli.inputs import NotTextError
from codewords.cli.options import LANG, OVERLAY, POLICY, RULES, SURFACE, Unreadable, build_engine, check_surface
from codewords.cli.scan import Options, Tally, scan_stream
from codewords.cli.streams import close_quietly, forgive, printable
from codewords.reference import refer

INTERRUPTED = 130
DATA_FILES = (".parquet", ".pq", ".gz", ".zst")
"""Endings of files that hold messages, but not as lines of text."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="codewords")
def cli() -> None:
    """Find coded offers of drugs in messages, and say why."""
    forgive(sys.stdout)
    forgive(sys.stderr)


for _command in (
    add.add,
    upkeep.check,
    upkeep.test,
    upkeep.evaluate_files,
    fit.fit_points,
    changes.show_diff,
    compare.show_comparison,
    link.link_accounts,
    lock.lock,
    lock.verify_pack,
    mine.mine_files,
    replay.replay_results,
    report.write_report,
    serve.serve,
):
    cli.add_command(_command)


@cli.command()
@click.argument("file", type=click.Path(allow_dash=True), default="-")
@click.option(
    "--input",
    "kind",
    type=click.Choice(["auto", "text", "jsonl"]),
    default="auto",
    show_default=True,
    help="How lines are read; `auto` goes by the file's name and its first line.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "jsonl"]),
    default="text",
    show_default=True,
    help="Lines for a person, or whole results for a program.",
)
@click.option(
    "--evidence",
    type=click.Choice(["label", "all"]),
    default="label",
    show_default=True,
    help="Report what led to the label, or everything seen.",
)
@click.option("--no-quotes", is_flag=True, help="Leave the messages' own words out of JSONL.")
@click.option(
    "--keep",
    multiple=True,
    metavar="FIELD",
    help="Write this field of a JSON line along, under `input`, as `account`; may be repeated. "
    "With --out: a column, '*' for all.",
)
@click.option("--fail-on", type=click.Choice(["offer"]), help="Exit with 1 when such a message is found.")
@file_options
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
    keep: tuple[str, ...],
    fail_on: str | None,
    surface: str,
    lang: tuple[str, ...],
    rules: Path | None,
    overlays: tuple[Path, ...],
    policy: str,
    **files: Any,
) -> None:
    """Judge the messages of FILE (or standard input, `-`), one a line.

    Lines are plain messages, or JSON objects with `text` and, if you like, `surface` and `id`.
    Results go to standard output as the lines come, remarks and the summary to standard error.

    With --out, FILE is a data file (.parquet, .csv, .jsonl; the last two also .gz or .zst), and a row of OUT tells
    of each of its rows. A run that was broken off goes on when the same command is given again.

    \b
    Exit status: 0
                 1 with --fail-on, when such a message is found
                 2 when the input cannot be read, or none of its lines
    """  # noqa: D301  click wants the character, which is never shown
    engine = build_engine(rules, overlays, policy)
    check_surface(engine, surface)
    name = "" if file == "-" else file
    options = Options(name, kind, surface, lang or None, form, evidence, quote=not no_quotes, keep=keep)
    tally = Tally()
    if files["out"] is None:
        refuse_alone(files)
    try:
        if files["out"] is None:
            _scan_lines(engine, file, options, tally)
        else:
            reference = refer(rules, overlays=overlays, policy=policy, engine=engine)
            scan_file(Run(reference, Path(file), options, files), tally)
    except KeyboardInterrupt:
        hint = "" if files["out"] is None else "; the same command goes on from there"
        click.echo(f"stopped; {tally}{hint}", err=True)
        sys.exit(INTERRUPTED)
    click.echo(str(tally), err=True)
    if tally.bad and not tally.labels:
        message = f"no {tally.unit} could be read"
        raise Unreadable(message)
    if fail_on and tally.labels[fail_on]:
        sys.exit(1)


def _scan_lines(engine: Engine, file: str, options: Options, tally: Tally) -> None:
    """Judge the lines of a file or of standard input."""
    stream, size = _open(file)
    try:
        with stream:
            scan_stream(engine, stream, options, tally, size=size)
    except NotTextError as error:
        hint = "; --out reads data files" if file.endswith(DATA_FILES) else ""
        message = f"{options.name or 'standard input'}: {error}{hint}"
        raise Unreadable(message) from error
    except BrokenPipeError:
        close_quietly(sys.stdout)
        click.echo("the reader of the output has gone; stopped there", err=True)


def _open(file: str) -> tuple[BinaryIO, int | None]:
    """Open the input; its size is known for a plain file alone."""
    if file == "-":
        return sys.stdin.buffer, None
    try:
        status = Path(file).stat()
        return Path(file).open("rb"), status.st_size if stat.S_ISREG(status.st_mode) else None
    except OSError as error:
        message = f"{file}: {(error.strerror or 'cannot be read').lower()}"
        raise Unreadable(message) from error


@cli.command(short_help="Judge one message, and say why.")
@click.argument("text")
@click.option("--json", "as_json", is_flag=True, help="Print the whole result as JSON.")
@click.option(
    "--statement", metavar="LANG", help="Print the statement of reasons for its author instead, in `fr` or `en`."
)
@SURFACE
@LANG
@RULES
@OVERLAY
@POLICY
def explain(
    text: str,
    as_json: bool,
    statement: str | None,
    surface: str,
    lang: tuple[str, ...],
    rules: Path | None,
    overlays: tuple[Path, ...],
    policy: str,
) -> None:
    """Judge TEXT (`-` reads standard input) and say why, and what almost fired."""
    engine = build_engine(rules, overlays, policy)
    check_surface(engine, surface)
    message = _read_input() if text == "-" else text
    result = engine.scan(message, surface=surface, lang=lang or None, near_misses=True)
    if statement is not None:
        try:
            click.echo(printable(result.statement(statement, text=message)))
        except ValueError as error:
            raise click.BadParameter(str(error), param_hint="--statement") from error
        return
    click.echo(json.dumps(result.to_dict(), indent=2) if as_json else printable(result.explain(message)))


def _read_input() -> str:
    """Give standard input as one message, without the line end that a shell adds."""
    raw = sys.stdin.buffer.read()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"standard input is not UTF-8 at byte {error.start + 1}"
        raise Unreadable(message) from error
    return text.replace("\r\n", "\n").removesuffix("\n")
