"""What an overlay adds, changes and removes, and how it is recorded."""

from __future__ import annotations

from pathlib import Path

import pytest

from codewords.model import Overlay, RuleSet
from codewords.source.load import check_rules, load_rules


def _lay(pack: Path, folder: Path, text: str) -> RuleSet:
    file = folder / "site.yaml"
    file.write_text(text, encoding="utf-8")
    return load_rules(pack, [file])


def test_an_entry_that_exists_changes_just_the_keys_it_names(small_pack: Path, tmp_path: Path) -> None:
    rules = _lay(small_pack, tmp_path, "terms:\n- id: cannabis_herb.beuh\n  status: retired\n")
    term = next(item for item in rules.terms if item.id == "cannabis_herb.beuh")
    assert (term.status, term.term, term.forms, term.langs) == ("retired", "beuh", ("beuher",), ("fr",))
    assert rules.overlays == (Overlay("site.yaml", changed=("cannabis_herb.beuh",)),)


def test_an_entry_with_remove_is_taken_away(small_pack: Path, tmp_path: Path) -> None:
    rules = _lay(small_pack, tmp_path, "detections:\n- {id: sale.delivered, remove: true}\n")
    assert "sale.delivered" not in {item.id for item in rules.detections}
    assert rules.overlays == (Overlay("site.yaml", removed=("sale.delivered",)),)


def test_any_other_entry_is_added_with_the_head_of_its_file(small_pack: Path, tmp_path: Path) -> None:
    text = """
since: 2026.12.0
source: [general_knowledge]
lang: fr
terms:
- {term: nuage, substance: cocaine, ambiguity: low}
- {term: coursier, kind: delivery, ambiguity: high}
- {term: audience, topic: police, ambiguity: high}
"""
    rules = _lay(small_pack, tmp_path, text)
    added = ("fr.counter.police.audience", "fr.delivery.coursier", "site.nuage")
    assert rules.overlays == (Overlay("site.yaml", added=added),)
    kinds = {term.id: term.kind for term in rules.terms if term.id in added}
    assert kinds == dict(zip(added, ("counter", "delivery", "substance"), strict=True))


def test_scoring_surfaces_and_policies_keep_what_is_not_named(small_pack: Path, tmp_path: Path) -> None:
    text = """
scoring: {intercept: -3.0, budgets: {window: 2000}}
surfaces:
- {id: post, block: {sale: 6.0}}
policies:
- {id: lenient, levels: {cocaine: watch}}
"""
    rules = _lay(small_pack, tmp_path, text)
    assert (rules.scoring.intercept, rules.scoring.counter_cap) == (-3.0, 4.0)
    assert (rules.scoring.budgets["window"], rules.scoring.budgets["evidence"]) == (2000, 600)
    assert rules.surfaces[0].block == {"default": 3.0, "endorsement": 5.0, "sale": 6.0}
    assert rules.policies[1].levels == {"cannabis": "watch", "cocaine": "watch"}
    assert rules.overlays[0].changed == ("lenient", "post", "scoring")


def test_tables_macros_and_conditions_are_changed_by_name(small_pack: Path, tmp_path: Path) -> None:
    text = """
tables:
  currencies: {CHF: [chf]}
  leet: {a: ["4"]}
  nights: {night: [nuit]}
macros: {number: '\\d{1,3}'}
conditions:
  product: {kind: substance}
"""
    rules = _lay(small_pack, tmp_path, text)
    assert sorted(rules.tables) == ["currencies", "nights"]
    assert sorted(rules.tables["currencies"]) == ["CHF", "EUR", "GBP"]
    assert sorted(rules.folding["leet"]) == ["a", "e", "o"]
    assert "chf" in next(item.expanded for item in rules.patterns if item.id == "price.amount")
    assert rules.overlays[0].added == ("tables.nights",)
    assert rules.overlays[0].changed == (
        "conditions.product",
        "folding.leet",
        "macros.number",
        "tables.currencies",
    )


def test_a_folder_in_the_shape_of_a_rule_set_is_an_overlay(small_pack: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "lexicons" / "substances").mkdir(parents=True)
    (site / "ordinary").mkdir()
    (site / "lexicons" / "substances" / "cannabis_herb.yaml").write_text(
        "terms:\n- {term: beuh, lang: [fr, nl]}\n", encoding="utf-8"
    )
    (site / "ordinary" / "fr.txt").write_text("lit\n", encoding="utf-8")
    rules = load_rules(small_pack, [site])
    assert next(item.langs for item in rules.terms if item.term == "beuh") == ("fr", "nl")
    assert rules.ordinary["fr"] == {"beurre", "page", "lit"}
    assert rules.overlays == (Overlay("site", changed=("cannabis_herb.beuh", "ordinary.fr")),)


def test_overlays_are_laid_in_their_order(small_pack: Path, tmp_path: Path) -> None:
    files = []
    for name, points in (("one.yaml", "1.0"), ("two.yaml", "2.5")):
        files.append(tmp_path / name)
        files[-1].write_text(f"detections:\n- {{id: sale.grid, points: {points}}}\n", encoding="utf-8")
    for order, expected in ((files, 2.5), (files[::-1], 1.0)):
        rules = load_rules(small_pack, order)
        assert next(item.points for item in rules.detections if item.id == "sale.grid") == expected
        assert [item.name for item in rules.overlays] == [file.name for file in order]


def test_a_problem_names_the_file_of_the_overlay(
    small_pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "site.yaml").write_text("terms:\n- id: cannabis_herb.beuh\n  ambiguity: lo\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert [str(problem.place) for problem in check_rules(small_pack, ["site.yaml"])] == ["site.yaml:3:14"]


def test_an_overlay_that_changes_nothing_keeps_the_digest(small_pack: Path, tmp_path: Path) -> None:
    same = _lay(small_pack, tmp_path, "terms:\n- {id: cannabis_herb.beuh, ambiguity: low}\n")
    other = _lay(small_pack, tmp_path, "terms:\n- {id: cannabis_herb.beuh, ambiguity: high}\n")
    assert same.digest == load_rules(small_pack).digest != other.digest
