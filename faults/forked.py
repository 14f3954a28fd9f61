"""Our own programs (workers of a corpus, the process that holds the data) forked instead of started anew."""

from __future__ import annotations

import importlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from typing import IO, Any, NoReturn

_PARENT = "dashi_kg.serve.workers.parent"
_real = subprocess.Popen


def install() -> None:
    """From now on this process forks the programs that are ours; others are started as ever."""
    subprocess.Popen = _popen  # type: ignore[misc,assignment]


def _popen(command: Sequence[str], **options: Any) -> object:
    if "-m" in command and "dashi_kg.corpus.worker" in command:
        return Forked("dashi_kg.corpus.worker", command[command.index("-m") + 2 :], **options)
    if "-c" in command and _PARENT in command[command.index("-c") + 1]:
        return Forked(_PARENT, command[command.index("-c") + 2 :], **options)
    return _real(command, **options)


class Forked:
    """The part of :class:`subprocess.Popen` that is used of them."""

    def __init__(
        self, module: str, args: Sequence[str], *, stdin: int | None = None, stdout: int | None = None,
        pass_fds: Sequence[int] = (), env: Mapping[str, str] | None = None, **_: object,
    ) -> None:  # fmt: skip
        given = os.pipe() if stdin == subprocess.PIPE else None
        told = os.pipe() if stdout == subprocess.PIPE else None
        self.returncode: int | None = None
        self._turn = threading.Lock()
        self.pid = os.fork()
        if self.pid == 0:
            inward = given[0] if given else os.open(os.devnull, os.O_RDONLY)
            _become(module, args, inward, told[1] if told else 1, pass_fds, env)
        self.stdin: IO[bytes] | None = None
        self.stdout: IO[bytes] | None = None
        if given:
            os.close(given[0])
            self.stdin = os.fdopen(given[1], "wb")
        if told:
            os.close(told[1])
            self.stdout = os.fdopen(told[0], "rb")

    def poll(self) -> int | None:
        """The exit code, or ``None`` while it runs."""
        with self._turn:
            if self.returncode is None:
                done, status = os.waitpid(self.pid, os.WNOHANG)
                if done:
                    self.returncode = os.waitstatus_to_exitcode(status)
            return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """The exit code, when it has ended.

        Raises:
            subprocess.TimeoutExpired: it has not within so many seconds.
        """
        until = time.monotonic() + (timeout if timeout is not None else float("inf"))
        while (code := self.poll()) is None:
            if time.monotonic() > until:
                raise subprocess.TimeoutExpired("forked", timeout or 0)
            time.sleep(0.002)
        return code

    def kill(self) -> None:
        """End it."""
        if self.poll() is None:
            os.kill(self.pid, signal.SIGKILL)


def _become(
    module: str, args: Sequence[str], inward: int, outward: int, kept: Sequence[int], env: Mapping[str, str] | None
) -> NoReturn:  # fmt: skip
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.dup2(inward, 0)
        os.dup2(outward, 1)
        last = 3
        for fd in sorted(kept):  # as a new program has them: no other file of ours
            os.closerange(last, fd)
            last = fd + 1
        os.closerange(last, os.sysconf("SC_OPEN_MAX") if last > 4096 else 4096)
        if env is not None:
            os.environ.clear()
            os.environ.update(env)
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.argv = [module, *args]
        importlib.import_module(module).main()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(code)
