"""Warnings of quality that `codewords check` gives: what loads, and would serve better otherwise.

Nothing here runs when rules are merely loaded. A day counts only for the dates of review.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from codewords.errors import Place
from codewords.model import RuleSet, Term
from codewords.source.draft import Draft
from codewords.source.log import Log
from codewords.source.spelling import plain

UNPROVEN = "general_knowledge"
"""Source of what nobody wrote down."""


@dataclass(frozen=True, slots=True)
class _Case:
    """Hold what every check looks at."""

    rules: RuleSet
    draft: Draft
    log: Log
    month: str
    ordinary: frozenset[str]


def lint(rules: RuleSet, draft: Draft, log: Log, *, as_of: dt.date) -> None:
    """Give the warnings of quality.

    Args:
        rules: the objects made of the draft.
        draft: the entries, for their places.
        log: takes the warnings.
        as_of: the day on which dates of review are looked at.
    """
    ordinary = frozenset().union(*rules.ordinary.values()) if rules.ordinary else frozenset()
    case = _Case(rules, draft, log, f"{as_of:%Y-%m}", ordinary)
    for check in _CHECKS:
        check(case)


def _living(case: _Case) -> Iterator[Term]:
    return (term for term in case.rules.terms if term.status != "retired")


def _words(case: _Case) -> Iterator[Term]:
    """Give the living words for substances."""
    return (term for term in _living(case) if term.kind == "substance" and not term.is_emoji)


def _place(case: _Case, term: Term, key: str) -> Place:
    entry = case.draft.sections.get("emoji" if term.is_emoji else "terms", {}).get(term.id)
    node = entry.node.get(key) if entry is not None else None
    return node.place if node is not None else term.place


def check_reached_forms(case: _Case) -> None:
    """Tell a form that differs from another spelling in capitals or accents that folding takes away."""
    for term in case.rules.terms:
        if term.is_emoji or term.case:
            continue
        seen = {plain(term.term): term.term}
        for form in term.forms:
            first = seen.setdefault(plain(form), form)
            if first is not form and not _is_kept_apart(first, form, case.ordinary):
                message = f"form `{form}` of term `{term.term}` is reached without it"
                case.log.warning(_place(case, term, "forms"), "CW702", message, "take it out")


def _is_kept_apart(first: str, form: str, ordinary: frozenset[str]) -> bool:
    """Tell whether a word of the form is an ordinary one, which no folding turns into a term."""
    pairs = zip(first.casefold().split(), form.casefold().split(), strict=False)
    return any(a != b and b in ordinary for a, b in pairs)


def check_unreachable_forms(case: _Case) -> None:
    """Tell a spelling without a letter or digit, which no text is cut into."""
    for term in _living(case):
        for spelling in () if term.is_emoji else (term.term, *term.forms):
            if not any(character.isalnum() for character in spelling):
                message = f"spelling `{spelling}` of `{term.id}` holds no letter and no digit"
                case.log.warning(term.place, "CW710", message, "write a pattern for it, or list it as an emoji")


def check_homonyms(case: _Case) -> None:
    """Tell a spelling that stands for unrelated substances without a word on it."""
    parents = {item.id: item.parent or item.id for item in case.rules.substances}
    senses: dict[str, list[Term]] = defaultdict(list)
    for term in _words(case):
        for spelling in dict.fromkeys(plain(item) for item in (term.term, *term.forms)):
            senses[spelling].append(term)
    for spelling, terms in senses.items():
        families = [frozenset(parents.get(name, name) for name in term.substances) for term in terms]
        for term, family in zip(terms, families, strict=True):
            others = [other.id for other, its in zip(terms, families, strict=True) if not family & its]
            if others and not term.sense:
                message = f"`{spelling}` of `{term.id}` also stands for another substance in `{others[0]}`"
                case.log.warning(term.place, "CW705", message, "tell in `sense` what else it means")


def check_ordinary_terms(case: _Case) -> None:
    """Tell a word of everyday language that is said to tell a substance alone."""
    for term in _words(case):
        if term.ambiguity == "low" and term.role != "name" and term.term.casefold() in case.ordinary:
            message = f"term `{term.term}` of low ambiguity is an ordinary word"
            case.log.warning(_place(case, term, "ambiguity"), "CW706", message, "give it medium or high ambiguity")


def check_review_dates(case: _Case) -> None:
    """Tell an entry whose date of review has passed."""
    for term in _living(case):
        if term.review_by and term.review_by < case.month:
            message = f"`{term.id}` was due for another look in {term.review_by}"
            hint = "look whether it is still said, then move `review_by` or retire it"
            case.log.warning(_place(case, term, "review_by"), "CW707", message, hint)


def check_single_letters(case: _Case) -> None:
    """Tell a term of one letter that needs no other evidence."""
    for term in _living(case):
        for spelling in () if term.is_emoji else (term.term, *term.forms):
            if len(plain(spelling)) == 1 and term.ambiguity != "high":
                message = f"`{spelling}` of `{term.id}` is one letter of {term.ambiguity} ambiguity"
                hint = "give it high ambiguity, so that it counts beside other evidence alone"
                case.log.warning(_place(case, term, "ambiguity"), "CW708", message, hint)


def check_unproven_terms(case: _Case) -> None:
    """Tell a word that rests on general knowledge and is said to tell a substance alone."""
    for term in _words(case):
        if (
            set(term.source) == {UNPROVEN}
            and (term.ambiguity, term.status) == ("low", "stable")
            and term.role != "name"
        ):
            message = f"`{term.id}` of low ambiguity has no source but general knowledge"
            hint = "name a source, or give it medium ambiguity or status shadow"
            case.log.warning(_place(case, term, "ambiguity"), "CW709", message, hint)


def check_frames(case: _Case) -> None:
    """Tell an example that is another one with a different word or number in it: it proves nothing new."""
    frames: dict[tuple[str, str], Term] = {}
    for term in _living(case):
        if term.is_emoji:
            continue
        for key, texts in (("hits", term.hits), ("misses", term.misses)):
            for text in texts:
                first = frames.setdefault((key, _masked(text, term)), term)
                if first is not term:
                    message = f"an example of `{term.id}` is one of `{first.id}` with another word in it"
                    case.log.warning(_place(case, term, key), "CW712", message, "write what a person would say")


def _masked(text: str, term: Term) -> str:
    """Write a text without the spellings of a term and without numbers."""
    spellings = sorted(map(plain, (term.term, *term.forms)), key=len, reverse=True)
    any_of_them = "|".join(map(re.escape, spellings))
    masked = re.sub(rf"(?<!\w)(?:{any_of_them})(?!\w)", "_", plain(text))
    return " ".join(re.sub(r"\d+", "0", masked).split())


_CHECKS = (
    check_reached_forms,
    check_unreachable_forms,
    check_homonyms,
    check_ordinary_terms,
    check_review_dates,
    check_single_letters,
    check_unproven_terms,
    check_frames,
)
