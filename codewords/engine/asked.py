"""What a result tells on request alone: what almost fired, and what would have been enough."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from codewords.judge.board import Board
from codewords.judge.judge import Judge, Verdict
from codewords.judge.near import near_misses
from codewords.judge.smallest import smallest_evidence
from codewords.match.evidence import Evidence
from codewords.results import NearMiss


@dataclass(frozen=True, slots=True)
class Asked:
    """Hold what was asked for about one window.

    Args:
        smallest: finds the smallest evidence of an offer; called for the window that decides alone.
    """

    near_misses: tuple[NearMiss, ...]
    smallest: Callable[[], tuple[Evidence, ...]]


def ask(judge: Judge, board: Board, verdict: Verdict, surface: str, langs: tuple[str, ...]) -> Asked:
    """Say what almost fired on a board, and how to find what would have been enough."""
    return Asked(
        near_misses(judge, board, verdict, surface=surface),
        partial(smallest_evidence, judge, board, verdict, surface=surface, langs=langs),
    )
