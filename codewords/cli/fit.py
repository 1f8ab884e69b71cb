"""The command `fit`: points of detections, learnt from labelled messages, for a person to review."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from codewords import CodewordsError, Engine, check
from codewords.cli.options import SURFACE, Unreadable, build_engine, check_surface
from codewords.cli.upkeep import tracked
from codewords.maintain.evaluate import Row, read_rows
from codewords.maintain.fit import Case, cases, write_points
from codewords.maintain.learn import (
    Proposal,
    Settings,
    Validation,
    cross_validate,
    hide_codes,
    learn,
    proposals,
    reweighted,
    with_margin,
)
from codewords.source.locate import bundled_rules

_SEED = 7
"""Which rows a sample takes; the same every time."""

F = TypeVar("F", bound=Callable[..., Any])
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_NORMAL = Settings()


def _pairs(_: click.Context, option: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """Read NAME=VALUE, cut at the last `=`."""
    pairs = [value.rpartition("=") for value in values]
    for value, (name, _sign, said) in zip(values, pairs, strict=True):
        if not name or not said:
            message = f"{value!r} is no NAME=VALUE"
            raise click.BadParameter(message, param=option)
    return {name: said for name, _sign, said in pairs}


def _number(name: str, help_: str, kind: Any) -> Callable[[F], F]:
    return click.option(
        f"--{name.replace('_', '-')}",
        name,
        type=kind,
        default=getattr(_NORMAL, name),
        show_default=True,
        help=help_,
    )


@click.command(name="fit", short_help="Learn points of detections from labelled messages.")
@click.argument("files", nargs=-1, required=True, type=_FILE)
@click.option("--also", multiple=True, type=_FILE, help="More labelled rows: learnt from, not cross-validated.")
@click.option(
    "--sample", type=click.IntRange(1), help="Take so many rows of each --also file; all when not given."
)
@click.option(
    "--weight", "weights", multiple=True, callback=_pairs, metavar="SET=W", help="Weight of the rows of a set."
)
@click.option(
    "--other-weight",
    type=click.FloatRange(0),
    default=1.0,
    show_default=True,
    help="Weight of --also rows of no named set.",
)
@click.option(
    "--surface-of",
    "surfaces",
    multiple=True,
    callback=_pairs,
    metavar="SET=SURFACE",
    help="Surface of the rows of a file that name none.",
)
@click.option("--no-corpus", is_flag=True, help="Leave out the messages in the rules' own corpus/.")
@click.option(
    "--rules",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A rules folder instead of the bundled one; --write needs it.",
)
@click.option("--write", is_flag=True, help="Write the numbers into the rules, for review; nothing else changes.")
@SURFACE
@_number("spread", "Standard deviation of the prior, in log-odds.", click.FloatRange(0, min_open=True))
@_number("origin_for", "Points of an offer detection before it is seen.", click.FloatRange(0))
@_number("origin_against", "Points of counter-evidence before it is seen.", click.FloatRange(max=0))
@_number("most", "Largest points of one detection, either way.", click.FloatRange(0, min_open=True))
@_number("least_rows", "Rows in which a detection must fire to be moved.", click.IntRange(1))
@_number("margin", "Taken off the intercept, for those who sell nothing.", click.FloatRange(0))
@_number("folds", "Parts of the cross-validation.", click.IntRange(2))
@_number("hidden", "Share of codes that a second look at each row does not know.", click.FloatRange(0, 1))
@_number("hidden_weight", "How much that second look counts; 0 leaves it out.", click.FloatRange(0))
def fit_points(
    files: tuple[Path, ...],
    also: tuple[Path, ...],
    sample: int | None,
    weights: dict[str, str],
    other_weight: float,
    surfaces: dict[str, str],
    no_corpus: bool,
    rules: Path | None,
    write: bool,
    surface: str,
    **settings: Any,
) -> None:
    """Learn points of detections from labelled FILES (JSONL with `text` and `label`); say what would change.

    Regularised logistic regression over which detections fire: those for an offer may only add, counter-evidence
    may only take away. Sealed rows of messages*.jsonl are refused: they are left out, and said so.
    """
    if write and rules is None:
        message = "--write needs --rules: the bundled rules are not written to"
        raise click.UsageError(message)
    engine = build_engine(rules, (), "default")
    reader = _Reader(engine, surface, surfaces)
    own = () if no_corpus else sorted(((rules or bundled_rules()) / "corpus").glob("*.jsonl"))
    steer = Settings(**settings)
    named = _weights(weights)
    try:
        main = reader.rows(files)
        own_rows = reader.rows(own)
        main_cases = cases(engine, tracked(main, "judging"), named)
        more = cases(engine, tracked(reader.rows(also, sample), "judging"), named, other=other_weight)
        others = [*more, *cases(engine, own_rows, named)]
        again: list[Case] = []
        if steer.hidden_weight:
            unknowing = Engine(hide_codes(engine.ruleset, steer))
            twice = tracked([*main, *own_rows], "judging again")
            again = reweighted(cases(unknowing, twice, named), steer.hidden_weight)
        labels = [row.label for row in main]
        for line in _told(engine, labels, main_cases, others, steer, rules if write else None, again):
            click.echo(line)
    except CodewordsError as error:
        raise Unreadable(str(error)) from error
    except ModuleNotFoundError as error:
        message = f"`fit` needs `{error.name}`: pip install 'codewords[fit]'"
        raise Unreadable(message) from error


class _Reader:
    """Read labelled rows; sealed ones are left out and counted."""

    def __init__(self, engine: Engine, surface: str, surfaces: dict[str, str]) -> None:
        for name in (surface, *surfaces.values()):
            check_surface(engine, name)
        self._surface = surface
        self._surfaces = surfaces

    def rows(self, files: Iterable[Path], sample: int | None = None) -> list[Row]:
        """Give the open rows of files, or a fixed sample of each."""
        return [row for file in files for row in self._file(file, sample)]

    def _file(self, file: Path, sample: int | None) -> list[Row]:
        found = list(read_rows(file, surface=self._surfaces.get(file.stem, self._surface)))
        rows = [row for row in found if not row.sealed]
        if len(rows) < len(found):
            click.echo(f"{file}: {len(found) - len(rows)} sealed rows refused: they are for measuring", err=True)
        if sample is not None and len(rows) > sample:
            return random.Random(_SEED).sample(rows, sample)  # noqa: S311  a fixed sample, no secret
        return rows


def _told(
    engine: Engine,
    labels: Sequence[str],
    main: Sequence[Case],
    others: Sequence[Case],
    steer: Settings,
    target: Path | None,
    again: Sequence[Case],
) -> Iterator[str]:
    """Give the lines that tell what was learnt; write it where a target is given."""
    if len({case.is_offer for case in main}) < 2:
        message = "these rows are all offers, or none is: nothing can be learnt"
        raise Unreadable(message)
    rules = engine.ruleset
    if len(main) >= steer.folds:
        yield _figures(cross_validate(labels, main, others, rules, steer, again), steer)
    data = [*main, *others]
    learnt = with_margin(learn([*data, *again], rules, steer), steer)
    changed = proposals(rules, learnt, data)
    yield f"{len(data)} rows; {len(changed)} numbers would change"
    if changed:
        yield ""
        yield "     now   learnt   rows"
    yield from map(_line, changed)
    if target is not None:
        yield ""
        yield from (f"wrote {path}" for path in write_points(target, learnt))
        faults = [problem for problem in check(target) if problem.severity == "error"]
        yield from (f"the rules now have a fault: {problem}" for problem in faults)


def _figures(found: Validation, steer: Settings) -> str:
    offer = found.offer
    return (
        f"{steer.folds}-fold on {found.rows} rows: F1 {offer.f1:.3f}, precision {offer.precision}, "
        f"recall {offer.recall}, alarms none {found.alarms_none}, talk {found.alarms_talk}"
    )


def _line(row: Proposal) -> str:
    return f"{row.old:+8.2f} {row.new:+8.2f} {row.rows:6}   {row.id}"


def _weights(pairs: Mapping[str, str]) -> dict[str, float]:
    out = {}
    for name, value in pairs.items():
        try:
            out[name] = float(value)
        except ValueError:
            out[name] = -1.0
        if not out[name] >= 0:
            message = f"weight of `{name}` must be a number from 0 on, not {value!r}"
            raise click.BadParameter(message, param_hint="--weight")
    return out
