"""Processes to be harmed: forked from one that has everything loaded, so that a run costs its own work only."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

_SUBREAPER = 36  # of prctl: orphans of our children become ours, so that their end is seen
_EVENTS = frozenset(
    "open os.rename os.remove os.mkdir os.rmdir os.chmod os.truncate os.listdir os.scandir shutil.rmtree "
    "tempfile.mkstemp tempfile.mkdtemp ctypes.dlopen fcntl.flock".split()
)  # fmt: skip
PATIENCE = 120.0  # seconds; whoever takes longer hangs


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended: ``code`` (negative: the number of a signal), what it wrote, seconds, file operations."""

    code: int
    words: str
    seconds: float
    events: int


def adopt() -> None:
    """Let orphans of our children become our children (Linux; elsewhere the system's first process has them)."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_SUBREAPER, 1)


class Child:
    """A forked process in a group of its own.

    Args:
        task: what it does; its end, or ``SystemExit``, is the end of the process.
        folder: where its output is kept until it has ended.
        kill_at: the number of the file operation at which it kills itself (the same moment on any machine); 0: none.
        before: called first, in the child: limits, patches.
    """

    def __init__(
        self, task: Callable[[], object], folder: Path, *, kill_at: int = 0, before: Callable[[], object] | None = None
    ) -> None:  # fmt: skip
        handle, name = tempfile.mkstemp(prefix="said-", dir=folder)
        counted, name_counted = tempfile.mkstemp(prefix="events-", dir=folder)
        self._log, self._counted = Path(name), Path(name_counted)
        self._since = time.monotonic()
        self.pid = os.fork()
        if self.pid == 0:
            _live(task, handle, counted, kill_at, before)
        os.close(handle)
        os.close(counted)

    def kill(self, number: int = signal.SIGKILL) -> None:
        """Send a signal, if it still runs."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def kill_after(self, seconds: float) -> None:
        """Wait so long, then kill it."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 and not _is_over(self.pid):
            time.sleep(min(left, 0.005))
        self.kill()

    def said(self) -> str:
        """What it has written so far."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def over(self) -> bool:
        """Whether it has ended."""
        return _is_over(self.pid)

    def end(self, within: float = PATIENCE) -> Ended:
        """Wait for its end.

        Raises:
            TimeoutError: it hangs; it is killed.
        """
        until = time.monotonic() + within
        late = False
        while not _is_over(self.pid):
            if time.monotonic() > until:
                late = True
                self.kill()
            time.sleep(0.002)
        _, status = os.waitpid(self.pid, 0)
        seconds = time.monotonic() - self._since
        words = self._log.read_text(encoding="utf-8", errors="replace")
        events = int(self._counted.read_text() or 0)
        self._log.unlink()
        self._counted.unlink()
        if late:
            raise TimeoutError(words[-500:])
        return Ended(os.waitstatus_to_exitcode(status), words, seconds, events)

    def orphans(self, within: float = 10.0) -> int:
        """How many processes of its group are still there after a while (they are ended then)."""
        until = time.monotonic() + within
        while True:
            try:
                while os.waitpid(-self.pid, os.WNOHANG)[0]:
                    pass
            except ChildProcessError:
                return 0
            if time.monotonic() > until:
                break
            time.sleep(0.005)
        count = 0
        with contextlib.suppress(ProcessLookupError, ChildProcessError):
            os.killpg(self.pid, signal.SIGKILL)
            while True:
                os.waitpid(-self.pid, 0)
                count += 1
        return count


def _is_over(pid: int) -> bool:
    return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _live(
    task: Callable[[], object], handle: int, counted: int, kill_at: int, before: Callable[[], object] | None
) -> NoReturn:  # fmt: skip
    code, seen = 1, 0
    try:
        os.setpgid(0, 0)
        hole = os.open(os.devnull, os.O_RDONLY)
        for number, fd in enumerate((hole, handle, handle)):
            os.dup2(fd, number)
        for fd in (hole, handle):
            os.close(fd)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        sys.stdin, sys.stdout, sys.stderr = (
            open(number, mode, encoding="utf-8", buffering=1, closefd=False)  # noqa: SIM115
            for number, mode in enumerate(("r", "w", "w"))
        )
        if before:
            before()

        def hook(event: str, _: object) -> None:
            nonlocal seen
            if event in _EVENTS:
                seen += 1
                if seen == kill_at:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(hook)
        task()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        with contextlib.suppress(BaseException):
            os.pwrite(counted, str(seen).encode(), 0)
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)
