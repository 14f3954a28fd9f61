"""A worker: forked from the process that holds the data, answers job after job, bounded by the system itself.

The parent kills it at the limit of time; the limits set here hold even if the parent cannot:

- ``RLIMIT_AS`` (Linux): memory beside the data; where the system does not enforce it (macOS), a thread watches.
- ``RLIMIT_CPU``: time on the processor, from query to query.
- ``RLIMIT_NOFILE``: with the data in memory no file or socket can be opened any more, so that no query reaches out.
"""

from __future__ import annotations

import ctypes
import math
import os
import resource
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NoReturn

from dashi_kg.serve.answers.job import Answer, answer_frame, job_of, receive
from dashi_kg.serve.answers.limit import Limits
from dashi_kg.serve.answers.problem_details import problem
from dashi_kg.serve.workers.backend import Backend, LocalBackend, RemoteBackend
from dashi_kg.serve.workers.data import Data
from dashi_kg.serve.workers.work import answered, out_of_memory

OUT_OF_MEMORY = 77  # exit code
_PR_SET_PDEATHSIG = 1
# A worker that holds this part of its memory after an answer is replaced by a fresh one.
_RETIRE = 4
_STATM = Path("/proc/self/statm")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a worker may take: seconds, rows, bytes of an answer, bytes of memory beside the data."""

    timeout: float
    rows: int
    bytes: int
    memory: int


def work(
    sock: socket.socket, data: Data | None, endpoint: str | None, base: str, bounds: Bounds, parent: int
) -> NoReturn:
    """Answer jobs until the other side closes. Runs in a process forked by ``parent`` and never returns."""
    code = 0
    try:
        die_with_parent(parent)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        _quiet()
        backend: Backend
        if data is None:
            assert endpoint is not None
            backend = RemoteBackend(endpoint, base, timeout=bounds.timeout)
        else:
            backend = LocalBackend(data.opened(), base, merged=data.merged)
        held = AddressSpace()
        set_limits(bounds.memory, held, closed=data is not None and data.store is not None)
        _serve(sock, backend, bounds, held)
    except (BrokenPipeError, ConnectionResetError):
        pass
    except MemoryError:
        code = OUT_OF_MEMORY
    except BaseException:
        code = 1
    finally:
        os._exit(code)


def _serve(sock: socket.socket, backend: Backend, bounds: Bounds, held: AddressSpace) -> None:
    limits = Limits(bounds.rows, bounds.bytes)
    start = held()
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)  # most answers in one go
    while (frame := receive(sock)) is not None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        seconds = math.ceil(used.ru_utime + used.ru_stime + bounds.timeout) + 2
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))
        try:
            answer = answered(backend, job_of(frame[0]), limits)
        except MemoryError:
            answer = replace(out_of_memory(), retire=True)
        except Exception as error:  # a fault of ours: told as one, and the worker is not used again
            answer = replace(_fault(error), retire=True)
        if held() - start > bounds.memory // _RETIRE:
            answer = replace(answer, retire=True)
        sock.sendall(answer_frame(answer))


def _fault(error: Exception) -> Answer:
    return problem(500, f"The query failed unexpectedly ({type(error).__name__}). Ask in another way.")


class AddressSpace:
    """Asks for the bytes of address space that this process has; 0 where the system does not tell."""

    def __init__(self) -> None:
        self.file = os.open(_STATM, os.O_RDONLY) if _STATM.exists() else None

    def __call__(self) -> int:
        if self.file is None:
            return 0
        return int(os.pread(self.file, 100, 0).split()[0]) * resource.getpagesize()


def set_limits(memory: int, held: AddressSpace, *, closed: bool) -> None:
    """Set the limits of this process.

    Args:
        held: what it has now.
        memory: bytes beside what it has now.
        closed: whether no file or socket may be opened from now on.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if most := held():
        most += memory
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    else:
        watch_memory(memory)
    if closed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def watch_memory(memory: int, peak: Callable[[], int] | None = None) -> None:
    """A thread that ends this process when its peak of resident memory grows by more than ``memory`` bytes."""
    peak = peak or _peak
    most = peak() + memory

    def watch() -> None:
        while True:
            time.sleep(0.02)
            if peak() > most:
                os._exit(OUT_OF_MEMORY)

    threading.Thread(target=watch, daemon=True).start()


def _peak() -> int:
    """Bytes; the system counts kibibytes except on macOS."""
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return size if sys.platform == "darwin" else size * 1024


def die_with_parent(parent: int) -> None:
    """On Linux: end when the process that forked this one ends, also when it has ended already."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _quiet() -> None:
    """What a failed allocation prints goes nowhere."""
    hole = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(hole, number)
    if hole > 2:
        os.close(hole)
