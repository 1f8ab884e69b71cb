"""What a new entry still lacks: asked for at a terminal, named all at once elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import click

from codewords import RuleSet
from codewords.maintain.entry import COUNTER, EMOJI, SUBSTANCE, NewEntry
from codewords.model import AMBIGUITIES, LANGUAGES, TOPICS
from codewords.source.lint import UNPROVEN
from codewords.source.log import guess

_SHOWN = 12
"""Names of a long list that a message shows."""


@dataclass(frozen=True, slots=True)
class Question:
    """Ask for one key of an entry.

    Args:
        field: the field of `NewEntry`.
        option: the option that gives it without being asked.
        prompt: the question.
        known: the names that it may have; empty for free text.
        is_list: True for a field that holds several.
        cut: what stands between several on one line; empty where there is one a line.
        default: what an empty answer means.
    """

    field: str
    option: str
    prompt: str
    known: tuple[str, ...] = ()
    is_list: bool = False
    cut: str = ""
    default: str = ""


def ambiguity_question(suggestion: str) -> Question:
    """Give the question for the ambiguity, with what the word's neighbours speak for."""
    return Question("ambiguity", "--ambiguity", "ambiguity", AMBIGUITIES, default=suggestion)


def first_questions(entry: NewEntry, rules: RuleSet) -> list[Question]:
    """Give what has to be known before the neighbours of a word are looked at."""
    asked = []
    if entry.kind in (SUBSTANCE, EMOJI) and not entry.substances:
        known = tuple(item.id for item in rules.substances)
        asked.append(Question("substances", "--substance", "substance", known, is_list=True, cut=" "))
    if entry.kind == COUNTER and not entry.topic:
        asked.append(Question("topic", "--topic", "topic", TOPICS))
    if not entry.is_emoji and not entry.langs:
        asked.append(Question("langs", "--lang", "language", LANGUAGES, is_list=True, cut=" "))
    return asked


def last_questions(entry: NewEntry) -> list[Question]:
    """Give what an entry of its ambiguity needs besides."""
    if entry.kind not in (SUBSTANCE, EMOJI) or entry.ambiguity == "low":
        return []
    asked = [
        Question("sense", "--sense", "its ordinary sense, in a few English words"),
        Question("hits", "--hit", "a message, made up, in which it counts", is_list=True),
        Question("misses", "--miss", "a message, made up, in which it does not", is_list=True),
    ]
    return [question for question in asked if not getattr(entry, question.field)]


def source_question(rules: RuleSet) -> Question:
    """Give the question for the source, which has a default."""
    known = tuple(item.id for item in rules.sources)
    prompt = "source, a key of sources.yaml"
    return Question("source", "--source", prompt, known, is_list=True, cut=" ", default=UNPROVEN)


def ask(entry: NewEntry, questions: Sequence[Question]) -> NewEntry:
    """Ask at the terminal until each answer can be taken."""
    for question in questions:
        answer = click.prompt(
            question.prompt, default=question.default or None, value_proc=_reader(question), err=False
        )
        answered: dict[str, Any] = {question.field: answer}
        entry = replace(entry, **answered)
    return entry


def _reader(question: Question) -> Callable[[str], object]:
    """Give what turns an answer into a value, or refuses it in words."""

    def read(answer: str) -> object:
        if not isinstance(answer, str):
            return answer
        parts = answer.replace(",", " ").split() if question.cut else [answer.strip()]
        if not parts or not parts[0]:
            message = "an answer is needed"
            raise click.UsageError(message)
        for part in parts:
            refuse_unknown(part, question.known)
        return tuple(parts) if question.is_list else parts[0]

    return read


def refuse_unknown(name: str, known: Sequence[str], option: str = "") -> None:
    """Refuse a name that the rules do not know.

    Raises:
        click.UsageError: with the name that was probably meant, or the known ones.
    """
    if known and name not in known:
        shown = ", ".join(known[:_SHOWN]) + (", ..." if len(known) > _SHOWN else "")
        message = f"unknown name {name!r}; {guess(name, known) or f'known: {shown}'}"
        raise click.BadParameter(message, param_hint=option or None)


def require(questions: Sequence[Question], *, why: str = "") -> None:
    """Refuse an entry that lacks something, where nobody can be asked.

    Raises:
        click.UsageError: with every option that is missing, and what it may be.
    """
    if not questions:
        return
    lines = [f"  {question.option}  {_told(question)}" for question in questions]
    message = "\n".join([f"the entry needs{why}:", *lines])
    raise click.UsageError(message)


def _told(question: Question) -> str:
    if not question.known:
        return question.prompt
    shown = ", ".join(question.known[:_SHOWN])
    return f"one of {shown}" + (
        f" and {len(question.known) - _SHOWN} more" if len(question.known) > _SHOWN else ""
    )
