"""The commands with one engine for all tests, so that rules are compiled once."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

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


class Page(HTMLParser):
    """Read a page: check that its tags are closed, and keep what it shows, would fetch or run."""

    VOID = ("meta", "br")

    def __init__(self, content: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.pictures: list[dict[str, str | None]] = []
        pieces: list[str] = []
        self.handle_data = pieces.append  # type: ignore[method-assign]
        self.feed(content)
        assert self.open == []
        self.words = " ".join("".join(pieces).split())
        self._styles = "".join(pieces)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if dict(attrs).get("role") == "img":
            self.pictures.append(dict(attrs))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def check_alone(self) -> None:
        """Check that it runs nothing and fetches nothing; links stay on the page."""
        assert not {"script", "link", "img", "iframe", "form", "image", "use"} & set(self.tags)
        names = {name for name, _ in self.attributes}
        assert not {"src", "action", "xlink:href"} & names
        assert not any(name.startswith("on") for name in names)
        assert all(value.startswith("#") for name, value in self.attributes if name == "href")
        assert ("content", "default-src 'none'; style-src 'unsafe-inline'") in self.attributes
        assert re.findall(r"url\(#?[a-z]*", self._styles) == []
        assert "@import" not in self._styles

    def contrast(self, one: str, two: str, scheme: int) -> float:
        """Give the contrast of two named colours: scheme 0 is light, 1 dark."""
        dark = "".join(re.findall(r"prefers-color-scheme: dark\) \{\s*:root \{([^}]*)\}", self._styles))
        light = re.sub(r"@media screen and \(prefers-color-scheme: dark\) \{\s*:root \{[^}]*\}", "", self._styles)
        found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", dark if scheme else light))
        darker, lighter = sorted((_luminance(found[one]), _luminance(found[two])))
        return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.fixture
def parsed() -> type[Page]:
    """Give what reads a page."""
    return Page
