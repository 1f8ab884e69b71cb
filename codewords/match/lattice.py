"""Lay out what the tokens of a document may be: their own words, and those that several of them spell.

A phrase walks over these pieces from one to the next, so that a word in pieces can stand in it
(`même be·uh`, `t.a.r.i.f.s du jour`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from codewords.match.lexicon import Lexicon, Spelling
from codewords.match.words import Word, WordReader
from codewords.text.document import Document, Join, Token
from codewords.text.reading import DISGUISES, MASK


@dataclass(frozen=True, slots=True)
class Piece:
    """Place one word that one or several tokens may be.

    Args:
        first: index of its first token.
        last: one past the index of its last.
        start: first character in the original text.
        end: one past the last.
        raw: what stands there.
        joined: True when the word is spread over several tokens.
        vague: True for one of several words that fit; only a phrase tells which it is.
    """

    word: Word
    first: int
    last: int
    start: int
    end: int
    raw: str
    joined: bool = False
    vague: bool = False


Lattice = Sequence[Sequence[Piece]]
"""The pieces that begin at each token."""


def lay(document: Document, lexicon: Lexicon, words: WordReader, *, budget: int) -> tuple[Lattice, int]:
    """Give the pieces of a document, and how many unknown tokens were not looked up by fuzz.

    Args:
        budget: distinct tokens that may be looked up by fuzz, known or not.
    """
    loose = pieces_of_words(document)
    starred = _pieces_beside_stars(document)
    halves = _halves_of_words(document, lexicon)
    least = lexicon.limits["part_most"]
    lattice: list[list[Piece]] = []
    seen: set[str] = set()
    passed_over = 0
    for index, token in enumerate(document.tokens):
        lattice.append([])
        if token.is_emoji:
            continue
        hashtag = token.start > 0 and document.original[token.start - 1] == "#"
        seen.add(token.raw)
        fuzzy = len(seen) <= budget
        passed_over += not fuzzy
        for word in words.read(token.raw, hashtag=hashtag, fuzzy=fuzzy):
            if index in halves and word.key not in lexicon.against:
                continue
            if (index not in loose or len(word.key) > least) and (
                index not in starred or word.key in lexicon.sure
            ):
                start, end = token.start + word.start, token.start + word.end
                lattice[index].append(Piece(word, index, index + 1, start, end, token.raw))
    for join in document.joins:
        if not is_plain_pair(document, join, lexicon):
            raw = document.original[join.start : join.end]
            sure = words.read_all(join.readings)[:1]
            struck = () if sure else _fitting(join, lexicon)
            lattice[join.first].extend(
                Piece(word, join.first, join.last, join.start, join.end, raw, joined=True, vague=not sure)
                for word in sure or struck
            )
    return lattice, passed_over


def _fitting(join: Join, lexicon: Lexicon) -> tuple[Word, ...]:
    """Give all words that fit a spelling with letters struck out: a phrase around it may tell which it is."""
    return tuple(
        Word(key, key, "folded", 0, choice.folds)
        for choice in join.readings
        if MASK in choice.key
        for key in lexicon.masked.fits(choice.key)
        if key in lexicon.words
    )


def pieces_of_words(document: Document) -> frozenset[int]:
    """Give the tokens that are parts of a longer word: they are no codes, whatever that word is.

    Four single letters or more with the same gap are (`G r i f f`), three where the gap is no usual one
    (`d..e..s`), what an emoji, a dot or an odd white space parts from letters on both sides (`p💯ersonne`,
    `li.ke`), and what is left beside a letter struck out (`d*nc`).
    """
    found: set[int] = set()
    tokens = document.tokens
    for join in document.joins:
        within = [i for i in range(join.first, join.last) if not tokens[i].is_emoji]
        sizes = [len(tokens[i].key) for i in within]
        spelled = is_spelled(document, join)
        struck = min(sizes, default=0) == 1 and any("masked" in reading.folds for reading in join.readings)
        if spelled or (struck and len(within) > 1):
            found.update(range(join.first, join.last))
    for index, token in enumerate(tokens[1:], 1):
        before = tokens[index - 1]
        if _are_parted(before, token, document):
            found.update((index - 1, index))
        elif token.is_emoji and index + 1 < len(tokens) and _is_gap(before, token, tokens[index + 1]):
            found.update((index - 1, index, index + 1))
    return frozenset(found)


def is_spelled(document: Document, join: Join) -> bool:
    """Tell single letters that make a word from a list of codes, by their number and by what parts them."""
    within = [token for token in document.tokens[join.first : join.last] if not token.is_emoji]
    if len(within) < 2 or any(len(token.key) > 1 for token in within):
        return False
    gap = document.original[within[0].end : within[1].start]
    return len(within) >= (4 if _USUAL.fullmatch(gap) else 3)


def _pieces_beside_stars(document: Document) -> frozenset[int]:
    """Give the tokens beside a letter struck out: `prop*gande` speaks of no `prop`, `app#l` of no app."""
    found: set[int] = set()
    text = document.light.text
    for index, token in enumerate(document.tokens[1:], 1):
        before = document.tokens[index - 1]
        gap = text[before.view_end : token.view_start]
        if (gap == "*" or (gap == "#" and len(token.key) <= 2)) and not (before.is_emoji or token.is_emoji):
            found.update((index - 1, index))
    return frozenset(found)


def _halves_of_words(document: Document, lexicon: Lexicon) -> frozenset[int]:
    """Give the tokens that are an ordinary word cut in two: `Ket te` speaks of a `Kette`."""
    found: set[int] = set()
    for index, (before, token) in enumerate(pairwise(document.tokens)):
        if document.original[before.end : token.start] != " " or before.is_emoji or token.is_emoji:
            continue
        if lexicon.is_cut(before.key, token.key):
            found.update((index, index + 1))
    return frozenset(found)


_USUAL = re.compile(r"\s*[/,+&|-]?\s*")
"""What stands between codes of one letter in a list: `C / K / T`."""

_PARTS = re.compile(r"[._·•~]|[^\S \n]")


def _are_parted(before: Token, token: Token, document: Document) -> bool:
    """Tell one sign between letters that is no usual gap."""
    if before.is_emoji or token.is_emoji or not _PARTS.fullmatch(document.original, before.end, token.start):
        return False
    return before.key[-1].isalpha() and token.key[0].isalpha()


def _is_gap(before: Token, token: Token, after: Token) -> bool:
    """Tell an emoji inside a word from one that says something."""
    if (
        before.is_emoji
        or after.is_emoji
        or (before.view_end, token.view_end) != (token.view_start, after.view_start)
    ):
        return False
    return before.key[-1].isalpha() and after.key[0].isalpha() and min(len(before.key), len(after.key)) <= 2


def is_plain_pair(document: Document, join: Join, lexicon: Lexicon) -> bool:
    """Tell two words of the language (`par tout`, `sur face`) from a word cut in two."""
    if not any("split" in reading.folds for reading in join.readings):
        return False
    tokens = document.tokens[join.first : join.last]
    return all(token.key in lexicon.ordinary or len(token.key) < 2 for token in tokens)


def walk(spelling: Spelling, piece: Piece, lattice: Lattice, document: Document) -> list[Piece] | None:
    """Give the pieces that write a spelling from one piece on, on one line, or nothing."""
    chosen = [piece]
    for key in spelling.keys[1:]:
        at = chosen[-1].last
        if at >= len(lattice) or document.tokens[at].line != document.tokens[at - 1].line:
            return None
        following = next((other for other in lattice[at] if other.word.key == key), None)
        if following is None:
            return None
        chosen.append(following)
    if all(one.vague for one in chosen):
        return None
    return chosen if _fits(spelling, chosen, document) else None


def _fits(spelling: Spelling, chosen: Sequence[Piece], document: Document) -> bool:
    """Check capitals, elisions, and the distance that the term itself allows."""
    term = spelling.term
    if term.fuzz is not None and any(piece.word.distance > term.fuzz for piece in chosen):
        return False
    if (term.kind == "counter" or term.case) and any(piece.word.distance for piece in chosen):
        return False
    if term.kind == "counter" and any(map(_is_guess, chosen)):
        return False
    if all(key.isdecimal() for key in spelling.keys) and _is_in_number(document, chosen):
        return False
    alone = chosen[0]
    short = len(spelling.keys) == 1 and len(spelling.keys[0]) <= 2 and not alone.joined
    if short and _is_elided(document, document.tokens[alone.first]):
        return False
    return not term.case or all(
        _keeps_case(piece, key, written)
        for piece, key, written in zip(chosen, spelling.keys, spelling.written, strict=True)
    )


_GUESSES = frozenset(("glued", "split"))


def _is_guess(piece: Piece) -> bool:
    """Tell what is read between the lines: what speaks for someone must be written (`propinas` is no `piñas`)."""
    return piece.word.via == "phonetic" or not _GUESSES.isdisjoint(piece.word.folds)


def _is_in_number(document: Document, chosen: Sequence[Piece]) -> bool:
    """Tell digits that are a part of a longer number: `5.00`, `12:28`, `1/420`."""
    text = document.light.text
    start, end = document.tokens[chosen[0].first].view_start, document.tokens[chosen[-1].last - 1].view_end
    return _HEAD.search(text, max(start - 2, 0), start) is not None or _TAIL.match(text, end) is not None


_HEAD, _TAIL = re.compile(r"[0-9][.,:/'-]\Z"), re.compile(r"[.,:/'-][0-9]|\s?%")


def _keeps_case(piece: Piece, key: str, written: str) -> bool:
    """Check the capitals of a code: letters of a joined word that are its own must be written as the code is."""
    raw = unicodedata.normalize("NFKC", piece.raw)
    if not piece.joined:
        return bool(DISGUISES.intersection(piece.word.folds)) or raw == written
    letters = "".join(char for char in raw if char.isalnum())
    return len(letters) > 2 and (letters == written or letters.casefold() != key)


def _is_elided(document: Document, token: Token) -> bool:
    """Tell an elided article (`c'est`, `d'eau`) or an initial (`Jean K.`) from a code of one letter."""
    following = document.light.text[token.view_end : token.view_end + 1]
    before = document.light.text[token.view_start - 1 : token.view_start] if token.view_start else ""
    return "'" in (following, before) or (following == "." and len(token.key) == 1)
