"""Try proposals out: which messages would be labelled otherwise if the words were added to the rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from codewords.engine.engine import Engine
from codewords.maintain.mine.observe import Seen
from codewords.maintain.mine.propose import Mined, Proposal, Trial
from codewords.model import Term

PREFIX = "mined."
"""Start of the ids of proposed entries."""


def try_out(engine: Engine, found: Mined) -> Mined:
    """Give the proposals with what each would change, were it in the rules.

    One engine is compiled that knows them all; a changed message counts for each proposal in it.
    """
    if not found.proposals:
        return found
    terms = {item.rank: proposed_term(item) for item in found.proposals}
    rules = engine.ruleset
    bold = Engine(replace(rules, terms=(*rules.terms, *terms.values())))
    ranks = {term.id: rank for rank, term in terms.items()}
    benign, mined = (Counter(_changed(bold, part, ranks)) for part in (found.benign, found.messages))
    tried = tuple(replace(item, trial=Trial(benign[item.rank], mined[item.rank])) for item in found.proposals)
    return replace(found, proposals=tried)


def proposed_term(item: Proposal) -> Term:
    """Give the entry that a proposal would be."""
    return Term(
        id=f"{PREFIX}{item.rank}",
        term=item.term,
        kind=item.kind,
        langs=(item.lang,),
        ambiguity=item.ambiguity,
        substances=(item.substance,) if item.substance else (),
        role="slang" if item.kind == "substance" else "",
        is_emoji=item.is_emoji,
    )


def _changed(bold: Engine, messages: Sequence[Seen], ranks: dict[str, int]) -> Iterator[int]:
    """Give the ranks of the proposals in each message whose label changes."""
    for seen in messages:
        result = bold.scan(seen.text, surface=seen.surface)
        if result.label != seen.label:
            everything = bold.scan(seen.text, surface=seen.surface, evidence="all")
            yield from {ranks[match.id] for match in everything.matches if match.id in ranks}
