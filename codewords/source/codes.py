"""What each problem code means, as `codewords check --explain CODE` shows it.

The one table of codes is codes.txt beside this module: 1 file and YAML syntax, 2 keys and values,
3 references and ids, 4 patterns, 5 detections, 6 overlays, 7 quality (warnings), 8 locks and signatures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).with_name("codes.txt")
"""One block a code: its number, the explanation, lines of a bad (`-`) and of a good (`+`) example."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Explain one code.

    Args:
        text: what is wrong and why it matters.
        bad: an example with the fault.
        good: the same without it.
    """

    text: str
    bad: str
    good: str


@cache
def explanations() -> Mapping[str, Explanation]:
    """Give every code that the reading of rules can tell, with its explanation."""
    blocks: dict[str, list[str]] = {}
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("CW"):
            rows = blocks.setdefault(line, [])
        else:
            rows.append(line[2:])
    return {code: _explanation(rows) for code, rows in blocks.items()}


def explain(code: str) -> str:
    """Give the explanation of a code with its examples.

    Raises:
        KeyError: for an unknown code.
    """
    found = explanations()[code]
    parts = [found.text, "Bad:", _indent(found.bad), "Good:", _indent(found.good)]
    return "\n".join(parts)


def _explanation(rows: list[str]) -> Explanation:
    text = " ".join(row for row in rows if row[:2] not in ("- ", "+ "))
    bad, good = ("\n".join(row[2:] for row in rows if row.startswith(sign)) for sign in ("- ", "+ "))
    return Explanation(text, bad, good)


def _indent(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())
