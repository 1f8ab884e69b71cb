"""What the tutorial shows is what happens, points and scores aside, since these change with the rules."""

import re
from pathlib import Path

import pytest

import codewords

ROOT = Path(__file__).resolve().parent.parent
TUTORIAL = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", TUTORIAL, re.DOTALL)


def without_numbers(text):
    return re.sub(r"[+-]?\d+\.\d{2,}", "N", text)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Hold the files that the tutorial has its readers write."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "site.yaml").write_text(blocks("yaml")[0], encoding="utf-8")
    mine = next(block for block in blocks("text") if block.startswith("zalouche"))
    (tmp_path / "mine.txt").write_text(mine, encoding="utf-8")
    return tmp_path


def test_the_explanation_begins_as_the_tutorial_shows(engine):
    text = re.search(r'codewords explain "(Beuh[^"]*)"', TUTORIAL)[1]
    shown = next(block for block in blocks("text") if block.startswith("OFFER"))
    assert without_numbers(engine.scan(text).explain(text)).startswith(without_numbers(shown.rstrip()))


def test_the_word_without_a_sale_is_talk(engine):
    assert engine.scan(re.search(r'codewords explain "(La beuh[^"]*)"', TUTORIAL)[1]).label == "talk"


@pytest.mark.parametrize(("number", "printed"), [(0, "offer block"), (1, "none -> offer")])
def test_each_script_prints_what_stands_below_it(folder, capsys, monkeypatch, engine, number, printed):
    load = codewords.load
    monkeypatch.setattr(codewords, "load", lambda **options: load(**options) if options else engine)
    exec(compile(blocks("python")[number], "tutorial", "exec"), {})
    shown = next(block for block in blocks("text") if block.startswith(printed))
    assert capsys.readouterr().out == shown


def test_the_overlay_has_no_fault_and_the_slip_is_told_as_shown(folder):
    assert codewords.check(overlays=["site.yaml"]) == []
    wrong = blocks("yaml")[0].replace("medium", "mediun")
    Path("site.yaml").write_text(wrong, encoding="utf-8")
    told = [str(problem) for problem in codewords.check(overlays=["site.yaml"])]
    shown = next(block for block in blocks("text") if "CW205" in block)
    assert told == shown.splitlines()[:1]
