"""Everything that is read of prices in some messages, word for word as readings.txt says. All are made up."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from codewords.extract.prices import PriceReading

WRITTEN_DOWN = Path(__file__).parent / "readings.txt"


def _plain(number: Decimal | None) -> str:
    return "?" if number is None else f"{number.normalize():f}"


def facts(text: str, reading: PriceReading) -> list[str]:
    """Write everything that was read, one fact a line."""
    out = []
    for price, id_ in zip(reading.prices, reading.ids, strict=True):
        pair = f"{_plain(price.quantity)} {price.unit} for {_plain(price.amount)} {price.currency}"
        of = f"{price.item} ({price.substance}); inferred {', '.join(price.inferred) or 'nothing'}"
        out.append(f"{id_} `{text[price.start : price.end]}`: {pair}, {of}")
    out += [f"slot `{text[start:end]}`" for start, end in reading.slots]
    out += [f"no price `{text[start:end]}`" for start, end in reading.not_prices]
    out += [f"measure `{text[m.start : m.end]}`: {_plain(m.value)} {m.unit}" for m in reading.quantities]
    return out


def test_all_that_a_message_says_of_prices_is_what_readings_txt_says(
    written: tuple[str, list[str]], read: Callable[[str], PriceReading]
) -> None:
    text, expected = written
    assert [fact.replace("\n", "\\n") for fact in facts(text, read(text))] == expected
