"""The signals by which candidates are ranked, and their sum.

Each signal is one number for one candidate; what it is worth stands in weights.yaml.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from codewords.maintain.mine.company import Company
from codewords.maintain.mine.gather import Candidate, holders, holding
from codewords.maintain.mine.observe import Seen
from codewords.maintain.mine.settings import SIGNALS, Settings

_TRADE = ("price", "quantity", "number")
_FLOOR = 0.5
_LEAST_PRIOR = 0.01


@dataclass(frozen=True, slots=True)
class Weighed:
    """Hold a candidate and what speaks for it.

    Args:
        signals: value of each signal, by name.
        score: their weighted sum.
        offers: messages with it that the engine calls offers.
        slots: places where the engine saw a product without a name.
        prices: places next to a price or quantity.
        benign: numbers of the benign messages that hold it.
        variant: key of the known term that it is another spelling of, or empty.
    """

    candidate: Candidate
    signals: Mapping[str, float]
    score: float
    offers: int
    slots: int
    prices: int
    benign: tuple[int, ...]
    variant: str


class Scales:
    """Weigh candidates.

    Args:
        messages: those that are mined.
        benign: ordinary messages.
        company: what stands near known goods.
        codes: keys of the words for known goods, for spelling variants.
        settings: the numbers of mining.
    """

    def __init__(
        self,
        messages: Sequence[Seen],
        benign: Sequence[Seen],
        company: Company,
        codes: Iterable[str],
        settings: Settings,
    ) -> None:
        self._messages, self._benign = messages, benign
        self._company = company
        self._settings = settings
        self._index = holders(benign)
        self._plain = frozenset(n for n, seen in enumerate(messages) if seen.label == "none")
        self._keyness = Keyness(messages, benign, settings.prior)
        self._codes = sorted(code for code in codes if len(code) >= settings.variant_letters)

    def weigh(self, candidate: Candidate) -> Weighed:
        """Give what speaks for a candidate."""
        places = [(self._messages[spot.message], spot) for spot in candidate.spots]
        benign = tuple(holding(candidate, self._benign, self._index))
        near, line = self._company.weigh(candidate, self._messages)
        slots = sum(any(word.in_slot for word in seen.words[spot.first : spot.last]) for seen, spot in places)
        prices = sum(_is_priced(seen, spot.first, spot.last) for seen, spot in places)
        daily = sum(seen.words[spot.first].kind == "counter" for seen, spot in places)
        variant = self._variant(candidate)
        signals = {
            "neighbours": near,
            "company": line,
            "keyness": self._keyness.of(candidate, benign),
            "slot": math.log1p(slots),
            "price": prices / (len(places) + self._settings.shrink),
            "rare": self._rarity(candidate, len(benign)),
            "ordinary": daily / len(places),
            "variant": float(bool(variant)),
        }
        score = math.fsum(self._settings.weights[name] * signals[name] for name in SIGNALS)
        offers = sum(self._messages[number].is_offer for number in candidate.messages)
        return Weighed(candidate, signals, score, offers, slots, prices, benign, variant)

    def _rarity(self, candidate: Candidate, benign: int) -> float:
        """Give how much rarer a candidate is in ordinary messages than in all that are mined, as a log ratio."""
        ordinary = benign + len(candidate.messages & self._plain)
        base = len(self._benign) + len(self._plain)
        share = (len(candidate.messages) + _FLOOR) / (len(self._messages) + 1)
        return math.log(share) - math.log((ordinary + _FLOOR) / (base + 1))

    def _variant(self, candidate: Candidate) -> str:
        """Give the known word that a candidate is another spelling of, beyond what the engine reads itself."""
        key = candidate.keys[0]
        if len(candidate.keys) > 1 or candidate.is_emoji or len(key) < self._settings.variant_letters:
            return ""
        most = self._settings.variant_edits
        fits = [
            (OSA.distance(key, code, score_cutoff=most), code)
            for code in self._codes
            if code[0] == key[0] and abs(len(code) - len(key)) <= most
        ]
        near = [item for item in fits if item[0] <= most and 2 * most < len(item[1])]
        return min(near)[1] if near else ""


def _is_priced(seen: Seen, first: int, last: int) -> bool:
    """Tell whether a price or quantity stands within two words on the same line."""
    words, line = seen.words, seen.words[first].line
    beside = (*words[max(0, first - 2) : first], *words[last : last + 2])
    return any(word.kind in _TRADE and word.line == line for word in beside)


class Keyness:
    """Compare messages that speak of drugs with all others, by weighted log-odds.

    It is the log-odds ratio with an informative Dirichlet prior of Monroe, Colaresi and Quinn (2008), in standard
    deviations, over messages rather than words: the prior of a word is its share of all messages. A message
    that the engine calls an offer or talk speaks of drugs; any other does so by its score.

    Args:
        messages: those that are mined.
        benign: ordinary messages, which count on the other side.
        prior: weight of the prior, in words.
    """

    def __init__(self, messages: Sequence[Seen], benign: Sequence[Seen], prior: float) -> None:
        self._prior = prior
        self._shares = [_relatedness(seen) for seen in messages]
        words = [len({word.key for word in seen.words}) for seen in messages]
        drugs = math.fsum(share * size for share, size in zip(self._shares, words, strict=True))
        plain = sum(len({word.key for word in seen.words}) for seen in benign)
        self._sizes = (drugs, sum(words) - drugs + plain)

    def of(self, candidate: Candidate, benign: Sequence[int]) -> float:
        """Give the deviations by which a candidate is more frequent in messages that speak of drugs.

        Args:
            candidate: what is weighed.
            benign: numbers of the benign messages that hold it.
        """
        drugs = math.fsum(self._shares[number] for number in sorted(candidate.messages))
        others = len(candidate.messages) - drugs + len(benign)
        prior = (drugs + others) / sum(self._sizes) * self._prior + _LEAST_PRIOR
        odds = [
            math.log((count + prior) / (size + self._prior - count - prior))
            for count, size in zip((drugs, others), self._sizes, strict=True)
        ]
        return (odds[0] - odds[1]) / math.sqrt(1 / (drugs + prior) + 1 / (others + prior))


def _relatedness(seen: Seen) -> float:
    """Give how surely a message speaks of drugs, from 0 to 1."""
    return 1.0 if seen.label != "none" else 1 / (1 + math.exp(min(50.0, -seen.points)))
