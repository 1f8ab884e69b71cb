"""What holds for all plug-ins: a missing host is named, and nothing of them loads with codewords."""

import importlib
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

PROJECT = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.mark.parametrize(
    ("name", "host"),
    [("presidio", "presidio_analyzer"), ("spacy", "spacy.language"), ("datasets", "datasets")],
)
def test_a_missing_host_is_an_error_that_names_the_extra(name, host, monkeypatch):
    pytest.importorskip("pyarrow")
    monkeypatch.setitem(sys.modules, host, None)
    monkeypatch.delitem(sys.modules, f"codewords.plugins.{name}", raising=False)
    with pytest.raises(ModuleNotFoundError) as error:
        importlib.import_module(f"codewords.plugins.{name}")
    assert f"pip install 'codewords[{name}]'" in str(error.value)
    assert name in PROJECT["optional-dependencies"]


def test_entry_points_name_what_is_there():
    points = PROJECT["entry-points"]
    assert points["spacy_factories"] == {"codewords": "codewords.plugins.spacy:make_scan"}
    assert points["osprey_plugin"] == {"codewords": "codewords.plugins.osprey"}
    folder = Path(__file__).parents[2] / "codewords" / "plugins"
    assert "\ndef make_scan(" in (folder / "spacy.py").read_text(encoding="utf-8")
    assert "\ndef register_udfs(" in (folder / "osprey.py").read_text(encoding="utf-8")


def test_codewords_loads_no_plugin():
    code = "import codewords, sys; codewords.load; print([name for name in sys.modules if 'plugins' in name])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
