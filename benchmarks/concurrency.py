"""Scan with many threads and processes while rules are swapped, and compare each result with one made alone.

Run `python benchmarks/concurrency.py --minutes 15`; it needs Linux, where a process can read its own memory.
Threads take `Reloader.engine` anew for each message; one more thread shares the same messages among processes
(`scan_many`) again and again; another one writes an overlay and has it read. At every twentieth swap the file says
what no cache knows, so that rules come from the disk cache and from the compiler. With `--rules tests/packs/small`
swaps are cheap, and many are made. Memory is that of this process alone; "begin" is after a tenth of the time,
when every cache is filled. It fails for one result that differs, one error, a swap that was not put in use, or
memory at the end that is a tenth above that of the middle.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import json
import random
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from speed import ROOT, Message, messages

import codewords

POINTS = ("0.5", "1.0")
"""What the two rule sets give a detection."""

ANEW = 20
"""Every so many swaps the file says something that no cache knows."""

GROWTH = 1.1
ROUNDS = 20
"""How often the processes of one pool scan the messages: to begin them takes seconds."""

OPTIONS: tuple[dict[str, object], ...] = ({}, {}, {"evidence": "all"}, {"near_misses": True})


@dataclass(slots=True)
class Tally:
    """Count what happened; each thread has one of its own."""

    scanned: int = 0
    swaps: int = 0
    differing: list[int] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Rig:
    """Hold what the threads share.

    Args:
        reloader: whose engine is swapped.
        site: the overlay that is written anew.
        changed: id of the detection whose points it changes.
        texts: the messages with their surfaces.
        alone: by digest of the rule set and number of the message, the digest of its result.
        stop: set when the time is over.
    """

    reloader: codewords.Reloader
    site: Path
    changed: str
    texts: Sequence[Message]
    alone: dict[tuple[str, int], str]
    stop: threading.Event


def write_rules(site: Path, changed: str, points: str, remark: int) -> None:
    """Write an overlay whose content, and so its key in the cache, differs by points and remark."""
    rules = f"# {remark}\ndetections:\n- id: {changed}\n  points: {points}\n"
    part = site.with_suffix(".part")
    part.write_text(rules, encoding="utf-8")
    part.replace(site)


def digest(result: codewords.ScanResult) -> str:
    """Give the sha-256 over all that a result says."""
    said = json.dumps(result.to_dict(), sort_keys=True, default=str).encode("utf-8", "surrogatepass")
    return hashlib.sha256(said).hexdigest()


def scan_one(engine: codewords.Engine, number: int, message: Message) -> str:
    """Scan a message with the options of its number, and give the digest of the result."""
    text, surface = message
    return digest(engine.scan(text, surface=surface, **OPTIONS[number % len(OPTIONS)]))  # type: ignore[arg-type]


def scan_until_stopped(rig: Rig, seed: int, tally: Tally) -> None:
    """Scan messages in an order of one's own."""
    order = random.Random(seed)  # noqa: S311  an order, no secret
    while not rig.stop.is_set():
        number = order.randrange(len(rig.texts))
        engine = rig.reloader.engine
        if scan_one(engine, number, rig.texts[number]) != rig.alone[engine.ruleset.digest, number]:
            tally.differing.append(number)
        tally.scanned += 1


def share_until_stopped(rig: Rig, processes: int, tally: Tally) -> None:
    """Have other processes scan the messages that carry no option, with an engine in use."""
    chosen = [number for number in range(len(rig.texts)) if not OPTIONS[number % len(OPTIONS)]]
    while not rig.stop.is_set():
        engine = rig.reloader.engine
        rounds = chosen * ROUNDS
        texts, surfaces = zip(*(rig.texts[number] for number in rounds), strict=True)
        results = engine.scan_many(texts, surface=surfaces, processes=processes)
        for number, result in zip(rounds, results, strict=True):
            if digest(result) != rig.alone[engine.ruleset.digest, number]:
                tally.differing.append(number)
            tally.scanned += 1


def swap_until_stopped(rig: Rig, tally: Tally) -> None:
    """Write the rules anew and have them read, without a pause."""
    while not rig.stop.is_set():
        tally.swaps += 1
        remark = tally.swaps if tally.swaps % ANEW == 0 else 0
        write_rules(rig.site, rig.changed, POINTS[tally.swaps % 2], remark)
        told = rig.reloader.reload()
        if not told.changed:
            message = f"rules not swapped: {told.fault}"
            raise RuntimeError(message)


def guarded(work: Callable[[Tally], None], tally: Tally) -> None:
    """Keep what a thread raises."""
    try:
        work(tally)
    except Exception as error:  # noqa: BLE001  whatever it is, the run has failed
        tally.errors.append(f"{type(error).__name__}: {error}")


def megabytes() -> float:
    """Give the resident memory of this process in MiB, without what is garbage."""
    gc.collect()
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def choose(count: int) -> list[Message]:
    """Give messages: half of them real ones where there are any, the others of rules/corpus."""
    chosen = messages(count // 2)
    rows = [
        json.loads(line)
        for path in sorted((ROOT / "rules" / "corpus").glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    texts = [row["text"] for row in rows if isinstance(row.get("text"), str)]
    picked = random.Random(3).sample(texts, min(count - len(chosen), len(texts)))  # noqa: S311  no secret
    return [*chosen, *((text, "post") for text in picked)]


def begin(rules: Path, folder: Path, count: int) -> Rig:
    """Make what the threads share, with a copy of the rules, and the results alone."""
    rules = Path(shutil.copytree(rules, folder / "rules", ignore=shutil.ignore_patterns("corpus")))
    site = folder / "site.yaml"
    engine = codewords.load(rules)
    offers = (item for item in engine.ruleset.detections if item.outcome == "offer" and item.status == "stable")
    changed = next(offers).id
    surfaces = {item.id for item in engine.surfaces}
    chosen = [(text, surface) for text, surface in choose(count) if surface in surfaces]
    alone = {}
    for points in POINTS:
        write_rules(site, changed, points, 0)
        engine = codewords.load(rules, overlays=[site])
        name = engine.ruleset.digest
        alone.update({(name, number): scan_one(engine, number, item) for number, item in enumerate(chosen)})
    write_rules(site, changed, POINTS[0], 0)
    return Rig(codewords.Reloader(rules, overlays=[site]), site, changed, chosen, alone, threading.Event())


def run(rig: Rig, *, minutes: float, threads: int, processes: int) -> tuple[list[Tally], list[float]]:
    """Let all threads work for a time, and measure the memory while they do."""
    jobs: list[Callable[[Tally], None]] = [lambda tally: swap_until_stopped(rig, tally)]
    jobs += [lambda tally, seed=seed: scan_until_stopped(rig, seed, tally) for seed in range(threads)]  # type: ignore[misc]
    if processes:
        jobs.append(lambda tally: share_until_stopped(rig, processes, tally))
    tallies = [Tally() for _ in jobs]
    workers = [threading.Thread(target=guarded, args=pair) for pair in zip(jobs, tallies, strict=True)]
    for worker in workers:
        worker.start()
    memory = []
    start = time.monotonic()
    for step in range(1, 11):
        rig.stop.wait(max(0.0, start + step * minutes * 6 - time.monotonic()))
        memory.append(megabytes())
        done = sum(tally.scanned for tally in tallies)
        print(f"{step * 10} %: {done} messages, {tallies[0].swaps} swaps, {memory[-1]:.0f} MiB", flush=True)
    rig.stop.set()
    for worker in workers:
        worker.join()
    return tallies, memory


def main() -> int:
    """Print what was scanned, what differed, and the memory."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rules", type=Path, default=ROOT / "rules", help="a rules folder")
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--threads", type=int, default=16)
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--messages", type=int, default=800)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rig = begin(args.rules, Path(folder), args.messages)
        print(f"{len(rig.texts)} messages; the two rule sets differ in the points of `{rig.changed}`", flush=True)
        tallies, memory = run(rig, minutes=args.minutes, threads=args.threads, processes=args.processes)
    shared = tallies[-1].scanned if args.processes else 0
    errors = [error for tally in tallies for error in tally.errors]
    differing = sum(len(tally.differing) for tally in tallies)
    print(f"scanned by {args.threads} threads: {sum(tally.scanned for tally in tallies) - shared}")
    print(f"scanned by {args.processes} processes: {shared}")
    used = rig.reloader.readings.swapped
    print(f"swaps: {tallies[0].swaps}, of them put in use: {used}")
    print(f"differing results: {differing}, errors: {len(errors)}", *errors[:5], sep="\n  ")
    print(f"memory in MiB: begin {memory[0]:.0f}, middle {memory[4]:.0f}, end {memory[-1]:.0f}")
    is_whole = not differing and not errors and used == tallies[0].swaps
    return int(not is_whole or memory[-1] > GROWTH * memory[4])


if __name__ == "__main__":
    sys.exit(main())
