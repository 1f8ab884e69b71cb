"""Many messages in one request: in order, as they come, and a bad line costs that line alone."""

import asyncio
import json

import pytest

pytest.importorskip("starlette")
pytest.importorskip("httpx")
pytest.importorskip("prometheus_client")

from click.testing import CliRunner

import codewords
from codewords.cli.commands import cli
from codewords.service.app import create_app
from codewords.service.state import Limits

NDJSON = {"content-type": "application/x-ndjson"}


def post(client, body, **more):
    answer = client.post("/v1/scan/batch", content=body, headers=NDJSON, **more)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/x-ndjson"
    return [json.loads(line) for line in answer.text.splitlines()]


def line(**keys):
    return json.dumps(keys).encode() + b"\n"


def test_lines_are_judged_in_order_as_by_the_library(client, engine, offer):
    texts = [offer if number % 3 == 0 else f"salut {number}" for number in range(100)]
    rows = post(client, b"".join(line(text=text, id=number) for number, text in enumerate(texts)))
    assert [(row.pop("line"), row.pop("id")) for row in rows] == [(n + 1, str(n)) for n in range(100)]
    assert [codewords.ScanResult.from_dict(row) for row in rows] == list(engine.scan_many(texts))


def test_the_lines_are_those_of_the_command(client, offer, tmp_path):
    body = line(text=offer, id="a", surface="dm") + b"\n" + line(text="salut", label="none") + line(text=5)
    (tmp_path / "in.jsonl").write_bytes(body)
    done = CliRunner().invoke(cli, ["scan", "--format", "jsonl", str(tmp_path / "in.jsonl")])
    mine, theirs = post(client, body), [json.loads(row) for row in done.stdout.splitlines()]
    assert mine[:2] == theirs[:2]
    assert mine[2].keys() == theirs[2].keys() == {"line", "error"}


def test_a_bad_line_gives_an_error_with_its_number_and_none_of_its_words(client, engine, offer):
    bad = [
        b"zz_fictif_zeile",
        b'{"text": "\xff"}',
        b"[1]",
        b'{"text": NaN}',
        b"[" * 50_000,
        b'{"zz_fictif_zeile": 1}',
        b'{"text": "a", "surface": "zz_fictif_zeile"}',
        b'{"text": "a", "lang": "zz_fictif_zeile"}',
        b'{"text": "a", "id": {}}',
        json.dumps({"text": "a" * 50_001}).encode(),
        b'{"text": "' + b"a" * (1 << 20) + b'"}',
    ]
    body = b"\n".join(part for row in bad for part in (row, line(text=offer).strip()))
    rows = post(client, body)
    assert [row["line"] for row in rows] == list(range(1, 2 * len(bad) + 1))
    errors = [row["error"] for row in rows[::2]]
    assert errors == [
        "not JSON at character 1",
        "not UTF-8 at byte 11",
        "not a JSON object",
        "not JSON: a number that JSON does not have, or of too many digits",
        "nested too deep",
        "/text: missing, or no string",
        f"/surface: no surface of these rules; known: {', '.join(item.id for item in engine.surfaces)}",
        "/lang: neither a language tag as `fr` or `pt-BR` nor a list of at most 20",
        "/id: neither a string nor a number",
        "/text: 50001 characters are more than the 50000 that are judged in one go",
        "longer than 1048576 bytes",
    ]
    assert {row["label"] for row in rows[1::2]} == {"offer"}
    assert f"codewords_batch_bad_lines_total {len(bad)}.0" in client.get("/metrics").text


def test_options_of_the_query_hold_where_a_line_says_nothing_else(client, offer):
    params = {"surface": "dm", "lang": ["fr", "en"], "near_misses": "true", "quote": "false", "evidence": "all"}
    rows = post(client, line(text=offer) + line(text=offer, surface="bio", lang="de"), params=params)
    assert [(row["surface"], row["lang"]) for row in rows] == [("dm", ["fr", "en"]), ("bio", ["de"])]
    assert all(row["near_misses"] and "text" not in row["matches"][0] for row in rows)


@pytest.mark.parametrize(
    "query",
    [
        "surface=zz",
        "near_misses=1",
        "quote=",
        "evidence=none",
        "surface=post&surface=dm",
        "text=zz_fictif",
        "lang=zz_fictif",
    ],
)
def test_a_wrong_query_is_refused_before_anything_is_read(client, query):
    answer = client.post(f"/v1/scan/batch?{query}", content=line(text="salut"), headers=NDJSON)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert "zz_fictif" not in answer.text


def test_nothing_gives_nothing(client):
    assert post(client, b"") == post(client, b"\n\r\n\n") == []


def test_lone_surrogates_go_through(client):
    rows = post(client, rb'{"text": "beuh \ud83d 10g 90\u20ac snap zz_fictif"}')
    assert rows[0]["label"] == "offer"


def test_lines_beyond_the_limit_are_not_read(client_of, engine):
    client = client_of(engine, limits=Limits(lines=2))
    rows = post(client, line(text="a") * 5)
    assert [row.get("label") for row in rows] == ["none", "none", None]
    assert rows[2] == {"line": 3, "error": "a batch has at most 2 lines; the rest was not read"}


def test_a_fault_of_ours_costs_one_line_and_shows_no_text(client_of, engine, offer, caplog):
    class Broken:
        ruleset, surfaces = engine.ruleset, engine.surfaces

        def scan(self, text, **options):
            if "zz_fictif_offre" in text:
                raise RuntimeError(text)
            return engine.scan(text, **options)

    client = client_of(engine)
    client.app.state.service._source = Broken()
    rows = post(client, line(text="salut") + line(text=offer) + line(text="salut"))
    assert [row.get("error") for row in rows] == [None, "could not be judged; this is a bug", None]
    assert "RuntimeError in" in caplog.text
    assert "zz_fictif_offre" not in caplog.text


class Call:
    """Talk to an application as a server does, one part at a time."""

    def __init__(self, app):
        self.app = app
        self.parts, self.sent = asyncio.Queue(), asyncio.Queue()
        self.reads = asyncio.Event()
        self.reads.set()
        scope = {
            "type": "http",
            "method": "POST",
            "path": "/v1/scan/batch",
            "query_string": b"",
            "headers": [(b"host", b"localhost"), (b"content-type", b"application/x-ndjson")],
        }
        self.task = asyncio.create_task(app(scope, self.parts.get, self.send))

    async def send(self, message):
        await self.reads.wait()
        await self.sent.put(message)

    def give(self, body, more=True):
        self.parts.put_nowait({"type": "http.request", "body": body, "more_body": more})

    async def take(self):
        return await asyncio.wait_for(self.sent.get(), 30)

    async def rest(self):
        await asyncio.wait_for(self.task, 30)
        return [self.sent.get_nowait() for _ in range(self.sent.qsize())]


def talk(engine, steps, **limits):
    async def go():
        app = create_app(engine, limits=Limits(**limits))
        await steps(app, Call(app))

    asyncio.run(go())


def test_a_line_is_answered_before_the_next_is_sent(engine):
    async def steps(_, call):
        assert (await call.take())["status"] == 200
        for number in (1, 2, 3):
            call.give(line(text="salut"))
            assert json.loads((await call.take())["body"])["line"] == number
        call.give(b"", more=False)
        assert await call.rest() == [{"type": "http.response.body", "body": b"", "more_body": False}]

    talk(engine, steps)


def test_what_is_read_ahead_of_a_client_that_does_not_read_is_bounded(engine):
    async def steps(_, call):
        call.reads.clear()
        for _ in range(1000):
            call.give(line(text="salut") * 10)
        await asyncio.sleep(0.2)
        assert call.parts.qsize() > 900
        call.reads.set()
        call.give(b"", more=False)
        body = b"".join(part.get("body", b"") for part in await call.rest())
        assert [json.loads(row)["line"] for row in body.splitlines()] == list(range(1, 10_001))

    talk(engine, steps, ahead=10_000)


def test_a_client_that_sends_nothing_more_is_told_and_let_go(engine):
    async def steps(_, call):
        call.give(line(text="salut") + b'{"text": "sal')
        *_, row, end = await call.rest()
        assert json.loads(row["body"])["label"] == "none"
        assert json.loads(end["body"]) == {
            "line": 2,
            "error": "no whole line came for 0.2 seconds; the rest was not read",
        }
        assert not end["more_body"]

    talk(engine, steps, idle=0.2)


def test_a_client_that_does_not_read_is_let_go(engine, caplog):
    async def steps(_, call):
        await call.take()
        call.reads.clear()
        call.give(line(text="salut"))
        assert await call.rest() == []

    with caplog.at_level("INFO", logger="codewords.service"):
        talk(engine, steps, idle=0.2)
    assert "a client did not read its answer" in caplog.text


def test_a_client_that_goes_away_ends_the_batch(engine):
    async def steps(_, call):
        call.give(line(text="salut") * 10_000)
        call.parts.put_nowait({"type": "http.disconnect"})
        sent = await call.rest()
        assert sum(part.get("body", b"").count(b"\n") for part in sent) < 10_000
        assert all(part.get("more_body", True) for part in sent)

    talk(engine, steps)


def test_batches_above_the_limit_are_refused_until_one_ends(engine):
    async def steps(app, first):
        await first.take()
        second = Call(app)
        assert (await second.take())["status"] == 503
        first.give(b"", more=False)
        await first.rest()
        third = Call(app)
        assert (await third.take())["status"] == 200
        third.give(b"", more=False)
        await third.rest()

    talk(engine, steps, batches=1)


def test_a_fault_of_the_reader_does_not_look_like_the_end_of_the_body(engine, caplog):
    async def steps(_, call):
        call.give(line(text="salut"))
        call.parts.put_nowait({"type": "http.request", "body": 5, "more_body": False})
        sent = await call.rest()
        assert all(part.get("more_body", True) for part in sent)

    talk(engine, steps)
    assert "this is a bug: AttributeError" in caplog.text
