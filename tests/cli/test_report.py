"""`codewords report` on stored results, as a page and as JSON, with every kind of wrong input."""

import io
import json

import click
import pytest

from codewords.cli.report import write_report

SALE = "beuh 5g 50€ / 10g 90€, coke 1g 60€, livraison 7j/7, snap zz_fictif"
ODD = "plombix 5g 40£ / 10g 70£, livraison 7j/7, snap zz_fictif"
NEWS = "Saisie de 40 kg de cocaïne au port : trois hommes placés en garde à vue"
BIKE = "vends vélo taille M, remise en main propre"
WORDS = ("livraison 7j/7", "plombix", "placés en garde", "vélo")


@pytest.fixture(scope="session")
def results(engine, tmp_path_factory):
    """Give a file of results with platforms, dates, labels and the messages themselves."""
    rows = [
        (SALE, "offer", "tiktok", "2026-05-01"),
        (SALE, "none", "tiktok", "2026-05-04"),
        (ODD, "offer", "x", "2026-05-04"),
        (NEWS, "talk", "x", "2026-05-06"),
        *[(BIKE, "none", "instagram", "2026-05-08")] * 3,
    ]
    file = tmp_path_factory.mktemp("report") / "results.jsonl"
    with file.open("w", encoding="utf-8") as out:
        for line, (text, label, platform, time) in enumerate(rows, 1):
            kept = {"platform": platform, "time": time, "label": label, "text": text}
            result = engine.scan(text, evidence="all").to_dict()
            out.write(json.dumps({"line": line, "input": kept, **result}) + "\n")
    return file


@pytest.fixture
def page(run, results, parsed):
    return parsed(run("report", results).stdout)


def test_the_page_runs_nothing_and_asks_nothing_of_any_other_place(page):
    page.check_alone()


def test_the_page_tells_what_the_scan_found(page, engine):
    for told in (
        "messages of 2026-05-01 to 2026-05-08",
        engine.ruleset.digest[:12],
        "cannabis herb",
        "EUR for one gram",
        "GBP for one gram",
        "cannabis_herb.beuh",
        "sale.grid",
        "judged talk",
        "instagram",
    ):
        assert told in page.words, told


def test_precision_is_told_with_its_interval_and_its_cases(page):
    assert "2 of 3" in page.words
    assert "20.8 to 93.9" in page.words


def test_without_labels_dates_and_platforms_their_sections_are_gone(run, results, parsed):
    rows = [json.loads(line) for line in results.read_text(encoding="utf-8").splitlines()]
    lines = "\n".join(json.dumps({key: value for key, value in row.items() if key != "input"}) for row in rows)
    page = parsed(run("report", "-", input=lines).stdout)
    page.check_alone()
    for gone in ("Over time", "Labels by platform", "Against people's labels", "Wilson"):
        assert gone not in page.words
    assert "Labels by surface" in page.words


def test_no_word_of_a_message_is_in_the_page_or_the_json_unless_asked_for(run, results):
    for form in ("html", "json"):
        silent = run("report", results, "--format", form).stdout
        assert not [word for word in WORDS if word in silent]
    shown = run("report", results, "--quotes").stdout
    assert [word for word in WORDS if word in shown] == ["livraison 7j/7", "plombix", "placés en garde"]


def test_results_without_quotes_make_a_page_that_says_so(run, engine, parsed):
    lines = json.dumps(engine.scan(ODD, evidence="all").to_dict(text=False))
    page = parsed(run("report", "-", "--quotes", input=lines).stdout)
    assert "--no-quotes" in page.words


def test_messages_are_text_whatever_they_hold(run, engine, parsed):
    text = f"{SALE} <script>alert('zz')</script> \ud800\u202e"
    row = {"input": {"text": text, "label": "none"}, **engine.scan(text).to_dict()}
    shown = run("report", "-", "--quotes", "--title", "<b>zz", input=json.dumps(row)).stdout
    page = parsed(shown)
    page.check_alone()
    assert "<script>alert('zz')</script>" in page.words
    assert "<b>zz" in page.words
    assert not {"\ud800", "\u202e"} & set(shown)


def test_every_picture_says_what_it_shows_and_has_a_table_behind_it(page):
    assert len(page.pictures) > 10
    assert all(picture.get("aria-label") for picture in page.pictures)
    assert page.tags.count("details") >= 4
    assert page.tags.count("summary") == page.tags.count("details")


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_fills_stand_out_and_words_have_the_contrast_of_wcag_aa(page, scheme):
    for fill in ("offer", "talk", "none", "plain"):
        assert page.contrast(f"fill-{fill}", "card", scheme) >= 3, fill
    for text in ("ink", "faint", "offer", "talk", "none", "c1"):
        for ground in ("card", "ground"):
            assert page.contrast(text, ground, scheme) >= 4.5, (text, ground)


def test_json_holds_all_figures(run, results):
    data = json.loads(run("report", results, "--format", "json").stdout)
    assert (data["results"], data["labels"]) == (7, {"offer": 3, "talk": 1, "none": 3})
    assert data["confusion"]["none>offer"] == 1
    assert [p["each"] for p in data["prices"] if p["substance"] == "cocaine"] == [[60.0, 60.0]]


def test_the_page_is_written_to_a_file(run, results, tmp_path):
    out = tmp_path / "report.html"
    assert run("report", results, "--out", out).exit_code == 0
    assert out.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_bad_lines_and_messages_that_were_not_scanned_are_told_in_the_page(run, results, parsed):
    lines = b'{\n{"line": 1, "error": "not JSON"}\n' + results.read_bytes()
    result = run("report", "-", input=lines)
    assert "-:1: not JSON at character 2; line passed over" in result.stderr
    words = parsed(result.stdout).words
    assert "1 line not read by the scan" in words
    assert "1 line not read by this report" in words


def test_two_rule_sets_are_told_in_the_page(run, results, parsed):
    lines = results.read_text(encoding="utf-8").splitlines()
    other = json.loads(lines[0])
    other["ruleset"]["digest"] = "f" * 64
    result = run("report", "-", input="\n".join([*lines, json.dumps(other)]))
    assert "results of 2 rule sets" in result.stderr
    assert "judged by 2 rule sets, whose points cannot be compared" in parsed(result.stdout).words


@pytest.mark.parametrize("content", ["", "\n", "{}\n", '{"format": 1}\n'], ids=range(4))
def test_what_holds_no_result_is_status_2(run, content):
    result = run("report", "-", input=content)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "no result could be read" in result.stderr


def test_labels_and_times_that_cannot_be_read_are_counted(run, results):
    lines = (
        results.read_text(encoding="utf-8")
        .replace("2026-05-08", "last week")
        .replace('"label": "talk", "text"', '"label": "bad", "text"')
    )
    result = run("report", "-", input=lines)
    assert "3 lines: field `time` could not be read" in result.stderr
    assert result.exit_code == 0


def test_a_scan_that_found_nothing_still_makes_a_page(run, engine, parsed):
    page = parsed(run("report", "-", input=json.dumps(engine.scan("bonjour").to_dict())).stdout)
    page.check_alone()
    assert "No message was judged an offer." in page.words


def test_what_was_left_out_of_an_evaluation_and_wishes_of_buyers_are_told(run, results, parsed):
    rows = [json.loads(line) for line in results.read_text(encoding="utf-8").splitlines()]
    rows[-1]["skipped"] = [{"what": "tokens", "reason": "the budget is used up"}]
    rows[3]["categories"] = ["buyer_request"]
    words = parsed(run("report", "-", input="\n".join(map(json.dumps, rows))).stdout).words
    assert "What was left out of the evaluation of a message, and why" in words
    assert "tokens1the budget is used up" in words  # three cells of a table
    assert "1 messages of people who want to buy are talk, not offers." in words


def test_more_detections_than_a_table_holds_are_folded_away(run, results, parsed):
    rows = [json.loads(line) for line in results.read_text(encoding="utf-8").splitlines()]
    (first,) = [hit for hit in rows[0]["detections"] if hit["id"] == "sale.grid"][:1]
    rows[0]["detections"] += [{**first, "id": f"sale.made-up-{number}"} for number in range(40)]
    page = parsed(run("report", "-", input="\n".join(map(json.dumps, rows))).stdout)
    assert " more detections" in page.words
    assert "sale.made-up-39" in page.words
    assert "details" in page.tags


def test_a_page_is_not_poured_onto_a_terminal(results, monkeypatch):
    monkeypatch.setattr("codewords.cli.report.sys.stdout", io.StringIO())
    monkeypatch.setattr("codewords.cli.report.sys.stdout.isatty", lambda: True)
    with pytest.raises(click.UsageError, match=r"give --out report\.html, or --format json"):
        write_report.main([str(results)], standalone_mode=False)
