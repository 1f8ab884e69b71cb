"""Do before the first message what is otherwise put off until one needs it.

It owns which messages make an engine ready: the examples of its own rules. It judges nothing itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from codewords.engine.engine import Engine


def warm(engine: Engine) -> None:
    """Judge an example of every detection, and an empty message on every surface.

    Args:
        engine: its results stay the same; only its first messages become cheaper.
    """
    surfaces = [item.id for item in engine.surfaces]
    for detection in engine.ruleset.detections:
        for text in (*detection.hits[:1], *detection.misses[:1]):
            engine.scan(text, surface=surfaces[0])
    for surface in surfaces:
        engine.scan("", surface=surface)
