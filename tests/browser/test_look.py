"""How the page looks and behaves: contrast, widths, themes, keyboard, weight, and what it may load."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import codewords

PAGE = Path(codewords.__file__).parent / "service" / "page"
TEXTS = [
    "ink",
    "faint",
    "accent",
    "good",
    "warning",
    "bad",
    "product",
    "money",
    "reach",
    "supply",
    "praise",
    "people",
    "against",
    "unknown",
]
GROUNDS = ("ground", "panel", "sunk")
PAIRS = [(text, ground) for text in TEXTS for ground in GROUNDS] + [
    ("on-accent", "accent"),
    ("on-label", "offer"),
    ("on-label", "talk"),
    ("on-label", "none"),
    ("ink", "fault"),
]
SHAPES = [("more", "panel"), ("less", "panel"), ("edge", "panel"), ("edge", "ground"), ("edge", "sunk")]


def palettes():
    """Give the colours of each theme by name, as look.css writes them."""
    css = (PAGE / "look.css").read_text(encoding="utf-8")
    found = re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);", css)
    assert len(found) == css.count("light-dark(") > len(TEXTS)
    return {
        "light": {name: light for name, light, _ in found},
        "dark": {name: dark for name, _, dark in found},
    }


def luminance(colour):
    """Give the relative luminance of WCAG 2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """Give the contrast of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_that_of_the_standard():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_pair_of_colours_reaches_wcag_aa(theme):
    colours = palettes()[theme]
    low = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in PAIRS}
    assert {pair: value for pair, value in low.items() if value < 4.5} == {}
    shapes = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in SHAPES}
    assert {pair: value for pair, value in shapes.items() if value < 3} == {}


def test_no_colour_stands_outside_the_palette():
    loose = {
        file.name: found
        for file in PAGE.glob("*.css")
        if (
            found := re.findall(
                r"(?<!: )#[0-9a-f]{3,8}\b(?=[^{]*\})",
                re.sub(r"--[\w-]+:[^;]*;", "", file.read_text(encoding="utf-8")),
            )
        )
    }
    assert loose == {}


def test_the_page_weighs_less_than_300_kb():
    assert sum(file.stat().st_size for file in PAGE.iterdir()) < 300_000


def test_nothing_is_inline_and_nothing_comes_from_elsewhere():
    html = (PAGE / "index.html").read_text(encoding="utf-8")
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=", html)
    code = "".join(file.read_text(encoding="utf-8") for file in PAGE.glob("*.js"))
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", code)
    links = re.findall(r"(?:src|href)=\"([^\"#]+)\"", html)
    assert links
    assert all(link.startswith("/page/") for link in links)


def test_every_kind_of_evidence_has_a_line_of_its_own_style():
    css = (PAGE / "judge.css").read_text(encoding="utf-8")
    kinds = (PAGE / "kinds.js").read_text(encoding="utf-8")
    groups = re.findall(r"^  (\w+): \{", kinds, re.MULTILINE)
    styles = {
        group: re.search(rf"\.m-{group} \{{([^}}]*)\}}", css)[1].partition(";")[2].strip() for group in groups
    }
    assert len(groups) == 8
    assert len(set(styles.values())) == len(groups)


def test_every_kind_of_the_rules_is_drawn(engine):
    known = set(re.findall(r"(\w+): \"", (PAGE / "kinds.js").read_text(encoding="utf-8")))
    assert {term.kind for term in engine.ruleset.terms} | {item.kind for item in engine.ruleset.patterns} <= known


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", ["judge", "lexicon", "overlay"])
def test_a_phone_scrolls_no_view_sideways(visit, address, judged, shots, scheme, view):
    page = visit(address, view, viewport={"width": 360, "height": 740}, color_scheme=scheme)
    if view == "judge":
        judged(page, "c0c@ïne top qualité 60€ le g, livraison 7j/7 de 14h à 2h, snap zz_fictif_x")
        page.click("#near-panel summary")
        page.click("#statement-panel summary")
    else:
        page.wait_for_function("() => document.querySelectorAll('#words tbody tr').length > 10")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.screenshot(path=shots / f"{view}-phone-{scheme}.png", full_page=True)


def test_the_theme_follows_the_system_until_one_is_chosen(visit, address):
    page = visit(address, color_scheme="dark")
    ground = "() => getComputedStyle(document.documentElement).backgroundColor"
    dark = page.evaluate(ground)
    page.emulate_media(color_scheme="light")
    light = page.evaluate(ground)
    assert light != dark
    page.click("#theme")
    assert page.inner_text("#theme") == "Theme: dark"
    assert page.evaluate(ground) == dark
    page.reload()
    page.wait_for_selector("html[data-ready]")
    assert page.evaluate(ground) == dark
    page.click("#theme")
    assert page.evaluate(ground) == light


def test_who_wants_no_motion_gets_none(visit, address, judged):
    page = visit(address, reduced_motion="reduce")
    judged(page, "beuh 5g 50€ snap zz_fictif_x")
    assert page.evaluate("() => getComputedStyle(document.querySelector('.bar')).transitionDuration") == "0s"


def test_the_keyboard_alone_reaches_everything(visit, address):
    page = visit(address)
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.className") == "skip"
    page.wait_for_function("() => document.activeElement.getBoundingClientRect().top >= 0")
    page.keyboard.press("Alt+KeyS")
    page.keyboard.type("beuh 5g 50€ snap zz_fictif_x")
    page.wait_for_selector("#label.offer")
    seen = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("() => document.activeElement.id || document.activeElement.className"))
        ring = page.evaluate(
            """() => { const a = document.activeElement;
            const shown = [a, a.nextElementSibling, a.parentElement].filter(Boolean);
            return a === document.body || shown.some(n => getComputedStyle(n).outlineStyle !== 'none') }"""
        )
        assert ring, page.evaluate("() => document.activeElement.outerHTML.slice(0, 200)")
    assert {"surface", "quote"} <= seen
    page.keyboard.press("Alt+Digit2")
    page.keyboard.press("Alt+KeyS")
    assert page.evaluate("() => document.activeElement.id") == "query"
    page.keyboard.press("Alt+Digit3")
    page.keyboard.press("Alt+KeyS")
    assert page.evaluate("() => document.activeElement.id") == "yaml"
    page.keyboard.press("Escape")
    page.keyboard.press("Alt+KeyH")
    assert page.locator("#shortcuts").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#shortcuts").is_visible()


def test_every_field_has_a_name(visit, address):
    page = visit(address)
    nameless = page.evaluate(
        """() => [...document.querySelectorAll('input, select, textarea, button')]
        .filter(n => !(n.labels?.length || n.ariaLabel || n.textContent.trim())).map(n => n.outerHTML)"""
    )
    assert nameless == []
