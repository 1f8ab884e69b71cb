"""An engine pickled by reference: made anew from the rules found here, which must be the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from codewords.errors import RulesetMismatch

if TYPE_CHECKING:
    from codewords.engine.engine import Engine


def revive_reference(revive: Callable[..., Engine], digest: str, options: Mapping[str, Any]) -> Engine:
    """Make an engine of the bundled rules, with the options of the one that was pickled.

    Raises:
        RulesetMismatch: when the rules found here have another digest.
    """
    engine = revive(**options)
    if engine.ruleset.digest != digest:
        message = (
            f"pickled with rules of digest {digest[:12]}, but the bundled rules here have "
            f"{engine.ruleset.digest[:12]}; install the same version of codewords on every worker"
        )
        raise RulesetMismatch(message)
    return engine
