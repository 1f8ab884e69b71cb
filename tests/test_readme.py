"""The README shows what the program prints, and its two commands are its first two shell blocks."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_explanation_in_the_readme_is_the_one_that_is_printed(engine):
    shown = re.search(r'```text\n\$ codewords explain "([^"]*)"\n(.*?)\n```', README, re.DOTALL)
    text, printed = shown.groups()
    assert printed == engine.scan(text, near_misses=True).explain(text)


def test_the_first_two_shell_blocks_scan_the_sample_and_run_the_tests():
    scan, tests = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)[:2]
    assert "scan examples/messages.jsonl" in scan
    assert (ROOT / "examples" / "messages.jsonl").exists()
    assert "pytest" in tests


def test_the_python_in_the_readme_names_what_exists(engine):
    screen = re.search(r"```python\n(.*?)```", README, re.DOTALL)[1]
    result = engine.scan("x")
    for name in re.findall(r"\bresult\.(\w+)", screen):
        assert hasattr(result, name), name
    for name in re.findall(r"\bengine\.(\w+)", screen):
        assert hasattr(engine, name), name
