"""The commands with one engine for all tests, so that rules are compiled once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from codewords.cli import commands, fit, upkeep
from codewords.cli.commands import cli
from codewords.cli.options import build_engine


@pytest.fixture
def run(engine, monkeypatch) -> Callable[..., Result]:
    """Give a function that runs a command with the bundled engine, unless --rules names others."""

    def build(rules, overlays, policy):
        return build_engine(rules, overlays, policy) if rules or overlays or policy != "default" else engine

    monkeypatch.setattr(commands, "build_engine", build)
    monkeypatch.setattr(upkeep, "build_engine", build)
    monkeypatch.setattr(fit, "build_engine", build)

    def call(*arguments: object, **more) -> Result:
        return CliRunner().invoke(cli, [str(item) for item in arguments], prog_name="codewords", **more)

    return call
