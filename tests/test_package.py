"""What the package shows of itself, and what importing it costs."""

import subprocess
import sys
import tomllib
from pathlib import Path

import codewords

ROOT = Path(__file__).parents[1]
HEAVY = ("click", "rich", "numpy", "scipy", "yaml", "regex", "rapidfuzz", "emoji", "wordfreq")


def imported(statement):
    """Give the modules that a fresh interpreter holds after a statement."""
    script = f"import sys\nsys.path.insert(0, {str(ROOT)!r})\n{statement}\nprint('\\n'.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-I", "-c", script], capture_output=True, text=True, timeout=120, check=True
    )
    return set(done.stdout.splitlines())


def test_importing_the_package_loads_nothing_heavy():
    assert not set(HEAVY) & imported("import codewords")


def test_loading_rules_needs_no_library_of_the_command_line():
    loaded = imported("import codewords\ncodewords.load")
    assert "regex" in loaded
    assert not {"click", "rich", "numpy", "scipy", "wordfreq"} & loaded


def test_every_public_name_is_there_and_listed():
    for name in codewords.__all__:
        assert getattr(codewords, name) is not None
    assert set(codewords.__all__) <= set(dir(codewords))
    assert len(set(codewords.__all__)) == len(codewords.__all__)
    assert set(codewords._HOME) | {"__version__"} == set(codewords.__all__)


def test_a_name_that_is_not_public_is_an_attribute_error():
    assert not hasattr(codewords, "no_such_name")


def test_the_version_is_that_of_the_package_and_of_results(engine):
    assert engine.scan("x").ruleset.engine == codewords.__version__
    assert codewords.__version__.count(".") == 2


def test_the_package_says_that_it_is_typed():
    assert (Path(codewords.__file__).parent / "py.typed").exists()


def test_the_licence_of_the_package_names_those_of_its_parts():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    parts = set(project["license"].split(" AND "))
    texts = {file.stem for file in (ROOT / "LICENSES").glob("*.txt")}
    assert parts == {"Apache-2.0", *texts}
    assert "CC-BY-SA-4.0" in (ROOT / "rules" / "ordinary" / "LICENSE.md").read_text(encoding="utf-8")
    lists = sorted((ROOT / "rules" / "ordinary").glob("*.txt"))
    assert lists
    assert all("under CC BY-SA 4.0" in file.read_text(encoding="utf-8")[:400] for file in lists)
    table = (ROOT / "rules" / "folding" / "characters.tsv").read_text(encoding="utf-8")
    assert "Unicode License v3" in table[:600]
