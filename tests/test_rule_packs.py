"""What the guides and the hooks say about commands is what the commands take."""

import re
import shlex
from pathlib import Path

import click
import pytest
import yaml

from codewords.cli.commands import cli

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("CONTRIBUTING.md", "docs/maintaining.md", "docs/rule-packs.md")
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))


def blocks(page, language):
    text = (ROOT / page).read_text(encoding="utf-8")
    return [found.replace("\\\n", " ") for found in re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)]


def shown_commands():
    """Give each command line of codewords that a page shows, in a shell block or in a line of text."""
    for page in PAGES:
        text = (ROOT / page).read_text(encoding="utf-8")
        inline = [found for found in re.findall(r"`([^`\n]+)`", text) if found.startswith("codewords ")]
        lines = [line.strip() for block in blocks(page, r"\s*(?:sh|yaml)") for line in block.splitlines()]
        for line in [*inline, *lines]:
            for part in re.split(r"&&|>", line):
                found = re.search(r"(?:^|[\s/])codewords ([a-z]+ .*)", part.removeprefix("- run:"))
                if found and "pip install" not in part:
                    yield pytest.param(found[1], id=f"{page}: {found[1][:40]}")


@pytest.mark.parametrize("line", tuple(shown_commands()))
def test_a_command_that_is_shown_can_be_typed(line):
    name, *words = shlex.split(line, comments=True)
    command = cli.commands[name]
    known = {option for item in command.params for option in (*item.opts, *item.secondary_opts)}
    for word in words:
        if word.startswith("--"):
            assert word in known, line


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_a_hook_runs_a_command_with_the_packages_of_its_extra(hook):
    program, name = hook["entry"].split()
    assert program == "codewords"
    assert isinstance(cli.commands[name], click.Command)
    extras = re.search(r"^cli = (\[.*\])$", (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)[1]
    assert hook["additional_dependencies"] == yaml.safe_load(extras)
    assert all(
        re.search(hook["files"], name) for name in ("a/b.yaml", "ordinary/fr.txt", "folding/characters.tsv")
    )


def test_the_configuration_for_pre_commit_names_the_hooks():
    config = next(
        data for text in blocks("docs/rule-packs.md", "yaml") if "repos" in (data := yaml.safe_load(text))
    )
    assert [hook["id"] for hook in config["repos"][0]["hooks"]] == [hook["id"] for hook in HOOKS]
