"""Whatever ends a command, its user sees one line and a status, and no traceback."""

import io
import sys

import click
import pytest

from codewords import cli


@pytest.fixture
def ended(monkeypatch):
    """Give a function that runs the command line while a command ends with this error."""

    def call(error):
        def fail(**_):
            raise error

        told = io.StringIO()
        monkeypatch.setattr(sys, "stdout", io.StringIO())
        monkeypatch.setattr(sys, "stderr", told)
        monkeypatch.setattr("codewords.cli.commands.cli.main", fail)
        with pytest.raises(SystemExit) as end:
            cli.main()
        return end.value.code, told.getvalue()

    return call


@pytest.mark.parametrize(
    "error", [KeyboardInterrupt(), click.Abort()], ids=["Ctrl-C", "an answer that is refused"]
)
def test_whoever_stops_a_command_is_told_so(ended, error):
    assert ended(error) == (130, "codewords: stopped\n")


@pytest.mark.parametrize(
    ("error", "told"),
    [(OSError(28, "No space left on device"), "no space left on device"), (OSError(), "oserror")],
)
def test_a_fault_of_the_system_is_named(ended, error, told):
    assert ended(error) == (2, f"codewords: cannot go on: {told}\n")


def test_wrong_usage_is_told_as_click_tells_it(ended):
    status, told = ended(click.UsageError("no such thing"))
    assert (status, told) == (2, "Error: no such thing\n")


def test_a_bug_of_ours_names_its_kind_and_place_and_no_word_of_a_message(ended):
    status, told = ended(ZeroDivisionError("geheimes wort"))
    assert status == 70
    assert told.startswith("codewords: this is a bug: ZeroDivisionError in ")
    assert "geheim" not in told


def test_the_trace_of_a_bug_is_shown_to_whoever_asks_for_it(monkeypatch):
    def fail(**_):
        raise ZeroDivisionError

    monkeypatch.setenv("CODEWORDS_DEBUG", "1")
    monkeypatch.setattr("codewords.cli.commands.cli.main", fail)
    with pytest.raises(ZeroDivisionError):
        cli.main()


def test_a_package_of_ours_that_is_missing_is_a_bug_and_no_hint_to_install_an_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "codewords.cli.commands", None)
    monkeypatch.setenv("CODEWORDS_DEBUG", "1")
    with pytest.raises(ModuleNotFoundError, match=r"codewords\.cli\.commands"):
        cli.main()
