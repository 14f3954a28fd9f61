"""Programs that start at once: a process that has loaded the server forks one for each, instead of loading it anew.

Loading takes a second of processor time, and the tests start some fifty servers, each with a process for its data. What is
started is a process of its own all the same, with its own streams, signals and exit code; ``serve`` in ``test_cli`` starts
both as a user does. ``python -m tests.warm FD`` is the process that forks; it has one thread. It is sent a line of JSON
with three streams (SCM_RIGHTS), an own socket for the answers (the pid, and when it has ended, the status), and what else
the program is to have open.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from types import TracebackType
from typing import IO, NoReturn

from dashi_kg.serve.workers import generation
from dashi_kg.settings import DEFAULT_BASE
from tests.conftest import ROOT

DATA = "dashi_kg.serve.workers.parent"
LOADED = ("dashi_kg.__main__", "dashi_kg.cli", "dashi_kg.serve.run", "tests.serve.sparql.app", DATA)


class Process:
    """A running program with the part of :class:`subprocess.Popen` that the tests use."""

    def __init__(
        self, module: str, args: Sequence[str], env: Mapping[str, str], held: int | None = None
    ) -> None:
        """Call ``main()`` of ``module`` with these arguments, in the folder of the project.

        Args:
            held: an open file that it is to have, too, as the first of its arguments, beside the streams of this
                process and in a session of its own.
        """
        (out, out_end), (err, err_end) = os.pipe(), os.pipe()
        nothing = os.open(os.devnull, os.O_RDONLY)
        self._told, told_end = socket.socketpair()
        order = json.dumps({"module": module, "args": list(args), "env": dict(env)}).encode()
        ends = [out_end, err_end, told_end.fileno()] if held is None else [1, 2, told_end.fileno(), held]
        socket.send_fds(_forking(), [order], [nothing, *ends])
        for fd in (nothing, out_end, err_end):
            os.close(fd)
        told_end.close()
        self.stdout: IO[bytes] = os.fdopen(out, "rb")
        self.stderr: IO[bytes] = os.fdopen(err, "rb")
        self._answers = self._told.makefile("r")
        self.pid = int(self._answers.readline())
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """The exit code, or ``None`` while it runs."""
        if self.returncode is None and select.select([self._told], [], [], 0)[0]:
            self.wait()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """The exit code, when it has ended.

        Raises:
            subprocess.TimeoutExpired: it has not within so many seconds.
        """
        if self.returncode is None:
            if not select.select([self._told], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
            self.returncode = int(self._answers.readline())
            self._answers.close()
            self._told.close()
        return self.returncode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def __enter__(self) -> Process:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.stdout.close()
        self.stderr.close()
        self.wait()


_within: socket.socket | None = None  # in a program that was started so: where it starts others


@cache
def _forking() -> socket.socket:
    if _within:
        return _within
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.warm", str(theirs.fileno())], pass_fds=[theirs.fileno()],
            cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdin=subprocess.DEVNULL,
        )  # fmt: skip

    def end() -> None:
        ours.close()  # which ends it
        process.wait()

    atexit.register(end)
    return ours


def _data_process(control: socket.socket, options: str) -> Process:
    """As :func:`dashi_kg.serve.workers.generation.data_process`."""
    process = Process(DATA, [options], {**os.environ, "RUST_BACKTRACE": "0"}, control.fileno())
    process.stdout.close()
    process.stderr.close()
    return process


def main() -> None:
    """Fork when asked, until the socket is closed."""
    from dashi_kg.serve.workers.work import load_ahead

    orders = socket.socket(fileno=int(sys.argv[1]))
    within, within_end = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    for name in LOADED:
        importlib.import_module(name)
    load_ahead(DEFAULT_BASE)
    while True:
        asking = select.select([orders, within], [], [])[0][0]
        words, fds, _, _ = socket.recv_fds(asking, 1 << 20, 5)
        if not words:
            return
        if os.fork() == 0:
            orders.close()
            within.close()
            _keep(json.loads(words), fds, within_end)
        for fd in fds:
            os.close(fd)
        with contextlib.suppress(ChildProcessError):  # there is none any more
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass


def _keep(order: dict[str, object], fds: list[int], within: socket.socket) -> NoReturn:
    """Start the program, and tell of its beginning and end."""
    pid = os.fork()
    if pid == 0:
        _call(order, fds, within)
    within.close()
    for fd in (*fds[:3], *fds[4:]):
        os.close(fd)
    told = socket.socket(fileno=fds[3])
    told.sendall(f"{pid}\n".encode())
    _, status = os.waitpid(pid, 0)
    with contextlib.suppress(BrokenPipeError):  # nobody waits for it any more
        told.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())
    os._exit(0)


def _call(order: dict[str, object], fds: list[int], within: socket.socket) -> NoReturn:
    global _within
    code = 1
    try:
        for number, fd in enumerate(fds[:3]):
            os.dup2(fd, number)
        for fd in fds[:4]:
            os.close(fd)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        module, args, env = order["module"], order["args"], order["env"]
        assert isinstance(module, str) and isinstance(args, list) and isinstance(env, dict)
        if fds[4:]:
            os.setsid()
            args = [str(fds[4]), *args]
            within.close()
        else:
            _within = within
            generation.data_process = _data_process  # type: ignore[assignment]
        os.environ.clear()
        os.environ.update(env)
        tempfile.tempdir = None  # as the environment says
        sys.argv = [module, *args]
        sys.stdin, sys.stdout, sys.stderr = (
            open(number, mode, encoding="utf-8", buffering=1)  # noqa: PTH123, SIM115
            for number, mode in enumerate(("r", "w", "w"))
        )
        importlib.import_module(module).main()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    main()
