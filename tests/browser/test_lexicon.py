"""The view that browses the words of the rules, in a real browser."""

from __future__ import annotations

import pytest

pytest.importorskip("playwright")


def words(page):
    return page.locator("#words button.word").all_inner_texts()


def test_thousands_of_words_come_page_by_page(visit, address, shots):
    page = visit(address, "lexicon")
    page.wait_for_selector("#words button.word")
    first = words(page)
    assert len(first) == 50
    assert page.locator("#previous").is_disabled()
    page.click("#next")
    page.wait_for_function("() => document.getElementById('page-of').textContent.startsWith('2 of')")
    assert not set(words(page)) & set(first)
    page.screenshot(path=shots / "lexicon-light.png")


def test_a_search_folds_accents_and_puts_the_word_itself_first(visit, address):
    page = visit(address, "lexicon")
    page.fill("#query", "BEDO")
    page.wait_for_function("() => document.querySelector('#words button.word')?.textContent === 'bédo'")
    page.click("#words button.word >> nth=0")
    assert "lexicons/substances/cannabis.yaml" in page.inner_text("#words tr.more >> nth=0")


def test_filters_hold_together_and_can_be_reset(visit, address):
    page = visit(address, "lexicon")
    page.wait_for_selector("#words button.word")
    total = page.inner_text("#found")
    page.select_option("#by-substance", "cocaine")
    page.select_option("#by-lang", "es")
    page.select_option("#by-ambiguity", "high")
    page.wait_for_function("total => document.getElementById('found').textContent !== total", arg=total)
    page.wait_for_function(
        """() => [...document.querySelectorAll('#words tbody tr:not(.more)')].every(row =>
        row.cells[1].textContent.includes('cocaine') && row.cells[3].textContent.includes('es') && row.cells[4].textContent === 'high')"""
    )
    page.click("#filters button[type=reset]")
    page.wait_for_function("total => document.getElementById('found').textContent === total", arg=total)
    page.fill("#query", "no such word in any lexicon")
    page.wait_for_selector("text=No word answers this search.")


def test_a_word_of_the_rules_is_changed_by_an_overlay_of_two_lines(visit, address):
    page = visit(address, "lexicon")
    page.fill("#query", "beuh")
    page.wait_for_function("() => document.querySelector('#words button.word')?.textContent === 'beuh'")
    page.click("#words tbody tr:first-child button.link")
    assert page.inner_text("#entry-title") == "Change “beuh”"
    page.uncheck("#auto")
    page.select_option("#e-status", "retired")
    page.click("#entry-put")
    page.wait_for_function("() => document.getElementById('yaml').value.includes('retired')")
    assert page.input_value("#yaml").splitlines()[1:] == [
        "terms:",
        "- id: cannabis_herb.beuh",
        "  status: retired",
    ]
