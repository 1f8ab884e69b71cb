"""Reading stored results back, with what was kept beside them."""

import json

import pytest

from codewords.maintain.stored import Names, Passed, Stored, read_results, read_time


@pytest.fixture(scope="module")
def row(engine):
    return engine.scan("beuh 5g 50€ / 10g 90€, livraison 7j/7, snap zz_fictif").to_dict()


def read(*rows, **options):
    lines = [row if isinstance(row, bytes) else json.dumps(row).encode() for row in rows]
    return list(read_results(lines, **options))


def test_kept_fields_come_before_those_beside_the_result(row):
    (item,) = read({**row, "account": "zz_beside", "input": {"account": "zz_kept", "platform": "TikTok"}})
    assert (item.account, item.platform, item.result.label) == ("zz_kept", "tiktok", "offer")


def test_the_label_of_a_person_is_never_that_of_the_result(row):
    assert read(row)[0].label == ""
    assert read({**row, "input": {"label": "none"}})[0].label == "none"


def test_fields_may_have_other_names(row):
    (item,) = read({**row, "input": {"author": 7, "at": 0}}, names=Names(account="author", time="at"))
    assert (item.account, item.time) == ("7", read_time("1970-01-01"))


def test_what_cannot_be_read_counts_as_missing_and_is_named(row):
    (item,) = read({**row, "input": {"time": "yesterday", "label": "maybe", "account": ["zz"]}})
    assert (item.time, item.label, item.account, item.odd) == (None, "", "", ("time", "label"))


def test_a_result_without_quotes_reads_as_well(engine):
    result = engine.scan("beuh 5g 50€, snap zz_fictif")
    (item,) = read(result.to_dict(text=False))
    assert [contact.key for contact in item.result.contacts] == ["snapchat:zz_fictif"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "not JSON at character 2"),
        (b"[1]", "not a JSON object"),
        (b"\xff{}", "not UTF-8 at byte 1 of the line"),
        (b'{"text": "secret"}', "not a result of `codewords scan --format jsonl`"),
        (b'{"format": 99}', "result format 99 is not 1"),
        (b'{"format": 1, "label": "secret"}', "stored result cannot be read: KeyError"),
        (b"[" * 100_000, "not JSON"),
    ],
    ids=range(7),
)
def test_a_line_without_a_result_is_named_without_its_words_and_the_rest_goes_on(row, line, reason):
    bad, good = read(line, row)
    assert bad == Passed(1, reason)
    assert isinstance(good, Stored)


def test_a_message_that_the_scan_could_not_read_is_no_fault_of_the_line():
    assert read({"line": 3, "error": "not JSON"}) == [
        Passed(1, "the scan could not read this message", scanned=False)
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"label": "banana"},
        {"action": 5},
        {"points": "many"},
        {"points": float("nan")},
        {"score": True},
        {"surface": ["post"]},
        {"categories": [["sale"]]},
        {"skipped": [{"what": 1, "reason": "x", "start": None, "end": None, "field": None}]},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_result_with_values_of_another_kind_is_passed_over(row, change):
    (item,) = read({**row, **change})
    assert isinstance(item, Passed)


@pytest.mark.parametrize("value", ["2026-05-01T10:00:00Z", "2026-05-01T12:00:00+02:00", 1777629600, 1777629600000])
def test_moments_are_read_in_their_usual_forms(value):
    assert read_time(value).isoformat() == "2026-05-01T10:00:00+00:00"


@pytest.mark.parametrize("value", ["", "May", True, None, [], 1e300, float("inf"), "0001-01-01T00:00:00+14:00"])
def test_what_is_no_moment_is_none(value):
    assert read_time(value) is None


def test_names_are_one_printable_line(row):
    (item,) = read({**row, "input": {"account": " zz\n\u202efictif\ud800 "}})
    assert item.account == "zz \ufffdfictif\ufffd"
