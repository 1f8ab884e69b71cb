"""Rule files of any bytes: only problems with a place and a known code are told.

A text is parts between separators. The first names a file of a small rule set; the others are changes to it, or
its whole content.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import weakref
from collections.abc import Callable
from pathlib import Path

import codewords
from codewords.errors import Problem
from codewords.source.codes import explanations
from codewords.source.load import check_rules, load_rules
from codewords.source.log import Log
from codewords.source.nodes import decode, parse
from codewords.source.values import CHARACTERS
from targets.bundled import PACK
from targets.results import check_result

SEPARATOR = "\x1e"
WHOLE = "="
"""The sign behind the name of a file that says that its whole content follows, not changes."""

OVERLAY = "overlay"
MESSAGE = "beuh 5g 50€ 10g 90€, livraison 7j/7, deux gr, b€uh, snap zz_fictif \U0001f33f"
SHOWN = re.compile(r"[^\n]*:\d+:\d+: CW\d{3} [^\n]+")
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def make() -> Callable[[str], None]:
    """Give what checks one text."""
    home = Path(tempfile.mkdtemp(prefix="codewords-fuzz-"))
    pack = home / "pack"
    shutil.copytree(PACK, pack)
    names = [CHARACTERS, *sorted(path.relative_to(pack).as_posix() for path in pack.rglob("*") if path.is_file())]
    overlay = home / f"{OVERLAY}.yaml"

    def check(text: str) -> None:
        name, is_whole, changes = _head(text, names)
        kept = (PACK / name).read_text(encoding="utf-8") if (PACK / name).exists() else ""
        file = overlay if name == OVERLAY else pack / name
        data = changed(kept, changes, is_whole=is_whole).encode("utf-8", "surrogatepass")
        if not _is_yaml(data) and len(data) % 8 and file.suffix == ".yaml":
            return  # what is no YAML at all stops in the parser; one in eight goes on all the same
        file.write_bytes(data)
        try:
            _check_pack(pack, [overlay] if name == OVERLAY else [])
        finally:
            file.unlink()
            if kept:
                file.write_text(kept, encoding="utf-8")

    weakref.finalize(check, shutil.rmtree, home)
    return check


def _head(text: str, names: list[str]) -> tuple[str, bool, list[str]]:
    """Give the file that a text speaks of, whether it says all of it, and the parts that follow."""
    head, *changes = text.split(SEPARATOR)
    name = head.removesuffix(WHOLE)
    if name not in (*names, OVERLAY):
        name = names[sum(map(ord, name)) % len(names)]
    return name, head.endswith(WHOLE) or name == OVERLAY, changes


def changed(text: str, changes: list[str], *, is_whole: bool) -> str:
    """Give a file after changes: where (a character), how much goes (another), and what comes instead."""
    if is_whole:
        return SEPARATOR.join(changes)
    for change in changes:
        if len(change) < 2:
            continue
        lines = text.split("\n")
        at = ord(change[0]) % len(lines)
        place = len("\n".join(lines[:at])) + ord(change[1]) // 40 % (len(lines[at]) + 1) + (at > 0)
        text = text[:place] + change[2:] + text[place + ord(change[1]) % 40 :]
    return text


def _is_yaml(data: bytes) -> bool:
    """Tell whether bytes can be read; else a problem with a place must have been told."""
    log = Log()
    text = decode(data, "some.yaml", log)
    node = None if text is None else parse(text, "some.yaml", log)
    for problem in log.problems:
        check_problem(problem)
    assert text is not None or log.errors
    return node is not None


def _check_pack(pack: Path, overlays: list[Path]) -> None:
    problems = check_rules(pack, overlays)
    errors = [problem for problem in problems if problem.severity == "error"]
    for problem in problems:
        check_problem(problem)
    if len(errors) % 4 > 1:
        return  # loading costs as much as checking; it must tell the same errors, and do so always where there are none
    try:
        rules = load_rules(pack, overlays)
    except codewords.RuleFileError as error:
        assert list(error.problems) == sorted(errors)  # noqa: PT017
        return
    assert not errors
    assert len(rules.digest) == 64
    if int(rules.digest, 16) % 8 == 0:  # compiling costs ten times as much
        engine = codewords.Engine(rules)
        check_result(MESSAGE, engine.scan(MESSAGE, surface=engine.surfaces[0].id, evidence="all"))


def check_problem(problem: Problem) -> None:
    """Hold that a problem has a known code and a place, and is one line."""
    assert problem.code in explanations()
    assert problem.place.path
    assert problem.place.line >= 0
    assert problem.place.column >= (1 if problem.place.line else 0)
    assert SHOWN.fullmatch(str(problem)), str(problem)
    assert CONTROLS.search(str(problem)) is None
    str(problem).encode("utf-8")
