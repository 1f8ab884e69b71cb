"""The service in a thread, and Debian's chromium that looks at its page.

Every page that a test opens is watched: an error in its console, an answer that is none, or a request to any other
place fails the test. Screenshots go to a folder of the run, or to the one that CODEWORDS_SHOTS names.
"""

from __future__ import annotations

import json
import os
import socket
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

import codewords

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 120_000
"""Milliseconds that a busy machine may take; no test says how fast anything is."""

SMALL = Path(__file__).resolve().parent.parent / "packs" / "small"

MESSAGES = (
    {"text": "zalouche 5g 50€ 10g 90€", "label": "offer"},
    {"text": "Zalouche a fêté ses dix ans samedi", "label": "none"},
    {"text": "beuh 5g 50€ 10g 90€", "label": "offer"},
    {"text": "une robe blanche à 60 euros", "label": "none"},
)


@contextmanager
def served(state):
    """Run the service with its page, and give its address."""
    uvicorn = pytest.importorskip("uvicorn")
    from codewords.service.app import create_app  # noqa: PLC0415  it needs the extra
    from codewords.service.workbench import routes  # noqa: PLC0415  the same

    app = create_app(state, page=routes)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error", ws="none", http="h11", loop="asyncio")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server does not start"
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="session")
def address(engine):
    """Give the address of a service with the bundled rules."""
    pytest.importorskip("prometheus_client")
    from codewords.service.state import ServiceState  # noqa: PLC0415  it needs the extra

    with served(ServiceState(engine)) as url:
        yield url


@pytest.fixture(scope="session")
def corpus(tmp_path_factory):
    """Give a corpus of four messages."""
    file = tmp_path_factory.mktemp("corpus") / "site.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in MESSAGES), encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def small_address(corpus):
    """Give the address of a service with the small rules, which compile at once."""
    pytest.importorskip("prometheus_client")
    from codewords.service.state import ServiceState  # noqa: PLC0415  it needs the extra

    with served(ServiceState(codewords.load(SMALL), rules=SMALL, corpus=corpus)) as url:
        yield url


@pytest.fixture(scope="module")
def chromium():
    """Give the browser; its driver holds an event loop in this thread, so no other file of tests may meet it."""
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium):
    """Give a function that opens the page of an address; what its console and network saw is judged at the end."""
    wrong = []
    contexts = []

    def go(url, view="", **options):
        context = chromium.new_context(**{"viewport": {"width": 1400, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda asked: None if asked.url.startswith((url, "blob:")) else wrong.append(asked.url))
        page.goto(f"{url}/#{view}" if view else f"{url}/")
        page.wait_for_selector("html[data-ready]")
        return page

    yield go
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture(scope="session")
def shots(tmp_path_factory):
    """Give the folder of screenshots."""
    named = os.environ.get("CODEWORDS_SHOTS")
    folder = Path(named) if named else tmp_path_factory.mktemp("shots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def judged():
    """Give a function that puts a message into the page and waits until it is judged and drawn."""

    def judge(page, text):
        page.focus("#message")
        # in one step: an answer to the text before must not be taken for one to this
        before = page.evaluate(
            """text => { const field = document.getElementById('message');
            const before = Number(document.documentElement.dataset.judged ?? 0);
            field.value = text;
            field.dispatchEvent(new Event('input', {bubbles: true}));
            return before; }""",
            text,
        )
        page.wait_for_function("n => Number(document.documentElement.dataset.judged) > n", arg=before)

    return judge
