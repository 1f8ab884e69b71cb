"""Which decisions change between two rule sets, and by which rules."""

import json
import shutil
import subprocess

import pytest

import codewords
from codewords.maintain.compare import CAME, WEIGHS, WENT
from codewords.maintain.evaluate import Row


@pytest.fixture(scope="module")
def small(request):
    return request.path.parents[1] / "packs" / "small"


@pytest.fixture(scope="module")
def texts(small):
    """Give an offer of the small pack, taken from the example beside its detection, and two plain messages."""
    grid = next(item for item in codewords.load(small).ruleset.detections if item.id == "sale.grid")
    return [grid.hits[0], "bonjour à tous", "on se voit demain"]


def changed_pack(small, tmp_path, old, new, file="detections/sale.yaml"):
    pack = shutil.copytree(small, tmp_path / "new")
    path = pack / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return pack


@pytest.fixture
def weaker(small, tmp_path):
    return changed_pack(small, tmp_path, "points: 3.0", "points: 0.5")


def reason(found, id_):
    return next(item for item in found.changed[0].reasons if item.id == id_)


def test_the_same_rules_change_nothing(small, texts):
    found = codewords.compare(small, small, texts)
    assert (found.messages, found.moved, found.changed) == (3, 0, ())
    assert found.counts() == {}
    assert found.by_rule() == ()


def test_a_changed_decision_names_the_rule_that_was_edited_and_its_points(small, weaker, texts):
    found = codewords.compare(small, weaker, texts)
    assert [item.number for item in found.changed] == [1]
    assert found.changed[0].old.label == "offer"
    assert found.changed[0].new.label != "offer"
    told = reason(found, "sale.grid")
    assert (told.what, told.edit, told.old, told.new) == (WEIGHS, "changed", 3.0, 0.5)
    assert told.title


def test_the_way_back_is_the_reverse(small, weaker, texts):
    there, back = codewords.compare(small, weaker, texts), codewords.compare(weaker, small, texts)
    assert [(item.old.label, item.new.label) for item in there.changed] == [
        (item.new.label, item.old.label) for item in back.changed
    ]
    assert [(row.id, row.to_offer, row.from_offer) for row in there.by_rule()] == [
        (row.id, row.from_offer, row.to_offer) for row in back.by_rule()
    ]


def test_counts_are_by_change_and_by_rule(small, weaker, texts):
    found = codewords.compare(small, weaker, [texts[0], *texts, texts[0]])
    assert sum(found.counts().values()) == len(found.changed) == 3
    assert all(step.startswith("offer -> ") for step in found.counts())
    (grid,) = [row for row in found.by_rule() if row.id == "sale.grid"]
    assert (grid.messages, grid.to_offer, grid.from_offer, grid.edit) == (3, 0, 3, "changed")


def test_a_detection_that_comes_or_goes_says_so(small, texts, tmp_path):
    shadow = changed_pack(small, tmp_path, "- id: sale.grid\n", "- id: sale.grid\n  status: retired\n")
    assert reason(codewords.compare(small, shadow, texts), "sale.grid").what == WENT
    back = reason(codewords.compare(shadow, small, texts), "sale.grid")
    assert (back.what, back.old, back.new) == (CAME, None, 3.0)


def test_points_that_move_without_a_change_are_counted_alone(small, texts, tmp_path):
    stronger = changed_pack(small, tmp_path, "points: 3.0", "points: 3.25")
    found = codewords.compare(small, stronger, texts)
    assert (found.moved, found.changed) == (1, ())


def test_an_engine_a_row_and_a_mapping_are_taken_too(small, weaker, texts):
    rows = [{"text": texts[0], "id": "a", "surface": "post"}, Row("b", texts[0], "offer")]
    found = codewords.compare(codewords.load(small), codewords.load(weaker), rows)
    assert [(item.id, item.surface) for item in found.changed] == [("a", "post"), ("b", "post")]
    assert found.old.digest.startswith(found.old.name)


@pytest.mark.parametrize("wrong", [None, 3, {"id": "a"}, {"text": 5}, ["a"]])
def test_an_item_without_a_text_is_a_type_error_with_its_index(small, texts, wrong):
    with pytest.raises(TypeError, match="item 1"):
        codewords.compare(small, small, [texts[0], wrong])


def test_an_unknown_surface_is_a_value_error(small, texts):
    with pytest.raises(ValueError, match="unknown surface"):
        codewords.compare(small, small, texts, surface="nowhere")


def test_a_revision_of_a_repository_is_taken(small, texts, tmp_path):
    home = tmp_path / "repository"
    shutil.copytree(small, home / "rules")
    for call in (["init", "-q"], ["add", "."], ["-c", "user.name=x", "-c", "user.email=x", "commit", "-qm", "x"]):
        subprocess.run(["git", *call], cwd=home, check=True, capture_output=True)
    file = home / "rules" / "detections" / "sale.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("points: 3.0", "points: 0.5"), encoding="utf-8")
    found = codewords.compare("HEAD", home / "rules", texts, repository=home)
    assert [item.number for item in found.changed] == [1]
    assert found.old.name == "HEAD"


def test_json_holds_all_and_without_text_no_word_of_a_message(small, weaker, texts):
    found = codewords.compare(small, weaker, texts)
    data = json.loads(json.dumps(found.to_dict()))
    assert data["changed"][0]["text"] == texts[0]
    assert data["changed"][0]["old"]["label"] == "offer"
    assert data["changed"][0]["reasons"][0]["id"] == "sale.grid"
    silent = found.to_dict(text=False)
    assert "text" not in silent["changed"][0]
    assert texts[0] not in json.dumps(silent, ensure_ascii=False)


def test_an_edited_word_is_a_reason_beside_the_detections_it_lets_fire(small, texts, tmp_path):
    engine = codewords.load(small)
    seen = {m.id for m in engine.scan(texts[0]).matches if m.kind == "substance"}
    site = tmp_path / "site.yaml"
    (word,) = seen
    site.write_text(f"terms:\n- id: {word}\n  remove: true\n", encoding="utf-8")
    found = codewords.compare(engine, codewords.load(small, overlays=[site]), texts)
    told = reason(found, word)
    assert (told.what, told.edit, told.old, told.new) == (WENT, "removed", None, None)
