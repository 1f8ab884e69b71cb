"""The Arrow kernel: the same results as the engine, whatever holds the messages."""

import json
import pickle
import subprocess
import sys

import pytest

pa = pytest.importorskip("pyarrow")

from codewords import arrow  # noqa: E402
from codewords.reference import Reference, refer  # noqa: E402

OFFER = "🔥 beuh 5g 50€ / 10g 90€, livraison 7j/7, snap zz_fictif"
LISTS = ("matches", "prices", "contacts", "detections", "unknown", "skipped")


def as_told(result):
    """Give a result as a row of the kernel, made the slow way: through JSON."""
    data = result.to_dict()
    row = {
        name: data[name] for name in ("label", "score", "points", "action", "categories", "substances", "surface")
    }
    for name in LISTS:
        row[name] = [{key: value for key, value in item.items() if key != "field"} for item in data[name]]
    for price in row["prices"]:
        price.update({k: None if price[k] is None else float(price[k]) for k in ("quantity", "amount")})
    return row


def as_kept(row):
    row = {name: row[name] for name in arrow.RESULT_SCHEMA.names}
    for name in ("error", "ruleset_version", "ruleset_digest", "engine_version"):
        del row[name]
    for price in row["prices"] or ():
        price.update({k: None if price[k] is None else float(price[k]) for k in ("quantity", "amount")})
    return row


def test_every_row_is_what_the_engine_says(engine, messages):
    batch = arrow.scan_array(pa.array(messages), engine=engine)
    batch.validate(full=True)
    assert batch.schema.equals(arrow.RESULT_SCHEMA)
    labels = set()
    for text, row in zip(messages, batch.to_pylist(), strict=True):
        if text is None:
            continue
        assert as_kept(row) == as_told(engine.scan(text))
        assert (row["error"], row["ruleset_digest"]) == (None, engine.ruleset.digest)
        labels.add(row["label"])
    assert labels == {"offer", "talk", "none"}


def test_all_evidence_and_a_language_reach_the_engine(engine):
    texts = ["vendeur de weed arrêté hier soir", "la beuh du voisin", OFFER]
    batch = arrow.scan_array(texts, engine=engine, evidence="all", lang="fr")
    expected = [as_told(engine.scan(text, evidence="all", lang="fr")) for text in texts]
    assert [as_kept(row) for row in batch.to_pylist()] == expected


def test_batches_that_are_cut_hold_the_same_rows(engine, messages, monkeypatch):
    whole = arrow.scan_array(messages, engine=engine)
    monkeypatch.setattr(arrow, "ROWS", 7)
    assert arrow.scan_array(messages, engine=engine).equals(whole)
    assert arrow.scan_array(pa.chunked_array([messages[:5], messages[5:]]), engine=engine).equals(whole)


KINDS = {
    "string": pa.string(),
    "large string": pa.large_string(),
    "view": pa.string_view(),
    "dictionary": pa.dictionary(pa.int32(), pa.string()),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_arrow_string_is_read(engine, kind):
    texts = [OFFER, None, "bonjour"]
    array = pa.array(texts, pa.string())
    array = array.dictionary_encode() if kind == "dictionary" else array.cast(KINDS[kind])
    assert arrow.scan_array(array, engine=engine).equals(arrow.scan_array(texts, engine=engine))


def test_a_null_text_has_no_label_and_no_error(engine):
    (row,) = arrow.scan_array(pa.array([None], pa.string()), engine=engine).to_pylist()
    filled = {name for name, value in row.items() if value is not None}
    assert filled == {"ruleset_version", "ruleset_digest", "engine_version"}


def test_a_column_of_nulls_alone_is_read(engine):
    assert arrow.scan_array(pa.nulls(3), engine=engine)["label"].to_pylist() == [None] * 3


def test_no_rows_give_no_rows(engine):
    for empty in ([], pa.array([], pa.string()), pa.chunked_array([], pa.string())):
        batch = arrow.scan_array(empty, engine=engine)
        assert (batch.num_rows, batch.schema) == (0, arrow.RESULT_SCHEMA)


def invalid():
    """Give two Arrow strings of which the first is no UTF-8."""
    ends = pa.array([0, 6, 13], pa.int32()).buffers()[1]
    return pa.StringArray.from_buffers(2, ends, pa.py_buffer(b"caf\xe9 xbonjour"))


def test_bytes_that_are_no_utf8_are_an_error_of_their_row_alone(engine):
    rows = arrow.scan_array(invalid(), engine=engine).to_pylist()
    assert [(row["label"], row["error"]) for row in rows] == [(None, "text is not UTF-8"), ("none", None)]


def test_what_is_no_text_is_an_error_of_its_row_alone(engine):
    rows = arrow.scan_array([OFFER, 5, b"x", "bonjour"], engine=engine).to_pylist()
    assert [row["label"] for row in rows] == ["offer", None, None, "none"]
    assert [row["error"] for row in rows] == [
        None,
        "text must be str, not int",
        "text must be str, not bytes",
        None,
    ]


class Failing:
    """Judge as an engine does, but fail on one message."""

    def __init__(self, engine):
        self.surfaces = engine.surfaces
        self._engine = engine

    def scan(self, text, **options):
        if text == "geheimes wort":
            raise ZeroDivisionError(text)
        return self._engine.scan(text, **options)


def test_an_unforeseen_fault_is_named_without_the_message_and_the_rest_goes_on(engine, monkeypatch):
    monkeypatch.setattr(arrow, "engine_of", Failing)
    rows = arrow.scan_array(["bonjour", "geheimes wort", OFFER], engine=engine).to_pylist()
    assert [row["label"] for row in rows] == ["none", None, "offer"]
    assert [row["error"] for row in rows] == [None, "ZeroDivisionError", None]


UNITS = {"codepoint": "utf-32-le", "utf8": "utf-8", "utf16": "utf-16-le"}
WIDTH = {"codepoint": 4, "utf8": 1, "utf16": 2}


@pytest.mark.parametrize("unit", UNITS)
def test_spans_cut_the_same_words_in_every_unit(engine, messages, unit):
    texts = [text for text in messages if text]
    rows = arrow.scan_array(texts, engine=engine, offsets=unit).to_pylist()
    cut = 0
    for text, row in zip(texts, rows, strict=True):
        raw = text.encode(UNITS[unit])
        for item in (*row["matches"], *row["unknown"]):
            span = slice(item["start"] * WIDTH[unit], item["end"] * WIDTH[unit])
            assert raw[span].decode(UNITS[unit]) == item["text"]
            cut += not text.isascii()
    assert cut > 50


def test_a_lone_surrogate_is_replaced_where_it_is_quoted(engine):
    (row,) = arrow.scan_array([f"a\ud800 {OFFER}"], engine=engine, offsets="utf16").to_pylist()
    assert row["label"] == "offer"
    assert row["matches"][0]["start"] == 3


def test_results_without_quotes_hold_no_word_of_the_message(engine):
    batch = arrow.scan_array([OFFER], engine=engine, quotes=False)
    told = json.dumps(batch.to_pylist(), default=str)
    assert batch["label"].to_pylist() == ["offer"]
    assert all(word not in told for word in ("50€", "🔥", '"zz_fictif"', "beuh "))
    assert len(batch["matches"][0]) == len(engine.scan(OFFER).matches)


def test_each_row_is_judged_on_its_own_surface(engine):
    table = pa.table({"text": [OFFER] * 4, "at": ["dm", None, "", "moon"]})
    out = arrow.scan_table(table, surface_col="at", surface="shop", engine=engine)
    assert out["surface"].to_pylist() == ["dm", "shop", "shop", None]
    *fine, bad = out["error"].to_pylist()
    assert fine == [None] * 3
    assert bad.startswith("unknown surface; known: ")


def test_a_table_keeps_its_columns_and_metadata_and_gets_those_of_the_result(engine):
    table = pa.table({"n": [1, 2], "body": [OFFER, None]}).replace_schema_metadata({"made": "here"})
    out = arrow.scan_table(table, "body", prefix="cw_", engine=engine)
    assert out.select(["n", "body"]).equals(table)
    assert out.schema.metadata == {b"made": b"here"}
    assert out.schema == arrow.output_schema(table.schema, "body", prefix="cw_")
    assert out["cw_label"].to_pylist() == ["offer", None]


def test_a_reader_is_read_as_its_results_are_taken(engine):
    taken = []

    def batches():
        for number in range(3):
            taken.append(number)
            yield pa.record_batch({"text": [OFFER, "bonjour"]})

    source = pa.RecordBatchReader.from_batches(pa.schema([("text", pa.string())]), batches())
    reader = arrow.scan_reader(source, engine=engine)
    assert taken == []
    assert reader.read_next_batch()["label"].to_pylist() == ["offer", "none"]
    assert taken == [0]
    assert reader.read_all().num_rows == 4


WRONG = {
    "a name that is not there": ({"text_col": "txt"}, ValueError, "column 'txt' is not there; columns: text, n"),
    "a column of numbers": ({"text_col": "n"}, TypeError, "column 'n' must hold strings, not int64"),
    "no such surface column": ({"surface_col": "at"}, ValueError, "column 'at' is not there"),
    "an unknown surface": ({"surface": "moon"}, ValueError, "unknown surface 'moon'; known: "),
    "an unknown unit": ({"offsets": "bytes"}, ValueError, "offsets must be one of codepoint, utf8, utf16"),
    "an unknown evidence": ({"evidence": "some"}, ValueError, "evidence must be one of"),
    "a path for an engine": ({"engine": "rules"}, TypeError, "engine must be a codewords.Engine or"),
}


@pytest.mark.parametrize("what", WRONG)
def test_wrong_arguments_are_raised_at_once_and_not_told_in_every_row(engine, what):
    options, kind, message = WRONG[what]
    with pytest.raises(kind, match=message):
        arrow.scan_table(pa.table({"text": ["a"], "n": [1]}), **{"engine": engine, **options})


def test_columns_of_the_same_names_ask_for_a_prefix(engine):
    with pytest.raises(ValueError, match="same names as the result: label; give a prefix"):
        arrow.scan_table(pa.table({"text": ["a"], "label": ["b"]}), engine=engine)


def test_too_few_surfaces_are_refused(engine):
    with pytest.raises(ValueError, match="1 surfaces, 2 texts"):
        arrow.scan_array(["a", "b"], surfaces=["dm"], engine=engine)


def test_the_schema_is_there_without_any_rules():
    script = (
        "import codewords\n"
        "def fail(*_, **__):\n    raise AssertionError\n"
        "codewords.load = fail\n"
        "from codewords.arrow import RESULT_SCHEMA\n"
        "print(RESULT_SCHEMA.names[0])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert done.stdout == "label\n"


def test_a_missing_library_says_what_to_install():
    script = "import sys; sys.modules['pyarrow'] = None\nimport codewords.arrow"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stderr.splitlines()[-1].endswith("codewords.arrow needs pyarrow: pip install 'codewords[arrow]'")


def test_a_reference_is_small_and_gives_the_same_results(engine, small_pack):
    reference = pickle.loads(pickle.dumps(refer()))
    assert len(pickle.dumps(reference)) < 1000
    assert arrow.scan_array([OFFER], engine=reference).equals(arrow.scan_array([OFFER], engine=engine))
    assert Reference.from_dict(json.loads(json.dumps(reference.to_dict()))) == reference
    other = refer(small_pack)
    assert other.load() is other.load()
    assert arrow.scan_array([OFFER], engine=other)["ruleset_digest"].to_pylist() == [other.digest]
