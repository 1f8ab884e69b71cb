"""Whether files of rules are those that the owner of a key signed, in the format of minisign.

It owns what is signed (an overlay, or the lock file of a folder) and how a fault is told. The reading of keys and
signatures, and all cryptography, is the matter of `py-minisign` (extra `signed`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from codewords.errors import CodewordsError, Place, Problem, RuleFileError
from codewords.source.lock import LOCK_NAME, hash_files, read_lock
from codewords.source.log import Log
from codewords.source.nodes import read_bytes

SUFFIX = ".minisig"
_HERE = "."
"""Name of a folder of rules in the lock file that lies in it."""


@dataclass(frozen=True, slots=True)
class Signed:
    """Hold what a good signature says.

    Args:
        file: the file whose bytes were signed.
        comment: what the signer wrote beside it, signed too.
        digest: of an overlay nothing; of a folder the digest of the rules, as its lock file says.
    """

    file: Path
    comment: str
    digest: str = ""


def verify(pack: Path, key: Path) -> Signed:
    """Check that a folder of rules, or an overlay, is what the owner of a key signed.

    Of an overlay its own bytes are signed, in `site.yaml.minisig`; of a folder those of the lock file in it, which
    names the bytes of all files. Nothing of the rules is read as rules.

    Args:
        pack: folder of rules, or an overlay.
        key: file with a public key of minisign.

    Raises:
        RuleFileError: when the signature is missing, another's or of other bytes, each told with its place.
        CodewordsError: when `py-minisign` is not installed.
    """
    minisign = _minisign()
    public = _read_key(minisign, key)
    signed = pack / LOCK_NAME if pack.is_dir() else pack
    if pack.is_dir() and not signed.is_file():
        raise _fault(signed, "CW801", "there is no lock file", "whoever signs a folder locks and signs it there")
    data = _data(signed)
    comment = _verify_bytes(minisign, data, signed, public, key)
    return Signed(signed, comment, _verify_folder(pack, signed, data) if pack.is_dir() else "")


def _minisign() -> Any:
    try:
        import minisign  # noqa: PLC0415  an extra, needed here alone
    except ModuleNotFoundError as error:
        message = "signatures need py-minisign: pip install 'codewords[signed]'"
        raise CodewordsError(message) from error
    if not hasattr(minisign, "VerifyError"):
        message = "another package is installed under the name `minisign`: pip install 'codewords[signed]'"
        raise CodewordsError(message)
    return minisign


def _read_key(minisign: Any, key: Path) -> Any:
    """Give a public key; the line with the comment may be missing, as where only the key was published."""
    lines = [line.strip() for line in _data(key).splitlines() if line.strip()]
    try:
        return minisign.PublicKey.from_base64(lines[-1] if lines else b"")
    except minisign.ParseError as error:
        hint = "it is the file `minisign.pub` that `minisign -G` writes"
        raise _fault(key, "CW804", f"not a public key of minisign: {error}", hint) from error


def _verify_bytes(minisign: Any, data: bytes, signed: Path, public: Any, key: Path) -> str:
    """Check the signature beside a file against its bytes, and give the comment that it holds."""
    beside = signed.with_name(signed.name + SUFFIX)
    if not beside.is_file():
        hint = f"its owner makes one with `minisign -Sm {signed.name}`"
        raise _fault(beside, "CW804", "there is no signature", hint)
    try:
        signature = minisign.Signature.from_bytes(_data(beside))
    except minisign.ParseError as error:
        raise _fault(beside, "CW804", f"not a signature of minisign: {error}", "fetch it again") from error
    try:
        public.verify(data, signature)
    except minisign.VerifyError as error:
        is_other = "key identifiers" in str(error)
        told = (
            f"signed with another key than `{key.name}`" if is_other else f"`{signed.name}` is not what was signed"
        )
        hint = "use the key of its owner" if is_other else "it was changed after it was signed; do not use it"
        raise _fault(beside, "CW805", told, hint) from error
    return str(signature.trusted_comment)


def _verify_folder(pack: Path, lock: Path, data: bytes) -> str:
    """Check that the files of a folder are those that its lock file names, and give their digest."""
    entry = next((item for item in read_lock(lock, data) if item.key == (_HERE, ())), None)
    if entry is None:
        hint = "its owner writes it with `codewords lock .` in that folder"
        raise _fault(lock, "CW802", f"rules `{_HERE}` are not locked", hint)
    if not entry.files:
        raise _fault(lock, "CW806", "files of the rules are not locked", "take the links out, then lock it anew")
    if hash_files([pack]) != entry.files:
        message = "files of the rules are not those that were signed"
        hint = "one was added, changed or taken away, or a link is among them; do not use them"
        raise RuleFileError([Problem(entry.place, "CW806", message, hint)])
    return entry.digest


def _data(file: Path) -> bytes:
    """Give the bytes of a file no larger than one of rules, or raise what hinders."""
    log = Log()
    data = read_bytes(file, file.as_posix(), log)
    if data is None:
        raise RuleFileError(log.errors)
    return data


def _fault(file: Path, code: str, message: str, hint: str) -> RuleFileError:
    return RuleFileError([Problem(Place(file.as_posix()), code, message, hint)])
