from pathlib import Path

import pytest

ARTICLE = (Path(__file__).parent.parent / "data" / "article-fr.txt").read_text(encoding="utf-8")
PARAGRAPHS = [part for part in ARTICLE.split("\n\n") if part.strip()]


def test_a_newspaper_article_about_dealers_is_talk(engine):
    assert engine.scan(ARTICLE).label == "talk"


@pytest.mark.parametrize("number", range(len(PARAGRAPHS)))
def test_no_paragraph_of_the_article_is_an_offer(engine, number):
    assert engine.scan(PARAGRAPHS[number]).label != "offer"


def test_no_window_of_the_article_is_an_offer(engine):
    words = ARTICLE.split()
    for start in range(0, len(words) - 40, 20):
        assert engine.scan(" ".join(words[start : start + 40])).label != "offer"
