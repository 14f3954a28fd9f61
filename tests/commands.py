"""The command as a user calls it: within this process, or in one of its own where the process is what is tested."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from subprocess import CompletedProcess
from typing import IO
from unittest.mock import patch

from dashi_kg.__main__ import main
from tests.conftest import ROOT

ENV = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}


def apart(*args: object, stdin: bytes = b"", cwd: Path = ROOT, **env: str) -> CompletedProcess[bytes]:
    """``dashi-kg`` with these arguments, in a process of its own."""
    command = [sys.executable, "-m", "dashi_kg", *map(str, args)]
    return subprocess.run(command, input=stdin, capture_output=True, cwd=cwd, env={**ENV, **env}, check=False)


def run(
    *args: object, stdin: bytes = b"", cwd: Path = ROOT, to: Path | None = None, **env: str
) -> CompletedProcess[bytes]:
    """The same within this process: exit code and the bytes of both streams.

    A failure that the command does not answer is raised here, as a test wants it.

    Args:
        to: where standard output goes, in the place of the result.
    """
    words = ["dashi-kg", *map(str, args)]
    with ExitStack() as stack:
        given, out, err = (stack.enter_context(tempfile.TemporaryFile()) for _ in range(3))
        given.write(stdin)
        given.seek(0)
        if to:
            out = stack.enter_context(to.open("wb"))
        # as wide as a pipe is taken for, whatever the terminal of the tests
        environment = {**ENV, "COLUMNS": "80", **env}
        with _at(cwd), patch.dict(os.environ, environment), patch.object(sys, "argv", words):
            code = _streams(given, out, err)
        err.seek(0)
        if not to:
            out.seek(0)
        return CompletedProcess(words, code, b"" if to else out.read(), err.read())


def _streams(given: IO[bytes], out: IO[bytes], err: IO[bytes]) -> int:
    """Call the command over copies of these files, which it may close or point elsewhere."""
    streams = {
        name: io.TextIOWrapper(os.fdopen(os.dup(file.fileno()), mode), encoding="utf-8")
        for name, file, mode in (("stdin", given, "rb"), ("stdout", out, "wb"), ("stderr", err, "wb"))
    }
    try:
        with patch.multiple(sys, **streams):
            main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    finally:
        for stream in streams.values():
            stream.close()
    return 0


@contextmanager
def _at(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
