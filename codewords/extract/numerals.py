"""Numbers that several lexemes make together: `cent vingt`, `1 500 €`, `20 x`, `3mmc`.

It joins lexemes of one line and knows nothing of prices.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from codewords.extract.lexemes import Lexeme


def join_numbers(line: list[Lexeme]) -> list[Lexeme]:
    """Join numbers in words (`cent vingt`) and thousands set apart by a space (`1 500 €`)."""
    out: list[Lexeme] = []
    index = 0
    while index < len(line):
        lexeme = line[index]
        if lexeme.spoken and lexeme.number is not None:
            lexeme, index = _said(line, index, lexeme.number)
        elif _is_thousands(line, index):
            tail = line[index + 1]
            value = Decimal(lexeme.text + tail.text)
            lexeme = Lexeme(lexeme.start, tail.end, lexeme.text + tail.text, lexeme.glued, value)
            index += 2
        elif lexeme.number is not None and index + 1 < len(line) and line[index + 1].times:
            lexeme = replace(lexeme, number=None, void=True)  # `7,5 x14`: a strength
            index += 1
        elif lexeme.number is not None and index + 1 < len(line) and _is_times_sign(line, index + 1):
            lexeme = Lexeme(
                lexeme.start, line[index + 1].end, lexeme.text, lexeme.glued, lexeme.number, times=True
            )
            index += 2
        elif lexeme.number is not None and index + 1 < len(line) and _is_name(lexeme, line[index + 1]):
            tail = line[index + 1]  # 3mmc, 2cb: the name of a thing
            lexeme = Lexeme(lexeme.start, tail.end, lexeme.text + tail.text, lexeme.glued, word=True)
            index += 2
        else:
            index += 1
        out.append(lexeme)
    return out


def _is_name(lexeme: Lexeme, after: Lexeme) -> bool:
    if not (after.glued and after.word) or lexeme.word or lexeme.times:
        return False
    return after.unit is None and after.currency is None and after.text not in ("x", "er", "s")


def _is_times_sign(line: list[Lexeme], index: int) -> bool:
    return line[index].text == "x" and line[index].glued and not line[index - 1].times


def _is_thousands(line: list[Lexeme], index: int) -> bool:
    if index + 2 >= len(line) or line[index].number is None or line[index + 1].number is None:
        return False
    head, tail, after = line[index : index + 3]
    if not (head.text.isdigit() and tail.text.isdigit() and len(head.text) == 1 and len(tail.text) == 3):
        return False
    per = index + 3 < len(line) and "per" in line[index + 3].links
    opens = not per and (
        index == 0 or line[index - 1].links & {"hard", "mark"}
    )  # there it is rather a ladder, `5 100€`
    return not opens and after.currency is not None and head.text != "0" and tail.text.endswith("00")


_AND = frozenset({"et", "and", "y", "e", "und", "en", "-"})


def _said(line: list[Lexeme], index: int, total: Decimal) -> tuple[Lexeme, int]:
    """Read one number in words from `index` on, and say where the next lexeme is."""
    first = line[index]
    last = total
    spot = index + 1
    while spot < len(line):
        skip = 1 if line[spot].text in _AND and spot + 1 < len(line) else 0
        step = line[spot + skip]
        if not step.spoken or step.number is None:
            break
        joined = _combine(total, last, step.number)
        if joined is None:
            break
        total, last = joined, step.number
        spot += skip + 1
    if spot == index + 1:
        return first, spot
    end = line[spot - 1].end
    return Lexeme(first.start, end, first.text, first.glued, total, word=True, spoken=True), spot


def _combine(total: Decimal, last: Decimal, number: Decimal) -> Decimal | None:
    if number in (100, 1000) and total < number:
        return total * number
    if number == 20 and total == 4:  # quatre-vingts
        return Decimal(80)
    if last >= 100 and number < last:
        return total + number
    if 20 <= last < 100 and number < 10:
        return total + number
    if last in (20, 60) and 10 <= number < 20:  # soixante-dix, quatre-vingt-dix
        return total + number
    return None
