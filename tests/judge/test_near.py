"""A detection that almost fired says what it lacked: a piece, a surface, or the pieces' standing together."""

from pathlib import Path

import pytest

import codewords

SMALL = Path(__file__).parents[1] / "packs" / "small"
HEAD = "since: 2026.11.0\noutcome: offer\ncategory: sale\ndetections:\n"
ENTRY = """- id: sale.zz-{name}
  title: A made-up detection
  points: 1.0
  when: {when}
  hits: ["{hit}"]
  misses: ["bonjour"]
"""
BOTH = "[{kind: substance}, {kind: price}]"
HIT = "beuh 50€"
DETECTIONS = {
    "tokens": ENTRY.format(name="tokens", when=f"{{all: {BOTH}, within: 2}}", hit=HIT),
    "line": ENTRY.format(name="line", when=f"{{all: {BOTH}, within: line, ordered: true}}", hit=HIT),
    "order": ENTRY.format(name="order", when=f"{{all: {BOTH}, ordered: true}}", hit=HIT),
    "dm": ENTRY.format(name="dm", when="{kind: price}", hit=HIT).replace("  hits", "  surfaces: [dm]\n  hits"),
}


@pytest.fixture(scope="module")
def near(tmp_path_factory):
    """Give a function that tells what each made-up detection lacked in a text."""
    overlay = tmp_path_factory.mktemp("near") / "site.yaml"
    overlay.write_text(HEAD + "".join(DETECTIONS.values()), encoding="utf-8")
    engine = codewords.load(SMALL, overlays=[overlay])

    def call(text, surface="post"):
        found = engine.scan(text, surface=surface, near_misses=True).near_misses
        return {item.id.removeprefix("sale.zz-"): item.lacks for item in found if item.id.startswith("sale.zz-")}

    return call


def test_what_stands_together_has_fired_and_almost_nothing(near):
    assert set(near("beuh 50€")) == {"dm"}


def test_pieces_that_stand_apart_are_said_to_do_so(near):
    assert near("50€ hier soir, et puis\nencore une fois de la beuh") == {
        "tokens": ("all parts are there, but not within 2 tokens",),
        "line": ("all parts are there, but not within one line in that order",),
        "order": ("all parts are there, but not in that order",),
        "dm": ("another surface: dm",),
    }


def test_a_lone_piece_lacks_the_other(near):
    assert near("de la beuh") == dict.fromkeys(("tokens", "line", "order"), ("price",))
