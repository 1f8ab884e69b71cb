"""`codewords fit`: what would change, what is refused, and what is written."""

import json
import shutil

import pytest

from codewords import check
from codewords.cli import fit as command
from codewords.maintain.evaluate import is_sealed

pytest.importorskip("scipy")

OFFER = "beuh 5g 50€ / 10g 90€, livraison 7j/7, snap zz_fictif {}"
PLAIN = "bonjour, le train de {} h est encore en retard"


def write(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def fit(run, small_pack):
    """Give a function that runs `fit` on the small rules, and no corpus."""
    return lambda *arguments: run("fit", *arguments, "--rules", small_pack, "--no-corpus")


@pytest.fixture
def rows(tmp_path):
    made = []
    for number in range(12):
        made.append({"id": f"o{number}", "text": OFFER.format(number), "label": "offer"})
        made.append({"id": f"n{number}", "text": PLAIN.format(number), "label": "none"})
    return made


@pytest.fixture
def labelled(rows, tmp_path):
    return write(tmp_path / "rows.jsonl", rows)


def test_fit_tells_figures_and_what_would_change_and_writes_nothing(fit, labelled):
    result = fit(labelled)
    assert result.exit_code == 0, result.output
    assert "5-fold on 24 rows: F1 " in result.stdout
    assert "24 rows; " in result.stdout
    assert "   intercept" in result.stdout
    assert "wrote" not in result.stdout


def test_sealed_rows_are_refused_and_counted(fit, rows, tmp_path):
    (tmp_path / "eval").mkdir()
    file = write(tmp_path / "eval" / "messages-own.jsonl", rows)
    sealed = sum(is_sealed(row["id"]) for row in rows)
    assert 0 < sealed < len(rows)
    result = fit(file, "--folds", 2)
    assert f"{sealed} sealed rows refused" in result.stderr
    assert f"{len(rows) - sealed} rows; " in result.stdout


def test_write_changes_numbers_alone_and_the_rules_stay_readable(run, labelled, small_pack, tmp_path):
    pack = shutil.copytree(small_pack, tmp_path / "pack")
    before = {path: path.read_text(encoding="utf-8") for path in pack.rglob("*.yaml")}
    result = run("fit", labelled, "--rules", pack, "--write", "--no-corpus")
    assert result.exit_code == 0, result.output
    assert f"wrote {pack / 'surfaces.yaml'}" in result.stdout
    changed = []
    for path, old in before.items():
        lines = zip(old.splitlines(), path.read_text(encoding="utf-8").splitlines(), strict=True)
        changed += [(one.split(":")[0], two.split(":")[0]) for one, two in lines if one != two]
    assert changed
    assert set(changed) <= {("  points", "  points"), ("  intercept", "  intercept")}
    assert [problem for problem in check(pack) if problem.severity == "error"] == []


def test_the_bundled_rules_are_not_written_to(run, labelled):
    result = run("fit", labelled, "--write")
    assert result.exit_code == 2
    assert "--write needs --rules" in result.stderr


def test_rows_of_one_kind_teach_nothing(fit, rows, tmp_path):
    file = write(tmp_path / "rows.jsonl", [row for row in rows if row["label"] == "offer"])
    result = fit(file)
    assert result.exit_code == 2
    assert "nothing can be learnt" in result.stderr


def test_a_row_of_weight_0_teaches_nothing(fit, labelled, rows, tmp_path):
    wrong = [{**row, "id": "", "label": "none"} for row in rows]
    more = write(tmp_path / "wrong.jsonl", wrong)
    alone = fit(labelled).stdout
    idle = fit(labelled, "--also", more, "--weight", "wrong=0").stdout
    heavy = fit(labelled, "--also", more, "--other-weight", 5).stdout
    assert alone.splitlines()[0] == idle.splitlines()[0]
    assert alone.splitlines()[0] != heavy.splitlines()[0]


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--weight", "half", "no NAME=VALUE"),
        ("--weight", "x=half", "must be a number"),
        ("--weight", "x=-1", "must be a number"),
        ("--surface-of", "x=nowhere", "unknown surface"),
        ("--spread", "0", "0"),
        ("--folds", "1", "1"),
    ],
)
def test_wrong_options_are_status_2(run, labelled, option, value, told):
    result = run("fit", labelled, option, value)
    assert result.exit_code == 2
    assert told in result.stderr


def test_without_scipy_the_extra_is_named(fit, labelled, monkeypatch):
    def missing(*_):
        raise ModuleNotFoundError(name="scipy")

    monkeypatch.setattr(command, "cross_validate", missing)
    result = fit(labelled)
    assert result.exit_code == 2
    assert "pip install 'codewords[fit]'" in result.stderr
