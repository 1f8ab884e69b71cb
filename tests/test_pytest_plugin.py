"""The plug-in of pytest: examples of a rule pack are tests, and a pack with faults fails the run."""

import shutil
from importlib.metadata import entry_points

import pytest

pytest_plugins = ["pytester"]

IS_INSTALLED = any(item.value == "codewords.pytest_plugin" for item in entry_points(group="pytest11"))


@pytest.fixture
def pack(pytester, small_pack):
    """Give a copy of the small rules in the folder of the inner run."""
    shutil.copytree(small_pack, pytester.path / "our-rules")
    return pytester.path / "our-rules"


NAMED = () if IS_INSTALLED else ("-p", "codewords.pytest_plugin")


@pytest.fixture
def inner(pytester):
    """Give a function that runs pytest with the plug-in, as it is installed or by its name."""

    def run(*arguments):
        return pytester.runpytest_inprocess(*NAMED, "-p", "no:cacheprovider", *map(str, arguments))

    return run


def break_example(pack):
    """Put a message that holds no word into the hits of `420`, and give the line of the entry."""
    file = pack / "lexicons" / "substances" / "cannabis_herb.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('hits: ["420', 'hits: ["bonjour", "420'), encoding="utf-8")
    return text[: text.index("- term: 420")].count("\n") + 1


def test_every_example_is_a_test_in_the_file_of_its_entry(inner, pack):
    result = inner("--codewords-rules", "our-rules", "-v")
    result.assert_outcomes(passed=9)
    result.stdout.fnmatch_lines(["our-rules/detections/sale.yaml::sale.grid-hit-1 PASSED*"])


def test_a_part_of_a_pack_that_is_named_is_collected_alone(inner, pack):
    inner("--codewords-rules", "our-rules", "our-rules/detections/sale.yaml").assert_outcomes(passed=2)


def test_a_failure_names_place_and_reason_and_explains(inner, pack):
    line = break_example(pack)
    result = inner("--codewords-rules", "our-rules")
    result.assert_outcomes(passed=9, failed=1)
    result.stdout.fnmatch_lines(
        [
            f"*our-rules/lexicons/substances/cannabis_herb.yaml:{line}:3: cannabis_herb.420-hit-1: the term is not found",
            "NONE: nothing about drugs*",
            "FAILED our-rules/lexicons/substances/cannabis_herb.yaml::cannabis_herb.420-hit-1*",
        ]
    )
    result.stdout.no_fnmatch_line("*Traceback*")


def test_the_configuration_names_packs_too(inner, pytester, pack):
    pytester.makeini("[pytest]\ncodewords_rules = our-rules\n")
    pytester.makepyfile("def test_own(): pass")
    inner().assert_outcomes(passed=10)
    inner("test_the_configuration_names_packs_too.py").assert_outcomes(passed=1)
    inner("our-rules/detections").assert_outcomes(passed=2)
    inner("-k", "sale.grid").assert_outcomes(passed=2, deselected=8)


def test_faults_of_the_rules_are_told_once_with_their_places(inner, pack):
    with (pack / "policies.yaml").open("a", encoding="utf-8") as file:
        file.write("oops: 1\n")
    result = inner("--codewords-rules", "our-rules")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*our-rules/policies.yaml:*: CW203 unknown key `oops`*"])


def test_an_overlay_is_tested_beside_its_rules(inner, pytester, pack):
    (pytester.path / "site.yaml").write_text(
        "terms:\n- {term: zalouche, lang: fr, ambiguity: low, substance: cocaine, since: 2026.11.0,\n"
        '   source: [small_glossary], hits: [zalouche], misses: ["bonjour"]}\n',
        encoding="utf-8",
    )
    result = inner("--codewords-rules", "our-rules", "--codewords-overlay", "site.yaml", "-v")
    result.assert_outcomes(passed=11)
    result.stdout.fnmatch_lines(["site.yaml::site.zalouche-hit-1 PASSED*"])


def test_an_overlay_alone_is_laid_over_the_bundled_rules(inner, pytester, pack, monkeypatch):
    monkeypatch.setattr("codewords.source.locate.bundled_rules", lambda: pack)
    (pytester.path / "site.yaml").write_text("surfaces: []\n", encoding="utf-8")
    inner("--codewords-overlay", "site.yaml").assert_outcomes(passed=9)


def test_rules_that_this_engine_cannot_read_are_told_in_one_line(inner, pack):
    (pack / "policies.yaml").unlink()
    result = inner("--codewords-rules", "our-rules")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*CW117 rule set is not complete: no `policies.yaml`*"])


def test_rules_without_examples_are_no_success(inner, pack):
    for file in pack.rglob("*.yaml"):
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not line.lstrip().startswith(("hits:", "misses:"))]
        file.write_text("".join(kept), encoding="utf-8")
    result = inner("--codewords-rules", "our-rules")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*no `hits` and no `misses`: nothing would be tested"])


def test_a_folder_that_is_not_there_is_wrong_usage(inner):
    result = inner("--codewords-rules", "nowhere")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*there are no rules at `*nowhere`*"])


def test_without_packs_nothing_is_collected_and_nothing_of_codewords_is_imported(pytester, pack):
    pytester.makepyfile("import sys\ndef test_own(): assert 'codewords.api' not in sys.modules")
    pytester.runpytest_subprocess(*NAMED, "-p", "no:cacheprovider").assert_outcomes(passed=1)
