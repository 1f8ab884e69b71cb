"""What Spark and the way to its workers cost a row, beside the kernel alone, and that no row is lost or doubled.

    python benchmarks/spark.py /path/to/messages.jsonl... --rows 200000 --rules tests/packs/small --kill

Messages are taken in turn until there are so many rows, each with its number behind it. One row is bad, and with
`--kill` another job follows, in which one worker is killed in the middle. Processor time is counted over all
processes of the job (Linux), for wall-clock time says little on a machine that others use. Both sides judge all
rows once before they are timed.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql import DataFrame, SparkSession

import codewords.spark
from codewords.arrow import scan_table
from codewords.reference import Reference, refer

TICK = os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Print the cost of a row by kernel and by Spark, and what was counted in the output."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--distinct", type=int, default=5_000, help="most different messages")
    parser.add_argument(
        "--kill", action="store_true", help="then run a job in which one worker is killed in the middle"
    )
    parser.add_argument("--rules", type=Path, help="rules folder; small rules show the cost of Spark better")
    options = parser.parse_args()
    texts = read_texts(options.files, options.distinct)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "in.parquet")
        table = make_table(texts, options.rows)
        pq.write_table(table, source, row_group_size=max(1, options.rows // 20))
        ref = refer(options.rules)
        kernel = time_kernel(table, ref)
        measure_spark(source, Path(folder, "out"), ref, kernel, kill=options.kill)


def read_texts(files: Iterable[Path], most: int) -> list[str]:
    """Give the messages of JSONL files, evenly from each."""
    found = [[json.loads(line)["text"] for line in path.open(encoding="utf-8")] for path in files]
    share = max(1, most // len(found))
    return [text for texts in found for text in texts[:share]]


def make_table(texts: list[str], rows: int) -> pa.Table:
    """Give so many rows; the third of them has a surface that is not known."""
    made = [f"{texts[number % len(texts)]} {number // len(texts)}" for number in range(rows)]
    places = ["nowhere" if number == 2 else None for number in range(rows)]
    columns = {"id": pa.array(range(rows)), "text": pa.array(made), "place": pa.array(places, pa.string())}
    return pa.table(columns)


def time_kernel(table: pa.Table, ref: Reference) -> tuple[float, Counter[str | None]]:
    """Give seconds of processor time for the second pass, and its labels."""
    engine = ref.load()
    scan_table(table, surface_col="place", engine=engine)
    began = time.process_time()
    judged = scan_table(table, surface_col="place", engine=engine)
    spent = time.process_time() - began
    say(f"kernel      {1e6 * spent / len(table):9.1f} us a row")
    return spent, Counter(judged.column("label").to_pylist())


def measure_spark(
    source: Path, out: Path, ref: Reference, kernel: tuple[float, Counter[str | None]], *, kill: bool
) -> None:
    """Run the job twice on one worker, time the second, and count its output."""
    os.environ["PYSPARK_PYTHON"] = sys.executable
    spark = (
        SparkSession.builder.master("local[1,4]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.memory", "1g")
        .config("spark.sql.files.maxPartitionBytes", str(max(200_000, source.stat().st_size // 4)))
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("OFF")
    rows = spark.read.parquet(str(source))
    codewords.spark.scan(rows, ref=ref, surface_col="place").write.parquet(str(out / "cold"))
    count = rows.count()
    alone = seconds(lambda: rows.mapInArrow(same, rows.schema).write.parquet(str(out / "same")))
    say(f"Spark alone {1e6 * alone / count:9.1f} us a row, rows through Python and back to Parquet, unjudged")
    judged = codewords.spark.scan(rows, ref=ref, surface_col="place")
    spent = seconds(lambda: judged.write.parquet(str(out / "warm")))
    net = 1e6 * (spent - kernel[0]) / count
    say(f"Spark warm  {1e6 * spent / count:9.1f} us a row, {net:.1f} more than the kernel")
    check(spark.read.parquet(str(out / "warm")), count, kernel[1])
    if kill:  # not timed: the processor time of a killed process may be lost
        spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", "1000")
        marker = out / "died"
        codewords.spark._judge = Dying(marker)  # noqa: SLF001
        codewords.spark.scan(rows, ref=ref, surface_col="place").write.parquet(str(out / "killed"))
        say(f"a worker was killed in the middle: {'yes' if marker.exists() else 'NO'}")
        check(spark.read.parquet(str(out / "killed")), count, kernel[1])
    spark.stop()


def same(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Give batches as they came."""
    yield from batches


class Dying:
    """Judge, and kill the process in the middle of a partition, once."""

    def __init__(self, marker: Path) -> None:
        self.marker, self.judge = str(marker), codewords.spark._judge  # noqa: SLF001

    def __call__(self, batches: Iterable[pa.RecordBatch], **options: Any) -> Iterator[pa.RecordBatch]:
        """Give judged batches, or die before the third."""
        for number, batch in enumerate(self.judge(batches, **options)):
            if number == 2 and not Path(self.marker).exists():
                Path(self.marker).touch()
                os.kill(os.getpid(), signal.SIGKILL)
            yield batch


def check(out: DataFrame, count: int, labels: Counter[str | None]) -> None:
    """Say how many rows came, how many different ids they have, and whether labels are the kernel's."""
    found = Counter(row.label for row in out.select("label").collect())
    ids = out.select("id").distinct().count()
    bad = [row.id for row in out.where("error IS NOT NULL").select("id").collect()]
    say(f"{out.count()} rows of {count}, {ids} ids, errors in rows {bad}, labels {dict(found)}")
    say("labels are those of the kernel" if found == labels else f"LABELS DIFFER from the kernel's {dict(labels)}")


def seconds(job: Any) -> float:
    """Give the processor time of this process and all below it while a job runs."""
    before = tree_time(os.getpid())
    job()
    return tree_time(os.getpid()) - before


def tree_time(pid: int) -> float:
    """Give the processor time of a process and its descendants, those that ended included."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        children = [
            int(child)
            for task in Path(f"/proc/{pid}/task").iterdir()
            for child in (task / "children").read_text().split()
        ]
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / TICK + sum(tree_time(child) for child in children)


def say(line: str) -> None:
    """Print a line at once."""
    print(line, flush=True)


if __name__ == "__main__":
    main()
