"""Say a decision in words, with its evidence underlined in the text.

It reads results alone, so that a stored result can be explained later.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from codewords.results.record import fields
from codewords.results.shapes import Match, ScanResult

MARKS = {
    "substance": "^",
    "emoji": "^",
    "price": "$",
    "quantity": "$",
    "contact": "@",
    "counter": "-",
}
"""What underlines a kind; `~` for every other."""

NEAREST = 6
"""Detections that almost fired, shown by an explanation; the result holds them all."""

LABELS = {
    "offer": "OFFER",
    "talk": "TALK about drugs, nothing offered",
    "none": "NONE: nothing about drugs",
}


def explain(result: ScanResult, text: str | Mapping[str, Any] | Sequence[str]) -> str:
    """Give the explanation of a result.

    Args:
        text: the message, the record or the thread that was scanned.

    Raises:
        ValueError: when a span does not fit the text.
    """
    blocks = [_head(result)]
    for name, content in fields(text):
        marked = [m for m in result.matches if m.field == name]
        _check(marked, content)
        blocks.append(_underlined(name, content, marked))
    blocks += [
        _points(result),
        _smallest(result),
        _facts(result),
        _near(result),
        _skipped(result),
        _ruleset(result),
    ]
    return "\n\n".join(block for block in blocks if block)


def _head(result: ScanResult) -> str:
    line = (
        f"{LABELS[result.label]}   points {result.points:+.2f}   score {result.score:.4f}   action {result.action}"
    )
    about = []
    if result.categories:
        about.append("categories: " + ", ".join(result.categories))
    if result.substances:
        about.append("substances: " + ", ".join(result.substances))
    about.append(f"judged as: {result.surface}")
    return line + "\n" + "   ".join(about)


def _check(matches: Sequence[Match], content: str) -> None:
    for match in matches:
        if match.text and content[match.start : match.end] != match.text:
            message = "the text is not the one that was scanned: a span does not fit"
            raise ValueError(message)


def _underlined(name: str | None, content: str, matches: Sequence[Match]) -> str:
    marks = [" "] * len(content)
    for match in sorted(matches, key=lambda m: m.start - m.end):
        for index in range(match.start, min(match.end, len(content))):
            marks[index] = MARKS.get(match.kind, "~")
    out = []
    start = 0
    for line in content.split("\n"):
        under = "".join(_wide(char, mark) for char, mark in zip(line, marks[start:], strict=False)).rstrip()
        shown = line if len(line) <= 400 else line[:399] + "…"
        out.append(f"  {shown}")
        if under:
            out.append(f"  {under[:400]}")
        start += len(line) + 1
    if len(out) > 60:
        out = [*out[:60], f"  … {len(content)} characters in all"]
    return (f"{name}:\n" if name is not None else "") + "\n".join(out)


def _wide(char: str, mark: str) -> str:
    """Repeat a mark as often as the character is wide on a terminal."""
    if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Mn", "Me"):
        return ""
    return mark * (2 if unicodedata.east_asian_width(char) in ("W", "F") else 1)


def _points(result: ScanResult) -> str:
    hits = {hit.id: hit for hit in result.detections}
    lines = ["points:"]
    for part in result.contributions:
        if not part.points:
            continue
        hit = hits.get(part.name)
        told = f"  {hit.title}: {_quoted(hit.matches)}" if hit else ""
        lines.append(f"  {part.points:+6.2f}  {part.name}{told}")
    lines.append(f"  {result.points:+6.2f}  in all; an offer from 0 on")
    unscored = [hit for hit in result.detections if hit.id not in {p.name for p in result.contributions}]
    lines += [f"     --   {hit.id}  {hit.title}: {_quoted(hit.matches)}" for hit in unscored]
    idle = [part.name for part in result.contributions if not part.points]
    if idle:
        lines.append(f"   0.00   {', '.join(idle)}")
    return "\n".join(lines)


def _quoted(matches: Sequence[Match]) -> str:
    shown = [_quote(match) for match in matches[:8]]
    if len(matches) > 8:
        shown.append(f"and {len(matches) - 8} more")
    return ", ".join(shown)


def _quote(match: Match) -> str:
    text = " ".join(match.text.split())
    how = "" if match.via in ("exact", "pattern") else f" {match.via}"
    if match.distance:
        how += f" distance {match.distance}"
    if match.folds:
        how += " by " + "+".join(match.folds)
    return f"`{text}` ({match.id}{how})"


def _smallest(result: ScanResult) -> str:
    lines = [f"  {_quote(match)}" for match in result.smallest]
    return "enough for this label, and no longer without any of these:\n" + "\n".join(lines) if lines else ""


def _facts(result: ScanResult) -> str:
    lines = []
    for price in result.prices:
        quantity = f"{price.quantity} {price.unit or ''}".strip() if price.quantity is not None else "?"
        item = price.item or price.substance or ""
        lines.append(f"  price    {quantity} for {price.amount} {price.currency or ''}  {item}".rstrip())
    lines += [f"  contact  {c.platform} {c.handle}".rstrip() for c in result.contacts]
    lines += [f"  unknown  `{u.text}` stands in the place of a product" for u in result.unknown]
    return "facts:\n" + "\n".join(lines) if lines else ""


def _near(result: ScanResult) -> str:
    near = result.near_misses
    lines = [f"  {n.id} ({n.points:+.2f}) lacked: {'; '.join(n.lacks)}" for n in near[:NEAREST]]
    if len(near) > NEAREST:
        lines.append(f"  and {len(near) - NEAREST} more, all of fewer points")
    return "almost fired:\n" + "\n".join(lines) if lines else ""


def _skipped(result: ScanResult) -> str:
    lines = [f"  {s.what}: {s.reason}" for s in result.skipped]
    return "not evaluated:\n" + "\n".join(lines) if lines else ""


def _ruleset(result: ScanResult) -> str:
    ref = result.ruleset
    overlays = f", overlays {', '.join(ref.overlays)}" if ref.overlays else ""
    return f"rules {ref.version} ({ref.digest[:12]}), policy {ref.policy}, codewords {ref.engine}{overlays}"
