"""What the page asks of the service, without a browser: who may ask, what is refused, what is answered."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import codewords

pytest.importorskip("httpx")
testclient = pytest.importorskip("starlette.testclient")
pytest.importorskip("prometheus_client")
anyio = pytest.importorskip("anyio")

BASE = "http://127.0.0.1"
TOKEN = "a-token-of-the-tests"
OVERLAY = """\
since: 2026.11.0
terms:
- term: zalouche
  lang: fr
  substance: cannabis_herb
  ambiguity: low
  source: [small_glossary]
  hits: ["zalouche 5g 50€ 10g 90€"]
  misses: ["beuh 5g 50€ 10g 90€", "Zalouche a dix ans"]
"""


@pytest.fixture
def make(small_pack, corpus):
    """Give a function that makes a client of the small rules and their page."""
    from codewords.service.app import create_app  # noqa: PLC0415  it needs the extra
    from codewords.service.state import ServiceState  # noqa: PLC0415  the same
    from codewords.service.workbench import routes  # noqa: PLC0415  the same

    def of(**options):
        state = ServiceState(
            codewords.load(small_pack), rules=small_pack, **{"corpus": corpus, **options.pop("state", {})}
        )
        return testclient.TestClient(create_app(state, page=routes, **options), base_url=BASE)

    return of


@pytest.fixture
def client(make):
    return make()


def tried(client, **asked):
    """Try an overlay and give the events."""
    answer = client.post("/workbench/trial", json={"overlay": OVERLAY, "name": "site.yaml", **asked})
    assert answer.status_code == 200
    return [json.loads(line) for line in answer.text.splitlines()]


@pytest.mark.parametrize("path", ["/", "/page/main.js", "/page/look.css", "/workbench/rules"])
def test_every_answer_carries_the_policy(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://example.org"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=str,
)
@pytest.mark.parametrize("name", ["scan", "lexicon", "entry", "check", "trial"])
def test_another_site_gets_nothing(client, name, headers):
    answer = client.post(f"/workbench/{name}", json={"text": "beuh", "overlay": ""}, headers=headers)
    assert answer.status_code == 403
    assert answer.json()["code"] == "wrong-origin"


def test_the_page_itself_is_answered(client):
    headers = {"Origin": BASE, "Sec-Fetch-Site": "same-origin"}
    answer = client.post("/workbench/scan", json={"text": "beuh 5g 50€ 10g 90€"}, headers=headers)
    assert answer.json()["result"]["label"] == "offer"


def test_a_form_of_another_site_cannot_post(client):
    answer = client.post("/workbench/scan", content=b'{"text": "x"}', headers={"Content-Type": "text/plain"})
    assert answer.status_code == 415


def test_who_has_no_token_gets_not_even_the_page(make):
    client = make(token=TOKEN)
    assert client.get("/").status_code == 401
    assert client.post("/workbench/scan", json={"text": "beuh"}).status_code == 401
    assert client.get("/", auth=("any", TOKEN)).status_code == 200


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("scan", []),
        ("scan", {"text": 5}),
        ("scan", {"text": "beuh", "surface": "nowhere"}),
        ("scan", {"text": "beuh", "evidence": "some"}),
        ("scan", {"text": "beuh", "overlay": "yes"}),
        ("scan", {"text": "beuh", "explain": 1}),
        ("lexicon", "beuh"),
        ("lexicon", {"query": 5}),
        ("lexicon", {"page": -1}),
        ("lexicon", {"page": True}),
        ("lexicon", {"substance": ["cocaine"]}),
        ("entry", {"overlay": ""}),
        ("entry", {"overlay": "", "entry": {"term": ["beuh"]}}),
        ("entry", {"overlay": "", "entry": {"word": "beuh"}}),
        ("entry", {"overlay": "", "entry": {"lang": "fr"}}),
        ("check", {"overlay": 5}),
        ("check", {"overlay": "", "name": "../../etc/passwd"}),
        ("check", {"overlay": "", "name": "site.yml"}),
        ("trial", {"overlay": "", "most": 0}),
        ("trial", {"overlay": "", "most": "all"}),
        ("trial", {"overlay": "", "message": "beuh"}),
    ],
)
def test_what_does_not_fit_is_refused_without_a_word_of_it(client, name, data):
    answer = client.post(f"/workbench/{name}", json=data)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert "beuh" not in answer.text


def test_what_almost_fired_is_told_on_request_alone(client):
    asked = {"text": "beuh 5g 50€ 10g 90€"}
    short, whole = (client.post("/workbench/scan", json={**asked, "explain": x}).json() for x in (False, True))
    assert (short["result"]["smallest"], short["statement"]) == ([], {})
    assert (len(whole["result"]["smallest"]) > 0, {*whole["statement"]}) == (True, {"en", "fr"})
    assert {**whole["result"], "smallest": [], "near_misses": []} == short["result"]


def test_a_half_of_a_pair_is_judged_and_answered(client):
    body = b'{"text": "\\ud83d beuh 5g 50\\u20ac 10g 90\\u20ac \\ud83d\\udd25"}'
    answer = client.post("/workbench/scan", content=body, headers={"Content-Type": "application/json"})
    found = json.loads(answer.content)["result"]
    assert found["label"] == "offer"
    assert found["matches"][0]["start"] == 2


def test_a_message_beyond_the_limit_is_refused(make):
    from codewords.service.state import Limits  # noqa: PLC0415  it needs the extra

    client = make(state={"limits": Limits(characters=10)})
    assert client.post("/workbench/scan", json={"text": "x" * 11}).status_code == 413


def test_rules_that_are_not_ready_are_told_without_an_error(small_pack):
    from codewords.service.app import create_app  # noqa: PLC0415  as above
    from codewords.service.state import ServiceState  # noqa: PLC0415  as above
    from codewords.service.workbench import routes  # noqa: PLC0415  as above

    client = testclient.TestClient(
        create_app(ServiceState(lambda: codewords.load(small_pack)), page=routes), base_url=BASE
    )
    assert client.get("/workbench/rules").json()["ready"] is False
    assert client.post("/workbench/scan", json={"text": "beuh"}).status_code == 503


def test_a_trial_tells_its_stages_and_what_changes(client):
    message = {"text": "zalouche 5g 50€ 10g 90€"}
    events = {event["stage"]: event for event in tried(client, message=message)}
    assert list(events) == ["loading", "first", "compiling", "compiled", "examples", "message", "judging", "done"]
    assert events["compiled"]["added"] == ["site.zalouche"]
    assert [case["reason"] for case in events["examples"]["examples"]] == [
        "",
        "the message is judged an offer",
        "",
    ]
    assert (events["message"]["before"]["label"], events["message"]["after"]["label"]) == ("none", "offer")
    done = events["done"]
    assert done["sample"] == {"judged": 4, "named": 2, "total": 4, "sealed": 0, "cut": False, "touched": 2}
    assert done["counts"] == {"none -> offer": 1}
    assert done["changed"][0]["label"] == "offer"
    first = events["first"]
    assert (first["total"], first["named"], first["judged"]) == (4, 2, 2)
    assert (first["counts"], first["changed"][0]["text"]) == (done["counts"], done["changed"][0]["text"])
    assert first["message"]["after"]["label"] == "offer"


def test_a_message_is_judged_by_the_overlay_that_was_tried(client):
    asked = {"text": "zalouche 5g 50€ 10g 90€", "overlay": True}
    assert client.post("/workbench/scan", json=asked).status_code == 422
    tried(client)
    answer = client.post("/workbench/scan", json=asked).json()
    assert answer["result"]["label"] == "offer"
    assert answer["result"]["ruleset"]["overlays"] == ["site.yaml"]
    assert client.post("/workbench/scan", json={**asked, "overlay": False}).json()["result"]["label"] == "none"


def test_faults_of_a_trial_name_the_overlay_and_the_place(client):
    events = tried(client, overlay="detections:\n- id: sale.no-such\n  points: 1\n")
    assert events[-1]["stage"] == "faults"
    assert {problem["path"] for problem in events[-1]["problems"]} == {"site.yaml"}
    assert events[-1]["problems"][0]["line"] == 2


def test_a_corpus_that_cannot_be_read_is_told(make, tmp_path):
    events = tried(make(state={"corpus": tmp_path / "none.jsonl"}))
    assert events[-1] == {"stage": "done", "end": True, "sample": None, "unread": True}


def test_a_trial_leaves_the_cache_of_compiled_rules_alone(client, own_cache):
    before = {file.name for file in own_cache.iterdir()}
    tried(client)
    assert {file.name for file in own_cache.iterdir()} <= before


def test_the_process_of_a_trial_ends_with_its_reader(small_pack, tmp_path, monkeypatch):
    from codewords.service.workbench_child import Child  # noqa: PLC0415  it needs the extra

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    child = Child({"rules": str(small_pack), "overlays": [], "policy": "default"})
    question = {
        "op": "try",
        "digest": "",
        "overlay": OVERLAY,
        "name": "site.yaml",
        "most": 5,
        "message": None,
        "corpus": None,
    }

    async def read(most):
        async with contextlib.aclosing(child.ask(question)) as lines:
            return [json.loads(line)["stage"] async for line, _ in zip_async(lines, most)]

    async def zip_async(lines, most):
        number = 0
        async for line in lines:
            yield line, number
            number += 1
            if number == most:
                return

    assert anyio.run(read, 1) == ["loading"]
    assert not child.is_busy
    assert list(tmp_path.iterdir()) == []
    assert anyio.run(read, 99)[-1] == "done"
    assert [file.name for folder in tmp_path.iterdir() for file in folder.iterdir()] == ["site.yaml"]
    child.close()
    assert list(tmp_path.iterdir()) == []


def test_a_process_that_dies_is_started_anew(small_pack):
    from codewords.service.workbench_child import Child  # noqa: PLC0415  it needs the extra

    child = Child({"rules": str(small_pack), "overlays": [], "policy": "default"})

    async def ask(question):
        async with contextlib.aclosing(child.ask(question)) as lines:
            return [json.loads(line) async for line in lines]

    assert anyio.run(ask, {"op": "scan"}) == [{"end": True, "result": None}]
    child._running._process.kill()
    child._running._process.wait()
    assert anyio.run(ask, {"op": "scan"}) == [{"end": True, "result": None}]
    assert anyio.run(ask, {"op": "try"})[-1] == {"stage": "fault", "error": "KeyError", "end": True}
    child.close()


def test_a_service_that_is_killed_leaves_no_overlay_behind(small_pack, tmp_path):
    options = {"rules": str(small_pack), "overlays": [], "policy": "default"}
    question = {"op": "try", "digest": "", "overlay": OVERLAY, "name": "site.yaml", "most": 5, "corpus": None}
    folder = tmp_path / "trial"
    folder.mkdir()
    # an input that ends is all that a child sees of such an end
    done = subprocess.run(
        [sys.executable, "-m", "codewords.service.workbench_trial"],
        input="".join(json.dumps(line) + "\n" for line in (options, question)),
        capture_output=True,
        text=True,
        check=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(codewords.__file__).parents[1])},
    )
    assert json.loads(done.stdout.splitlines()[-1])["stage"] == "done"
    assert not folder.exists()
