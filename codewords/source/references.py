"""Check what entries refer to: ids, substances, sources, surfaces and named conditions.

It reads the nodes of the draft for the places, and never what a value means.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from codewords.errors import Place
from codewords.model import Condition, Group, Leaf, RuleSet, Use
from codewords.source.draft import Draft, Entry
from codewords.source.log import Log, guess
from codewords.source.nodes import ListNode, MapNode, ScalarNode

_EVIDENCE = ("terms", "emoji", "patterns")


@dataclass(frozen=True, slots=True)
class _Case:
    """Hold what every check looks at."""

    rules: RuleSet
    draft: Draft
    log: Log


def check_references(rules: RuleSet, draft: Draft, log: Log) -> None:
    """Tell every reference that leads nowhere, and every id that is not unique.

    Args:
        rules: the objects made of the draft.
        draft: the entries, those with faults included.
        log: takes the problems.
    """
    for check in _CHECKS:
        check(_Case(rules, draft, log))


def _entries(draft: Draft, *sections: str) -> Iterator[Entry]:
    for section in sections or tuple(draft.sections):
        yield from draft.sections.get(section, {}).values()


def _scalars(node: MapNode, key: str) -> Iterable[ScalarNode]:
    value = node.get(key)
    items = value.items if isinstance(value, ListNode) else (value,)
    return [item for item in items if isinstance(item, ScalarNode) and item.text]


def check_unique_ids(case: _Case) -> None:
    """Tell an id that entries of different sections share."""
    draft, log = case.draft, case.log
    first: dict[str, Place] = {}
    named = [(entry.id, entry.node.place) for entry in _entries(draft)]
    named += [(name, pair[0].place) for name, pair in draft.maps.get("conditions", {}).items()]
    for name, place in sorted(named, key=lambda item: item[1]):
        if name in first:
            hint = f"the first is in {first[name]}; give one of them another id"
            log.add(place, "CW301", f"id `{name}` is used twice", hint)
        first.setdefault(name, place)


def check_former_ids(case: _Case) -> None:
    """Tell a former id that is in use again, or claimed by two entries."""
    draft, log = case.draft, case.log
    ids = {entry.id for entry in _entries(draft)}
    claimed: dict[str, Place] = {}
    for entry in _entries(draft):
        for node in _scalars(entry.node, "formerly"):
            if node.text in ids:
                hint = "ids are never given again; choose a new one"
                log.add(node.place, "CW307", f"former id `{node.text}` is in use", hint)
            elif node.text in claimed:
                hint = f"the first is in {claimed[node.text]}"
                log.add(node.place, "CW307", f"former id `{node.text}` is claimed twice", hint)
            claimed.setdefault(node.text, node.place)


def check_substances(case: _Case) -> None:
    """Tell a substance that substances.yaml does not list."""
    draft, log = case.draft, case.log
    if "substances" in draft.unread:
        return
    register = _Register("CW302", "substance", draft.sections.get("substances", {}), draft.removed)
    named = [node for entry in _entries(draft, "terms", "emoji") for node in _scalars(entry.node, "substance")]
    for entry in _entries(draft, "policies"):
        levels = entry.node.get("levels")
        named += [pair[0] for pair in levels.pairs.values()] if isinstance(levels, MapNode) else []
    for node in named:
        register.check(node.text, node.place, log)
    for leaf in _leaves(case.rules):
        for name in leaf.substances:
            register.check(name, leaf.place, log)


def check_parents(case: _Case) -> None:
    """Tell a parent that is unknown or has a parent itself."""
    draft, log = case.draft, case.log
    known = draft.sections.get("substances", {})
    register = _Register("CW306", "parent", known, draft.removed)
    for entry in known.values():
        for node in _scalars(entry.node, "parent"):
            parent = known.get(node.text)
            register.check(node.text, node.place, log)
            if parent and parent.node.text("parent"):
                message = f"parent `{node.text}` has a parent itself"
                log.add(node.place, "CW306", message, "keep the list to two levels")


def check_sources(case: _Case) -> None:
    """Tell a source that sources.yaml does not list."""
    draft, log = case.draft, case.log
    if "sources" not in draft.unread:
        register = _Register("CW303", "source", draft.sections.get("sources", {}), draft.removed)
        for entry in _entries(draft, "terms", "emoji"):
            for node in _scalars(entry.node, "source"):
                register.check(node.text, node.place, log)


def check_surfaces(case: _Case) -> None:
    """Tell a surface that surfaces.yaml does not list."""
    draft, log = case.draft, case.log
    if "surfaces" not in draft.unread:
        register = _Register("CW304", "surface", draft.sections.get("surfaces", {}), draft.removed)
        for entry in _entries(draft, "detections"):
            for node in _scalars(entry.node, "surfaces"):
                register.check(node.text, node.place, log)


def check_leaf_ids(case: _Case) -> None:
    """Tell an id in a condition that no evidence has."""
    draft, log = case.draft, case.log
    if draft.unread.intersection(_EVIDENCE):
        return
    known = {entry.id for entry in _entries(draft, *_EVIDENCE)}
    register = _Register("CW310", "id", known, draft.removed)
    for leaf in _leaves(case.rules):
        for name in leaf.ids:
            if not name.endswith("*"):
                register.check(name, leaf.place, log)
            elif not any(other.startswith(name[:-1]) for other in known):
                log.add(leaf.place, "CW310", f"no entry has an id that starts with `{name[:-1]}`")


def check_uses(case: _Case) -> None:
    """Tell a condition that names an unknown one, or itself in the end."""
    draft, log = case.draft, case.log
    known = {*draft.maps.get("conditions", {}), *draft.sections.get("detections", {})}
    register = _Register("CW305", "condition", known, draft.removed)
    named = {**{item.id: item.when for item in case.rules.detections}, **case.rules.conditions}
    used = set()
    for name, condition in named.items():
        for use in _uses(condition):
            used.add(use.name)
            if "detections" not in draft.unread:
                register.check(use.name, use.place, log)
        _check_circle(name, named, log)
    for name, pair in draft.maps.get("conditions", {}).items():
        if name not in used and "detections" not in draft.unread:
            log.warning(pair[0].place, "CW703", f"condition `{name}` is not used", "take it out")


def _check_circle(name: str, named: dict[str, Condition], log: Log) -> None:
    """Tell a circle once, at its alphabetically first name."""
    paths: list[tuple[tuple[str, ...], Use]] = [((name, use.name), use) for use in _uses(named[name])]
    seen: set[str] = set()
    while paths:
        path, use = paths.pop()
        last = path[-1]
        if last == name:
            if name == min(path):
                log.add(use.place, "CW504", f"conditions go round in a circle: `{' > '.join(path)}`")
            return
        if last not in seen and last in named:
            seen.add(last)
            paths += [((*path, one.name), one) for one in _uses(named[last])]


@dataclass(frozen=True, slots=True)
class _Register:
    """Hold the names that a kind of reference may use.

    Args:
        code: code of the problem when it uses another.
        what: what is referred to.
        names: what there is.
        removed: what overlays took away.
    """

    code: str
    what: str
    names: Collection[str]
    removed: Mapping[str, Place]

    def check(self, name: str, place: Place, log: Log) -> None:
        """Tell a name that is not known."""
        if name not in self.names:
            gone = self.removed.get(name)
            hint = f"it is removed in {gone}" if gone else guess(name, self.names)
            log.add(place, self.code, f"unknown {self.what} `{name}`", hint)


def _walk(condition: Condition) -> Iterator[Leaf | Use]:
    if isinstance(condition, Group):
        for part in condition.parts:
            yield from _walk(part)
    else:
        yield condition


def _uses(condition: Condition) -> list[Use]:
    return [item for item in _walk(condition) if isinstance(item, Use)]


def _leaves(rules: RuleSet) -> list[Leaf]:
    conditions = [*(item.when for item in rules.detections), *rules.conditions.values()]
    return [item for one in conditions for item in _walk(one) if isinstance(item, Leaf)]


_CHECKS = (
    check_unique_ids,
    check_former_ids,
    check_substances,
    check_parents,
    check_sources,
    check_surfaces,
    check_leaf_ids,
    check_uses,
)
