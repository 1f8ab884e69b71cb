"""Threads and processes share an engine, and rules are swapped, without a trace in any result.

benchmarks/concurrency.py does the same with the bundled rules for as long as it is asked to.
"""

import gc
import shutil
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import codewords
from codewords import Engine, Reloader

TESTS = Path(__file__).resolve().parent.parent
THREADS = 16
SWAPS = 4
PLACES = ("Lyon", "Metz", "Brest", "Nice", "Lille")
PLAIN = (
    "beuh 5g {0}€ / 10g 9{1}€, livraison ce soir à {2}, snap zz_fictif",
    "b3uh et c0kaine dispo à {2}, {0} le g, 06 00 00 00 00",
    "la police a saisi {0} kg de cocaïne à {2}",
    "420 dispo, {0} le pochon, {2}",
    "rendez-vous à {2} à {1}h, on sera {0} à table",
    "page 420 du manuel, chapitre {0}, édition de {2}",
)
MESSAGES = [text.format(50 + n, n % 10, PLACES[n % 5]) for n in range(50) for text in PLAIN]
OPTIONS = ({}, {"surface": "dm"}, {"evidence": "all"}, {"near_misses": True}, {"lang": "fr"})


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    return shutil.copytree(TESTS / "packs" / "small", tmp_path_factory.mktemp("rules") / "pack")


@pytest.fixture
def restless():
    """Let threads take turns a hundred times as often as usual."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(usual / 100)
    yield
    sys.setswitchinterval(usual)


def write_points(pack, points):
    (pack / "detections" / "points.yaml").write_text(
        "since: 2026.11.0\noutcome: offer\ncategory: sale\ndetections:\n"
        f"- {{id: sale.named, title: A substance, points: {points}, when: {{kind: substance}}}}\n",
        encoding="utf-8",
    )


def scan(engine, number):
    return engine.scan(MESSAGES[number], **OPTIONS[number % len(OPTIONS)]).to_dict()


@pytest.fixture(scope="module")
def alone(pack):
    """Give what one thread gets of each message, by the digest of two rule sets that label some otherwise."""
    found = {}
    for points in (0.5, 1.5):
        write_points(pack, points)
        engine = codewords.load(pack)
        found[engine.ruleset.digest] = [scan(engine, number) for number in range(len(MESSAGES))]
    labels = [tuple(item["label"] for item in results) for results in found.values()]
    assert labels[0] != labels[1]
    return found


def test_threads_get_what_one_thread_got_alone_while_rules_are_swapped(pack, alone, restless):
    write_points(pack, 1.5)
    reloader = Reloader(pack)
    over = threading.Event()

    def work(number):
        differing = []
        while not over.is_set():
            number = (number + 7) % len(MESSAGES)
            engine = reloader.engine
            if scan(engine, number) != alone[engine.ruleset.digest][number]:
                differing.append(number)
        return differing

    with ThreadPoolExecutor(THREADS) as pool:
        found = [pool.submit(work, 17 * number) for number in range(THREADS)]
        try:
            for swap in range(SWAPS):
                write_points(pack, (0.5, 1.5)[swap % 2])
                assert reloader.reload().changed
        finally:
            over.set()
        assert [work.result() for work in found] == [[]] * THREADS
    assert reloader.readings.swapped == SWAPS


def test_processes_keep_the_rules_they_began_with_when_others_are_put_in_use(pack, alone):
    write_points(pack, 1.5)
    reloader = Reloader(pack)
    begun = reloader.engine.ruleset.digest
    numbers = range(0, len(MESSAGES), len(OPTIONS))
    results = reloader.engine.scan_many([MESSAGES[n] for n in numbers], processes=2, chunk_size=16)
    first = next(results)
    write_points(pack, 0.5)
    assert reloader.reload().changed
    assert [item.to_dict() for item in (first, *results)] == [alone[begun][n] for n in numbers]


def engines():
    return sum(isinstance(item, Engine) for item in gc.get_objects())


def test_an_engine_goes_with_the_last_who_holds_it_and_needs_no_search_for_garbage(pack):
    write_points(pack, 0.5)
    reloader = Reloader(pack)
    gc.collect()
    before = engines()
    gc.disable()
    try:
        for swap in range(4):
            write_points(pack, (1.5, 0.5)[swap % 2])
            assert reloader.reload().changed
            for number in range(0, len(MESSAGES), 9):
                scan(reloader.engine, number)
            assert engines() == before
    finally:
        gc.enable()


def put_off(engine):
    """Give the attributes of all parts of an engine; those that are made when first asked for come late."""
    found, seen, waiting = set(), set(), [engine]
    while waiting:
        item = waiting.pop()
        if id(item) not in seen and not isinstance(item, type):
            seen.add(id(item))
            if type(item).__module__.startswith("codewords") or isinstance(item, dict | list | tuple):
                found.update((type(item).__name__, name) for name in getattr(item, "__dict__", ()))
                waiting += gc.get_referents(item)
    return found


def test_warming_makes_what_is_put_off_and_changes_no_result(pack):
    codewords.load(pack)  # from here on the cache has these rules, and nothing in it is made before it is needed
    cold, warmed = codewords.load(pack), codewords.load(pack)
    warmed.warm()
    assert put_off(cold) < put_off(warmed)
    assert [scan(warmed, number) for number in range(12)] == [scan(cold, number) for number in range(12)]
