"""Propose new code words: the whole way from messages to a ranked list with its evidence.

The door of this package: `mine` is what the command and the benchmark call.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from codewords.engine.engine import Engine
from codewords.maintain.evaluate import Row
from codewords.maintain.mine.company import Company
from codewords.maintain.mine.gather import Candidate, Spot, gather
from codewords.maintain.mine.observe import PRODUCTS, Observer, Seen
from codewords.maintain.mine.settings import Settings, bundled_settings
from codewords.maintain.mine.signals import Scales, Weighed
from codewords.source.identity import read_identity
from codewords.source.log import Log
from codewords.text.tables import FoldTables

Track = Callable[[Sequence[Row], str], Iterable[Row]]
"""Gives rows one by one, for a bar where a person waits."""


@dataclass(frozen=True, slots=True)
class Trial:
    """Count the messages whose label would change if the word were added.

    Args:
        benign: of the benign messages: false alarms that it would bring.
        mined: of the messages that were mined.
    """

    benign: int
    mined: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """Propose one code word, with what speaks for it and against it.

    Args:
        rank: from 1.
        term: the spelling most often seen.
        kind: `substance` or `emoji` where its neighbours speak for goods, else the kind of word whose company
            explains its own best.
        substance: the one whose words' company explains its own best, a guess; empty for words of trade.
        lang: language of the words around it, `und` where none is clear.
        score: weighted sum of the signals.
        signals: value of each signal, by name.
        messages: messages that hold it.
        lines: different lines that hold it.
        offers: of these messages, those that the engine calls offers.
        slots: lines in which the engine saw a product without a name there.
        prices: lines in which a price or quantity stands next to it.
        benign: benign messages that hold it.
        nearest: ids of the known terms whose company explains its own best, with how well.
        variant: the known word that it may be another spelling of, or empty.
        spellings: other spellings that were counted with it.
        quotes: places, quoted short.
        trial: what would change if it were added; `None` when it was not tried.
    """

    rank: int
    term: str
    kind: str
    substance: str
    lang: str
    ambiguity: str
    score: float
    signals: dict[str, float]
    messages: int
    lines: int
    offers: int
    slots: int
    prices: int
    benign: int
    nearest: tuple[tuple[str, float], ...]
    variant: str
    spellings: tuple[str, ...]
    quotes: tuple[str, ...]
    is_emoji: bool = False
    trial: Trial | None = None

    def to_dict(self, *, text: bool = True) -> dict[str, Any]:
        """Give plain JSON types.

        Args:
            text: False leaves the quotations out.
        """
        out = {name: getattr(self, name) for name in self.__slots__}
        out["nearest"] = [{"id": name, "likeness": likeness} for name, likeness in self.nearest]
        out["trial"] = {"benign": self.trial.benign, "mined": self.trial.mined} if self.trial else None
        out["spellings"], out["quotes"] = list(self.spellings), list(self.quotes)
        if not text:
            del out["quotes"]
        return out


@dataclass(frozen=True, slots=True)
class Mined:
    """Hold the proposals of a run and on what they rest.

    Args:
        candidates: all that stood in enough messages, of which the first were kept.
    """

    proposals: tuple[Proposal, ...]
    messages: tuple[Seen, ...]
    benign: tuple[Seen, ...]
    candidates: int


def mine(
    engine: Engine,
    rows: Sequence[Row],
    benign: Sequence[Row],
    *,
    others: Sequence[Row] = (),
    most: int = 50,
    least: int | None = None,
    track: Track = lambda rows, _: rows,
) -> Mined:
    """Propose code words from messages; their labels are not looked at.

    Args:
        engine: judges the messages, and knows the words that are no news.
        rows: the messages.
        benign: ordinary messages: the background, and where false alarms are counted.
        others: more messages of any kind, from which the company of known goods is learnt, and nothing else.
        most: proposals at most.
        least: messages in which a candidate must stand; as in weights.yaml when not given.
        track: gives rows one by one.

    Raises:
        ValueError: for a surface that the engine does not know.
    """
    observer = Observer(engine)
    messages, ordinary, more = (
        [observer.look(row) for row in track(part, told)]
        for part, told in ((rows, "reading"), (benign, "reading ordinary messages"), (others, "reading others"))
    )
    return mine_seen(engine, messages, ordinary, others=more, most=most, least=least)


def mine_seen(
    engine: Engine,
    messages: Sequence[Seen],
    benign: Sequence[Seen],
    *,
    others: Sequence[Seen] = (),
    most: int = 50,
    least: int | None = None,
) -> Mined:
    """Propose code words from messages that were looked at before.

    Args:
        engine: the one that looked at them; for the others, see `mine`.
    """
    settings = bundled_settings()
    settings = settings if least is None else replace(settings, least=least)
    codes = known_goods(engine)
    tables = FoldTables.from_rules(engine.ruleset.folding)
    listed = codes | passed_over(engine, settings)
    candidates = gather(messages, tables=tables, listed=listed, settings=settings)
    company = Company((*messages, *benign, *others), settings)
    scales = Scales(messages, benign, company, codes, settings)
    ranked = sorted(map(scales.weigh, candidates), key=lambda item: (-item.score, item.candidate.keys))
    maker = _Maker(engine, messages, company, settings)
    proposals = tuple(maker.make(rank, item) for rank, item in enumerate(ranked[:most], 1))
    return Mined(proposals, tuple(messages), tuple(benign), len(candidates))


def known_goods(engine: Engine) -> frozenset[str]:
    """Give the words and emoji that the rules list for goods, each alone."""
    observer = Observer(engine)
    spellings = (
        observer.key(spelling)
        for term in engine.ruleset.terms
        if term.kind in PRODUCTS and term.status != "retired"
        for spelling in (term.term, *term.forms)
    )
    return frozenset(keys[0] for keys in spellings if len(keys) == 1)


def passed_over(engine: Engine, settings: Settings) -> frozenset[str]:
    """Give what is never proposed: small words, and words for groups of people, which no rule may use."""
    observer, rules = Observer(engine), engine.ruleset
    parts = {"folding": rules.folding, "patterns": rules.tables}
    small = (
        phrase
        for part, names in settings.passed_over.items()
        for name in names
        for phrases in parts[part].get(name, {}).values()
        for phrase in phrases
    )
    people = read_identity(Path(rules.root), Log()).words
    return frozenset(key for phrase in (*small, *people) for key in observer.key(phrase))


class _Maker:
    """Make proposals of what was weighed: what it may stand for, and what shows it."""

    def __init__(self, engine: Engine, messages: Sequence[Seen], company: Company, settings: Settings) -> None:
        self._messages = messages
        self._company = company
        self._settings = settings
        terms = [term for term in engine.ruleset.terms if term.kind != "counter"]
        goods = [term for term in terms if term.kind in PRODUCTS and term.substances]
        self._first = engine.ruleset.substances[0].id
        self._kinds = company.profiles({term.id: _kind(term.kind) for term in terms})
        self._substances = company.profiles({term.id: term.substances[0] for term in goods})
        self._terms = company.profiles({term.id: term.id for term in goods})

    def make(self, rank: int, item: Weighed) -> Proposal:
        """Give the proposal of one candidate."""
        candidate, settings = item.candidate, self._settings
        is_goods = item.signals["neighbours"] > 0
        kind = "substance" if is_goods else self._best(candidate, self._kinds) or "substance"
        nearest = self._company.nearest(candidate, self._messages, self._terms)[: settings.neighbours]
        is_goods = kind == "substance"
        return Proposal(
            rank=rank,
            term=candidate.shown,
            kind="emoji" if candidate.is_emoji and is_goods else kind,
            substance=(self._best(candidate, self._substances) or self._first) if is_goods else "",
            lang=self._lang(candidate),
            ambiguity=self._ambiguity(item),
            score=round(item.score, 2),
            signals={name: round(value, 2) for name, value in item.signals.items()},
            messages=len(candidate.messages),
            lines=len(candidate.spots),
            offers=item.offers,
            slots=item.slots,
            prices=item.prices,
            benign=len(item.benign),
            nearest=tuple((name, round(likeness, 2)) for name, likeness in nearest if likeness > 0),
            variant=item.variant,
            spellings=tuple(" ".join(keys) for keys in candidate.spellings),
            quotes=tuple(self._quote(spot) for spot in self._shown_spots(candidate)),
            is_emoji=candidate.is_emoji,
        )

    def _best(self, candidate: Candidate, profiles: Mapping[str, Counter[str]]) -> str:
        nearest = self._company.nearest(candidate, self._messages, profiles)
        return nearest[0][0] if nearest else ""

    def _lang(self, candidate: Candidate) -> str:
        if candidate.is_emoji:
            return "und"
        votes = Counter(
            self._messages[number].langs[0]
            for number in sorted(candidate.messages)
            if self._messages[number].langs
        )
        best = sorted(votes.items(), key=lambda vote: (-vote[1], vote[0]))
        return best[0][0] if best and 2 * best[0][1] > sum(votes.values()) else "und"

    def _ambiguity(self, item: Weighed) -> str:
        """Give the class of ambiguity; no machine says that a word means one thing alone."""
        is_short = sum(map(len, item.candidate.keys)) <= self._settings.high_letters
        return "high" if item.benign or item.signals["ordinary"] or is_short else "medium"

    def _shown_spots(self, candidate: Candidate) -> list[Spot]:
        """Give the places to quote: those of a product first, then those in offers."""

        def order(spot: Spot) -> tuple[bool, bool, Spot]:
            seen = self._messages[spot.message]
            in_slot = any(word.in_slot for word in seen.words[spot.first : spot.last])
            return not in_slot, not seen.is_offer, spot

        return sorted(candidate.spots, key=order)[: self._settings.quotes]

    def _quote(self, spot: Spot) -> str:
        """Give the words round a place, with marks where the message goes on."""
        seen = self._messages[spot.message]
        start, end = seen.words[spot.first].start, seen.words[spot.last - 1].end
        room = max(0, self._settings.quote_width - (end - start))
        before = min(start, max(room // 2, room - (len(seen.text) - end)))
        first, last = start - before, min(len(seen.text), end + room - before)
        cut = " ".join(seen.text[first:last].split())
        return f"{'…' if first else ''}{cut}{'…' if last < len(seen.text) else ''}"


def _kind(kind: str) -> str:
    return "substance" if kind in PRODUCTS else kind
