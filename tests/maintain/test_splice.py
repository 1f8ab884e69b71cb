"""Entries spliced into files that stay as they are, and files that are written all or none."""

from pathlib import Path

import pytest
import yaml

from codewords import RuleFileError
from codewords.maintain.entry import NewEntry, change_line
from codewords.maintain.save import Edit, SaveError, save
from codewords.maintain.splice import add_line, insert_entry, replace_value

BUNDLED = Path(__file__).parents[2] / "rules"
RULE_FILES = sorted(BUNDLED.rglob("*.yaml"))
LINES = ["term: zalouche", "lang: fr", 'hits: ["zalouche: 10g 80€"]']


def one_list(text):
    """Give the key of a file's list of entries, if it has one with an entry a line."""
    data = yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    return next((key for key in data if isinstance(data[key], list) and isinstance(data[key][0], dict)), None)


@pytest.mark.parametrize("file", RULE_FILES, ids=lambda file: file.relative_to(BUNDLED).as_posix())
def test_a_file_of_the_rules_stays_as_it_is_but_for_the_new_entry(file):
    text = file.read_text(encoding="utf-8")
    key = one_list(text)
    if key is None:
        assert file.parent.name == "folding" or file.name == "manifest.yaml"
        return
    for belongs in (lambda _: False, lambda entry: entry.get("lang") == "fr"):
        new, number = insert_entry(text, key, LINES, path=file.name, belongs=belongs)
        lines = new.split("\n")
        assert lines[number - 1] == "- term: zalouche"
        assert "\n".join(lines[: number - 1] + lines[number + 2 :]) == text


def test_an_entry_stands_behind_the_last_of_its_group_and_before_the_next_remark():
    text = "terms:\n- term: a\n  lang: fr # first\n# of others\n- term: b\n  lang: de\n"
    new, number = insert_entry(text, "terms", ["term: c"], path="x", belongs=lambda e: e["lang"] == "fr")
    assert number == 4
    assert new == "terms:\n- term: a\n  lang: fr # first\n- term: c\n# of others\n- term: b\n  lang: de\n"


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("terms:\n- term: a", "terms:\n- term: a\n- term: c\n"),
        ("terms:\r\n  -   term: a\r\n", "terms:\r\n  -   term: a\r\n  -   term: c\r\n"),
        ("\ufeffterms:\n- term: é\n", "\ufeffterms:\n- term: é\n- term: c\n"),
        ("terms:\n- term: a\n  sense: >\n    b\n    # c\nsince: 1\n",
         "terms:\n- term: a\n  sense: >\n    b\n    # c\n- term: c\nsince: 1\n"),
        ("since: 1\n", "since: 1\nterms:\n- term: c\n"),
        ("", "terms:\n- term: c\n"),
        ("terms:\n- {term: a}\n", "terms:\n- {term: a}\n- term: c\n"),
    ],
    ids=["no line end", "indented, Windows", "byte order mark", "block of text", "no list", "empty", "in braces"],
)  # fmt: skip
def test_the_style_of_a_file_is_kept(text, new):
    assert insert_entry(text, "terms", ["term: c"], path="x", belongs=lambda _: True)[0] == new


@pytest.mark.parametrize("text", ["terms: []\n", "terms: [{term: a}]\n", "{terms: [{term: a}]}\n", "- a\n"])
def test_a_file_that_leaves_no_place_is_refused_with_one(text):
    with pytest.raises(RuleFileError) as told:
        insert_entry(text, "terms", ["term: c"], path="words.yaml", belongs=lambda _: True)
    (problem,) = told.value.problems
    assert problem.place.path == "words.yaml"
    assert problem.place.line == 1
    assert problem.code == "CW204"


def test_a_changelog_gets_its_line_under_the_version_that_is_there():
    text = "# Changes\n\n## 2\n\n- a\n\n## 1\n\n- b\n"
    assert add_line(text, "2", "- c") == "# Changes\n\n## 2\n\n- a\n\n- c\n\n## 1\n\n- b\n"
    assert add_line("", "2", "- c") == "# Changelog of the rules\n\n## 2\n\n- c\n"
    assert (
        change_line(NewEntry("zalouche", "substance", ("fr",), "medium", ("cocaine",)))
        == "- Added: `zalouche` (cocaine, fr, medium)."
    )


def test_a_changelog_gets_a_section_for_a_version_that_is_new():
    text = "# Changes\n\n## 1\n\n- b\n"
    assert add_line(text, "2", "- c") == "# Changes\n\n## 2\n\n- c\n\n## 1\n\n- b\n"
    assert add_line("# Changes\n", "1", "- c") == "# Changes\n\n## 1\n\n- c\n"


def test_a_value_keeps_its_quotes_and_remark():
    assert replace_value('version: "2026.11.0" # now\n', "version", "2026.11.1") == 'version: "2026.11.1" # now\n'


def test_files_are_written_all_or_none(tmp_path):
    good, bad = tmp_path / "good", tmp_path / "folder"
    good.write_bytes(b"old")
    bad.mkdir()
    (bad / "file").touch()
    edits = [
        Edit(good, b"old", b"new"),
        Edit(tmp_path / "made" / "x", None, b"x"),
        Edit(bad / "file" / "y", None, b"y"),
    ]
    with pytest.raises(SaveError, match="nothing was written"):
        save(edits)
    assert good.read_bytes() == b"old"
    assert not (tmp_path / "made" / "x").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "good"]
    save(edits[:2])
    assert (good.read_bytes(), (tmp_path / "made" / "x").read_bytes()) == (b"new", b"x")


def test_a_file_that_cannot_be_replaced_brings_the_others_back(tmp_path, monkeypatch):
    first, second = tmp_path / "a", tmp_path / "b"
    first.write_bytes(b"1")
    second.write_bytes(b"2")
    real = Path.replace

    def replace_but_b(self, target):
        if Path(target).name == "b":
            raise OSError(28, "No space left on device")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace_but_b)
    with pytest.raises(SaveError, match="b cannot be written: no space left on device"):
        save([Edit(first, b"1", b"new"), Edit(second, b"2", b"new")])
    assert (first.read_bytes(), second.read_bytes()) == (b"1", b"2")
    assert len(list(tmp_path.iterdir())) == 2


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path):
    file = tmp_path / "a"
    file.write_bytes(b"theirs")
    with pytest.raises(SaveError, match="changed meanwhile"):
        save([Edit(file, b"old", b"mine")])
    assert file.read_bytes() == b"theirs"


def test_a_link_stays_a_link_and_rights_stay(tmp_path):
    real, link = tmp_path / "real", tmp_path / "link"
    real.write_bytes(b"1")
    real.chmod(0o640)
    link.symlink_to(real)
    save([Edit(link, b"1", b"2")])
    assert link.is_symlink()
    assert (real.read_bytes(), real.stat().st_mode & 0o777) == (b"2", 0o640)
