"""A difference tells all that changed between two rule sets, and nothing else."""

from __future__ import annotations

import dataclasses
import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

import codewords
from codewords.cli.changes import describe
from codewords.maintain.diff import Change, FieldChange, diff
from codewords.maintain.revisions import RevisionError


@pytest.fixture
def pack(small_pack, tmp_path):
    return Path(shutil.copytree(small_pack, tmp_path / "new"))


def _edit(folder, name, old, new):
    file = folder / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def _only(found):
    (change,) = found.changes
    return change


HERB, COCAINE, SALE = (
    "lexicons/substances/cannabis_herb.yaml",
    "lexicons/substances/cocaine.yaml",
    "detections/sale.yaml",
)


def test_equal_rules_differ_in_nothing_however_they_are_written(small_pack, pack):
    _edit(pack, HERB, "# Words for the herb.", "# Other words.\n\n")
    found = diff(small_pack, pack)
    assert found.changes == ()
    assert found.old.digest == found.new.digest
    assert list(describe(found))[1:] == ["the rules say the same"]


def test_new_term_is_added_with_its_kind_language_and_substance(small_pack, pack):
    _edit(pack, COCAINE, "terms:\n", "terms:\n- {term: zzfictif, lang: fr, ambiguity: low}\n")
    change = _only(diff(small_pack, pack))
    assert change == Change(
        "terms", "cocaine.zzfictif", "added", "substance", ("fr",), ("cocaine",), text="zzfictif"
    )
    assert diff(small_pack, pack).by_substance() == {"cocaine": {"fr": {"added": ("cocaine.zzfictif",)}}}


def test_term_that_is_gone_is_removed(small_pack, pack):
    _edit(pack, COCAINE, "terms:\n", "terms:\n- {term: zzfictif, lang: fr, ambiguity: low}\n")
    assert _only(diff(pack, small_pack)).what == "removed"


def test_changed_term_names_each_field_before_and_after(small_pack, pack):
    _edit(pack, HERB, "ambiguity: low\n  forms: [beuher]", "ambiguity: low\n  forms: [beuher, zzbeuh]\n  fuzz: 0")
    change = _only(diff(small_pack, pack))
    assert (change.id, change.what) == ("cannabis_herb.beuh", "changed")
    assert change.fields == (
        FieldChange("forms", ["beuher"], ["beuher", "zzbeuh"]),
        FieldChange("fuzz", None, 0),
    )


def test_retired_term_is_retired_and_revived_the_other_way(small_pack, pack):
    _edit(pack, HERB, "ambiguity: low\n", "ambiguity: low\n  status: retired\n")
    assert _only(diff(small_pack, pack)).what == "retired"
    assert _only(diff(pack, small_pack)).what == "revived"


def test_entry_with_its_former_id_is_renamed_and_not_removed(small_pack, pack):
    _edit(pack, HERB, "- term: beuh\n", "- term: beuh\n  id: cannabis_herb.zz\n  formerly: [cannabis_herb.beuh]\n")
    change = _only(diff(small_pack, pack))
    assert (change.what, change.former, change.id) == ("renamed", "cannabis_herb.beuh", "cannabis_herb.zz")


def test_points_of_a_detection_are_told(small_pack, pack):
    _edit(pack, SALE, "points: 3.0", "points: 2.5")
    found = diff(small_pack, pack)
    assert _only(found).fields == (FieldChange("points", 3.0, 2.5),)
    assert "  changed sale.grid: points 3.0 -> 2.5" in list(describe(found))


def test_changed_condition_macro_table_surface_and_limit_are_told(small_pack, pack):
    _edit(pack, SALE, "ambiguity: [low, medium]}", "ambiguity: [low]}")
    _edit(pack, "patterns/price.yaml", "[.,]\\d{1,2}", "[.,]\\d{2}")
    _edit(pack, "patterns/price.yaml", 'GBP: ["£", gbp]', 'GBP: ["£"]')
    _edit(pack, "surfaces.yaml", "\n  points: 0.2", "\n  points: 0.1")
    _edit(pack, "surfaces.yaml", "window: 4000", "window: 5000")
    _edit(pack, "surfaces.yaml", "intercept: -2.0", "intercept: -2.5")
    found = diff(small_pack, pack)
    assert [(change.section, change.id) for change in found.changes] == [
        ("patterns", "price.amount"),
        ("surfaces", "dm"),
        ("conditions", "product"),
        ("tables", "currencies"),
        ("limits", "intercept"),
        ("limits", "budgets.window"),
    ]
    assert [item.name for item in found.changes[0].fields] == ["expanded"]
    assert found.changes[3].fields == (FieldChange("GBP", ["£", "gbp"], ["£"]),)
    assert found.changes[5].fields == (FieldChange("", 4000, 5000),)


def test_words_group_what_came_by_substance_and_language(small_pack, pack):
    new = "".join(f"- {{term: zz{letter}fictif, lang: fr, ambiguity: low}}\n" for letter in "ab")
    _edit(pack, COCAINE, "terms:\n", f"terms:\n{new}")
    _edit(pack, "ordinary/fr.txt", "\n", "\nzzordinaire\n")
    told = list(describe(diff(small_pack, pack)))
    assert "terms: 2 added" in told
    assert "  added cocaine [fr]: zzafictif, zzbfictif" in told
    assert "  changed fr: +'zzordinaire'" in told


def test_entry_with_a_fault_is_left_out_and_told(small_pack, pack):
    _edit(pack, COCAINE, "terms:\n", "terms:\n- {term: zzfictif, lang: fr, ambiguity: hihg}\n")
    found = diff(small_pack, pack)
    assert found.changes == ()
    assert [problem.code for problem in found.new.faults] == ["CW205"]
    assert any("1 fault" in line and "CW205" in line for line in describe(found))


def test_difference_is_plain_json(small_pack, pack):
    _edit(pack, SALE, "points: 3.0", "points: 2.5")
    found = diff(small_pack, pack).to_dict()
    assert json.loads(json.dumps(found))["counts"] == {"detections": {"changed": 1}}
    assert found["changes"][0]["fields"] == [{"name": "points", "old": 3.0, "new": 2.5}]
    assert dataclasses.is_dataclass(codewords.Difference)


def test_checkout_stands_for_its_rules_folder(small_pack, tmp_path):
    shutil.copytree(small_pack, tmp_path / "checkout" / "rules")
    assert diff(tmp_path / "checkout", small_pack).changes == ()


def test_wheel_is_read_from_its_inside(small_pack, tmp_path):
    wheel = tmp_path / "codewords-0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for file in sorted(small_pack.rglob("*")):
            if file.is_file():
                archive.write(file, f"codewords/_rules/{file.relative_to(small_pack)}")
        archive.writestr("codewords/__init__.py", "")
    assert diff(wheel, small_pack).changes == ()


def test_wheel_with_a_path_that_leads_out_is_refused(small_pack, tmp_path):
    wheel = tmp_path / "bad.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("codewords/_rules/../../../../evil.yaml", "a: b")
    with pytest.raises(RevisionError, match="leads out"):
        diff(wheel, small_pack)


def test_file_that_is_no_wheel_and_wheel_without_rules_are_refused(small_pack, tmp_path):
    (tmp_path / "a.txt").write_text("hello")
    with zipfile.ZipFile(tmp_path / "b.whl", "w") as archive:
        archive.writestr("other/__init__.py", "")
    with pytest.raises(RevisionError, match="no wheel"):
        diff(tmp_path / "a.txt", small_pack)
    with pytest.raises(RevisionError, match="no rules"):
        diff(tmp_path / "b.whl", small_pack)


@pytest.fixture
def repository(small_pack, tmp_path):
    root = tmp_path / "repository"
    shutil.copytree(small_pack, root / "rules")
    (root / "sub").mkdir()
    who = ["-c", "user.name=zz_fictif", "-c", "user.email=zz@fictif.invalid", "-c", "commit.gpgsign=false"]

    def git(*arguments):
        subprocess.run(["git", "-C", root, *who, *arguments], check=True, capture_output=True)

    git("init", "-q")
    git("add", ".")
    git("commit", "-q", "-m", "first")
    git("tag", "v1")
    _edit(root / "rules", SALE, "points: 3.0", "points: 2.5")
    git("commit", "-q", "-a", "-m", "second")
    return root


@pytest.mark.parametrize(("old", "new"), [("v1", "HEAD"), ("HEAD~1", "HEAD:rules"), ("v1:rules/", "HEAD")])
def test_two_revisions_are_compared(repository, old, new):
    assert _only(diff(old, new, repository=repository / "sub")).id == "sale.grid"


def test_revision_is_compared_with_a_folder(repository):
    assert diff("HEAD", repository / "rules", repository=repository).changes == ()


@pytest.mark.parametrize("name", ["v2", "--output=x", "", "v1:nowhere", "v1:rules/detections", "HEAD:../rules"])
def test_unknown_revision_or_folder_in_it_is_told(repository, name):
    with pytest.raises(RevisionError):
        diff(name, "HEAD", repository=repository)


def test_place_without_a_repository_has_no_revisions(small_pack, tmp_path):
    with pytest.raises(RevisionError, match="no folder, no wheel and no git revision"):
        diff("v1", small_pack, repository=tmp_path)


def test_machine_without_git_says_so(small_pack, tmp_path, monkeypatch):
    monkeypatch.setattr("codewords.maintain.revisions.shutil.which", lambda _: None)
    with pytest.raises(RevisionError, match="git is not installed"):
        diff("v1", small_pack, repository=tmp_path)


def test_folder_without_a_manifest_is_told(small_pack, tmp_path):
    with pytest.raises(codewords.ManifestError):
        diff(tmp_path, small_pack)
