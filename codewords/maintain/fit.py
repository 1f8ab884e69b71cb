"""Learn the points of detections from labelled messages, for a person to review.

It needs `scipy` of the `fit` extra. Offer detections may only add, counter-evidence
may only take away; the fit is a regularised logistic regression over which detections fire
(method: maximum a posteriori with a Gaussian prior round the points that stand in the rules).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from codewords.errors import CodewordsError
from codewords.maintain.evaluate import Row

LEAST_ROWS = 5
"""Rows in which a detection must fire before its points are moved."""


@dataclass(frozen=True, slots=True)
class Case:
    """Hold what fired in one labelled message.

    Args:
        fired: ids of the stable detections that count.
        weight: how much the row counts.
    """

    fired: frozenset[str]
    is_offer: bool
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Fit:
    """Hold learnt points: the intercept, and points by id of detection."""

    intercept: float
    points: Mapping[str, float]


def cases(engine: Any, rows: Iterable[Row], weights: Mapping[str, float], *, other: float = 1.0) -> list[Case]:
    """Judge rows and keep what fired; sealed rows are refused.

    Args:
        weights: weight by name of set.
        other: weight of a row whose set is not named.

    Raises:
        ValueError: when a sealed row is among them.
    """
    out = []
    for row in rows:
        if row.sealed:
            message = "sealed rows are for measuring, not for fitting"
            raise ValueError(message)
        result = engine.scan(row.text, surface=row.surface)
        fired = frozenset(hit.id for hit in result.detections if hit.outcome != "talk" and hit.status == "stable")
        out.append(Case(fired, row.label == "offer", weights.get(row.set, other)))
    return out


def fit(
    data: Sequence[Case],
    start: Mapping[str, float],
    *,
    intercept: float,
    against: frozenset[str] = frozenset(),
    spread: float = 1.5,
    most: float = 3.5,
    least_rows: int = LEAST_ROWS,
) -> Fit:
    """Learn points.

    Args:
        data: judged rows.
        start: points that stand in the rules, by id.
        intercept: the intercept that stands in the rules.
        against: ids of counter-evidence, which may only take away; all others may only add.
        spread: standard deviation of the prior round `start`, in log-odds.
        most: largest points of one detection, either way.
        least_rows: rows in which a detection must fire to be moved.
    """
    import numpy as np
    from scipy.optimize import minimize

    names = sorted(start)
    column = {name: index for index, name in enumerate(names)}
    x = np.zeros((len(data), len(names) + 1))
    x[:, -1] = 1.0
    for index, case in enumerate(data):
        for name in case.fired:
            x[index, column[name]] = 1.0
    y = np.array([1.0 if case.is_offer else -1.0 for case in data])
    weight = np.array([case.weight for case in data])
    origin = np.array([*(start[name] for name in names), intercept])
    seen = (x[:, :-1] > 0).sum(axis=0)
    fixed = [bool(count < least_rows) for count in seen]

    def loss(beta: Any) -> tuple[float, Any]:
        margin = y * (x @ beta)
        gap = beta - origin
        value = float((weight * np.logaddexp(0, -margin)).sum() + (gap[:-1] ** 2).sum() / (2 * spread**2))
        slope = -(weight * y / (1 + np.exp(margin))) @ x
        slope[:-1] += gap[:-1] / spread**2
        return value, slope

    bounds = [
        (start[n], start[n]) if still else (-most, 0.0) if n in against else (0.0, most)
        for n, still in zip(names, fixed, strict=True)
    ]
    found = minimize(loss, origin, jac=True, method="L-BFGS-B", bounds=[*bounds, (-6.0, 0.0)])
    values = [round(float(value), 2) for value in found.x]
    return Fit(values[-1], dict(zip(names, values[:-1], strict=True)))


def write_points(folder: Path, learnt: Fit) -> list[Path]:
    """Write learnt points into rules/detections and the intercept into rules/surfaces.yaml.

    Only the numbers change: comments, order and layout stay as they are.

    Args:
        folder: the rules folder.
    """
    changed = []
    for path in (*sorted((folder / "detections").glob("*.yaml")), folder / "surfaces.yaml"):
        raw = path.read_bytes()
        text = raw.decode("utf-8")
        new = _rewrite(text, learnt)
        if new != text:
            path.write_bytes(new.encode("utf-8"))
            changed.append(path)
    return changed


def _rewrite(text: str, learnt: Fit) -> str:
    """Give the text of a rule file with learnt numbers in the places of the old ones."""
    lines = text.split("\n")
    for node, value in _numbers(yaml.compose(text, Loader=yaml.CSafeLoader), learnt):
        line, column = node.start_mark.line, node.start_mark.column
        end = column + len(node.value)
        if float(node.value) == value:
            continue
        if lines[line][column:end] != node.value:
            message = f"line {line + 1}: the number cannot be replaced where it stands; write it plain"
            raise CodewordsError(message)
        lines[line] = f"{lines[line][:column]}{value}{lines[line][end:]}"
    return "\n".join(lines)


def _numbers(root: yaml.Node | None, learnt: Fit) -> Iterator[tuple[yaml.ScalarNode, float]]:
    """Give the numbers of a rule file that were learnt, the last of a line first."""
    top = _keys(root)
    entries = top.get("detections")
    found = []
    for entry in entries.value if isinstance(entries, yaml.SequenceNode) else ():
        keys = _keys(entry)
        id_, points = keys.get("id"), keys.get("points")
        if isinstance(id_, yaml.ScalarNode) and isinstance(points, yaml.ScalarNode) and id_.value in learnt.points:
            found.append((points, learnt.points[id_.value]))
    intercept = _keys(top.get("scoring")).get("intercept")
    if isinstance(intercept, yaml.ScalarNode):
        found.append((intercept, learnt.intercept))
    yield from sorted(found, key=lambda item: (-item[0].start_mark.line, -item[0].start_mark.column))


def _keys(node: yaml.Node | None) -> dict[str, yaml.Node]:
    return {key.value: value for key, value in node.value} if isinstance(node, yaml.MappingNode) else {}
