"""The view that judges a message while it is typed, in a real browser."""

from __future__ import annotations

import json
import statistics
import sys
import timeit

import pytest

pytest.importorskip("playwright")

MENU = "Menu du soir\nbeuh 5g 50€ / 10g 90€\nc0c@ïne top qualité 60€ le g\nlivraison 7j/7 de 14h à 2h, cash\nsnap zz_fictif_x"
LONG = (MENU + ", une pochette offerte dès 100€, ") * 2
LONG = (LONG + "merci à tous les clients du quartier et à demain")[:300]

UNDERLINED = """kind => [...document.querySelectorAll(`#mirror .m-${kind}`)].map(node => node.textContent)"""

KEY_TO_UNDERLINE = """() => new Promise(done => {
    const field = document.getElementById('message'), root = document.documentElement;
    const before = root.dataset.underlined, begun = performance.now();
    new MutationObserver((_, seen) => {
        if (root.dataset.underlined === before) return;
        seen.disconnect();
        done(performance.now() - begun);
    }).observe(root, {attributes: true});
    field.value = field.value.endsWith('!') ? field.value.slice(0, -1) : field.value + '!';
    field.dispatchEvent(new Event('input', {bubbles: true}));
})"""


def test_a_typed_menu_is_judged_underlined_and_added_up(visit, address, judged, shots):
    page = visit(address)
    page.click("#message")
    page.keyboard.type("beuh 5g 50€ 10g 90€ ", delay=5)
    page.wait_for_selector("#label.offer")
    judged(page, MENU)
    assert page.inner_text("#action") == "block"
    assert "beuh" in page.evaluate(UNDERLINED, "product")
    assert "60€ le g" in page.evaluate(UNDERLINED, "money")
    assert page.evaluate(UNDERLINED, "reach") == ["Menu", "snap zz_fictif_x"]
    assert page.inner_text("#mirror").rstrip("\u200b") == MENU
    points = [float(text.replace("−", "-")) for text in page.locator(".sum td.number").all_inner_texts()]
    assert points[-1] == pytest.approx(sum(points[:-1]), abs=0.011 * len(points))
    assert page.locator("#facts tbody tr").first.inner_text().split("\t")[:2] == ["5 g", "50 EUR"]
    assert "snapchat:zz_fictif_x" in page.inner_text("#facts")
    assert page.locator("#smallest li").count() > 0
    page.screenshot(path=shots / "judge-light.png", full_page=True)


def test_a_rule_that_is_pointed_at_shows_its_own_evidence(visit, address, judged):
    page = visit(address)
    judged(page, MENU)
    page.click("#json-panel summary")
    page.wait_for_function("() => document.getElementById('json').textContent")
    result = json.loads(page.inner_text("#json"))
    name = page.locator(".sum tbody code", has_text="sale.").first.inner_text()
    hit = next(hit for hit in result["detections"] if hit["id"] == name)
    own = {result["matches"][index]["text"] for index in hit["matches"]}
    shown = "() => [...document.querySelectorAll('#mirror .m')].map(node => node.textContent)"
    everything = page.evaluate(shown)
    page.locator(".sum tbody tr", has_text=name).first.focus()
    marked = page.evaluate(shown)
    assert len(marked) < len(everything)
    assert all(any(text in piece for piece in own) for text in marked)
    page.locator("#message").focus()
    assert page.evaluate(shown) == everything


@pytest.mark.parametrize(
    ("text", "selected"),
    [
        ("👩🏽‍🚀🔥 beuh 5g 50€ snap zz_fictif_x", "beuh"),
        ("\ud83d beuh 5g 50€ snap zz_fictif_x", "beuh"),
        ("𝒃𝒆𝒖𝒉 5g 50€ snap zz_fictif_x", "𝒃𝒆𝒖𝒉"),
    ],
    ids=["astral-emoji-before", "half-of-a-pair-before", "styled-letters"],
)
def test_spans_stand_right_behind_characters_of_two_units(visit, address, text, selected):
    page = visit(address)
    # a half of a pair cannot be sent through the driver: it is put together in the page
    before = page.evaluate(
        """codes => { const field = document.getElementById('message');
        const before = Number(document.documentElement.dataset.judged ?? 0);
        field.value = codes.map(code => String.fromCharCode(code)).join('');
        field.dispatchEvent(new Event('input'));
        return before; }""",
        list(memoryview(text.encode("utf-16-le", "surrogatepass")).cast("H")),
    )
    page.wait_for_function("n => Number(document.documentElement.dataset.judged) > n", arg=before)
    assert selected in page.evaluate(UNDERLINED, "product")
    page.locator("#evidence button.quote", has_text=selected).click()
    chosen = page.evaluate(
        "() => { const f = document.activeElement; return f.value.slice(f.selectionStart, f.selectionEnd) }"
    )
    assert chosen == selected


def test_the_underlines_lie_under_their_words(visit, address, judged):
    page = visit(address)
    judged(page, MENU)
    same = page.evaluate(
        """() => { const [a, b] = ['message', 'mirror'].map(id => getComputedStyle(document.getElementById(id)));
        return ['fontFamily', 'fontSize', 'lineHeight', 'letterSpacing', 'padding', 'width', 'whiteSpace', 'overflowWrap', 'tabSize']
            .filter(name => a[name] !== b[name]) }"""
    )
    assert same == []


def test_the_last_of_many_keys_is_the_one_that_is_shown(visit, address):
    page = visit(address)
    page.click("#message")
    page.keyboard.type("beuh 5g 50€ / 10g 90€ livraison snap zz_fictif_x")
    page.keyboard.press("Control+A")
    page.keyboard.type("bonjour")
    page.wait_for_selector("#label.none")
    assert page.locator("#mirror .m").count() == 0
    assert page.inner_text("#evidence-empty").startswith("No evidence")


def test_no_message_is_ever_part_of_an_address(visit, address, judged):
    page = visit(address)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    judged(page, MENU)
    assert page.url == f"{address}/"
    assert asked
    assert not [url for url in asked if "beuh" in url]
    assert page.evaluate("() => JSON.stringify([localStorage, sessionStorage])").count("beuh") == 0


def test_surface_and_language_change_the_verdict_at_once(visit, address, judged):
    page = visit(address)
    judged(page, "beuh 5g 50€ snap zz_fictif_x")
    before = page.inner_text("#points")
    page.locator("#languages label", has_text="fr").click()
    page.wait_for_function("before => document.getElementById('points').textContent !== before", arg=before)
    page.select_option("#surface", "dm")
    page.wait_for_selector("#about >> text=dm")


def test_the_statement_is_for_the_author_and_in_both_languages(visit, address, judged):
    page = visit(address)
    judged(page, MENU)
    page.click("#statement-panel summary")
    page.wait_for_selector("#statement p")
    english = page.inner_text("#statement")
    page.select_option("#statement-lang", "fr")
    assert page.get_attribute("#statement", "lang") == "fr"
    assert page.inner_text("#statement") not in ("", english)


def test_a_screen_reader_is_told_the_verdict_once_typing_rests(visit, address, judged):
    page = visit(address)
    judged(page, MENU)
    page.wait_for_function("() => document.getElementById('said').textContent.startsWith('offer, block, ')")


def test_what_was_not_evaluated_is_shown(visit, address, judged):
    page = visit(address)
    judged(page, "beuh 10€ " * 700)
    assert page.locator("#skipped li").count() > 0


def test_a_code_that_no_lexicon_lists_leads_to_the_form(visit, address, judged):
    page = visit(address)
    judged(page, "zalouche 5g 50€ / 10g 90€, livraison snap zz_fictif_x")
    page.select_option("#seen", "all")
    page.wait_for_selector("#mirror .m-unknown")
    assert page.evaluate(UNDERLINED, "unknown") == ["zalouche"]
    page.locator("#evidence tr", has_text="zalouche").locator("text=write it down").click()
    assert page.input_value("#e-term") == "zalouche"
    assert page.url.endswith("#overlay")


def test_from_key_to_underline_is_printed(visit, address, judged, engine, capsys):
    page = visit(address)
    judged(page, LONG)
    whole = statistics.median(page.evaluate(KEY_TO_UNDERLINE) for _ in range(5))
    alone = statistics.median(timeit.repeat(lambda: engine.scan(LONG), number=1, repeat=5)) * 1000
    with capsys.disabled():
        told = f"{len(LONG)} characters, median of five: {whole:.1f} ms, of which the engine alone {alone:.1f} ms"
        sys.stdout.write(f"\nkey to underline, {told}\n")
    assert page.locator("#mirror .m").count() > 10
