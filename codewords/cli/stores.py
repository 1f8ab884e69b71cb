"""What the commands on stored results share: their options, how files are read, what is told of bad lines."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import click

from codewords.cli.options import Unreadable
from codewords.maintain.stored import Names, Passed, Stored, read_results

RESULTS = click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True)
)
OUT = click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="Write there, not to standard output."
)
ACCOUNT = click.option("--account", default="account", show_default=True, metavar="FIELD", help="Who wrote it.")
PLATFORM = click.option(
    "--platform", default="platform", show_default=True, metavar="FIELD", help="On which platform."
)
TIME = click.option(
    "--time", default="time", show_default=True, metavar="FIELD", help="When: ISO 8601, or seconds since 1970."
)

_TOLD = 5
"""Bad lines named one by one; the others are counted."""


class Intake:
    """Read stored results and remember what could not be read, and by which rules they were judged.

    Args:
        files: JSONL files; `-` is standard input.
        names: which fields hold what.
    """

    def __init__(self, files: tuple[Path, ...], names: Names) -> None:
        self._files = files
        self._names = names
        self._passed = 0
        self._odd: Counter[str] = Counter()
        self.rulesets: Counter[tuple[str, str, str]] = Counter()
        self.unscanned = 0
        self.results = 0

    @property
    def passed(self) -> int:
        """Count the lines that hold no result and were not written by the scan as such."""
        return self._passed

    def __iter__(self) -> Iterator[Stored]:
        for file in self._files:
            yield from self._read(file)
        if not self.results:
            self.tell()
            hint = "; write them with: codewords scan FILE --format jsonl" if self._passed else ""
            empty = "" if self._passed or self.unscanned else ": the input is empty"
            message = f"no result could be read{hint}{empty}"
            raise Unreadable(message)

    def _read(self, file: Path) -> Iterator[Stored]:
        name = str(file)
        with nullcontext(sys.stdin.buffer) if name == "-" else file.open("rb") as lines:
            for item in read_results(lines, names=self._names):
                if isinstance(item, Passed):
                    self._pass_over(name, item)
                    continue
                ref = item.result.ruleset
                self.results += 1
                self.rulesets[ref.version, ref.digest, ref.policy] += 1
                self._odd.update(item.odd)
                yield item

    def _pass_over(self, name: str, item: Passed) -> None:
        if not item.scanned:
            self.unscanned += 1
            return
        self._passed += 1
        if self._passed <= _TOLD:
            click.echo(f"{name}:{item.line}: {item.reason}; line passed over", err=True)

    def tell(self) -> None:
        """Say on standard error what was not read, and that rule sets differ where they do."""
        if self._passed > _TOLD:
            click.echo(f"{_count(self._passed - _TOLD, 'more line')} passed over", err=True)
        if self.unscanned:
            click.echo(f"{_count(self.unscanned, 'message')} not read by the scan itself", err=True)
        for name, count in sorted(self._odd.items()):
            click.echo(
                f"{_count(count, 'line')}: field `{name}` could not be read and counts as missing", err=True
            )
        if len(self.rulesets) > 1:
            told = ", ".join(
                f"{version} ({digest[:12]}, policy {policy})" for version, digest, policy in self.rulesets
            )
            click.echo(
                f"results of {len(self.rulesets)} rule sets: {told}; their points cannot be compared", err=True
            )

    def told_rulesets(self) -> list[dict[str, str | int]]:
        """Give the rule sets that judged, with how many results each has, the most first."""
        return [
            {"version": version, "digest": digest, "policy": policy, "results": count}
            for (version, digest, policy), count in sorted(
                self.rulesets.items(), key=lambda item: (-item[1], item[0])
            )
        ]


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' if number != 1 else ''}"


def write(content: str, out: Path | None) -> None:
    """Write to a file, or to standard output.

    Raises:
        Unreadable: when the file cannot be written.
    """
    if out is None:
        click.echo(content, nl=False)
        return
    try:
        out.write_text(content, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        message = f"{out}: {(error.strerror or 'cannot be written').lower()}"
        raise Unreadable(message) from error
    click.echo(f"wrote {out}", err=True)
