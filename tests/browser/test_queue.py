"""The page's questions wait in a queue of a known length."""

import asyncio
import threading

import pytest

import codewords

httpx = pytest.importorskip("httpx")
pytest.importorskip("starlette")
pytest.importorskip("prometheus_client")

from codewords.service.app import create_app  # noqa: E402  it needs the extra
from codewords.service.state import Limits, ServiceState  # noqa: E402  the same
from codewords.service.workbench import routes  # noqa: E402  the same


def test_a_question_beyond_those_that_may_wait_is_refused(small_pack, monkeypatch):
    gate = threading.Event()
    engine = codewords.load(small_pack)
    found = engine.scan("beuh 5g 50€ 10g 90€")
    monkeypatch.setattr(codewords.Engine, "scan", lambda *_, **__: gate.wait() and found)
    app = create_app(ServiceState(engine, limits=Limits(threads=1, waiting=1)), page=routes)

    async def go():
        client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1")
        async with client, asyncio.timeout(60):
            asked = [asyncio.create_task(client.post("/workbench/scan", json={"text": "x"})) for _ in range(5)]
            while sum(task.done() for task in asked) < 3:  # noqa: ASYNC110  nothing tells that the others wait
                await asyncio.sleep(0.01)
            gate.set()
            return await asyncio.gather(*asked)

    answers = asyncio.run(go())
    assert sorted(answer.status_code for answer in answers) == [200, 200, 503, 503, 503]
    refused = next(answer for answer in answers if answer.status_code == 503)
    assert (refused.json()["code"], refused.headers["retry-after"]) == ("busy", "1")
