"""Say to the person moderated what was decided and why, as article 17 of the EU's Digital Services Act asks.

The sentences stand in one TOML file a language, beside this module and not in a rule set: a stored result must
be able to say them when the rules that made it are long gone. No statement names the words that were recognised,
nor the places where they begin and end: it names the message or the field, and quotes whole lines of it only when
the caller hands in the text. What the site alone knows it adds itself: whether a notice came first, where the
decision holds and for how long.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from codewords.results.record import fields
from codewords.results.shapes import Match, ScanResult

_LONGEST = 300
"""Characters of a passage that are quoted; a longer one is told by its place alone."""


def statement(
    result: ScanResult,
    lang: str,
    *,
    contact: str | None = None,
    terms: str | None = None,
    text: str | Mapping[str, Any] | Sequence[str] | None = None,
) -> str:
    """Give the statement of reasons of a result.

    Args:
        result: the decision.
        lang: a language of `languages()`.
        contact: where the person can contest; a placeholder in brackets when not given.
        terms: the clause of the site's terms; a placeholder in brackets when not given.
        text: what was scanned, to quote the passage.

    Raises:
        ValueError: for an unknown language, or when a span does not fit the text.
    """
    said = _sentences(lang)
    ref = result.ruleset
    blocks = [said["decision"][result.action], said["surface"].get(result.surface, "")]
    blocks += [said["category"][ground].format(terms=terms or said["terms"]) for ground in _grounds(result)]
    blocks += _places(result, said["place"], None if text is None else dict(fields(text)))
    blocks.append(said["automation"]["seen"].format(engine=ref.engine, version=ref.version))
    blocks.append(said["automation"][result.action])
    if result.skipped:
        blocks.append(said["automation"]["skipped"])
    blocks.append(said["redress"][result.action].format(contact=contact or said["contact"]))
    return "\n\n".join([said["title"], *(block for block in blocks if block)])


@cache
def languages() -> tuple[str, ...]:
    """Give the languages in which a statement can be made."""
    names = (item.name for item in (files("codewords.results") / "statements").iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


@cache
def _sentences(lang: str) -> Mapping[str, Any]:
    if lang not in languages():
        message = f"no statement in language {lang!r}; known: {', '.join(languages())}"
        raise ValueError(message)
    return tomllib.loads((files("codewords.results") / "statements" / f"{lang}.toml").read_text(encoding="utf-8"))


def _grounds(result: ScanResult) -> tuple[str, ...]:
    """Give what is said of the content: its categories, or its label where it has none."""
    return result.categories or (result.label,)


def _places(result: ScanResult, said: Mapping[str, str], texts: Mapping[str | None, str] | None) -> Iterator[str]:
    """Say, field by field, what the label rests on; with the texts, in which lines."""
    outcomes = ("talk",) if result.label == "talk" else ("offer", "unknown")
    held = [m for hit in result.detections if hit.outcome in outcomes for m in hit.matches if m.kind != "counter"]
    for field in sorted({match.field for match in held}, key=lambda name: name or ""):
        name = "message" if field is None else "field"
        content = "" if texts is None else texts.get(field, "")
        inside = [match for match in held if match.field == field]
        lines = None if texts is None else _lines(content, inside)
        if lines is None:
            yield said[name].format(field=field)
            continue
        start, end = lines
        passage = " / ".join(line.strip() for line in content[start:end].splitlines())
        quoted = said["quoted"].format(passage=passage) if len(passage) <= _LONGEST else ""
        yield said[f"{name}_part"].format(field=field, start=start + 1, end=end, quoted=quoted)


def _lines(content: str, inside: Sequence[Match]) -> tuple[int, int] | None:
    """Give the whole lines in which matches stand, or nothing where these lines hold one match and no more.

    Args:
        inside: the matches in this text.

    Raises:
        ValueError: when a span does not fit the text.
    """
    start, end = min(match.start for match in inside), max(match.end for match in inside)
    if end > len(content) or any(m.text and content[m.start : m.end] != m.text for m in inside):
        message = "the text is not the one that was scanned: a span does not fit"
        raise ValueError(message)
    last = content.find("\n", end)
    first, last = content.rfind("\n", 0, start) + 1, len(content) if last < 0 else last
    shown = content[first:last].strip()
    return None if any(content[match.start : match.end] == shown for match in inside) else (first, last)
