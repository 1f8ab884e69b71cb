"""Say which detections almost fired, and what each lacked."""

from __future__ import annotations

from codewords.judge.board import EVERYWHERE, Board
from codewords.judge.judge import Judge, Verdict
from codewords.model import Condition, Group, Leaf, Use
from codewords.results import NearMiss


def near_misses(judge: Judge, board: Board, verdict: Verdict, *, surface: str) -> tuple[NearMiss, ...]:
    """Give the offer detections that lacked one part, dearest first.

    Args:
        board: the evidence.
        verdict: what was decided on it.
        surface: where the text stood.
    """
    fired = {item.detection.id for item in verdict.fired}
    out = []
    for detection in judge.detections:
        if detection.outcome not in ("offer", "unknown") or detection.id in fired or not detection.points:
            continue
        seen = board.without(detection.unless)
        if detection.surfaces and surface not in detection.surfaces:
            holds = judge.conditions.holds(detection.when, seen)
            lacks: tuple[str, ...] | None = (
                (f"another surface: {' or '.join(detection.surfaces)}",) if holds else None
            )
        else:
            lacks = _lacks(judge, detection.when, seen)
        if lacks is not None:
            out.append(NearMiss(detection.id, detection.title, detection.points, lacks))
    return tuple(sorted(out, key=lambda item: (-item.points, item.id)))


def _lacks(judge: Judge, condition: Condition, board: Board) -> tuple[str, ...] | None:
    """Give what a condition lacks when all its parts but one hold, else `None`."""
    if isinstance(condition, Use):
        return _lacks(judge, judge.conditions.named(condition.name), board)
    if not isinstance(condition, Group) or condition.op != "all" or len(condition.parts) < 2:
        return None
    missing = [part for part in condition.parts if judge.conditions.holds(part, board) is None]
    if not missing:
        return (f"all parts are there, but not {_bound(condition)}",)
    if len(missing) == 1 and len(missing) < len(condition.parts):
        return (describe(missing[0], board),)
    return None


def _bound(group: Group) -> str:
    """Say what holds the parts of a group together, beside their being there."""
    if group.within in (None, "message"):
        return "in that order" if group.ordered else "in words of their own"
    where = f"one {group.within}" if isinstance(group.within, str) else f"{group.within} tokens"
    return f"within {where}" + (" in that order" if group.ordered else "")


def describe(condition: Condition, board: Board) -> str:
    """Say what a condition asks for, in words."""
    if isinstance(condition, Use):
        return condition.name
    if isinstance(condition, Leaf):
        what = " or ".join(condition.kinds or condition.ids) or "evidence"
        what = f"disguised {what}" if condition.disguised else what
        have = len(board.find(condition, EVERYWHERE))
        if condition.at_least > 1:
            return f"{condition.at_least} of {what}, found {have}"
        return f"no more {what}" if condition.at_most is not None else what
    joined = {"all": " with ", "any": " or ", "none": " or "}[condition.op]
    parts = joined.join(describe(part, board) for part in condition.parts)
    return f"none of {parts}" if condition.op == "none" else parts
