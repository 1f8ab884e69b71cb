"""Read a rule set from a folder, with its overlays, and tell all its problems at once.

The only door of this room: files come in, a frozen `RuleSet` goes out.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from codewords.errors import ManifestError, Place, Problem, RuleFileError
from codewords.model import Overlay, RuleSet
from codewords.source.build import build_rules
from codewords.source.conduct import check_conduct
from codewords.source.digest import digest_rules
from codewords.source.draft import Draft, collect
from codewords.source.identity import read_identity
from codewords.source.lint import lint
from codewords.source.log import Log
from codewords.source.overlay import lay
from codewords.source.pack import read_manifest, read_overlay_file, read_pack
from codewords.source.references import check_references
from codewords.source.values import read_own_characters

Source = str | os.PathLike[str]


def load_rules(path: Source, overlays: Sequence[Source] = ()) -> RuleSet:
    """Read the rules of a folder, with overlays laid over them in order.

    Args:
        path: folder that holds manifest.yaml.
        overlays: files, or folders in the shape of a rule set.

    Raises:
        ManifestError: when the folder is no rule set that this engine can read.
        RuleFileError: with every error of every file.
    """
    log = Log()
    rules = _read(Path(path), [Path(overlay) for overlay in overlays], log)
    errors = log.errors
    if errors:
        raise RuleFileError(errors)
    return replace(rules, digest=digest_rules(rules))


def read_loosely(path: Source) -> tuple[RuleSet, list[Problem]]:
    """Give the rules of a folder as far as they can be read, and the errors of the rest.

    Raises:
        ManifestError: when the folder is no rule set that this engine can read.
    """
    log = Log()
    rules = _read(Path(path), [], log)
    return replace(rules, digest=digest_rules(rules)), log.errors


def check_rules(path: Source, overlays: Sequence[Source] = (), *, as_of: dt.date | None = None) -> list[Problem]:
    """Give every problem of a rule set, warnings included, sorted by place.

    Args:
        path: folder that holds manifest.yaml.
        overlays: files, or folders in the shape of a rule set.
        as_of: the day on which dates of review are looked at; today by default.
    """
    log = Log()
    day = as_of or dt.datetime.now(tz=dt.UTC).date()
    try:
        _read(Path(path), [Path(overlay) for overlay in overlays], log, as_of=day)
    except ManifestError as error:
        return list(error.problems)
    return log.problems


def _read(root: Path, overlays: Sequence[Path], log: Log, *, as_of: dt.date | None = None) -> RuleSet:
    manifest = read_manifest(root)
    draft = collect(read_pack(root, "", log), log)
    laid = [laid for overlay in overlays if (laid := _lay(draft, overlay, log)) is not None]
    rules = build_rules(draft, manifest, log)
    check_references(rules, draft, log)
    check_conduct(rules, draft, read_identity(root, log), log)
    if as_of is not None:
        lint(rules, draft, log, as_of=as_of)
    folding = {**rules.folding, **read_own_characters(root, draft, log)}
    return replace(rules, overlays=tuple(laid), root=str(root), folding=folding)


def _lay(draft: Draft, overlay: Path, log: Log) -> Overlay | None:
    """Lay one overlay over the draft, if there is one at that path."""
    shown = overlay.as_posix()
    if overlay.is_dir():
        pack = read_pack(overlay, f"{shown}/", log, is_overlay=True)
    elif overlay.is_file():
        pack = read_overlay_file(overlay, shown, log)
    else:
        log.add(Place(shown), "CW603", "overlay does not exist", "name a YAML file or a folder")
        return None
    return lay(draft, collect(pack, log), overlay.name, log)


def main(arguments: Sequence[str]) -> int:
    """Print the problems of a rule set, one a line; 1 when one of them is an error.

    Args:
        arguments: the folder, then its overlays.
    """
    if not arguments:
        sys.stdout.write("usage: python -m codewords.source.load FOLDER [OVERLAY ...]\n")
        return 2
    problems = check_rules(arguments[0], arguments[1:])
    for problem in problems:
        sys.stdout.write(f"{problem.severity}: {problem}\n")
    return int(any(problem.severity == "error" for problem in problems))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
