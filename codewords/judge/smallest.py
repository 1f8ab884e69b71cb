"""Find a smallest set of evidence that still makes an offer.

It takes pieces off the board and judges again, so it knows nothing of how the judge decides.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from codewords.judge.board import Board
from codewords.judge.judge import Judge, Verdict
from codewords.match.evidence import Evidence


def smallest_evidence(
    judge: Judge, board: Board, verdict: Verdict, *, surface: str, langs: tuple[str, ...] = ()
) -> tuple[Evidence, ...]:
    """Give evidence that is an offer alone, and no longer without any one piece; empty for other labels.

    Counter-evidence stays on the board throughout: what is enough must be enough against it. Pieces that
    speak for fewest points go first, whole runs of them at once, so a long menu costs few judgements.

    Args:
        board: all the evidence.
        verdict: what was decided on it.
        surface: id of a known surface.
        langs: languages the caller expects.
    """
    if verdict.label != "offer":
        return ()
    fixed = [item for item in board.evidence if item.kind == "counter"]

    def is_offer(pieces: Sequence[Evidence]) -> bool:
        return judge.judge(board.only([*fixed, *pieces]), surface=surface, langs=langs).label == "offer"

    weights = _weights(verdict)
    free = [item for item in board.evidence if item.kind != "counter"]
    kept = sorted(free, key=lambda item: (weights.get(item, 0.0), -item.start, item.end, item.id))
    size = len(kept)
    while size:
        before = len(kept)
        index = 0
        while index < len(kept):
            rest = kept[:index] + kept[index + size :]
            if is_offer(rest):
                kept = rest
            else:
                index += size
        # one pass more at size 1: a piece may have become needless when a later one went
        size = size // 2 if size > 1 else int(len(kept) < before)
    return tuple(sorted(kept, key=lambda item: (item.start, item.end, item.id)))


def _weights(verdict: Verdict) -> dict[Evidence, float]:
    """Give, for each piece, the points of the offer detections that it is evidence of."""
    shares: dict[Evidence, list[float]] = {}
    for item in verdict.fired:
        if item.detection.outcome in ("offer", "unknown") and item.detection.status == "stable":
            for piece in item.evidence:
                shares.setdefault(piece, []).append(item.detection.points)
    return {piece: math.fsum(points) for piece, points in shares.items()}
