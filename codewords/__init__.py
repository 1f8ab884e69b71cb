"""Find coded offers of drugs in messages, and say why.

>>> import codewords
>>> engine = codewords.load()
>>> engine.scan("beuh 5g 50€ / 10g 90€, livraison 7j/7, snap zz_fictif").label
'offer'

Everything public stands here; inner modules may change. Names load when first used, so that
importing the package costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from codewords._version import __version__

if TYPE_CHECKING:
    from codewords.api import check, compare, load
    from codewords.engine.engine import Engine
    from codewords.errors import (
        CodewordsError,
        ManifestError,
        Place,
        Problem,
        RuleFileError,
        RulesetMismatch,
    )
    from codewords.maintain.compare import Comparison
    from codewords.maintain.diff import Difference, diff
    from codewords.maintain.evaluate import evaluate
    from codewords.model import RuleSet
    from codewords.reload import Reload, Reloader
    from codewords.results import Contact, Match, Price, ScanResult

__all__ = [
    "CodewordsError",
    "Comparison",
    "Contact",
    "Difference",
    "Engine",
    "ManifestError",
    "Match",
    "Place",
    "Price",
    "Problem",
    "Reload",
    "Reloader",
    "RuleFileError",
    "RuleSet",
    "RulesetMismatch",
    "ScanResult",
    "__version__",
    "check",
    "compare",
    "diff",
    "evaluate",
    "load",
]

_HOME = {
    "CodewordsError": "errors",
    "Comparison": "maintain.compare",
    "Contact": "results",
    "Difference": "maintain.diff",
    "Engine": "engine.engine",
    "ManifestError": "errors",
    "Match": "results",
    "Place": "errors",
    "Price": "results",
    "Problem": "errors",
    "Reload": "reload",
    "Reloader": "reload",
    "RuleFileError": "errors",
    "RuleSet": "model",
    "RulesetMismatch": "errors",
    "ScanResult": "results",
    "check": "api",
    "compare": "api",
    "diff": "maintain.diff",
    "evaluate": "maintain.evaluate",
    "load": "api",
}


def __getattr__(name: str) -> Any:
    home = _HOME.get(name)
    if home is None:
        message = f"module `codewords` has no attribute `{name}`"
        raise AttributeError(message)
    value = getattr(import_module(f"codewords.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
