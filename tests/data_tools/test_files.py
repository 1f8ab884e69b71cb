"""`codewords scan FILE --out OUT`: every format in and out, what goes wrong, and what a newcomer gets to read."""

import csv
import gzip
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

pa = pytest.importorskip("pyarrow")
import pyarrow.parquet as pq  # noqa: E402
from click.testing import CliRunner  # noqa: E402

from codewords import arrow, load  # noqa: E402
from codewords.cli.commands import cli  # noqa: E402

OFFER = "beuh 5g 50€ / 10g 90€, livraison 7j/7, snap zz_fictif"
TEXTS = ["bonjour", OFFER, "", 'deux\nlignes, "citées"', "vendeur de weed", "été 🌿 beuh 50€"] * 4
ROWS = [{"id": f"m{n}", "text": text, "at": "dm" if n % 3 else "post", "n": n} for n, text in enumerate(TEXTS)]


@pytest.fixture
def scan(small_pack, tmp_path, monkeypatch):
    """Give a function that runs `codewords scan` in a folder of its own, with small rules."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments):
        return CliRunner().invoke(
            cli, ["scan", "--rules", str(small_pack), *map(str, arguments)], prog_name="codewords"
        )

    return call


@pytest.fixture
def expected(small_pack):
    """Give what the kernel makes of the rows."""
    table = pa.Table.from_pylist(ROWS)
    return arrow.scan_table(table, surface_col="at", engine=load(small_pack))


def as_csv(rows, delimiter=","):
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def as_jsonl(rows):
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def packed(data):
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as stream:
        stream.write(data)
    return sink.getvalue().to_pybytes()


def write_input(name):
    if name.endswith((".parquet", ".pq")):
        pq.write_table(pa.Table.from_pylist(ROWS), name, row_group_size=7)
        return
    data = (
        as_jsonl(ROWS) if ".jsonl" in name or ".ndjson" in name else as_csv(ROWS, "\t" if ".tsv" in name else ",")
    )
    data = gzip.compress(data) if name.endswith(".gz") else packed(data) if name.endswith(".zst") else data
    Path(name).write_bytes(data)


def read_back(name):
    """Give the rows of an output, with lists as lists."""
    if name.endswith(".parquet"):
        return pq.read_table(name).to_pylist()
    with pa.OSFile(name) as raw:
        packing = {"gz": "gzip", "zst": "zstd"}.get(name.rsplit(".", 1)[1])
        data = (pa.CompressedInputStream(raw, packing) if packing else raw).read().decode()
    if ".jsonl" in name:
        return [json.loads(line) for line in data.splitlines()]
    rows = csv.DictReader(io.StringIO(data, newline=""), delimiter="\t" if ".tsv" in name else ",")
    return [{key: json.loads(cell) if cell[:1] == "[" else cell for key, cell in row.items()} for row in rows]


COLUMNS = ("label", "score", "surface", "matches", "substances", "ruleset_digest")
INPUTS = [
    "in.parquet",
    "in.pq",
    "in.csv",
    "in.tsv",
    "in.csv.gz",
    "in.csv.zst",
    "in.jsonl",
    "in.ndjson.gz",
    "in.jsonl.zst",
]


@pytest.mark.parametrize("name", INPUTS)
def test_every_kind_of_input_gives_what_the_kernel_gives(scan, expected, name):
    write_input(name)
    result = scan(name, "--out", "out.parquet", "--surface-column", "at", "--id-column", "id", "--part-rows", 5)
    assert result.exit_code == 0, result.output
    out = pq.read_table("out.parquet")
    out.validate(full=True)
    assert out.schema.names == ["row", "id", *arrow.RESULT_SCHEMA.names]
    assert out["id"].to_pylist() == [row["id"] for row in ROWS]
    for column in arrow.RESULT_SCHEMA.names:
        assert out[column].to_pylist() == expected[column].to_pylist()
    assert "24 messages, 4 offer" in result.stderr


@pytest.mark.parametrize("name", ["out.jsonl", "out.jsonl.gz", "out.csv", "out.tsv.zst", "out.csv.gz"])
def test_every_kind_of_output_holds_the_same(scan, expected, name):
    write_input("in.parquet")
    assert scan("in.parquet", "--out", name, "--surface-column", "at", "--part-rows", 5).exit_code == 0
    rows = read_back(name)
    for number, (row, told) in enumerate(zip(rows, expected.select(COLUMNS).to_pylist(), strict=True), 1):
        assert str(row["row"]) == str(number)
        for column in COLUMNS:
            value = row[column]
            assert (float(value) if column == "score" else value) == told[column]


def test_several_processes_give_the_same_file(scan):
    write_input("in.jsonl")
    for processes, name in ((1, "one.csv"), (3, "three.csv")):
        assert scan("in.jsonl", "--out", name, "--processes", processes, "--part-rows", 2).exit_code == 0
    assert Path("one.csv").read_bytes() == Path("three.csv").read_bytes()


def test_columns_that_are_kept_go_along_under_their_names(scan):
    write_input("in.parquet")
    scan("in.parquet", "--out", "all.parquet", "--keep", "*", "--prefix", "cw_")
    table = pq.read_table("all.parquet")
    assert table.schema.names[:6] == ["cw_row", "id", "text", "at", "n", "cw_label"]
    assert table.select(["id", "text", "at", "n"]).to_pylist() == ROWS


def test_values_of_json_lines_are_kept_as_text(scan):
    with Path("in.jsonl").open("w", encoding="utf-8") as stream:
        stream.write('{"text": "a", "who": {"n": [1]}}\n{"text": "b", "who": "x\\ud800"}\n{"text": "c"}\n')
    scan("in.jsonl", "--out", "out.parquet", "--keep", "who")
    assert pq.read_table("out.parquet")["who"].to_pylist() == ['{"n": [1]}', "x?", None]


def test_the_message_is_in_the_output_only_where_it_is_quoted_or_kept(scan):
    write_input("in.csv")
    scan("in.csv", "--out", "out.jsonl", "--no-quotes")
    with Path("out.jsonl").open(encoding="utf-8") as stream:
        told = stream.read()
    assert '"label": "offer"' in told
    assert "50€" not in told
    assert "bonjour" not in told


ODD_LINES = b"""{"text": "bonjour"}
{"txt": 1}

not
{"text": null}
{"text": 5}
[1]
{"text": "a\\ud800b"}
{"text": "\xe9"}
{"text": "a", "at": 4}
{"text": "a", "at": "moon"}
"""
ODD = {
    "in.csv": (
        b'text,n\nbonjour,1\nsalut\n"a\nb",2\n\xe9t\xe9,3\n,4\n"a"b,5\nsalut,6\n"never closed,7\n\n',
        {
            2: "1 field in a row of 2 columns, line 3",
            4: "text is not UTF-8",
            6: "quotation marks that do not fit, or a field beyond 16 MiB, line 8",
            8: "quotation marks that do not fit, or a field beyond 16 MiB, lines 10 to 11",
        },
        4,
    ),
    "in.jsonl": (
        ODD_LINES,
        {
            2: "`text` is missing",
            4: "not JSON at character 1",
            6: "`text` is no string",
            7: "not a JSON object",
            9: "not UTF-8 at byte 11 of the line",
            10: "`at` is no string",
            11: "unknown surface; known: dm, post",
        },
        2,
    ),
}


@pytest.mark.parametrize("name", ODD)
def test_a_row_that_cannot_be_read_says_why_and_the_rest_goes_on(scan, name):
    data, errors, fine = ODD[name]
    Path(name).write_bytes(data)
    more = ["--surface-column", "at"] if name == "in.jsonl" else []
    result = scan(name, "--out", "out.parquet", *more)
    assert result.exit_code == 0, result.output
    rows = pq.read_table("out.parquet").to_pylist()
    assert {row["row"]: row["error"] for row in rows if row["error"]} == errors
    assert sum(row["label"] is not None for row in rows) == fine
    assert f"{len(errors)} rows not read" in result.stderr


def test_strings_of_parquet_that_are_no_utf8_are_an_error_of_their_row(scan):
    ends = pa.array([0, 6, 13], pa.int32()).buffers()[1]
    texts = pa.StringArray.from_buffers(2, ends, pa.py_buffer(b"caf\xe9 xbonjour"))
    pq.write_table(pa.table({"text": texts}), "in.parquet")
    assert scan("in.parquet", "--out", "out.jsonl", "--keep", "text").exit_code == 0
    first, second = read_back("out.jsonl")
    assert (first["error"], first["text"], first["label"]) == ("text is not UTF-8", "caf\ufffd x", None)
    assert (second["error"], second["text"], second["label"]) == (None, "bonjour", "none")


@pytest.mark.parametrize("name", ["in.parquet", "in.csv", "in.jsonl"])
@pytest.mark.parametrize("out", ["out.parquet", "out.csv", "out.jsonl"])
def test_a_file_without_rows_gives_one_without_rows(scan, name, out):
    if name == "in.parquet":
        pq.write_table(pa.table({"text": pa.array([], pa.string())}), name)
    else:
        with Path(name).open("w", encoding="utf-8") as stream:
            stream.write("text\n" if name == "in.csv" else "")
    result = scan(name, "--out", out)
    assert result.exit_code == 0, result.output
    assert read_back(out) == []


REFUSED = {
    ("in.csv", "--out", "out.doc"): "OUT out.doc: the name must end in .parquet, .pq, .csv",
    ("in.txt", "--out", "out.csv"): "FILE in.txt: the name must end in .parquet",
    ("in.csv", "--out", "out.parquet.gz"): "OUT out.parquet.gz: the name must end in",
    ("in.csv", "--out", "in.csv"): "FILE and OUT are both in.csv",
    ("in.csv", "--out", "no/out.csv"): "OUT no/out.csv: there is no folder no",
    ("gone.csv", "--out", "out.csv"): "gone.csv: no such file or directory",
    ("-", "--out", "out.csv"): "standard input cannot be read again",
    (
        "in.csv",
        "--out",
        "out.csv",
        "--text-column",
        "txt",
    ): "in.csv: column 'txt' is not there; columns: id, text, at, n",
    ("in.csv", "--out", "out.csv", "--keep", "txt"): "column 'txt' is not there",
    ("in.csv", "--out", "out.csv", "--delimiter", ";"): "another --delimiter?",
    ("in.csv", "--out", "out.csv", "--delimiter", ";;"): "--delimiter is one character",
    ("in.csv", "--out", "out.csv", "--format", "jsonl"): "leave out --input and --format",
    ("in.parquet", "--out", "out.csv", "--text-column", "n"): "column 'n' must hold strings, not int64",
    ("in.parquet", "--out", "out.csv", "--delimiter", ";"): "--delimiter is one character, for a CSV file",
    ("in.jsonl", "--out", "out.csv", "--keep", "*"): "name those to keep",
    ("in.jsonl", "--out", "out.csv", "--keep", "label"): "label would be in OUT twice: give a --prefix",
    ("in.jsonl", "--processes", "2"): "--processes goes with --out",
    ("in.parquet",): "--out reads data files",
    ("fake.parquet", "--out", "out.csv"): "fake.parquet: this is no Parquet file, or not all of one",
    ("cut.csv.gz", "--out", "out.csv"): "the packed file is damaged or cut off after row",
    ("cut.jsonl.zst", "--out", "out.csv"): "the packed file is damaged or cut off after row",
    ("fake.jsonl.gz", "--out", "out.csv"): "the packed file is damaged or cut off after row 0",
}


@pytest.mark.parametrize("arguments", REFUSED, ids=" ".join)
def test_what_cannot_be_done_is_said_in_a_line_with_status_2(scan, arguments):
    for name in ("in.parquet", "in.csv", "in.jsonl"):
        write_input(name)
    for name, data in (
        ("in.txt", b"bonjour\n"),
        ("fake.parquet", b"text\nbonjour\n"),
        ("cut.csv.gz", gzip.compress(as_csv(ROWS))[:-30]),
        ("cut.jsonl.zst", packed(as_jsonl(ROWS))[:-30]),
        ("fake.jsonl.gz", as_jsonl(ROWS)),
    ):
        with Path(name).open("wb") as stream:
            stream.write(data)
    result = scan(*arguments)
    assert result.exit_code == 2, result.output
    assert REFUSED[arguments] in result.stderr.splitlines()[-1]


def test_an_offer_decides_the_exit_status_where_that_is_asked_for(scan):
    write_input("in.csv")
    assert scan("in.csv", "--out", "out.csv", "--fail-on", "offer").exit_code == 1


def test_a_missing_library_says_what_to_install(small_pack, tmp_path):
    (tmp_path / "in.csv").write_bytes(as_csv(ROWS))
    script = (
        "import sys; sys.modules['pyarrow'] = None\n"
        "sys.argv[1:] = ['scan', sys.argv[1], '--out', sys.argv[1] + '.jsonl', '--rules', sys.argv[2]]\n"
        "from codewords.cli import main; main()"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "in.csv"), str(small_pack)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "Error: --out needs pyarrow: pip install 'codewords[arrow]'\n")
