"""Glue neighbouring words: as they are, or as a hashtag with capitals. Numbers stay apart."""

from __future__ import annotations

import random
import re

from generators.words import SHARE, word_spans

_GAP = re.compile(r"[ ]")


def glued(text: str, rng: random.Random) -> str:
    """Leave out the space between some neighbouring words, two or three at a time: `beuhdispo`."""
    return _glue(text, rng, hashtag=False)


def hashtags(text: str, rng: random.Random) -> str:
    """Write some neighbouring words as one hashtag, two or three at a time: `#BeuhDispo`, `#beuhdispo`."""
    return _glue(text, rng, hashtag=True)


def _glue(text: str, rng: random.Random, *, hashtag: bool) -> str:
    runs = []
    spans, index = word_spans(text, 2), 0
    while index < len(spans):
        run = _run(text, spans, index, rng.choice((2, 2, 3)))
        index += len(run)
        if len(run) > 1:
            runs.append(run)
    chosen = sorted(rng.sample(runs, max(1, round(SHARE * len(runs))))) if runs else []
    out: list[str] = []
    at = 0
    for run in chosen:
        words = [text[start:end] for start, end in run]
        if hashtag and rng.random() < 0.5:
            words = [word[0].upper() + word[1:] for word in words]
        out.extend((text[at : run[0][0]], "#" if hashtag else "", "".join(words)))
        at = run[-1][1]
    return "".join(out) + text[at:]


def _run(text: str, spans: list[tuple[int, int]], index: int, most: int) -> list[tuple[int, int]]:
    """Give up to so many words that stand side by side with one space between."""
    run = [spans[index]]
    for following in spans[index + 1 : index + most]:
        if not _GAP.fullmatch(text[run[-1][1] : following[0]]):
            break
        run.append(following)
    return run
