"""Judge the documents of a spaCy pipeline: `nlp.add_pipe("codewords")`.

Extra `spacy`. spaCy finds the factory by its entry point, so nothing need be imported first. Evidence becomes a
group of spans of tokens, and the whole result stands in `doc._.codewords`, with spans in characters of `doc.text`.
"""

from __future__ import annotations

from collections.abc import Sequence

from codewords import Engine
from codewords.reference import refer

try:
    from spacy.language import Language
    from spacy.tokens import Doc, SpanGroup
except ModuleNotFoundError as missing:
    hint = "codewords.plugins.spacy needs spacy: pip install 'codewords[spacy]'"
    raise ModuleNotFoundError(hint, name=missing.name) from missing

__all__ = ["Scan", "make_scan"]

ALIGNMENTS = ("expand", "contract", "strict")
RESULT, LOST = "codewords", "codewords_lost"

for _name in (RESULT, LOST):
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=None)


class Scan:
    """Judge documents and write what was found into them.

    Args:
        engine: what judges.
        surface: where the texts stood.
        lang: language codes you expect; a hint.
        spans_key: name of the group in `doc.spans`.
        alignment_mode: how characters become tokens, as in `Doc.char_span`: `expand`, `contract` or `strict`.
        quotes: False leaves the messages' own words out of `doc._.codewords`.

    Raises:
        ValueError: for an unknown surface or way to align.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        surface: str = "post",
        lang: Sequence[str] = (),
        spans_key: str = "codewords",
        alignment_mode: str = "expand",
        quotes: bool = True,
    ) -> None:
        if alignment_mode not in ALIGNMENTS:
            message = f"alignment_mode must be one of {', '.join(ALIGNMENTS)}, not {alignment_mode!r}"
            raise ValueError(message)
        self._engine, self._surface, self._lang = engine, surface, tuple(lang) or None
        self._spans_key, self._alignment, self._quotes = spans_key, alignment_mode, quotes
        engine.scan("", surface=surface, lang=self._lang)  # wrong options are raised here, not for each document

    def __call__(self, doc: Doc) -> Doc:
        """Set `doc._.codewords`, `doc.spans` and `doc._.codewords_lost`, and give the document back.

        A span has the kind of its evidence as label and the id of its entry as `id_`. Evidence that fits no tokens
        is listed in `doc._.codewords_lost` by its place in `doc._.codewords["matches"]`.
        """
        result = self._engine.scan(doc.text, surface=self._surface, lang=self._lang)
        spans, lost = [], []
        for index, match in enumerate(result.matches):
            span = doc.char_span(
                match.start, match.end, label=match.kind, span_id=match.id, alignment_mode=self._alignment
            )
            if span is None or not len(span):
                lost.append(index)
            else:
                spans.append(span)
        doc._.set(RESULT, result.to_dict(text=self._quotes))
        doc._.set(LOST, lost)
        doc.spans[self._spans_key] = SpanGroup(doc, name=self._spans_key, spans=spans)
        return doc


@Language.factory(
    "codewords",
    assigns=["doc._.codewords", "doc._.codewords_lost", "doc.spans"],
    default_config={
        "rules": None,
        "overlays": [],
        "policy": "default",
        "prior": None,
        "surface": "post",
        "lang": [],
        "spans_key": "codewords",
        "alignment_mode": "expand",
        "quotes": True,
    },
)
def make_scan(
    nlp: Language,
    name: str,
    rules: str | None,
    overlays: list[str],
    policy: str,
    prior: float | None,
    surface: str,
    lang: list[str],
    spans_key: str,
    alignment_mode: str,
    quotes: bool,  # noqa: FBT001  spaCy gives the configuration by name
) -> Scan:
    """Make the component; spaCy calls it with what stands in the pipeline's configuration.

    Args:
        nlp: the pipeline, not used: all languages are matched at once.
        name: name of the component in the pipeline, not used.
        rules: a rules folder, or `None` for the rules that ship with the package.
        overlays: files or folders laid over the rules, in this order.
        policy: as in `codewords.load`, and so is `prior`.
        surface: as in `Scan`, and so are the others.

    Raises:
        ValueError: for an unknown surface, policy or way to align.
        RuleFileError: when the rules have faults.
    """
    del nlp, name
    engine = refer(rules, overlays=tuple(overlays), policy=policy, prior=prior).load()
    return Scan(
        engine, surface=surface, lang=lang, spans_key=spans_key, alignment_mode=alignment_mode, quotes=quotes
    )
