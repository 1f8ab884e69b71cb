"""A report as one HTML page: sections of words, pictures, and the tables behind them.

It owns the order and the words of the page; figures come from `maintain.report`, pictures from `report_plots`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from statistics import median, quantiles
from typing import Any

from codewords.cli import report_plots as plots
from codewords.cli.cells import Column, numbers, rulesets_line, table
from codewords.cli.report_rules import labelled, rules
from codewords.cli.report_words import quotations, spellings, terms, unknown
from codewords.cli.shell import render_shell, safe
from codewords.maintain.evaluate import LABELS
from codewords.maintain.report import UNSAID, Report
from codewords.maintain.report_counts import Tally

ACTIONS = ("block", "review", "allow")
FULL_NAMES = {
    "fr": "French",
    "en": "English",
    "es": "Spanish",
    "de": "German",
    "nl": "Dutch",
    "it": "Italian",
    "pt": "Portuguese",
    UNSAID: "no language told",
}
UNITS = {"g": "one gram", "ml": "one millilitre", "piece": "one piece"}


def render_page(
    report: Report, *, title: str, rulesets: Sequence[Mapping[str, Any]], unread: Mapping[str, int]
) -> str:
    """Give the page.

    Args:
        report: the figures.
        title: first heading.
        rulesets: the rule sets that judged, as `Intake.told_rulesets` gives them.
        unread: lines not read, by whom.
    """
    sections = (
        ("time", "Over time", _time(report)),
        ("decisions", "Decisions", _decisions(report)),
        ("goods", "What is offered", _goods(report)),
        ("prices", "Prices", _prices(report)),
        ("words", "Words", [*terms(report), *spellings(report), *unknown(report)]),
        ("rules", "Rules", rules(report)),
        ("labels", "Against people's labels", labelled(report)),
        ("skipped", "Not evaluated", _skipped(report)),
        ("quotes", "Messages", quotations(report)),
    )
    filled = [(id_, name, lines) for id_, name, body in sections if (lines := list(body))]
    body = [
        f"<header><h1>{safe(title)}</h1>",
        f'<p class="faint">{rulesets_line(rulesets)}{_dates(report)}</p></header>',
        *numbers(_facts(report, unread)),
        '<nav aria-label="Sections"><ul>',
        *(f'<li><a href="#{id_}">{name}</a></li>' for id_, name, _ in filled),
        "</ul></nav><main>",
    ]
    for id_, name, lines in filled:
        body += [f'<section class="card" id="{id_}"><h2>{name}</h2>', *lines, "</section>"]
    return render_shell(safe(title), [*body, "</main>"], sheets=("charts.css", "report.css"))


def _dates(report: Report) -> str:
    return f" · messages of {min(report.days)} to {max(report.days)}" if report.days else ""


def _facts(report: Report, unread: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    yield f"{report.total:,}", "messages"
    for label in LABELS[:2]:
        yield f"{report.labels[label]:,}", f"{label} ({_percent(report.labels[label], report.total)})"
    yield f"{report.actions['block']:,}", "to block"
    yield f"{report.actions['review']:,}", "to review"
    if score := report.offers:
        yield f"{score.precision.value:.1%}", "of the offers told are right"
        yield f"{score.recall.value:.1%}", "of the true offers were told"
    for who, count in unread.items():
        if count:
            yield f"{count:,}", f"line{'s' if count != 1 else ''} not read {who}"


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}\u00a0%" if whole else "-"


def _time(report: Report) -> Iterator[str]:
    periods = report.periods()
    if len(periods) < 2:
        return
    length = (periods[1][0] - periods[0][0]).days
    every = "day" if length == 1 else "week" if length == 7 else "month" if length < 32 else "year"
    for label in LABELS[:2]:
        if report.labels[label]:
            yield f"<figure><figcaption>{_swatch(label)} messages judged {label}, each {every}</figcaption>"
            yield from plots.over_time(periods, label)
            yield "</figure>"
    dated = sum(labels.total() for _, labels in periods)
    if dated < report.total:
        yield f'<p class="faint">{report.total - dated:,} messages have no date.</p>'
    columns = (Column(f"{every} from"), *(Column(label, count=True) for label in LABELS))
    rows = [(f"{date}", *(f"{labels[label]:,}" for label in LABELS)) for date, labels in periods]
    yield from _behind(f"By {every}", columns, rows)


def _decisions(report: Report) -> Iterator[str]:
    if report.points:
        yield "<figure><figcaption>Messages by their points</figcaption>"
        yield from plots.histogram(report.points)
        yield f"</figure>{_legend(LABELS)}"
    yield (
        f'<p class="faint">{report.quiet:,} messages in which no rule fired are not drawn. Points are log-odds: '
        "0 is a score of 0.5, +3 of 0.95.</p>"
    )
    columns = (Column("points from"), *(Column(label, count=True) for label in LABELS))
    rows = [
        (f"{low:+d}", *(f"{labels[label]:,}" for label in LABELS)) for low, labels in sorted(report.points.items())
    ]
    if rows:
        yield from _behind("By points", columns, rows)
    for name, group in (("surface", report.by["surface"]), ("platform", report.by["platform"])):
        if group:
            yield f"<h3>Labels by {name}</h3>"
            yield from _shares(name, group, LABELS)
    yield f"<h3>Actions by surface</h3>{_legend(ACTIONS)}"
    yield from _shares("surface", report.surface_actions, ACTIONS)


def _shares(name: str, group: Mapping[str, Tally], kinds: Sequence[str]) -> Iterator[str]:
    columns = (Column(name), *(Column(kind, count=True) for kind in kinds), Column("shares", wide=True))
    rows = []
    for key, tally in sorted(group.items(), key=lambda item: (-item[1].all, item[0])):
        counts = [(kind, tally.labels[kind]) for kind in kinds]
        told = f"{key}: " + ", ".join(f"{count:,} {kind}" for kind, count in counts)
        rows.append((safe(key), *(f"{count:,}" for _, count in counts), plots.shares(counts, told)))
    yield from table(f"By {name}", columns, rows)


def _goods(report: Report) -> Iterator[str]:
    offers = report.labels["offer"]
    if not offers:
        yield "<p>No message was judged an offer.</p>"
        return
    yield '<div class="pair">'
    for name, title in (("category", "Categories"), ("substance", "Substances"), ("language", "Languages")):
        found = {key: tally.labels["offer"] for key, tally in report.by[name].items() if tally.labels["offer"]}
        if found:
            yield f"<div><h3>{title} of the offers</h3>"
            yield from _bars(name, found, offers)
            yield "</div>"
    yield "</div>"
    yield (
        '<p class="faint">An offer counts once in each category and substance that it names, so shares add up to '
        "more than all. The language is that of most of the evidence; no language detector runs.</p>"
    )
    asked = report.by["category"].get("buyer_request", Tally()).all
    if asked:
        yield f"<p>{asked:,} messages of people who want to buy are talk, not offers.</p>"


def _bars(name: str, found: Mapping[str, int], whole: int) -> Iterator[str]:
    columns = (Column(name), Column("offers", count=True), Column("share", count=True), Column("", wide=True))
    top = max(found.values())
    rows = []
    for key, count in sorted(found.items(), key=lambda item: (-item[1], item[0])):
        told = FULL_NAMES.get(key, key) if name == "language" else plots.spoken(key)
        picture = plots.bar(count, top, "fill-offer", f"{told}: {count:,}")
        rows.append((safe(told), f"{count:,}", _percent(count, whole), picture))
    yield from table(f"Offers by {name}", columns, rows)


def _prices(report: Report) -> Iterator[str]:
    groups = sorted(report.prices.items(), key=lambda item: (-sum(map(len, item[1].values())), item[0]))
    for (unit, currency), group in groups:
        names = sorted(group, key=lambda name: (name == UNSAID, -len(group[name]), name))
        money = "an amount without a currency" if currency == UNSAID else currency
        yield f"<h3>{safe(money)} for {safe(UNITS.get(unit, unit))}</h3>"
        yield from plots.price_rows(group, names, f"{safe(money)} for {UNITS.get(unit, unit)}")
        columns = (
            Column("substance"),
            *(Column(c, count=True) for c in ("prices", "lowest", "quarter", "median")),
        )
        columns = (*columns, Column("three quarters", count=True), Column("highest", count=True))
        yield from _behind("Prices", columns, [_spread(name, group[name]) for name in names])
    if groups:
        yield (
            '<p class="faint">Each dot is one price of an offer, divided by its quantity; larger quantities cost '
            "less a unit. The box holds the middle half, the line in it is the median; no box for fewer than 5 "
            "prices. Prices differ by factors, so the scale is logarithmic.</p>"
        )
    if report.unpriced:
        yield f'<p class="faint">{report.unpriced:,} prices of offers say no quantity, and are not drawn.</p>'


def _spread(name: str, values: Sequence[float]) -> tuple[str, ...]:
    cuts = quantiles(values, n=4, method="inclusive") if len(values) > 1 else [values[0]] * 3
    figures = (min(values), cuts[0], median(values), cuts[2], max(values))
    return (safe(plots.spoken(name)), f"{len(values):,}", *(f"{value:,.2f}" for value in figures))


def _skipped(report: Report) -> Iterator[str]:
    if not report.skipped:
        return
    yield "<p>What was left out of the evaluation of a message, and why; such a message goes to review.</p>"
    columns = (Column("what"), Column("messages", count=True), Column("why"))
    rows = [
        (safe(what), f"{count:,}", safe(reason))
        for (what, reason), count in sorted(report.skipped.items(), key=lambda item: (-item[1], item[0]))
    ]
    yield from table("Not evaluated", columns, rows)


def _behind(label: str, columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Give the table behind a picture, folded."""
    yield f"<details><summary>{safe(label)}, as a table</summary>"
    yield from table(label, columns, rows)
    yield "</details>"


def _swatch(kind: str) -> str:
    return f'<span class="swatch fill-{kind}"></span>'


def _legend(kinds: Sequence[str]) -> str:
    return f'<ul class="legend">{"".join(f"<li>{_swatch(kind)}{kind}</li>" for kind in kinds)}</ul>'
