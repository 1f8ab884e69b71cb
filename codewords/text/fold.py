"""Fold a text into its light view, for patterns and for cutting into tokens.

The chain, in order: entities and percent signs are decoded once; characters fold one by one (case, width,
styled letters and digits, white space); marks and what else depends on its neighbours is settled; the
letter O among digits becomes a zero. Accents stay. It knows no words.
"""

from __future__ import annotations

import html
import re
from urllib.parse import unquote_to_bytes

from codewords.text.tables import FLAGS, ZWJ, FoldTables
from codewords.text.view import View

_UNUSUAL = re.compile(r"[^\n -~]")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
_PERCENT = re.compile(r"(?:%[0-9a-fA-F]{2})+")
_CHUNK = re.compile(r"\S+")
_LINK = re.compile(r"://|www\.|@|[a-zA-Z0-9]\.[a-zA-Z]{2,10}/")
_NEAR = re.compile("[0-9]o|o[0-9]")
_UNIT = r"(?=(?:g|gr|grs|kg|mg|ml|cl|e|eur|euros?|h|k|min|mn|m)?(?![^\W_]))"
_ZERO = re.compile(rf"(?<![^\W_])(?:[0-9][0-9o]*{_UNIT}|o[1-9][0-9o]+{_UNIT}|o(?=[1-9][ .-][0-9o]{{2}}))")


def fold(text: str, tables: FoldTables) -> View:
    """Give the light view of a text.

    It breaks nothing that carries meaning: accents, emoji and the order of characters stay.
    """
    if text.isascii() and "&" not in text and "%" not in text and not _UNUSUAL.search(text):
        return View(_zeros(text.lower()))
    inner = decode(text, tables)
    source = text if inner is None else inner.text
    if tables.special.search(source) is None:
        return View(_zeros(source.translate(tables.straight)), inner=inner)
    writer = Writer(source, tables)
    return View(_zeros(writer.write()), *writer.pieces(), inner)


def drop_newer(text: str, tables: FoldTables) -> str:
    """Put a sign that means nothing in place of each character that is newer than the tables.

    What one interpreter calls a letter or a digit, an older one does not know, and they would read the text
    otherwise. Place in the chain: before all else. It breaks no span, since each character stays one.
    """
    return text if text.isascii() else tables.newer.sub("\ufffd", text)


def _zeros(text: str) -> str:
    """Read the letter O among digits as a zero: `6O€`, `O6 12`, not `1oz`.

    Place in the chain: last, since it looks at folded digits. It could break codes such as `b2o`, which
    have a letter beside the digits and are left alone.
    """
    return _ZERO.sub(lambda found: found[0].replace("o", "0"), text) if _NEAR.search(text) else text


def decode(text: str, tables: FoldTables) -> View | None:
    """Decode entities anywhere, and percent signs inside links and handles, once.

    Place in the chain: first. It could break `50%25` in prose, and so looks at links only. What it brings
    in may be newer than the tables, as what stands in the text may.
    """
    spots = list(_ENTITY.finditer(text)) if "&" in text else []
    if "%" in text and _PERCENT.search(text):
        for chunk in _CHUNK.finditer(text):
            if "%" in chunk[0] and _LINK.search(chunk[0]):
                spots.extend(_PERCENT.finditer(text, chunk.start(), chunk.end()))
        spots.sort(key=lambda spot: spot.start())
    out, starts, origins, ends = [], [], [], []
    size = at = 0
    for spot in spots:
        value = drop_newer(_decoded(spot[0]), tables)
        if not value or spot.start() < at:
            continue
        for piece, start, end in ((text[at : spot.start()], at, spot.start()), (value, *spot.span())):
            if piece:
                out.append(piece)
                starts.append(size)
                origins.append(start)
                ends.append(end)
                size += len(piece)
        at = spot.end()
    if not out:
        return None
    if at < len(text):
        out.append(text[at:])
        starts.append(size)
        origins.append(at)
        ends.append(len(text))
    return View("".join(out), tuple(starts), tuple(origins), tuple(ends))


def _decoded(written: str) -> str:
    if written[0] == "&":
        value = html.unescape(written)
        return "" if value == written else value
    try:
        return unquote_to_bytes(written).decode("utf-8")
    except UnicodeDecodeError:
        return ""


class Writer:
    """Write the light view where characters depend on their neighbours.

    Args:
        text: decoded text.
    """

    def __init__(self, text: str, tables: FoldTables) -> None:
        self._text = text
        self._tables = tables
        self._out: list[str] = []
        self._starts: list[int] = []
        self._origins: list[int] = []
        self._ends: list[int] = []
        self._size = 0
        self.steps: set[str] = set()

    def write(self) -> str:
        """Give the folded text."""
        text, straight = self._text, self._tables.straight
        at = 0
        for run in self._tables.special.finditer(text):
            start, end = run.span()
            if start - 1 > at:
                self._put(text[at : start - 1].translate(straight), at, start - 1)
            if start > at:
                base = text[start - 1]
                at = self._run(straight.get(ord(base), base), start - 1, start, end)
            else:
                at = self._run("", start, start, end)
        if at < len(text):
            self._put(text[at:].translate(straight), at, len(text))
        return "".join(self._out)

    def pieces(self) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
        """Give the pieces of the view: starts, origins and ends."""
        return tuple(self._starts), tuple(self._origins), tuple(self._ends)

    def _put(self, piece: str, start: int, end: int) -> None:
        if not piece:
            return
        self._out.append(piece)
        self._starts.append(self._size)
        self._origins.append(start)
        self._ends.append(end)
        self._size += len(piece)

    def _run(self, base: str, begin: int, start: int, end: int) -> int:
        """Write one base and the run of special characters after it; give where to go on."""
        text, tables = self._text, self._tables
        stop = begin + len(base[:1])  # one past what the base covers in the original
        marks: list[tuple[str, int]] = []
        at = start
        while at < end:
            char = text[at]
            if char in tables.marks:
                marks.append((char, at))
            elif char in tables.attached:
                if base and not marks and stop == at:
                    stop = at + 1
                    if base not in tables.emoji and not base.isdigit():
                        self.steps.add("zero-width")
            elif char in tables.hidden:
                self.steps.add("zero-width")
            elif char == ZWJ:
                if self._joins_emoji(base, at, end):
                    self._settle(base, begin, stop, marks)
                    self._put(ZWJ, at, at + 1)
                    return at + 1
                self.steps.add("zero-width")
            else:
                self._settle(base, begin, stop, marks)
                marks = []
                base, begin, at = self._next(at, end)
                stop = at
                continue
            at += 1
        self._settle(base, begin, stop, marks)
        return max(at, stop)

    def _next(self, at: int, end: int) -> tuple[str, int, int]:
        """Read the special character that is a base itself: base, where it begins, where it ends."""
        text, tables = self._text, self._tables
        char = text[at]
        if char == "\r":
            size = 2 if text[at + 1 : at + 2] == "\n" else 1
            return "\n", at, at + size
        if char in tables.expand:
            return tables.expand[char], at, at + 1
        return self._indicators(at, end)

    def _indicators(self, at: int, end: int) -> tuple[str, int, int]:
        """Keep regional indicators that are flags; read any other run of them as letters."""
        text, tables = self._text, self._tables
        run = []
        stop = at
        while stop < end and (_is_indicator(text[stop]) or text[stop] in tables.hidden):
            if _is_indicator(text[stop]):
                run.append(stop)
            stop += 1
        letters = "".join(text[index] for index in run)
        pairs = [letters[index : index + 2] for index in range(0, len(letters), 2)]
        if not all(pair in tables.flags for pair in pairs):
            letters = "".join(chr(ord(char) - FLAGS[0] + ord("a")) for char in letters)
            self.steps.add("styled")
        for char, index in zip(letters[:-1], run[:-1], strict=True):
            self._put(char, index, index + 1)
        return letters[-1], run[-1], run[-1] + 1

    def _joins_emoji(self, base: str, at: int, end: int) -> bool:
        emoji = self._tables.emoji
        return at == end - 1 and base in emoji and self._text[end : end + 1] in emoji

    def _settle(self, base: str, begin: int, stop: int, marks: list[tuple[str, int]]) -> None:
        """Write a base with its marks: composed where that gives a letter, dropped where they decorate.

        It could break scripts whose marks are letters, and so drops them from Latin, digits and signs only.
        """
        if not marks:
            self._put(base, begin, stop)
            return
        head, last = base[:-1], base[-1:]
        left = marks
        composed = True
        while composed and left and last:  # each round adds an accent to the letter, so there are few
            composed, rest = False, []
            for mark in left:
                joined = self._tables.compose.get(last + mark[0])
                if joined is None:
                    rest.append(mark)
                else:
                    last, composed = joined, True
            left = rest
        if not left or self._is_decorated(last):
            if left:
                self.steps.add("marks")
            self._put(head + last, begin, marks[-1][1] + 1)
            return
        whole = len(left) == len(marks)
        self._put(head + last, begin, stop if whole else left[0][1])
        for char, index in left:
            self._put(char, index, index + 1)

    def _is_decorated(self, base: str) -> bool:
        tables = self._tables
        return (" " < base <= "~") or base in tables.latin or base in tables.emoji or _is_indicator(base)


def _is_indicator(char: str) -> bool:
    return bool(char) and FLAGS[0] <= ord(char) <= FLAGS[1]
