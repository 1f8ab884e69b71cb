"""A comparison of two rule sets as one HTML page that asks nothing of any other place.

It owns the tags of this page; frame and escaping are those of `shell`, its look is page.css and comparison.css.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from codewords.cli.shell import render_shell
from codewords.cli.shell import safe as _text
from codewords.maintain.compare import Changed, Comparison, Reason, Verdict
from codewords.maintain.diff import Side
from codewords.maintain.evaluate import LABELS

_SHOWN = 6
"""Reasons shown at once; the others are unfolded."""


def render_page(found: Comparison, *, quotes: bool) -> str:
    """Give the page.

    Args:
        found: what changed.
        quotes: False leaves the messages themselves out.
    """
    title = f"{len(found.changed)} of {found.messages} decisions change"
    body = (
        f"<h1>{title}</h1>",
        f'<p class="faint">{_side(found.old)} → {_side(found.new)}</p>',
        *_numbers(found),
        *_rules(found),
        *_messages(found, quotes=quotes),
    )
    return render_shell(title, body, sheets=("comparison.css",))


def _side(side: Side) -> str:
    return f"<code>{_text(side.name)}</code> ({_text(side.version)}, {side.digest[:12]})"


def _numbers(found: Comparison) -> Iterator[str]:
    yield '<ul class="numbers">'
    for step, count in found.counts().items():
        yield f"<li><b>{count}</b>{_step(step)}</li>"
    yield f"<li><b>{found.moved}</b>other points, same decision</li>"
    yield "</ul>"


def _step(step: str) -> str:
    """Give a change of labels, each in its colour."""
    return " ".join(_WORDS.get(word, escape(word)) for word in step.split(" "))


_WORDS = {
    **{label: f'<span class="{label}">{label}</span>' for label in LABELS},
    **{f"{label}:": f'<span class="{label}">{label}</span>:' for label in LABELS},
    "->": "→",
}


def _rules(found: Comparison) -> Iterator[str]:
    rows = found.by_rule()
    if not rows:
        return
    yield "<h2>By rule</h2>"
    yield '<div class="table" tabindex="0" role="region" aria-label="Changes by rule"><table>'
    yield '<tr><th>rule</th><th class="count">changes</th>'
    yield '<th class="count">to offer</th><th class="count">from offer</th></tr>'
    for row in rows:
        title = f'<br><span class="faint">{_text(row.title)}</span>' if row.title else ""
        counts = "".join(f'<td class="count">{n}</td>' for n in (row.messages, row.to_offer, row.from_offer))
        edit = f" <b>{row.edit}</b>" if row.edit else ""
        yield f"<tr><td><code>{_text(row.id)}</code>{edit}{title}</td>{counts}</tr>"
    yield "</table></div>"


def _messages(found: Comparison, *, quotes: bool) -> Iterator[str]:
    yield "<h2>By message</h2>" if found.changed else "<p>No decision changes.</p>"
    for item in found.changed:
        name = f"{item.number}" + (f" · {_text(item.id)}" if item.id else "")
        yield "<article>"
        yield f"<header><b>{_step(item.step)}</b><span>{_verdict(item.old)} → {_verdict(item.new)}</span>"
        yield f'<span class="faint">message {name} · {_text(item.surface)}</span></header>'
        if quotes:
            yield f'<blockquote dir="auto">{_marked(item)}</blockquote>'
        yield from _reasons(item.reasons)
        yield "</article>"


def _verdict(verdict: Verdict) -> str:
    return f"{verdict.points:+.2f} {verdict.action}"


def _marked(item: Changed) -> str:
    """Give the text, with what either rule set saw in it marked; spans that overlap are one."""
    spans = sorted((m.start, m.end) for verdict in (item.old, item.new) for m in verdict.matches)
    out = []
    done = 0
    for start, end in spans:
        if end <= done:
            continue
        first = max(start, done)
        out += [_text(item.text[done:first]), f"<mark>{_text(item.text[first:end])}</mark>"]
        done = end
    return "".join([*out, _text(item.text[done:])])


def _reasons(reasons: Sequence[Reason]) -> Iterator[str]:
    yield '<ul class="reasons">'
    yield from map(_reason, reasons[:_SHOWN])
    yield "</ul>"
    if len(reasons) > _SHOWN:
        yield f"<details><summary>{len(reasons) - _SHOWN} more</summary>"
        yield '<ul class="reasons">'
        yield from map(_reason, reasons[_SHOWN:])
        yield "</ul></details>"


def _reason(reason: Reason) -> str:
    edit = f" <b>{reason.edit}</b>" if reason.edit else ""
    title = f' <span class="faint">{_text(reason.title)}</span>' if reason.title else ""
    points = told_points(reason).replace("->", "→")
    return f"<li>{reason.what} <code>{_text(reason.id)}</code>{edit} {points}{title}</li>"


def told_points(reason: Reason) -> str:
    """Give the points of a reason, before and after; nothing for a word or pattern, which has none."""
    if reason.old is None and reason.new is None:
        return ""
    if reason.old is None or reason.new is None:
        return f"{(reason.old if reason.new is None else reason.new) or 0.0:+.2f}"
    return f"{reason.old:+.2f} -> {reason.new:+.2f}"
