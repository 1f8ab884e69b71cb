"""The pandas accessor: the same rows as the kernel, under the index of the series."""

import subprocess
import sys

import pytest

pa = pytest.importorskip("pyarrow")
pd = pytest.importorskip("pandas")

import codewords.pandas  # noqa: E402, F401
from codewords import arrow  # noqa: E402

OFFER = "🔥 beuh 5g 50€ / 10g 90€, livraison 7j/7, snap zz_fictif"
TEXTS = [OFFER, None, "bonjour à tous", "", "vendeur de weed arrêté hier soir"]


def as_rows(frame):
    """Give a frame as rows, by way of Arrow."""
    return pa.Table.from_pandas(frame, preserve_index=False).to_pylist()


TYPES = {"object": object, "string": "string", "Arrow": "string[pyarrow]", "category": "category"}


@pytest.mark.parametrize("kind", TYPES)
def test_every_kind_of_series_gives_the_rows_of_the_kernel(engine, kind):
    series = pd.Series(TEXTS, dtype=TYPES[kind])
    told = arrow.scan_array(TEXTS, engine=engine).to_pylist()
    assert as_rows(series.codewords.scan(engine=engine)) == told


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, pd.NaT], ids=["None", "NaN", "NA", "NaT"])
def test_a_missing_message_has_a_missing_label_and_no_error(engine, missing):
    (row,) = as_rows(pd.Series([missing], dtype=object).codewords.scan(engine=engine))
    assert (row["label"], row["error"]) == (None, None)


def test_what_is_no_text_is_an_error_of_its_row_alone(engine):
    rows = as_rows(pd.Series([OFFER, 5], dtype=object).codewords.scan(engine=engine))
    assert [(row["label"], row["error"]) for row in rows] == [("offer", None), (None, "text must be str, not int")]


def test_the_index_is_that_of_the_series_so_that_frames_can_be_joined(engine):
    frame = pd.DataFrame({"text": [OFFER, "bonjour"]}, index=["a", "b"])
    joined = frame.join(frame["text"].codewords.scan(engine=engine))
    assert joined[joined.label == "offer"].index.tolist() == ["a"]
    assert joined.loc["a", "matches"][0]["text"] == "🔥"


def test_surfaces_and_options_reach_the_kernel(engine):
    places = pd.Series(["dm", None, "moon", "", "shop"], index=list("vwxyz"))
    out = pd.Series(TEXTS).codewords.scan(surfaces=places, surface="bio", engine=engine, offsets="utf16")
    told = arrow.scan_array(TEXTS, surfaces=places.tolist(), surface="bio", engine=engine, offsets="utf16")
    assert as_rows(out) == told.to_pylist()


def test_no_rows_give_no_rows_of_the_same_columns(engine):
    out = pd.Series([], dtype=object).codewords.scan(engine=engine)
    assert (len(out), out.columns.tolist()) == (0, arrow.RESULT_SCHEMA.names)


def test_an_unknown_surface_is_raised(engine):
    with pytest.raises(ValueError, match="unknown surface 'moon'"):
        pd.Series(["a"]).codewords.scan(surface="moon", engine=engine)


def test_a_missing_library_says_what_to_install():
    script = "import sys; sys.modules['pandas'] = None\nimport codewords.pandas"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stderr.splitlines()[-1].endswith("codewords.pandas needs pandas: pip install 'codewords[pandas]'")
