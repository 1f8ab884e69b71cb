"""The entries of the rule format, described once: their keys, values and what is required.

`fields` checks by it what is read, `schema` writes it down as JSON Schema for editors.
Which file holds which entries is told in `layout`.
"""

from __future__ import annotations

from codewords.model import (
    AMBIGUITIES,
    CATEGORIES,
    EVIDENCE_KINDS,
    KINDS,
    LANGUAGES,
    OUTCOMES,
    POLICY_LEVELS,
    ROLES,
    STATUSES,
    STRUCTURES,
    TOPICS,
)
from codewords.source.shapes import (
    A_MONTH,
    A_NAME,
    A_VERSION,
    AN_ID,
    ANY_TEXT,
    COUNT,
    ENGINE,
    Choice,
    Field,
    ListOf,
    MapOf,
    Number,
    Record,
    Text,
    Tree,
)

TRADE_KINDS = tuple(kind for kind in KINDS if kind not in ("substance", "emoji", "counter"))
"""Kinds of the words of retail."""

_TEXTS = ListOf(ANY_TEXT)
_IDS = ListOf(AN_ID, single=True)
LANG = Field(
    "lang", ListOf(Choice(LANGUAGES), single=True), "Language or languages; `und` for any.", inherited=True
)
SOURCE_KEY = Field(
    "source", _IDS, "Keys of sources.yaml; `general_knowledge` where there is none.", inherited=True
)
SINCE = Field("since", A_VERSION, "Content version that brought the entry.", inherited=True)
_STATUS = Field("status", Choice(STATUSES), "`shadow` is reported and not scored; `retired` is kept and not used.")
_FORMERLY = Field("formerly", _IDS, "Ids that the entry had before; they are never given to another.")
_HITS = Field("hits", _TEXTS, "Short messages, written by you, in which the entry must be found.")
_MISSES = Field("misses", _TEXTS, "Short messages, written by you, in which it must not count.")
_AMBIGUITY = Field(
    "ambiguity",
    Choice(AMBIGUITIES),
    "`low` tells it alone; `medium` and `high` count only beside other evidence.",
    required=True,
)
_TOPIC = Field("topic", Choice(TOPICS), "What counter-evidence speaks of.")
SUBSTANCE_KEY = Field("substance", _IDS, "Ids of substances.yaml; several for a mixture.", inherited=True)

_WORD_FIELDS = (
    Field("term", ANY_TEXT, "Canonical spelling, with its accents; several words are allowed.", required=True),
    Field("id", AN_ID, "Dotted path; derived where two entries do not share a term."),
    LANG,
    _AMBIGUITY,
    Field("forms", _TEXTS, "Spellings that folding, fuzz and the plural do not reach."),
    Field("fuzz", Number(0, 2, whole=True, words=("auto",)), "Edits to forgive; `auto` goes by length."),
    Field("case", Choice(("any", "exact")), "`exact` when capitals are part of the code."),
    Field("sense", ANY_TEXT, "The ordinary sense of the word, in a few English words."),
    _STATUS,
    SOURCE_KEY,
    SINCE,
    Field("review_by", A_MONTH, "Month of the next look at it; two years after `since` where left out."),
    _FORMERLY,
    _HITS,
    _MISSES,
)

SUBSTANCE_TERM = Record(
    "term",
    (
        *_WORD_FIELDS,
        SUBSTANCE_KEY,
        Field("role", Choice(ROLES), "Strains and press names only support; `slang` where left out."),
    ),
    label="term",
)
TRADE_TERM = Record(
    "term", (*_WORD_FIELDS, Field("kind", Choice(TRADE_KINDS), "What part of trade it is.", required=True)), "term"
)
COUNTER_TERM = Record(
    "term", (*_WORD_FIELDS, Field("topic", Choice(TOPICS), "What it speaks of.", required=True)), "term"
)
EMOJI = Record(
    "emoji",
    (
        Field("emoji", ANY_TEXT, "The emoji itself.", required=True),
        Field("name", ANY_TEXT, "Its Unicode name, for reviewers without the font.", required=True),
        Field("id", AN_ID, "Dotted path; derived from the name."),
        Field(
            "kind", Choice(("emoji", *TRADE_KINDS, "counter")), "`emoji` stands for a substance.", required=True
        ),
        Field("substance", _IDS, "Ids of substances.yaml, for kind `emoji`."),
        _TOPIC,
        _AMBIGUITY,
        Field("lang", ListOf(Choice(LANGUAGES), single=True), "Language; `und` where left out."),
        Field("forms", _TEXTS, "Other emoji with the same sense."),
        Field("sense", ANY_TEXT, "The ordinary sense, in a few English words."),
        _STATUS,
        SOURCE_KEY,
        SINCE,
        Field("review_by", A_MONTH, "Month of the next look at it."),
        _FORMERLY,
        _HITS,
        _MISSES,
    ),
    label="name",
)
PATTERN = Record(
    "pattern",
    (
        Field("id", AN_ID, "Dotted path.", required=True),
        Field("kind", Choice((*TRADE_KINDS, "counter")), "Kind of evidence.", required=True),
        Field("regex", ANY_TEXT, "Regular expression; `{name}` stands for a macro or a table.", required=True),
        Field("extract", A_NAME, "Typed extractor that reads its groups."),
        Field("ambiguity", Choice(AMBIGUITIES), "`medium` where left out."),
        _TOPIC,
        Field("lang", ListOf(Choice(LANGUAGES), single=True), "Language or languages; `und` where left out."),
        _STATUS,
        SINCE,
        _FORMERLY,
        _HITS,
        _MISSES,
    ),
)
OUTCOME = Field("outcome", Choice(OUTCOMES), "What it speaks for.", inherited=True)
CATEGORY = Field("category", Choice(CATEGORIES), "Category that it reports; left out for plain talk.")
DETECTION = Record(
    "detection",
    (
        Field("id", AN_ID, "Dotted path that starts with the category or the outcome.", required=True),
        Field("title", ANY_TEXT, "What it sees, in one line.", required=True),
        OUTCOME,
        CATEGORY,
        Field("points", Number(-20, 20), "Log-odds added when it fires; negative for `counter`.", required=True),
        Field("when", Tree(), "The condition over evidence.", required=True),
        Field("unless", ListOf(Choice(STRUCTURES), single=True), "Structures that undo it."),
        Field("surfaces", _IDS, "Surfaces on which it can fire; all where left out."),
        _STATUS,
        SINCE,
        _FORMERLY,
        _HITS,
        _MISSES,
    ),
)
LEAF = Record(
    "condition",
    (
        Field("kind", ListOf(Choice(EVIDENCE_KINDS), single=True), "Kinds of evidence, any of them."),
        Field("ambiguity", ListOf(Choice(AMBIGUITIES), single=True), "Ambiguity classes, any of them."),
        Field("topic", ListOf(Choice(TOPICS), single=True), "Topics of counter-evidence, any of them."),
        Field("id", ListOf(ANY_TEXT, single=True), "Ids of entries; a `*` at the end stands for any rest."),
        Field("lang", ListOf(Choice(LANGUAGES), single=True), "Languages of the entry."),
        Field("substance", _IDS, "Substances; a parent stands for its children."),
        Field("role", ListOf(Choice(ROLES), single=True), "Roles of substance words."),
        Field("disguised", Choice(("true", "false")), "True asks for what was disguised on purpose."),
        Field("count", Text(COUNT, "CW502", "a count", ">=2"), 'How many: `">=2"`, `"<=3"`, `"2..4"` or `"3"`.'),
        Field("distinct", Choice(("true", "false")), "True counts different entries."),
    ),
)
GROUP = Record(
    "condition",
    (
        Field("all", Tree(), "Every one must hold."),
        Field("any", Tree(), "One must hold."),
        Field("none", Tree(), "None may hold."),
        Field("within", ANY_TEXT, "Tokens, or `line`, `sentence`, `message`."),
        Field("ordered", Choice(("true", "false")), "True when the parts stand in this order."),
    ),
)
SUBSTANCE = Record(
    "substance",
    (
        Field(
            "id", Text(r"[a-z0-9][a-z0-9_]*", "CW209", "an id", "cannabis_herb"), "Never renamed.", required=True
        ),
        Field("parent", AN_ID, "The substance it belongs to; two levels at most."),
        Field("names", MapOf(ANY_TEXT, LANGUAGES, ("en",)), "Names by language.", required=True),
    ),
)
_THRESHOLDS = MapOf(Number(-50, 50), ("default", *CATEGORIES), ("default",))
SURFACE = Record(
    "surface",
    (
        Field("id", AN_ID, "What callers name.", required=True),
        Field("title", ANY_TEXT, "What it is, in one line.", required=True),
        Field("points", Number(-1, 1), "Added to every message that stands there.", required=True),
        Field("review", _THRESHOLDS, "Points from which an offer is reviewed.", required=True),
        Field("block", _THRESHOLDS, "Points from which it is blocked.", required=True),
    ),
)
SCORING = Record(
    "scoring",
    (
        Field("intercept", Number(-50, 50), "Points of a message with no evidence.", required=True),
        Field("counter_cap", Number(0, 50), "Most points that counter-evidence takes away.", required=True),
        Field("disguise_points", Number(-5, 5), "Points for a word disguised on purpose.", required=True),
        Field(
            "counter_window", Number(0, 1000, whole=True), "Tokens in which it speaks to an offer.", required=True
        ),
        Field("lang_points", Number(-5, 5), "Points for evidence in a language the caller named."),
        Field("prior", Number(0.0001, 0.9999), "Share of offers on which the points were fitted."),
        Field("negated", ListOf(Choice(TOPICS)), "Topics of counter-evidence that a negation undoes."),
        Field("budgets", MapOf(Number(0, 10**9, whole=True)), "Limits by name.", required=True),
    ),
)
POLICY = Record(
    "policy",
    (
        Field("id", AN_ID, "What callers name.", required=True),
        Field("title", ANY_TEXT, "What it is, in one line.", required=True),
        Field(
            "levels", MapOf(Choice(POLICY_LEVELS)), "Level by substance; `report` where left out.", required=True
        ),
    ),
)
SOURCE = Record(
    "source",
    (
        Field("id", AN_ID, "Key that entries name.", required=True),
        Field("title", ANY_TEXT, "Title of the work.", required=True),
        Field("publisher", ANY_TEXT, "Who published it.", required=True),
        Field("year", ANY_TEXT, "Year, or `n/a`.", required=True),
        Field("licence", ANY_TEXT, "Its licence, or `not stated`.", required=True),
        Field("url", ANY_TEXT, "Where it is."),
    ),
)
TABLES = MapOf(MapOf(ListOf(ANY_TEXT)))
MACROS = MapOf(ANY_TEXT)
CONDITIONS = MapOf(Tree())

MANIFEST = Record(
    "manifest",
    (
        Field("format", Number(1, 999, whole=True), "Number of the rule format.", required=True),
        Field("version", A_VERSION, "CalVer of the content.", required=True),
        Field(
            "engine",
            Text(ENGINE, "CW209", "an engine version", ">=0.1"),
            "Versions that can read it.",
            required=True,
        ),
        Field("languages", ListOf(Choice(LANGUAGES)), "Languages that it covers.", required=True),
    ),
    label="version",
)
