"""Read contacts out of pattern hits: platform, handle as written, and a key that is equal across spellings.

It knows the groups that rules/patterns/contact.yaml names and the tables beside them.
It must not know what a contact is worth, nor any word of a language.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from codewords.match.pattern import PatternHit
from codewords.model import Table
from codewords.results import Contact
from codewords.text.view import View

__all__ = ["contact_key", "find_contacts"]

SALTED_LENGTH = 32
"""Hex digits of a salted key: 128 bits, far beyond chance collisions."""

_APP_TABLES = ("chat_apps", "social_apps", "odd_apps", "app_emoji", "id_shapes")
_HOST_TABLES = ("link_hosts", "social_hosts")
_PLATFORM_OF_GROUP = (("number", "phone"), ("spoken", "phone"), ("email", "email"), ("page", "link"))
_DIALLED_APPS = frozenset({"whatsapp", "signal", "viber", "telegram"})
_ADDRESS = re.compile(r"^(?:https?://)?(?:www\.)?")
_DECORATION = re.compile(r"^(?:https?://)?(?:www\.)?[a-z]{1,12}\.(?:me|com|gg|id|dog|im)/(?:add/|s/|c/|u/|@)?")
_NUMBER = re.compile(r"^\+?[\d ().\-/·•,_]{8,40}$")
_MASK = re.compile(r"[x*•]{2}|[x*]")
_TRUNK_ZERO_DROPPED = ("33", "32", "41", "49", "31", "44")

# How a national number is grouped tells its country; where two countries write alike, neither is guessed.
# Each row: country code, groups of digits, how the first groups begin (a regular expression).
_SHAPES: tuple[tuple[str, tuple[tuple[int, ...], ...], str], ...] = (
    ("33", ((2, 2, 2, 2, 2),), r"0[1-9]"),
    ("33", ((10,),), r"0[67]"),
    ("32", ((4, 2, 2, 2), (4, 3, 3)), r"04"),
    ("32", ((3, 2, 2, 2), (2, 3, 2, 2)), r"0"),
    ("41", ((3, 3, 2, 2),), r"0"),
    ("44", ((5, 6), (5, 3, 3), (11,), (4, 3, 4)), r"07"),
    ("44", ((3, 4, 4),), r"02"),
    ("44", ((4, 3, 4), (5, 6)), r"01"),
    ("49", ((4, 7), (4, 8), (11,), (12,), (4, 3, 5), (4, 4, 4), (5, 6), (5, 7)), r"01[567]"),
    ("49", ((3, 6), (3, 7), (3, 8), (4, 5), (4, 6), (5, 5), (5, 6), (5, 7)), r"0[2-9]"),
    ("31", ((2, 8), (2, 4, 4)), r"06"),
    ("31", ((3, 7), (4, 6), (3, 3, 4)), r"0[1-9]"),
    ("39", ((2, 4, 4),), r"02"),
    ("39", ((3, 3, 4), (3, 7), (10,), (3, 2, 2, 3), (3, 6)), r"3"),
    ("34", ((3, 3, 3), (3, 2, 2, 2), (9,)), r"[67]"),
    ("34", ((3, 2, 2, 2), (2, 3, 2, 2)), r"[89]"),
    ("351", ((3, 3, 3),), r"9[1236]"),
    ("351", ((2, 3, 4),), r"2[12]"),
)
_AMERICAN = re.compile(r"^\(?[2-9]\d\d(?:\) ?|[-.])[2-9]\d\d[-. ]\d{4}$")


def find_contacts(
    light: View,
    original: str,
    hits: Sequence[PatternHit],
    tables: Mapping[str, Table],
    *,
    salt: str | None = None,
) -> tuple[Contact, ...]:
    """Turn the hits of contact patterns into contacts, each handle once, in order of place.

    Args:
        light: the view the patterns were run on.
        original: the text it is a view of.
        hits: hits of any patterns; those with `extract: contact` are read.
        tables: tables of the rule set; those of contact.yaml are used.
        salt: when given, keys hold a keyed hash instead of the handle.
    """
    mine = sorted((hit for hit in hits if hit.pattern.extract == "contact"), key=_precedence)
    if not mine:
        return ()
    reader = _Reader(light, original, tables, salt)
    found: list[Contact] = []
    taken = bytearray(len(light.text))  # one mark a character keeps this linear in hits
    for hit in mine:
        if taken.find(1, hit.start, hit.end) < 0:
            taken[hit.start : hit.end] = b"\1" * (hit.end - hit.start)
            found.extend(reader.read(hit))
    return tuple(sorted(found, key=lambda contact: (contact.start, contact.end, contact.platform)))


def contact_key(platform: str, handle: str, *, salt: str | None = None) -> str:
    """Give one identity for all spellings of a contact.

    Capitals, a leading @, link prefixes, styled letters, and the spaces and trunk zero of phone
    numbers make no difference. A handle that names nobody (empty, or a masked number) has no key.

    >>> contact_key("telegram", "https://t.me/ZZ_Fictif")
    'telegram:zz_fictif'
    >>> contact_key("phone", "06 00 00 00 00") == contact_key("whatsapp", "+33 (0)6.00.00.00.00")
    True
    """
    text = unicodedata.normalize("NFKC", handle).strip().casefold()
    if platform == "phone":
        identity = _phone_identity(text)
    elif platform in _DIALLED_APPS and _NUMBER.match(text):
        international = text if text.startswith(("+", "0")) else f"+{text}"  # as wa.me links write it
        platform, identity = "phone", _phone_identity(international)
    elif platform == "link":
        identity = _ADDRESS.sub("", text).rstrip("/")
    elif platform == "email":
        identity = text
    else:
        identity = _DECORATION.sub("", text).lstrip("@ ").rstrip("/.")
    if not identity:
        return ""
    if salt is not None:
        digest = hmac.new(salt.encode(), f"{platform}:{identity}".encode(errors="surrogatepass"), hashlib.sha256)
        identity = digest.hexdigest()[:SALTED_LENGTH]
    return f"{platform}:{identity}"


class _Reader:
    """Read hits against one text and one set of tables."""

    def __init__(self, light: View, original: str, tables: Mapping[str, Table], salt: str | None) -> None:
        self._light = light
        self._original = original
        self._salt = salt
        self._apps = _canonical(tables, _APP_TABLES)
        self._hosts = _canonical(tables, _HOST_TABLES)
        self._tables = tables

    def read(self, hit: PatternHit) -> Iterator[Contact]:
        """Yield the contact of a hit, and a second one where two platforms share a handle."""
        groups = hit.groups
        start, end = self._light.span(hit.start, hit.end)
        for name, platform in _PLATFORM_OF_GROUP:
            if name in groups:
                yield self._contact(platform, groups[name], start, end)
                return
        handle = groups.get("handle")
        if "host" in groups:
            platforms = [self._hosts.get(self._text(groups["host"]), "link")]
        elif "platform" in groups:
            names = [groups[name] for name in ("platform", "other") if name in groups]
            platforms = [self._apps.get(self._text(name), "handle") for name in names]
        else:
            platforms = ["handle"]
        for platform in dict.fromkeys(platforms):
            yield self._contact(platform, handle, start, end)

    def _text(self, group: tuple[int, int]) -> str:
        return self._light.text[group[0] : group[1]]

    def _contact(self, platform: str, group: tuple[int, int] | None, start: int, end: int) -> Contact:
        if group is None:
            return Contact(platform, "", "", start, end)
        first, last = self._light.span(*group)
        written = self._original[first:last].strip()
        folded = self._text(group)
        if platform == "phone" and not any(sign.isdecimal() for sign in folded[:2]):
            folded = _say_digits(folded, self._tables)
        return Contact(platform, written, contact_key(platform, folded, salt=self._salt), start, end)


def _canonical(tables: Mapping[str, Table], names: Sequence[str]) -> dict[str, str]:
    return {
        word: canonical for name in names for canonical, words in tables.get(name, {}).items() for word in words
    }


def _precedence(hit: PatternHit) -> tuple[int, int, int, str]:
    """Let a link win over a named platform, that over the rest, and the longer over the shorter."""
    rank = 3 - 3 * ("host" in hit.groups) - ("platform" in hit.groups and "handle" in hit.groups)
    return (max(rank, 0), hit.start - hit.end, hit.start, hit.pattern.id)


def _phone_identity(text: str) -> str:
    if _MASK.search(text):
        return ""
    bare = re.sub(r"\(0\)", "", text)
    digits = "".join(str(int(sign)) for sign in bare if sign.isdecimal())
    if not digits:
        return ""
    if bare.lstrip().startswith("+") or digits.startswith("00"):
        digits = digits.removeprefix("00")
        for code in _TRUNK_ZERO_DROPPED:
            if digits.startswith(f"{code}0"):
                digits = code + digits[3:]
        return f"+{digits}"
    code = _country(text, digits)
    if not code:
        return digits
    return f"+{code}{digits if code == '39' else digits.removeprefix('0')}"


def _country(text: str, digits: str) -> str:
    """Give the calling code that the grouping of a national number shows, or nothing."""
    if _AMERICAN.match(text) and ("-" in text or "(" in text):
        return "1"
    groups = tuple(len(run) for run in re.findall(r"\d+", text))
    for code, shapes, begins in _SHAPES:
        if groups in shapes and re.match(begins, digits):
            return code
    if len(digits) == 10 and digits[:2] in ("06", "07") and (len(groups) > 5 or groups[0] == 1):
        return "33"
    return ""


def _say_digits(text: str, tables: Mapping[str, Table]) -> str:
    """Turn number words into digits: tens take what follows them, a repeat doubles the next."""
    digits = _canonical(tables, ("spoken_digits",))
    repeats = _canonical(tables, ("spoken_repeats",))
    words = sorted([*digits, *repeats], key=lambda word: (-len(word), word))
    out: list[int] = []
    tens, times = 0, 1
    for word in re.findall(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))}|\d+)(?!\w)", text):
        if word in repeats:
            times = int(repeats[word])
        elif word.isdecimal():
            out.extend(map(int, word))
            tens = 0
        else:
            tens = _put(out, int(digits[word]), tens, times)
            times = 1
    return "".join(map(str, out))


def _put(out: list[int], number: int, tens: int, times: int) -> int:
    """Add a spoken number to those before it; return the tens that the next may complete."""
    room = 20 if tens in (60, 80) else 10
    if tens and 0 < number < room:
        out[-1] = tens + number
        return tens + number if number == 10 else 0
    out.extend([number] * times)
    return number if number >= 20 else 0
