"""An engine from the cache is the engine that was compiled."""

from __future__ import annotations

import gc
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import codewords
from codewords import api
from codewords.engine.store import pack
from codewords.source import cache
from codewords.source.digest import digest_rules

TEXTS = [
    "beuh 5g 50€ / 10g 90€, livraison 7j/7, snap zz_fictif",
    "b3uh et c0ke dispo, 06 00 00 00 00, 🍫 10g 60 euros",
    "c o k e en livraison ce soir, 1g 70, tg @zz_fictif_x",
    "la police a saisi 40 kg de cocaine hier soir au port",
    "quelqu'un connait un bon resto pour samedi ?",
    "❄️🔌 open 24/24 meet up only, menu on telegram zz_fictif",
    "#weedlover just planted tomatoes and basil",
    "je cherche un appart 2 pièces 900€ charges comprises",
    "Gras und Hasch ab 10€ das Gramm, Lieferung heute, Threema ZZFICTIF",
    "coca, maria y speed, envíos a toda España, wasap 600 00 00 00",
]
TEXTS += [f"{text} {number}" for number in range(4) for text in TEXTS]


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("CODEWORDS_CACHE", str(tmp_path / "cache"))
    cache._code_stamp.cache_clear()  # else an edit of the code while tests run looks like a fault of the cache
    return tmp_path / "cache"


@pytest.fixture
def no_reading(monkeypatch):
    """Let the reading of YAML fail, so that only the cache can give the bundled rules."""
    codewords.load()  # their entry may have gone, for others were written since
    monkeypatch.setattr("codewords.source.load.load_rules", None)


def _entries(home: Path) -> list[Path]:
    return sorted(home.glob("*.rules")) if home.exists() else []


def _results(engine, evidence="all"):
    return [item.to_dict() for item in engine.scan_many(TEXTS, evidence=evidence)]


def test_bundled_rules_come_from_the_cache_unchanged(engine, own_cache, no_reading):
    assert _entries(own_cache)
    again = codewords.load()
    assert again.ruleset.digest == engine.ruleset.digest == digest_rules(again.ruleset)
    assert again.ruleset == engine.ruleset
    assert len(again.ruleset.terms) > 10_000
    assert _results(again) == _results(engine)
    assert _results(again, "label") == _results(engine, "label")


def test_small_rules_come_from_the_cache_and_pickle_with_their_content(small_pack, home, monkeypatch):
    first = codewords.load(small_pack)
    assert len(_entries(home)) == 1
    monkeypatch.setattr("codewords.source.load.load_rules", None)
    again = codewords.load(small_pack)
    revived = pickle.loads(pickle.dumps(again))
    for other in (again, revived):
        assert other.ruleset == first.ruleset
        assert _results(other) == _results(first)
    assert type(revived.ruleset.terms) is tuple


def test_places_of_entries_survive_the_cache(small_pack, home):
    first, again = codewords.load(small_pack), codewords.load(small_pack)
    assert [term.place for term in again.ruleset.terms] == [term.place for term in first.ruleset.terms]
    assert again.ruleset.root == str(small_pack)


def test_same_rules_in_another_folder_share_an_entry_and_keep_their_own_root(small_pack, home, tmp_path):
    codewords.load(small_pack)
    other = Path(shutil.copytree(small_pack, tmp_path / "other"))
    assert codewords.load(other).ruleset.root == str(other)
    assert len(_entries(home)) == 1


def test_changed_rules_and_overlays_each_have_an_entry_and_policies_share_it(small_pack, home, tmp_path):
    rules = Path(shutil.copytree(small_pack, tmp_path / "rules"))
    overlay = tmp_path / "site.yaml"
    overlay.write_text("surfaces: []\n")
    codewords.load(rules)
    codewords.load(rules, overlays=[overlay])
    before = codewords.load(rules).ruleset
    policy = next(item.id for item in before.policies if item.id != "default")
    assert codewords.load(rules, policy=policy).scan("bonjour").ruleset.policy == policy
    assert len(_entries(home)) == 2
    manifest = rules / "manifest.yaml"
    manifest.write_text(manifest.read_text().replace(before.version, "2099.1.0"))
    assert codewords.load(rules).ruleset.version == "2099.1.0"
    assert len(_entries(home)) == 3


def test_cache_that_is_off_writes_nothing(small_pack, home, monkeypatch):
    monkeypatch.setenv("CODEWORDS_CACHE", "off")
    monkeypatch.setattr(cache.tempfile, "mkstemp", None)
    assert codewords.load(small_pack).ruleset.digest


def test_cache_in_a_place_that_cannot_be_written_is_no_fault(small_pack, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("CODEWORDS_CACHE", str(tmp_path / "file" / "cache"))
    assert codewords.load(small_pack).ruleset.digest


def test_read_only_home_is_no_fault(small_pack, home, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(30, "Read-only file system")

    monkeypatch.setattr(cache.tempfile, "mkstemp", refuse)
    assert codewords.load(small_pack).ruleset.digest
    assert _entries(home) == []


def test_damaged_entry_is_written_anew(small_pack, home):
    codewords.load(small_pack)
    (entry,) = _entries(home)
    good = entry.read_bytes()
    entry.write_bytes(good[:-7] + b"garbage")
    assert codewords.load(small_pack).ruleset.digest
    assert entry.read_bytes() == good


def test_rules_with_faults_are_told_each_time_and_never_stored(small_pack, home, tmp_path):
    rules = Path(shutil.copytree(small_pack, tmp_path / "rules"))
    (rules / "lexicons" / "emoji.yaml").write_text("emoji: 5\n")
    for _ in range(2):
        with pytest.raises(codewords.RuleFileError):
            codewords.load(rules)
    assert _entries(home) == []


def test_rules_that_change_while_they_are_read_are_not_stored(small_pack, home, tmp_path, monkeypatch):
    rules = Path(shutil.copytree(small_pack, tmp_path / "rules"))
    compiled = api._compile

    def compile_and_change(folder, overlays):
        found = compiled(folder, overlays)
        with (rules / "manifest.yaml").open("a") as file:
            file.write("# late\n")
        return found

    monkeypatch.setattr(api, "_compile", compile_and_change)
    assert codewords.load(rules).ruleset.digest
    assert _entries(home) == []


def test_search_for_garbage_goes_on_after_rules_were_read_or_refused(small_pack, home, tmp_path):
    assert gc.isenabled()
    codewords.load(small_pack)
    assert gc.isenabled()
    with pytest.raises(codewords.ManifestError):
        codewords.load(tmp_path)
    assert gc.isenabled()


def test_unknown_policy_is_a_value_error_with_and_without_an_entry(small_pack, home):
    for _ in range(2):
        with pytest.raises(ValueError, match="unknown policy"):
            codewords.load(small_pack, policy="nowhere")


def test_what_cannot_be_stored_is_a_type_error(small_pack, home):
    rules, parts = api._compile(small_pack, [])
    parts.lexicon.strange = object()
    with pytest.raises(TypeError, match="cannot be stored"):
        pack(rules, parts)


def test_import_brings_no_heavy_module():
    heavy = "{'yaml', 'regex', 'rapidfuzz', 'emoji', 'click', 'codewords.api'}"
    code = f"import sys, codewords; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_engine_from_the_cache_needs_no_yaml_and_no_emoji(small_pack, home):
    codewords.load(small_pack)
    code = (
        "import sys, codewords; codewords.load(sys.argv[1]).scan('x'); print({'yaml', 'emoji'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code, small_pack], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
