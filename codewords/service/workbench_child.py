"""The handle on the process that tries overlays: started when it is first needed, ended when nobody waits for it.

It owns the process and its folder. What is asked and answered is the matter of `workbench_trial`.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import weakref
from collections.abc import AsyncGenerator, Mapping
from pathlib import Path
from typing import IO, Any

from anyio import to_thread

import codewords

_MODULE = "codewords.service.workbench_trial"


class Child:
    """Ask the process that tries overlays; a new question ends the one before.

    Args:
        options: what the process must know of the rules, as plain JSON types.
    """

    def __init__(self, options: Mapping[str, Any]) -> None:
        self._options = dict(options)
        self._running: _Running | None = None

    @property
    def is_busy(self) -> bool:
        """Tell whether it works on a question."""
        return self._running is not None and self._running.is_busy

    async def ask(self, question: Mapping[str, Any]) -> AsyncGenerator[bytes, None]:
        """Ask, and give the lines of the answer as they come.

        Whoever stops to read ends the process, so that the work ends too. Where the process dies, or another
        question takes its place, the answer has no line with `end`.
        """
        running = self._free()
        running.is_busy = True
        try:
            await to_thread.run_sync(running.write, question)
            while line := await to_thread.run_sync(running.read, abandon_on_cancel=True):
                if b'"end": true' in line and json.loads(line).get("end"):
                    running.is_busy = False
                yield line
                if not running.is_busy:
                    return
        finally:
            if running.is_busy:
                self._drop(running)

    def prepare(self) -> None:
        """Start the process, where there is none, so that it has loaded its rules when it is asked."""
        if self._running is None:
            self._running = _Running(self._options)

    def close(self) -> None:
        """End the process."""
        if self._running is not None:
            self._drop(self._running)

    def _free(self) -> _Running:
        """Give a process that has nothing to do."""
        if self._running is not None and (self._running.is_busy or self._running.is_over):
            self._drop(self._running)
        if self._running is None:
            self._running = _Running(self._options)
        return self._running

    def _drop(self, running: _Running) -> None:
        running.end()
        if self._running is running:
            self._running = None


class _Running:
    """Hold one process; its folder goes with it.

    Args:
        options: its first line.
    """

    def __init__(self, options: Mapping[str, Any]) -> None:
        self.is_busy = False
        folder = tempfile.mkdtemp(prefix="codewords-trial-")
        package = Path(codewords.__file__).resolve().parents[1]
        paths = [str(package), *(part for part in sys.path if part and Path(part).is_absolute())]
        self._process = subprocess.Popen(  # noqa: S603  our own module, by our own interpreter
            [sys.executable, "-P", "-m", _MODULE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,  # an overlay is named by its file name alone, in ids and in the places of faults
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        )
        self.end = weakref.finalize(self, _end, self._process, folder)
        self.write(options)

    @property
    def is_over(self) -> bool:
        """Tell whether the process has ended by itself."""
        return self._process.poll() is not None

    def write(self, question: Mapping[str, Any]) -> None:
        """Write one line; a process that died is noticed by its reader."""
        with contextlib.suppress(OSError, ValueError):
            stdin = _open(self._process.stdin)
            stdin.write(json.dumps(question).encode("ascii") + b"\n")
            stdin.flush()

    def read(self) -> bytes:
        """Give the next line, and nothing when the process is over."""
        try:
            return _open(self._process.stdout).readline()
        except (OSError, ValueError):
            return b""


def _open(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise ValueError
    return pipe


def _end(process: subprocess.Popen[bytes], folder: str) -> None:
    """End a process and take its folder away."""
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
    shutil.rmtree(folder, ignore_errors=True)
