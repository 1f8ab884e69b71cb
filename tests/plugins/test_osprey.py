"""The plug-in of Osprey against a stand-in: Osprey itself is not on PyPI (see stand_in/osprey_host.py)."""

import importlib
import sys
from pathlib import Path

import pytest

import codewords

NAME = "codewords.plugins.osprey"
STAND_IN = Path(__file__).parent / "stand_in"


@pytest.fixture
def host(monkeypatch, installed):
    """Give the stand-in, with codewords installed beside it."""
    monkeypatch.syspath_prepend(str(STAND_IN))
    monkeypatch.syspath_prepend(str(installed))
    module = importlib.import_module("osprey_host")
    module.install(monkeypatch)
    monkeypatch.delitem(sys.modules, NAME, raising=False)
    yield module
    sys.modules.pop(NAME, None)


def test_the_entry_point_gives_functions_for_every_part_of_a_result(host, engine, offer):
    worker, result = host.Worker(), engine.scan(offer)
    context = worker.action()
    assert {name: worker.call(context, name, offer) for name in worker.udfs} == {
        "CodewordsLabel": "offer",
        "CodewordsAction": result.action,
        "CodewordsScore": result.score,
        "CodewordsCategories": list(result.categories),
        "CodewordsSubstances": ["cannabis_herb"],
        "CodewordsContacts": [contact.key for contact in result.contacts],
        "CodewordsDetections": [hit.id for hit in result.detections],
        "CodewordsRuleset": f"{result.ruleset.version} {result.ruleset.digest}",
    }
    assert result.contacts


def test_functions_of_one_text_share_one_scan_and_another_action_scans_anew(host, offer, monkeypatch):
    worker = host.Worker()
    scanner = next(iter(worker.helpers.values()))
    asked = []
    plain = type(scanner).get_from_service
    monkeypatch.setattr(type(scanner), "get_from_service", lambda self, key: asked.append(key) or plain(self, key))
    context = worker.action()
    for name in worker.udfs:
        worker.call(context, name, offer)
    assert asked == [(offer, "post")]
    worker.call(context, "CodewordsLabel", offer, "bio")
    worker.call(worker.action(), "CodewordsLabel", offer)
    assert asked == [(offer, "post"), (offer, "bio"), (offer, "post")]


def test_an_unknown_surface_is_an_error_at_its_place_when_rules_are_read(host, offer):
    worker = host.Worker()
    [(message, place, hint)] = worker.call(worker.action(), "CodewordsLabel", offer, "wall")
    assert (message, place) == ("unknown surface", "rules.sml:1:40")
    assert hint.startswith("`surface` must be one of `bio`, `comment`, ")


def test_the_environment_names_rules_of_a_folder(host, monkeypatch, small_pack):
    monkeypatch.setenv("CODEWORDS_OSPREY_RULES", str(small_pack))
    worker = host.Worker()
    digest = codewords.load(small_pack).ruleset.digest
    assert worker.call(worker.action(), "CodewordsRuleset", "bonjour").endswith(digest)


def test_an_unknown_policy_stops_the_worker_as_it_starts(host, monkeypatch):
    monkeypatch.setenv("CODEWORDS_OSPREY_POLICY", "nope")
    with pytest.raises(ValueError, match="nope"):
        host.Worker()


def test_without_osprey_the_import_says_where_it_runs(monkeypatch):
    monkeypatch.setitem(sys.modules, "osprey", None)
    monkeypatch.delitem(sys.modules, NAME, raising=False)
    with pytest.raises(ModuleNotFoundError, match="another project"):
        importlib.import_module(NAME)
