"""The commands `lock` and `verify`: which rules are in use, and whether they are those that somebody signed."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from codewords import CodewordsError, Problem, RuleFileError, __version__, load
from codewords.cli.options import OVERLAY, Unreadable, build_engine
from codewords.cli.streams import printable
from codewords.maintain.save import Edit, read_bytes, save
from codewords.source.lock import (
    BUNDLED,
    LOCK_NAME,
    Pack,
    all_paths,
    find_difference,
    hash_files,
    make_pack,
    name_pack,
    read_lock,
    render_lock,
)
from codewords.source.signature import verify

Key = tuple[str, tuple[str, ...]]


@click.command(name="lock", short_help="Write down which rules are in use, or compare them.")
@click.argument("rules", nargs=-1, type=click.Path(path_type=Path))
@click.option("--check", "is_check", is_flag=True, help="Compare and write nothing; exit with 1 for a difference.")
@click.option(
    "--file",
    type=click.Path(path_type=Path, dir_okay=False),
    default=LOCK_NAME,
    show_default=True,
    help="The lock file.",
)
@OVERLAY
def lock(rules: tuple[Path, ...], is_check: bool, file: Path, overlays: tuple[Path, ...]) -> None:
    """Write version and digest of RULES to codewords.lock, or compare them with what stands there.

    RULES are folders, or `bundled` for the rules that ship with the package; what --overlay names is laid over
    each. Without RULES the entries of the lock file are meant; where there is no file yet, the bundled rules.

    \b
    Exit status: 0
                 1 with --check, when rules differ from the lock file or are not in it
                 2 when rules or the lock file cannot be read
    """  # noqa: D301  click wants the character, which is never shown
    old = _entries(file, must_exist=is_check)
    if rules or overlays:
        folders = [None if str(item) == BUNDLED else item for item in rules or (Path(BUNDLED),)]
        asked = [(folder, overlays) for folder in folders]
    else:
        asked = [pack.paths(file.parent) for pack in old.values()] or [(None, ())]
    packs = [make_pack(*paths, build_engine(*paths, "default").ruleset, file.parent) for paths in asked]
    found = {pack.key: pack for pack in packs}
    if is_check:
        sys.exit(_compare(old, found, file))
    _write(file, {**old, **found})
    for key, pack in found.items():
        became = "added" if key not in old else "the same" if old[key].digest == pack.digest else "renewed"
        click.echo(printable(f"{file}: {pack.title} {pack.version} ({pack.digest[:12]}) {became}"), err=True)


def _entries(file: Path, *, must_exist: bool) -> dict[Key, Pack]:
    """Give the entries of a lock file by name; none where there is no file and need not be."""
    if not must_exist and not file.exists():
        return {}
    try:
        return {pack.key: pack for pack in read_lock(file)}
    except RuleFileError as error:
        _tell(error)
        message = "the lock file cannot be read"
        raise Unreadable(message) from error


def _compare(old: dict[Key, Pack], found: dict[Key, Pack], file: Path) -> int:
    """Tell each difference at its place, and give the exit status."""
    differences = [find_difference(old.values(), pack, file) for pack in found.values()]
    problems = [problem for problem in differences if problem is not None]
    for problem in sorted(problems):
        click.echo(printable(str(problem)))
    told = f"{len(problems)} of {len(found)} differ" if problems else f"{len(found)} compared, all as locked"
    click.echo(f"{file}: {told}", err=True)
    return 1 if problems else 0


def find_stale(rules: Path | None, overlays: Sequence[Path], file: Path = Path(LOCK_NAME)) -> list[Problem]:
    """Warn of rules without faults that are not as the lock file in this folder says, where it names them.

    Raises:
        RuleFileError: when the lock file has faults.
    """
    key = name_pack(rules, overlays, file.parent)
    locked = next((pack for pack in read_lock(file) if pack.key == key), None) if file.is_file() else None
    if locked is None or (locked.engine == __version__ and locked.files == hash_files(all_paths(rules, overlays))):
        return []
    ruleset = load(rules, overlays=overlays).ruleset
    difference = find_difference([locked], make_pack(rules, overlays, ruleset, file.parent), file)
    return [] if difference is None else [replace(difference, severity="warning")]


def _write(file: Path, packs: dict[Key, Pack]) -> None:
    try:
        save([Edit(file, read_bytes(file), render_lock(packs.values()).encode())])
    except CodewordsError as error:
        raise Unreadable(str(error)) from error


def _tell(error: RuleFileError) -> None:
    """Print every problem of an error."""
    for problem in error.problems:
        click.echo(printable(str(problem)), err=True)


@click.command(name="verify", short_help="Check who signed rules.")
@click.argument("pack", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--key",
    required=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Public key of minisign, as `minisign -G` writes it.",
)
def verify_pack(pack: Path, key: Path) -> None:
    """Check that PACK, a folder of rules or an overlay, is what the owner of the key signed.

    Of an overlay `site.yaml` the signature is `site.yaml.minisig`. Of a folder its owner signs the lock file in
    it: `codewords lock .`, then `minisign -Sm codewords.lock`.

    \b
    Exit status: 0
                 1 when the signature is missing, another's, or of other files
                 2 when the key cannot be read, or py-minisign is not installed
    """  # noqa: D301  click wants the character, which is never shown
    try:
        signed = verify(pack, key)
    except RuleFileError as error:
        _tell(error)
        if all(problem.place.path == key.as_posix() for problem in error.problems):
            message = "the key cannot be read"
            raise Unreadable(message) from error
        message = f"{pack} is not what the owner of the key signed"
        raise click.ClickException(message) from error
    except CodewordsError as error:
        raise Unreadable(str(error)) from error
    digest = f" ({signed.digest[:12]})" if signed.digest else ""
    click.echo(printable(f"{pack}{digest}: signed by the owner of {key.name}; they say: {signed.comment}"))
