# ruff: noqa: INP001, T201  a script, not a package
"""Judge documents in a spaCy pipeline and save it: `python examples/spacy_scan.py FOLDER`."""

import sys

import spacy

import codewords.plugins.spacy  # noqa: F401  not needed where codewords is installed: spaCy finds its entry point

TEXTS = ["🔥 beuh 5g 50€ / 10g 90€, livraison 7j/7, snap zz_fictif", "bonjour à tous, réunion à 10h"]


def main(folder: str) -> None:
    """Print label and spans of each document, and load the pipeline again from where it was saved."""
    nlp = spacy.blank("fr")
    nlp.add_pipe("codewords", config={"surface": "comment"})
    nlp.to_disk(folder)
    for doc in spacy.load(folder).pipe(TEXTS):
        spans = [(span.text, span.label_, span.id_) for span in doc.spans["codewords"]]
        print(doc._.codewords["label"], doc._.codewords["action"], spans)


if __name__ == "__main__":
    main(sys.argv[1])
