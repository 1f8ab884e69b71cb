"""Functions for the rules of ROOST Osprey: `CodewordsLabel(text=PostText) == 'offer'`.

Osprey loads this module by its entry point `osprey_plugin` when codewords is installed beside a worker. All
functions of one text share one scan: the accessor of Osprey keeps it for as long as the action is evaluated.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from typing import Any

from codewords import Engine, ScanResult
from codewords.reference import refer

try:
    from osprey.engine.ast_validator.validation_context import ValidationContext
    from osprey.engine.executor.execution_context import ExecutionContext
    from osprey.engine.executor.external_service_utils import ExternalService
    from osprey.engine.executor.udf_execution_helpers import HasHelper
    from osprey.engine.stdlib.udfs.categories import UdfCategories
    from osprey.engine.udf.arguments import ArgumentsBase, ConstExpr
    from osprey.engine.udf.base import UDFBase
    from osprey.worker.adaptor.plugin_manager import hookimpl_osprey
except ModuleNotFoundError as missing:
    hint = (
        "codewords.plugins.osprey runs inside a worker of ROOST Osprey (github.com/roostorg/osprey); "
        "install codewords there. The package `osprey` of PyPI is another project"
    )
    raise ModuleNotFoundError(hint, name=missing.name) from missing

__all__ = [
    "CodewordsAction",
    "CodewordsCategories",
    "CodewordsContacts",
    "CodewordsDetections",
    "CodewordsLabel",
    "CodewordsRuleset",
    "CodewordsScore",
    "CodewordsSubstances",
    "Scanner",
    "register_udfs",
]

RULES, OVERLAYS, POLICY = "CODEWORDS_OSPREY_RULES", "CODEWORDS_OSPREY_OVERLAYS", "CODEWORDS_OSPREY_POLICY"
"""Variables of the worker's environment: a rules folder, paths joined as in PATH, the id of a policy."""


class Message(ArgumentsBase):
    """Name the arguments that all functions share."""

    text: str
    """The message."""
    surface: ConstExpr[str] = ConstExpr.for_default("surface", "post")
    """Optional: where it stood: `post`, `comment`, `bio`, `dm` and others of the rules."""


class Scanner(ExternalService[tuple[str, str], ScanResult]):
    """Hold the engine that all functions share.

    Args:
        engine: what judges.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def get_from_service(self, key: tuple[str, str]) -> ScanResult:
        """Judge one message: its text and its surface."""
        text, surface = key
        return self.engine.scan(text, surface=surface)


@cache
def scanner() -> Scanner:
    """Give the one scanner of this worker, made of the rules that its environment names.

    Raises:
        RuleFileError: when the rules have faults.
        ValueError: for an unknown policy.
    """
    overlays = tuple(path for path in os.environ.get(OVERLAYS, "").split(os.pathsep) if path)
    policy = os.environ.get(POLICY) or "default"
    return Scanner(refer(os.environ.get(RULES) or None, overlays=overlays, policy=policy).load())


class Scanned(HasHelper[Scanner]):
    """Join what all functions do: check the surface when rules are read, and scan once."""

    category = UdfCategories.STRING

    def __init__(self, validation_context: ValidationContext, arguments: Message) -> None:
        super().__init__(validation_context, arguments)
        known = sorted(surface.id for surface in scanner().engine.surfaces)
        if arguments.surface.value not in known:
            validation_context.add_error(
                message="unknown surface",
                span=arguments.surface.argument_span,
                hint=f"`surface` must be one of {', '.join(f'`{name}`' for name in known)}",
            )

    @classmethod
    def create_provider(cls) -> Scanner:
        """Give the shared scanner; it compiles the rules when the worker starts."""
        return scanner()

    def result(self, execution_context: ExecutionContext, arguments: Message) -> ScanResult:
        """Give the result of the message, judged once for each action."""
        accessor = execution_context.get_external_service_accessor(execution_context.get_udf_helper(self))
        judged: ScanResult = accessor.get((arguments.text, arguments.surface.value))
        return judged


class CodewordsLabel(Scanned, UDFBase[Message, str]):
    """Returns `offer`, `talk` or `none`: whether drugs are offered, only spoken of, or neither."""

    def execute(self, execution_context: ExecutionContext, arguments: Message) -> str:
        """Give the label."""
        return self.result(execution_context, arguments).label


class CodewordsAction(Scanned, UDFBase[Message, str]):
    """Returns `allow`, `review` or `block`, by the thresholds of the surface."""

    def execute(self, execution_context: ExecutionContext, arguments: Message) -> str:
        """Give the action."""
        return self.result(execution_context, arguments).action


class CodewordsScore(Scanned, UDFBase[Message, float]):
    """Returns the score from 0 to 1 that ranks messages; an offer has 0.5 or more."""

    def execute(self, execution_context: ExecutionContext, arguments: Message) -> float:
        """Give the score."""
        return self.result(execution_context, arguments).score


class CodewordsCategories(Scanned, UDFBase[Message, list[str]]):
    """Returns the categories: `sale`, `recruitment`, `relocation`, `front`, `endorsement`, `buyer_request`."""

    def execute(self, execution_context: ExecutionContext, arguments: Message) -> list[str]:
        """Give the categories."""
        return list(self.result(execution_context, arguments).categories)


class CodewordsSubstances(Scanned, UDFBase[Message, list[str]]):
    """Returns the ids of the substances."""

    def execute(self, execution_context: ExecutionContext, arguments: Message) -> list[str]:
        """Give the substances."""
        return list(self.result(execution_context, arguments).substances)


class CodewordsContacts(Scanned, UDFBase[Message, list[str]]):
    """Returns the normalised contacts of an offer (`telegram:zz_fictif`), equal across spellings."""

    def execute(self, execution_context: ExecutionContext, arguments: Message) -> list[str]:
        """Give the keys of the contacts, each once."""
        return list(dict.fromkeys(contact.key for contact in self.result(execution_context, arguments).contacts))


class CodewordsDetections(Scanned, UDFBase[Message, list[str]]):
    """Returns the ids of the detections that fired: the reason of the label, without a word of the message."""

    def execute(self, execution_context: ExecutionContext, arguments: Message) -> list[str]:
        """Give the ids of the detections."""
        return [hit.id for hit in self.result(execution_context, arguments).detections]


class CodewordsRuleset(Scanned, UDFBase[Message, str]):
    """Returns version and digest of the rules that judged the text, to be kept with a decision."""

    def execute(self, execution_context: ExecutionContext, arguments: Message) -> str:
        """Give the version and the digest."""
        ruleset = self.result(execution_context, arguments).ruleset
        return f"{ruleset.version} {ruleset.digest}"


@hookimpl_osprey
def register_udfs() -> Sequence[type[UDFBase[Any, Any]]]:
    """Give Osprey the functions of this module."""
    return [
        CodewordsLabel,
        CodewordsAction,
        CodewordsScore,
        CodewordsCategories,
        CodewordsSubstances,
        CodewordsContacts,
        CodewordsDetections,
        CodewordsRuleset,
    ]
