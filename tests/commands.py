"""The command as a user calls it: within this process, or in one of its own where the process is what is tested."""

from __future__ import annotations

import contextlib
import io
import os
import pty
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from subprocess import CompletedProcess
from typing import IO
from unittest.mock import patch

from dashi_kg import pipeline
from dashi_kg.__main__ import main
from tests.conftest import ROOT

ENV = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}


def apart(*args: object, stdin: bytes = b"", cwd: Path = ROOT, **env: str) -> CompletedProcess[bytes]:
    """``dashi-kg`` with these arguments, in a process of its own."""
    command = [sys.executable, "-m", "dashi_kg", *map(str, args)]
    return subprocess.run(command, input=stdin, capture_output=True, cwd=cwd, env={**ENV, **env}, check=False)


def run(
    *args: object,
    stdin: bytes = b"",
    cwd: Path = ROOT,
    to: Path | None = None,
    errors_to: Path | None = None,
    **env: str,
) -> CompletedProcess[bytes]:
    """The same within this process: exit code and the bytes of both streams.

    A failure that the command does not answer is raised here, as a test wants it.

    Args:
        to: where standard output goes, in the place of the result.
        errors_to: the same of standard error.
    """
    words = ["dashi-kg", *map(str, args)]
    with ExitStack() as stack:
        given, out, err = (stack.enter_context(tempfile.TemporaryFile()) for _ in range(3))
        given.write(stdin)
        given.seek(0)
        if to:
            out = stack.enter_context(to.open("wb"))
        if errors_to:
            err = stack.enter_context(errors_to.open("wb"))
        # as wide as a pipe is taken for, whatever the terminal of the tests
        environment = {**ENV, "COLUMNS": "80", **env}
        with _at(cwd), patch.dict(os.environ, environment), patch.object(sys, "argv", words):
            code = _streams(given, out, err)
        return CompletedProcess(
            words, code, *(b"" if of else _whole(file) for of, file in ((to, out), (errors_to, err)))
        )


@contextmanager
def data_read_once() -> Iterator[None]:
    """Data that several commands check or ask are read once, where what is tested is how a command says the answer."""
    with (
        patch.object(pipeline, "check", cache(pipeline.check)),
        patch.object(pipeline, "engine_for", cache(pipeline.engine_for)),
    ):
        yield


def on_a_terminal(*args: object, of: tuple[str, ...] = ("to", "errors_to"), **env: str) -> tuple[int, bytes]:
    """Exit code, and what comes to a terminal that is the standard output (``to``), that of errors, or both."""
    main_end, terminal = pty.openpty()
    shown = bytearray()

    def look() -> None:
        with contextlib.suppress(OSError):  # the other side is closed
            while part := os.read(main_end, 4096):
                shown.extend(part)

    looking = threading.Thread(target=look)
    looking.start()
    try:
        done = run(*args, **dict.fromkeys(of, Path(os.ttyname(terminal))), **env)  # type: ignore[arg-type]
    finally:
        os.close(terminal)
        looking.join()
        os.close(main_end)
    return done.returncode, bytes(shown)


def _whole(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()


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
