"""Kafka against librdkafka's mock cluster: at least once, whatever kills the worker, and loud when it cannot be."""

import itertools
import json
import signal
from collections import Counter

import pytest

pytest.importorskip("confluent_kafka")

from codewords.stream import TransportError, Worker
from codewords.stream.kafka import Kafka

from .conftest import Victims, body

_numbers = itertools.count()
QUICK = {"session.timeout.ms": 6000, "heartbeat.interval.ms": 500}  # the mock waits for it after a member has left


@pytest.fixture
def topics(mock):
    return mock.topics(f"t{next(_numbers)}")


@pytest.fixture
def connect(mock, topics):
    def make(group="g", **options):
        source, out, dead = topics
        config = {"bootstrap.servers": mock.address, "group.id": f"{source}-{group}", "log_level": 0}
        return Kafka(config, source=source, out=out, dead=dead, consumer=QUICK, **options)

    return make


@pytest.fixture
def victims(mock):
    started = Victims("kafka", mock.address)
    yield started
    started.end()


def run(transport, engine, count, **options):
    """Let a worker judge so many messages, then stop it."""
    done = Counter()

    def note(batch):
        done["received"] += batch.received
        done["backlog"] = batch.backlog
        if done["received"] >= count:
            worker.stop()

    worker = Worker(transport, engine, wait=0.2, on_batch=note, **options)
    worker.run()
    return done


def test_messages_become_decisions_with_their_key_and_marks(mock, topics, connect, small_engine):
    source, out, dead = topics
    mock.send(source, [body(number) for number in range(50)], [b"k%d" % number for number in range(50)])
    done = run(connect(), small_engine, 50)
    assert done == {"received": 50, "backlog": 0}
    found = {item.key(): item for item in mock.read(out)}
    assert len(found) == 50
    item = found[b"k10"]
    told = json.loads(item.value())
    assert (told["id"], told["label"]) == ("10", "offer")
    assert told["source"].startswith(f"{source}/")
    assert dict(item.headers()) == {
        "codewords-id": b"10",
        "codewords-digest": small_engine.ruleset.digest.encode(),
        "codewords-version": small_engine.ruleset.version.encode(),
    }
    assert mock.count(dead) == 0


def test_a_bad_message_is_set_aside_whole_and_the_rest_goes_on(mock, topics, connect, small_engine):
    source, out, dead = topics
    mock.send(source, [body(1), b"\xff", None, body(2)])
    run(connect(), small_engine, 4)
    assert mock.count(out) == 2
    letters = {dict(item.headers())["codewords-reason"]: item.value() for item in mock.read(dead)}
    assert letters == {b"not-utf8": b"\xff", b"empty": None}


def test_what_was_committed_is_not_judged_again(mock, topics, connect, small_engine):
    source, out, _ = topics
    mock.send(source, [body(number) for number in range(20)])
    run(connect(), small_engine, 20)
    mock.send(source, [body(number) for number in range(20, 30)])
    run(connect(), small_engine, 10)
    assert Counter(json.loads(item.value())["id"] for item in mock.read(out)) == {
        str(number): 1 for number in range(30)
    }


@pytest.mark.parametrize("moment", ["kill_before_commit", "kill_before_write"])
def test_nothing_is_lost_when_a_worker_is_killed_and_what_comes_twice_is_marked(
    mock, topics, victims, connect, small_engine, moment
):
    source, out, dead = topics
    count, batch = 1000, 100
    mock.send(source, [body(number) if number != 321 else b"{" for number in range(count)])
    where = {"source": source, "out": out, "dead": dead, "group": f"{source}-g"}
    for kill_at in (1, 3):  # the first commits nothing, the second two batches
        victims.die(**where, **{moment: kill_at}, batch=batch)
    before = mock.count(out) + mock.count(dead)
    finisher = victims.start(**where, batch=batch, until=count)
    while int(finisher.stdout.readline() or count) < count - 2 * batch:
        pass
    finisher.send_signal(signal.SIGTERM)
    _, said = finisher.communicate(timeout=60)
    assert finisher.returncode == 0, said.decode()
    marks = Counter()
    for item in mock.read(out):
        headers = dict(item.headers())
        told = json.loads(item.value())
        assert (told["id"].encode(), told["ruleset"]["digest"].encode()) == (
            headers["codewords-id"],
            headers["codewords-digest"],
        )
        marks[told["id"], told["ruleset"]["digest"]] += 1
    assert {name for name, _ in marks} == {str(number) for number in range(count) if number != 321}
    assert {digest for _, digest in marks} == {small_engine.ruleset.digest}
    letters = {dict(item.headers())["codewords-source"] for item in mock.read(dead)}
    assert len(letters) == 1
    twice = mock.count(out) + mock.count(dead) - count
    assert twice == (2 * batch if moment == "kill_before_commit" else 0)
    assert before == (4 * batch if moment == "kill_before_commit" else 2 * batch)


def test_sigterm_ends_a_worker_with_everything_it_read_settled(mock, topics, victims, connect, small_engine):
    source, out, dead = topics
    mock.send(source, [body(number) for number in range(300)])
    process = victims.start(source=source, out=out, dead=dead, group=f"{source}-g", batch=10)
    process.stdout.readline()
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors.decode()
    done = mock.count(out)
    assert done >= 10
    if done < 300:
        run(connect(), small_engine, 300 - done)
    assert Counter(json.loads(item.value())["id"] for item in mock.read(out)) == {
        str(number): 1 for number in range(300)
    }


def test_two_workers_share_partitions_and_judge_each_message_once_when_one_leaves(
    mock, topics, victims, connect, small_engine
):
    source, out, dead = topics
    where = {"source": source, "out": out, "dead": dead, "group": f"{source}-g", "batch": 5}
    mock.send(source, [body(number) for number in range(200)])
    first = victims.start(**where)
    first.stdout.readline()
    second = victims.start(**where)
    mock.send(source, [body(number) for number in range(200, 400)])
    first.send_signal(signal.SIGTERM)
    assert first.wait(60) == 0
    mock.send(source, [body(number) for number in range(400, 500)])
    ids = set()
    for _ in range(200):
        ids = {json.loads(item.value())["id"] for item in mock.read(out)}
        if len(ids) == 500:
            break
    second.send_signal(signal.SIGTERM)
    second.communicate(timeout=60)
    first.communicate()
    assert ids == {str(number) for number in range(500)}


def test_a_full_queue_of_the_producer_holds_the_worker_up_and_loses_nothing(mock, topics, connect, small_engine):
    source, out, _ = topics
    mock.send(source, [body(number) for number in range(200)])
    transport = connect(producer={"queue.buffering.max.messages": 7})
    run(transport, small_engine, 200)
    assert len({item.value() for item in mock.read(out)}) == 200


def test_an_answer_that_is_too_large_becomes_a_dead_letter_and_a_too_large_letter_an_empty_one(
    mock, topics, connect, small_engine
):
    source, out, dead = topics
    short = json.dumps({"id": "a", "text": "BEUH 5g 50€ 10g 90€"}).encode()  # its decision is long
    long = json.dumps({"id": "b", "text": "bonjour " * 200 + "BEUH 5g 50€ 10g 90€"}).encode()
    mock.send(source, [short, long])
    run(connect(producer={"message.max.bytes": 1000, "enable.idempotence": False}), small_engine, 2)
    letters = {dict(item.headers())["codewords-id"]: item for item in mock.read(dead)}
    assert {name: item.value() for name, item in letters.items()} == {b"a": short, b"b": None}
    assert {dict(item.headers())["codewords-reason"] for item in letters.values()} == {b"too-large"}
    assert mock.count(out) == 0


def test_answers_that_cannot_be_stored_are_an_error_and_nothing_is_committed(mock, topics, connect, small_engine):
    source, out, _ = topics
    mock.send(source, [body(number) for number in range(5)])
    with pytest.raises(TransportError, match="answers were not stored within 1 s"):
        run(connect(producer={"bootstrap.servers": "127.0.0.1:1"}, deadline=1.0), small_engine, 5)
    run(connect(), small_engine, 5)
    assert mock.count(out) == 5


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"group.id": ""}, "config needs `group.id`"),
        ({"enable.auto.commit": True}, "enable.auto.commit=True would lose messages"),
        ({"acks": 1}, "acks=1 would lose messages"),
        ({"acks": "0"}, "acks='0' would lose messages"),
    ],
)
def test_properties_that_would_lose_messages_are_refused(change, words):
    config = {"bootstrap.servers": "127.0.0.1:1", "group.id": "g", **change}
    with pytest.raises(ValueError, match=words):
        Kafka(config, source="a", out="b", dead="c")


def test_topics_that_feed_themselves_are_refused():
    config = {"bootstrap.servers": "127.0.0.1:1", "group.id": "g"}
    for source, out, dead in (("a", "a", "c"), ("a", "b", "a"), ("a", "b", "b"), ([], "b", "c"), ("", "b", "c")):
        with pytest.raises(ValueError, match="source"):
            Kafka(config, source=source, out=out, dead=dead)


def test_a_misspelt_property_is_an_error_that_names_it():
    config = {"bootstrap.servers": "127.0.0.1:1", "group.id": "g", "sesion.timeout.ms": 1}
    with pytest.raises(TransportError, match=r"sesion\.timeout\.ms"):
        Kafka(config, source="a", out="b", dead="c")
