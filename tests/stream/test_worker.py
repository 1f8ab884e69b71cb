"""The loop answers every message, acknowledges only what is stored, and stops and swaps between batches."""

import json
import logging
import os
import shutil
import signal
import threading
from collections import deque

import pytest

import codewords
from codewords.stream import JsonCodec, Received, TransportError, Worker

OFFER = "BEUH 5g 50€ 10g 90€"


class Memory:
    """A broker in a list, which tells in what order it was asked."""

    def __init__(self, values, deliveries=0):
        self.waiting = deque(
            Received(f"memory/0/{index}", value, deliveries=deliveries) for index, value in enumerate(values)
        )
        self.answers, self.settled, self.calls = [], [], []

    def read(self, most, wait):
        self.calls.append("read")
        return [self.waiting.popleft() for _ in range(min(most, len(self.waiting)))]

    def settle(self, received, answers):
        self.calls.append("settle")
        self.answers += answers
        self.settled += received

    def backlog(self):
        return len(self.waiting)

    def close(self):
        self.calls.append("close")


def message(text, **more):
    return json.dumps({"text": text, **more}).encode()


def drain(transport, engine, **options):
    worker = Worker(transport, engine, **options)
    batches = []
    while (batch := worker.step()) is not None:
        batches.append(batch)
    return batches


def test_every_message_gets_a_decision_or_becomes_a_dead_letter(small_engine):
    values = [message(OFFER, id="a"), b"{", message("bonjour", surface="nowhere"), message("bonjour")]
    transport = Memory(values)
    (batch,) = drain(transport, small_engine)
    assert [(item.received.position, item.reason) for item in transport.answers] == [
        ("memory/0/0", None),
        ("memory/0/1", "not-json"),
        ("memory/0/2", "unknown-surface"),
        ("memory/0/3", None),
    ]
    assert [item.body for item in transport.answers if item.reason] == values[1:3]
    assert len(transport.settled) == 4
    assert (batch.received, batch.labels, batch.backlog) == (4, {"offer": 1, "none": 1}, None)
    assert batch.dead == {"not-json": 1, "unknown-surface": 1}
    assert (batch.version, batch.digest) == (small_engine.ruleset.version, small_engine.ruleset.digest)


def test_decisions_are_marked_by_message_and_rules(small_engine):
    transport = Memory([message(OFFER, id="a")])
    drain(transport, small_engine)
    (answer,) = transport.answers
    assert answer.headers == {
        "codewords-id": "a",
        "codewords-digest": small_engine.ruleset.digest,
        "codewords-version": small_engine.ruleset.version,
    }
    told = json.loads(answer.body)
    assert (told["id"], told["ruleset"]["digest"]) == ("a", small_engine.ruleset.digest)


def test_a_dead_letter_names_its_reason_and_place(small_engine):
    transport = Memory([b"{"])
    drain(transport, small_engine)
    assert transport.answers[0].headers["codewords-reason"] == "not-json"
    assert transport.answers[0].headers["codewords-source"] == "memory/0/0"


def test_a_decision_quotes_the_message_only_when_asked(small_engine):
    for quote in (False, True):
        transport = Memory([message(OFFER)])
        drain(transport, small_engine, quote=quote)
        assert (b"BEUH" in transport.answers[0].body) is quote


def test_labels_choose_what_is_written_and_all_is_acknowledged(small_engine):
    transport = Memory([message(OFFER), message("bonjour")])
    (batch,) = drain(transport, small_engine, labels=["offer"])
    assert [json.loads(item.body)["label"] for item in transport.answers] == ["offer"]
    assert len(transport.settled) == 2
    assert batch.labels == {"offer": 1, "none": 1}


def test_a_message_that_cannot_be_judged_stops_no_other_and_is_not_logged(small_engine, monkeypatch, caplog):
    scan = codewords.Engine.scan

    def fail(self, text, **options):
        if text == "zzsecret":
            raise RuntimeError(text)
        return scan(self, text, **options)

    monkeypatch.setattr(codewords.Engine, "scan", fail)
    transport = Memory([message("zzsecret"), message("bonjour"), b"{zzsecret"])
    with caplog.at_level(logging.DEBUG):
        drain(transport, small_engine)
    assert [item.reason for item in transport.answers] == ["scan-failed", None, "not-json"]
    assert "memory/0/0 could not be judged: RuntimeError" in caplog.text
    assert "zzsecret" not in caplog.text


def test_nothing_is_read_before_the_last_batch_is_settled(small_engine):
    transport = Memory([message("bonjour")] * 25)
    drain(transport, small_engine, batch=10)
    assert transport.calls == ["read", "settle", "read", "settle", "read", "settle", "read"]


def test_a_broker_that_fails_ends_the_run_and_the_group_is_left(small_engine):
    transport = Memory([message("bonjour")])

    def refuse(received, answers):
        raise TransportError("full")

    transport.settle = refuse
    with pytest.raises(TransportError, match="full"):
        Worker(transport, small_engine).run()
    assert transport.calls == ["read", "close"]


@pytest.mark.parametrize("kind", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_after_the_batch_in_hand(small_engine, kind):
    transport = Memory([message("bonjour")] * 25)
    before = signal.getsignal(kind)
    totals = Worker(transport, small_engine, batch=10, on_batch=lambda _: os.kill(os.getpid(), kind)).run()
    assert (totals.batches, totals.received) == (1, 10)
    assert len(transport.settled) == 10
    assert transport.calls[-1] == "close"
    assert signal.getsignal(kind) is before


def test_a_second_signal_kills(small_engine):
    def twice(_):
        os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        Worker(Memory([message("bonjour")]), small_engine, on_batch=twice).run()


def test_a_worker_runs_in_a_thread_and_is_stopped_from_another(small_engine):
    transport = Memory([message("bonjour")])
    came = threading.Event()
    worker = Worker(transport, small_engine, on_batch=lambda _: came.set())
    thread = threading.Thread(target=worker.run)
    thread.start()
    assert came.wait(60)
    worker.stop()
    thread.join(60)
    assert transport.calls[-1] == "close"


def test_a_hook_that_fails_is_logged_and_the_worker_goes_on(small_engine, caplog):
    def fail(_):
        message = "the caller's own fault"
        raise RuntimeError(message)

    transport = Memory([message("bonjour")] * 2)
    assert len(drain(transport, small_engine, batch=1, on_batch=fail)) == 2
    assert "`on_batch` failed" in caplog.text


def test_the_hook_is_told_how_many_wait(small_engine):
    told = []
    drain(Memory([message("bonjour")] * 3), small_engine, batch=2, on_batch=told.append)
    assert [batch.backlog for batch in told] == [1, 0]


def test_rules_are_swapped_between_batches_and_kept_when_new_ones_are_faulty(small_pack, tmp_path):
    pack = shutil.copytree(small_pack, tmp_path / "pack")
    sale = next(path for path in pack.rglob("*.yaml") if "points: 3.0" in path.read_text("utf-8"))
    reloader = codewords.Reloader(pack)
    first = reloader.digest

    def edit(_):
        text = sale.read_text("utf-8")
        new = ("points: 3.0", "points: 2.5") if "points: 3.0" in text else ("points: 2.5", "points: many")
        sale.write_text(text.replace(*new), "utf-8")
        reloader.reload()

    transport = Memory([message(OFFER, id=str(number)) for number in range(9)])
    batches = drain(transport, reloader, batch=3, on_batch=edit)
    second = batches[1].digest
    assert first != second
    assert [batch.digest for batch in batches] == [first, second, second]
    assert reloader.fault is not None
    marks = [
        (item.headers["codewords-digest"], json.loads(item.body)["ruleset"]["digest"])
        for item in transport.answers
    ]
    assert marks == [(first, first)] * 3 + [(second, second)] * 6


def test_a_message_handed_out_too_often_is_set_aside_unjudged(small_engine):
    transport = Memory([message("bonjour")], deliveries=4)
    (batch,) = drain(transport, small_engine, max_deliveries=3)
    assert (batch.dead, batch.repeated) == ({"too-many-deliveries": 1}, 1)
    transport = Memory([message("bonjour")], deliveries=3)
    (batch,) = drain(transport, small_engine, max_deliveries=3)
    assert batch.labels == {"none": 1}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"surface": "nowhere"}, "unknown surface 'nowhere'; known: post"),
        ({"labels": "offer"}, "unknown label 'o'; known: offer, talk, none"),
        ({"batch": 0}, "batch must be at least 1, not 0"),
        ({"max_deliveries": 0}, "max_deliveries must be at least 1, not 0"),
        ({"wait": 0}, "wait must be"),
        ({"wait": float("nan")}, "wait must be"),
    ],
)
def test_wrong_options_are_value_errors(small_engine, options, words):
    with pytest.raises(ValueError, match=words):
        Worker(Memory([]), small_engine, **options)


def test_rules_that_are_no_engine_are_a_type_error(small_pack):
    with pytest.raises(TypeError, match=r"rules must be a codewords\.Engine or a codewords\.Reloader, not str"):
        Worker(Memory([]), str(small_pack))


def test_a_codec_that_fails_costs_that_message_alone_and_tells_none_of_its_words(small_engine, caplog):
    class Failing(JsonCodec):
        def decode(self, received):
            if b"zz_fictif" in received.value:
                raise KeyError(received.value)
            return super().decode(received)

    transport = Memory([message("zz_fictif"), message("bonjour")])
    (batch,) = drain(transport, small_engine, codec=Failing())
    assert (batch.labels, batch.dead) == ({"none": 1}, {"decode-failed": 1})
    assert "memory/0/0 could not be read: KeyError" in caplog.text
    assert "zz_fictif" not in caplog.text
