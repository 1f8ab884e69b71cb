"""One piece of evidence, as matchers and extractors hand it to the judge."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Evidence:
    """Place one finding in the text, with all that a condition may ask of it.

    Args:
        id: id of the term, emoji or pattern.
        start: first character in the original text.
        end: one past the last.
        first: index of the first token it covers.
        last: one past the index of the last token.
        line: number of its line, from 0.
        sentence: number of its sentence, from 0.
        disguised: True when a fold was needed that nobody types by accident.
        count: length of an emoji run, 1 otherwise.
    """

    kind: str
    id: str
    start: int
    end: int
    first: int
    last: int
    line: int
    sentence: int
    lang: str = "und"
    ambiguity: str = "medium"
    role: str = ""
    topic: str = ""
    substances: tuple[str, ...] = ()
    via: str = "exact"
    distance: int = 0
    folds: tuple[str, ...] = ()
    disguised: bool = False
    count: int = 1
    field: str | None = None
    status: str = "stable"
