"""A proposal makes the file that an entry needs, and says of a file that it cannot read what is wrong with it."""

import shutil
from pathlib import Path

import pytest

import codewords
from codewords.maintain import save as save_room
from codewords.maintain.entry import NewEntry, head_of
from codewords.maintain.proposal import Target, is_raised, propose
from codewords.maintain.save import Edit, SaveError, read_bytes, save

WORD = NewEntry("zalouche", "substance", ("fr",), "low", ("cocaine",), source=("general_knowledge",))


@pytest.fixture(scope="module")
def rules():
    return codewords.load(Path(__file__).parents[1] / "packs" / "small").ruleset


@pytest.fixture
def target(small_pack, tmp_path):
    return Target(Path(shutil.copytree(small_pack, tmp_path / "pack")))


def made(entry, target, rules):
    return propose(entry, target, rules, version="2026.12.0", bump=False)


@pytest.mark.parametrize(
    ("entry", "head"),
    [
        (WORD, ["substance: cocaine", "since: 2026.12.0"]),
        (NewEntry("❄", "emoji", substances=("cocaine",), name="SNOWFLAKE"), ["since: 2026.12.0"]),
        (NewEntry("colis", "delivery", ("fr",)), ["lang: fr", "since: 2026.12.0"]),
        (NewEntry("roman", "counter", ("fr",), topic="music"), ["lang: fr", "since: 2026.12.0"]),
    ],
    ids=["word of a substance", "emoji", "word of retail", "counter-evidence"],
)
def test_a_file_that_is_made_says_at_its_head_what_all_its_entries_share(entry, head):
    assert head_of(entry, "2026.12.0") == head


def test_a_file_that_is_not_there_is_made(target, rules):
    file = target.file(WORD, rules)
    file.unlink()
    proposal = made(WORD, target, rules)
    (edit,) = proposal.edits
    assert (edit.path, edit.old) == (file, None)
    assert edit.new.decode().startswith("substance: cocaine\nsince: 2026.12.0\nterms:\n- term: zalouche\n")
    assert proposal.line == 4


@pytest.mark.parametrize(
    ("content", "code"), [("terms: [caf\u00e9]\n".encode("latin-1"), "CW111"), (b"terms: [\n", "CW104")]
)
def test_a_file_that_cannot_be_read_is_a_located_fault(target, rules, content, code):
    file = target.file(WORD, rules)
    file.write_bytes(content)
    with pytest.raises(codewords.RuleFileError) as told:
        made(WORD, target, rules)
    (problem,) = told.value.problems
    assert (problem.code, problem.place.path) == (code, "lexicons/substances/cocaine.yaml")


def test_a_folder_in_the_place_of_a_file_is_told_in_words(tmp_path):
    with pytest.raises(SaveError, match="cannot be read: is a directory"):
        read_bytes(tmp_path)
    assert read_bytes(tmp_path / "nowhere") is None


@pytest.mark.parametrize(
    ("committed", "is_new"),
    [(b"version: 2026.11.0\n", True), (b"version: 2026.12.0\n", False), (b"version: [\n", False), (None, False)],
    ids=["another version", "this version", "no YAML", "no commit"],
)
def test_a_version_is_raised_when_the_last_commit_has_another(monkeypatch, tmp_path, committed, is_new):
    monkeypatch.setattr("codewords.maintain.proposal.committed", lambda _: committed)
    assert is_raised(tmp_path, "2026.12.0") is is_new


def test_a_disk_that_is_full_leaves_no_file_behind(tmp_path, monkeypatch):
    def refuse(_):
        raise OSError(28, "No space left on device")

    file = tmp_path / "a.yaml"
    file.write_bytes(b"old")
    monkeypatch.setattr(save_room.os, "fsync", refuse)
    with pytest.raises(SaveError, match=r"a\.yaml cannot be written: no space left on device"):
        save([Edit(file, b"old", b"new")])
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.yaml", b"old")]


def test_a_file_that_was_made_goes_again_when_a_later_one_cannot_be_put_in_place(tmp_path, monkeypatch):
    real = Path.replace

    def replace_but_b(self, name):
        if Path(name).name == "b":
            raise OSError(28, "No space left on device")
        return real(self, name)

    monkeypatch.setattr(Path, "replace", replace_but_b)
    with pytest.raises(SaveError, match="b cannot be written"):
        save([Edit(tmp_path / "a", None, b"1"), Edit(tmp_path / "b", None, b"2")])
    assert list(tmp_path.iterdir()) == []
