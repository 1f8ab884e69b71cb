"""Requests that schemathesis makes up from the description find no answer which that does not allow."""

import json
from pathlib import Path

import pytest

pytest.importorskip("schemathesis")
pytest.importorskip("starlette")
pytest.importorskip("prometheus_client")

import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import negative_data_rejection

import codewords
from codewords.service.app import create_app
from codewords.service.batch import NDJSON
from codewords.service.state import Limits

PACK = Path(__file__).parents[1] / "packs" / "small"
PATHS = ("/v1/scan", "/v1/scan/batch", "/v1/record", "/v1/thread", "/v1/ruleset", "/healthz", "/metrics")


@schemathesis.serializer(*NDJSON)
def write_lines(context, value):
    """Send what was made up as a line, and as the text of a message."""
    line = value if isinstance(value, str) else json.dumps(value)
    return f"{line}\n{json.dumps({'text': line})}\n".encode("utf-8", "surrogatepass")


@pytest.fixture(scope="module")
def described():
    engine = codewords.load(PACK)
    app = create_app(engine, limits=Limits(characters=5_000), hosts=None)
    return schemathesis.openapi.from_asgi("/openapi.json", app)


@pytest.mark.parametrize(
    ("path", "is_right"), [*((path, True) for path in PATHS), *((path, False) for path in PATHS[:4])]
)
def test_no_made_up_request_is_answered_otherwise_than_described(described, path, is_right):
    (operation,) = described[path].values()
    modes = schemathesis.GenerationMode
    # a wrong line of a batch is answered by a line, so its status says nothing
    excluded = [negative_data_rejection] if operation.path == "/v1/scan/batch" else []
    strategy = operation.as_strategy(generation_mode=modes.POSITIVE if is_right else modes.NEGATIVE)

    @given(case=strategy)
    @settings(
        max_examples=25, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )
    def answers(case):
        case.call_and_validate(excluded_checks=excluded)

    answers()
