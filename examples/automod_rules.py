# ruff: noqa: INP001, T201  a script, not a package
"""Make AutoMod rules that tell moderators: `python examples/automod_rules.py CHANNEL_ID OUT.json`."""

import json
import sys
from pathlib import Path

from codewords.plugins.automod import export


def main(channel: str, out: str) -> None:
    """Write the bodies of the requests, and print what is carried and what is not."""
    made = export(alert_channel=channel, langs=["fr", "en"])
    Path(out).write_text(json.dumps(made.rules, ensure_ascii=False, indent=1), encoding="utf-8")
    print(made.report())


if __name__ == "__main__":
    main(*sys.argv[1:3])
