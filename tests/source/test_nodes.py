"""YAML becomes plain nodes whose scalars are all strings."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from codewords.source import nodes
from codewords.source.log import Log
from codewords.source.nodes import ListNode, MapNode, Node, ScalarNode, decode, parse


def _read(text: str) -> Node | None:
    log = Log()
    node = parse(text, "some.yaml", log)
    assert log.problems == []
    return node


@pytest.mark.parametrize("word", ["420", "4:20", "no", "null", "~", "0x10", "1e3", "2026-11-24", "yes", ".5"])
def test_a_scalar_stays_the_string_that_was_written(word: str) -> None:
    node = _read(f"term: {word}")
    assert isinstance(node, MapNode)
    assert node.text("term") == word


def test_nodes_know_where_they_start() -> None:
    node = _read("a: 1\nb:\n- x\n- {c: é, d: z}\n")
    assert isinstance(node, MapNode)
    items = node.get("b")
    assert isinstance(items, ListNode)
    inner = items.items[1]
    assert isinstance(inner, MapNode)
    assert str(items.place) == "some.yaml:3:1"
    assert str(inner.place) == "some.yaml:4:3"
    assert str(inner.pairs["d"][0].place) == "some.yaml:4:10"


def test_a_byte_order_mark_is_passed_over() -> None:
    assert decode("\ufeffterm: x".encode(), "some.yaml", Log()) == "term: x"


def test_the_python_parser_gives_the_same_nodes_as_the_c_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    text = 'a: [1, "2", \'3\']\nb:\n  c: |\n    long\n    text\n  "d e": {f: g}\n'
    first = _read(text)
    monkeypatch.setattr(nodes, "_LOADER", yaml.SafeLoader)
    assert _read(text) == first


@given(st.text(max_size=60))
def test_any_text_gives_a_node_or_a_problem_and_never_an_exception(text: str) -> None:
    log = Log()
    good = decode(text.encode("utf-8", "surrogatepass"), "some.yaml", log)
    node = parse(good, "some.yaml", log) if good is not None else None
    assert (
        node is not None
        or log.problems
        or not (good or "").split("#")[0].strip(" \t\r\n-.%\x85\u2028\u2029\ufeff")
    )


@given(
    st.dictionaries(
        st.text("abcé ❄️#:-", min_size=1), st.lists(st.text("abcé '\"{}[]#&*!|>%@", max_size=8)), max_size=4
    )
)
def test_what_yaml_writes_is_read_back(tree: dict[str, list[str]]) -> None:
    node = _read(yaml.safe_dump(tree, allow_unicode=True)) if tree else None
    assert _values(node) == tree if tree else node is None


def _values(node: Node | None) -> object:
    if isinstance(node, MapNode):
        return {key: _values(value) for key, (_, value) in node.pairs.items()}
    if isinstance(node, ListNode):
        return [_values(item) for item in node.items]
    assert isinstance(node, ScalarNode)
    return node.text
