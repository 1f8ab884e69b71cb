"""The files of the rule format, described once: where they stand and which entries they hold.

`pack` finds files by it, `draft` reads their heads, `schema` writes it down for editors.
The words that readers of the format need are in docs/rules-format.md.
"""

from __future__ import annotations

from dataclasses import dataclass

from codewords.source.entries import (
    CATEGORY,
    CONDITIONS,
    COUNTER_TERM,
    DETECTION,
    EMOJI,
    LANG,
    MACROS,
    OUTCOME,
    PATTERN,
    POLICY,
    SCORING,
    SINCE,
    SOURCE,
    SOURCE_KEY,
    SUBSTANCE,
    SUBSTANCE_KEY,
    SUBSTANCE_TERM,
    SURFACE,
    TABLES,
    TRADE_TERM,
)
from codewords.source.shapes import Field, Record, Shape


@dataclass(frozen=True, slots=True)
class FileKind:
    """Describe one kind of rule file.

    Args:
        name: also the name of its JSON Schema.
        path: where such files stand; `*` for any stem.
        help: what is in them.
        head: keys at the head of the file that entries inherit.
        sections: lists of entries, by key.
        maps: mappings and single records at the top, by key.
    """

    name: str
    path: str
    help: str
    head: tuple[Field, ...] = ()
    sections: tuple[tuple[str, Record], ...] = ()
    maps: tuple[tuple[str, Shape], ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """Give every key that may stand at the top."""
        head = tuple(field.name for field in self.head)
        return (*head, *(key for key, _ in self.sections), *(key for key, _ in self.maps))


FILE_KINDS = (
    FileKind("substances", "substances.yaml", "The closed list of substances.", (), (("substances", SUBSTANCE),)),
    FileKind(
        "lexicon-substance",
        "lexicons/substances/*.yaml",
        "Words for one substance, in all languages.",
        (SUBSTANCE_KEY, LANG, SINCE, SOURCE_KEY),
        (("terms", SUBSTANCE_TERM),),
    ),
    FileKind(
        "lexicon-emoji", "lexicons/emoji.yaml", "Emoji and their senses.", (SINCE, SOURCE_KEY), (("emoji", EMOJI),)
    ),
    FileKind(
        "lexicon-commerce",
        "lexicons/commerce/*.yaml",
        "Words of retail in one language.",
        (LANG, SINCE, SOURCE_KEY),
        (("terms", TRADE_TERM),),
    ),
    FileKind(
        "lexicon-counter",
        "lexicons/counter/*.yaml",
        "Words that speak against an offer, in one language.",
        (LANG, SINCE, SOURCE_KEY),
        (("terms", COUNTER_TERM),),
    ),
    FileKind(
        "patterns",
        "patterns/*.yaml",
        "Regular expressions, with their tables and macros.",
        (SINCE,),
        (("patterns", PATTERN),),
        (("tables", TABLES), ("macros", MACROS)),
    ),
    FileKind(
        "detections",
        "detections/*.yaml",
        "Conditions over evidence and what they are worth.",
        (SINCE, OUTCOME, CATEGORY),
        (("detections", DETECTION),),
        (("conditions", CONDITIONS),),
    ),
    FileKind(
        "surfaces",
        "surfaces.yaml",
        "Where texts stand, and the numbers of the judge.",
        (),
        (("surfaces", SURFACE),),
        (("scoring", SCORING),),
    ),
    FileKind("policies", "policies.yaml", "What a site reports.", (), (("policies", POLICY),)),
    FileKind("sources", "sources.yaml", "Where the words come from.", (), (("sources", SOURCE),)),
    FileKind(
        "folding", "folding/*.yaml", "Tables of the folding of letters.", (SINCE,), (), (("tables", TABLES),)
    ),
)
"""Every kind of file but the manifest, in the order in which they are read."""


def overlay_kind() -> FileKind:
    """Give the kind of an overlay in one file: all keys of all files, at one level."""
    head = {field.name: field for kind in FILE_KINDS for field in kind.head}
    sections = {key: record for kind in FILE_KINDS for key, record in kind.sections}
    maps = {key: shape for kind in FILE_KINDS for key, shape in kind.maps}
    return FileKind(
        "overlay",
        "*.yaml",
        "Changes to a rule set.",
        tuple(head.values()),
        tuple(sections.items()),
        tuple(maps.items()),
    )


OVERLAY = overlay_kind()
