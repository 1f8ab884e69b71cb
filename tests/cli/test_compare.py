"""`codewords compare`, in words, as JSON and as a page."""

import json
import re
import shutil
from html.parser import HTMLParser

import pytest

import codewords
from codewords.cli.page import render_page, told_points
from codewords.maintain.compare import Reason
from codewords.maintain.evaluate import LABELS, is_sealed

VOID = ("meta", "br")


@pytest.fixture
def packs(small_pack, tmp_path):
    new = shutil.copytree(small_pack, tmp_path / "new")
    file = new / "detections" / "sale.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("points: 3.0", "points: 0.5"), encoding="utf-8")
    return small_pack, new


@pytest.fixture
def offer(small_pack):
    detections = codewords.load(small_pack).ruleset.detections
    return next(item for item in detections if item.id == "sale.grid").hits[0]


@pytest.fixture
def messages(tmp_path, offer):
    file = tmp_path / "in.txt"
    file.write_text(f"bonjour\n{offer} <script>alert('zz')</script>\n", encoding="utf-8")
    return file


def test_compare_tells_counts_rules_and_messages(run, packs, messages):
    result = run("compare", *packs, messages)
    assert result.exit_code == 0, result.output
    assert "1 of 2 decisions change" in result.stdout
    assert "weighs sale.grid [changed] +3.00 -> +0.50" in result.stdout
    assert "message 2: offer -> " in result.stdout


def test_the_same_rules_are_said_to_change_nothing(run, packs, messages):
    result = run("compare", packs[0], packs[0], messages, "--exit-code")
    assert result.exit_code == 0
    assert "0 of 2 decisions change" in result.stdout


def test_what_is_not_shown_is_counted(run, packs, offer, tmp_path):
    file = tmp_path / "in.txt"
    file.write_text("\n".join(f"{offer} {number}" for number in range(5)), encoding="utf-8")
    told = run("compare", *packs, file, "--most", 2).stdout
    assert told.count("message ") == 2
    assert told.endswith("3 more messages; --format json and html hold them all\n")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [(None, None, ""), (1.5, None, "+1.50"), (None, -2.0, "-2.00"), (3, 0.5, "+3.00 -> +0.50")],
)
def test_points_of_a_reason_are_told_as_far_as_there_are_any(old, new, told):
    assert told_points(Reason("sale.grid", "weighs", old, new)) == told


def test_compare_exits_with_1_for_a_change_on_request(run, packs, messages):
    assert run("compare", *packs, messages, "--exit-code").exit_code == 1


@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_no_word_of_a_message_is_shown_without_quotes(run, packs, messages, form):
    assert "alert" in run("compare", *packs, messages, "--format", form).stdout
    assert "alert" not in run("compare", *packs, messages, "--format", form, "--no-quotes").stdout


def test_json_is_the_comparison(run, packs, messages):
    data = json.loads(run("compare", *packs, messages, "--format", "json").stdout)
    assert (data["messages"], len(data["changed"])) == (2, 1)


def test_sealed_rows_are_left_out(run, packs, offer, tmp_path):
    rows = [{"id": f"r{number}", "text": offer} for number in range(12)]
    sealed = [row["id"] for row in rows if is_sealed(row["id"])]
    assert 0 < len(sealed) < len(rows)
    file = tmp_path / "eval" / "messages-own.jsonl"
    file.parent.mkdir()
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    result = run("compare", *packs, file, "--format", "json")
    shown = {item["id"] for item in json.loads(result.stdout)["changed"]}
    assert shown == {row["id"] for row in rows} - set(sealed)
    assert f"{len(sealed)} sealed rows of a test set left out" in result.stderr


def test_what_cannot_be_read_is_status_2_in_one_line(run, packs, messages, tmp_path):
    empty = tmp_path / "empty.txt"
    empty.write_text("")
    for arguments, told in (
        ((packs[0], "no-such-revision", messages), "no-such-revision"),
        ((*packs, empty), "no line could be read"),
        ((*packs, messages, "--surface", "nowhere"), "unknown surface"),
        ((*packs, messages, "--out", tmp_path / "no" / "page.html"), "no such file"),
    ):
        result = run("compare", *arguments)
        assert result.exit_code == 2, arguments
        assert told in result.stderr
        assert len(result.stderr.strip().splitlines()) == 1


class Page(HTMLParser):
    """Check that tags are closed, and keep what the page would fetch or run."""

    def __init__(self):
        super().__init__()
        self.open = []
        self.tags = []
        self.attributes = []
        self.words = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


@pytest.fixture
def page(run, packs, messages, tmp_path):
    out = tmp_path / "page.html"
    result = run("compare", *packs, messages, "--format", "html", "--out", out)
    assert result.exit_code == 0, result.output
    parsed = Page()
    parsed.feed(out.read_text(encoding="utf-8"))
    assert parsed.open == []
    return parsed


def test_the_page_runs_nothing_and_asks_nothing_of_any_other_place(page):
    assert not {"script", "link", "img", "iframe", "form"} & set(page.tags)
    assert not {"src", "href", "action", "onclick"} & {name for name, _ in page.attributes}
    assert ("content", "default-src 'none'; style-src 'unsafe-inline'") in page.attributes
    assert not re.search(r"url\(|@import", "".join(page.words))


def test_a_message_is_shown_as_text_whatever_it_holds(page):
    assert "<script>alert('zz')</script>" in "".join(page.words)


def test_the_page_fits_a_phone_and_both_schemes(page):
    assert ("content", "width=device-width, initial-scale=1") in page.attributes
    assert "prefers-color-scheme: dark" in "".join(page.words)


def test_the_page_marks_the_evidence_and_tells_the_counts(page, offer):
    words = " ".join("".join(page.words).split())
    assert "1 of 2 decisions change" in words
    assert "sale.grid" in words
    assert page.tags.count("mark") >= 2


def test_a_lone_surrogate_does_not_break_the_page(small_pack, packs, offer):
    found = codewords.compare(*packs, [f"{offer} \ud800 \u202e"])
    assert len(found.changed) == 1
    shown = render_page(found, quotes=True)
    assert "\ud800" not in shown
    assert "\u202e" not in shown


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, two):
    dark, light = sorted((luminance(one), luminance(two)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_every_colour_of_text_has_the_contrast_of_wcag_aa(page, scheme):
    style = "".join(page.words).split("prefers-color-scheme: dark")[scheme]
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", style))
    pairs = [(text, ground) for text in ("ink", "faint", *LABELS) for ground in ("ground", "card")]
    for text, ground in [*pairs, ("ink", "mark")]:
        assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
