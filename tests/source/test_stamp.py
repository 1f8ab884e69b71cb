"""The stamp of a folder tells one state from another, whatever goes while it is looked at."""

from codewords.source.stamp import stamp_files


def test_a_changed_and_a_new_file_have_another_stamp_and_hidden_files_do_not_count(tmp_path):
    (tmp_path / "a.yaml").write_text("a")
    stamps = [stamp_files(tmp_path)]
    (tmp_path / "a.yaml").write_text("ab")
    stamps.append(stamp_files(tmp_path))
    (tmp_path / "b.yaml").write_text("b")
    stamps.append(stamp_files(tmp_path))
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "c").write_text("c")
    (tmp_path / ".b.yaml.swp").write_text("b")
    assert stamps[0] != stamps[1] != stamps[2] == stamp_files(tmp_path)


def test_a_file_that_is_gone_when_it_is_looked_at_does_not_count(tmp_path):
    (tmp_path / "a.yaml").write_text("a")
    before = stamp_files(tmp_path)
    (tmp_path / "b.yaml").symlink_to(tmp_path / "gone.yaml")
    assert stamp_files(tmp_path) == before
    assert list(before) == [str(tmp_path / "a.yaml")]


def test_one_file_is_stamped_alone_and_nothing_has_an_empty_stamp(tmp_path):
    file = tmp_path / "site.yaml"
    file.write_text("a")
    (tmp_path / "other.yaml").write_text("b")
    assert list(stamp_files(file)) == [str(file)]
    assert stamp_files(tmp_path / "nowhere") == {}
