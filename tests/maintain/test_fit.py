"""Learning points from synthetic cases, and writing them without touching anything else."""

import random
import shutil

import pytest

from codewords import check
from codewords.maintain.evaluate import Row
from codewords.maintain.fit import LEAST_ROWS, Case, Fit, cases, fit, write_points

pytest.importorskip("scipy")

START = {"sale.sign": 1.0, "sale.noise": 1.0, "counter.sign": -1.0, "sale.rare": 1.5}
AGAINST = frozenset({"counter.sign"})


def synthetic():
    """Make cases in which one detection tells offers, one tells nothing, one tells against."""
    chance = random.Random(7)
    out = []
    for _ in range(400):
        is_offer = chance.random() < 0.5
        fired = set()
        if chance.random() < (0.9 if is_offer else 0.1):
            fired.add("sale.sign")
        if chance.random() < 0.5:
            fired.add("sale.noise")
        if chance.random() < (0.05 if is_offer else 0.6):
            fired.add("counter.sign")
        out.append(Case(frozenset(fired), is_offer))
    return out


def test_the_fit_learns_what_tells_offers():
    learnt = fit(synthetic(), START, intercept=-1.0, against=AGAINST)
    assert learnt.points["sale.sign"] > 1.5
    assert learnt.points["counter.sign"] < -1.5
    assert 0 <= learnt.points["sale.noise"] < 0.7
    assert learnt.intercept <= 0


def test_signs_are_kept_even_against_the_data():
    turned = [Case(case.fired, not case.is_offer) for case in synthetic()]
    learnt = fit(turned, START, intercept=-1.0, against=AGAINST)
    assert learnt.points["sale.sign"] == 0.0
    assert learnt.points["counter.sign"] == 0.0


def test_what_fires_too_seldom_keeps_its_points():
    rare = [Case(frozenset({"sale.rare"}), is_offer=False)] * (LEAST_ROWS - 1)
    assert fit(synthetic() + rare, START, intercept=-1.0, against=AGAINST).points["sale.rare"] == 1.5


def test_points_stay_within_the_limit():
    sure = [Case(frozenset({"sale.sign"}), is_offer=True)] * 500 + [Case(frozenset(), is_offer=False)] * 500
    assert fit(sure, {"sale.sign": 1.0}, intercept=-1.0, spread=50.0, most=2.5).points["sale.sign"] <= 2.5


def test_weights_count():
    data = [Case(frozenset({"sale.sign"}), is_offer=False, weight=0.0)] * 300
    assert fit(synthetic() + data, START, intercept=-1.0, against=AGAINST) == fit(
        synthetic(), START, intercept=-1.0, against=AGAINST
    )


def test_sealed_rows_are_refused():
    with pytest.raises(ValueError, match="sealed rows"):
        cases(None, [Row("x", "text", "offer", sealed=True)], {})


def test_only_what_counts_is_kept_of_a_row(engine):
    offer = Row("x", "beuh 5g 50€ / 10g 90€, livraison 7j/7, snap zz_fictif", "offer", set="own")
    (case,) = cases(engine, [offer], {"own": 0.25})
    outcomes = {item.id: (item.outcome, item.status) for item in engine.ruleset.detections}
    assert case.fired
    assert all(outcomes[id_][0] != "talk" and outcomes[id_][1] == "stable" for id_ in case.fired)
    assert (case.is_offer, case.weight) == (True, 0.25)


def test_only_numbers_change_when_points_are_written(small_pack, tmp_path):
    pack = tmp_path / "pack"
    shutil.copytree(small_pack, pack)
    before = {path: path.read_text(encoding="utf-8") for path in pack.rglob("*.yaml")}
    changed = write_points(pack, Fit(-3.25, {"sale.grid": 2.75, "sale.gone": 9.0}))
    assert {path.name for path in changed} == {"sale.yaml", "surfaces.yaml"}
    differences = []
    for path, old in before.items():
        new = path.read_text(encoding="utf-8")
        pairs = zip(old.splitlines(), new.splitlines(), strict=True)
        differences += [(a, b) for a, b in pairs if a != b]
    assert sorted(differences) == [
        ("  intercept: -2.0", "  intercept: -3.25"),
        ("  points: 3.0", "  points: 2.75"),
    ]
    assert [problem for problem in check(pack) if problem.severity == "error"] == []


def test_writing_what_stands_there_changes_no_file(small_pack, tmp_path):
    pack = tmp_path / "pack"
    shutil.copytree(small_pack, pack)
    assert write_points(pack, Fit(-2.0, {"sale.grid": 3.0})) == []
