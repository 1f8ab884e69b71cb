"""`codewords serve` as a process of its own: it starts, answers, streams, and stops when asked to."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")
pytest.importorskip("prometheus_client")
pytest.importorskip("click")

ROOT = Path(__file__).parents[2]
PACK = ROOT / "tests" / "packs" / "small"
TOKEN = "zz-fictif-token-0123456789"


@contextmanager
def serving(*arguments, **variables):
    """Run the command; give the process, its port, and a list that its notes go to."""
    command = [sys.executable, "-m", "codewords", "serve", "--no-page", "--port", "0", "--rules", PACK, *arguments]
    process = subprocess.Popen(
        [str(part) for part in command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), **variables},
    )
    notes = []
    reader = threading.Thread(target=lambda: notes.extend(process.stderr), daemon=True)
    reader.start()
    try:
        first = process.stdout.readline()
        found = re.search(r"http://\S+:(\d+)/", first)
        assert found, (first, notes)
        yield process, int(found[1]), notes
    finally:
        process.kill()
        process.wait(30)
        reader.join(30)
        process.stdout.close()
        process.stderr.close()


def ask(port, method, path, body=None, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def test_it_starts_answers_notes_no_text_and_stops(offer):
    with serving() as (process, port, notes):
        assert ask(port, "GET", "/healthz")[0] == 200
        status, body = ask(
            port,
            "POST",
            f"/v1/scan?q={'zz_fictif_offre'}",
            json.dumps({"text": offer}),
            content_type="application/json",
        )
        assert (status, json.loads(body)["label"]) == (200, "offer")
        assert ask(port, "GET", "/zz_fictif_offre?zz_fictif_offre")[0] == 404
        assert ask(port, "POST", "/v1/scan", offer.encode(), content_type="application/json")[0] == 400
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    assert "POST /v1/scan 200" in "".join(notes)
    assert "zz_fictif_offre" not in "".join(notes)


def test_ctrl_c_stops_it():
    with serving("--quiet") as (process, _, notes):
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
    assert "".join(notes).strip() == "codewords: stopped"


def test_a_batch_of_thousands_streams_both_ways(offer):
    """The answer to the first lines is read while the last ones are still to be sent."""
    count = 5_000
    with serving("--quiet") as (_, port, _):
        with socket.create_connection(("127.0.0.1", port), timeout=60) as link:
            link.sendall(
                b"POST /v1/scan/batch?quote=false HTTP/1.1\r\nHost: localhost\r\n"
                b"Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n"
            )
            answer = http.client.HTTPResponse(link)
            answer.begin()
            assert answer.status == 200
            link.sendall(chunk([0]))
            assert json.loads(answer.readline())["line"] == 1

            def send():
                for start in range(1, count, 100):
                    link.sendall(chunk(range(start, min(start + 100, count)), offer=offer))
                link.sendall(b"0\r\n\r\n")

            sender = threading.Thread(target=send)
            sender.start()
            rows = [json.loads(row) for row in answer]
            sender.join(60)
        assert [row["line"] for row in rows] == list(range(2, count + 1))
        assert [row["id"] for row in rows] == [str(number) for number in range(1, count)]
        assert {row["label"] for row in rows[::10]} == {"none"}
        assert {row["label"] for row in rows[9::10]} == {"offer"}


def connect_until_refused(port):
    """Connect again and again; raise when nobody listens any more."""
    while True:
        with suppress(ConnectionResetError):  # it had come in when the server let go
            socket.create_connection(("127.0.0.1", port), timeout=60).close()


def chunk(numbers, offer=""):
    """Give lines as a chunk of HTTP; every tenth is an offer."""
    rows = [{"id": n, "text": f"{offer} {n}" if n and n % 10 == 0 else f"salut {n}"} for n in numbers]
    body = "".join(json.dumps(row) + "\n" for row in rows).encode()
    return b"%x\r\n%s\r\n" % (len(body), body)


def test_a_client_that_sends_all_before_it_reads_is_served():
    body = json.dumps({"text": "salut"}).encode() + b"\n"
    with serving("--quiet") as (_, port, _):
        status, answer = ask(port, "POST", "/v1/scan/batch", body * 20_000, content_type="application/x-ndjson")
    assert status == 200
    assert answer.count(b"\n") == 20_000


def test_what_is_being_answered_is_answered_to_its_end():
    with (
        serving("--quiet") as (process, port, _),
        socket.create_connection(("127.0.0.1", port), timeout=60) as link,
    ):
        link.sendall(
            b"POST /v1/scan/batch HTTP/1.1\r\nHost: localhost\r\n"
            b"Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n"
        )
        answer = http.client.HTTPResponse(link)
        answer.begin()
        process.send_signal(signal.SIGTERM)
        link.sendall(chunk([1]))
        assert json.loads(answer.readline())["id"] == "1"
        with pytest.raises(ConnectionRefusedError):
            connect_until_refused(port)
        link.sendall(chunk([2]) + b"0\r\n\r\n")
        assert json.loads(answer.readline())["id"] == "2"
        assert answer.read() == b""
        assert process.wait(30) == 0


def test_a_client_that_waits_for_continue_gets_it():
    with serving("--quiet") as (_, port, _), socket.create_connection(("127.0.0.1", port), timeout=60) as link:
        link.sendall(
            b"POST /v1/scan/batch HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n"
            b"Content-Length: 16\r\nExpect: 100-continue\r\n\r\n"
        )
        assert link.recv(100).startswith(b"HTTP/1.1 100")
        link.sendall(b'{"text": "a"}   ')
        answer = http.client.HTTPResponse(link)
        answer.begin()
        assert json.loads(answer.read())["label"] == "none"


def test_a_token_of_the_environment_is_asked_for():
    with serving("--quiet", CODEWORDS_TOKEN=TOKEN) as (_, port, _):
        assert ask(port, "GET", "/healthz")[0] == 200
        assert ask(port, "GET", "/v1/ruleset")[0] == 401
        assert ask(port, "GET", "/v1/ruleset", authorization=f"Bearer {TOKEN}")[0] == 200


def test_watched_rules_are_swapped(tmp_path):
    site = tmp_path / "site.yaml"
    site.write_text("detections:\n- id: sale.grid\n  points: 1.0\n", encoding="utf-8")
    with serving("--watch", "--overlay", site) as (_, port, notes):
        first = json.loads(ask(port, "GET", "/healthz")[1])["digest"]
        site.write_text("detections:\n- id: sale.grid\n  points: 1.55\n", encoding="utf-8")
        while json.loads(ask(port, "GET", "/healthz")[1])["digest"] == first:
            threading.Event().wait(0.1)
    assert "codewords.reload rules" in "".join(notes)
