"""Ray gives what the kernel gives, row for row, also when an actor dies, and never with other rules."""

import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("ray")

import pyarrow as pa
import ray

import codewords.ray
from codewords.arrow import RESULT_SCHEMA, scan_array
from codewords.reference import refer

pytestmark = pytest.mark.filterwarnings("default")  # of Ray's own code

ROOT = Path(__file__).resolve().parents[2]
OFFER = "BEUH 5g 50€ 10g 90€"


@pytest.fixture(scope="module")
def ref():
    """Refer to the small pack: Ray is tested here, not rules."""
    return refer(ROOT / "tests" / "packs" / "small")


@pytest.fixture(scope="module", autouse=True)
def cluster(own_cache):
    """Start Ray on this machine; its actors import this checkout and share its cache of compiled rules."""
    env = {"PYTHONPATH": str(ROOT), "CODEWORDS_CACHE": str(own_cache)}
    ray.init(
        num_cpus=2,
        include_dashboard=False,
        log_to_driver=False,
        object_store_memory=200_000_000,
        runtime_env={"env_vars": env},
    )
    yield
    ray.shutdown()


def texts(count):
    return [
        None if number % 50 == 7 else f"{OFFER} {number}" if number % 10 == 0 else f"bonjour {number}"
        for number in range(count)
    ]


def dataset(rows):
    return ray.data.from_items([{"id": number, "text": text} for number, text in enumerate(rows)])


def collect(ds):
    return sorted(ds.take_all(), key=lambda row: row["id"])


def test_results_are_those_of_the_kernel(ref):
    rows = texts(300)
    found = collect(codewords.ray.scan(dataset(rows), ref=ref, batch_size=50))
    assert [(row["id"], row["text"]) for row in found] == list(enumerate(rows))
    expected = scan_array(rows, engine=ref).to_pylist()
    assert [row["label"] for row in found] == [row["label"] for row in expected]
    assert [row["matches"] for row in found] == [row["matches"] for row in expected]
    assert set(RESULT_SCHEMA.names) < set(found[0])


def test_an_actor_that_is_killed_in_the_middle_loses_and_doubles_no_row(ref, tmp_path, monkeypatch):
    marker = tmp_path / "died"

    class Dying(codewords.ray.Scan):
        batches = 0

        def __call__(self, table):
            self.batches += 1
            if self.batches == 3 and not marker.exists():
                marker.touch()
                os.kill(os.getpid(), signal.SIGKILL)
            return super().__call__(table)

    monkeypatch.setattr(codewords.ray, "Scan", Dying)
    found = collect(codewords.ray.scan(dataset(texts(500)).repartition(10), ref=ref, batch_size=50))
    assert marker.exists()
    assert [row["id"] for row in found] == list(range(500))
    assert sum(row["label"] == "offer" for row in found) == 50


def test_other_rules_in_an_actor_fail_the_job(ref):
    ds = codewords.ray.scan(dataset(["a"]), ref=replace(ref, digest="0" * 64))
    with pytest.raises(Exception, match="RulesetMismatch"):  # Ray's own errors have several types
        ds.take_all()


def test_a_wrong_column_is_told_before_anything_runs(ref):
    with pytest.raises(ValueError, match="column 'txt' is not there"):
        codewords.ray.scan(ray.data.from_arrow(pa.table({"text": ["a"]})), "txt", ref=ref)
