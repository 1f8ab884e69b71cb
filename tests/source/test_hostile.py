"""Files made to exhaust whoever reads them are told as located errors, within 200 MB.

The packs are written here and read by one process of its own, which may not take more memory than that.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path

import pytest

CRACK = "lexicons/substances/crack.yaml"
HEAD = "substance: cocaine\nlang: fr\nsince: 2026.11.0\nsource: [small_glossary]\n"
FULL = 4 * 1024 * 1024 - 500
"""Bytes that a file may nearly have."""

MEGABYTES = 200
READER = """
import json, resource, sys
from pathlib import Path
from codewords.source.load import check_rules
pages = int(Path("/proc/self/statm").read_text().split()[0])
limit = pages * resource.getpagesize() + int(sys.argv[2]) * 1024 * 1024
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
for pack in sorted(Path(sys.argv[1]).iterdir()):
    first = [str(problem) for problem in check_rules(pack) if problem.severity == "error"][:3]
    print(json.dumps([pack.name, first]))
"""


def _text(content: str, at: str = CRACK) -> Callable[[Path], object]:
    return lambda pack: (pack / at).write_text(content, encoding="utf-8")


def _sparse(at: str) -> Callable[[Path], object]:
    """Make a file of 100 MB that takes no room on the disk."""

    def make(pack: Path) -> None:
        with (pack / at).open("ab") as file:
            file.truncate(100 * 1024 * 1024)

    return make


def _link(at: str, to: str) -> Callable[[Path], object]:
    return lambda pack: (pack / at).symlink_to(to)


def _laughs() -> str:
    """Write nine lists, each of nine aliases of the one before: nearly a billion words."""
    names = "abcdefghij"
    rows = [f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]" for old, new in pairwise(names)]
    return "\n".join(["a: &a [ha, ha, ha, ha, ha, ha, ha, ha, ha]", *rows, ""])


CASES: dict[str, tuple[str | tuple[str, ...], Callable[[Path], object]]] = {
    "alias-bomb": (f"{CRACK}:1:4: CW106 ", _text(_laughs())),
    "cycle-by-reference": (f"{CRACK}:1:4: CW106 ", _text("a: &a [*a]\n")),
    "merge-key": (f"{CRACK}:1:4: CW106 ", _text("a: &a {x: y}\nb: {<<: *a}\n")),
    "tag-that-runs-code": (f"{CRACK}:1:8: CW107 ", _text("terms: !!python/object/apply:os.system [id]\n")),
    # libyaml 0.2.6 stops by itself, further on
    "deep-brackets": ((f"{CRACK}:1:27: CW109 ", f"{CRACK}:1:1007: CW109 "), _text("terms: " + "[" * 1_000_000)),
    "deep-lines": (f"{CRACK}:21:21: CW109 ", _text("".join(f"{' ' * depth}-\n" for depth in range(2000)))),
    "deep-keys": (f"{CRACK}:1:3: CW116 ", _text("? " * 1_000_000)),
    "huge-word": (f"{CRACK}:6:9: CW118 ", _text(f"{HEAD}terms:\n- term: {'x' * FULL}\n")),
    "huge-block": (f"{CRACK}:5:8: CW118 ", _text(HEAD + "terms: |\n" + "  xxxxxxxxxxxx\n" * (FULL // 15))),
    "huge-key": (f"{CRACK}:1:3: CW118 ", _text(f"? {'x' * FULL}\n: y\n")),
    "flood-of-values": (f"{CRACK}:99999:3: CW110 ", _text("terms:\n" + "- x\n" * (FULL // 4))),
    "flood-of-keys": (f"{CRACK}:", _text("".join(f"k{number}: 1\n" for number in range(FULL // 11)))),
    "flood-of-faults": (f"{CRACK}:", _text(f"{HEAD}terms:\n" + "- {zz: 1}\n" * (FULL // 10))),
    "huge-expression": (
        "patterns/zz.yaml:2:56: CW118 ",
        _text(
            f"patterns:\n- {{id: price.zz, kind: price, since: 2026.11.0, regex: '{'a?' * 50_000}'}}\n",
            "patterns/zz.yaml",
        ),
    ),
    "deep-expression": (
        "patterns/zz.yaml:2:56: CW401 ",
        _text(
            f"patterns:\n- {{id: price.zz, kind: price, since: 2026.11.0, regex: '{'(' * 9000}a{')' * 9000}'}}\n",
            "patterns/zz.yaml",
        ),
    ),
    "rules-of-100-mb": (f"{CRACK}:0:0: CW110 ", _sparse(CRACK)),
    "manifest-of-100-mb": ("manifest.yaml:0:0: CW110 ", _sparse("manifest.yaml")),
    "words-of-100-mb": ("ordinary/fr.txt:0:0: CW110 ", _sparse("ordinary/fr.txt")),
    "characters-of-100-mb": ("folding/characters.tsv:0:0: CW110 ", _sparse("folding/characters.tsv")),
    "identity-of-100-mb": ("identity.txt:0:0: CW110 ", _sparse("identity.txt")),
    "link-out": (f"{CRACK}:0:0: CW112 ", _link(CRACK, "/etc/hostname")),
    "link-to-endless-bytes": (f"{CRACK}:0:0: CW112 ", _link(CRACK, "/dev/zero")),
    "link-to-the-folder-above": ("lexicons/more:0:0: CW112 ", _link("lexicons/more", "../..")),
    "link-in-a-circle": (f"{CRACK}:0:0: CW115 ", _link(CRACK, "crack.yaml")),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, list[str]]:
    """Give the first errors of each pack, as one process with little memory told them."""
    home = tmp_path_factory.mktemp("hostile")
    small = Path(__file__).resolve().parent.parent / "packs" / "small"
    for name, (_, make) in CASES.items():
        make(shutil.copytree(small, home / name))
    command = [sys.executable, "-c", READER, str(home), str(MEGABYTES)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    shutil.rmtree(home)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(line) for line in done.stdout.splitlines())


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="it reads its own size as Linux tells it")
@pytest.mark.parametrize("name", CASES)
def test_a_file_made_to_exhaust_its_reader_is_told_with_its_place(
    name: str, told: Mapping[str, list[str]]
) -> None:
    assert told[name]
    assert told[name][0].startswith(CASES[name][0])
