"""Metrics tell how many and how long, under which rules, and never what was said."""

import shutil

import pytest

pytest.importorskip("opentelemetry.sdk")

from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader

import codewords
from codewords.stream import Batch
from codewords.telemetry import DIGEST, ERROR, LABEL, OUTCOME, VERSION, Telemetry

OFFER = "BEUH 5g 50€ 10g 90€"


@pytest.fixture
def judge(small_pack):
    return codewords.load(small_pack)


@pytest.fixture
def reader():
    return InMemoryMetricReader()


@pytest.fixture
def telemetry(reader):
    provider = MeterProvider([reader])
    yield Telemetry(provider)
    provider.shutdown()


def collected(reader):
    """Give the points of each metric, as pairs of attributes and point, and the units."""
    data = reader.get_metrics_data()
    metrics = [
        metric for part in data.resource_metrics for scope in part.scope_metrics for metric in scope.metrics
    ]
    points = {
        metric.name: [(dict(point.attributes), point) for point in metric.data.data_points] for metric in metrics
    }
    return points, {metric.name: metric.unit for metric in metrics}


def rules_of(engine):
    return {VERSION: engine.ruleset.version, DIGEST: engine.ruleset.digest}


def test_scans_are_counted_by_label_and_timed_in_seconds(telemetry, reader, judge):
    assert telemetry.scan(judge, OFFER) == judge.scan(OFFER)
    assert telemetry.scan(judge, "bonjour", surface="dm") == judge.scan("bonjour", surface="dm")
    record = {"title": OFFER}
    assert telemetry.scan_record(judge, record, surface="post") == judge.scan_record(record, surface="post")
    assert telemetry.scan_thread(judge, ["bonjour"]) == judge.scan_thread(["bonjour"])
    points, units = collected(reader)
    counts = {attributes[LABEL]: point.value for attributes, point in points["codewords.messages"]}
    assert counts == {"offer": 2, "none": 2}
    ((attributes, duration),) = points["codewords.scan.duration"]
    assert (attributes, duration.count, units["codewords.scan.duration"]) == (rules_of(judge), 4, "s")
    assert 0 < duration.sum < 60
    assert duration.explicit_bounds[0] < 0.0001


def test_an_error_is_counted_by_its_type_and_raised(telemetry, reader, judge):
    with pytest.raises(ValueError, match="nowhere"):
        telemetry.scan(judge, OFFER, surface="nowhere")
    points, _ = collected(reader)
    ((attributes, point),) = points["codewords.errors"]
    assert (attributes, point.value) == ({ERROR: "ValueError", **rules_of(judge)}, 1)
    assert "codewords.messages" not in points


def test_no_attribute_holds_a_word_of_the_message(telemetry, reader, judge):
    telemetry.scan(judge, "zzsecret " + OFFER)
    with pytest.raises(TypeError):
        telemetry.scan(judge, b"zzsecret")
    assert "zzsecret" not in reader.get_metrics_data().to_json()
    assert "BEUH" not in reader.get_metrics_data().to_json()


def test_a_batch_of_a_stream_is_recorded(telemetry, reader, judge):
    marks = {"version": judge.ruleset.version, "digest": judge.ruleset.digest}
    telemetry.batch(Batch(4, {"offer": 1, "none": 2}, {"not-json": 1}, 0, 0.4, 0.2, 17, **marks))
    points, _ = collected(reader)
    assert {attributes[LABEL]: point.value for attributes, point in points["codewords.messages"]} == {
        "offer": 1,
        "none": 2,
    }
    assert [(attributes[ERROR], point.value) for attributes, point in points["codewords.errors"]] == [
        ("not-json", 1)
    ]
    assert points["codewords.scan.duration"][0][1].count == 3
    assert points["codewords.scan.duration"][0][1].sum == pytest.approx(0.3)
    assert points["codewords.batch.duration"][0][1].sum == pytest.approx(0.6)
    assert points["codewords.backlog"][0][1].value == 17


def test_the_rules_in_use_and_those_refused_are_shown(telemetry, reader, small_pack, tmp_path):
    pack = shutil.copytree(small_pack, tmp_path / "pack")
    sale = next(path for path in pack.rglob("*.yaml") if "points: 3.0" in path.read_text("utf-8"))
    reloader = codewords.Reloader(pack)
    telemetry.watch(reloader)

    def shown():
        points, _ = collected(reader)
        info = [attributes for attributes, point in points["codewords.ruleset.info"] if point.value == 1]
        readings = {attributes[OUTCOME]: point.value for attributes, point in points["codewords.ruleset.readings"]}
        return info, points["codewords.ruleset.refused"][0][1].value, readings

    first = rules_of(reloader.engine)
    assert shown() == ([first], 0, {"swapped": 0, "same": 0, "refused": 0})
    for old, new in (("points: 3.0", "points: 2.5"), ("points: 2.5", "points: many")):
        sale.write_text(sale.read_text("utf-8").replace(old, new), "utf-8")
        reloader.reload()
    second = rules_of(reloader.engine)
    assert first != second
    assert shown() == ([second], 1, {"swapped": 1, "same": 0, "refused": 1})


def test_without_an_sdk_nothing_is_kept_and_scans_are_the_same(judge):
    assert Telemetry().scan(judge, OFFER) == judge.scan(OFFER)
