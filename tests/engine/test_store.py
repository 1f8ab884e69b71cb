"""What is stored of a rule set comes back equal, whatever part of it is asked for first."""

from __future__ import annotations

import re

import pytest
import regex

from codewords.engine.codec import decode, encode
from codewords.engine.parts import compile_parts
from codewords.engine.store import StoredTerms, pack, unpack
from codewords.model import Detection, Group, Leaf, Use
from codewords.source.load import load_rules


@pytest.fixture
def rules(small_pack):
    return load_rules(small_pack)


@pytest.fixture
def parts(rules):
    return compile_parts(rules)


@pytest.fixture
def stored(rules, parts):
    return unpack(pack(rules, parts), "elsewhere")


def test_stored_terms_are_a_sequence_equal_to_the_tuple(rules, stored):
    terms = stored[0].terms
    assert isinstance(terms, StoredTerms)
    assert (terms[0], terms[-1], terms[1:3]) == (rules.terms[0], rules.terms[-1], rules.terms[1:3])
    assert (len(terms), hash(terms), repr(terms)) == (len(rules.terms), hash(rules.terms), repr(rules.terms))
    assert terms == rules.terms
    assert rules.terms == terms
    assert terms != rules.terms[1:]
    assert terms != 5
    with pytest.raises(IndexError):
        terms[len(terms)]


def test_a_term_is_made_once(stored):
    assert stored[0].terms[0] is stored[0].terms[0]


def test_every_table_of_the_lexicon_comes_back(parts, stored):
    made, again = parts.lexicon, stored[1].lexicon
    for name in ("accents", "words", "sure", "ordinary", "emoji"):
        assert getattr(again, name) == getattr(made, name)
    assert dict(again.by_first.items()) == made.by_first
    assert list(again.by_first.values()) == list(made.by_first.values())
    assert again.by_first.get("zz-nothing", ()) == ()
    with pytest.raises(KeyError):
        again.by_first["zz-nothing"]


def test_spellings_point_at_the_terms_of_their_rule_set(stored):
    rules, parts = stored
    (spelling, *_) = parts.lexicon.by_first["beuh"]
    assert any(spelling.term is term for term in rules.terms)


def test_typos_are_found_as_before(parts, stored):
    for word in ("beuuher", "cocaien", "zzzzzz", "speedbal"):
        assert stored[1].lexicon.fuzzy.find(word) == parts.lexicon.fuzzy.find(word)


def test_an_attribute_that_no_lexicon_has_is_an_attribute_error(stored):
    with pytest.raises(AttributeError, match="no attribute `nothing`"):
        _ = stored[1].lexicon.nothing


def test_compiled_expressions_match_as_before(parts, stored):
    text = "beuh 5g 50€ 10g 90 euros saisie"
    made, again = parts.patterns.find(text)[0], stored[1].patterns.find(text)[0]
    assert made
    assert [(hit.pattern.id, hit.start, hit.groups) for hit in made] == [
        (hit.pattern.id, hit.start, hit.groups) for hit in again
    ]
    assert again[0].pattern in stored[0].patterns


@pytest.mark.parametrize(
    "value",
    [
        None,
        {"a": (1, 2.5, "x"), "b": [frozenset({"y"})]},
        Group("all", (Leaf(("price",), at_least=2), Use("product")), within="line"),
        {"a": [Use("x"), ("y", Leaf())]},
        Detection("sale.x", "t", "offer", 1.5, Use("y")),
        re.compile("a+", re.IGNORECASE),
    ],
)
def test_values_of_rules_come_back_equal_and_of_the_same_kind(value):
    again = decode(encode(value, {}), ())
    assert again == value
    assert type(again) is type(value)


def test_an_expression_keeps_its_groups_and_flags():
    again = decode(encode(regex.compile(r"(?<n>\d+) €", regex.VERSION1 | regex.IGNORECASE), {}), ())
    assert again.search("a 50 €")["n"] == "50"
    assert again.flags & regex.IGNORECASE


def test_an_object_at_hand_is_told_by_its_number():
    leaf = Leaf()
    assert decode(encode([leaf, "x"], {id(leaf): 1}), ("other", leaf))[0] is leaf


@pytest.mark.parametrize("value", [object(), [object()], {"a": print}])
def test_what_is_not_known_is_refused(value):
    with pytest.raises(TypeError, match="cannot be stored"):
        encode(value, {})
