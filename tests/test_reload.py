"""Rules are swapped whole, kept when the new ones are faulty, and never change under whoever uses them."""

import importlib
import shutil
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

import codewords
from codewords import Reloader, RuleFileError
from codewords.source.installed import PackError, find_pack

OFFER = "zzweed 5g 50€ / 10g 90€, livraison, snap zz_fictif"


@pytest.fixture
def pack(small_pack, tmp_path):
    return shutil.copytree(small_pack, tmp_path / "pack")


def edit(pack, old="points: 3.0", new="points: 2.5"):
    file = pack / "detections" / "sale.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def breaks(pack):
    edit(pack, "points: 3.0", "points: many")


def points(engine):
    return next(item.points for item in engine.ruleset.detections if item.id == "sale.grid")


def test_a_changed_folder_is_put_in_use_and_its_version_and_digest_told(pack):
    reloader = Reloader(pack)
    first = reloader.engine
    edit(pack)
    assert reloader.engine is first
    told = reloader.reload()
    assert told.changed
    assert told.fault is None
    assert points(reloader.engine) == 2.5
    assert points(first) == 3.0
    assert (reloader.version, reloader.digest) == (told.version, told.digest)
    assert reloader.digest == reloader.engine.ruleset.digest != first.ruleset.digest


def test_a_fault_keeps_the_old_rules_and_is_told_and_goes_when_it_is_mended(pack, caplog):
    reloader = Reloader(pack)
    first = reloader.engine
    breaks(pack)
    with caplog.at_level("INFO", logger="codewords.reload"):
        told = reloader.reload()
    assert not told.changed
    assert isinstance(told.fault, RuleFileError)
    assert reloader.fault is told.fault
    assert reloader.engine is first
    assert reloader.digest == first.ruleset.digest
    assert "new rules refused" in caplog.text
    assert "CW" in caplog.text
    edit(pack, "points: many", "points: 2.5")
    assert reloader.reload().changed
    assert reloader.fault is None
    assert points(reloader.engine) == 2.5


def test_a_folder_that_goes_keeps_the_old_rules(pack):
    reloader = Reloader(pack)
    first = reloader.engine
    shutil.rmtree(pack)
    assert reloader.reload().fault is not None
    assert reloader.engine is first


def test_rules_that_say_the_same_are_no_change(pack):
    reloader = Reloader(pack)
    first = reloader.engine
    file = pack / "detections" / "sale.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "\n# a remark\n", encoding="utf-8")
    assert not reloader.reload().changed
    assert reloader.engine is first


def test_the_first_reading_raises(pack, tmp_path):
    breaks(pack)
    with pytest.raises(RuleFileError):
        Reloader(pack)
    with pytest.raises(codewords.CodewordsError):
        Reloader(tmp_path / "nowhere")


def test_new_rules_are_warm_before_they_are_in_use_and_the_same_ones_are_not_warmed_again(pack, monkeypatch):
    reloader = Reloader(pack)
    first = reloader.engine
    warmed = []
    monkeypatch.setattr(codewords.Engine, "warm", lambda self: warmed.append((self, reloader.engine)))
    edit(pack)
    reloader.reload()
    assert warmed == [(reloader.engine, first)]
    reloader.reload()
    assert len(warmed) == 1


def test_rules_whose_own_examples_cannot_be_judged_are_refused(pack, monkeypatch):
    reloader = Reloader(pack)
    first = reloader.engine

    def fail(engine):
        message = "no room left"
        raise MemoryError(message)

    monkeypatch.setattr(codewords.Engine, "warm", fail)
    edit(pack)
    assert isinstance(reloader.reload().fault, MemoryError)
    assert reloader.engine is first


def test_an_overlay_beside_a_folder_is_read_again_too(pack, tmp_path):
    site = tmp_path / "site.yaml"
    site.write_text("detections:\n- id: sale.grid\n  points: 1.0\n", encoding="utf-8")
    reloader = Reloader(pack, overlays=[site])
    assert points(reloader.engine) == 1.0
    site.write_text("detections:\n- id: sale.grid\n  points: 1.5\n", encoding="utf-8")
    assert reloader.reload().changed
    assert points(reloader.engine) == 1.5
    assert [item.name for item in reloader.engine.ruleset.overlays] == ["site.yaml"]


def test_a_single_file_is_an_overlay_on_the_bundled_rules(small_pack, tmp_path, monkeypatch):
    monkeypatch.setattr("codewords.api.bundled_rules", lambda: small_pack)
    site = tmp_path / "site.yaml"
    site.write_text("detections:\n- id: sale.grid\n  points: 0.5\n", encoding="utf-8")
    reloader = Reloader(site)
    assert reloader.engine.ruleset.root == str(small_pack)
    assert points(reloader.engine) == 0.5
    assert [item.name for item in reloader.engine.ruleset.overlays] == ["site.yaml"]


@pytest.fixture
def installed(pack, tmp_path, monkeypatch):
    """Install a package that brings rules, and would fail if its code were run."""
    home = tmp_path / "site-packages"
    shutil.copytree(pack, home / "zz_pack" / "rules")
    (home / "zz_pack" / "__init__.py").write_text("raise SystemExit('code of a rule pack was run')\n")
    info = home / "zz_pack-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: zz-pack\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "[codewords.rules]\nzz = zz_pack.rules\nzz-colon = zz_pack:rules\nzz-gone = zz_pack.gone\nzz-none = zz_none.rules\n"
    )
    monkeypatch.syspath_prepend(str(home))
    importlib.invalidate_caches()
    return home / "zz_pack" / "rules"


@pytest.mark.parametrize("name", ["zz", "zz-colon"])
def test_an_installed_pack_is_found_by_its_entry_point_and_its_code_is_not_run(installed, name):
    reloader = Reloader(pack=name)
    assert points(reloader.engine) == 3.0
    edit(installed)
    assert reloader.reload().changed
    assert points(reloader.engine) == 2.5
    assert "zz_pack" not in sys.modules


def test_a_pack_that_is_not_there_is_an_error_that_names_those_that_are(installed):
    with pytest.raises(PackError, match="no rule pack 'yy' is installed; known: zz"):
        find_pack("yy")
    for name in ("zz-gone", "zz-none"):
        with pytest.raises(PackError, match="there is no such folder"):
            find_pack(name)


def test_wrong_arguments_are_value_errors(pack):
    with pytest.raises(ValueError, match="not both"):
        Reloader(pack, pack="zz")
    for every in (0, -1, float("nan")):
        with pytest.raises(ValueError, match="every"):
            Reloader(pack, every=every)
    with pytest.raises(ValueError, match="policy"):
        Reloader(pack, policy="no-such-policy")


def test_no_thread_runs_unless_asked(pack):
    before = threading.active_count()
    Reloader(pack)
    assert threading.active_count() == before


def test_a_watcher_swaps_tells_and_stops(pack):
    told = []
    came = threading.Event()

    def note(outcome):
        told.append(outcome)
        came.set()

    before = threading.active_count()
    with Reloader(pack, every=0.02, on_reload=note) as reloader:
        assert threading.active_count() == before + 1
        edit(pack)
        assert came.wait(30)
        assert points(reloader.engine) == 2.5
        came.clear()
        edit(pack, "points: 2.5", "points: many")
        assert came.wait(30)
        assert reloader.fault is not None
        assert points(reloader.engine) == 2.5
    assert threading.active_count() == before
    assert [outcome.changed for outcome in told] == [True, False]


def test_a_watcher_outlives_a_caller_that_fails(pack, caplog):
    calls = []
    came = threading.Event()

    def fail(outcome):
        calls.append(outcome)
        if len(calls) > 1:
            came.set()
        message = "the caller's own fault"
        raise RuntimeError(message)

    with Reloader(pack, every=0.02, on_reload=fail) as reloader:
        edit(pack)
        while len(calls) < 1:
            assert not came.wait(0.02)
        edit(pack, "points: 2.5", "points: 2.0")
        assert came.wait(30)
        assert points(reloader.engine) == 2.0
    assert "the look at the rules failed" in caplog.text


def test_a_result_is_of_one_rule_set_while_threads_scan_and_rules_swap(pack):
    reloader = Reloader(pack)
    first = reloader.engine
    edit(pack)
    second = codewords.load(pack)
    expected = {item.ruleset.digest: item.scan(OFFER).to_dict() for item in (first, second)}
    assert len(expected) == 2
    stop = threading.Event()

    def scan():
        seen = set()
        while not stop.is_set():
            result = reloader.engine.scan(OFFER).to_dict()
            digest = result["ruleset"]["digest"]
            assert result == expected[digest]
            seen.add(digest)
        return seen

    def swap():
        for number in range(8):
            edit(pack, *(("2.5", "3.0") if number % 2 else ("3.0", "2.5")) if number else ("2.5", "2.5"))
            reloader.reload()
        stop.set()

    with ThreadPoolExecutor(9) as pool:
        workers = [pool.submit(scan) for _ in range(8)]
        pool.submit(swap).result()
        seen = set().union(*(worker.result() for worker in workers))
    assert seen == set(expected)


def test_readings_are_counted_by_what_came_of_them(pack):
    reloader = Reloader(pack)
    reloader.reload()
    edit(pack)
    reloader.reload()
    edit(pack, "points: 2.5", "points: many")
    reloader.reload()
    reloader.reload()
    told = reloader.readings
    assert (told.same, told.swapped, told.refused) == (1, 1, 2)
