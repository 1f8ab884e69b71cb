"""The folder of a run on a data file: its plan, its finished parts, and the file that they become.

A part is written under another name and then renamed, so that what stands there is whole. A run that was broken
off, at any moment, goes on with the parts that are there.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from codewords import CodewordsError
from codewords.cli.rows import csv_head
from codewords.cli.tables import Kind

PLAN, LOCK, WHOLE = "plan.json", "lock", "whole"
GROUP = 1 << 26
"""Bytes of Arrow data that go to one row group of a Parquet file, about."""


class PartsError(CodewordsError):
    """Say why a run cannot begin or go on."""


def part_file(folder: Path, number: int) -> Path:
    """Name the file of a part."""
    return folder / f"part-{number:09}"


def write_part(folder: Path, number: int, counts: Mapping[str, int], body: bytes) -> None:
    """Write a part whole, or not at all: a line with its counts, and its rows."""
    file = part_file(folder, number)
    _write_whole(file, json.dumps(counts).encode() + b"\n" + body)


def read_counts(file: Path) -> dict[str, int]:
    """Give the counts of a part."""
    with file.open("rb") as stream:
        counts: dict[str, int] = json.loads(stream.readline())
    return counts


class Parts:
    """Hold the folder of a run.

    Args:
        out: the file that is to be made; the folder stands beside it as `<name>.parts`.
        plan: everything that decides what the parts hold, as plain JSON.
    """

    def __init__(self, out: Path, plan: Mapping[str, Any]) -> None:
        self.folder = out.with_name(f"{out.name}.parts")
        self._out = out
        self._plan = dict(plan)

    @contextmanager
    def held(self, *, restart: bool, overwrite: bool) -> Iterator[bool]:
        """Keep the folder to this run; tells whether the file is there already and nothing is left to do.

        Args:
            restart: True throws away what an earlier run left.
            overwrite: True lets a file that is there be replaced in the end.

        Raises:
            PartsError: when another run holds it, an earlier one had another plan, or the file is there.
        """
        if self._out.exists() and not self.folder.exists() and not overwrite:
            message = f"{self._out} is there already; --overwrite replaces it"
            raise PartsError(message)
        self.folder.mkdir(exist_ok=True)
        with (self.folder / LOCK).open("ab") as lock:
            _lock(lock, self._out)
            if restart:
                self._clear()
            yield self._begin(overwrite=overwrite)

    def _begin(self, *, overwrite: bool) -> bool:
        """Write the plan, or compare it with that of the run that was broken off."""
        file = self.folder / PLAN
        before = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        replaced = before.pop("replaces", None)
        stamp = _stamp(self._out)
        if before == self._plan and stamp not in (None, replaced):
            return True
        if before and any(self.folder.glob("part-*")):
            self._compare(before)
        else:
            self._clear()
            if stamp is not None and not overwrite:
                self.remove()
                message = f"{self._out} is there already; --overwrite replaces it"
                raise PartsError(message)
            _write_whole(file, json.dumps({**self._plan, "replaces": stamp}, indent=1).encode())
        for stray in self.folder.glob("*.tmp"):
            stray.unlink()
        return False

    def _compare(self, before: Mapping[str, Any]) -> None:
        other = sorted(key for key in {*before, *self._plan} if before.get(key) != self._plan.get(key))
        if other:
            message = (
                f"{self.folder} holds an unfinished run that differs in: {', '.join(other)}; "
                "give the same again, or --restart to throw it away"
            )
            raise PartsError(message)

    def __contains__(self, number: int) -> bool:
        return part_file(self.folder, number).exists()

    def counts(self, number: int) -> dict[str, int]:
        """Give the counts of a part that is there."""
        return read_counts(part_file(self.folder, number))

    def join(self, total: int, kind: Kind, names: Sequence[str]) -> None:
        """Make the file of all parts, in order, and put it in its place at once.

        Args:
            total: how many parts there are.
            kind: how the file is written.
            names: its columns.
        """
        whole = self.folder / WHOLE
        files = [part_file(self.folder, number) for number in range(total)]
        with whole.open("wb") as stream:
            if kind.form == "parquet":
                _join_arrow(files, stream)
            else:
                stream.write(csv_head(names, kind) if kind.form == "csv" else b"")
                for file in files:
                    with _body(file) as body:
                        shutil.copyfileobj(body, stream)
            stream.flush()
            os.fsync(stream.fileno())
        whole.replace(self._out)
        self.remove()

    def remove(self) -> None:
        """Remove the folder; the plan goes last, so that what is left can be told from a new run."""
        for file in sorted(self.folder.iterdir(), key=lambda file: file.name == PLAN):
            if file.name != LOCK:
                file.unlink()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _clear(self) -> None:
        for file in self.folder.iterdir():
            if file.name != LOCK:
                file.unlink()


@contextmanager
def _body(file: Path) -> Iterator[IO[bytes]]:
    """Open a part behind its counts."""
    with file.open("rb") as stream:
        stream.readline()
        yield stream


def _join_arrow(files: Sequence[Path], stream: IO[bytes]) -> None:
    """Write the batches of parts as a Parquet file; several make one row group."""
    held: list[Any] = []
    size = 0
    writer: pq.ParquetWriter | None = None
    for index, file in enumerate(files, 1):
        with _body(file) as body, pa.ipc.open_stream(body) as reader:
            batches = list(reader)
        held += batches
        size += sum(batch.nbytes for batch in batches)
        if size < GROUP and index < len(files):
            continue
        table = pa.Table.from_batches(held)
        if writer is None:
            writer = pq.ParquetWriter(stream, table.schema, compression="zstd")
        writer.write_table(table, row_group_size=max(1, table.num_rows))
        held, size = [], 0
    if writer is not None:
        writer.close()


def _write_whole(file: Path, data: bytes) -> None:
    beside = file.with_name(f"{file.name}.{os.getpid()}.tmp")
    with beside.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(file)


def _stamp(file: Path) -> list[int] | None:
    """Tell one state of a file from another."""
    try:
        status = file.stat()
    except FileNotFoundError:
        return None
    return [status.st_ino, status.st_size, status.st_mtime_ns]


def _lock(lock: IO[bytes], out: Path) -> None:
    """Hold a file as long as it is open, where the system can do that."""
    try:
        import fcntl
    except ModuleNotFoundError:
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        message = f"another run is making {out}"
        raise PartsError(message) from error
