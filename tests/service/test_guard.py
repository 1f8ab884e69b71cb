"""Who may ask, what every answer carries, and what is noted of it."""

import asyncio
import base64
import logging
from importlib import import_module

import pytest

pytest.importorskip("starlette")
pytest.importorskip("httpx")
pytest.importorskip("prometheus_client")

from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route
from starlette.websockets import WebSocketDisconnect

TOKEN = "zz-fictif-token-0123456789"


def basic(user, password):
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8600", "localhost:8600", "LOCALHOST", "[::1]:8600"])
def test_loopback_names_are_let_in(client, host):
    assert client.get("/healthz", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "zz-fictif.example",
        "127.0.0.1.zz-fictif.example",
        "localhost@zz-fictif.example",
        "zz-fictif.example/localhost",
        "",
        "[",
        "::1",
        "zz-fictif.example#localhost",
    ],
)
def test_a_foreign_name_is_refused_so_that_rebinding_ends_here(client, host):
    answer = client.get("/healthz", headers={"host": host})
    assert (answer.status_code, answer.json()["code"]) == (421, "wrong-host")


def test_names_can_be_added_or_all_allowed(client_of, engine):
    for hosts in (["Codewords.example"], None):
        client = client_of(engine, hosts=hosts)
        assert client.get("/healthz", headers={"host": "codewords.example:443"}).status_code == 200


@pytest.mark.parametrize(
    "given",
    [
        "",
        "Bearer",
        f"Bearer {TOKEN}x",
        f"Bearer {TOKEN[:-1]}",
        f"bearer{TOKEN}",
        TOKEN,
        "Basic !",
        basic(TOKEN, ""),
        "Bearer é",
    ],
)
def test_without_the_token_nothing_but_the_health_is_told(client_of, engine, given):
    client = client_of(engine, token=TOKEN)
    headers = {"authorization": given.encode("utf-8")}
    for method, path in (
        ("POST", "/v1/scan"),
        ("POST", "/v1/scan/batch"),
        ("GET", "/v1/ruleset"),
        ("GET", "/metrics"),
        ("GET", "/openapi.json"),
        ("GET", "/zz"),
    ):
        answer = client.request(method, path, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized")
        assert answer.headers["www-authenticate"] == 'Bearer realm="codewords"'
    assert client.get("/healthz", headers=headers).status_code == 200


@pytest.mark.parametrize("given", [f"Bearer {TOKEN}", f"bearer  {TOKEN}", basic("anybody", TOKEN)])
def test_with_the_token_all_is_told(client_of, engine, given):
    client = client_of(engine, token=TOKEN)
    assert client.post("/v1/scan", json={"text": "salut"}, headers={"authorization": given}).status_code == 200
    assert client.get("/openapi.json", headers={"authorization": given}).json()["security"] == [{"token": []}]


@pytest.mark.parametrize("token", ["", "short", "with space 0123456789", "accénted-0123456789"])
def test_a_weak_token_is_refused(client_of, engine, token):
    with pytest.raises(ValueError, match="at least 16 characters") as caught:
        client_of(engine, token=token)
    assert not token or token not in str(caught.value)


def test_answers_are_not_stored_and_not_sniffed(client):
    answer = client.post("/v1/scan", json={"text": "salut"})
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_notes_hold_route_status_and_time_and_no_text(client, offer, caplog):
    with caplog.at_level(logging.DEBUG):
        client.post("/v1/scan", json={"text": offer}, params={"q": "zz_fictif_offre"})
        client.post("/v1/scan", json={"text": 5, "zz_fictif_offre": offer})
        client.post("/v1/scan", content=offer.encode(), headers={"content-type": "application/json"})
        client.post("/v1/scan/batch", content=offer.encode(), headers={"content-type": "application/x-ndjson"})
        client.get("/zz_fictif_offre")
    notes = [record.getMessage() for record in caplog.records if record.name == "codewords.access"]
    assert [note.rsplit(" ", 2)[0] for note in notes] == [
        "POST /v1/scan 200",
        "POST /v1/scan 422",
        "POST /v1/scan 400",
        "POST /v1/scan/batch 200",
        "GET other 404",
    ]
    own = [record for record in caplog.records if not record.name.startswith("httpx")]  # the client's own log
    assert not [record for record in own if "zz_fictif_offre" in record.getMessage()]


def test_a_fault_of_ours_is_told_without_its_text(client_of, engine, offer, caplog):
    def break_down(request):
        raise RuntimeError(offer)

    client = client_of(engine, page=lambda state: [Route("/broken", break_down)])
    answer = client.get("/broken")
    assert (answer.status_code, answer.json()["code"]) == (500, "fault")
    assert "zz_fictif_offre" not in answer.text + caplog.text
    assert f"this is a bug: RuntimeError in {__name__}:" in caplog.text


def test_a_page_stands_behind_the_same_guard(client_of, engine):
    client = client_of(
        engine, token=TOKEN, page=lambda state: [Route("/", lambda request: PlainTextResponse(state.policy))]
    )
    assert client.get("/").status_code == 401
    answer = client.get("/", headers={"authorization": basic("", TOKEN)})
    assert answer.text == "default"
    assert client.get("/", headers={"host": "zz-fictif.example"}).status_code == 421


def test_mounted_in_another_application_it_is_the_same(client_of, engine):
    client = client_of(engine, token=TOKEN)
    client.app.state.service.load()
    outer = Starlette(routes=[Mount("/judge", app=client.app)])
    client = type(client)(outer, base_url="http://127.0.0.1")
    assert client.get("/judge/healthz").status_code == 200
    assert client.post("/judge/v1/scan", json={"text": ""}).status_code == 401
    bearer = {"authorization": f"Bearer {TOKEN}"}
    assert client.post("/judge/v1/scan", json={"text": ""}, headers=bearer).status_code == 200
    assert 'route="/v1/scan",status="200"} 1.0' in client.get("/judge/metrics", headers=bearer).text


def test_files_of_a_page_are_counted_by_their_folder(client_of, engine):
    page = Mount("/page", app=PlainTextResponse("x"))
    client = client_of(engine, page=lambda state: [page])
    for path in ("/page/zz_fictif_a.css", "/page/zz_fictif_b/c.js", "/pages", "/v1"):
        client.get(path)
    told = client.get("/metrics").text
    assert 'codewords_http_requests_total{method="GET",route="/page",status="200"} 2.0' in told
    assert 'codewords_http_requests_total{method="GET",route="other",status="404"} 2.0' in told
    assert "zz_fictif" not in told


def test_a_browser_is_made_to_ask_for_the_token(client_of, engine):
    client = client_of(engine, token=TOKEN)
    answer = client.get("/", headers={"accept": "text/html,*/*;q=0.8"})
    assert answer.headers["www-authenticate"] == 'Basic realm="codewords"'


def test_web_sockets_are_refused(client):
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/v1/scan"):
        pass


def test_a_client_that_leaves_in_the_middle_of_its_request_is_no_bug(engine, caplog):
    create_app = import_module("codewords.service.app").create_app
    sent = []

    async def receive():
        return {"type": "http.disconnect"}

    async def send(message):
        sent.append(message)

    headers = [(b"host", b"localhost"), (b"content-type", b"application/json")]
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/v1/scan",
        "query_string": b"",
        "headers": headers,
    }
    with caplog.at_level(logging.INFO, "codewords"):
        asyncio.run(create_app(engine)(scope, receive, send))
    assert sent == []
    assert [record.levelname for record in caplog.records if record.name == "codewords.service"] == ["INFO"]
