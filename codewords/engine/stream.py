"""Many messages: taken in with their surfaces, and where it is asked for, shared among processes.

Results keep the order of the texts. It judges nothing itself, and never reads further than it is allowed.
"""

from __future__ import annotations

import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import repeat
from typing import TYPE_CHECKING, Any

from codewords.errors import CodewordsError
from codewords.results import ScanResult

if TYPE_CHECKING:
    from codewords.engine.engine import Engine

Item = tuple[str, str]
"""A text and its surface."""

_given: list[bytes] = []  # in a worker, the engine of the one pool that it serves


def paired(
    texts: Iterable[str], surface: str | Iterable[str], check_surface: Callable[[str], None]
) -> Iterator[Item]:
    """Give texts with their surfaces, as they are taken.

    Args:
        surface: one for all, or one for each text.
        check_surface: raises for a surface that does not exist.

    Raises:
        TypeError: when an item is no `str`, with its index.
        ValueError: for an unknown surface, or too few of them.
    """
    places = repeat(surface) if isinstance(surface, str) else iter(surface)
    for index, text in enumerate(texts):
        if not isinstance(text, str):
            message = f"item {index}: text must be str, not {type(text).__name__}"
            raise TypeError(message)
        place = next(places, None)
        if place is None:
            message = f"item {index} has no surface: fewer surfaces than texts"
            raise ValueError(message)
        check_surface(place)
        yield text, place


def share(
    engine: Engine, items: Iterator[Item], options: Mapping[str, Any], *, processes: int, most: int
) -> Iterator[ScanResult]:
    """Give results of other processes, each with an engine of its own; faults come after earlier results.

    Args:
        options: of `Engine.scan`, but for the surface.
        processes: how many; each has one batch in hand and one that waits.
        most: most items read ahead of the results taken.

    Raises:
        CodewordsError: when a process dies.
    """
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415  large, and rarely needed
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415  the same
    from multiprocessing import get_context  # noqa: PLC0415  the same

    places = min(2 * processes, most)
    context = get_context("spawn")  # a fork would copy locks that other threads hold
    pool = ProcessPoolExecutor(processes, context, initializer=_receive, initargs=(pickle.dumps(engine),))
    try:
        yield from _in_order(
            items, lambda batch: pool.submit(_judge, options, batch).result, places=places, size=most // places
        )
    except BrokenProcessPool as error:
        message = (
            "a process of `scan_many` died; a script that asks for processes needs `if __name__ == '__main__':` "
            "round what it runs, and each process needs memory for the rules"
        )
        raise CodewordsError(message) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _in_order(
    items: Iterator[Item], begin: Callable[[list[Item]], Callable[[], list[ScanResult]]], *, places: int, size: int
) -> Iterator[ScanResult]:
    """Give the results of batches in order, with so many places for those that were begun and not yet taken."""
    begun: deque[Callable[[], list[ScanResult]]] = deque()
    fault: Exception | None = None
    is_open = True
    while True:
        while is_open and len(begun) < places:
            batch, fault = _take(items, size)
            is_open = len(batch) == size
            if batch:
                begun.append(begin(batch))
        if not begun:
            break
        yield from begun.popleft()()
    if fault is not None:
        raise fault


def _take(items: Iterator[Item], size: int) -> tuple[list[Item], Exception | None]:
    """Give the next items, fewer where they end, and what went wrong behind them."""
    batch: list[Item] = []
    try:
        while len(batch) < size and (item := next(items, None)) is not None:
            batch.append(item)
    except Exception as fault:  # noqa: BLE001  the caller's iterable may raise anything; it is raised in its turn
        return batch, fault
    return batch, None


def _receive(engine: bytes) -> None:
    _given.append(engine)


@cache
def _engine() -> Engine:
    """Give the engine of a worker; made by the first batch, so that a fault in it reaches the caller."""
    engine: Engine = pickle.loads(_given[-1])  # noqa: S301  written by the process that began this one
    return engine


def _judge(options: Mapping[str, Any], batch: list[Item]) -> list[ScanResult]:
    engine = _engine()
    return [engine.scan(text, surface=surface, **options) for text, surface in batch]
