"""Rule packs that other packages bring: found by their entry point, without running any of their code."""

from __future__ import annotations

import importlib.util
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from codewords.errors import CodewordsError

GROUP = "codewords.rules"
"""Group of entry points under which a package names the folder of its rules."""


class PackError(CodewordsError):
    """Say that no installed rule pack can be found under a name."""


def find_pack(name: str) -> Path:
    """Give the folder of an installed rule pack.

    A package declares it as `name = "package.folder"` in the group `codewords.rules`. The folder is looked up
    by path: rules are data, so the package is not imported.

    Raises:
        PackError: when no package, or more than one, declares the name, or its folder is not there.
    """
    declared = {point.value: point for point in entry_points(group=GROUP, name=name)}
    if not declared:
        known = sorted({point.name for point in entry_points(group=GROUP)})
        message = f"no rule pack {name!r} is installed; known: {', '.join(known) or 'none'}"
        raise PackError(message)
    if len(declared) > 1:
        message = f"rule pack {name!r} is declared more than once: {', '.join(sorted(declared))}"
        raise PackError(message)
    return _folder(next(iter(declared.values())))


def _folder(point: EntryPoint) -> Path:
    package, *inner = point.value.replace(":", ".").replace(" ", "").split(".")
    importlib.invalidate_caches()
    spec = importlib.util.find_spec(package)  # of a name without dots: nothing is imported
    for home in (spec.submodule_search_locations or ()) if spec is not None else ():
        folder = Path(home, *inner)
        if folder.is_dir():
            return folder
    message = f"rule pack {point.name!r} names `{point.value}`, and there is no such folder"
    raise PackError(message)
