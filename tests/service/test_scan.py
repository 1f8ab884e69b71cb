"""One message, a record or a thread over HTTP is judged as by the library."""

import json
import threading
import time

import jsonschema
import pytest

import codewords

pytest.importorskip("starlette")
pytest.importorskip("httpx")
pytest.importorskip("prometheus_client")

from codewords.service.state import Limits, ServiceState


def test_a_message_is_judged_as_by_the_library(client, engine, offer):
    answer = client.post("/v1/scan", json={"text": offer})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert codewords.ScanResult.from_dict(answer.json()) == engine.scan(offer)
    jsonschema.validate(answer.json(), codewords.ScanResult.json_schema())


def test_each_option_reaches_the_engine(client, engine, offer):
    options = {"surface": "dm", "evidence": "all", "near_misses": True}
    answer = client.post(
        "/v1/scan", json={"text": offer, "lang": ["fr", "EN-gb", "ar"], "quote": False, **options}
    )
    expected = engine.scan(offer, lang=("fr", "en"), **options)
    assert answer.json() == json.loads(json.dumps(expected.to_dict(text=False)))
    assert "zz_fictif_offre" not in json.dumps(answer.json()["matches"])


@pytest.mark.parametrize("lang", [None, "ar", ["ja", "ko-KR"], []])
def test_languages_that_the_rules_do_not_have_are_no_hint(client, lang):
    assert client.post("/v1/scan", json={"text": "salut", "lang": lang}).json()["lang"] is None


def test_languages_are_told_in_one_order_so_that_few_results_are_kept(client):
    langs = [
        client.post("/v1/scan", json={"text": "salut", "lang": lang}).json()["lang"]
        for lang in (["en", "fr"], ["fr", "en", "fr"])
    ]
    assert langs == [["fr", "en"], ["fr", "en"]]


def test_a_record_is_judged_as_a_whole(client, engine):
    record = {"title": "beuh", "price": 60, "tags": ["livraison", "snap zz_fictif"], "sold": False, "seller": None}
    answer = client.post("/v1/record", json={"record": record})
    assert codewords.ScanResult.from_dict(answer.json()) == engine.scan_record(record)
    assert answer.json()["surface"] == "shop"


def test_a_thread_is_judged_together(client, engine):
    messages = ["t'as de la beuh ?", "60 les 10, livraison, snap zz_fictif"]
    answer = client.post("/v1/thread", json={"messages": messages})
    assert codewords.ScanResult.from_dict(answer.json()) == engine.scan_thread(messages)
    assert answer.json()["surface"] == "dm"


@pytest.mark.parametrize(
    ("path", "body"), [("record", {"record": {}}), ("thread", {"messages": []}), ("scan", {"text": ""})]
)
def test_nothing_to_judge_is_none(client, path, body):
    answer = client.post(f"/v1/{path}", json=body)
    assert (answer.status_code, answer.json()["label"]) == (200, "none")


def test_lone_surrogates_and_nul_are_judged_and_come_back(client):
    body = rb'{"text": "beuh \ud83d 10g 90\u20ac \u0000 snap zz_fictif \udc00"}'
    answer = client.post("/v1/scan", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 200
    assert answer.json()["label"] == "offer"


def test_a_byte_order_mark_is_passed_over(client):
    answer = client.post(
        "/v1/scan",
        content=b'\xef\xbb\xbf{"text": "salut"}',
        headers={"content-type": "application/json; charset=UTF-8"},
    )
    assert answer.status_code == 200


def test_every_answer_names_the_rules_that_judged(client, engine):
    answer = client.post("/v1/scan", json={"text": "salut"})
    assert answer.headers["codewords-ruleset-version"] == engine.ruleset.version
    assert answer.headers["codewords-ruleset-digest"] == engine.ruleset.digest


def test_the_rule_set_is_described(client, engine):
    told = client.get("/v1/ruleset").json()
    assert (told["version"], told["digest"]) == (engine.ruleset.version, engine.ruleset.digest)
    assert [item["id"] for item in told["surfaces"]] == [item.id for item in engine.surfaces]
    assert told["fault"] is None
    assert {"id": "cannabis_herb", "parent": "cannabis"}.items() <= next(
        s for s in told["substances"] if s["id"] == "cannabis_herb"
    ).items()


def test_the_policy_told_is_that_of_the_engine(client_of, small_pack):
    engine = codewords.load(small_pack)
    policy = engine.ruleset.policies[-1].id
    client = client_of(codewords.load(small_pack, policy=policy))
    assert client.get("/v1/ruleset").json()["policy"] == policy
    assert f'policy="{policy}"' in client.get("/metrics").text


def test_nothing_is_judged_before_the_rules_are_there(client_of, small_pack, offer):
    may_load = threading.Event()

    def load():
        may_load.wait(30)
        return codewords.load(small_pack)

    client = client_of(load)
    with client:
        for method, path, body in (
            ("GET", "/healthz", None),
            ("POST", "/v1/scan", {"text": offer}),
            ("GET", "/v1/ruleset", None),
        ):
            answer = client.request(method, path, json=body)
            assert (answer.status_code, answer.json()["code"]) == (503, "not-ready")
            assert answer.headers["retry-after"] == "1"
        assert client.get("/openapi.json").status_code == 200
        assert "codewords_ruleset_info{" not in client.get("/metrics").text
        may_load.set()
        state = client.app.state.service
        while not state.is_ready:
            time.sleep(0.01)
        assert client.get("/healthz").json()["status"] == "ok"


def test_rules_with_faults_are_told_by_place_and_the_service_is_not_ready(client_of, small_pack, tmp_path, caplog):
    (tmp_path / "bad.yaml").write_text("detections:\n- id: sale.grid\n  points: many\n", encoding="utf-8")
    with client_of(lambda: codewords.load(small_pack, overlays=[tmp_path / "bad.yaml"])) as client:
        state = client.app.state.service
        while state.fault is None:
            time.sleep(0.01)
        answer = client.get("/healthz")
        assert answer.status_code == 503
        assert answer.json()["detail"] == "the rules have faults"
    assert "bad.yaml:3:" in caplog.text


def test_new_rules_are_used_and_refused_ones_are_told(client_of, small_pack, tmp_path, offer):
    site = tmp_path / "site.yaml"
    site.write_text("detections:\n- id: sale.grid\n  points: 1.0\n", encoding="utf-8")
    reloader = codewords.Reloader(small_pack, overlays=[site])
    client = client_of(reloader)
    first = client.get("/healthz").headers["codewords-ruleset-digest"]
    site.write_text("detections:\n- id: sale.grid\n  points: 1.5\n", encoding="utf-8")
    reloader.reload()
    second = client.post("/v1/scan", json={"text": offer}).headers["codewords-ruleset-digest"]
    assert second == reloader.digest != first
    assert [
        line for line in client.get("/metrics").text.splitlines() if line.startswith("codewords_ruleset_info{")
    ] == [
        f'codewords_ruleset_info{{digest="{second}",engine="{codewords.__version__}",policy="default",version="{reloader.version}"}} 1.0'
    ]
    site.write_text("detections:\n- id: sale.grid\n  points: many\n", encoding="utf-8")
    reloader.reload()
    assert client.get("/healthz").status_code == 200
    assert "site.yaml:3:" in client.get("/v1/ruleset").json()["fault"]["problems"][0]
    assert "codewords_ruleset_fault 1.0" in client.get("/metrics").text


def test_counts_are_of_closed_lists_and_hold_no_text(client, offer):
    client.post("/v1/scan", json={"text": offer})
    client.post("/v1/scan", json={"text": offer, "surface": "dm"})
    client.get(f"/{offer}")
    client.request("zz_fictif_offre", "/v1/scan")
    told = client.get("/metrics").text
    assert 'codewords_messages_total{action="block",label="offer",surface="post"} 1.0' in told
    assert 'codewords_messages_total{action="block",label="offer",surface="dm"} 1.0' in told
    assert 'codewords_http_requests_total{method="POST",route="/v1/scan",status="200"} 2.0' in told
    assert 'codewords_http_requests_total{method="GET",route="other",status="404"} 1.0' in told
    assert 'codewords_http_requests_total{method="other",route="/v1/scan",status="405"} 1.0' in told
    assert "codewords_scans_held 0.0" in told
    assert "zz_fictif" not in told


def test_openmetrics_is_given_to_whoever_asks_for_it(client):
    answer = client.get("/metrics", headers={"accept": "application/openmetrics-text; version=1.0.0"})
    assert answer.headers["content-type"].startswith("application/openmetrics-text")
    assert answer.text.endswith("# EOF\n")


def test_a_limit_is_above_zero():
    with pytest.raises(ValueError, match="limit `threads` must be above 0"):
        Limits(threads=0)


def test_limits_stand_in_one_place(client_of, engine):
    with pytest.raises(ValueError, match="ServiceState"):
        client_of(ServiceState(engine), limits=Limits())
