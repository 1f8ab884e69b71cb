"""The command `report`: what a run of scans found, as one page or as JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from codewords.cli.report_page import render_page
from codewords.cli.stores import OUT, PLATFORM, RESULTS, TIME, Intake, write
from codewords.maintain.report import Report
from codewords.maintain.stored import Names


@click.command(name="report", short_help="Show stored results as one page.")
@RESULTS
@click.option("--format", "form", type=click.Choice(["html", "json"]), default="html", show_default=True)
@OUT
@click.option("--title", default="What the scan found", show_default=True, help="First heading of the page.")
@click.option(
    "--quotes",
    is_flag=True,
    help="Show words of the messages: spellings, unknown words, and whole messages that were kept (--keep text).",
)
@PLATFORM
@TIME
@click.option("--label", default="label", show_default=True, metavar="FIELD", help="What a person said it is.")
@click.option("--text", default="text", show_default=True, metavar="FIELD", help="The message, for --quotes.")
def write_report(
    files: tuple[Path, ...],
    form: str,
    out: Path | None,
    title: str,
    quotes: bool,
    platform: str,
    time: str,
    label: str,
    text: str,
) -> None:
    """Show what stored results of `codewords scan --format jsonl` say, as one page that asks nothing of the net.

    Platforms, dates and the precision of rules are shown where the scan kept such fields (--keep). No word of a
    message is in the page, unless --quotes is given.
    """
    if form == "html" and out is None and sys.stdout.isatty():
        message = "a page is nothing to read on a terminal: give --out report.html, or --format json"
        raise click.UsageError(message)
    intake = Intake(files, Names(platform=platform, time=time, label=label, text=text))
    report = Report(quotes=quotes)
    for item in intake:
        report.add(item)
    intake.tell()
    rulesets = intake.told_rulesets()
    unread = {"by the scan": intake.unscanned, "by this report": intake.passed}
    if form == "json":
        content = json.dumps({"rulesets": rulesets, "unread": unread, **report.to_dict()}, indent=2) + "\n"
    else:
        content = render_page(report, title=title, rulesets=rulesets, unread=unread)
    write(content, out)
