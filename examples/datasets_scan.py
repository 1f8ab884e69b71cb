# ruff: noqa: INP001  a script, not a package
"""Judge JSON Lines with Hugging Face datasets: `python examples/datasets_scan.py examples/messages.jsonl OUT`."""

import sys

from datasets import Dataset

from codewords.plugins.datasets import scan


def main(source: str, out: str) -> None:
    """Write the messages that are offers or talk, with label, action and substances, as JSON Lines."""
    messages = Dataset.from_json(source)
    judged = scan(messages, surface_col="surface", prefix="drug_", quotes=False)
    found = judged.filter(lambda label: label in ("offer", "talk"), input_columns="drug_label")
    columns = ["id", "drug_label", "drug_action", "drug_substances", "drug_ruleset_digest"]
    found.select_columns(columns).to_json(out, force_ascii=False)


if __name__ == "__main__":
    main(*sys.argv[1:3])
