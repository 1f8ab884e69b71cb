"""Count what stored results say: decisions, goods, prices, words, rules, and how right they are.

It holds counts and the few messages that were asked for; words and pictures for people are made in `cli/`.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from codewords.maintain.evaluate import LABELS
from codewords.maintain.report_counts import Quote, Rule, Tally, Word, period
from codewords.maintain.shares import Score
from codewords.maintain.stored import Stored
from codewords.results import DetectionHit, Price, ScanResult

NAMING = ("substance", "emoji")
"""Kinds of evidence that name goods."""

UNSAID = "-"
"""Stands for what a message does not say: a substance, a currency, a language."""

SAMPLE = 12
"""Messages kept of each kind, when quotations are asked for."""


class Report:
    """Count results one by one; every figure of a report is an attribute.

    Args:
        quotes: True to keep words of messages: spellings, unknown words, a few whole messages.
    """

    def __init__(self, *, quotes: bool = False) -> None:
        self.quotes = quotes
        self.labels: Counter[str] = Counter()
        self.actions: Counter[str] = Counter()
        self.quiet = 0
        """Messages in which nothing was found: they all have the same few points."""
        self.points: dict[int, Counter[str]] = defaultdict(Counter)
        """Labels of the other messages, by their points rounded down."""
        self.by: dict[str, dict[str, Tally]] = {
            name: defaultdict(Tally) for name in ("surface", "platform", "category", "substance", "language")
        }
        self.surface_actions: dict[str, Tally] = defaultdict(Tally)
        self.days: dict[dt.date, Counter[str]] = defaultdict(Counter)
        self.rules: dict[str, Rule] = {}
        self.words: dict[str, Word] = {}
        self.ways: Counter[str] = Counter()
        """How words that name goods were written in offers: as listed, or by which disguise."""
        self.prices: dict[tuple[str, str], dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
        """Price of one unit in offers, by (unit, currency) and substance."""
        self.unpriced = 0
        """Prices of offers that say no quantity."""
        self.unknown: Counter[str] = Counter()
        self.with_unknown = 0
        self.skipped: Counter[tuple[str, str]] = Counter()
        self.confusion: Counter[tuple[str, str]] = Counter()
        self.near: list[Quote] = []
        self.wrong: list[Quote] = []

    def add(self, item: Stored) -> None:
        """Count one result."""
        result = item.result
        self._decision(item)
        for name, values in (
            ("surface", (result.surface,)),
            ("platform", (item.platform,) if item.platform else ()),
            ("category", result.categories),
            ("substance", result.substances),
            ("language", _language(result)),
        ):
            for value in values:
                self.by[name][value].labels[result.label] += 1
        for hit in {hit.id: hit for hit in result.detections}.values():
            self._rule(hit, result.label, item.label)
        self._words(result)
        if result.label == "offer":
            for price in result.prices:
                self._price(price)
            self.with_unknown += bool(result.unknown)
            self.unknown.update({u.text.casefold() for u in result.unknown if u.text} if self.quotes else ())
        self.skipped.update({(s.what, s.reason) for s in result.skipped})
        if self.quotes and item.text is not None:
            self._keep(item, item.text)

    def _decision(self, item: Stored) -> None:
        result = item.result
        self.labels[result.label] += 1
        self.actions[result.action] += 1
        self.surface_actions[result.surface].labels[result.action] += 1
        if result.detections:
            self.points[int(result.points // 1)][result.label] += 1
        else:
            self.quiet += 1
        if item.time:
            self.days[item.time.date()][result.label] += 1
        if item.label:
            self.confusion[item.label, result.label] += 1

    def _rule(self, hit: DetectionHit, label: str, truth: str) -> None:
        rule = self.rules.setdefault(hit.id, Rule(hit.id, hit.title, hit.outcome, hit.status))
        rule.fired[label] += 1
        rule.points += hit.points
        if truth:
            rule.truth[truth] += 1

    def _words(self, result: ScanResult) -> None:
        for match in {match.id: match for match in result.matches}.values():
            word = self.words.setdefault(match.id, Word(match.id, match.kind, match.lang))
            word.found[result.label] += 1
        for match in result.matches:
            if self.quotes and match.text and match.kind in NAMING:
                self.words[match.id].written[" ".join(match.text.casefold().split())] += 1
            if result.label == "offer" and match.kind in NAMING:
                self.ways.update(match.folds if match.via == "folded" and match.folds else (match.via,))

    def _price(self, price: Price) -> None:
        if price.quantity is None or not price.unit or not price.quantity.is_finite() or price.quantity <= 0:
            self.unpriced += 1
        elif price.amount.is_finite() and price.amount > 0:
            each = float(price.amount / price.quantity)
            self.prices[price.unit, price.currency or UNSAID][price.substance or UNSAID].append(each)

    def _keep(self, item: Stored, text: str) -> None:
        """Keep the messages whose decision was closest, and those that a person judged otherwise."""
        result = item.result
        quote = Quote(item.line, item.id, result.points, result.label, item.label, text)
        if result.detections:
            self.near = _kept(self.near, quote, lambda q: abs(q.points))
        if item.label and item.label != result.label:
            self.wrong = _kept(self.wrong, quote, lambda q: -abs(q.points))

    @property
    def total(self) -> int:
        """Count all results."""
        return self.labels.total()

    @property
    def offers(self) -> Score | None:
        """Give how well offers are told from the rest, or `None` where no label was given."""
        if not self.confusion:
            return None
        right = self.confusion["offer", "offer"]
        return Score(
            right,
            self.confusion["talk", "offer"] + self.confusion["none", "offer"],
            self.confusion["offer", "talk"] + self.confusion["offer", "none"],
        )

    def periods(self) -> list[tuple[dt.date, Counter[str]]]:
        """Give labels by day, week or month, whichever makes a few dozen; periods without a message too."""
        if not self.days:
            return []
        first, last = min(self.days), max(self.days)
        length = (last - first).days
        grouped = {period(first + dt.timedelta(days=n), length): Counter[str]() for n in range(length + 1)}
        for date, labels in self.days.items():
            grouped[period(date, length)].update(labels)
        return sorted(grouped.items())

    def to_dict(self) -> dict[str, Any]:
        """Give all figures as plain JSON types; words of messages only where they were asked for."""
        return {
            "results": self.total,
            "labels": _plain(self.labels),
            "actions": _plain(self.actions),
            "quiet": self.quiet,
            "points": {str(low): _plain(labels) for low, labels in sorted(self.points.items())},
            "by": {name: {key: _plain(t.labels) for key, t in _ranked(group)} for name, group in self.by.items()},
            "surface_actions": {key: _plain(t.labels) for key, t in _ranked(self.surface_actions)},
            "days": {date.isoformat(): _plain(labels) for date, labels in sorted(self.days.items())},
            "rules": [_rule(rule) for rule in self.ranked_rules()],
            "words": [
                {
                    "id": w.id,
                    "kind": w.kind,
                    "lang": w.lang,
                    "found": _plain(w.found),
                    "written": _plain(w.written),
                }
                for w in self.ranked_words()
            ],
            "ways": _plain(self.ways),
            "prices": [
                {"unit": unit, "currency": currency, "substance": name, "each": sorted(values)}
                for (unit, currency), group in sorted(self.prices.items())
                for name, values in sorted(group.items())
            ],
            "without_quantity": self.unpriced,
            "with_unknown": self.with_unknown,
            "unknown": _plain(self.unknown),
            "skipped": [{"what": w, "reason": r, "messages": n} for (w, r), n in sorted(self.skipped.items())],
            "confusion": {f"{true}>{said}": n for (true, said), n in sorted(self.confusion.items())},
        }

    def ranked_rules(self) -> list[Rule]:
        """Give detections, the busiest first."""
        return sorted(self.rules.values(), key=lambda rule: (-rule.fired.total(), rule.id))

    def ranked_words(self) -> list[Word]:
        """Give entries of the lexicon, those of most offers first."""
        return sorted(self.words.values(), key=lambda word: (-word.found["offer"], -word.found.total(), word.id))


def _kept(quotes: list[Quote], quote: Quote, key: Callable[[Quote], float]) -> list[Quote]:
    """Give the first of these messages in the order of a key; the same words stand once."""
    if any(known.text == quote.text for known in quotes):
        return quotes
    return sorted([*quotes, quote], key=lambda q: (key(q), q.line))[:SAMPLE]


def _language(result: ScanResult) -> Iterator[str]:
    """Give the language of most of the evidence, where there is evidence of any."""
    if result.matches:
        seen = Counter(match.lang for match in result.matches if match.lang != "und")
        yield min(seen, key=lambda lang: (-seen[lang], lang)) if seen else UNSAID


def _ranked(group: Mapping[str, Tally]) -> list[tuple[str, Tally]]:
    return sorted(group.items(), key=lambda item: (-item[1].all, item[0]))


def _plain(counts: Mapping[str, int]) -> dict[str, int]:
    order = {label: index for index, label in enumerate(LABELS)}
    return dict(sorted(counts.items(), key=lambda item: (order.get(item[0], 9), -item[1], item[0])))


def _rule(rule: Rule) -> dict[str, Any]:
    low, high = rule.right.interval
    right = {"share": round(rule.right.value, 4), "low": round(low, 4), "high": round(high, 4)}
    return {
        "id": rule.id,
        "title": rule.title,
        "outcome": rule.outcome,
        "status": rule.status,
        "fired": _plain(rule.fired),
        "points": round(rule.points, 2),
        "right": {**right, "of": rule.right.cases} if rule.right.cases else None,
    }
