"""Surround an offer, or cut it in two: families beyond letters, each a function of text, chance and language.

The offer itself stays word for word. An offer torn into more than two pieces, or drowned in more than
a page, is left out: its readers would not find it either.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping

from generators import prose

Sent = str | dict[str, str] | list[str]
"""What is sent: a message, a record of fields, or the messages of one author."""

_MONEY = re.compile(r"(?<=\s)\d{1,4}(?:[.,]\d\d)?\s?(?:€|\$|£|eur\b|euros?\b|balles\b|e\b)", re.IGNORECASE)


def _of(table: Mapping[str, str], lang: str) -> str:
    return table.get(lang, table["en"])


def news_after(text: str, rng: random.Random, lang: str) -> str:
    """Append a line of news."""
    return f"{text}\n{_of(prose.NEWS, lang)}"


def news_before(text: str, rng: random.Random, lang: str) -> str:
    """Prepend a line of news."""
    return f"{_of(prose.NEWS, lang)}\n{text}"


def prevention_after(text: str, rng: random.Random, lang: str) -> str:
    """Append words of prevention, on the same line or the next."""
    return f"{text}{rng.choice((' ', chr(10)))}{_of(prose.PREVENTION, lang)}"


def prevention_before(text: str, rng: random.Random, lang: str) -> str:
    """Prepend words of prevention."""
    return f"{_of(prose.PREVENTION, lang)}\n{text}"


def cooking_after(text: str, rng: random.Random, lang: str) -> str:
    """Append a piece of a recipe, on the same line or the next."""
    return f"{text}{rng.choice((' ', chr(10)))}{_of(prose.COOKING, lang)}"


def cooking_before(text: str, rng: random.Random, lang: str) -> str:
    """Prepend a piece of a recipe."""
    return f"{_of(prose.COOKING, lang)}\n{text}"


def ordinary_hashtags(text: str, rng: random.Random, lang: str) -> str:
    """Append hashtags of news, prevention and cooking."""
    return f"{text} {_of(prose.TAGS, lang)}"


def long_text(text: str, rng: random.Random, lang: str) -> str:
    """Put six to twelve ordinary sentences before and after, as lines of their own."""
    lines = list(prose.ORDINARY.get(lang, prose.ORDINARY["en"]))
    before = rng.sample(lines, rng.randint(3, 6))
    after = rng.sample(lines, rng.randint(3, 6))
    return " ".join(before) + "\n" + text + "\n" + " ".join(after)


def padding(text: str, rng: random.Random, lang: str) -> str:
    """Put a filler or a row of dots before each price, so that it stands away from its product."""
    fillers = prose.FILLERS.get(lang, prose.FILLERS["en"])
    padded = _MONEY.sub(lambda found: f"{rng.choice((*fillers, '......', '→→→'))} {found[0]}", text)
    return padded if padded != text else f"{rng.choice(fillers)}, {text}"


def wink(text: str, rng: random.Random, lang: str) -> str:
    """Say before or after it that nothing is for sale, or all is fake."""
    line = rng.choice(prose.WINKS.get(lang, prose.WINKS["en"]))
    return f"{text}\n{line}" if rng.random() < 0.5 else f"{line}\n{text}"


def two_fields(text: str, rng: random.Random, lang: str) -> dict[str, str]:
    """Cut the offer over the title and the description of a record."""
    first, second = _halves(text)
    return {"title": first, "description": second} if second else {"title": first}


def two_messages(text: str, rng: random.Random, lang: str) -> list[str]:
    """Cut the offer over two messages of one author."""
    first, second = _halves(text)
    return [first, second] if second else [first]


def _halves(text: str) -> tuple[str, str]:
    """Cut at the line break, or else the space, that is nearest to the middle."""
    for sign in ("\n", " "):
        places = [i for i, char in enumerate(text) if char == sign and text[:i].strip() and text[i:].strip()]
        if places:
            at = min(places, key=lambda place: abs(place - len(text) // 2))
            return text[:at], text[at + 1 :]
    return text, ""
