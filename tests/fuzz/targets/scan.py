"""A whole scan by the bundled rules."""

from __future__ import annotations

from collections.abc import Callable
from zlib import crc32

import codewords
from codewords.results import ScanResult
from targets.bundled import bundled_engine
from targets.results import check_result


def make() -> Callable[[str], None]:
    """Give what checks one text."""
    engine = bundled_engine()
    surfaces = [surface.id for surface in engine.surfaces]

    def check(text: str) -> None:
        chance = crc32(text.encode("utf-8", "surrogatepass"))
        surface = surfaces[chance % len(surfaces)]
        little = engine.scan(text, surface=surface)
        check_result(text, little)
        if chance % 4 == 0:
            _check_more(engine, text, surface, little)

    return check


def _check_more(engine: codewords.Engine, text: str, surface: str, little: ScanResult) -> None:
    """Hold that what is asked for decides nothing, and that the result can be told."""
    more = engine.scan(text, surface=surface, evidence="all", near_misses=True)
    check_result(text, more)
    assert (little.label, little.points, little.action) == (more.label, more.points, more.action)
    assert set(little.matches) <= set(more.matches)
    assert more.explain(text)
    assert more.statement("fr")
    assert more.statement("en")
    assert engine.scan(text, surface=surface) == little, "the second scan gives something else"
