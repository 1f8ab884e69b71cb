"""`codewords test` for people, programs and build servers."""

import json
import shutil
from xml.etree import ElementTree as ET

import pytest


@pytest.fixture
def failing(small_pack, tmp_path):
    """Give a copy of the small pack in which one hit holds no word."""
    pack = tmp_path / "pack"
    shutil.copytree(small_pack, pack)
    file = pack / "lexicons" / "substances" / "cannabis_herb.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('hits: ["420', 'hits: ["bonjour, 100 %", "420'), encoding="utf-8")
    return pack


NAME = "cannabis_herb.420-hit-1"


def test_cases_are_counted_by_kind(run, small_pack):
    result = run("test", small_pack)
    assert (
        result.stderr
        == "9 cases (5 to hit, 4 to miss; 2 of detections, 2 of emoji, 3 of patterns, 2 of terms), 0 failed\n"
    )
    assert result.stdout == ""
    assert result.exit_code == 0


def test_only_the_cases_that_are_named_are_run(run, small_pack):
    result = run("test", small_pack, "--only", "sale.grid-hit", "--only", "emoji.")
    assert result.stderr.startswith("3 cases (2 to hit, 1 to miss;")
    missing = run("test", small_pack, "--only", "nobody")
    assert missing.exit_code == 1
    assert "no case has such a name" in missing.stderr


def test_a_failed_case_is_explained_on_request(run, failing):
    plain = run("test", failing)
    assert plain.exit_code == 1
    assert len(plain.stdout.splitlines()) == 1
    full = run("test", failing, "--explain")
    assert full.stdout.startswith(plain.stdout)
    assert "NONE: nothing about drugs" in full.stdout


def test_json_holds_every_case(run, failing):
    rows = json.loads(run("test", failing, "--format", "json").stdout)
    assert len(rows) == 10
    (row,) = [row for row in rows if not row["passed"]]
    assert (row["name"], row["id"], row["section"], row["expected"]) == (NAME, "cannabis_herb.420", "terms", "hit")
    assert (row["line"], row["text"], row["reason"]) == (10, "bonjour, 100 %", "the term is not found")


def test_junit_holds_every_case_and_the_explanation_of_failed_ones(run, failing):
    suites = ET.fromstring(run("test", failing, "--format", "junit").stdout)
    assert (suites.get("tests"), suites.get("failures")) == ("10", "1")
    assert len(suites.findall("testsuite/testcase")) == 10
    (fault,) = suites.findall("testsuite/testcase/failure")
    assert fault.get("message") == "the term is not found"
    assert fault.text.startswith("bonjour, 100 %\nNONE")


def test_annotations_of_github_name_file_and_line(run, failing):
    (line,) = run("test", failing, "--format", "github").stdout.splitlines()
    path = failing / "lexicons" / "substances" / "cannabis_herb.yaml"
    assert line == f"::error file={path},line=10,col=3,title={NAME}::the term is not found: bonjour, 100 %25"


def test_an_overlay_is_checked_with_the_rules_below_it(run, small_pack, tmp_path):
    overlay = tmp_path / "site.yaml"
    overlay.write_text("terms:\n- {id: cannabis_herb.beuh, ambiguity: lowish}\n", encoding="utf-8")
    result = run("check", small_pack, "--overlay", overlay)
    assert result.exit_code == 1
    assert result.stdout.startswith(f"{overlay}:2:")
    assert "`lowish`" in result.stdout
