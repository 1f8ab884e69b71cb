"""A plug-in of pytest: every `hits` and `misses` of a rule pack is a test, in the file and line of its entry.

    pytest --codewords-rules rules

or, in the configuration of pytest, `codewords_rules = rules`. It owns how examples become tests. pytest imports
this module in every run where codewords is installed, so nothing of codewords is imported before it is needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from codewords.maintain.cases import Example, Runner

_OPTION, _OVERLAY, _INI = "codewords_rules", "codewords_overlay", "codewords_rules"
_YAML = (".yaml", ".yml")
_PACKS: pytest.StashKey[tuple[Pack, ...]] = pytest.StashKey()


class FailedExampleError(Exception):
    """Say that an example does not hold."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """Hold the examples of a pack by file, and what runs them."""

    by_file: dict[Path, list[Example]]
    runner: Runner


class Pack:
    """Load one rule set when its first file is collected.

    Args:
        root: its folder.
        overlays: files or folders laid over it.
    """

    def __init__(self, root: Path, overlays: Sequence[Path] = ()) -> None:
        self.root = root
        self.overlays = overlays
        self._loaded: Loaded | None = None
        self._is_read = False

    def holds(self, file: Path) -> bool:
        """Tell whether a file may have entries of this pack."""
        return file.suffix in _YAML and any(
            file == top or file.is_relative_to(top) for top in (self.root, *self.overlays)
        )

    def load(self) -> Loaded | None:
        """Read and compile the rules, once; `None` after they were found faulty.

        Raises:
            CollectError: the first time, with every fault at its place; for rules without a single example too.
        """
        if not self._is_read:
            self._is_read = True
            self._loaded = self._read()
        return self._loaded

    def _read(self) -> Loaded:
        from codewords import CodewordsError, RuleFileError, load
        from codewords.cli.problems import Folder
        from codewords.maintain.cases import Runner, examples

        folder = Folder.of(self.root, self.overlays)
        try:
            engine = load(self.root, overlays=self.overlays)
        except RuleFileError as error:
            raise pytest.Collector.CollectError("\n".join(map(folder.line, error.problems))) from error
        except CodewordsError as error:
            raise pytest.Collector.CollectError(str(error)) from error
        by_file: dict[Path, list[Example]] = {}
        for example in examples(engine.ruleset):
            by_file.setdefault(Path(folder.path(example.entry.place)), []).append(example)
        if not by_file:
            message = f"{self.root}: these rules have no `hits` and no `misses`: nothing would be tested"
            raise pytest.Collector.CollectError(message)
        return Loaded(by_file, Runner(engine))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options and the key of the configuration."""
    group = parser.getgroup("codewords", "rule packs of codewords")
    group.addoption(
        "--codewords-rules",
        dest=_OPTION,
        action="append",
        metavar="FOLDER",
        help="test every example of the rules in FOLDER; may be repeated",
    )
    group.addoption(
        "--codewords-overlay",
        dest=_OVERLAY,
        action="append",
        metavar="PATH",
        help="lay this file or folder over the rules; without --codewords-rules over the bundled ones",
    )
    parser.addini(_INI, "folders of rules whose examples are tests", type="paths")


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Look up the packs, and collect their folders where the command line does not name files itself."""
    named, overlays = (_paths(config, name) for name in (_OPTION, _OVERLAY))
    roots = named or [Path(path) for path in config.getini(_INI)]
    if overlays and not roots:
        from codewords.source.locate import bundled_rules

        roots = [bundled_rules()]
    for path in (*roots, *overlays):
        if not path.exists():
            message = f"there are no rules at `{path}`"
            raise pytest.UsageError(message)
    config.stash[_PACKS] = tuple(Pack(root.resolve(), [item.resolve() for item in overlays]) for root in roots)
    if named or overlays or config.args_source is not pytest.Config.ArgsSource.ARGS:
        config.args += _missing(config, [*named, *overlays] or roots)


def _paths(config: pytest.Config, name: str) -> list[Path]:
    return [config.invocation_params.dir / path for path in config.getoption(name) or ()]


def _missing(config: pytest.Config, paths: Sequence[Path]) -> list[str]:
    """Give the paths that are not collected already, and of which the command line names no part itself."""
    here = config.invocation_params.dir
    known = [(here / argument.split("::")[0]).resolve() for argument in config.args]
    typed = known if config.args_source is pytest.Config.ArgsSource.ARGS else []
    return [
        str(path)
        for path in paths
        if not any(path.resolve().is_relative_to(item) for item in known)
        and not any(item.is_relative_to(path.resolve()) for item in typed)
    ]


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> RuleFile | None:
    """Take the rule files of the packs."""
    for pack in parent.config.stash.get(_PACKS, ()):
        if pack.holds(file_path.resolve()):
            collector: RuleFile = RuleFile.from_parent(parent, path=file_path, pack=pack)
            return collector
    return None


class RuleFile(pytest.File):
    """Collect the examples of one rule file."""

    def __init__(self, *, pack: Pack, **more: Any) -> None:
        super().__init__(**more)
        self._pack = pack

    def collect(self) -> Iterator[RuleExample]:
        """Give a test for each example; a file without any has none."""
        loaded = self._pack.load()
        if loaded is None:
            return
        for example in loaded.by_file.get(self.path.resolve(), ()):
            yield RuleExample.from_parent(self, name=example.name, example=example, runner=loaded.runner)


class RuleExample(pytest.Item):
    """Run one example."""

    def __init__(self, *, example: Example, runner: Runner, **more: Any) -> None:
        super().__init__(**more)
        self._example = example
        self._runner = runner

    def runtest(self) -> None:
        """Fail with how the rules read the message."""
        case = self._runner.run(self._example)
        if not case.passed:
            message = f"{case.reason}\n\n{self._runner.explain(self._example)}"
            raise FailedExampleError(message)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Show the reason and the explanation, and no trace of our code."""
        if isinstance(excinfo.value, FailedExampleError):
            return f"{self._place}: {self.name}: {excinfo.value}"
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Give the file and line of the entry, which pytest counts from 0.

        The name alone would be shown with `::` for each of its dots, as pytest does with names of classes.
        """
        return self.path, max(0, self._example.entry.place.line - 1), f"example {self.name}"

    @property
    def _place(self) -> str:
        return f"{self.path}:{self._example.entry.place.line}:{self._example.entry.place.column}"
