"""Fuzz one target with atheris: `python tests/fuzz/run.py folding --minutes 20`.

It begins with the seeds of the target, goes on after a fault, and ends with a line of figures; the exit status is 1
when a fault was found. `--keep` adds inputs that reached something new to the seeds, as many as are kept. `--plain` goes
without guidance and is several times as fast: it changes seeds, and what an earlier run left in `--home`, by chance.
Needs the extra `fuzz`, but for `--plain`.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from targets import TARGETS, Target
from targets.alphabet import read_pieces, read_seeds, write_seeds

MEMORY = 3_000
"""Megabytes that a run may take; what grows beyond is a fault."""

SLOW = 60
"""Seconds after which one input is a fault."""

KEPT = 300
"""Characters of the longest text that is kept as a seed."""

_EXECUTED = re.compile(r"stat::number_of_executed_units:\s*(\d+)")
_REACHED = re.compile(r"cov: (\d+) ft: (\d+)")


def main() -> int:
    """Run what the command line asks for, and give the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", choices=[target.name for target in TARGETS])
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--seed", type=int, default=1, help="seed of libFuzzer; 0 for another one each time")
    parser.add_argument("--home", type=Path, help="folder for what is found; a new one by default")
    parser.add_argument("--plain", action="store_true", help="change inputs by chance, without guidance")
    parser.add_argument("--keep", action="store_true", help="add inputs that reached something new to the seeds")
    args = parser.parse_args()
    target = next(target for target in TARGETS if target.name == args.target)
    home = args.home or Path(tempfile.mkdtemp(prefix=f"codewords-fuzz-{target.name}-"))
    (home / "corpus").mkdir(parents=True, exist_ok=True)
    pieces = read_pieces(target.name)
    for number, text in enumerate(read_seeds(target.name)):
        (home / "corpus" / f"seed-{number:04}").write_bytes(pieces.data(text))
    begun = time.monotonic()
    status = 0
    if args.plain:
        _change(target, home, args.minutes, args.seed)
    else:
        status = _fuzz(
            target,
            home,
            f"-max_total_time={max(1, round(60 * args.minutes))}",
            f"-max_len={target.longest}",
            f"-seed={args.seed}",
            f"-timeout={SLOW}",
            f"-rss_limit_mb={MEMORY}",
            "-len_control=0",
            "-reload=0",
            "-print_final_stats=1",
            str(home / "corpus"),
        )
    faults = _tell(target, home, time.monotonic() - begun)
    if args.keep:
        _keep(target, home)
    return 1 if faults or status else 0


def _change(target: Target, home: Path, minutes: float, seed: int) -> None:
    """Check inputs made by chance of those that are there, and log how many, as libFuzzer does."""
    chance = random.Random(seed or None)
    inputs = [path.read_bytes() for path in sorted((home / "corpus").iterdir())]
    run = _watched(target.make(), read_pieces(target.name).text, home / "faults.jsonl")
    executed = 0
    end = time.monotonic() + 60 * minutes
    while time.monotonic() < end:
        for _ in range(1000):
            run(_mutant(chance, inputs, target.longest))
        executed += 1000
        if executed % 100_000 == 0 or time.monotonic() >= end:
            with (home / "log").open("a", encoding="utf-8") as log:
                log.write(f"stat::number_of_executed_units: {executed}\n")


def _mutant(chance: random.Random, inputs: list[bytes], longest: int) -> bytes:
    """Give an input with one to four parts replaced, two inputs in one, or bytes of any kind."""
    way = chance.random()
    if way < 0.1:
        return chance.randbytes(chance.randrange(longest))
    data = bytearray(chance.choice(inputs))
    if way < 0.3:
        data[chance.randrange(len(data) + 1) :] = chance.choice(inputs)
    for _ in range(chance.randrange(1, 5)):
        at = chance.randrange(len(data) + 1)
        data[at : at + chance.randrange(3)] = chance.randbytes(chance.randrange(3))
    return bytes(data[:longest])


def _fuzz(target: Target, home: Path, *options: str) -> int:
    """Run libFuzzer in a process of its own, since it ends the process that it runs in."""
    command = [sys.executable, __file__, "--inside", target.name, str(home), f"-artifact_prefix={home}/", *options]
    with (home / "log").open("a", encoding="utf-8") as log:
        return subprocess.run(command, stdout=log, stderr=log, check=False).returncode


def _tell(target: Target, home: Path, seconds: float) -> int:
    """Print the figures of a run and its faults; give how many there are."""
    log = (home / "log").read_text(encoding="utf-8", errors="replace")
    executed = [int(number) for number in _EXECUTED.findall(log)]
    reached = _REACHED.findall(log)
    path = home / "faults.jsonl"
    faults = [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
    figures = {
        "target": target.name,
        "minutes": round(seconds / 60, 1),
        "of the processor": round((time.process_time() + _of_children()) / 60, 1),
        "executions": executed[-1] if executed else None,
        "a second": round(executed[-1] / seconds) if executed else None,
        "branches": int(reached[-1][0]) if reached else None,
        "features": int(reached[-1][1]) if reached else None,
        "faults": len(faults),
        "home": str(home),
    }
    sys.stdout.write(json.dumps(figures) + "\n")
    for fault in faults:
        sys.stdout.write(f"\n{fault['text']!a}\n{fault['trace']}")
    return len(faults)


def _of_children() -> float:
    """Give the seconds of processor time that the process of libFuzzer took."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _keep(target: Target, home: Path) -> None:
    """Write inputs that reached something new to the seeds: those of every length, as many as are kept."""
    pieces = read_pieces(target.name)
    written = read_seeds(target.name)
    texts = {pieces.text(path.read_bytes()) for path in (home / "corpus").iterdir()} - set(written)
    found = sorted((text for text in texts if len(text) <= KEPT), key=lambda text: (len(text), text))
    step = max(1, -(-len(found) // max(1, target.kept - len(written))))
    write_seeds(target.name, [*written, *found[::step]][: target.kept])


def _inside(name: str, home: Path, arguments: list[str]) -> None:
    """Be the process of libFuzzer; it does not come back."""
    import atheris  # noqa: PLC0415  an extra, and the tests need none of it

    target = next(target for target in TARGETS if target.name == name)
    with atheris.instrument_imports(include=list(target.modules)):
        check = target.make()
    atheris.Setup([name, *arguments], _watched(check, read_pieces(name).text, home / "faults.jsonl"))
    atheris.Fuzz()


def _watched(check: Callable[[str], None], read: Callable[[bytes], str], path: Path) -> Callable[[bytes], None]:
    """Give what fuzzers call: it notes the first text of each fault and goes on."""
    known: set[str] = set()

    def run(data: bytes) -> None:
        text = read(data)
        try:
            check(text)
        except Exception as error:  # noqa: BLE001  any exception is what is looked for
            frames = traceback.extract_tb(error.__traceback__)
            place = " ".join(f"{frame.filename}:{frame.lineno}" for frame in frames[-2:])
            if place in known:
                return
            known.add(place)
            trace = "".join(traceback.format_exception(error)[-6:])
            with path.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"text": text, "trace": trace}) + "\n")

    return run


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        _inside(sys.argv[2], Path(sys.argv[3]), sys.argv[4:])
    sys.exit(main())
