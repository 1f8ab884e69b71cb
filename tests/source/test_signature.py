"""Whose rules these are: signatures of minisign, made here with keys made here."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import codewords
from codewords.errors import RuleFileError
from codewords.source.lock import make_pack, render_lock
from codewords.source.signature import verify

minisign = pytest.importorskip("minisign")

EXPECTED = Path(__file__).resolve().parent.parent / "broken" / "lock"


@pytest.fixture(scope="module")
def keys() -> Any:
    """Give two pairs of keys."""
    return minisign.KeyPair.generate(), minisign.KeyPair.generate()


@pytest.fixture
def sign(keys: Any, small_pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Give a function that signs a file; in the folder are two keys and a locked and signed pack."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(small_pack, "pack")
    for name, pair in zip(("owner", "other"), keys, strict=True):
        Path(f"{name}.pub").write_bytes(bytes(pair.public_key) + b"\n")

    def call(file: str, *, prehash: bool = True) -> None:
        signature = keys[0].secret_key.sign(Path(file).read_bytes(), trusted_comment="zz", prehash=prehash)
        Path(f"{file}.minisig").write_bytes(bytes(signature) + b"\n")

    _lock()
    call("pack/codewords.lock")
    return call


def _lock() -> None:
    pack = make_pack(Path("pack"), [], codewords.load("pack").ruleset, Path("pack"))
    Path("pack/codewords.lock").write_text(render_lock([pack]), encoding="utf-8")


def _verify(pack: str = "pack", key: str = "owner.pub") -> Any:
    return verify(Path(pack), Path(key))


def test_a_signed_folder_is_told_with_digest_and_comment(sign: Callable[..., None]) -> None:
    signed = _verify()
    assert (signed.digest, signed.comment) == (codewords.load("pack").ruleset.digest, "zz")


@pytest.mark.parametrize("prehash", [True, False])
def test_an_overlay_is_signed_itself_in_either_form(sign: Callable[..., None], prehash: bool) -> None:
    Path("site.yaml").write_text("terms: []\n", encoding="utf-8")
    sign("site.yaml", prehash=prehash)
    assert _verify("site.yaml").digest == ""
    Path("site.yaml").write_text("terms: [ ]\n", encoding="utf-8")
    with pytest.raises(RuleFileError, match=r"CW805 `site\.yaml` is not what was signed"):
        _verify("site.yaml")


def test_a_key_may_stand_without_its_comment(sign: Callable[..., None]) -> None:
    Path("line.pub").write_bytes(Path("owner.pub").read_bytes().splitlines()[1])
    assert _verify(key="line.pub")


@pytest.mark.parametrize(
    "change",
    [
        lambda: Path("pack/lexicons/more.txt").write_text("x", encoding="utf-8"),
        lambda: Path("pack/policies.yaml").write_text("policies: []\n", encoding="utf-8"),
        lambda: Path("pack/ordinary/fr.txt").unlink(),
        lambda: Path("pack/ordinary/fr.txt").rename("pack/ordinary/de.txt"),
        lambda: Path("pack/link.yaml").symlink_to("policies.yaml"),
    ],
    ids=["added", "changed", "taken-away", "renamed", "linked"],
)
def test_no_file_of_a_signed_folder_can_be_changed(
    sign: Callable[..., None], change: Callable[[], object]
) -> None:
    change()
    with pytest.raises(RuleFileError, match=r"^pack/codewords\.lock:7:11: CW806 "):
        _verify()


def test_a_comment_of_the_signer_cannot_be_changed(sign: Callable[..., None]) -> None:
    file = Path("pack/codewords.lock.minisig")
    file.write_bytes(file.read_bytes().replace(b"comment: zz", b"comment: yy"))
    with pytest.raises(RuleFileError, match="CW805"):
        _verify()


FAULTS: dict[str, tuple[Callable[[], object], str]] = {
    "signed-by-other": (lambda: None, "other.pub"),
    "signature-missing": (Path("pack/codewords.lock.minisig").unlink, "owner.pub"),
    "signature-empty": (lambda: Path("pack/codewords.lock.minisig").write_bytes(b""), "owner.pub"),
    "signed-lock-missing": (Path("pack/codewords.lock").unlink, "owner.pub"),
    "signed-lock-changed": (lambda: Path("pack/codewords.lock").write_bytes(b"lock: 1\n"), "owner.pub"),
    "signed-files-changed": (lambda: Path("pack/policies.yaml").write_bytes(b"policies: []\n"), "owner.pub"),
    "key-is-no-key": (lambda: shutil.copy("pack/codewords.lock", "owner.pub"), "owner.pub"),
    "key-is-a-pipe": (lambda: os.mkfifo("pipe.pub"), "pipe.pub"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_a_signature_is_told_as_written_down(
    fault: str, sign: Callable[..., None], request: pytest.FixtureRequest
) -> None:
    change, key = FAULTS[fault]
    change()
    with pytest.raises(RuleFileError) as caught:
        _verify(key=key)
    expected = EXPECTED / f"{fault}.txt"
    if request.config.getoption("--rewrite-broken"):
        expected.write_text(f"{caught.value}\n", encoding="utf-8")
    assert f"{caught.value}\n" == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "kept"), [("other", True), (".", False)])
def test_a_signed_lock_that_does_not_name_the_files_proves_nothing(
    sign: Callable[..., None], name: str, kept: bool
) -> None:
    lines = Path("pack/codewords.lock").read_text(encoding="utf-8").splitlines(keepends=True)
    text = "".join(line for line in lines if kept or "files:" not in line).replace("name: .", f"name: {name}")
    Path("pack/codewords.lock").write_text(text, encoding="utf-8")
    sign("pack/codewords.lock")
    with pytest.raises(RuleFileError, match="are not locked"):
        _verify()
