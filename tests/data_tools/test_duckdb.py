"""The DuckDB functions: the same rows as the kernel, in any query."""

import subprocess
import sys

import pytest

pa = pytest.importorskip("pyarrow")
duckdb = pytest.importorskip("duckdb")
pytest.importorskip("numpy")

import codewords.duckdb  # noqa: E402
from codewords import arrow, load  # noqa: E402

OFFER = "🔥 beuh 5g 50€ / 10g 90€, livraison 7j/7, snap zz_fictif"
TEXTS = [OFFER, None, "bonjour à tous", "", "vendeur de weed arrêté hier soir"]
PLACES = ["dm", None, "", "moon", "shop"]


@pytest.fixture
def connection(engine):
    """Give a connection with both functions and a table of messages."""
    with duckdb.connect() as own:
        codewords.duckdb.register(own, engine=engine, surface="bio", offsets="utf8")
        own.execute("CREATE TABLE messages (id INTEGER, text VARCHAR, place VARCHAR)")
        own.executemany("INSERT INTO messages VALUES (?, ?, ?)", list(zip(range(5), TEXTS, PLACES, strict=True)))
        yield own


def rows_of(connection, query):
    return connection.sql(query).to_arrow_table().to_pylist()


def test_a_query_gives_the_rows_of_the_kernel(connection, engine):
    rows = rows_of(connection, "SELECT r.* FROM (SELECT id, codewords_scan(text) AS r FROM messages) ORDER BY id")
    assert rows == arrow.scan_array(TEXTS, engine=engine, surface="bio", offsets="utf8").to_pylist()


def test_a_second_argument_says_where_each_message_stood(connection, engine):
    query = "SELECT r.* FROM (SELECT id, codewords_scan(text, place) AS r FROM messages) ORDER BY id"
    told = arrow.scan_array(TEXTS, surfaces=PLACES, engine=engine, surface="bio", offsets="utf8").to_pylist()
    assert rows_of(connection, query) == told


def test_labels_can_be_filtered_and_counted(connection):
    assert rows_of(connection, "SELECT id FROM messages WHERE codewords_label(text, 'dm') = 'offer'") == [
        {"id": 0}
    ]
    query = "SELECT codewords_label(text) AS label, count(*) AS n FROM messages GROUP BY label ORDER BY label"
    assert [row["label"] for row in rows_of(connection, query)] == ["none", "offer", "talk", None]


def test_constants_and_nulls_are_judged(connection):
    (row,) = rows_of(connection, "SELECT codewords_label('bonjour') AS a, codewords_label(NULL) AS b")
    assert row == {"a": "none", "b": None}


def test_many_rows_are_all_judged(connection):
    query = (
        "SELECT codewords_label('bonjour ' || (n % 3)) AS label, count(*) AS n FROM range(5000) t(n) GROUP BY 1"
    )
    assert rows_of(connection, query) == [{"label": "none", "n": 5000}]


def test_functions_can_be_registered_anew_with_other_rules(connection, small_pack):
    codewords.duckdb.register(connection, engine=load(small_pack))
    (row,) = rows_of(connection, "SELECT codewords_scan('bonjour').ruleset_digest AS digest")
    assert row["digest"] == load(small_pack).ruleset.digest


def test_two_rule_sets_stand_side_by_side_under_their_names(connection, small_pack, engine):
    codewords.duckdb.register(connection, name="small", engine=load(small_pack))
    query = "SELECT small_scan('a').ruleset_digest = codewords_scan('a').ruleset_digest AS same"
    assert rows_of(connection, query) == [{"same": False}]


@pytest.mark.parametrize(
    ("call", "message"),
    [("id", "texts must hold strings, not int32"), ("text, 'dm', 1", "codewords_label takes a text and")],
)
def test_wrong_arguments_are_told_by_the_query(connection, call, message):
    with pytest.raises(duckdb.Error, match=message):
        connection.execute(f"SELECT codewords_label({call}) FROM messages").fetchall()


def test_wrong_options_are_raised_before_any_query(engine):
    with duckdb.connect() as own, pytest.raises(ValueError, match="unknown surface 'moon'"):
        codewords.duckdb.register(own, engine=engine, surface="moon")


@pytest.mark.parametrize("name", ["duckdb", "numpy"])
def test_a_missing_library_says_what_to_install(name):
    script = f"import sys; sys.modules[{name!r}] = None\nimport codewords.duckdb"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stderr.splitlines()[-1].endswith(f"codewords.duckdb needs {name}: pip install 'codewords[duckdb]'")
