"""For how long is a query tried before it is taken for a slow one, and how is such a one kept from the quick?"""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Any

from dashi_kg.serve.workers.shares import Shares

_MOMENTS = 16  # that a query may have on a busy machine
_LOOKS = 20  # in a moment
_SHORT = 4  # times shorter is the moment while others are in a hurry
_NICE = 10


def lower(pid: int) -> bool:
    """Let the quick go first on the processor; nobody may raise a process again, so that it is replaced afterwards.

    Returns:
        Whether the system did so.
    """
    try:
        os.setpriority(os.PRIO_PROCESS, pid, _NICE)
    except OSError:
        return False
    return True


async def tried(asked: asyncio.Future[Any], pid: int | None, quick: float, shares: Shares) -> None:
    """Wait for a query for a moment: of the processor where the system tells, as another program may have it.

    Args:
        asked: the answer.
        pid: of the worker; ``None``: time by the clock counts.
        quick: seconds by the clock; of the processor half as many.
        shares: know whether others are in a hurry.
    """
    start = None if pid is None else _processor(pid)
    if pid is None or start is None:
        await asyncio.wait({asked}, timeout=quick)
        return
    for _ in range(_LOOKS * _MOMENTS):
        await asyncio.wait({asked}, timeout=quick / _LOOKS)
        moment = quick / 2 / (_SHORT if shares.hurried else 1)
        if asked.done() or (_processor(pid) or 0.0) - start > moment:
            return


def _processor(pid: int) -> float | None:
    """Seconds that a process has had of the processor; ``None``: the system does not tell."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_bytes().split()[0]) / 1e9
    except (OSError, ValueError, IndexError):
        return None
