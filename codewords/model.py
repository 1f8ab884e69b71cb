"""The frozen shape of a rule set, and the closed lists of words it may use.

This module owns data and nothing else: no YAML, no text, no scoring.
`source/` makes these objects, every later room reads them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from codewords.errors import Place

FORMAT = 1
"""Number of the rule format this engine reads."""

KINDS = (
    "substance",
    "emoji",
    "price",
    "quantity",
    "delivery",
    "hours",
    "place",
    "contact",
    "payment",
    "promotion",
    "loyalty",
    "catalogue",
    "shop",
    "ordering",
    "recruitment",
    "relocation",
    "quality",
    "discretion",
    "stock",
    "minimum",
    "counter",
)
"""Kinds of evidence: the closed list of the public contract."""

EVIDENCE_KINDS = (*KINDS, "unknown")
"""What a condition may ask for: `unknown` is a word in the place of a product that no lexicon lists."""

AMBIGUITIES = ("low", "medium", "high")
ROLES = ("name", "brand", "slang", "form", "strain")
STATUSES = ("shadow", "stable", "retired")
LANGUAGES = ("fr", "en", "es", "de", "nl", "it", "pt", "und")
CATEGORIES = ("sale", "recruitment", "relocation", "front", "endorsement", "buyer_request")
OUTCOMES = ("offer", "talk", "unknown", "counter")
"""What a detection speaks for. `unknown` speaks for an offer in a code nobody knows."""

TOPICS = (
    "news",
    "police",
    "prevention",
    "medicine",
    "research",
    "lyrics",
    "fiction",
    "gaming",
    "cooking",
    "gardening",
    "sport",
    "cbd",
    "trade",
    "consumption",
    "opinion",
    "request",
    "negation",
    "reported",
    "joke",
    "weather",
    "daily",
    "precious",
)
"""What a piece of counter-evidence speaks of (kind `counter` only)."""

POLICY_LEVELS = ("report", "watch", "ignore")
WITHIN_UNITS = ("line", "sentence", "message")
STRUCTURES = ("quotation", "negation", "question")


@dataclass(frozen=True, slots=True)
class Substance:
    """Name one entry of the closed, two-level list of substances."""

    id: str
    names: Mapping[str, str]
    parent: str = ""
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class Term:
    """Describe one word, phrase or emoji with one sense.

    Args:
        id: dotted path with a kebab leaf, unique in the rule set.
        term: the canonical spelling.
        kind: one of `KINDS`; `substance` for words, `emoji` for emoji that stand for a substance.
        langs: language codes; `und` matches the same and belongs to no language.
        ambiguity: one of `AMBIGUITIES`.
        forms: other spellings that folding and fuzz do not reach.
        substances: ids of substances, for kinds `substance` and `emoji`.
        topic: one of `TOPICS`, for kind `counter`.
        role: one of `ROLES`, for kind `substance`.
        fuzz: largest edit distance, or `None` for the rule by length.
        case: True when capitals are part of the code (`C`, `MD`).
        is_emoji: True for an entry of `lexicons/emoji.yaml`.
        sense: what else the word means, in words.
    """

    id: str
    term: str
    kind: str
    langs: tuple[str, ...]
    ambiguity: str
    forms: tuple[str, ...] = ()
    substances: tuple[str, ...] = ()
    topic: str = ""
    role: str = ""
    fuzz: int | None = None
    case: bool = False
    is_emoji: bool = False
    status: str = "stable"
    sense: str = ""
    source: tuple[str, ...] = ()
    since: str = ""
    review_by: str = ""
    formerly: tuple[str, ...] = ()
    hits: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class Pattern:
    """Describe one regular expression that yields evidence of a kind.

    Args:
        regex: the expression as written, with `{name}` for macros and tables.
        expanded: the same with all names replaced; what is compiled.
        extract: name of the typed extractor that reads its groups; empty for plain evidence.
    """

    id: str
    kind: str
    regex: str
    expanded: str
    langs: tuple[str, ...] = ("und",)
    ambiguity: str = "medium"
    topic: str = ""
    extract: str = ""
    status: str = "stable"
    since: str = ""
    formerly: tuple[str, ...] = ()
    hits: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()
    place: Place = field(default=Place(), compare=False)


LIMITS = (
    "characters",
    "window",
    "overlap",
    "evidence",
    "unknown_tokens",
    "fuzz_1_from",
    "fuzz_2_from",
    "fuzz_trade_from",
    "fuzz_folded_from",
    "fuzz_first_up_to",
    "fuzz_start_from",
    "phonetic_from",
    "sound_from",
    "swap_from",
    "typo_from",
    "guesses",
    "mask_from",
    "mask_seen",
    "disguise_from",
    "glued_from",
    "split_from",
    "frame_letters",
    "frame_reach",
    "part_most",
    "cut_from",
    "cut_most",
    "edge_from",
    "quotation_from",
    "dear_from",
    "dear_up_to",
    "cheap_below",
    "cheap_from",
    "negation_reach",
)
"""Names that `scoring.budgets` must hold; rules/surfaces.yaml says what each is."""

Table = Mapping[str, tuple[str, ...]]
"""A named table of rules/patterns: canonical value to the words that mean it."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """Ask for evidence: every filter that is not empty must hold.

    Args:
        kinds: kinds of evidence, any of them.
        ambiguity: ambiguity classes, any of them.
        topics: topics of counter-evidence, any of them.
        ids: ids of entries; a trailing `*` matches every id that starts so.
        langs: languages of the entry.
        substances: substance ids; a parent stands for its children.
        roles: roles of substance words.
        disguised: only what was disguised on purpose.
        at_least: smallest number of pieces.
        at_most: largest number of pieces, or `None`.
        distinct: count different entries rather than pieces.
    """

    kinds: tuple[str, ...] = ()
    ambiguity: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    langs: tuple[str, ...] = ()
    substances: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    disguised: bool = False
    at_least: int = 1
    at_most: int | None = None
    distinct: bool = False
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class Group:
    """Join conditions.

    Args:
        op: `all`, `any` or `none`.
        within: tokens, one of `WITHIN_UNITS`, or `None` for the region of the parent;
            the pieces stand that near to a piece of the first child.
        ordered: True when the pieces must stand in the order of the children.
    """

    op: str
    parts: tuple[Condition, ...]
    within: int | str | None = None
    ordered: bool = False
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class Use:
    """Refer to a named condition, or to a detection by its id."""

    name: str
    place: Place = field(default=Place(), compare=False)


Condition = Leaf | Group | Use


@dataclass(frozen=True, slots=True)
class Detection:
    """Name a condition over evidence and say what it is worth.

    Args:
        id: dotted, starting with the category or outcome (`sale.grid`, `talk.news`).
        outcome: one of `OUTCOMES`.
        category: one of `CATEGORIES`, or empty for plain talk and counter-evidence.
        points: log-odds added when it fires; negative for counter-evidence.
        unless: structures that undo it where its evidence stands in them.
        surfaces: surfaces on which it can fire; empty for all.
    """

    id: str
    title: str
    outcome: str
    points: float
    when: Condition
    category: str = ""
    unless: tuple[str, ...] = ()
    surfaces: tuple[str, ...] = ()
    status: str = "stable"
    since: str = ""
    formerly: tuple[str, ...] = ()
    hits: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class Surface:
    """Say how one kind of place is judged.

    Args:
        points: added to every message of that surface, in log-odds, within +-1.
        review: points from which an offer is reviewed; key `default` and categories.
        block: points from which it is blocked; key `default` and categories.
    """

    id: str
    title: str
    points: float
    review: Mapping[str, float]
    block: Mapping[str, float]
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class Policy:
    """Say which substances a site reports, watches or ignores."""

    id: str
    title: str
    levels: Mapping[str, str]
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class Source:
    """Name where a fact about a word comes from."""

    id: str
    title: str
    publisher: str
    year: str
    licence: str
    url: str = ""
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class Scoring:
    """Hold the numbers of the judge that belong to no single detection.

    Args:
        intercept: points of a message with no evidence at all.
        counter_cap: most points that counter-evidence may take away in all.
        disguise_points: points for a substance word disguised on purpose.
        counter_window: tokens within which counter-evidence speaks to an offer.
        lang_points: points for evidence in a language that the caller named.
        prior: share of offers in the benchmark on which the points were fitted.
        negated: topics of counter-evidence that a negation before it undoes, as it undoes goods.
        budgets: limits by name, in deterministic units (characters, letters, tokens, pieces).
    """

    intercept: float
    counter_cap: float
    disguise_points: float
    counter_window: int
    budgets: Mapping[str, int]
    lang_points: float = 0.0
    prior: float = 0.5
    negated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Overlay:
    """Record what an overlay did to the rule set, by entry id."""

    name: str
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Hold all rules of one version, read and cross-checked.

    Args:
        version: content version, CalVer (`2026.11.0`).
        digest: sha-256, in hex, over the canonical content.
        folding: tables of the folding room, by name (`leet`, `lookalikes`, ...).
        conditions: named conditions that detections refer to.
        ordinary: ordinary words within reach of a term, by language.
        overlays: what overlays changed, in the order in which they were laid.
    """

    version: str
    format: int
    languages: tuple[str, ...]
    substances: tuple[Substance, ...]
    terms: Sequence[Term]
    patterns: tuple[Pattern, ...]
    tables: Mapping[str, Table]
    detections: tuple[Detection, ...]
    conditions: Mapping[str, Condition]
    surfaces: tuple[Surface, ...]
    policies: tuple[Policy, ...]
    scoring: Scoring
    sources: tuple[Source, ...] = ()
    folding: Mapping[str, Table] = field(default_factory=dict)
    ordinary: Mapping[str, frozenset[str]] = field(default_factory=dict)
    overlays: tuple[Overlay, ...] = ()
    digest: str = ""
    root: str = field(default="", compare=False)
