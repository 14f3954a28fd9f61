"""The process that loads the data once and forks workers from itself: one copy in memory, a new worker at once.

It has one thread, and listens on one socket. ``fork`` comes with the worker's end of a socket pair (SCM_RIGHTS) and
is answered with its pid; ``end PID`` kills it and is answered with its exit status; ``bury PID`` waits for one
that closed by itself. When the socket closes, all
workers are killed. Only this process waits for workers, so that a pid can never be another's.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import sys
import time
from pathlib import Path

from dashi_kg.errors import DashiError
from dashi_kg.serve.workers.data import Data, load
from dashi_kg.serve.workers.work import load_ahead
from dashi_kg.serve.workers.worker import Bounds, work

_PATIENCE = 2.0  # seconds


def main() -> None:
    """The entry point: ``argv`` holds the socket's number and the options as JSON."""
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # the server ended meanwhile
        _main()


def _main() -> None:
    control = socket.socket(fileno=int(sys.argv[1]))
    options = json.loads(sys.argv[2])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which stops us
    data: Data | None = None
    load_ahead(options["base"])
    try:
        if options["endpoint"] is None:
            data = load(
                options["source"],
                options["base"],
                on_disk=options["store"] == "disk",
                folder=Path(options["folder"]),
            )
    except DashiError as error:
        _say(
            control, {"cause": error.cause, "remedy": error.remedy, "file": error.file, "place": error.place}
        )
        return
    info = data.info if data else None
    _say(
        control,
        {
            "digest": info.digest if info else "",
            "triples": info.triples if info else 0,
            "graphs": dict(info.graphs) if info else {},
        },
    )
    bounds = Bounds(**options["bounds"])
    _loop(control, data, options["endpoint"], options["base"], bounds)


def _loop(control: socket.socket, data: Data | None, endpoint: str | None, base: str, bounds: Bounds) -> None:
    workers: set[int] = set()
    parent = os.getpid()
    try:
        while True:
            words, fds, _, _ = socket.recv_fds(control, 100, 1)
            if not words:
                return
            if words.startswith(b"fork"):
                pid = os.fork()
                if pid == 0:
                    control.close()
                    work(socket.socket(fileno=fds[0]), data, endpoint, base, bounds, parent)
                os.close(fds[0])
                workers.add(pid)
                _say(control, {"pid": pid})
            else:
                order, number = words.split()
                pid = int(number)
                patience = _PATIENCE if order == b"bury" else 0.0
                _say(control, {"status": _ended(pid, patience) if pid in workers else 0})
                workers.discard(pid)
    except (BrokenPipeError, ConnectionResetError):
        pass
    finally:
        for pid in sorted(workers):
            with contextlib.suppress(ProcessLookupError, ChildProcessError):
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)


def _ended(pid: int, patience: float) -> int:
    """Wait for the end of a worker that closed by itself, so that its own reason is told; then kill it."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.002)
    os.kill(pid, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _say(control: socket.socket, answer: object) -> None:
    control.sendall(json.dumps(answer).encode() + b"\n")
