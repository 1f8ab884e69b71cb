"""Redis Streams against a real server: at least once, whatever kills a worker or the server."""

import itertools
import json
import signal
import time
from collections import Counter

import pytest

pytest.importorskip("redis")

from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from codewords.stream import TransportError, Worker
from codewords.stream.redis import RedisStreams

from .conftest import Victims, body

_numbers = itertools.count()


@pytest.fixture
def where():
    number = next(_numbers)
    return {"source": f"in{number}", "out": f"out{number}", "dead": f"dead{number}", "group": "g"}


@pytest.fixture
def client(redis_server):
    return redis_server.client


@pytest.fixture
def victims(redis_server):
    started = Victims("redis", redis_server.url)
    yield started
    started.end()


def send(client, where, values):
    pipe = client.pipeline(transaction=False)
    for value in values:
        pipe.xadd(where["source"], {"data": value})
    return pipe.execute()


def run(transport, engine, count, **options):
    done = []

    def note(batch):
        done.append(batch)
        if sum(item.received for item in done) >= count:
            worker.stop()

    worker = Worker(transport, engine, wait=0.2, on_batch=note, **options)
    worker.run()
    return done


def test_entries_become_decisions_with_their_marks_and_are_acknowledged(client, where, small_engine):
    names = send(client, where, [body(number) for number in range(50)])
    done = run(RedisStreams(client, **where), small_engine, 50, batch=20)
    assert [batch.received for batch in done] == [20, 20, 10]
    assert [batch.backlog for batch in done] == [30, 10, 0]
    found = [fields for _, fields in client.xrange(where["out"])]
    assert len(found) == 50
    told = json.loads(found[10][b"data"])
    assert (told["id"], told["label"], told["source"]) == (
        "10",
        "offer",
        f"{where['source']}/{names[10].decode()}",
    )
    assert (found[10][b"codewords-id"], found[10][b"codewords-digest"]) == (
        b"10",
        small_engine.ruleset.digest.encode(),
    )
    assert client.xpending(where["source"], "g")["pending"] == 0
    assert not client.exists(where["dead"])


def test_a_bad_entry_is_set_aside_whole_and_the_rest_goes_on(client, where, small_engine):
    send(client, where, [body(1), b"\xff", body(2)])
    client.xadd(where["source"], {"other": "field"})
    run(RedisStreams(client, **where), small_engine, 4)
    assert client.xlen(where["out"]) == 2
    letters = [(fields[b"codewords-reason"], fields.get(b"data")) for _, fields in client.xrange(where["dead"])]
    assert letters == [(b"not-utf8", b"\xff"), (b"empty", None)]


def test_the_field_may_have_another_name_and_the_streams_a_bound(client, where, small_engine):
    for number in range(500):
        client.xadd(where["source"], {"body": body(number)})
    run(RedisStreams(client, **where, field="body", maxlen=100), small_engine, 500)
    assert b"body" in client.xrange(where["out"])[0][1]
    assert 100 <= client.xlen(where["out"]) < 300


@pytest.mark.parametrize("moment", ["kill_before_commit", "kill_before_write"])
def test_nothing_is_lost_when_a_worker_is_killed_and_what_comes_twice_is_marked(
    client, where, victims, small_engine, moment
):
    count, batch = 1000, 100
    send(client, where, [body(number) if number != 321 else b"{" for number in range(count)])
    for kill_at in (1, 3):
        victims.die(**where, **{moment: kill_at}, batch=batch, idle=600)  # its entries are left for the last one
    left = client.xpending(where["source"], "g")["pending"]
    assert left == 2 * batch
    assert client.xlen(where["out"]) == (4 * batch - 1 if moment == "kill_before_commit" else 2 * batch)
    time.sleep(0.2)
    done = run(RedisStreams(client, **where, idle=0.2), small_engine, count - 2 * batch, batch=batch)
    assert sum(item.repeated for item in done) == 2 * batch
    marks = Counter(
        (fields[b"codewords-id"].decode(), fields[b"codewords-digest"].decode())
        for _, fields in client.xrange(where["out"])
    )
    assert set(marks) == {(str(number), small_engine.ruleset.digest) for number in range(count) if number != 321}
    letters = {fields[b"codewords-source"] for _, fields in client.xrange(where["dead"])}
    assert len(letters) == 1
    twice = client.xlen(where["out"]) + client.xlen(where["dead"]) - count
    assert twice == (2 * batch if moment == "kill_before_commit" else 0)
    assert client.xpending(where["source"], "g")["pending"] == 0


def test_an_entry_that_kills_every_worker_is_set_aside_alone(client, where, victims):
    poison = json.dumps({"id": "poison", "text": "zzpoison"}).encode()
    values = [body(number) for number in range(30)]
    send(client, where, [*values[:7], poison, *values[7:]])
    deaths = 0
    for _ in range(10):
        process = victims.start(**where, poison="zzpoison", batch=10, idle=0.1, max_deliveries=3, until=31)
        while process.poll() is None and not client.exists(where["dead"]):
            time.sleep(0.05)
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
        if process.returncode == 0:
            break
        deaths += 1
    # read once by all, then alone: the last of three deliveries still kills, the fourth is not judged
    assert deaths == 3
    letters = [fields for _, fields in client.xrange(where["dead"])]
    assert [item[b"codewords-reason"] for item in letters] == [b"too-many-deliveries"]
    assert [item[b"data"] for item in letters] == [poison]


def test_sigterm_ends_a_worker_with_everything_it_read_settled(client, where, victims, small_engine):
    send(client, where, [body(number) for number in range(3000)])
    process = victims.start(**where, batch=10)
    process.stdout.readline()
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 0, said.decode()
    assert client.xpending(where["source"], "g")["pending"] == 0
    done = client.xlen(where["out"])
    if done < 3000:
        run(RedisStreams(client, **where), small_engine, 3000 - done)
    assert client.xlen(where["out"]) == 3000


def test_a_server_that_is_killed_and_comes_back_loses_nothing(redis_server, where, victims):
    send(redis_server.client, where, [body(number) for number in range(2000)])
    process = victims.start(**where, batch=20, until=2000)
    process.stdout.readline()
    redis_server.stop()
    time.sleep(0.3)
    redis_server.start()
    _, said = process.communicate(timeout=120)
    assert process.returncode == 0, said.decode()
    entries = redis_server.client.xrange(where["out"])
    assert {fields[b"codewords-id"] for _, fields in entries} == {b"%d" % number for number in range(2000)}


def test_an_output_that_cannot_be_written_is_an_error_and_nothing_is_acknowledged(client, where, small_engine):
    send(client, where, [body(1)])
    client.set(where["out"], "not a stream")
    with pytest.raises(TransportError, match="WRONGTYPE"):
        run(RedisStreams(client, **where), small_engine, 1)
    assert client.xpending(where["source"], "g")["pending"] == 1


def test_entries_trimmed_before_they_were_judged_are_told(client, where, small_engine, caplog):
    names = send(client, where, [body(number) for number in range(5)])
    client.xgroup_create(where["source"], "g", id="0")
    client.xreadgroup("g", "dead-worker", {where["source"]: ">"}, count=3)
    client.xdel(where["source"], names[0], names[1])
    time.sleep(0.05)
    run(RedisStreams(client, **where, idle=0.02), small_engine, 3)
    assert client.xlen(where["out"]) == 3
    assert caplog.text.count("was trimmed before it was judged") == 2
    assert client.xpending(where["source"], "g")["pending"] == 0


def test_entries_of_a_worker_that_lives_are_left_to_it(client, where, small_engine):
    send(client, where, [body(number) for number in range(4)])
    slow = RedisStreams(client, **where, consumer="slow")
    held = slow.read(2, 0.2)
    run(RedisStreams(client, **where, consumer="quick", idle=60), small_engine, 2)
    assert client.xpending(where["source"], "g")["consumers"] == [{"name": b"slow", "pending": 2}]
    slow.settle(held, [])
    assert client.xpending(where["source"], "g")["pending"] == 0


def test_a_stream_that_is_deleted_is_an_error_with_a_hint(client, where, small_engine):
    transport = RedisStreams(client, **where)
    client.delete(where["source"])
    with pytest.raises(TransportError, match="was the stream deleted"):
        run(transport, small_engine, 1)


def test_wrong_options_are_value_errors(client, where):
    with pytest.raises(ValueError, match="different streams"):
        RedisStreams(client, **{**where, "dead": where["out"]})
    with pytest.raises(ValueError, match="idle"):
        RedisStreams(client, **where, idle=0)
    with pytest.raises(ValueError, match="decode_responses"):
        RedisStreams(Redis(decode_responses=True), **where)


def test_a_server_that_is_not_there_is_an_error(where):
    with pytest.raises(TransportError, match="redis: "):
        RedisStreams(Redis(port=1, retry=Retry(NoBackoff(), 0)), **where)
