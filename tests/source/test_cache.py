"""The cache gives back what was put there, and nothing that others could have put there."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import stat
from pathlib import Path

import pytest

from codewords.source import cache

KEY = "0" * 64
PAYLOAD = bytes(range(256)) * 400


def _entry(folder: Path) -> Path:
    return folder / f"{KEY}.rules"


def _key(root: Path, *overlays: Path, options: tuple[str, ...] = ("default",)) -> str | None:
    return cache.entry_key(root, overlays, options)


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / "cache"
    cache.write_entry(folder, KEY, PAYLOAD)
    return folder


@pytest.fixture
def pack(tmp_path, small_pack):
    return Path(shutil.copytree(small_pack, tmp_path / "pack"))


def test_what_was_written_is_read(home):
    assert bytes(cache.read_entry(home, KEY)) == PAYLOAD


def test_unknown_key_and_missing_folder_have_no_entry(home, tmp_path):
    assert cache.read_entry(home, "1" * 64) is None
    assert cache.read_entry(tmp_path / "none", KEY) is None


def test_folder_and_entry_are_for_their_owner_alone(home):
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert stat.S_IMODE(_entry(home).stat().st_mode) == 0o600


@pytest.mark.parametrize("place", [0, 20, 60, -1])
def test_entry_with_one_changed_byte_is_ignored_and_written_anew(home, place):
    data = bytearray(_entry(home).read_bytes())
    data[place] ^= 1
    _entry(home).write_bytes(data)
    assert cache.read_entry(home, KEY) is None
    cache.write_entry(home, KEY, PAYLOAD)
    assert bytes(cache.read_entry(home, KEY)) == PAYLOAD


@pytest.mark.parametrize("size", [0, 10, 40, 5000])
def test_truncated_entry_is_ignored(home, size):
    _entry(home).write_bytes(_entry(home).read_bytes()[:size])
    assert cache.read_entry(home, KEY) is None


@pytest.mark.parametrize("mode", [0o620, 0o602])
def test_entry_that_others_can_write_is_ignored(home, mode):
    _entry(home).chmod(mode)
    assert cache.read_entry(home, KEY) is None


def test_folder_that_others_can_write_is_neither_read_nor_written(home):
    home.chmod(0o777)
    assert cache.read_entry(home, KEY) is None
    _entry(home).unlink()
    cache.write_entry(home, KEY, PAYLOAD)
    assert not _entry(home).exists()


def test_entry_of_another_owner_is_ignored(home, monkeypatch):
    real = os.fstat

    def foreign(handle):
        parts = list(real(handle))
        parts[4] = os.geteuid() + 4711
        return os.stat_result(parts)

    monkeypatch.setattr(cache.os, "fstat", foreign)
    assert cache.read_entry(home, KEY) is None


def test_folder_of_another_owner_is_ignored(home, monkeypatch):
    owner = os.geteuid() + 4711
    monkeypatch.setattr(cache.os, "geteuid", lambda: owner)
    files = [home, _entry(home)]
    if 0 in {file.stat().st_uid for file in files}:
        for file in files:
            os.chown(file, owner + 1, -1)
    assert cache.read_entry(home, KEY) is None


def test_link_in_place_of_an_entry_is_ignored(home, tmp_path):
    _entry(home).rename(tmp_path / "elsewhere")
    _entry(home).symlink_to(tmp_path / "elsewhere")
    assert cache.read_entry(home, KEY) is None


def test_folder_that_cannot_be_made_is_no_fault(tmp_path):
    (tmp_path / "file").write_text("")
    cache.write_entry(tmp_path / "file" / "cache", KEY, PAYLOAD)
    assert cache.read_entry(tmp_path / "file" / "cache", KEY) is None


def test_full_disk_leaves_nothing_behind(tmp_path, monkeypatch):
    def refuse(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(cache.Path, "replace", refuse)
    cache.write_entry(tmp_path / "cache", KEY, PAYLOAD)
    assert list((tmp_path / "cache").iterdir()) == []


def _write_often(folder, payload, start):
    start.wait()
    for _ in range(30):
        cache.write_entry(folder, KEY, payload)


def test_two_processes_that_write_at_once_leave_one_whole_entry(tmp_path):
    context = multiprocessing.get_context("spawn")
    start = context.Event()
    payloads = [b"a" * 300_000, b"b" * 500_000]
    workers = [context.Process(target=_write_often, args=(tmp_path / "c", p, start)) for p in payloads]
    for worker in workers:
        worker.start()
    start.set()
    seen = set()
    while any(worker.is_alive() for worker in workers):
        found = cache.read_entry(tmp_path / "c", KEY)
        seen.add(None if found is None else bytes(found))
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0]
    assert seen <= {None, *payloads}
    assert bytes(cache.read_entry(tmp_path / "c", KEY)) in payloads
    assert [file.name for file in (tmp_path / "c").iterdir()] == [f"{KEY}.rules"]


def test_an_entry_that_is_read_outlives_those_that_are_not(tmp_path):
    for number in range(12):
        cache.write_entry(tmp_path / "c", f"{number:064}", PAYLOAD)
        os.utime(tmp_path / "c" / f"{number:064}.rules", (number, number))
    assert cache.read_entry(tmp_path / "c", f"{0:064}") is not None
    cache.write_entry(tmp_path / "c", f"{12:064}", PAYLOAD)
    assert cache.read_entry(tmp_path / "c", f"{0:064}") is not None
    assert cache.read_entry(tmp_path / "c", f"{1:064}") is None


def test_an_entry_is_read_where_its_time_cannot_be_set(home, monkeypatch):
    def refuse(*_):
        raise PermissionError(30, "Read-only file system")

    monkeypatch.setattr(cache.os, "utime", refuse)
    assert bytes(cache.read_entry(home, KEY)) == PAYLOAD


def test_only_the_newest_entries_are_kept(tmp_path):
    for number in range(20):
        cache.write_entry(tmp_path / "c", f"{number:064}", PAYLOAD)
    assert len(list((tmp_path / "c").iterdir())) == 12
    assert cache.read_entry(tmp_path / "c", f"{19:064}") is not None


def test_cache_is_where_the_variable_says(tmp_path):
    assert cache.find_folder({"CODEWORDS_CACHE": str(tmp_path)}) == tmp_path
    assert cache.find_folder({"XDG_CACHE_HOME": str(tmp_path)}) == tmp_path / "codewords"


@pytest.mark.parametrize("word", ["off", "OFF"])
def test_off_means_no_cache(word):
    assert cache.find_folder({"CODEWORDS_CACHE": word}) is None


def test_home_that_is_not_known_means_no_cache(monkeypatch):
    def unknown():
        raise RuntimeError

    monkeypatch.setattr(cache.Path, "home", unknown)
    assert cache.find_folder({}) is None


def test_same_folder_has_the_same_key_wherever_it_lies(pack, small_pack):
    assert _key(pack) == _key(small_pack)


@pytest.mark.parametrize("name", ["manifest.yaml", "lexicons/emoji.yaml"])
def test_one_changed_byte_of_any_file_is_another_key(pack, name):
    before = _key(pack)
    with (pack / name).open("a", encoding="utf-8") as file:
        file.write("#")
    assert _key(pack) != before


def test_new_renamed_and_moved_file_are_other_keys(pack):
    keys = [_key(pack)]
    (pack / "lexicons" / "misplaced.yaml").write_text("terms: []\n")
    keys.append(_key(pack))
    (pack / "lexicons" / "misplaced.yaml").rename(pack / "lexicons" / "other.yaml")
    keys.append(_key(pack))
    assert len(set(keys)) == 3


def test_overlays_their_order_and_options_are_part_of_the_key(pack, tmp_path):
    one, two = tmp_path / "one.yaml", tmp_path / "two.yaml"
    one.write_text("terms: []\n")
    two.write_text("terms: []\n")
    keys = [_key(pack), _key(pack, one), _key(pack, one, two), _key(pack, two, one), _key(pack, options=("fr",))]
    assert len({*keys, None}) == 6
    two.write_text("terms: [ ]\n")
    assert _key(pack, one, two) != keys[2]


def test_changed_code_of_the_package_is_another_key(pack, monkeypatch):
    before = _key(pack)
    monkeypatch.setattr(cache, "_code_stamp", lambda: "other")
    assert _key(pack) != before


def test_folder_with_a_link_a_pipe_or_a_giant_is_read_each_time(pack):
    assert _key(pack) is not None
    giant = pack / "giant.yaml"
    with giant.open("wb") as file:
        file.truncate(9 * 1024 * 1024)
    assert _key(pack) is None
    giant.unlink()
    os.mkfifo(giant)
    assert _key(pack) is None
    giant.unlink()
    giant.symlink_to(pack / "manifest.yaml")
    assert _key(pack) is None


def test_folder_or_overlay_that_is_not_there_has_no_key(pack, tmp_path):
    assert _key(tmp_path / "none") is None
    assert _key(pack, tmp_path / "none.yaml") is None
