"""Outcomes of the examples that stand beside the rules, for people, programs, and build servers."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

from codewords.cli.problems import Folder, annotation
from codewords.cli.streams import printable
from codewords.maintain.cases import Case, Example
from codewords.model import Detection, Pattern

FORMS = ("text", "json", "github", "junit")


@dataclass(frozen=True, slots=True)
class Outcome:
    """Hold one example, what became of it, and why it failed in full.

    Args:
        why: how the engine reads the message; empty where nobody asked.
    """

    example: Example
    case: Case
    why: str = ""


def section(example: Example) -> str:
    """Give what kind of entry an example belongs to."""
    if isinstance(example.entry, Detection):
        return "detections"
    if isinstance(example.entry, Pattern):
        return "patterns"
    return "emoji" if example.entry.is_emoji else "terms"


def count(outcomes: Sequence[Outcome]) -> str:
    """Say how many examples there are of each kind, and how many failed."""
    kinds = Counter(section(item.example) for item in outcomes)
    hits = sum(item.example.is_hit for item in outcomes)
    failed = sum(not item.case.passed for item in outcomes)
    parts = ", ".join(f"{number} of {kind}" for kind, number in sorted(kinds.items()))
    cases = f"{len(outcomes)} case{'s' if len(outcomes) != 1 else ''}"
    return f"{cases} ({hits} to hit, {len(outcomes) - hits} to miss; {parts}), {failed} failed"


def render(outcomes: Sequence[Outcome], form: str, folder: Folder) -> Iterator[str]:
    """Give the lines that tell outcomes; text and annotations tell the failed ones alone.

    Args:
        outcomes: in the order of the rules.
        form: one of `FORMS`.
        folder: the rule set they are about.
    """
    if form == "json":
        yield json.dumps([_row(item, folder) for item in outcomes], indent=2)
    elif form == "junit":
        yield _junit(outcomes, folder)
    else:
        for item in outcomes:
            if not item.case.passed:
                yield from _failed(item, form, folder)


def _failed(item: Outcome, form: str, folder: Folder) -> Iterator[str]:
    if form == "github":
        yield annotation(
            "error", item.case.place, item.case.name, f"{item.case.reason}: {item.example.text}", folder
        )
        return
    yield f"{folder.at(item.case.place)}: {item.case.name}: {item.case.reason}"
    yield from (f"    {printable(line)}".rstrip() for line in item.why.splitlines())


def _row(item: Outcome, folder: Folder) -> dict[str, Any]:
    return {
        "name": item.case.name,
        "id": item.example.entry.id,
        "section": section(item.example),
        "expected": "hit" if item.example.is_hit else "miss",
        "text": item.example.text,
        "path": folder.path(item.case.place),
        "line": item.case.place.line,
        "column": item.case.place.column,
        "passed": item.case.passed,
        "reason": item.case.reason,
    }


def _junit(outcomes: Sequence[Outcome], folder: Folder) -> str:
    """Give the XML that build servers read: a suite for each kind of entry."""
    suites = ET.Element("testsuites", name="codewords", tests=str(len(outcomes)), failures=_failures(outcomes))
    for name in sorted({section(item.example) for item in outcomes}):
        mine = [item for item in outcomes if section(item.example) == name]
        suite = ET.SubElement(suites, "testsuite", name=name, tests=str(len(mine)), failures=_failures(mine))
        for item in mine:
            place = {"file": folder.path(item.case.place), "line": str(item.case.place.line)}
            names = {"name": item.case.name, "classname": item.example.entry.id}
            case = ET.SubElement(suite, "testcase", {**names, **place})
            if not item.case.passed:
                fault = ET.SubElement(case, "failure", message=item.case.reason)
                fault.text = printable(f"{item.example.text}\n{item.why}".strip())
    ET.indent(suites)
    return ET.tostring(suites, encoding="unicode", xml_declaration=True)


def _failures(outcomes: Sequence[Outcome]) -> str:
    return str(sum(not item.case.passed for item in outcomes))
