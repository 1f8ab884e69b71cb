"""Judge the parts of a data file, in this process or in several, and write each as it is done.

A process that is left alone, because the one that began it was killed, ends itself.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import connection, get_context, parent_process
from pathlib import Path

from codewords import CodewordsError
from codewords.cli.parts import write_part
from codewords.cli.rows import Task, judge_part
from codewords.cli.tables import Part
from codewords.reference import Reference

Counts = dict[str, int]


class CrewError(CodewordsError):
    """Say that a process died."""


@dataclass(frozen=True, slots=True)
class Work:
    """Hold what every process needs.

    Args:
        engine: a reference, so that each makes an engine of its own.
        folder: where parts are written.
    """

    engine: Reference
    task: Task
    folder: Path


Done = tuple[Part, Counts]


def work_through(work: Work, parts: Iterator[Part], processes: int) -> Iterator[Done]:
    """Judge and write parts, and give each with its counts, in order.

    Args:
        parts: read as processes become free.
        processes: how many; one is this process itself.

    Raises:
        CrewError: when a process dies.
    """
    if processes == 1:
        for part in parts:
            yield part, _judge_and_write(part, work)
        return
    with _crew(work, processes) as begin:
        begun: deque[tuple[Part, Future[Counts]]] = deque()
        try:
            for part in parts:
                begun.append((part, begin(part)))
                if len(begun) >= 2 * processes:
                    yield _first(begun)
            while begun:
                yield _first(begun)
        except BrokenProcessPool as error:
            message = "a process died; each needs memory for the rules and for a part of the file"
            raise CrewError(message) from error


def _first(begun: deque[tuple[Part, Future[Counts]]]) -> Done:
    part, future = begun.popleft()
    return part, future.result()


@contextmanager
def _crew(work: Work, processes: int) -> Iterator[Callable[[Part], Future[Counts]]]:
    context = get_context("spawn")  # a fork would copy locks that other threads hold
    pool = ProcessPoolExecutor(processes, context, initializer=_join_crew, initargs=(work,))
    try:
        yield lambda part: pool.submit(_at_work, part)
    finally:
        pool.shutdown(cancel_futures=True)


_given: list[Work] = []  # in a process of the crew, the one run that it serves


def _join_crew(work: Work) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes; the first one ends the others
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _given.append(work)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _at_work(part: Part) -> Counts:
    return _judge_and_write(part, _given[-1])


def _judge_and_write(part: Part, work: Work) -> Counts:
    counts, body = judge_part(part, work.task, work.engine.load())
    write_part(work.folder, part.number, counts, body)
    return counts
