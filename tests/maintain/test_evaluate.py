"""Figures on hand-made rows, with an engine that says what it is told."""

import dataclasses
import json
from decimal import Decimal
from pathlib import Path

import pytest

from codewords.maintain.evaluate import Row, RowError, evaluate, is_sealed, read_rows, row_from
from codewords.maintain.shares import Score, Share
from codewords.results import Price, RulesetRef, ScanResult

EMPTY = ScanResult(
    "none",
    -2.0,
    0.1,
    "allow",
    (),
    (),
    (),
    (),
    (),
    (),
    (),
    (),
    (),
    (),
    "post",
    None,
    RulesetRef("1", "d", "p", "0"),
)


class Told:
    """Judge a text `LABEL POINTS` as it says, and keep the surfaces asked for."""

    def __init__(self, **more):
        self.more = more
        self.surfaces = []

    def scan(self, text, *, surface="post"):
        self.surfaces.append(surface)
        label, points = text.split()
        return dataclasses.replace(EMPTY, label=label, points=float(points), **self.more)


def row(label, said, points=0, **more):
    return Row(more.pop("id", f"{label}-{said}"), f"{said} {points}", label, **more)


ROWS = [
    *[row("offer", "offer")] * 6,
    *[row("offer", "none")] * 3,
    row("offer", "talk"),
    row("talk", "offer"),
    *[row("talk", "talk")] * 3,
    row("none", "offer"),
    *[row("none", "none")] * 9,
]


def test_every_figure_is_counted_from_the_rows():
    total = evaluate(Told(), ROWS).total
    assert total.rows == 24
    assert total.offer == Score(right=6, wrong=2, missed=4)
    assert total.alarms_none == Share(1, 10)
    assert total.alarms_talk == Share(1, 4)
    assert total.talk == Share(3, 4)
    assert total.confusion["offer", "none"] == 3
    assert sum(total.confusion.values()) == 24


def test_slices_add_up_to_the_total():
    rows = [dataclasses.replace(item, lang="fr" if i % 2 else "en", set="x") for i, item in enumerate(ROWS)]
    by = evaluate(Told(), rows).by
    assert [item.name for item in by["language"]] == ["en", "fr"]
    assert sum((item.offer for item in by["language"]), Score(0, 0, 0)) == Score(6, 2, 4)


def test_substances_count_where_the_row_says_them():
    rows = [row("offer", "offer", substances=frozenset({"a", "c"})), row("offer", "offer")]
    assert evaluate(Told(substances=("a", "b")), rows).total.substances == Score(1, 1, 1)


def price(quantity, amount):
    return Price(Decimal(quantity), "g", Decimal(amount), "EUR", None, None, (), 0, 1)


def test_price_pairs_are_compared_by_value_and_number():
    told = Told(prices=(price("5", "50.0"), price("5", "50"), price("1", "10")))
    there = ((Decimal(5), "g", Decimal(50)), (Decimal(2), "g", Decimal(20)))
    rows = [row("offer", "offer", prices=there), row("none", "none", prices=there)]
    assert evaluate(told, rows).total.prices == Score(right=1, wrong=2, missed=1)


def test_a_sealed_row_counts_in_totals_and_stands_nowhere_else():
    sealed = row("none", "offer", 99, id="hidden", lang="qq", set="s", surface="shop", sealed=True)
    result = evaluate(Told(), [*[dataclasses.replace(item, set="s") for item in ROWS], sealed])
    assert result.total.rows == 25
    assert result.sealed.rows == 1
    assert result.sealed.alarms_none == Share(1, 1)
    assert [item.rows for item in result.by["set"]] == [25]
    assert sum(item.rows for item in result.by["language"]) == 24
    assert sum(item.rows for item in result.by["surface"]) == 24
    assert "hidden" not in {item.row.id for item in result.worst(1000)}
    assert "hidden" not in {item.row.id for item in result.judged}


def test_the_worst_are_those_whose_points_are_farthest_off():
    rows = [
        row("none", "offer", 1, id="little"),
        row("offer", "none", -6, id="most"),
        row("talk", "offer", 4, id="more"),
        row("none", "none", -9, id="right"),
    ]
    assert [item.row.id for item in evaluate(Told(), rows).worst(2)] == ["most", "more"]


def test_a_surface_for_all_replaces_that_of_the_rows():
    told = Told()
    evaluate(told, [row("none", "none", surface="dm")], surface="shop")
    evaluate(told, [row("none", "none", surface="dm")])
    assert told.surfaces == ["shop", "dm"]


@pytest.mark.parametrize(
    "data",
    [
        {"label": "offer"},
        {"text": 3, "label": "offer"},
        {"text": "a", "label": "sale"},
        {"text": "a", "label": "offer", "substances": "cannabis"},
        {"text": "a", "label": "offer", "substances": [1]},
        {"text": "a", "label": "offer", "prices": 5},
        {"text": "a", "label": "offer", "prices": [{"quantity": 5}]},
        {"text": "a", "label": "offer", "prices": [{"amount": "dear"}]},
    ],
)
def test_a_row_of_another_form_is_an_error_with_its_place(data):
    with pytest.raises(RowError, match=r"^here: "):
        row_from(data, place="here")


def test_sealed_rows_are_those_whose_sha_1_is_0_modulo_3():
    assert [id_ for id_ in "abcdefgh" if is_sealed(id_)] == ["b"]


def test_only_files_called_messages_in_a_folder_called_eval_hold_sealed_rows(tmp_path, monkeypatch):
    lines = "".join(json.dumps({"id": id_, "text": "x", "label": "none"}) + "\n" for id_ in "abcdefgh")
    names = ("eval/messages-own.jsonl", "eval/other.jsonl", "messages.jsonl", "evaluated/messages.jsonl")
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(lines, encoding="utf-8")
    ids = {name: [r.id for r in read_rows(tmp_path / name) if r.sealed] for name in names}
    sealed = [id_ for id_ in "abcdefgh" if is_sealed(id_)]
    assert ids == {names[0]: sealed, **{name: [] for name in names[1:]}}
    monkeypatch.chdir(tmp_path / "eval")
    assert [r.id for r in read_rows(Path("messages-own.jsonl")) if r.sealed] == sealed
    (tmp_path / "link.jsonl").symlink_to(tmp_path / names[0])
    assert [r.id for r in read_rows(tmp_path / "link.jsonl") if r.sealed] == sealed


def test_rows_are_read_past_empty_lines_and_a_mark(tmp_path):
    file = tmp_path / "own.jsonl"
    file.write_bytes('\ufeff{"text": "x", "label": "none"}\r\n\r\n{"text": "y", "label": "talk"}'.encode())
    assert [(r.text, r.set) for r in read_rows(file, surface="dm")] == [("x", "own"), ("y", "own")]
    assert {r.surface for r in read_rows(file, surface="dm")} == {"dm"}
