"""Messages of our own for all data tools, and what the kernel makes of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

CORPUS = Path(__file__).parents[2] / "rules" / "corpus"
OFFER = "🔥 beuh 5g 50€ / 10g 90€, livraison 7j/7, snap zz_fictif"
MESSAGES = [
    OFFER,
    "bonjour à tous",
    None,
    "",
    "l'herbe à chat du jardin 🌿 pousse bien cette année",
    "vendeur de weed arrêté hier soir, la police a saisi 3 kilos de résine",
    "𝓫𝓮𝓾𝓱 𝓹𝓻𝓸𝓹𝓻𝓮 5g 50€ 10g 90€ tg @zz_fictif_x",
    "recherche livreur sérieux, 150€ par jour, pas de permis demandé, tel 06 00 00 00 00",
    "menu du midi 12€, livraison offerte 🍕",
    "anyone know where to find some weed around here?",
    "bonjour à tous",
    "a" * 3000,
]


@pytest.fixture(scope="session")
def messages() -> list[str | None]:
    """Give the messages above and every thirtieth of the corpus of the rules."""
    files = sorted(CORPUS.glob("*.jsonl"))
    rows = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines() if line]
    assert len(rows) > 1000
    return [*MESSAGES, *(row["text"] for row in rows[::30])]
