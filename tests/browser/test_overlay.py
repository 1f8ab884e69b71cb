"""The view that edits an overlay and shows what it changes, in a real browser."""

from __future__ import annotations

import pytest

import codewords

pytest.importorskip("playwright")


def write_word(page, **fields):
    values = {"term": "zalouche", "substance": "cannabis_herb", **fields}
    page.fill("#e-term", values.pop("term"))
    page.select_option("#e-substance", values.pop("substance"))
    page.locator("#e-ambiguity label", has_text=values.pop("ambiguity", "low")).click()
    for name, value in values.items():
        page.fill(f"#e-{name}", value)
    page.click("#entry-put")
    page.wait_for_selector("text=Written into the overlay.")


def test_a_word_from_the_form_changes_a_verdict_on_the_corpus(visit, small_address, judged, shots):
    page = visit(small_address)
    judged(page, "zalouche 5g 50€ 10g 90€")
    assert page.inner_text("#label").lower().endswith("none")
    page.keyboard.press("Alt+Digit3")
    write_word(page, source="small_glossary", hits="zalouche 5g 50€ 10g 90€", misses="Zalouche a dix ans samedi")
    page.wait_for_selector("#changes")
    assert page.inner_text("#changes") == "1"
    outcome = page.inner_text("#outcome")
    assert "looked at all 4 messages; 2 hold a changed word" in outcome
    assert "labelled offer: right" in outcome
    assert "site.zalouche added" in " ".join(outcome.split())
    assert "all 2 examples hold" in outcome
    assert "none" in page.inner_text("#own").lower()
    assert "offer" in page.inner_text("#own").lower()
    page.screenshot(path=shots / "overlay-light.png", full_page=True)
    page.keyboard.press("Alt+Digit1")
    page.check("#by-overlay")
    page.wait_for_selector("#label.offer")
    assert page.evaluate("() => document.querySelector('#mirror .m-product').textContent") == "zalouche"
    page.uncheck("#by-overlay")
    page.wait_for_selector("#label.none")


def test_faults_are_shown_at_their_place_while_typing(visit, small_address, shots):
    page = visit(small_address, "overlay")
    text = "since: 2026.11.0\nterms:\n- term: zalouche\n  lang: fr\n  substance: cocain\n  ambiguity: low\n  spelings: [x]\n  source: [small_glossary]\n"
    page.fill("#yaml", text)
    page.wait_for_selector("#faults li.error")
    assert page.inner_text("#yaml-state").startswith("2 faults")
    told = page.inner_text("#faults")
    assert "unknown substance `cocain`; did you mean `cocaine`?" in told
    assert "unknown key `spelings`" in told
    assert page.get_attribute("#yaml", "aria-invalid") == "true"
    assert page.locator("#yaml-mirror .fault.error").all_inner_texts() == ["cocain", "spelings:"]
    assert page.locator("#gutter li.error").all_inner_texts() == ["✕ 5", "✕ 7"]
    page.screenshot(path=shots / "overlay-faults.png", full_page=True)
    page.locator("#faults button", has_text="line 7").click()
    line = page.evaluate(
        "() => { const y = document.activeElement; return y.value.slice(0, y.selectionStart).split('\\n').length }"
    )
    assert line == 7
    page.fill("#yaml", text.replace("cocain\n", "cocaine\n").replace("  spelings: [x]\n", ""))
    page.wait_for_function("() => !document.querySelector('#faults li.error')")


def test_what_only_all_rules_can_tell_is_told_by_the_trial(visit, small_address):
    page = visit(small_address, "overlay")
    page.fill("#yaml", "detections:\n- id: sale.no-such\n  points: 1\n")
    page.wait_for_selector("#faults li.error")
    assert page.locator("#faults button").first.inner_text().startswith("line ")
    assert "loaded rules stay as they are" in page.inner_text("#outcome")


def test_yaml_that_is_none_is_told_with_its_line(visit, small_address):
    page = visit(small_address, "overlay")
    page.fill("#yaml", "terms:\n- term: [zalouche\n")
    page.wait_for_selector("#faults li.error")
    assert "not YAML" in page.inner_text("#faults")
    page.fill("#e-term", "autre")
    page.select_option("#e-substance", "cocaine")
    page.click("#entry-put")
    page.wait_for_selector("text=mend it first")
    assert page.input_value("#yaml") == "terms:\n- term: [zalouche\n"


def test_the_overlay_is_downloaded_as_a_file_that_loads(visit, small_address, small_pack, tmp_path):
    page = visit(small_address, "overlay")
    page.uncheck("#auto")
    write_word(page, source="small_glossary")
    page.fill("#overlay-name", "paris.yaml")
    with page.expect_download() as waiting:
        page.click("#download")
    assert waiting.value.suggested_filename == "paris.yaml"
    file = tmp_path / "paris.yaml"
    waiting.value.save_as(file)
    engine = codewords.load(small_pack, overlays=[file])
    assert engine.ruleset.overlays[0].added == ("paris.zalouche",)


def test_a_file_is_opened_and_a_reload_keeps_the_draft(visit, small_address, tmp_path):
    page = visit(small_address, "overlay")
    page.uncheck("#auto")
    file = tmp_path / "lyon.yaml"
    file.write_text("# ours\nterms:\n- id: cannabis_herb.beuh\n  status: retired\n", encoding="utf-8")
    page.set_input_files("#open", file)
    page.wait_for_function("() => document.getElementById('yaml').value.startsWith('# ours')")
    page.reload()
    page.wait_for_selector("html[data-ready]")
    assert page.input_value("#yaml") == file.read_text(encoding="utf-8")
    assert page.input_value("#overlay-name") == "lyon.yaml"


def test_a_trial_is_cancelled_and_the_next_one_runs(visit, small_address):
    page = visit(small_address, "overlay")
    page.uncheck("#auto")
    write_word(page, source="small_glossary")
    page.click("#try")
    page.wait_for_selector("#progress:visible, #changes")
    if page.locator("#cancel").is_visible():
        page.click("#cancel")
        assert not page.locator("#progress").is_visible()
    page.click("#try")
    page.wait_for_selector("#changes")


def test_a_changed_overlay_is_no_longer_used_to_judge(visit, small_address):
    page = visit(small_address, "overlay")
    write_word(page, source="small_glossary")
    page.wait_for_selector("#changes")
    page.locator("#yaml").press_sequentially("# more")
    page.keyboard.press("Alt+Digit1")
    assert not page.locator("#by-overlay-label").is_visible()
