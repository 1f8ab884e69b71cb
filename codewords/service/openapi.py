"""Describe the API in OpenAPI 3.1, with the JSON Schema of results as they are and the limits as they are set."""

from __future__ import annotations

from typing import Any

import codewords
from codewords.service.batch import NDJSON
from codewords.service.message import SURFACES
from codewords.service.options import EVIDENCE, MOST_TAGS, TAG
from codewords.service.problem import MEDIA, STATUS
from codewords.service.state import Limits, ServiceState

Schema = dict[str, Any]

TEXTS = {
    400: "The body is not JSON in UTF-8.",
    401: "The token is missing or wrong.",
    408: "The body did not come in time.",
    413: "The body is too large.",
    415: "The body has another media type, another charset, or is compressed.",
    421: "The service is not known by the name in `Host`.",
    422: "The body does not fit its schema; `errors` names each place.",
    503: "The rules are not ready, too much waits, or judging took too long.",
}
RULESET = {
    name: {"description": text, "schema": {"type": "string"}}
    for name, text in (
        ("Codewords-Ruleset-Version", "Content version of the rules that judged."),
        ("Codewords-Ruleset-Digest", "SHA-256 over their content."),
    )
}


def describe(state: ServiceState, *, is_open: bool) -> dict[str, Any]:
    """Give the OpenAPI description of a service.

    Args:
        state: its rules name the surfaces, when they are ready; its limits are told.
        is_open: True for a service that asks for no token.
    """
    surfaces = tuple(item.id for item in state.engine.surfaces) if state.is_ready else ()
    return {
        "openapi": "3.1.1",
        "info": {
            "title": "codewords",
            "version": codewords.__version__,
            "description": "Tells offers of drugs from talk about drugs and from ordinary life, and says why.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": _paths(),
        "components": {
            "schemas": {**_requests(surfaces, state.limits), **_answers()},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [] if is_open else [{"token": []}],
    }


def _paths() -> dict[str, Any]:
    """Describe each path."""
    scans = (
        ("/v1/scan", "scan", "Judge one message.", "Message"),
        ("/v1/record", "scanRecord", "Judge a listing or a profile as a whole.", "Record"),
        ("/v1/thread", "scanThread", "Judge the last messages of one author together.", "Thread"),
    )
    return {
        **{path: {"post": _scan(name, text, schema)} for path, name, text, schema in scans},
        "/v1/scan/batch": {"post": _batch()},
        "/v1/ruleset": {"get": _get("ruleset", "Say which rules are in use.", _json("Ruleset"), RULESET)},
        "/healthz": {
            "get": {
                **_get("health", "Say whether messages can be judged.", _json("Health"), RULESET),
                "security": [],
            }
        },
        "/metrics": {
            "get": _get("metrics", "Give counts for Prometheus.", {"text/plain": {"schema": _STRING}}, {})
        },
        "/openapi.json": {
            "get": _get(
                "openapi", "Give this description.", {"application/json": {"schema": {"type": "object"}}}, {}
            )
        },
    }


_STRING: Schema = {"type": "string"}


def _json(name: str) -> Schema:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}


def _faults(*statuses: int) -> Schema:
    problem = {MEDIA: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    retry = {"Retry-After": {"description": "Seconds, when waiting helps.", "schema": {"type": "string"}}}
    return {
        str(status): {
            "description": TEXTS[status],
            "content": problem,
            **({"headers": retry} if status == 503 else {}),
        }
        for status in statuses
    }


def _get(name: str, text: str, content: Schema, headers: Schema) -> Schema:
    good = {"description": "As asked.", "content": content, **({"headers": headers} if headers else {})}
    return {"operationId": name, "summary": text, "responses": {"200": good, **_faults(401, 421, 503)}}


def _scan(name: str, text: str, schema: str) -> Schema:
    good = {"description": "The judgement.", "content": _json("ScanResult"), "headers": RULESET}
    return {
        "operationId": name,
        "summary": text,
        "requestBody": {"required": True, "content": _json(schema)},
        "responses": {"200": good, **_faults(400, 401, 408, 413, 415, 421, 422, 503)},
    }


def _batch() -> Schema:
    options = {"surface": "Surface", "lang": "Lang", "evidence": "Evidence", "near_misses": None, "quote": None}
    text = (
        "NDJSON in, NDJSON out, in order, as the lines come. A line is a JSON object with `text` and, if you "
        "like, `surface`, `lang` and `id`; other keys are passed over. What comes back has the `line` number, the "
        "`id` and the result; or the `line` number and an `error`. The query holds the options of all lines."
    )
    line = {"schema": _STRING, "x-line-schema": {"$ref": "#/components/schemas/BatchLine"}}
    return {
        "operationId": "scanBatch",
        "summary": "Judge many messages.",
        "description": text,
        "parameters": [
            {
                "name": name,
                "in": "query",
                "schema": {"$ref": f"#/components/schemas/{schema}"} if schema else {"type": "boolean"},
            }
            for name, schema in options.items()
        ],
        "requestBody": {"required": True, "content": {media: {"schema": _STRING} for media in NDJSON}},
        "responses": {
            "200": {"description": "A line for each line.", "content": {NDJSON[0]: line}, "headers": RULESET},
            **_faults(401, 415, 421, 422, 503),
        },
    }


def _requests(surfaces: tuple[str, ...], limits: Limits) -> Schema:
    """Describe what is sent."""
    text = {"type": "string", "maxLength": limits.characters}
    plain = {"type": ["string", "number", "boolean", "null"]}
    record = {"type": "object", "additionalProperties": {"anyOf": [plain, {"type": "array", "items": plain}]}}
    tag = {"type": "string", "pattern": f"^{TAG.pattern}$"}
    return {
        "Surface": {"type": "string", **({"enum": list(surfaces)} if surfaces else {})},
        "Lang": {
            "description": "Languages that the caller expects, a hint; unknown ones give none.",
            "anyOf": [tag, {"type": "array", "items": tag, "maxItems": MOST_TAGS}],
        },
        "Evidence": {"enum": list(EVIDENCE), "default": "label"},
        "Message": _request("text", text, surfaces),
        "Record": _request("record", record, surfaces),
        "Thread": _request("messages", {"type": "array", "items": text}, surfaces),
    }


def _request(key: str, schema: Schema, surfaces: tuple[str, ...]) -> Schema:
    surface = SURFACES[key]
    is_known = surface in surfaces or not surfaces  # rules of one's own may have other surfaces
    lang = {"anyOf": [{"$ref": "#/components/schemas/Lang"}, {"type": "null"}]}
    return {
        "type": "object",
        "properties": {
            key: schema,
            "surface": {"$ref": "#/components/schemas/Surface", **({"default": surface} if is_known else {})},
            "lang": lang,
            "evidence": {"$ref": "#/components/schemas/Evidence"},
            "near_misses": {"type": "boolean", "default": False, "description": "Tell what almost fired."},
            "quote": {"type": "boolean", "default": True, "description": "Repeat the message's own words."},
        },
        "required": [key] if is_known else [key, "surface"],
        "additionalProperties": False,
    }


def _answers() -> Schema:
    """Describe what is answered."""
    result = codewords.ScanResult.json_schema()
    shapes = result.pop("$defs")
    result.pop("$schema")
    fault = {
        "type": "object",
        "properties": {"pointer": _STRING, "detail": _STRING},
        "required": ["pointer", "detail"],
    }
    line = {"type": "object", "properties": {"line": {"type": "integer", "minimum": 1}, "error": _STRING}}
    told: Schema = _moved({"ScanResult": result, **shapes})
    return {
        **told,
        "BatchLine": {**line, "required": ["line"]},
        "Problem": {
            "type": "object",
            "properties": {
                "type": {"const": "about:blank"},
                "title": _STRING,
                "status": {"type": "integer"},
                "code": {"enum": list(STATUS)},
                "detail": _STRING,
                "errors": {"type": "array", "items": fault},
            },
            "required": ["type", "title", "status", "code", "detail"],
        },
        "Ruleset": {
            "type": "object",
            "properties": {"version": _STRING, "digest": _STRING, "policy": _STRING},
            "required": ["version", "digest", "policy", "surfaces", "languages", "substances", "fault"],
        },
        "Health": {
            "type": "object",
            "properties": {"status": {"const": "ok"}, "version": _STRING, "digest": _STRING},
            "required": ["status", "version", "digest"],
        },
    }


def _moved(value: Any) -> Any:
    """Let references lead to where OpenAPI keeps schemas."""
    if isinstance(value, dict):
        return {
            key: item.replace("#/$defs/", "#/components/schemas/") if key == "$ref" else _moved(item)
            for key, item in value.items()
        }
    return [_moved(item) for item in value] if isinstance(value, list) else value
