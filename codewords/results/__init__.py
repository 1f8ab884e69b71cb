"""Results: their shape, and their explanation in words."""

from __future__ import annotations

from codewords.results.shapes import (
    Contact,
    Contribution,
    DetectionHit,
    Match,
    NearMiss,
    Price,
    ResultError,
    RulesetRef,
    ScanResult,
    Skipped,
    Unknown,
)

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
