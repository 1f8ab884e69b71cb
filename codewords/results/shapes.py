"""What a scan returns: frozen, picklable, with exact spans and a way to JSON and back.

This module owns the shape of results and nothing of how they come about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from codewords.errors import CodewordsError

__all__ = [
    "Contact",
    "Contribution",
    "DetectionHit",
    "Match",
    "NearMiss",
    "Price",
    "ResultError",
    "RulesetRef",
    "ScanResult",
    "Skipped",
    "Unknown",
]

RESULT_FORMAT = 1
"""Number of the layout of `ScanResult.to_dict`."""


class ResultError(CodewordsError):
    """Say that a stored result cannot be read back."""


@dataclass(frozen=True, slots=True)
class Match:
    """Show one piece of evidence in the original text.

    Args:
        start: first character, index into the original `str`.
        end: one past the last character.
        text: `original[start:end]`.
        id: id of the entry of the rule set.
        kind: one of `codewords.model.KINDS`.
        lang: language of the entry, `und` for none.
        via: `exact`, `folded`, `fuzzy`, `phonetic` or `pattern`.
        distance: edits between the folded text and the entry.
        folds: ids of the folding steps that were needed.
        field: field of the record, or `None` for a plain message.
    """

    start: int
    end: int
    text: str
    id: str
    kind: str
    lang: str = "und"
    via: str = "exact"
    distance: int = 0
    folds: tuple[str, ...] = ()
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Price:
    """State one price as facts.

    Args:
        quantity: how much is sold, in `unit`; `None` when not said.
        unit: `g`, `ml` or `piece`; `None` when not said.
        amount: money asked for the whole quantity.
        currency: ISO 4217 code, or `None`.
        item: the word that names the product, or `None`.
        substance: id of the substance, or `None`.
        inferred: names of the fields that were not written but follow from usage.
        start: first character in the original text.
        end: one past the last character.
        field: field of the record, or `None`.
    """

    quantity: Decimal | None
    unit: str | None
    amount: Decimal
    currency: str | None
    item: str | None
    substance: str | None
    inferred: tuple[str, ...]
    start: int
    end: int
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """State one way to reach someone.

    Args:
        platform: `telegram`, `snapchat`, `phone`, `link`, ...
        handle: as written, without decoration; may be empty (`add snap`).
        key: normalised identity (`telegram:zz_fictif`), equal across spellings.
    """

    platform: str
    handle: str
    key: str
    start: int
    end: int
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """Point at a word in the place of a product that no lexicon lists."""

    text: str
    start: int
    end: int
    field: str | None = None


@dataclass(frozen=True, slots=True)
class DetectionHit:
    """Tell which detection fired, what it is worth and on what evidence.

    Args:
        outcome: `offer`, `talk`, `unknown` or `counter`.
        status: `stable`, or `shadow` for one that is reported and not scored.
    """

    id: str
    title: str
    outcome: str
    category: str
    points: float
    status: str
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class NearMiss:
    """Tell which detection almost fired and what it lacked."""

    id: str
    title: str
    points: float
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contribution:
    """Show one summand of the points."""

    name: str
    points: float


@dataclass(frozen=True, slots=True)
class Skipped:
    """Name a part of the work that was not done.

    Args:
        what: `text`, `pattern`, `evidence`, `tokens` or `field`.
        reason: why, in words.
        start: first character not looked at, where that applies.
        end: one past the last.
    """

    what: str
    reason: str
    start: int | None = None
    end: int | None = None
    field: str | None = None


@dataclass(frozen=True, slots=True)
class RulesetRef:
    """Name the rules and the engine that made a decision.

    Args:
        version: content version (`2026.11.0`).
        digest: sha-256 over the canonical content, in hex.
        policy: id of the policy.
        engine: version of codewords.
        overlays: names of the overlays, in order.
        fingerprint: versions of what else decides: regex, rapidfuzz, emoji.
    """

    version: str
    digest: str
    policy: str
    engine: str
    overlays: tuple[str, ...] = ()
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class ScanResult:
    """Hold one decision and everything that led to it.

    The fields are those of the public contract; `contributions` lists the summands of `points`.
    `smallest` comes with near misses: evidence of an offer that would be one without all the rest, and no
    longer without any one of these. A word that no lexicon lists stands there with the kind `unknown`.
    """

    label: str
    points: float
    score: float
    action: str
    categories: tuple[str, ...]
    substances: tuple[str, ...]
    matches: tuple[Match, ...]
    prices: tuple[Price, ...]
    contacts: tuple[Contact, ...]
    detections: tuple[DetectionHit, ...]
    unknown: tuple[Unknown, ...]
    near_misses: tuple[NearMiss, ...]
    skipped: tuple[Skipped, ...]
    contributions: tuple[Contribution, ...]
    surface: str
    lang: tuple[str, ...] | None
    ruleset: RulesetRef
    smallest: tuple[Match, ...] = ()

    def explain(self, text: str | Mapping[str, Any] | Sequence[str]) -> str:
        """Say in words why, with the evidence underlined.

        Args:
            text: the message, the record or the thread that was scanned.

        Raises:
            ValueError: when a span does not fit the text.
        """
        from codewords.results.explain import explain  # noqa: PLC0415  it needs the shapes of this module

        return explain(self, text)

    def statement(
        self,
        lang: str,
        *,
        contact: str | None = None,
        terms: str | None = None,
        text: str | Mapping[str, Any] | Sequence[str] | None = None,
    ) -> str:
        """Say to the person moderated what was decided, on which ground, and by what means.

        It follows article 17 of the EU's Digital Services Act and names no word that was recognised.

        Args:
            lang: `fr` or `en`.
            contact: where the person can contest; a placeholder in brackets when not given.
            terms: the clause of the site's terms; a placeholder in brackets when not given.
            text: the message, the record or the thread, to quote whole lines of it.

        Raises:
            ValueError: for an unknown language, or when a span does not fit the text.
        """
        from codewords.results.statement import statement  # noqa: PLC0415  it needs the shapes of this module

        return statement(self, lang, contact=contact, terms=terms, text=text)

    def to_dict(self, *, text: bool = True) -> dict[str, Any]:
        """Give a dict of plain JSON types; `Decimal` becomes a string.

        Args:
            text: False leaves out every quotation of the message (`text`, `item`, `handle`).
        """
        from codewords.results.plain import to_dict  # noqa: PLC0415  it needs the shapes of this module

        return to_dict(self, text=text)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> ScanResult:
        """Read back what `to_dict` wrote.

        Raises:
            ResultError: when the dict has another layout.
        """
        from codewords.results.plain import from_dict  # noqa: PLC0415  it needs the shapes of this module

        return from_dict(data)

    @staticmethod
    def json_schema() -> dict[str, Any]:
        """Give the JSON Schema (draft 2020-12) of what `to_dict` writes."""
        from codewords.results.schema import result_schema  # noqa: PLC0415  it needs the shapes of this module

        return result_schema()
