"""The bundled patterns: each matches its hits, none of its misses, and stays linear on hostile text."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import regex
import yaml

from codewords.match.pattern import PatternMatcher
from codewords.model import KINDS, Pattern, RuleSet
from codewords.text.fold import fold
from codewords.text.tables import FoldTables

RULES = Path(__file__).resolve().parents[2] / "rules"
FILES = (
    "contact",
    "delivery",
    "hours",
    "minimum",
    "ordering",
    "payment",
    "place",
    "promotion",
    "quality",
    "recruitment",
)
SHORT, LONG = 4_000, 16_000
LARGEST_RATIO = 9.0
"""Four times the text costs about 4 times the work; a quadratic pattern would cost 16 times."""


def _examples() -> Iterator[tuple[str, str, str]]:
    for name in FILES:
        text = (RULES / "patterns" / f"{name}.yaml").read_text(encoding="utf-8")
        for entry in yaml.load(text, Loader=yaml.BaseLoader)["patterns"]:
            for side in ("hits", "misses"):
                for example in entry[side]:
                    yield entry["id"], side, example


EXAMPLES = tuple(_examples())


def _name(number: int) -> str:
    entry, side, _ = EXAMPLES[number]
    return f"{entry}-{side}-{number}"


@pytest.fixture(scope="module")
def patterns(rules: RuleSet) -> dict[str, Pattern]:
    """Give the patterns of the files named above, by id."""
    mine = {entry for entry, _, _ in EXAMPLES}
    return {pattern.id: pattern for pattern in rules.patterns if pattern.id in mine}


@pytest.fixture(scope="module")
def matcher(patterns: dict[str, Pattern]) -> PatternMatcher:
    """Give the matcher of these patterns, with time enough for slow machines."""
    return PatternMatcher(tuple(patterns.values()), timeout=60.0)


@pytest.fixture(scope="module")
def light(tables: FoldTables) -> Callable[[str], str]:
    """Give the folding that patterns are run on."""
    return lambda text: fold(text, tables).text


@pytest.mark.parametrize("number", range(len(EXAMPLES)), ids=_name)
def test_a_pattern_matches_its_hits_and_none_of_its_misses(
    patterns: dict[str, Pattern], light: Callable[[str], str], number: int
) -> None:
    entry, side, example = EXAMPLES[number]
    text = light(example)
    hits, _ = PatternMatcher([patterns[entry]]).find(text)
    assert bool(hits) == (side == "hits")
    assert [found for hit in hits if (found := text[hit.start : hit.end]) != found.strip()] == []


def test_every_pattern_has_hits_and_misses(patterns: dict[str, Pattern]) -> None:
    assert [item.id for item in patterns.values() if not (item.hits and item.misses)] == []


def test_ids_of_patterns_begin_with_their_kind(patterns: dict[str, Pattern]) -> None:
    loyal = {item.id for item in patterns.values() if item.kind == "loyalty"}
    assert all(item.id.split(".")[0] == item.kind for item in patterns.values() if item.id not in loyal)
    assert {item.id.split(".")[0] for item in patterns.values()} <= set(KINDS)


def test_patterns_are_written_in_lower_case_as_the_light_view_is(patterns: dict[str, Pattern]) -> None:
    bare = {item.id: regex.sub(r"\\p\{\w+\}|\\.|\(\?P?<\w+>", "", item.expanded) for item in patterns.values()}
    assert [entry for entry, text in bare.items() if text != text.lower()] == []


@pytest.mark.parametrize(
    "text",
    [
        "Hier soir on a regardé le match jusqu'au bout, 21-17, quelle fin !",
        "I think about her 100% of the time, honestly",
        "Er hat 20 Minuten auf den Bus gewartet und dann kam er nicht",
        "Ho comprato 3 libri e 2 quaderni per la scuola",
        "El tren sale a las ocho y llega sobre las once",
        "De trein van gisteren had 15 minuten vertraging",
        "A minha avó fez 80 anos no dia 12 de maio",
        "Il pleut depuis 3 jours dans le nord, 12 degrés demain",
        "J'ai posté 4 photos, dites-moi laquelle vous préférez",
        "My flight lands at gate 14, row 22, seat C",
    ],
)
def test_everyday_sentences_with_numbers_hit_no_pattern(
    matcher: PatternMatcher, light: Callable[[str], str], text: str
) -> None:
    hits, _ = matcher.find(light(text))
    assert [hit.pattern.id for hit in hits] == []


def _seconds(matcher: PatternMatcher, text: str) -> float:
    runs = []
    for _ in range(2):
        begin = time.process_time()
        matcher.find(text)
        runs.append(time.process_time() - begin)
    return min(runs)


@pytest.mark.parametrize(
    "unit",
    [
        "@",
        "0",
        "06 ",
        " ",
        "a",
        "\n",
        "-",
        "a.",
        "a_",
        "@a_b ",
        "14h ",
        "75/92 ",
        "snap ",
        "-20% ",
        "5€ ",
        "zéro six ",
    ],
)
def test_four_times_the_text_costs_no_more_than_linear_time(matcher: PatternMatcher, unit: str) -> None:
    short, long = ((unit * size)[:size] for size in (SHORT, LONG))
    assert _seconds(matcher, long) <= LARGEST_RATIO * max(_seconds(matcher, short), 0.01)
