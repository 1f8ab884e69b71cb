"""Threads that judge, with a bounded queue before them.

Judging is work of the processor, so it must not stand in the way of the event loop. Threads share one core where
Python has a global lock: more of them make nothing faster, but a long message no longer holds up the short ones.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from codewords.service.problem import Problem, busy

T = TypeVar("T")


class Workers:
    """Run jobs in threads, and refuse them when too many wait.

    Args:
        threads: jobs that run at the same time.
        waiting: jobs that wait for a thread; the next one is refused.
    """

    def __init__(self, threads: int, waiting: int) -> None:
        self._threads = threads
        self._most = threads + waiting
        self._held = 0
        self._lock = threading.Lock()
        self._begin()

    @property
    def held(self) -> int:
        """Give how many single jobs run or wait."""
        return self._held

    async def run(self, job: Callable[[], T], *, seconds: float) -> T:
        """Run a job now, or refuse it.

        Args:
            job: what to do; it goes on to its end even when nobody waits any more.
            seconds: how long its caller waits.

        Raises:
            Problem: `busy` when too many wait or its turn did not come, `time-limit` when judging took too long.
        """
        with self._lock:
            if self._held >= self._most:
                message = "too many messages wait to be judged"
                raise busy(message)
            self._held += 1
        future = self._pool.submit(job)
        future.add_done_callback(lambda _: self._leave())
        try:
            # a job that still waits is cancelled with its caller; one that runs keeps its place until it ends
            return await asyncio.wait_for(asyncio.wrap_future(future), seconds)
        except TimeoutError as error:
            if future.cancel():
                message = f"no thread was free within {seconds:g} seconds"
                raise busy(message) from error
            message = f"judging took more than {seconds:g} seconds"
            raise Problem("time-limit", message) from error

    async def run_in_turn(self, job: Callable[[], T]) -> T:
        """Run a job of a batch when its turn comes; the number of open batches bounds how many wait."""
        async with self._turns:
            return await asyncio.wrap_future(self._pool.submit(job))

    def close(self) -> None:
        """Drop the jobs that wait; those that run go on to their end. The next job begins anew."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._begin()

    def _begin(self) -> None:
        self._pool = ThreadPoolExecutor(self._threads, thread_name_prefix="codewords-scan")
        # the jobs of batches leave a thread to single messages, where there is more than one
        self._turns = asyncio.Semaphore(max(1, self._threads - 1))

    def _leave(self) -> None:
        with self._lock:
            self._held -= 1
