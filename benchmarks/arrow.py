"""What data tools cost over the engine: the Arrow kernel, Polars, and `codewords scan --out`.

Messages are the real sets of ../shared/eval/corpora, repeated with a number at the end so that no two rounds are
equal, or those of rules/corpus where the sets are absent. Times are processor time where one process works, and
wall-clock time for commands; only ratios of one run mean something on a machine with other work.

    python benchmarks/arrow.py --rows 20000
    python benchmarks/arrow.py --rows 2000000 --only command polars
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

import codewords
from codewords.arrow import scan_array

ROOT = Path(__file__).resolve().parents[1]
SETS = Path(os.environ.get("CODEWORDS_EVAL", ROOT.parent / "shared" / "eval")) / "corpora"
REAL = ("fr_tweets2022", "xlmt_tweets", "tweeteval", "fr_youtube", "sms_spam")
BATCH = 10_000
STEPS = ("kernel", "command", "polars")


def main() -> None:
    """Measure the steps asked for and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=20_000, help="messages (default: 20,000)")
    parser.add_argument("--only", nargs="+", choices=STEPS, default=STEPS, help="steps to measure (default: all)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of the kernel's comparison (default: 3)")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "in.parquet")
        write_messages(source, asked.rows)
        print(f"{asked.rows:,} messages, {source.stat().st_size / 1e6:.1f} MB of Parquet")
        if "kernel" in asked.only:
            measure_kernel(source, asked.rounds)
        if "command" in asked.only:
            measure_command(source, asked.rows)
        if "polars" in asked.only:
            measure_polars(source, asked.rows)


def messages() -> list[str]:
    """Give the messages that are repeated."""
    files = [SETS / f"{name}.jsonl" for name in REAL]
    if not all(file.exists() for file in files):
        files = sorted((ROOT / "rules" / "corpus").glob("*.jsonl"))
    lines = (line for file in files for line in file.read_text(encoding="utf-8").splitlines() if line.strip())
    return [json.loads(line)["text"] for line in lines]


def write_messages(path: Path, rows: int) -> None:
    """Write so many messages, a null now and then; each round of repetition has a number of its own."""
    base = messages()
    texts = (
        None if number % 997 == 0 else text if number < len(base) else f"{text} {number // len(base)}"
        for number, text in enumerate(islice(cycle(base), rows))
    )
    with pq.ParquetWriter(path, pa.schema([("id", pa.int64()), ("text", pa.string())])) as writer:
        for start in range(0, rows, BATCH):
            part = list(islice(texts, BATCH))
            writer.write_table(pa.table({"id": range(start, start + len(part)), "text": part}))


def measure_kernel(source: Path, rounds: int) -> None:
    """Compare `scan_array` with `scan_many` on the same messages, in turns, both warm."""
    engine = codewords.load()
    texts = pq.read_table(source, columns=["text"])["text"].drop_null().combine_chunks()
    plain: list[str] = texts.to_pylist()
    for _ in engine.scan_many(plain):
        pass
    ratios = []
    for _ in range(rounds):
        many = spent(lambda: sum(1 for _ in engine.scan_many(plain)))
        kernel = spent(lambda: scan_array(texts, engine=engine))
        ratios.append(kernel / many)
        print(f"scan_many {per_row(many, len(plain))}, kernel {per_row(kernel, len(plain))}: {kernel / many:.3f}")
    results = list(engine.scan_many(plain))
    build = spent(lambda: scan_array(texts, engine=Given(engine, results)))
    print(f"kernel over scan_many: median {sorted(ratios)[rounds // 2]:.3f}; columns {per_row(build, len(plain))}")


class Given(codewords.Engine):
    """Give results that are there already, so that the columns alone are measured."""

    __slots__ = ("_engine", "_results")

    def __init__(self, engine: codewords.Engine, results: Sequence[codewords.ScanResult]) -> None:
        self._engine = engine
        self._results: Iterator[codewords.ScanResult] = iter((results[0], *results))

    @property
    def surfaces(self) -> Any:
        """Give the surfaces of the engine that judged."""
        return self._engine.surfaces

    def scan(self, text: str, **_: Any) -> codewords.ScanResult:  # noqa: ARG002
        """Give the next result."""
        return next(self._results)


def measure_command(source: Path, rows: int) -> None:
    """Compare one process with two, and look whether both made the same file."""
    walls, told = {}, {}
    for processes in (1, 2):
        out = source.with_name(f"out-{processes}.parquet")
        tool = [sys.executable, "-m", "codewords", "scan", str(source), "--out", str(out), "--id-column", "id"]
        begin = time.perf_counter()
        subprocess.run([*tool, "--processes", str(processes)], check=True, stderr=subprocess.DEVNULL)  # noqa: S603
        walls[processes] = time.perf_counter() - begin
        told[processes] = labels(pq.read_table(out, columns=["label"])["label"].to_pylist())
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"command, {processes} process(es): {per_row(walls[processes], rows)} of wall-clock time; "
              f"largest process so far {peak:.0f} MiB; {told[processes]}")  # fmt: skip
    print(f"two processes over one: {walls[1] / walls[2]:.2f} times as fast; same labels: {told[1] == told[2]}")


def measure_polars(source: Path, rows: int) -> None:
    """Stream from file to file through the expression."""
    script = (
        "import sys, polars as pl, codewords.polars\n"
        "scan = pl.col('text').codewords.scan(quotes=False).alias('r')\n"
        "pl.scan_parquet(sys.argv[1]).select('id', scan).sink_parquet(sys.argv[2])\n"
    )
    out = source.with_name("polars.parquet")
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", script, str(source), str(out)], check=True)  # noqa: S603
    wall = time.perf_counter() - begin
    found = [
        row["label"]
        for row in pq.read_table(out, columns=["r.label"]).flatten().rename_columns(["label"]).to_pylist()
    ]
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(
        f"polars: {per_row(wall, rows)} of wall-clock time; largest process so far {peak:.0f} MiB; {labels(found)}"
    )


def labels(found: Sequence[str | None]) -> str:
    """Count labels, in words."""
    return ", ".join(f"{count} {label}" for label, count in sorted(Counter(map(str, found)).items()))


def spent(work: Callable[[], object]) -> float:
    """Give the seconds of processor time that a call takes."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def per_row(seconds: float, rows: int) -> str:
    """Give a cost per message."""
    return f"{seconds / rows * 1e6:,.1f} µs"


if __name__ == "__main__":
    main()
