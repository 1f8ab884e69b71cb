"""Spark gives what the kernel gives, row for row, whatever dies on the way, and never with other rules."""

import datetime as dt
import os
import shutil
import signal
from dataclasses import replace

import pytest

pytest.importorskip("pyspark")

import pyarrow as pa
from pyspark.errors import PySparkException

import codewords.spark
from codewords.arrow import RESULT_SCHEMA, scan_array
from codewords.reference import refer

pytestmark = pytest.mark.filterwarnings("default")  # of Spark's own code

OFFER = "BEUH 5g 50€ 10g 90€"


@pytest.fixture(scope="module")
def ref(tmp_path_factory):
    """Refer to the small pack: Spark is tested here, not rules."""
    source = codewords.spark.__file__.replace("codewords/spark.py", "tests/packs/small")
    return refer(shutil.copytree(source, tmp_path_factory.mktemp("rules") / "small"))


def texts(count):
    return [
        None if number % 50 == 7 else f"{OFFER} {number}" if number % 10 == 0 else f"bonjour {number}"
        for number in range(count)
    ]


def frame(spark, rows, parts=4):
    return spark.createDataFrame(list(enumerate(rows)), "id long, text string").repartition(parts)


def collect(df):
    return sorted((row.asDict(recursive=True) for row in df.collect()), key=lambda row: row["id"])


def test_results_are_those_of_the_kernel(spark, ref):
    rows = texts(500)
    found = collect(codewords.spark.scan(frame(spark, rows), ref=ref))
    expected = scan_array(rows, engine=ref).to_pylist()
    assert [{name: row[name] for name in RESULT_SCHEMA.names} for row in found] == expected
    assert [(row["id"], row["text"]) for row in found] == list(enumerate(rows))
    assert {row["label"] for row in found} == {"offer", "none", None}


def test_the_schema_is_known_before_anything_runs_and_keeps_the_types_of_other_columns(spark, ref):
    rows = [(1, OFFER, dt.datetime(2026, 11, 1, tzinfo=dt.UTC), {"a": 1}, "dm")]
    df = spark.createDataFrame(rows, "number int, text string, at timestamp, tags map<string,int>, place string")
    scanned = codewords.spark.scan(df, ref=ref, surface_col="place", prefix="cw_", offsets="utf16", quotes=False)
    assert scanned.schema.names == [*df.schema.names, *(f"cw_{name}" for name in RESULT_SCHEMA.names)]
    assert scanned.schema.fields[:5] == df.schema.fields
    (row,) = scanned.collect()
    assert (row["number"], row["tags"], row["cw_label"]) == (1, {"a": 1}, "offer")
    assert row["at"] == df.collect()[0]["at"]
    assert [match["text"] for match in row["cw_matches"]].count(None) == len(row["cw_matches"])


def test_spans_are_cut_by_sparks_own_substring(spark, ref):
    text = f"\N{PILL} été {OFFER}"
    scanned = codewords.spark.scan(frame(spark, [text]), ref=ref)
    cut = scanned.selectExpr(
        "matches[0].text AS text",
        "substring(text, matches[0].start + 1, matches[0].end - matches[0].start) AS cut",
    )
    (row,) = cut.collect()
    assert row["cut"] == row["text"] != ""


def test_a_row_that_fails_says_so_and_the_rest_goes_on(spark, ref):
    rows = [(number, OFFER, "post" if number != 5 else "nowhere") for number in range(20)]
    df = spark.createDataFrame(rows, "id long, text string, place string")
    found = collect(codewords.spark.scan(df, ref=ref, surface_col="place"))
    assert [row["id"] for row in found if row["error"]] == [5]
    assert "unknown surface" in found[5]["error"]
    assert sum(row["label"] == "offer" for row in found) == 19


@pytest.mark.parametrize("moment", ["first batch", "middle"])
def test_a_worker_that_is_killed_loses_and_doubles_no_row(spark, ref, tmp_path, monkeypatch, moment):
    judge, marker, limit = codewords.spark._judge, tmp_path / "died", 0 if moment == "first batch" else 6

    def dying(batches, **options):
        for number, batch in enumerate(judge(batches, **options)):
            if number == limit and not marker.exists():
                marker.touch()
                os.kill(os.getpid(), signal.SIGKILL)
            yield batch

    monkeypatch.setattr(codewords.spark, "_judge", dying)
    rows = texts(4000)
    scanned = codewords.spark.scan(frame(spark, rows), ref=ref)
    out = str(tmp_path / "out")
    scanned.write.parquet(out)
    assert marker.exists()
    found = collect(spark.read.parquet(out).select("id", "label", "error"))
    assert [row["id"] for row in found] == list(range(4000))
    labels = ["offer" if number % 10 == 0 else None if number % 50 == 7 else "none" for number in range(4000)]
    assert [row["label"] for row in found] == labels


def test_a_worker_makes_the_engine_once(spark, ref, tmp_path, monkeypatch):
    judge = codewords.spark._judge

    def noting(batches, **options):
        import codewords  # noqa: PLC0415  this runs on a worker
        import codewords.reference  # noqa: PLC0415

        load = codewords.load

        def noted(*args, **more):
            with (tmp_path / f"{os.getpid()}").open("a") as out:
                out.write("x")
            return load(*args, **more)

        codewords.load = noted
        try:
            yield from judge(batches, **options)
        finally:
            codewords.load = load

    monkeypatch.setattr(codewords.spark, "_judge", noting)
    other = replace(ref, contact_salt="another engine, so that no worker has it yet")
    codewords.spark.scan(frame(spark, texts(2000), 12), ref=other).count()
    codewords.spark.scan(frame(spark, texts(2000), 12), ref=other).agg({"score": "sum"}).collect()
    assert {path.read_text() for path in tmp_path.iterdir()} == {"x"}


@pytest.mark.parametrize("change", [{"digest": "0" * 64}, {"engine": "0.0.1"}, {"fingerprint": "regex=0"}])
def test_other_rules_on_a_worker_fail_the_job(spark, ref, change):
    df = codewords.spark.scan(frame(spark, texts(10)), ref=replace(ref, **change))
    with pytest.raises(PySparkException, match="RulesetMismatch"):
        df.collect()


def test_rules_and_overlays_travel_to_the_workers(spark, ref, tmp_path):
    rules = shutil.copytree(ref.rules, tmp_path / "rules")
    site = tmp_path / "site.yaml"
    site.write_text("detections:\n- id: sale.grid\n  points: 2.25\n", encoding="utf-8")
    here = refer(rules, overlays=[site])
    there = codewords.spark.share(spark, here)
    shutil.rmtree(rules)
    site.unlink()
    assert there.digest == here.digest != ref.digest
    (row,) = codewords.spark.scan(frame(spark, [OFFER]), ref=there).collect()
    assert row["ruleset_digest"] == here.digest
    assert [hit["points"] for hit in row["detections"] if hit["id"] == "sale.grid"] == [2.25]


def test_the_bundled_rules_are_referred_to_as_they_are(spark):
    bundled = refer()
    assert codewords.spark.share(spark, bundled) is bundled
    (row,) = codewords.spark.scan(
        frame(spark, ["beuh 5g 50€ / 10g 90€, livraison 7j/7, snap zz_fictif"])
    ).collect()
    assert row["label"] == "offer"


def test_wrong_columns_are_told_before_anything_runs(spark, ref):
    df = spark.createDataFrame([(1, "a", "b")], "id int, text string, label string")
    with pytest.raises(ValueError, match="column 'txt' is not there; columns: id, text, label"):
        codewords.spark.scan(df, "txt", ref=ref)
    with pytest.raises(TypeError, match="column 'id' must hold strings"):
        codewords.spark.scan(df, "id", ref=ref)
    with pytest.raises(ValueError, match="same names as the result: label; give a prefix"):
        codewords.spark.scan(df, ref=ref)
    with pytest.raises(ValueError, match="column 'where' is not there"):
        codewords.spark.scan(df, surface_col="where", prefix="cw_", ref=ref)


def test_an_empty_frame_gives_an_empty_result(spark, ref):
    assert codewords.spark.scan(spark.createDataFrame([], "id long, text string"), ref=ref).collect() == []


def test_it_runs_inside_a_structured_stream(spark, ref, tmp_path):
    source = tmp_path / "in"
    frame(spark, texts(100), 2).write.parquet(str(source))
    stream = spark.readStream.schema("id long, text string").parquet(str(source))
    query = (
        codewords.spark.scan(stream, ref=ref)
        .writeStream.format("parquet")
        .option("path", str(tmp_path / "out"))
        .option("checkpointLocation", str(tmp_path / "checkpoint"))
        .trigger(availableNow=True)
        .start()
    )
    query.awaitTermination(120)
    found = collect(spark.read.parquet(str(tmp_path / "out")).select("id", "label"))
    assert [row["id"] for row in found] == list(range(100))
    assert pa.array([row["label"] for row in found]).equals(scan_array(texts(100), engine=ref).column("label"))
