"""Bytes become messages, or a reason that quotes nothing; results become one line of JSON."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codewords import ScanResult
from codewords.stream import BadMessage, JsonCodec, Message, Received, TextCodec

PLACE = "messages/0/7"


def decode(value, codec=None):
    return (codec or JsonCodec()).decode(Received(PLACE, value))


def test_all_keys_of_a_message_are_read():
    value = json.dumps({"id": 12, "text": "bonjour", "surface": "dm", "lang": "fr", "more": [1]}).encode()
    assert decode(value) == Message("12", "bonjour", "dm", "fr")


def test_a_message_without_an_id_is_named_by_its_place():
    for extra in ({}, {"id": None}, {"id": ""}):
        assert decode(json.dumps({"text": "bonjour", **extra}).encode()).id == PLACE


def test_keys_may_have_other_names():
    codec = JsonCodec(text="body", id="uuid", surface="where", lang="language")
    value = b'{"body": "bonjour", "uuid": "a", "where": "shop", "language": "fr"}'
    assert decode(value, codec) == Message("a", "bonjour", "shop", "fr")


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (None, "empty"),
        (b"", "not-json"),
        (b"\xff\xfe", "not-utf8"),
        (b"{", "not-json"),
        (b"[" * 100_000, "not-json"),
        (b'{"text": "a", "id": ' + b"9" * 5000 + b"}", "not-json"),
        (b"[1]", "no-text"),
        (b'"bonjour"', "no-text"),
        (b"{}", "no-text"),
        (b'{"text": null}', "no-text"),
        (b'{"text": 1}', "no-text"),
        (b'{"text": "a", "id": true}', "bad-id"),
        (b'{"text": "a", "id": 1.5}', "bad-id"),
        (b'{"text": "a", "id": ["b"]}', "bad-id"),
        (b'{"text": "a", "surface": 3}', "bad-surface"),
        (b'{"text": "a", "lang": ["fr"]}', "bad-lang"),
    ],
)
def test_what_cannot_be_read_has_a_reason(value, reason):
    with pytest.raises(BadMessage) as told:
        decode(value)
    assert told.value.reason == reason


@given(st.binary() | st.text().map(lambda text: json.dumps({"text": text}).encode()))
def test_any_bytes_are_a_message_or_a_reason(value):
    for codec in (JsonCodec(), TextCodec()):
        try:
            found = decode(value, codec).text
        except BadMessage as bad:
            found = bad.reason
        assert isinstance(found, str)


def test_a_lone_surrogate_goes_in_and_out(small_engine):
    message = decode(b'{"text": "a\\ud800", "id": "\\udc00"}')
    assert message.text == "a\ud800"
    encoded = JsonCodec().encode(message, Received(PLACE, b""), small_engine.scan(message.text), quote=True)
    assert json.loads(encoded)["id"] == "\udc00"


def test_plain_text_is_a_message_named_by_its_place():
    assert decode("été".encode(), TextCodec()) == Message(PLACE, "été")


def test_a_decision_is_the_result_with_its_message_and_place(small_engine):
    text = "BEUH 5g 50€ 10g 90€"
    result = small_engine.scan(text)
    received = Received(PLACE, b"")
    for codec in (JsonCodec(), TextCodec()):
        told = json.loads(codec.encode(Message("7", text), received, result, quote=True))
        assert (told.pop("id"), told.pop("source")) == ("7", PLACE)
        assert ScanResult.from_dict(told) == result
        assert b"BEUH" not in codec.encode(Message("7", text), received, result, quote=False)
