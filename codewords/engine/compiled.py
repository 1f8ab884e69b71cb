"""A rule set made ready: tables and matchers, built once, and what they see in one text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from codewords.engine.chunk import ChunkReader
from codewords.engine.fields import Stated
from codewords.engine.parts import Parts, compile_parts
from codewords.engine.priced import Made, made_by
from codewords.engine.probe import Probe
from codewords.extract.contacts import find_contacts
from codewords.extract.items import Product
from codewords.extract.prices import PriceFinder, PriceReading
from codewords.judge.reach import Reach
from codewords.match.evidence import Evidence
from codewords.match.known import Known
from codewords.match.matcher import Matcher, pattern_evidence, place
from codewords.match.restore import Restorer
from codewords.match.restored import Restored, as_written, merge
from codewords.match.settle import framed, settle
from codewords.match.words import WordReader
from codewords.model import Pattern, RuleSet
from codewords.results import Contact, Price, Skipped
from codewords.text.document import Document, read
from codewords.text.fold import drop_newer
from codewords.text.view import View


@dataclass(frozen=True, slots=True)
class Sight:
    """Hold all that was seen in one text, spans in that text."""

    document: Document
    evidence: tuple[Evidence, ...]
    prices: tuple[Price, ...]
    contacts: tuple[Contact, ...]
    skipped: tuple[Skipped, ...]


class Observer:
    """See evidence and facts in texts; it decides nothing.

    Args:
        rules: a checked rule set.
        parts: what was compiled of these rules before; `None` compiles them now.
    """

    def __init__(self, rules: RuleSet, parts: Parts | None = None) -> None:
        limits = rules.scoring.budgets
        made = parts or compile_parts(rules)
        self._limits = limits
        self._tables = made.tables
        self._rule_tables = rules.tables
        lexicon = made.lexicon
        self._lexicon = lexicon
        self._is_word = lexicon.joined.__contains__
        self._words = WordReader(lexicon, self._tables, limits)
        self._matcher = Matcher(lexicon, self._words, budget=limits["unknown_tokens"])
        self._patterns = made.patterns
        self._needed = made.patterns.needs()
        self._prices = PriceFinder(rules.tables)
        listed = Known(lexicon, self._tables, rules.patterns, rules.tables, limits)
        self._restorer = Restorer(lexicon, self._tables, listed, limits)

    def probe(self, reach: Reach) -> Probe:
        """Give the test of messages that proves, before they are looked at, that nothing can fire."""
        chunks = ChunkReader(
            tables=self._tables,
            lexicon=self._lexicon,
            matcher=self._matcher,
            needed=self._needed,
            prices=self._prices,
            restorer=self._restorer,
            reach=reach,
        )
        return Probe(
            chunks,
            self._made_alone,
            tables=self._tables,
            patterns=self._patterns,
            reach=reach,
            limits=self._limits,
        )

    def _made_alone(self, light: View, text: str, needs: int) -> Iterable[Made] | None:
        """Give the evidence of the prices of a text in which no product stands; nothing when time ran out.

        Args:
            needs: what the text holds of that which patterns need, or more.
        """
        hits, late = self._patterns.find(light.text, needs, among=_tells_of_prices)
        return None if late else made_by(self._prices.find(light, text, hits), self._limits)

    def look(self, text: str, stated: Sequence[Stated] = ()) -> Sight:
        """Give what is seen in a text.

        Args:
            stated: prices that stand in a field of their own.
        """
        sight = self._see(drop_newer(text, self._tables), stated)
        keep = [(contact.start, contact.end) for contact in sight.contacts]
        is_glued = any(item.kind != "counter" for item in sight.evidence)  # else there is nothing to add to
        restored = self._restorer.restore(sight.document, keep=keep, glued=is_glued)
        if restored is not None:
            sight = _both(sight, self._see(restored.view.text), restored)
        return replace(sight, evidence=framed(sight.evidence, sight.document.tokens, self._limits))

    def _see(self, text: str, stated: Sequence[Stated] = ()) -> Sight:
        """Give what is seen in a text as it stands."""
        document = read(text, self._tables, is_word=self._is_word)
        found = self._matcher.find(document)
        hits, late = self._patterns.find(document.light.text, self._needed.find(document.light.text))
        contacts = find_contacts(document.light, text, hits, self._rule_tables)
        reading = self._prices.find(document.light, text, hits, _products(document, found.evidence))
        reading = _with_stated(reading, stated)
        plain = [hit for hit in hits if hit.pattern.extract != "price"]
        evidence = settle(
            [
                *found.evidence,
                *pattern_evidence(document, plain),
                *(_placed(document, item) for item in made_by(reading, self._limits)),
            ],
            text,
        )
        skipped = [Skipped("pattern", f"`{item.pattern.id}` ran out of time") for item in late]
        if found.passed_over:
            reason = f"{found.passed_over} tokens beyond the budget were looked up without fuzz"
            skipped.append(Skipped("tokens", reason))
        most = self._limits["evidence"]
        if len(evidence) > most:
            skipped.append(Skipped("evidence", f"{len(evidence) - most} pieces beyond the budget"))
            evidence = evidence[:most]
        return Sight(document, evidence, reading.prices, contacts, tuple(skipped))


def _placed(document: Document, made: Made) -> Evidence:
    return place(
        document, made.start, made.end, kind=made.kind, id=made.id, ambiguity=made.ambiguity, topic=made.topic
    )


def _both(sight: Sight, plain: Sight, restored: Restored) -> Sight:
    """Add what is seen in a text whose disguised words are written plain; its prices and contacts go first."""
    evidence = settle(merge(sight.evidence, plain.evidence, restored, sight.document), sight.document.original)
    original = sight.document.original
    prices = [_moved(_as_written(price, restored, original), restored) for price in plain.prices]
    contacts = [_moved(contact, restored) for contact in plain.contacts]
    return replace(
        sight,
        evidence=evidence,
        prices=(*prices, *_apart(sight.prices, prices, restored)),
        contacts=(*contacts, *_apart(sight.contacts, contacts, restored)),
        skipped=tuple(dict.fromkeys((*sight.skipped, *plain.skipped))),
    )


_Fact = TypeVar("_Fact", Price, Contact)


def _as_written(price: Price, restored: Restored, original: str) -> Price:
    """Name what is sold as the original writes it (`c0c@ïne`)."""
    if not price.item:
        return price
    return replace(price, item=as_written(price.item, price.start, restored, original))


def _moved(item: _Fact, restored: Restored) -> _Fact:
    start, end = restored.span(item.start, item.end)
    return replace(item, start=start, end=end)


def _apart(items: Iterable[_Fact], others: Sequence[_Fact], restored: Restored) -> list[_Fact]:
    """Keep what lies apart from other facts and from words that are written plain."""
    return [
        item
        for item in items
        if not any(other.start < item.end and item.start < other.end for other in others)
        and not restored.touched(item.start, item.end)
    ]


def _with_stated(reading: PriceReading, stated: Sequence[Stated]) -> PriceReading:
    """Add prices of a record's own field, where none was read there."""
    new = [item for item in stated if not any(p.start < item.end and item.start < p.end for p in reading.prices)]
    if not new:
        return reading
    prices = [Price(None, None, item.amount, None, None, None, (), item.start, item.end) for item in new]
    return replace(
        reading,
        prices=(*reading.prices, *prices),
        ids=(*reading.ids, *("price.amount" for _ in new)),
    )


def _tells_of_prices(pattern: Pattern) -> bool:
    """Tell whether hits of a pattern are, or may be, read where prices are."""
    return pattern.id.startswith("price.") or pattern.kind == "minimum"


def _products(document: Document, evidence: Sequence[Evidence]) -> list[Product]:
    return [
        Product(item.start, item.end, document.original[item.start : item.end], item.substances[0], item.line)
        for item in evidence
        if item.substances
    ]
