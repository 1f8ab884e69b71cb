"""Bytes of a fuzzer as texts made of pieces, so that a mutation of bytes is one of words.

A byte is a piece of the target's own list (`5g`, a zero-width space, `"text": `), or says that a character by its
number follows, or that the last piece comes again many times.
"""

from __future__ import annotations

import json
from pathlib import Path

HOME = Path(__file__).resolve().parents[1]

REPEAT, NEAR, FAR = 253, 254, 255
"""Bytes that are no piece: one byte follows that says how often, or two or three that number a character."""

OFTEN = 64
"""A piece comes again fewer times than this."""

MOST = 2_000
"""Characters after which a text ends, however often pieces are repeated."""


class Alphabet:
    """Read bytes as texts, and texts as bytes.

    Args:
        pieces: at most 253, none of them empty.
    """

    def __init__(self, pieces: list[str]) -> None:
        assert 0 < len(pieces) <= REPEAT
        assert all(pieces)
        assert len(set(pieces)) == len(pieces)
        self._pieces = [pieces[byte % len(pieces)] for byte in range(REPEAT)]
        self._bytes = {piece: byte for byte, piece in enumerate(pieces)}
        self._longest = max(map(len, pieces))

    def text(self, data: bytes) -> str:
        """Give the text that bytes stand for; any bytes stand for one."""
        out: list[str] = []
        at = size = 0
        while at < len(data) and size < MOST:
            byte = data[at]
            at += 1
            if byte < REPEAT:
                piece = self._pieces[byte]
            elif byte == REPEAT:
                piece = (out[-1] if out else "") * (data[at] % OFTEN if at < len(data) else 2)
                piece = piece[: MOST - size]
                at += 1
            else:
                width = byte - NEAR + 2
                piece = chr(int.from_bytes(data[at : at + width], "big") % 0x110000)
                at += width
            out.append(piece)
            size += len(piece)
        return "".join(out)

    def data(self, text: str) -> bytes:
        """Give bytes that stand for a text, the longest pieces first."""
        out = bytearray()
        at = 0
        while at < len(text):
            for size in range(self._longest, 0, -1):
                byte = self._bytes.get(text[at : at + size])
                if byte is not None:
                    out.append(byte)
                    at += len(text[at : at + size])
                    break
            else:
                out += bytes([FAR]) + ord(text[at]).to_bytes(3, "big")
                at += 1
        return bytes(out)


def read_pieces(name: str) -> Alphabet:
    """Give the pieces of a target."""
    return Alphabet(json.loads((HOME / "pieces" / f"{name}.json").read_text(encoding="utf-8")))


def read_seeds(name: str) -> list[str]:
    """Give the texts that fuzzing of a target begins with: one JSON string a line."""
    lines = (HOME / "seeds" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def write_seeds(name: str, texts: list[str]) -> None:
    """Write the texts that fuzzing of a target begins with."""
    lines = [json.dumps(text) + "\n" for text in texts]
    (HOME / "seeds" / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
