"""The Polars namespaces: the same rows as the kernel, in eager and lazy frames and in streams."""

import subprocess
import sys

import pytest

pa = pytest.importorskip("pyarrow")
pl = pytest.importorskip("polars")

import codewords.polars  # noqa: E402
from codewords import arrow  # noqa: E402
from codewords.reference import refer  # noqa: E402

OFFER = "🔥 beuh 5g 50€ / 10g 90€, livraison 7j/7, snap zz_fictif"
TEXTS = [OFFER, None, "bonjour à tous", "", "vendeur de weed arrêté hier soir"] * 3
PLACES = ["dm", None, "", "moon", "shop"] * 3


@pytest.fixture
def frame():
    return pl.DataFrame({"text": TEXTS, "at": PLACES})


@pytest.fixture(scope="session")
def told(engine):
    """Give the kernel's rows."""
    return arrow.scan_array(TEXTS, engine=engine).to_pylist()


def test_an_expression_gives_the_rows_of_the_kernel(engine, frame, told):
    out = frame.select(pl.col("text").codewords.scan(engine=engine).alias("r"))
    assert out.schema["r"] == codewords.polars.RESULT_TYPE
    assert out["r"].struct.unnest().to_arrow().to_pylist() == told


def test_a_series_gives_the_rows_of_the_kernel(engine, frame, told):
    out = frame["text"].codewords.scan(engine=engine)
    assert out.columns == arrow.RESULT_SCHEMA.names
    assert out.to_arrow().to_pylist() == told


def test_a_lazy_frame_knows_the_type_before_it_is_computed(engine, frame):
    lazy = frame.lazy().select(pl.col("text").codewords.scan(engine=engine).alias("r"))
    assert lazy.collect_schema()["r"] == codewords.polars.RESULT_TYPE


def test_a_stream_to_a_file_holds_the_rows_of_the_kernel(engine, frame, told, tmp_path):
    frame.write_parquet(tmp_path / "in.parquet", row_group_size=4)
    lazy = pl.scan_parquet(tmp_path / "in.parquet")
    lazy.select(pl.col("text").codewords.scan(engine=engine)).sink_parquet(tmp_path / "out.parquet")
    out = pl.read_parquet(tmp_path / "out.parquet")["text"].struct.unnest()
    assert out.to_arrow().to_pylist() == told


@pytest.mark.parametrize("places", ["at", pl.col("at")], ids=["name", "expression"])
def test_surfaces_and_options_reach_the_kernel(engine, frame, places):
    scan = pl.col("text").codewords.scan(
        surfaces=places, surface="bio", engine=engine, offsets="utf8", quotes=False
    )
    expected = arrow.scan_array(TEXTS, surfaces=PLACES, surface="bio", engine=engine, offsets="utf8", quotes=False)
    assert frame.select(scan)["text"].struct.unnest().to_arrow().to_pylist() == expected.to_pylist()
    assert expected["error"].to_pylist().count(None) == len(TEXTS) - 3


def test_a_reference_serves_as_an_engine(small_pack):
    out = pl.Series(["bonjour"]).codewords.scan(engine=refer(small_pack))
    assert out["ruleset_digest"].to_list() == [refer(small_pack).digest]


def test_no_rows_give_no_rows_of_the_same_type(engine):
    out = pl.Series([], dtype=pl.String).codewords.scan(engine=engine)
    assert (out.height, out.columns) == (0, arrow.RESULT_SCHEMA.names)


def test_wrong_options_are_raised_before_anything_is_computed(engine):
    with pytest.raises(ValueError, match="unknown surface 'moon'"):
        pl.col("text").codewords.scan(surface="moon", engine=engine)


def test_a_series_of_numbers_is_refused(engine):
    with pytest.raises(TypeError, match="texts must hold strings, not int64"):
        pl.Series([1, 2]).codewords.scan(engine=engine)


def test_a_missing_library_says_what_to_install():
    script = "import sys; sys.modules['polars'] = None\nimport codewords.polars"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stderr.splitlines()[-1].endswith("codewords.polars needs polars: pip install 'codewords[polars]'")
