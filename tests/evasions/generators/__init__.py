"""Make disguised messages of plain ones: families of letters, and families beyond letters.

Each family is a pure function: the same text and seed give the same disguise. Nothing of the library under
test is imported, so that no table is measured against itself.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from generators import letters, phrases, surroundings
from generators.surroundings import Sent
from generators.words import Disguise, disguise, word_spans

__all__ = ["BEYOND", "FAMILIES", "LETTERS", "WORDS", "Family", "Sent", "pair", "word_spans"]

WORDS = (
    Disguise("lookalike-ascii", letters.lookalike_ascii),
    Disguise("leet", letters.leet, least=4),
    Disguise("lookalike-unicode", letters.lookalike_unicode),
    Disguise("zero-width", letters.zero_width),
    Disguise("punctuation", letters.punctuation),
    Disguise("white-space", letters.white_space, apart=True),
    Disguise("styled", letters.styled),
    Disguise("marks", letters.combining_marks),
    Disguise("typos", letters.typo, least=5, share=2 / 3, edits=True),
    Disguise("swaps", letters.swap, least=5, edits=True),
    Disguise("upside-down", letters.upside_down),
    Disguise("split", letters.split, least=5, apart=True),
    Disguise("repeats", letters.repeats),
    Disguise("emoji-between", letters.emoji_between),
    Disguise("masked", letters.masked, least=4),
    Disguise("capitals", letters.capitals),
    Disguise("mixed", letters.mixed),
)
"""Families of letters that disguise word by word."""


@dataclass(frozen=True, slots=True)
class Family:
    """Name a family and what it makes of a message.

    Args:
        make: text, source of chance and language of the text to what is sent.
        is_letters: True for a family of letters.
    """

    name: str
    make: Callable[[str, random.Random, str], Sent]
    is_letters: bool = False

    def __call__(self, text: str, seed: str, lang: str = "fr") -> Sent:
        """Disguise a text.

        Args:
            seed: anything that names the text; two seeds give two disguises of one family.
        """
        return self.make(text, random.Random(f"{self.name}:{seed}"), lang)


def _of_words(*ways: Disguise) -> Callable[[str, random.Random, str], Sent]:
    return lambda text, rng, lang: disguise(text, rng, ways)


LETTERS = (
    *(Family(way.name, _of_words(way), is_letters=True) for way in WORDS),
    Family("glued", lambda text, rng, lang: phrases.glued(text, rng), is_letters=True),
    Family("hashtags", lambda text, rng, lang: phrases.hashtags(text, rng), is_letters=True),
)

BEYOND = (
    Family("news-after", surroundings.news_after),
    Family("news-before", surroundings.news_before),
    Family("prevention-after", surroundings.prevention_after),
    Family("prevention-before", surroundings.prevention_before),
    Family("cooking-after", surroundings.cooking_after),
    Family("cooking-before", surroundings.cooking_before),
    Family("ordinary-hashtags", surroundings.ordinary_hashtags),
    Family("long-text", surroundings.long_text),
    Family("padding", surroundings.padding),
    Family("wink", surroundings.wink),
    Family("two-fields", surroundings.two_fields),
    Family("two-messages", surroundings.two_messages),
)

FAMILIES = (*LETTERS, *BEYOND)


def pair(first: str, second: str) -> Family:
    """Give the family in which disguised words take two ways by turns; `mixed` stacks two on one word.

    Args:
        first: name of a family of words.
        second: name of another.
    """
    ways = {way.name: way for way in WORDS}
    return Family(f"{first}+{second}", _of_words(ways[first], ways[second]), is_letters=True)
