"""Disguise one word: each family of letters as a function of a word and a source of chance.

What a human can no longer read is left out: three marks and more stacked on every letter, words in which
every letter is a sign, words written backwards, letters swapped at the ends, two edits in one word.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Mapping

from generators import alphabets

ASCII = {
    "a": "@4", "b": "8", "c": "(", "e": "3€", "g": "9", "i": "1!", "l": "1|", "o": "0", "s": "$5", "t": "7+",
    "z": "2",
}  # fmt: skip
"""Signs that people type for a letter; a convention, not in Unicode's data."""

INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u202c"
SEPARATORS = (".", "-", "_", "*", "/", "·", "|", "..", "~")
SPACES = (" ", "\n", "\u00a0", "\u2009", "\u3000", "\x0b", "\x0c", "\r")
BREAKS = ("\u00a0", "\u2009", "\u202f", "\x0b", "\x0c", "\r", "\t")
EMOJI = ("🔥", "✨", "⭐", "💥", "💯", "🎉", "✅")
KEYBOARDS = (
    ("azertyuiop", "qsdfghjklm", "wxcvbn"),
    ("qwertyuiop", "asdfghjkl", "zxcvbnm"),
)
VOWELS = "aeiouy"


def lookalike_ascii(word: str, rng: random.Random) -> str:
    """Write one or two letters as the digit or sign that looks like them: `c0ke`, `b3uh`."""
    return _some(word, ASCII, rng, most=2)


def leet(word: str, rng: random.Random) -> str:
    """Write every letter that has one as its digit or sign, but for two letters that stay."""
    return _some(word, ASCII, rng, most=max(1, len(word) - 2))


def lookalike_unicode(word: str, rng: random.Random) -> str:
    """Write one letter up to all as the Cyrillic or Greek one that looks like it."""
    return _some(word, alphabets.lookalikes(), rng, most=rng.randint(1, len(word)))


def zero_width(word: str, rng: random.Random) -> str:
    """Put one to three invisible marks between letters."""
    return _between(word, [rng.choice(INVISIBLE) for _ in range(rng.randint(1, 3))], rng)


def punctuation(word: str, rng: random.Random) -> str:
    """Put one kind of sign between all letters, or at one place: `b.e.u.h`, `be-uh`."""
    sign = rng.choice(SEPARATORS)
    return sign.join(word) if rng.random() < 0.5 else _between(word, [sign], rng)


def white_space(word: str, rng: random.Random) -> str:
    r"""Put white space between all letters, or an odd one (`\x0b`, `\r`, a thin space) at one place."""
    if rng.random() < 0.6:
        return rng.choice(SPACES).join(word)
    return _between(word, [rng.choice(BREAKS)], rng)


def styled(word: str, rng: random.Random) -> str:
    """Write the word in one of the alphabets of font generators; accented letters stay plain, as there."""
    name = rng.choice(list(alphabets.STYLES))
    table = alphabets.style(name)
    gap = rng.choice(("\u200b", " ")) if name == "indicators" else ""
    return gap.join(table.get(char, char) for char in word)


def combining_marks(word: str, rng: random.Random) -> str:
    """Stack marks: one on some letters, or up to two on each, which is the most that stays readable."""
    heavy = rng.random() < 0.5
    out = []
    for char in word:
        count = rng.randint(1, 2) if heavy else int(rng.random() < 0.5)
        out.append(char + "".join(rng.choice(alphabets.marks()) for _ in range(count)))
    text = "".join(out)
    return text if text != word else word[:1] + rng.choice(alphabets.marks()) + word[1:]


def typo(word: str, rng: random.Random) -> str:
    """Mistype one letter: a neighbouring key (azerty or qwerty), a lost or a doubled letter.

    Typists seldom miss the first letter, so a first place is drawn twice.
    """
    at = rng.randrange(len(word)) or rng.randrange(len(word))
    kind = rng.choice(("key", "key", "drop", "double"))
    if kind == "drop":
        return word[:at] + word[at + 1 :]
    keys = _neighbours(_plain(word[at]), rng.choice(KEYBOARDS)) if kind == "key" else ""
    if keys:
        return word[:at] + _cased(rng.choice(keys), word[at]) + word[at + 1 :]
    return word[: at + 1] + word[at:]


def swap(word: str, rng: random.Random) -> str:
    """Swap two neighbouring letters inside the word: `cociane`."""
    places = [i for i in range(1, len(word) - 2) if word[i].lower() != word[i + 1].lower()]
    if not places:
        return word
    at = rng.choice(places)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def upside_down(word: str, rng: random.Random) -> str:
    """Turn the word by half a circle: its letters turned and in reverse order.

    A word whose turned letters are all plain ones (`suoquoq`) stays: nobody could see that it was turned.
    """
    table = alphabets.turned()
    turned = "".join(table.get(_plain(char), char) for char in reversed(word))
    return word if turned.isascii() else turned


def split(word: str, rng: random.Random) -> str:
    """Cut the word in two with a space, at least two letters each: `coc aine`."""
    at = rng.randint(2, len(word) - 2)
    return f"{word[:at]} {word[at:]}"


def repeats(word: str, rng: random.Random) -> str:
    """Draw out one letter, most often a vowel or the last: `beuuuh`."""
    vowels = [i for i, char in enumerate(word) if _plain(char) in VOWELS]
    at = rng.choice([*vowels, len(word) - 1])
    return word[:at] + word[at] * rng.randint(3, 6) + word[at + 1 :]


def emoji_between(word: str, rng: random.Random) -> str:
    """Put one emoji between all letters, or at one place; none that stands for a drug."""
    sign = rng.choice(EMOJI)
    return sign.join(word) if rng.random() < 0.5 else _between(word, [sign], rng)


def masked(word: str, rng: random.Random) -> str:
    """Hide one vowel that is not the first letter behind a star, as who writes `c*ke`; a hash only inside."""
    places = [i for i, char in enumerate(word) if i > 0 and _plain(char) in VOWELS]
    if not places:
        return punctuation(word, rng)
    at = rng.choice(places)
    return word[:at] + rng.choice("**#" if at < len(word) - 1 else "*") + word[at + 1 :]


def capitals(word: str, rng: random.Random) -> str:
    """Write capitals at random: `bEuH`."""
    swapped = [char.swapcase() if len(char.swapcase()) == 1 else char for char in word]
    out = "".join(other if rng.random() < 0.5 else char for char, other in zip(word, swapped, strict=True))
    return out if out != word else "".join(swapped)


STACKS = (
    (lookalike_ascii, punctuation),
    (lookalike_ascii, zero_width),
    (lookalike_ascii, repeats),
    (lookalike_ascii, emoji_between),
    (lookalike_unicode, punctuation),
    (lookalike_unicode, zero_width),
    (lookalike_unicode, lookalike_ascii),
    (styled, zero_width),
    (styled, punctuation),
    (repeats, styled),
    (repeats, lookalike_unicode),
    (capitals, punctuation),
)
"""Two disguises that a word bears and stays readable."""


def mixed(word: str, rng: random.Random) -> str:
    """Disguise one word in two ways at once: `b.3.u.h`."""
    first, second = rng.choice(STACKS)
    return second(first(word, rng), rng)


def _plain(char: str) -> str:
    return unicodedata.normalize("NFD", char)[0].lower()


def _cased(char: str, like: str) -> str:
    return char.upper() if like.isupper() else char


def _some(word: str, table: Mapping[str, str | tuple[str, ...]], rng: random.Random, *, most: int) -> str:
    """Replace up to `most` letters that a table has looks for, at least one where there is any."""
    looks = {i: found for i, char in enumerate(word) if (found := table.get(char) or table.get(_plain(char)))}
    places = list(looks)
    chosen = set(rng.sample(places, min(len(places), max(1, most))))
    if most <= 2 and len(chosen) == 2 and rng.random() < 0.5:
        chosen.pop()
    return "".join(rng.choice(looks[i]) if i in chosen else char for i, char in enumerate(word))


def _between(word: str, signs: list[str], rng: random.Random) -> str:
    """Put each sign between two letters, each at a place of its own."""
    places = sorted(rng.sample(range(1, len(word)), min(len(signs), len(word) - 1)), reverse=True)
    for place, sign in zip(places, signs, strict=False):
        word = word[:place] + sign + word[place:]
    return word


def _neighbours(char: str, rows: tuple[str, ...]) -> str:
    for number, row in enumerate(rows):
        at = row.find(char)
        if at >= 0:
            beside = row[max(0, at - 1) : at] + row[at + 1 : at + 2]
            return beside + "".join(other[at : at + 1] for other in rows[number + 1 : number + 2])
    return ""
