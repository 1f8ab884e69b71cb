"""Datasets give what the kernel gives, and their cache never mixes rules."""

from dataclasses import replace

import pytest

pytest.importorskip("datasets")

import datasets
import pyarrow as pa

import codewords
from codewords.arrow import RESULT_SCHEMA, scan_table
from codewords.plugins.datasets import scan
from codewords.reference import refer

pytestmark = pytest.mark.filterwarnings("default")  # of the package's own code


@pytest.fixture(scope="module", autouse=True)
def quiet():
    datasets.disable_progress_bars()
    yield
    datasets.enable_progress_bars()


@pytest.fixture
def texts(offer, talk):
    return [offer, talk, "bonjour", None, ""]


@pytest.fixture
def ds(texts):
    return datasets.Dataset.from_dict({"id": list(range(len(texts))), "text": texts})


def rows_of(table):
    return table.to_pylist()


def test_a_dataset_gets_the_columns_of_the_kernel(ds, texts):
    judged = scan(ds)
    table = scan_table(pa.table({"id": list(range(len(texts))), "text": pa.array(texts, pa.string())}))
    assert judged.column_names == ["id", "text", *RESULT_SCHEMA.names]
    assert rows_of(judged.with_format("arrow")[:]) == rows_of(table)


def test_the_format_of_the_dataset_stays(ds):
    assert scan(ds).format["type"] is None
    assert scan(ds.with_format("numpy")).format["type"] == "numpy"


def test_a_stream_and_a_stream_without_features_give_the_same(ds, texts):
    labels = scan(ds)["label"][:]
    streamed = scan(ds.to_iterable_dataset())
    assert set(RESULT_SCHEMA.names) <= set(streamed.features)
    assert [row["label"] for row in streamed] == labels
    bare = datasets.IterableDataset.from_generator(lambda: ({"text": text} for text in texts if text is not None))
    assert (
        [row["label"] for row in scan(bare)]
        == [label for label in labels if label is not None]
        == [
            "offer",
            "talk",
            "none",
            "none",
        ]
    )


def test_each_dataset_of_a_dict_is_judged(ds):
    judged = scan(datasets.DatasetDict(train=ds, test=ds.select([0])), quotes=False)
    assert judged["train"].num_rows == 5
    assert judged["test"][0]["label"] == "offer"
    assert judged["test"][0]["matches"][0]["text"] is None


def test_processes_give_what_one_gives(ds):
    assert scan(ds, num_proc=2, batch_size=1).to_list() == scan(ds).to_list()


def test_the_same_rules_come_from_the_cache_and_other_rules_do_not(ds, tmp_path, small_pack):
    ds.save_to_disk(tmp_path / "ds")
    stored = datasets.load_from_disk(tmp_path / "ds")
    first, again = scan(stored), scan(stored)
    assert first.cache_files
    assert again.cache_files == first.cache_files
    other = scan(stored, ref=refer(small_pack))
    assert other.cache_files != first.cache_files
    assert set(other["ruleset_digest"]) == {codewords.load(small_pack).ruleset.digest}


def test_rules_that_are_not_those_of_the_reference_are_refused(ds):
    with pytest.raises(codewords.RulesetMismatch):
        scan(ds, ref=replace(refer(), digest="0" * 64))


@pytest.mark.parametrize(
    ("options", "kind", "said"),
    [
        ({"text_col": "txt"}, ValueError, "column 'txt' is not there; columns: id, text"),
        ({"text_col": "id"}, TypeError, "column 'id' must hold strings"),
        ({"surface": "nope"}, ValueError, "unknown surface 'nope'"),
        ({"offsets": "bytes"}, ValueError, "offsets must be one of"),
    ],
)
def test_what_is_wrong_is_told_before_a_row_is_read(ds, options, kind, said):
    for given in (ds, ds.to_iterable_dataset()):
        with pytest.raises(kind) as error:
            scan(given, **options)
        assert said in str(error.value)


def test_what_is_no_dataset_is_refused():
    with pytest.raises(TypeError, match="ds must be a dataset of the package `datasets`, not list"):
        scan(["beuh"])
