"""Whatever is sent, the answer says what is wrong in `application/problem+json`, and repeats none of it."""

import gzip
import json

import pytest

pytest.importorskip("starlette")
pytest.importorskip("httpx")
pytest.importorskip("prometheus_client")

from codewords.service.problem import STATUS, Problem, place_of
from codewords.service.state import Limits

JSON = {"content-type": "application/json"}
SECRET = "zz_fictif_secret"


def told(answer, status, code):
    """Give what is told, when it is a problem of this kind that repeats nothing."""
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert (body["type"], body["status"], body["code"]) == ("about:blank", status, code)
    assert SECRET not in answer.text
    assert SECRET not in str(answer.headers)
    return body


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b"", "not JSON at character 1"),
        (SECRET.encode(), "not JSON at character 1"),
        (b'{"text": "zz_fictif_secret"', "not JSON at character"),
        (b'{"text": NaN}', "a number that JSON does not have"),
        (b'{"text": -Infinity}', "a number that JSON does not have"),
        (b'{"record": {"price": 1e999}}', "a number that JSON does not have"),
        (b'{"record": {"price": ' + b"9" * 5000 + b"}}", "of too many digits"),
        (b"[" * 100_000, "nested too deep"),
        (b'{"text": "\xff"}', "not UTF-8 at byte 11"),
        ('{"text": "zz_fictif_secret"}'.encode("utf-16"), "not UTF-8 at byte 1"),
    ],
)
def test_what_is_not_json_is_told_with_its_place(client, body, detail):
    for path in ("/v1/scan", "/v1/record", "/v1/thread"):
        assert detail in told(client.post(path, content=body, headers=JSON), 400, "not-json")["detail"]


@pytest.mark.parametrize(
    ("path", "body", "pointers"),
    [
        ("scan", "zz_fictif_secret", [""]),
        ("scan", [1], [""]),
        ("scan", {}, ["/text"]),
        ("scan", {"text": 5}, ["/text"]),
        (
            "scan",
            {"text": None, "surface": SECRET, "lang": 5, "evidence": SECRET},
            ["/surface", "/lang", "/evidence", "/text"],
        ),
        ("scan", {"text": "", "near_misses": 1, "quote": "no"}, ["/near_misses", "/quote"]),
        ("scan", {"text": "", "surface": None}, ["/surface"]),
        ("scan", {"text": "", "surface": ["post"]}, ["/surface"]),
        ("scan", {"text": "", "lang": SECRET}, ["/lang"]),
        ("scan", {"text": "", "lang": ["fr"] * 21}, ["/lang"]),
        ("scan", {"text": "", "lang": [["fr"]]}, ["/lang"]),
        ("scan", {"text": "", SECRET: 1}, [""]),
        ("record", {"text": ""}, ["", "/record"]),
        ("record", {"record": [SECRET]}, ["/record"]),
        ("record", {"record": {SECRET: {"a": 1}}}, ["/record"]),
        ("record", {"record": {SECRET: [[1]]}}, ["/record"]),
        ("thread", {"messages": SECRET}, ["/messages"]),
        ("thread", {"messages": ["a", 5, 6]}, ["/messages/1"]),
    ],
)
def test_each_place_that_does_not_fit_is_named_at_once(client, path, body, pointers):
    answer = told(client.post(f"/v1/{path}", json=body), 422, "invalid")
    assert [item["pointer"] for item in answer["errors"]] == pointers


def test_an_unknown_surface_is_told_with_the_known_ones(client, engine):
    answer = told(client.post("/v1/scan", json={"text": "", "surface": "posts"}), 422, "invalid")
    for surface in engine.surfaces:
        assert surface.id in answer["detail"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"content-type": "text/plain"},
        {"content-type": "application/x-www-form-urlencoded"},
        {"content-type": "application/json; charset=latin-1"},
        {**JSON, "content-encoding": "gzip"},
        {**JSON, "content-encoding": "gzip, br"},
    ],
)
def test_another_media_type_charset_or_compression_is_refused(client, headers):
    body = gzip.compress(b'{"text": ""}')
    for path in ("/v1/scan", "/v1/scan/batch"):
        answer = client.build_request("POST", path, content=body, headers=headers)
        told(client.send(answer), 415, "media-type")


def test_too_large_a_body_is_refused_with_and_without_a_length(client_of, engine):
    client = client_of(engine, limits=Limits(body=100))
    body = json.dumps({"text": SECRET * 20}).encode()
    told(client.post("/v1/scan", content=body, headers=JSON), 413, "too-large")
    told(
        client.post("/v1/scan", content=(body[i : i + 10] for i in range(0, len(body), 10)), headers=JSON),
        413,
        "too-large",
    )
    told(client.post("/v1/scan", content=b"", headers={**JSON, "content-length": "9" * 19}), 413, "too-large")
    assert client.post("/v1/scan", json={"text": "salut"}).status_code == 200


@pytest.mark.parametrize(
    ("path", "fits", "too_long"),
    [
        ("scan", {"text": "a" * 10}, {"text": "a" * 11}),
        ("record", {"record": {"a": "aaaa", "b": [12345, "a"]}}, {"record": {"a": "aaaa", "b": [12345, "aa"]}}),
        ("thread", {"messages": ["aaaaa"] * 2}, {"messages": ["aaaaa", "aaaaaa"]}),
    ],
)
def test_too_many_characters_are_refused(client_of, engine, path, fits, too_long):
    client = client_of(engine, limits=Limits(characters=10))
    assert client.post(f"/v1/{path}", json=fits).status_code == 200
    answer = told(client.post(f"/v1/{path}", json=too_long), 422, "invalid")
    assert answer["errors"][0]["detail"].startswith("11 characters are more than the 10")


def test_unknown_paths_and_methods_are_problems_too(client):
    told(client.get(f"/{SECRET}"), 404, "not-found")
    told(client.get("/v1/scan/"), 404, "not-found")
    answer = client.get("/v1/scan")
    told(answer, 405, "method-not-allowed")
    assert answer.headers["allow"] == "POST"
    told(client.post("/v1/ruleset"), 405, "method-not-allowed")
    told(client.options("/v1/scan", headers={"origin": "https://zz-fictif.example"}), 405, "method-not-allowed")


def test_no_other_site_may_read_answers(client):
    answer = client.get("/v1/ruleset", headers={"origin": "https://zz-fictif.example"})
    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_every_code_has_a_title():
    for code in STATUS:
        assert Problem(code, "why").to_dict()["title"]


def test_the_place_of_an_error_holds_none_of_its_text():
    try:
        int(SECRET)
    except ValueError as error:
        place = place_of(error)
    assert place.startswith(f"ValueError in {__name__}:")
    assert SECRET not in place
    assert place_of(ValueError(SECRET)) == "ValueError in ?"
