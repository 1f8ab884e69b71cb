"""Where the bundled rules are: inside the wheel, or beside the package in a checkout."""

from __future__ import annotations

from pathlib import Path

from codewords.errors import CodewordsError

MANIFEST_NAME = "manifest.yaml"
PASSED_OVER = ("schema", "corpus")
"""Folders at the top of a rule set that hold no rules."""

_PACKAGE = Path(__file__).resolve().parent.parent


def bundled_rules(package: Path = _PACKAGE) -> Path:
    """Give the folder of the rules that come with codewords.

    Args:
        package: folder of the package.

    Raises:
        CodewordsError: when the rules are in neither place.
    """
    for folder in (package / "_rules", package.parent / "rules"):
        if (folder / MANIFEST_NAME).is_file():
            return folder
    message = (
        f"the bundled rules are missing beside `{package}`; install codewords again, or name a folder of rules"
    )
    raise CodewordsError(message)
