"""The application with the engine of all tests, called without a network."""

from __future__ import annotations

from importlib import import_module

import pytest

OFFER = "beuh 5g 50€ / 10g 90€, livraison 7j/7, snap zz_fictif_offre"
BASE = "http://127.0.0.1"


@pytest.fixture
def client_of():
    """Give a function that makes a client of an application of these options."""
    pytest.importorskip("httpx")
    pytest.importorskip("prometheus_client")
    testclient = pytest.importorskip("starlette.testclient")
    create_app = import_module("codewords.service.app").create_app

    def make(source, **options):
        return testclient.TestClient(create_app(source, **options), base_url=BASE, raise_server_exceptions=True)

    return make


@pytest.fixture
def client(client_of, engine):
    """Give a client of the bundled rules with the limits as they are."""
    return client_of(engine)


@pytest.fixture
def offer():
    """Give a fictional offer; its last word must never be seen in logs, errors or counts."""
    return OFFER
