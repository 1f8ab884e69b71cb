"""What no rule may do: make an offer of an emoji alone, or evidence of who somebody is.

The words for groups of people stand in identity.txt of the rule set.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from codewords.errors import Place
from codewords.model import Condition, Detection, Leaf, RuleSet, Term, Use
from codewords.source.draft import Draft
from codewords.source.identity import Identity, check_excuses
from codewords.source.log import Log
from codewords.source.nodes import ListNode, Node, ScalarNode
from codewords.source.spelling import plain

_WORD = re.compile(r"[^\W\d_]+(?:[ '-][^\W\d_]+)*")


def check_conduct(rules: RuleSet, draft: Draft, identity: Identity, log: Log) -> None:
    """Tell rules that go too far.

    Args:
        rules: the objects made of the draft.
        draft: the entries, for their places.
        identity: words for groups of people.
        log: takes the problems.
    """
    for detection in emoji_offers(rules):
        place = _place(draft, "detections", detection.id, "when") or detection.place
        message = f"detection `{detection.id}` makes an offer of an emoji alone"
        log.add(place, "CW508", message, "ask for a word, a price or a contact beside it")
    used = set()
    for term in rules.terms:
        for written in () if term.is_emoji else (term.term, *term.forms):
            used.add((plain(written), term.id))
            if identity.is_named(written, term.id):
                _tell(written, term.id, _spelling_place(term, written, draft), log)
    for pattern in rules.patterns:
        found = _WORD.findall(pattern.expanded)
        words = dict.fromkeys(word for phrase in found for word in (phrase, *phrase.split()))
        used.update((plain(word), pattern.id) for word in words)
        for word in words:
            if identity.is_named(word, pattern.id):
                _tell(word, pattern.id, _place(draft, "patterns", pattern.id, "regex") or pattern.place, log)
    check_excuses(identity, frozenset(used), log)


def _tell(written: str, id_: str, place: Place, log: Log) -> None:
    log.add(place, "CW311", f"`{written}` in `{id_}` names a group of people", _NO_EVIDENCE)


_NO_EVIDENCE = "who somebody is speaks neither for nor against an offer; take it out"


def emoji_offers(rules: RuleSet) -> list[Detection]:
    """Give the detections for offers that emoji alone can fire, where their points together make an offer."""
    emoji = frozenset(term.id for term in rules.terms if term.is_emoji and term.kind == "emoji")
    named = {**{item.id: item.when for item in rules.detections}, **rules.conditions}
    able = [
        item
        for item in rules.detections
        if item.outcome == "offer" and item.status == "stable" and item.points > 0
        if _holds(item.when, emoji, named, ())
    ]
    surface = max((item.points for item in rules.surfaces), default=0.0)
    total = rules.scoring.intercept + surface + sum(item.points for item in able)
    return able if total >= 0 else []


def _holds(
    condition: Condition, emoji: frozenset[str], named: Mapping[str, Condition], path: tuple[str, ...]
) -> bool:
    """Tell whether a condition can hold where nothing but emoji for substances stands."""
    if isinstance(condition, Leaf):
        return condition.at_least == 0 or _admits(condition, emoji)
    if isinstance(condition, Use):
        inner = named.get(condition.name)
        return (
            inner is not None
            and condition.name not in path
            and _holds(inner, emoji, named, (*path, condition.name))
        )
    if condition.op == "none":
        return True
    parts = [_holds(part, emoji, named, path) for part in condition.parts]
    return any(parts) if condition.op == "any" else all(parts)


def _admits(leaf: Leaf, emoji: frozenset[str]) -> bool:
    if (leaf.kinds and "emoji" not in leaf.kinds) or leaf.topics or leaf.roles:
        return False
    if not leaf.ids:
        return True
    return any(_is_named(id_, leaf.ids) for id_ in emoji)


def _is_named(id_: str, names: tuple[str, ...]) -> bool:
    return any(id_.startswith(name[:-1]) if name.endswith("*") else id_ == name for name in names)


def _spelling_place(term: Term, written: str, draft: Draft) -> Place:
    """Give the place of one spelling of a term."""
    forms = _node(draft, "terms", term.id, "forms")
    nodes = forms.items if isinstance(forms, ListNode) else (forms,)
    places = [node.place for node in nodes if isinstance(node, ScalarNode) and node.text == written]
    return next(iter(places), None) or _place(draft, "terms", term.id, "term") or term.place


def _place(draft: Draft, section: str, id_: str, key: str) -> Place | None:
    node = _node(draft, section, id_, key)
    return node.place if node is not None else None


def _node(draft: Draft, section: str, id_: str, key: str) -> Node | None:
    entry = draft.sections.get(section, {}).get(id_)
    return entry.node.get(key) if entry is not None else None
