"""The command line: `codewords scan`, `explain`, `check`, `test` and `eval`.

It uses the public API alone. `click` and `rich` come with the `cli` extra.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line, or say what to install."""
    try:
        from codewords.cli.commands import cli
    except ModuleNotFoundError as error:
        if error.name not in ("click", "rich"):
            raise
        sys.stderr.write(f"codewords: the command line needs `{error.name}`: pip install 'codewords[cli]'\n")
        raise SystemExit(2) from None
    cli(prog_name="codewords")
