"""Results are the same bytes whatever the seed of hashes; `.ci/pythons` compares whole interpreters."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import json, sys
import codewords

engine = codewords.load(sys.argv[1])
for text in sys.argv[2:]:
    result = engine.scan(text, evidence="all", near_misses=True)
    print(json.dumps(result.to_dict()))
    print(result.explain(text))
print(engine.ruleset.digest)
"""
TEXTS = (
    "beuh 5g 50€ 10g 90€, livraison 7j/7, snap zz_fictif",
    "b.e.u.h ❄️ neige coke 60 le g, viens en pv, 06 00 00 00 00",
    "10 g de beuh saisis, 90 € d'amende",
    "\U00011f55g \U0001ccd6 beuh \u0897 50€",
)


def output(seed: str, small_pack: Path) -> bytes:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "CODEWORDS_CACHE": "off", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", SCRIPT, str(small_pack), *TEXTS]
    return subprocess.run(command, env=environment, capture_output=True, check=True, timeout=300).stdout


def test_the_bytes_of_results_do_not_depend_on_the_seed_of_hashes(small_pack: Path) -> None:
    first = output("1", small_pack)
    assert b'"label": "offer"' in first
    assert {output(seed, small_pack) for seed in ("2", "3")} == {first}
