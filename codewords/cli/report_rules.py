"""The sections of a report that are about rules, and about how right they are where people gave labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from codewords.cli import report_plots as plots
from codewords.cli.cells import Column, table
from codewords.cli.shell import safe
from codewords.maintain.evaluate import LABELS
from codewords.maintain.report import Report
from codewords.maintain.report_counts import Rule
from codewords.maintain.shares import Share

_SHOWN = 25
"""Detections shown at once; the others are unfolded."""


def rules(report: Report) -> Iterator[str]:
    """Give the detections: how often each fired, and how often it was right."""
    found = report.ranked_rules()
    if not found:
        yield "<p>No detection fired.</p>"
        return
    if report.confusion:
        yield (
            "<p>A detection for an offer is right on a true offer, one for talk on true talk, counter-evidence on "
            "no offer. Lines are 95 % intervals (Wilson) on a scale from 0 to 100 %.</p>"
        )
    yield from _table(found[:_SHOWN], report)
    if len(found) > _SHOWN:
        yield f"<details><summary>{len(found) - _SHOWN} more detections</summary>"
        yield from _table(found[_SHOWN:], report)
        yield "</details>"


def _table(found: Sequence[Rule], report: Report) -> Iterator[str]:
    columns = [Column("detection")]
    columns += [Column("right", count=True)] * bool(report.confusion)
    columns.append(Column("0 to 100 %" if report.confusion else "", wide=True))
    columns += [Column("fired", count=True), Column("points", count=True)]
    top = max(rule.fired.total() for rule in found)
    yield from table("Detections", columns, [_row(rule, report, top) for rule in found])


def _row(rule: Rule, report: Report, top: int) -> list[str]:
    fired = rule.fired.total()
    told = f"{rule.title} (for {rule.outcome})" if rule.title else f"for {rule.outcome}"
    shadow = " <b>shadow</b>" if rule.status == "shadow" else ""
    name = f'<code>{safe(rule.id)}</code>{shadow}<br><span class="faint">{safe(told)}</span>'
    counts = [f"{fired:,}", f"{rule.points / fired:+.2f}" if rule.points else "-"]
    if report.confusion:
        return [name, told_share(rule.right), plots.interval(rule.right) if rule.right.cases else "", *counts]
    return [name, plots.bar(fired, top, "fill-plain", f"{rule.id}: {fired:,} messages"), *counts]


def told_share(share: Share) -> str:
    """Give a share with its interval and its cases, each on a line."""
    if not share.cases:
        return "-"
    low, high = share.interval
    told = f"{100 * low:.1f} to {100 * high:.1f}<br>{share.hits:,} of {share.cases:,}"
    return f'{share.value:.1%}<br><span class="faint">{told}</span>'


def labelled(report: Report) -> Iterator[str]:
    """Give how the decisions stand against the labels that people gave."""
    score = report.offers
    if score is None:
        return
    columns = (Column("of the offers"), Column("share", count=True), Column("0 to 100 %", wide=True))
    rows = [
        (name, told_share(share), plots.interval(share) if share.cases else "")
        for name, share in (
            ("told and right (precision)", score.precision),
            ("there and told (recall)", score.recall),
        )
    ]
    yield from table("Precision and recall of offers", columns, rows)
    yield f"<p>F1 {score.f1:.3f} on {report.confusion.total():,} messages with a label.</p>"
    yield "<h3>Labels in rows, decisions in columns</h3>"
    heads = (Column("labelled"), *(Column(f"judged {label}", count=True) for label in LABELS))
    rows_ = [(true, *(_cell(report, true, said) for said in LABELS)) for true in LABELS]
    yield from table("Labels and decisions", heads, rows_)


def _cell(report: Report, true: str, said: str) -> str:
    count = f"{report.confusion[true, said]:,}"
    return f"<b>{count}</b>" if true == said else count
