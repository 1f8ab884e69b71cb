"""Export words that tell a substance alone as keyword rules of Discord's AutoMod, and say what is lost on the way.

AutoMod compares whole words; it knows no context, so it cannot tell an offer from talk. What is exported is a net
for a server that has nothing else. `python -m codewords.plugins.automod --help` writes the payload.
Limits are those of https://docs.discord.com/developers/resources/auto-moderation, read in November 2026.
"""

from __future__ import annotations

import argparse
import json
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from codewords import CodewordsError, Engine, RuleFileError, load
from codewords.reference import Reference, engine_of

__all__ = ["Export", "LeftOut", "export", "main"]

RULES_PER_GUILD, KEYWORDS_PER_RULE, CHARACTERS_PER_KEYWORD, CHARACTERS_PER_NOTICE = 6, 1000, 60, 150
MESSAGE_SEND, KEYWORD, BLOCK_MESSAGE, SEND_ALERT_MESSAGE = 1, 1, 1, 2
"""Numbers that Discord gives to an event, a trigger and two actions."""

WILDCARD = "*"
CARRIED_KINDS = ("substance", "emoji")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Name a spelling that no rule carries, and why.

    Args:
        id: id of its entry.
        spelling: as the rules have it.
        reason: why, in words.
    """

    id: str
    spelling: str
    reason: str


@dataclass(frozen=True, slots=True)
class Export:
    """Hold the payload, and what it does not hold.

    Args:
        rules: one dict for each rule: the body of `POST /guilds/{guild.id}/auto-moderation/rules`.
        terms: number of entries of which a spelling is carried.
        keywords: number of keywords in all rules.
        left_out: spellings that could have been carried but for a limit or a clash.
        lost: what no keyword can say, in words, a line each.
    """

    rules: tuple[dict[str, Any], ...]
    terms: int
    keywords: int
    left_out: tuple[LeftOut, ...]
    lost: tuple[str, ...]

    def report(self) -> str:
        """Say in words what is carried and what is not."""
        lines = [f"carried: {self.keywords} keywords of {self.terms} entries in {len(self.rules)} rules"]
        if self.left_out:
            lines.append(f"left out: {len(self.left_out)} spellings")
            lines += [f"  {item.spelling!r} ({item.id}): {item.reason}" for item in self.left_out]
        return "\n".join([*lines, "not said by any keyword:", *(f"  {line}" for line in self.lost)])


def export(
    engine: Engine | Reference | None = None,
    *,
    alert_channel: str | None = None,
    block: bool = False,
    notice: str = "",
    langs: Sequence[str] = (),
    substances: Sequence[str] = (),
    most_rules: int = RULES_PER_GUILD,
    name: str = "codewords",
    enabled: bool = False,
) -> Export:
    """Make keyword rules of the entries of low ambiguity.

    Args:
        engine: an engine, or a reference to one; `None` for the bundled rules.
        alert_channel: id of the channel in which moderators are told.
        block: True blocks the message too. What the engine's policy ignores is never carried, and what it watches
            only where nothing is blocked.
        notice: what a member is told whose message is blocked, up to 150 characters.
        langs: language codes whose words are carried; none for all.
        substances: ids of substances that are carried, a parent for its children; none for all.
        most_rules: how many rules may be made, 1 to 6: a server holds 6 keyword rules in all.
        name: begins the name of each rule.
        enabled: True switches the rules on as they are made.

    Raises:
        ValueError: for no action, an id that is no number, an unknown language or substance, or a wrong number.
        RulesetMismatch: when a reference names other rules than those found here.
    """
    judge = engine_of(engine)
    rules = judge.ruleset
    _check("language", langs, rules.languages)
    _check("substance", substances, [item.id for item in rules.substances])
    if not 1 <= most_rules <= RULES_PER_GUILD:
        message = f"most_rules must be from 1 to {RULES_PER_GUILD}, not {most_rules}"
        raise ValueError(message)
    actions = _actions(alert_channel, block=block, notice=notice)
    levels = ("report",) if block else ("report", "watch")
    terms = [term for term in _wanted(judge, langs, substances, levels) if term.ambiguity == "low"]
    carried, left_out = _keywords(judge, terms, most_rules * KEYWORDS_PER_RULE)
    words = sorted(carried)
    parts = [words[start : start + KEYWORDS_PER_RULE] for start in range(0, len(words), KEYWORDS_PER_RULE)]
    payload = tuple(
        {
            "name": f"{name} {rules.version} {number}/{len(parts)}",
            "event_type": MESSAGE_SEND,
            "trigger_type": KEYWORD,
            "trigger_metadata": {"keyword_filter": part},
            "actions": actions,
            "enabled": enabled,
        }
        for number, part in enumerate(parts, 1)
    )
    return Export(payload, len(set(carried.values())), len(words), tuple(left_out), tuple(_lost(judge)))


def _check(what: str, given: Sequence[str], known: Sequence[str]) -> None:
    unknown = [item for item in given if item not in known]
    if isinstance(given, str) or unknown:
        message = f"unknown {what}: {', '.join(unknown) or given}; known: {', '.join(sorted(known))}"
        raise ValueError(message)


def _actions(alert_channel: str | None, *, block: bool, notice: str) -> list[dict[str, Any]]:
    """Give the actions of every rule, or refuse what Discord would."""
    if alert_channel is not None and not (alert_channel.isascii() and alert_channel.isdigit()):
        message = f"alert_channel must be the id of a channel, a number as text, not {alert_channel!r}"
        raise ValueError(message)
    if alert_channel is None and not block:
        message = "a rule needs an action: give alert_channel, or block=True"
        raise ValueError(message)
    if len(notice) > CHARACTERS_PER_NOTICE or (notice and not block):
        message = f"notice goes with block=True and has at most {CHARACTERS_PER_NOTICE} characters"
        raise ValueError(message)
    actions: list[dict[str, Any]] = []
    if block:
        actions.append({"type": BLOCK_MESSAGE, "metadata": {"custom_message": notice} if notice else {}})
    if alert_channel is not None:
        actions.append({"type": SEND_ALERT_MESSAGE, "metadata": {"channel_id": alert_channel}})
    return actions


def _wanted(
    engine: Engine, langs: Sequence[str], substances: Sequence[str], levels: Sequence[str]
) -> Iterator[Any]:
    """Give the entries in use of wanted substances, languages and levels of the policy."""
    rules = engine.ruleset
    named = engine.scan("", surface=engine.surfaces[0].id).ruleset.policy
    policy = next(item.levels for item in rules.policies if item.id == named)
    parents = {item.id: item.parent for item in rules.substances}
    for term in rules.terms:
        if term.kind not in CARRIED_KINDS or term.status != "stable":
            continue
        if langs and not {*langs, "und"} & set(term.langs):
            continue
        if substances and not any({item, parents.get(item, "")} & set(substances) for item in term.substances):
            continue
        said = [policy.get(item, policy.get(parents.get(item, ""), "report")) for item in term.substances]
        if any(level in levels for level in said):
            yield term


def _keywords(engine: Engine, terms: Sequence[Any], most: int) -> tuple[dict[str, str], list[LeftOut]]:
    """Give each keyword with the id of its entry, and the spellings that are left out; written ones go first."""
    carried: dict[str, str] = {}
    left_out: list[LeftOut] = []
    fits = [term for term in terms if not term.case]
    left_out += [LeftOut(term.id, term.term, "its capitals are part of the code") for term in terms if term.case]
    written = [(term, spelling) for term in fits for spelling in (term.term, *term.forms)]
    derived = [(term, plain) for term, spelling in written for plain in _plainer(engine, term, spelling)]
    for term, spelling in (*written, *derived):
        keyword = spelling.casefold()
        if keyword in carried:
            continue
        fault = _fault(keyword)
        if fault or len(carried) == most:
            left_out.append(LeftOut(term.id, spelling, fault or f"no room: the rules hold {most} keywords"))
        else:
            carried[keyword] = term.id
    return carried, left_out


def _fault(keyword: str) -> str:
    if len(keyword) > CHARACTERS_PER_KEYWORD:
        return f"longer than {CHARACTERS_PER_KEYWORD} characters"
    if keyword.startswith(WILDCARD) or keyword.endswith(WILDCARD):
        return "its asterisk would be a wildcard"
    return ""


def _plainer(engine: Engine, term: Any, spelling: str) -> Iterator[str]:
    """Give spellings that the rules do not list because folding reaches them: without accents or hyphens.

    Only those that the engine itself reads as the entry: where the plain word is an ordinary one, it does not.
    """
    bare = "".join(char for char in unicodedata.normalize("NFD", spelling) if not unicodedata.combining(char))
    for variant in dict.fromkeys((bare, bare.replace("-", ""), bare.replace("-", " "))):
        if variant == spelling or not variant:
            continue
        seen = engine.scan(variant, surface=engine.surfaces[0].id, evidence="all").matches
        if any(match.id == term.id and (match.start, match.end) == (0, len(variant)) for match in seen):
            yield variant


def _lost(engine: Engine) -> Iterator[str]:
    """Say what a list of words cannot do that the rules do."""
    rules = engine.ruleset
    used = [term for term in rules.terms if term.status == "stable"]
    kinds = Counter(term.ambiguity for term in used if term.kind in CARRIED_KINDS)
    others = sum(term.kind not in CARRIED_KINDS for term in used)
    yield "context: prevention, news and lyrics that name a substance trigger the rules as offers do"
    yield f"{kinds['medium']} entries of medium and {kinds['high']} of high ambiguity, which mean nothing alone"
    yield f"{others} entries of other kinds: delivery, contact, recruitment, counter-evidence"
    yield f"{len(rules.patterns)} patterns and {len(rules.detections)} detections: prices, contacts, unknown codes"
    yield "typos, leet, look-alike letters, repeats and separators inside words"
    yield "a word beside punctuation, where AutoMod asks for white space around it"


def main(argv: Sequence[str] | None = None) -> None:
    """Write the payload as JSON, and the report to standard error.

    Args:
        argv: arguments of the command line; those of the process by default.

    Raises:
        SystemExit: with status 2 for wrong arguments or rules with faults, each told.
    """
    parser = argparse.ArgumentParser(
        prog="python -m codewords.plugins.automod",
        description="Write keyword rules for Discord's AutoMod as a JSON list, a body of a request each.",
    )
    parser.add_argument("--alert-channel", metavar="ID", help="channel in which moderators are told")
    parser.add_argument("--block", action="store_true", help="block the message too")
    parser.add_argument("--notice", default="", help="what a member is told whose message is blocked")
    parser.add_argument("--lang", dest="langs", action="append", default=[], help="only words of this language")
    parser.add_argument("--substance", dest="substances", action="append", default=[], help="only of this one")
    parser.add_argument("--most-rules", type=int, default=RULES_PER_GUILD, help="most rules to make, 1 to 6")
    parser.add_argument("--rules", type=Path, help="a rules folder instead of the bundled one")
    parser.add_argument("--overlay", dest="overlays", type=Path, action="append", default=[], help="laid on top")
    parser.add_argument("--policy", default="default", help="which substances count, and how")
    parser.add_argument("--out", type=Path, help="file for the payload instead of standard output")
    given = vars(parser.parse_args(argv))
    rules, overlays, policy, out = (given.pop(key) for key in ("rules", "overlays", "policy", "out"))
    try:
        made = export(load(rules, overlays=overlays, policy=policy), **given)
        payload = json.dumps(made.rules, ensure_ascii=False, indent=1) + "\n"
        if out is None:
            sys.stdout.write(payload)
        else:
            out.write_text(payload, encoding="utf-8")
    except RuleFileError as error:
        parser.error("\n".join(str(problem) for problem in error.problems))
    except (CodewordsError, OSError, ValueError) as error:
        parser.error(str(error))
    sys.stderr.write(made.report() + "\n")


if __name__ == "__main__":
    main()
