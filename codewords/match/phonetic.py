"""Find the words of a lexicon that sound like an unknown word.

It rewrites spellings by the ordered rules of rules/folding/phonetic.yaml; it knows sounds, no sense.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from codewords.text.tables import FoldTables

_DOUBLE = re.compile(r"(.)\1+")


class PhoneticIndex:
    """Hold words by what they sound like in their languages.

    Args:
        words: accented spelling and language, `und` for all of them.
        limits: `phonetic_from`: letters from which a word is looked up; `sound_from`: signs of the shortest sound.
    """

    def __init__(self, words: Iterable[tuple[str, str]], tables: FoldTables, limits: Mapping[str, int]) -> None:
        self._rules = tables.phonetic
        self._plain = tables.plain
        self._least = limits["phonetic_from"]
        index: dict[tuple[str, str], set[str]] = defaultdict(set)
        for word, lang in words:
            for name in self._rules if lang == "und" else (lang,):
                if name not in self._rules or len(word) < self._least:
                    continue
                key = sound(word, self._rules[name], self._plain)
                if len(key) - len("^$") >= limits["sound_from"]:
                    index[name, key].add(word.translate(self._plain))
        self._index = {key: tuple(sorted(found)) for key, found in index.items()}

    def find(self, accented: str) -> tuple[str, ...]:
        """Give the words that sound like a spelling, in the order of the alphabet."""
        if len(accented) < self._least or not accented.isalpha():
            return ()
        found: set[str] = set()
        for lang, rules in self._rules.items():
            found.update(self._index.get((lang, sound(accented, rules, self._plain)), ()))
        return tuple(sorted(found))


def sound(accented: str, rules: Sequence[tuple[str, str]], plain: Mapping[int, str]) -> str:
    """Rewrite a word by ordered rules, and keep one of each doubled letter.

    >>> sound("qokko", [("q", "k"), ("ko$", "k$")], {})
    '^kok$'
    """
    word = f"^{accented}$"
    for old, new in rules:
        if old in word:
            word = word.replace(old, new)
    return _DOUBLE.sub(r"\1", word.translate(plain))
