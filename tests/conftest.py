"""Options and paths that several folders of tests share."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

import codewords
from codewords import api
from codewords.engine.parts import Parts
from codewords.source.locate import bundled_rules

TESTS = Path(__file__).resolve().parent
sys.path.insert(0, str(TESTS / "fuzz"))  # the checks of the fuzzer's targets serve tests of properties too

# A new counter-example is found by people who look for one, not by a change that has nothing to do with it.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that writes the expected problems anew."""
    parser.addoption(
        "--rewrite-broken",
        action="store_true",
        help="write tests/broken/*.txt anew from what is told now; review the difference",
    )


@pytest.fixture(autouse=True, scope="session")
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep compiled rules in a folder of this run, shared with the processes it starts."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CODEWORDS_CACHE", str(folder))
        yield folder


@pytest.fixture
def small_pack() -> Path:
    """Give the folder of a small valid rule set with every kind of file."""
    return TESTS / "packs" / "small"


@pytest.fixture(scope="session")
def engine() -> codewords.Engine:
    """Give the engine of the bundled rules, compiled once for all tests."""
    return codewords.load()


@pytest.fixture(scope="session")
def parts(engine: codewords.Engine) -> Parts:
    """Give what is compiled of the bundled terms and patterns, for engines whose other rules differ."""
    return api._ready(bundled_rules(), [])[1]


def _blocks(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Read a file of texts, each with the indented lines below it; its first line says what it is."""
    text, below = "", []
    for line in [*path.read_text(encoding="utf-8").splitlines()[1:], ""]:
        if line.startswith("    "):
            below.append(line.removeprefix("    "))
            continue
        if text:
            yield (
                re.sub(r"\\(?:n|r|u[0-9a-f]{4})", lambda sign: sign[0].encode().decode("unicode_escape"), text),
                below,
            )
        text, below = line, []


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that asks for `written` with each text of the file that its module names in `WRITTEN_DOWN`."""
    if "written" in metafunc.fixturenames and hasattr(metafunc.module, "WRITTEN_DOWN"):
        blocks = list(_blocks(metafunc.module.WRITTEN_DOWN))
        metafunc.parametrize("written", blocks, ids=[ascii(text) for text, _ in blocks])


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    """In a full run (CODEWORDS_NO_SKIP=1) a file whose package is missing is a failure, not a skip."""
    report = yield
    if os.environ.get("CODEWORDS_NO_SKIP") and report.skipped:
        report.outcome = "failed"
    return report
