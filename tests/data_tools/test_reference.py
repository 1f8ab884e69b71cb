"""References: an engine elsewhere is the one that is named, or there is none."""

import dataclasses
import shutil

import pytest

from codewords import CodewordsError, RulesetMismatch
from codewords.reference import Reference, engine_of, refer


@pytest.mark.parametrize("field", ["digest", "engine", "fingerprint"])
def test_a_worker_with_other_rules_or_versions_refuses_loudly(small_pack, field):
    reference = dataclasses.replace(refer(small_pack), **{field: "0" * 12})
    with pytest.raises(RulesetMismatch, match=r"names .* 000000000000, but here are .*; install the same version"):
        reference.load()


def test_rules_that_changed_in_their_folder_are_refused(small_pack, tmp_path):
    pack = tmp_path / "pack"
    shutil.copytree(small_pack, pack)
    reference = refer(pack)
    policies = pack / "policies.yaml"
    policies.write_text(policies.read_text(encoding="utf-8").replace("title: ", "title: Other "), encoding="utf-8")
    moved = dataclasses.replace(reference, rules=str(shutil.copytree(pack, tmp_path / "elsewhere")))
    with pytest.raises(RulesetMismatch):
        moved.load()


def test_a_folder_under_another_path_is_the_same_engine_when_its_rules_are(small_pack, tmp_path):
    reference = refer(small_pack)
    moved = dataclasses.replace(reference, rules=str(shutil.copytree(small_pack, tmp_path / "elsewhere")))
    assert moved.load().ruleset.digest == reference.digest


def test_options_come_back_with_the_engine(small_pack):
    reference = refer(small_pack, prior=0.001, contact_salt="zz-secret")
    assert reference.load().scan("bonjour").score < refer(small_pack, prior=0.5).load().scan("bonjour").score
    assert "zz-secret" not in repr(reference)


def test_engines_that_are_not_used_any_more_are_let_go(small_pack):
    first = refer(small_pack, prior=0.1)
    engine = first.load()
    for share in (0.2, 0.3, 0.4, 0.5):
        refer(small_pack, prior=share)
    assert first.load() is not engine


@pytest.mark.parametrize("data", [{}, {"digest": "a"}, [], None])
def test_a_dict_that_is_no_reference_is_refused(data):
    with pytest.raises(CodewordsError, match="no reference to an engine"):
        Reference.from_dict(data)


def test_what_is_no_engine_is_refused():
    with pytest.raises(TypeError, match=r"codewords\.Engine or a codewords\.reference\.Reference, not str"):
        engine_of("rules")
