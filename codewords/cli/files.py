"""`codewords scan FILE --out OUT`: judge a data file, with several processes, and go on where a run broke off."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from codewords import CodewordsError
from codewords.cli.options import Unreadable
from codewords.cli.scan import Options, Tally
from codewords.cli.tables import Kind, Table, TableError, find_kind, open_table

if TYPE_CHECKING:
    from codewords.cli.pace import Pace
    from codewords.cli.parts import Parts
    from codewords.cli.rows import Task
    from codewords.cli.tables import Part
    from codewords.reference import Reference

Command = Callable[..., Any]

_OPTIONS = (
    click.option("--out", type=click.Path(path_type=Path), help="Data file to write: .parquet, .csv or .jsonl."),
    click.option("--text-column", metavar="NAME", help="Column of the messages.  [default: text]"),
    click.option(
        "--surface-column", metavar="NAME", help="Column of surfaces; where it is empty, --surface counts."
    ),
    click.option("--id-column", metavar="NAME", help="Column that goes to OUT, behind the number of the row."),
    click.option("--prefix", metavar="TEXT", help="Put before the names of the columns of the result."),
    click.option("--delimiter", metavar="CHAR", help="Between the fields of a CSV file.  [default: ,]"),
    click.option("--offsets", type=click.Choice(["codepoint", "utf8", "utf16"]), help="Unit of spans in OUT."),
    click.option("--processes", type=click.IntRange(1, 1024), help="How many share the work.  [default: 1]"),
    click.option("--part-rows", type=click.IntRange(1), help="Rows judged and kept together.  [default: 500]"),
    click.option("--overwrite", is_flag=True, help="Replace OUT when it is there."),
    click.option("--restart", is_flag=True, help="Throw away what an unfinished run left, and begin anew."),
)


def file_options(command: Command) -> Command:
    """Add the options that go with --out."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def refuse_alone(files: Mapping[str, Any]) -> None:
    """Refuse options of data files where no --out is given.

    Raises:
        click.UsageError: naming the first one.
    """
    for name, value in files.items():
        if value:
            message = f"--{name.replace('_', '-')} goes with --out, the data file to write"
            raise click.UsageError(message)


@dataclass(frozen=True, slots=True)
class Run:
    """Hold what a run on a data file needs.

    Args:
        engine: a reference to the engine.
        source: the input.
        options: how messages are judged.
        files: the values of the options that go with --out.
    """

    engine: Reference
    source: Path
    options: Options
    files: Mapping[str, Any]

    @property
    def rows(self) -> int:
        """Give how many rows are judged and kept together: those in hand are what a killed process loses."""
        rows: int = self.files["part_rows"] or 500
        return rows

    @property
    def out(self) -> Path:
        """Give the file that is to be made."""
        path: Path = self.files["out"]
        return path


def scan_file(run: Run, tally: Tally) -> None:
    """Judge a data file and write another.

    Args:
        run: what was asked for.
        tally: counts, so that they are known even when the run is stopped.

    Raises:
        Unreadable: when the input cannot be read, or the output not be begun.
        click.UsageError: for options that fit neither.
    """
    source, target = _kinds(run)
    _need_arrow()
    wanted = None if "*" in run.options.keep else _columns(run)
    tally.unit = "row"
    try:
        with open_table(run.source, source, run.rows, wanted) as table:
            task = _task(run, table, source, target)
            _check_columns(table, run, task)
            _work(run, table, task, tally)
    except TableError as error:
        message = f"{run.source}: {error}"
        raise Unreadable(message) from error
    except OSError as error:
        if error.filename is None:  # a full disk, or the like: it concerns no file alone
            raise
        message = f"{error.filename}: {(error.strerror or 'cannot be read').lower()}"
        raise Unreadable(message) from error
    except CodewordsError as error:
        raise Unreadable(str(error)) from error


def _need_arrow() -> None:
    try:
        import pyarrow as pa  # noqa: F401  what is imported later cannot do without
    except ModuleNotFoundError as error:
        message = "--out needs pyarrow: pip install 'codewords[arrow]'"
        raise Unreadable(message) from error


def _work(run: Run, table: Table, task: Task, tally: Tally) -> None:
    """Judge what no earlier run has, and join all."""
    from codewords.cli.crew import Work, work_through
    from codewords.cli.pace import keep_pace
    from codewords.cli.parts import Parts

    parts = Parts(run.out, _plan(run, task))
    with parts.held(restart=run.files["restart"], overwrite=run.files["overwrite"]) as is_finished:
        if is_finished:
            parts.remove()
            click.echo(f"{run.out} was finished by an earlier run; nothing was left to do", err=True)
            return
        with keep_pace(table.total, sys.stderr) as pace:
            missing = _Missing(table.parts, parts, pace, tally)
            work = Work(run.engine, task, parts.folder)
            for part, counts in work_through(work, iter(missing), run.files["processes"] or 1):
                tally.add_counts(counts)
                pace.add(part.done, counts["rows"])
        if missing.found:
            click.echo(f"went on with {missing.found} of {missing.total} parts that were there", err=True)
        parts.join(missing.total, task.target, out_names(task))


class _Missing:
    """Give the parts that are still to be judged, and count all."""

    def __init__(self, source: Iterator[Part], parts: Parts, pace: Pace, tally: Tally) -> None:
        self._source = source
        self._parts = parts
        self._pace = pace
        self._tally = tally
        self.total = self.found = 0

    def __iter__(self) -> Iterator[Part]:
        for part in self._source:
            self.total += 1
            if part.number in self._parts:
                self.found += 1
                self._tally.add_counts(self._parts.counts(part.number))
                self._pace.pass_over(part.done)
            else:
                yield part


def _kinds(run: Run) -> tuple[Kind, Kind]:
    """Tell from their names how both files are written."""
    if run.options.kind != "auto" or run.options.form != "text":
        message = "with --out the names of FILE and OUT say how they are written: leave out --input and --format"
        raise click.UsageError(message)
    if not run.options.name:
        message = "--out needs a FILE: standard input cannot be read again where a run broke off"
        raise click.UsageError(message)
    if run.source.exists() and run.out.exists() and run.source.samefile(run.out):
        message = f"FILE and OUT are both {run.source}"
        raise click.UsageError(message)
    if not run.out.parent.is_dir():
        message = f"OUT {run.out}: there is no folder {run.out.parent}"
        raise click.UsageError(message)
    kinds = []
    for path, name in ((run.source, "FILE"), (run.out, "OUT")):
        try:
            kinds.append(find_kind(path))
        except TableError as error:
            message = f"{name} {path}: {error}"
            raise click.UsageError(message) from error
    source, target = kinds
    delimiter = run.files["delimiter"]
    if delimiter is None:
        return source, target
    if source.form != "csv" or len(delimiter) != 1 or delimiter in '"\r\n':
        message = "--delimiter is one character, for a CSV file"
        raise click.UsageError(message)
    return dataclasses.replace(source, delimiter=delimiter), target


def _columns(run: Run) -> tuple[str, ...]:
    """Name the columns of the input that are used, each once."""
    files = run.files
    named = (files["text_column"] or "text", files["surface_column"], files["id_column"], *run.options.keep)
    return tuple(dict.fromkeys(name for name in named if name is not None and name != "*"))


def _task(run: Run, table: Table, source: Kind, target: Kind) -> Task:
    """Say what is done with each row, after a look at the columns."""
    from codewords.cli.rows import Task

    files = run.files
    keep = dict.fromkeys(name for name in (files["id_column"], *run.options.keep) if name is not None)
    if "*" in keep:
        if table.names is None:
            message = "each line of a JSONL file has fields of its own: name those to keep"
            raise click.UsageError(message)
        del keep["*"]
        keep.update(dict.fromkeys(table.names))
    return Task(
        source=source,
        target=target,
        names=table.names,
        text=files["text_column"] or "text",
        at=files["surface_column"],
        keep=tuple(keep),
        prefix=files["prefix"] or "",
        options={
            "surface": run.options.surface,
            "lang": run.options.lang,
            "evidence": run.options.evidence,
            "offsets": files["offsets"] or "codepoint",
            "quotes": run.options.quote,
        },
    )


def _check_columns(table: Table, run: Run, task: Task) -> None:
    """Refuse columns that are not there, or hold no strings where strings are needed."""
    import pyarrow as pa

    from codewords.arrow import check_columns

    if table.names is not None:
        schema = table.schema or pa.schema([(name, pa.string()) for name in table.names])
        try:
            check_columns(schema, [task.text] if task.at is None else [task.text, task.at], task.keep)
        except (TypeError, ValueError) as error:
            hint = "; another --delimiter?" if task.source.form == "csv" and len(table.names) == 1 else ""
            message = f"{run.source}: {error}{hint}"
            raise Unreadable(message) from error
    names = out_names(task)
    twice = [name for name in task.keep if names.count(name) > 1]
    if twice:
        message = f"{', '.join(twice)} would be in OUT twice: give a --prefix for the columns of the result"
        raise click.UsageError(message)


def out_names(task: Task) -> list[str]:
    """Name the columns of the output, in order."""
    from codewords.arrow import RESULT_SCHEMA

    return [f"{task.prefix}row", *task.keep, *(task.prefix + name for name in RESULT_SCHEMA.names)]


def _plan(run: Run, task: Task) -> dict[str, Any]:
    """Hold everything that decides what parts hold; a run with another plan cannot go on with them."""
    status = run.source.stat()
    engine = run.engine
    return {
        "input": [run.source.name, status.st_size, status.st_mtime_ns],
        "rules": [engine.digest, engine.policy],
        "version of codewords or its libraries": [engine.engine, engine.fingerprint],
        "columns": [task.text, task.at, list(task.keep), task.prefix, task.source.delimiter],
        "options": {**task.options, "lang": list(task.options["lang"] or ())},
        "rows of a part": run.rows,
    }
