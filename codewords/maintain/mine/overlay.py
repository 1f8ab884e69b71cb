"""Write proposals as an overlay of rules: entries in shadow, each under the evidence for it."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator

import emoji as emoji_names

from codewords.maintain.mine.propose import Proposal

SOURCE = "mined"
"""Key of the source that proposed entries name."""

_HEAD = """\
# Proposed by `codewords mine`; nothing here is in use. An entry in shadow is reported by no decision.
# For each: look at the places, set substance, language and ambiguity right, write `sense`, `hits` and `misses`
# of your own, and move it to rules/lexicons. Delete the others, and the quotations, which are strangers' words.
# Try the file as it is: codewords test rules --overlay THIS_FILE
"""
_NO_SLUG = re.compile(r"[^a-z0-9]+")


def render_overlay(proposals: Iterable[Proposal], *, version: str, quotes: bool) -> str:
    """Give the text of the overlay.

    Args:
        proposals: in the order of their rank.
        version: content version of the rules, for `since`.
        quotes: False leaves the messages' own words out.
    """
    items = list(proposals)
    lines = [
        _HEAD,
        f"since: {version}",
        f"source: [{SOURCE}]",
        "sources:",
        f"- id: {SOURCE}",
        "  title: Proposals of codewords mine, not reviewed",
        "  publisher: n/a",
        '  year: "n/a"',
        "  licence: n/a",
    ]
    for key, chosen in (
        ("terms", [item for item in items if not item.is_emoji]),
        ("emoji", [item for item in items if item.is_emoji]),
    ):
        if chosen:
            lines += ["", f"{key}:"]
            lines += [line for item in chosen for line in _entry(item, quotes=quotes)]
    return "\n".join(lines) + "\n"


def _entry(item: Proposal, *, quotes: bool) -> Iterator[str]:
    yield f"# {item.rank}. {told_evidence(item)}"
    if quotes:
        yield from (f"#    | {_safe(quote)}" for quote in item.quotes)
    if item.is_emoji:
        yield f"- emoji: {_text(item.term)}"
        yield f"  name: {_text(emoji_name(item.term))}"
        yield f"  kind: {item.kind}"
    else:
        yield f"- term: {_text(item.term)}"
        yield f"  lang: {item.lang}"
        if item.kind != "substance":
            yield f"  kind: {item.kind}"
    yield f"  id: {entry_id(item)}"
    if item.substance:
        yield f"  substance: {item.substance}"
    yield f"  ambiguity: {item.ambiguity}"
    yield "  status: shadow"


def entry_id(item: Proposal) -> str:
    """Give an id that is unique in the overlay, and says what the entry is."""
    name = emoji_name(item.term) if item.is_emoji else item.term
    plain = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
    slug = _NO_SLUG.sub("-", plain.casefold()).strip("-")
    return f"{SOURCE}.{item.rank}-{slug}" if slug else f"{SOURCE}.{item.rank}"


def emoji_name(written: str) -> str:
    """Give the name of an emoji, in words.

    >>> emoji_name("🦄")
    'unicorn'
    """
    named = emoji_names.demojize(written).strip(":").replace("_", " ")
    return named if named != written else "unnamed emoji"


def told_evidence(item: Proposal) -> str:
    """Say in one line what speaks for a proposal, and what against it."""
    parts = [f"score {item.score:.2f}", f"{item.messages} messages, {item.offers} of them offers"]
    if item.slots:
        parts.append(f"{item.slots} times in the place of a product")
    if item.prices:
        parts.append(f"{item.prices} times beside a price or quantity")
    parts.append(f"in {item.benign} benign messages")
    if item.trial:
        changed = f"{item.trial.mined} of the messages and {item.trial.benign} benign ones"
        parts.append(f"if added, {changed} would change label")
    if item.nearest:
        parts.append("used like " + ", ".join(f"{name} ({likeness:.2f})" for name, likeness in item.nearest))
    if item.variant:
        parts.append(f"spelt like {item.variant}")
    if item.spellings:
        parts.append("also written " + ", ".join(item.spellings))
    return _safe("; ".join(parts))


def _text(value: str) -> str:
    """Write a scalar so that no reader of YAML takes it for anything else."""
    return json.dumps(value, ensure_ascii=not value.isprintable())


def _safe(value: str) -> str:
    """Give a line that stays a comment."""
    return "".join(char if char.isprintable() else "\ufffd" for char in value)
