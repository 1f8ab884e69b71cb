"""`codewords explain`, `check`, `test` and `eval`."""

import json
import re
import shutil

import pytest

import codewords.cli
from codewords import Place, Problem, check
from codewords.cli import upkeep
from codewords.cli.commands import cli
from codewords.cli.problems import Folder, render
from codewords.source.codes import explanations

OFFER = "beuh 5g 50€ / 10g 90€, livraison 7j/7, snap zz_fictif"


@pytest.fixture
def broken(small_pack, tmp_path):
    """Give a copy of the small pack with one unknown key."""
    pack = tmp_path / "pack"
    shutil.copytree(small_pack, pack)
    with (pack / "policies.yaml").open("a", encoding="utf-8") as file:
        file.write("polices: []\n")
    return pack


def test_explain_says_why_and_underlines(run):
    result = run("explain", OFFER)
    assert result.exit_code == 0
    assert result.stdout.startswith("OFFER")
    assert "^^^^" in result.stdout
    assert "almost fired" in result.stdout


def test_explain_reads_standard_input_as_one_message(run):
    typed, piped = run("explain", OFFER), run("explain", "-", input=f"\ufeff{OFFER}\r\n")
    assert piped.stdout == typed.stdout


def test_explain_of_what_is_not_utf_8_is_status_2(run):
    result = run("explain", "-", input=b"caf\xe9")
    assert result.exit_code == 2
    assert "standard input is not UTF-8 at byte 4" in result.stderr


def test_explain_gives_the_statement_for_the_author_on_request(run):
    assert "Votre contenu a été bloqué." in run("explain", OFFER, "--statement", "fr").stdout
    assert "Your content was blocked." in run("explain", OFFER, "--statement", "en").stdout
    wrong = run("explain", OFFER, "--statement", "xx")
    assert wrong.exit_code == 2
    assert "known: en, fr" in wrong.stderr


def test_explain_gives_json_on_request(run):
    assert json.loads(run("explain", "--json", OFFER).stdout)["label"] == "offer"


def test_explain_shows_no_control_characters_of_the_message(run):
    assert "\x1b" not in run("explain", "\x1b[31mbeuh").stdout


def test_the_small_rules_are_checked_without_a_fault(run, small_pack):
    result = run("check", small_pack)
    assert result.exit_code == 0
    assert "0 faults" in result.stderr


def test_a_fault_is_told_with_a_path_that_opens(run, broken):
    result = run("check", broken)
    path, line, column, said = result.stdout.split(":", 3)
    assert (path, column) == (str(broken / "policies.yaml"), "1")
    assert (broken / "policies.yaml").read_text(encoding="utf-8").splitlines()[int(line) - 1] == "polices: []"
    assert said.startswith(" CW")
    assert result.exit_code == 1
    assert "1 fault, " in result.stderr


def test_faults_as_json_hold_the_same_place(run, broken):
    (row,) = json.loads(run("check", "--format", "json", broken).stdout)
    assert row["path"] == str(broken / "policies.yaml")
    assert row["severity"] == "error"


def test_faults_as_workflow_commands_are_escaped(run, tmp_path):
    problem = Problem(Place("a,b.yaml", 3, 0), "CW999", "50 % of\nit", "do so")
    (line,) = render([problem], "github", Folder("x"))
    assert line == "::error file=x/a%2Cb.yaml,line=3,col=1,title=CW999::50 %25 of%0Ait; do so"


def test_a_caret_points_at_the_column(broken):
    _, line, caret = render(check(broken), "text", Folder(str(broken)), caret=True)
    assert (line, caret) == ("    polices: []", "    ^")


def test_a_folder_without_rules_is_a_fault(run, tmp_path):
    result = run("check", tmp_path)
    assert result.exit_code == 1
    assert f"{tmp_path / 'manifest.yaml'}:0:0: CW101" in result.stdout


def test_a_missing_folder_is_status_2(run, tmp_path):
    assert run("check", tmp_path / "gone").exit_code == 2


@pytest.mark.parametrize("code", sorted(explanations()))
def test_every_code_is_explained(run, code):
    result = run("check", "--explain", code.lower())
    assert result.exit_code == 0
    assert result.stdout.startswith(code)
    assert "Good:" in result.stdout


def test_an_unknown_code_names_the_known_ones(run):
    result = run("check", "--explain", "CW000")
    assert result.exit_code == 2
    assert "CW101" in result.stderr


def test_failed_cases_are_named_with_their_place_and_give_status_1(run, small_pack):
    overlay = small_pack.parent.parent / "cli" / "overlay-that-fails.yaml"
    result = run("test", small_pack, "--overlay", overlay)
    assert result.exit_code == 1
    assert "cannabis_herb.420-hit-1: the term is not found" in result.stdout
    assert f"{small_pack / 'lexicons'}" in result.stdout or str(overlay) in result.stdout


def test_a_test_of_no_cases_is_no_success(run, monkeypatch):
    monkeypatch.setattr(upkeep, "examples", lambda _: iter(()))
    result = run("test")
    assert result.exit_code == 1
    assert "nothing was tested" in result.stderr


@pytest.fixture
def labelled(tmp_path):
    """Give a file of three labelled rows, one of them judged wrong."""
    rows = [
        {"id": "a", "text": OFFER, "label": "offer", "lang": "fr"},
        {"id": "b", "text": "bonjour", "label": "none", "lang": "fr"},
        {"id": "c", "text": "good morning", "label": "offer", "lang": "en"},
    ]
    file = tmp_path / "own.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return file


def test_eval_fits_a_terminal_of_100_columns_and_shows_the_worst(run, labelled):
    result = run("eval", "--worst", 5, labelled)
    assert result.exit_code == 0
    assert max(map(len, result.stdout.splitlines())) <= 100
    assert "…" not in result.stdout
    assert "c: offer judged none" in result.stdout


def test_eval_counts_several_files_together(run, labelled):
    total = json.loads(run("eval", "--format", "json", labelled, labelled).stdout)["total"]
    assert total["rows"] == 6
    assert total["offer"]["recall"]["share"] == 0.5


def test_eval_as_markdown_has_cells_for_every_column(run, labelled):
    lines = [line for line in run("eval", "--format", "md", labelled).stdout.splitlines() if "|" in line]
    assert {line.count("|") for line in lines} == {11, 5}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "own.jsonl:1: not JSON"),
        ("3", "own.jsonl:1: not a JSON object"),
        ('{"text": "geheim", "label": "yes"}', "own.jsonl:1: `label` must be one of"),
        ('{"text": "geheim", "label": "none", "surface": "moon"}', "unknown surface 'moon'"),
        ("", "no rows in these files"),
    ],
)
def test_a_row_that_cannot_be_read_is_status_2(run, tmp_path, line, said):
    file = tmp_path / "own.jsonl"
    file.write_text(line, encoding="utf-8")
    result = run("eval", file)
    assert result.exit_code == 2
    assert said in result.stderr
    assert "geheim" not in result.output


def test_the_help_of_every_command_is_whole_and_shows_no_markup(run):
    overview = run("--help").output
    assert "..." not in overview.partition("Commands:")[2]
    for name in cli.commands:
        assert re.search(rf"^  {name} ", overview, re.MULTILINE), name
        assert "\\b" not in run(name, "--help").output, name


def test_the_first_lines_of_the_package_name_every_command():
    for name in cli.commands:
        assert f"`{name}`" in codewords.cli.__doc__, name
