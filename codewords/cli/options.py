"""Options that several commands share, and the engine they ask for."""

from __future__ import annotations

from pathlib import Path

import click

from codewords import CodewordsError, Engine, RuleFileError, load
from codewords.cli.problems import Folder

SURFACE = click.option("--surface", default="post", show_default=True, help="Where the messages stood.")
RULES = click.option("--rules", type=click.Path(path_type=Path), help="A rules folder instead of the bundled one.")
OVERLAY = click.option(
    "--overlay",
    "overlays",
    multiple=True,
    type=click.Path(path_type=Path),
    help="File or folder that changes the rules; may be repeated.",
)
POLICY = click.option("--policy", default="default", show_default=True, help="Which substances count, and how.")
LANG = click.option("--lang", multiple=True, help="Language you expect; a hint, may be repeated.")


class Unreadable(click.ClickException):
    """Say in one line what cannot be read; exit status 2."""

    exit_code = 2


def build_engine(rules: Path | None, overlays: tuple[Path, ...], policy: str) -> Engine:
    """Compile the rules that were asked for.

    Raises:
        Unreadable: when they have faults, each printed before, or the policy is unknown.
    """
    try:
        return load(rules, overlays=overlays, policy=policy)
    except RuleFileError as error:
        folder = Folder.of(rules, overlays)
        for problem in error.problems:
            click.echo(folder.line(problem), err=True)
        count = len(error.problems)
        message = f"the rules have {count} fault{'s' if count != 1 else ''}, listed above"
        raise Unreadable(message) from error
    except (CodewordsError, ValueError) as error:
        raise Unreadable(str(error)) from error
    except OSError as error:
        message = f"the rules cannot be read: {error.strerror or type(error).__name__}"
        raise Unreadable(message) from error


def check_surface(engine: Engine, surface: str) -> None:
    """Refuse a surface that the rules do not know.

    Raises:
        click.BadParameter: with the known ones.
    """
    known = [item.id for item in engine.surfaces]
    if surface not in known:
        message = f"unknown surface {surface!r}; known: {', '.join(known)}"
        raise click.BadParameter(message, param_hint="--surface")
