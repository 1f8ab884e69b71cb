"""`codewords link` on stored results, as text, JSON, GraphML and a page, with every kind of wrong input."""

import json
import re
import sys
import xml.etree.ElementTree as ET

import pytest

pytest.importorskip("networkx")

OFFER = "beuh 5g 50€ / 10g 90€, livraison 7j/7, {contact}"


@pytest.fixture(scope="session")
def results(engine, tmp_path_factory):
    """Give a file of results: a shop that moves twice, another shop, and a directory that many name."""
    rows = [
        ("zz_a", "tiktok", "2026-05-01", "snap zz_fictif_x"),
        ("zz_a", "tiktok", "2026-05-09", "snap zz_fictif_x, tg zz_fictif_y"),
        ("zz_b", "instagram", "2026-05-14", "snap zz_fictif_x"),
        ("zz_c", "x", "2026-06-20", "tg zz_fictif_y"),
        ("zz_alone", "x", "2026-06-21", "snap zz_fictif_alone"),
        *((f"zz_many{n}", "x", "2026-06-22", "t.me/zz_fictif_annuaire") for n in range(4)),
    ]
    file = tmp_path_factory.mktemp("link") / "results.jsonl"
    with file.open("w", encoding="utf-8") as out:
        for line, (account, platform, time, contact) in enumerate(rows, 1):
            result = engine.scan(OFFER.format(contact=contact)).to_dict(text=False)
            kept = {"account": account, "platform": platform, "time": time}
            out.write(json.dumps({"line": line, "input": kept, **result}) + "\n")
    return file


def test_link_tells_clusters_contacts_and_moves(run, results):
    result = run("link", results, "--hub", 3)
    assert result.exit_code == 0, result.output
    assert "9 offers: 3 accounts in 1 cluster, 5 more alone" in result.stdout
    assert "telegram:zz_fictif_annuaire  4 accounts" in result.stdout
    assert "first seen on: tiktok -> instagram -> x" in result.stdout
    assert "moved    2026-05-14  tiktok zz_a -> instagram zz_b, after 5 days of silence" in result.stdout
    assert result.stderr == ""


def test_results_of_a_scan_with_kept_fields_can_be_linked_at_once(run, tmp_path):
    lines = [{"text": OFFER.format(contact="snap zz_fictif_x"), "who": f"zz_{n}"} for n in range(2)]
    scanned = run(
        "scan", "--format", "jsonl", "--keep", "who", "--no-quotes", input="\n".join(map(json.dumps, lines))
    )
    file = tmp_path / "out.jsonl"
    file.write_text(scanned.stdout, encoding="utf-8")
    result = run("link", file, "--account", "who")
    assert "2 accounts in 1 cluster" in result.stdout


def test_json_names_clusters_and_the_rules_that_judged(run, results, engine):
    data = json.loads(run("link", results, "--format", "json").stdout)
    assert [account["account"] for account in data["clusters"][1]["accounts"]] == ["zz_a", "zz_b", "zz_c"]
    assert [item["digest"] for item in data["rulesets"]] == [engine.ruleset.digest]


def test_graphml_is_written_to_a_file(run, results, tmp_path):
    out = tmp_path / "graph.graphml"
    result = run("link", results, "--format", "graphml", "--out", out)
    assert result.exit_code == 0, result.output
    assert f"wrote {out}" in result.stderr
    assert ET.parse(out).getroot().tag.endswith("graphml")


def test_results_come_from_standard_input_too(run, results):
    result = run("link", "-", input=results.read_bytes())
    assert "9 offers" in result.stdout


def test_results_without_accounts_are_refused_with_the_way_to_keep_them(run, tmp_path, engine):
    file = tmp_path / "results.jsonl"
    file.write_text(json.dumps(engine.scan(OFFER.format(contact="snap zz_fictif")).to_dict()), encoding="utf-8")
    result = run("link", file)
    assert result.exit_code == 2
    assert "--keep account" in result.stderr


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "the input is empty"),
        ("beuh 5g 50€ secret\n", "no result could be read; write them with: codewords scan"),
        ('{"text": "secret"}\n', "not a result of `codewords scan --format jsonl`; line passed over"),
        ('{"line": 1, "error": "not JSON"}\n', "1 message not read by the scan itself"),
    ],
    ids=["empty", "text", "messages", "errors alone"],
)
def test_what_holds_no_result_is_status_2_without_a_word_of_it(run, tmp_path, content, told):
    file = tmp_path / "in.jsonl"
    file.write_text(content, encoding="utf-8")
    result = run("link", file)
    assert result.exit_code == 2
    assert told in result.stderr
    assert "secret" not in result.output


def test_bad_lines_are_named_up_to_a_few_and_the_rest_is_linked(run, results):
    result = run("link", "-", input=b"{\n" * 8 + results.read_bytes())
    assert "-:1: not JSON at character 2; line passed over" in result.stderr
    assert "3 more lines passed over" in result.stderr
    assert result.stderr.count("passed over") == 6
    assert "9 offers" in result.stdout


def test_results_of_two_rule_sets_are_told(run, results):
    lines = results.read_text(encoding="utf-8").splitlines()
    other = json.loads(lines[0])
    other["ruleset"]["digest"] = "f" * 64
    result = run("link", "-", input="\n".join([json.dumps(other), *lines]))
    assert "results of 2 rule sets" in result.stderr
    assert "points cannot be compared" in result.stderr


def test_a_folder_that_is_not_there_is_one_line(run, results, tmp_path):
    result = run("link", results, "--out", tmp_path / "no" / "page.html")
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)


def test_a_missing_package_is_named_with_the_extra(run, results, monkeypatch):
    monkeypatch.setitem(sys.modules, "networkx", None)
    result = run("link", results)
    assert result.exit_code == 2
    assert "pip install 'codewords[report]'" in result.stderr


@pytest.fixture
def page(run, results, parsed):
    return parsed(run("link", results, "--format", "html", "--hub", "3").stdout)


def test_the_page_runs_nothing_and_asks_nothing_of_any_other_place(page):
    page.check_alone()


def test_the_page_shows_lanes_threads_and_the_table_behind_them(page):
    words = page.words
    assert page.tags.count("svg") > 2
    assert ("class", "moved") in page.attributes
    for name in ("zz_a", "zz_b", "zz_c", "snapchat:zz_fictif_x", "telegram:zz_fictif_annuaire"):
        assert name in words
    assert "zz_many" not in words


def test_every_picture_says_what_it_shows(page):
    assert len(page.pictures) > 2
    assert all(picture.get("aria-label") for picture in page.pictures)


def test_a_name_of_a_stranger_is_text_whatever_it_holds(run, results, parsed):
    lines = results.read_text(encoding="utf-8").replace("zz_b", "<script>zz</script>&")
    page = parsed(run("link", "-", "--format", "html", input=lines).stdout)
    page.check_alone()
    assert "<script>zz</script>&" in page.words


def test_results_without_times_have_no_lanes_and_still_a_page(run, results, parsed):
    lines = re.sub(r'"time": "[^"]*"', '"time": null', results.read_text(encoding="utf-8"))
    page = parsed(run("link", "-", "--format", "html", input=lines).stdout)
    assert "Who posted when" not in page.words
    assert "What holds them together" in page.words


def test_a_large_cluster_is_laid_out_by_first_offer_and_says_what_it_leaves_out(run, engine, parsed):
    result = engine.scan(OFFER.format(contact="snap zz_fictif_x")).to_dict()
    rows = [
        {"input": {"account": f"zz_{n:02}", "platform": "x", "time": f"2026-05-01T00:{n:02}"}, **result}
        for n in range(50)
    ]
    lines = "\n".join(map(json.dumps, rows))
    page = parsed(run("link", "-", "--hub", "60", "--format", "html", input=lines).stdout)
    page.check_alone()
    assert "by first offer" in page.words
    assert "10 more accounts are in the table" in page.words
    assert "zz_49" in page.words


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_letters_on_colours_and_names_have_the_contrast_of_wcag_aa(page, scheme):
    for number in range(7):
        assert page.contrast(f"c{number}", "onmark", scheme) >= 4.5, number
        assert page.contrast(f"c{number}", "card", scheme) >= 3, number
    for text in ("ink", "faint", "c1"):
        assert page.contrast(text, "card", scheme) >= 4.5, text
    assert page.contrast("ink", "band", scheme) >= 4.5


def edited(results, change):
    """Give the results as lines, each changed by a function of its number and content; `None` leaves it out."""
    rows = map(json.loads, results.read_text(encoding="utf-8").splitlines())
    changed = (change(number, row) for number, row in enumerate(rows))
    return "\n".join(json.dumps(row) for row in changed if row is not None)


def test_offers_that_say_too_little_to_be_linked_are_counted(run, results, parsed):
    def change(number, row):
        if number == 0:
            del row["input"]["account"]
        return {**row, "contacts": []} if number in (1, 4) else row

    lines = edited(results, change)
    told = run("link", "-", input=lines).stdout
    assert "1 offer without an account left out" in told
    assert "2 offers name no contact" in told
    words = parsed(run("link", "-", "--format", "html", input=lines).stdout).words
    assert "1 offer without an account, left out" in words
    assert "2 offers without a contact" in words


def test_accounts_that_share_nothing_are_said_to_do_so(run, results, parsed):
    lines = edited(results, lambda number, row: row if number in (0, 4) else None)
    assert "2 offers: 0 accounts in 0 clusters, 2 more alone" in run("link", "-", input=lines).stdout
    page = parsed(run("link", "-", "--format", "html", input=lines).stdout)
    assert "No two accounts share a contact." in page.words
    assert page.pictures == []


def test_the_legend_tells_what_the_picture_holds_and_nothing_else(run, results, parsed):
    def change(number, row):
        if number == 1:
            row["input"]["time"] = "2026-06-30"
        return {**row, "contacts": []} if number == 0 else row if number in (1, 2) else None

    again = edited(results, lambda number, row: row if number == 0 else None)
    words = parsed(run("link", "-", "--format", "html", input=edited(results, change) + "\n" + again).stdout).words
    assert "no contact named" in words
    assert "opened beside" in words
    assert "moved there" not in words
    words = parsed(run("link", results, "--format", "html", "--hub", "3").stdout).words
    assert "moved there" in words
    assert "no contact named" not in words


def test_clusters_beyond_those_that_are_shown_are_counted(run, results):
    def other(number, row):
        row["input"]["account"] += "_2"
        for contact in row["contacts"]:
            contact["key"] += "_2"
        return row if number < 4 else None

    lines = results.read_text(encoding="utf-8") + edited(results, other)
    assert "more clusters; --most shows more" in run("link", "-", "--most", 1, input=lines).stdout
    page = run("link", "-", "--most", 1, "--format", "html", input=lines).stdout
    assert "smaller clusters are in the JSON alone; see --most." in page
