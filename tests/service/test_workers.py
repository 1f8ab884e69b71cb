"""Jobs run in threads, as many as allowed; the next ones are refused, not piled up."""

import asyncio
import threading

import pytest

pytest.importorskip("starlette")

from codewords.service.problem import Problem
from codewords.service.workers import Workers


def test_the_job_after_the_last_that_may_wait_is_refused_until_one_ends():
    async def go():
        workers, gate = Workers(1, 1), threading.Event()
        held = [asyncio.create_task(workers.run(gate.wait, seconds=30)) for _ in range(2)]
        await asyncio.sleep(0)
        assert workers.held == 2
        with pytest.raises(Problem) as caught:
            await workers.run(gate.wait, seconds=30)
        assert (caught.value.code, caught.value.headers) == ("busy", {"Retry-After": "1"})
        gate.set()
        assert await asyncio.gather(*held) == [True, True]
        assert await workers.run(lambda: 5, seconds=30) == 5
        assert workers.held == 0
        workers.close()

    asyncio.run(go())


def test_a_job_that_runs_too_long_keeps_its_place_until_it_ends():
    async def go():
        workers, gate = Workers(1, 1), threading.Event()
        with pytest.raises(Problem) as caught:
            await workers.run(gate.wait, seconds=0.05)
        assert caught.value.code == "time-limit"
        assert "Retry-After" not in caught.value.headers
        assert workers.held == 1
        gate.set()
        assert await workers.run(lambda: 5, seconds=30) == 5
        assert workers.held == 0
        workers.close()

    asyncio.run(go())


def test_a_job_whose_turn_does_not_come_is_dropped_and_may_be_sent_again():
    async def go():
        workers, gate, ran = Workers(1, 1), threading.Event(), []
        first = asyncio.create_task(workers.run(gate.wait, seconds=30))
        await asyncio.sleep(0)
        with pytest.raises(Problem) as caught:
            await workers.run(lambda: ran.append(1), seconds=0.05)
        assert (caught.value.code, caught.value.headers) == ("busy", {"Retry-After": "1"})
        assert workers.held == 1
        gate.set()
        await first
        assert not ran
        workers.close()

    asyncio.run(go())


def test_what_a_job_raises_reaches_its_caller_and_frees_its_place():
    async def go():
        workers = Workers(1, 1)
        with pytest.raises(KeyError):
            await workers.run(lambda: {}["x"], seconds=30)
        assert workers.held == 0
        workers.close()

    asyncio.run(go())


def test_batches_leave_a_thread_to_single_messages():
    async def go():
        workers, gate = Workers(2, 1), threading.Event()
        batches = [asyncio.create_task(workers.run_in_turn(gate.wait)) for _ in range(4)]
        await asyncio.sleep(0)
        assert await workers.run(lambda: 5, seconds=30) == 5
        gate.set()
        assert await asyncio.gather(*batches) == [True] * 4
        workers.close()

    asyncio.run(go())


def test_closed_workers_begin_anew_in_another_event_loop():
    workers = Workers(1, 1)

    async def go():
        jobs = [workers.run_in_turn(lambda: 5) for _ in range(3)]
        assert await asyncio.gather(*jobs) == [5, 5, 5]
        workers.close()

    for _ in range(2):
        asyncio.run(go())
