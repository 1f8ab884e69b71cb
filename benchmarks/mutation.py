"""Change the code of text/, extract/ and judge/ in small ways, and print the share of changes that no test sees.

Run `pip install -e '.[mutation]'`, then `python benchmarks/mutation.py`: mutmut makes the changes (mutants) in a
copy of the tree, and a random sample of them, the same at each run over the same code, meets the tests that run
what was changed. `--show` prints the survivors, `--most 0` tries every mutant. With `--keep FOLDER` the copy
stays, and after new tests `--again` tries only what survived.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from mutmut.stats import status_by_exit_code
from quality import table

from codewords.maintain.shares import Share

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("text", "extract", "judge")
NEEDED = ("codewords", "rules", "tests", "pyproject.toml")
FIRST = "codewords.text.clause.*"
"""A few mutants that are tried first."""

SEED = 9
SEEN = ("killed", "timeout", "segfault")
"""A mutant that never ends is seen: the run fails."""


def copy_tree(folder: Path) -> None:
    """Copy what the tests need into a folder, over what is there."""
    for name in NEEDED:
        source = ROOT / name
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__", ".hypothesis")
            shutil.copytree(source, folder / name, dirs_exist_ok=True, ignore=ignored)
        else:
            shutil.copy(source, folder / name)


def mutmut(folder: Path, children: int, names: Iterable[str]) -> None:
    """Try mutants in the copy, so many at once; what mutmut says goes to a file beside it.

    Raises:
        SystemExit: when it could not run, for one because a test fails without any change.
    """
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    log = folder / "mutmut.log"
    with log.open("w", encoding="utf-8") as out:
        command = [sys.executable, "-m", "mutmut", "run", "--max-children", str(children), *names]
        done = subprocess.run(command, cwd=folder, env=kept, check=False, stdout=out, stderr=out)  # noqa: S603
    if done.returncode:
        raise SystemExit(log.read_text(encoding="utf-8")[-4000:])


def outcomes(folder: Path) -> dict[str, str]:
    """Give what became of each mutant of a folder, by its name."""
    out = {}
    for path in sorted(folder.glob("mutants/codewords/**/*.meta")):
        codes = json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
        out.update({name: status_by_exit_code[code] for name, code in codes.items()})
    return out


def sample(names: Iterable[str], most: int) -> dict[str, list[str]]:
    """Choose mutants of each room, the same at each run over the same code."""
    out = {}
    for room in ROOMS:
        all_ = sorted(name for name in names if name.startswith(f"codewords.{room}."))
        out[room] = random.Random(SEED).sample(all_, min(most or len(all_), len(all_)))  # noqa: S311  no secret
    return out


def row(room: str, known: dict[str, str], names: list[str]) -> tuple[str, ...]:
    """Give the line of a room: what nothing noticed, and what no test even runs, counts as a survivor."""
    counts = Counter(known[name] for name in names)
    survived = Share(len(names) - sum(counts[state] for state in SEEN), len(names))
    low, high = survived.interval
    share = f"{survived.value:.1%} ({low:.1%} to {high:.1%})"
    of = sum(name.startswith(f"codewords.{room}.") for name in known)
    return room, str(of), str(len(names)), str(counts["timeout"]), str(survived.hits), share


def main() -> int:
    """Print the table; 1 when mutmut could not run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--most", type=int, default=110, help="mutants tried in each room; 0 tries all")
    parser.add_argument("--children", type=int, default=os.cpu_count() or 2, help="mutants tried at once")
    parser.add_argument("--keep", type=Path, help="a folder for the copy, kept; a second run there is quicker")
    parser.add_argument("--again", action="store_true", help="try only those that survived before")
    parser.add_argument("--show", action="store_true", help="print the change of each survivor")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        copy_tree(folder)
        before = outcomes(folder)
        if not before:  # makes all mutants, and learns which test runs which function
            mutmut(folder, options.children, [FIRST])
            before = outcomes(folder)
        chosen = sample(before, options.most)
        names = [name for room in ROOMS for name in chosen[room]]
        mutmut(folder, options.children, (n for n in names if not options.again or before[n] not in SEEN))
        known = outcomes(folder)
        rows = [row(room, known, chosen[room]) for room in ROOMS]
        table(("room", "mutants", "tried", "never ended", "survived", "share that survived"), rows)
        for name in (name for name in names if known[name] not in SEEN):
            print(f"{known[name]}: {name}")
            if options.show:
                subprocess.run([sys.executable, "-m", "mutmut", "show", name], cwd=folder, check=True)  # noqa: S603
    return 0


if __name__ == "__main__":
    sys.exit(main())
