"""Say which rules are in use: their version, their surfaces, languages and substances, and what was refused."""

from __future__ import annotations

from typing import Any

import codewords
from codewords.service.state import ServiceState


def ruleset_to_dict(state: ServiceState, engine: codewords.Engine) -> dict[str, Any]:
    """Give what `/v1/ruleset` answers.

    Args:
        state: tells why newer rules were refused.
        engine: the engine in use.
    """
    rules = engine.ruleset
    return {
        **reference(engine),
        "languages": list(rules.languages),
        "surfaces": [{"id": item.id, "title": item.title} for item in rules.surfaces],
        "policies": [item.id for item in rules.policies],
        "substances": [
            {"id": item.id, "parent": item.parent or None, "names": dict(item.names)} for item in rules.substances
        ],
        "terms": len(rules.terms),
        "detections": len(rules.detections),
        "fault": _fault(state.fault),
    }


def reference(engine: codewords.Engine) -> dict[str, Any]:
    """Give how an engine's results name its rules and its policy."""
    named: dict[str, Any] = engine.scan("", surface=engine.surfaces[0].id).to_dict()["ruleset"]
    return named


def _fault(error: Exception | None) -> dict[str, Any] | None:
    """Say why the newest rules were refused: each problem of the files, else the kind of the error alone."""
    if error is None:
        return None
    problems = error.problems if isinstance(error, codewords.RuleFileError) else ()
    return {"kind": type(error).__name__, "problems": [str(problem) for problem in problems]}
