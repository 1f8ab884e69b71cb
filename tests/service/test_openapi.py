"""The description says what the service does: made-up requests find nothing that it does not say."""

import json

import jsonschema
import pytest

pytest.importorskip("starlette")
pytest.importorskip("httpx")
pytest.importorskip("prometheus_client")

import codewords
from codewords.service.state import Limits


def references(value):
    if isinstance(value, dict):
        yield from ([value["$ref"]] if "$ref" in value else [])
        for item in value.values():
            yield from references(item)
    elif isinstance(value, list):
        for item in value:
            yield from references(item)


def schema_of(described, name):
    return {"$ref": f"#/components/schemas/{name}", "components": described["components"]}


@pytest.fixture
def described(client):
    return client.get("/openapi.json").json()


def test_every_reference_leads_somewhere(described):
    found = set(references(described))
    assert found
    for reference in found:
        kind, name = reference.removeprefix("#/components/").split("/")
        assert name in described["components"][kind]


def test_every_route_and_method_is_described(client, described):
    routes = {(route.path, method.lower()) for route in client.app.routes for method in route.methods - {"HEAD"}}
    told = {(path, method) for path, methods in described["paths"].items() for method in methods}
    assert routes == told


def test_answers_fit_their_schemas(client, described, offer):
    jsonschema.validate(
        client.post("/v1/scan", json={"text": offer, "near_misses": True}).json(),
        schema_of(described, "ScanResult"),
    )
    jsonschema.validate(client.get("/v1/ruleset").json(), schema_of(described, "Ruleset"))
    jsonschema.validate(client.get("/healthz").json(), schema_of(described, "Health"))
    jsonschema.validate(client.post("/v1/scan", json={}).json(), schema_of(described, "Problem"))
    answer = client.post(
        "/v1/scan/batch", content=b'{"text": "a"}\n5', headers={"content-type": "application/x-ndjson"}
    )
    for row in answer.text.splitlines():
        jsonschema.validate(json.loads(row), schema_of(described, "BatchLine"))


def test_the_schema_of_results_is_that_of_the_library(described):
    mine = described["components"]["schemas"]["ScanResult"]
    assert mine["properties"].keys() == codewords.ScanResult.json_schema()["properties"].keys()
    assert mine["additionalProperties"] is False


def test_limits_and_surfaces_are_told_as_they_are(client_of, small_pack):
    engine = codewords.load(small_pack)
    described = client_of(engine, limits=Limits(characters=123)).get("/openapi.json").json()
    schemas = described["components"]["schemas"]
    assert schemas["Message"]["properties"]["text"]["maxLength"] == 123
    assert schemas["Surface"]["enum"] == [item.id for item in engine.surfaces]
    assert schemas["Message"]["required"] == ["text"]
    assert schemas["Record"]["required"] == ["record", "surface"]  # these rules have no surface `shop`
