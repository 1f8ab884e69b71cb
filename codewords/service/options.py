"""Read the options of a scan from values that may be anything, and say by place what does not fit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import codewords
from codewords.service.problem import Fault, Problem

EVIDENCE = ("label", "all")
NAMES = ("surface", "lang", "evidence", "near_misses", "quote")
TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}")
"""A language tag (RFC 5646), as far as it matters here."""

MOST_TAGS = 20


@dataclass(frozen=True, slots=True)
class Options:
    """Hold how a message is to be judged and told.

    Args:
        surface: id of a surface of the rules.
        lang: languages of the rules that the caller expects, in the order of the rules; `None` for no hint.
        evidence: `label` or `all`.
        near_misses: True tells what almost fired.
        quote: False leaves the message's own words out.
    """

    surface: str
    lang: tuple[str, ...] | None = None
    evidence: str = "label"
    near_misses: bool = False
    quote: bool = True

    def of_scan(self) -> dict[str, Any]:
        """Give the keyword arguments of `Engine.scan`."""
        return {
            "surface": self.surface,
            "lang": self.lang,
            "evidence": self.evidence,
            "near_misses": self.near_misses,
        }


class Reading:
    """Read options from values of any type, and gather what is wrong with them.

    Args:
        rules: the rules that name surfaces and languages.
    """

    def __init__(self, rules: codewords.RuleSet) -> None:
        self._surfaces = tuple(item.id for item in rules.surfaces)
        self._languages = rules.languages
        self.faults: list[Fault] = []

    def wrong(self, pointer: str, detail: str) -> None:
        """Note what is wrong at a place."""
        self.faults.append(Fault(pointer, detail))

    def known_keys(self, data: Iterable[str], known: Sequence[str], pointer: str = "") -> None:
        """Note that there are keys which nobody reads."""
        if not set(data) <= set(known):
            self.wrong(pointer, f"a key that is not known; known: {', '.join(known)}")

    def surface(self, value: object, pointer: str = "/surface") -> str:
        """Give the id of a surface."""
        if isinstance(value, str) and value in self._surfaces:
            return value
        self.wrong(pointer, f"no surface of these rules; known: {', '.join(self._surfaces)}")
        return ""

    def lang(self, value: object, pointer: str = "/lang") -> tuple[str, ...] | None:
        """Give the languages that the rules know; the others are no hint for them."""
        if value is None:
            return None
        tags = value if isinstance(value, list) else [value]
        if len(tags) > MOST_TAGS or not all(isinstance(tag, str) and TAG.fullmatch(tag) for tag in tags):
            self.wrong(pointer, f"neither a language tag as `fr` or `pt-BR` nor a list of at most {MOST_TAGS}")
            return None
        asked = {str(tag).partition("-")[0].lower() for tag in tags}
        return tuple(lang for lang in self._languages if lang in asked) or None

    def evidence(self, value: object, pointer: str = "/evidence") -> str:
        """Give which evidence is told."""
        if isinstance(value, str) and value in EVIDENCE:
            return value
        self.wrong(pointer, f"neither of {', '.join(EVIDENCE)}")
        return EVIDENCE[0]

    def yes(self, value: object, pointer: str) -> bool:
        """Give a boolean."""
        if not isinstance(value, bool):
            self.wrong(pointer, "neither true nor false")
        return value is True

    def length(self, found: int, most: int, pointer: str) -> None:
        """Note that there are too many characters to be judged in one go."""
        if found > most:
            self.wrong(pointer, f"{found} characters are more than the {most} that are judged in one go")

    def end(self) -> None:
        """Raise what was noted.

        Raises:
            Problem: `invalid`, with each place, when anything was.
        """
        if self.faults:
            message = "the request does not fit: " + "; ".join(
                f"{item.pointer or 'the body'}: {item.detail}" for item in self.faults
            )
            raise Problem("invalid", message, faults=self.faults)


def read_options(reading: Reading, data: Mapping[str, Any], default: str) -> Options:
    """Give the options of a JSON body; what is wrong with them is noted in `reading`.

    Args:
        default: the surface of a body that names none.
    """
    return Options(
        surface=reading.surface(data.get("surface", default)),
        lang=reading.lang(data.get("lang")),
        evidence=reading.evidence(data.get("evidence", "label")),
        near_misses=reading.yes(data.get("near_misses", False), "/near_misses"),
        quote=reading.yes(data.get("quote", True), "/quote"),
    )
