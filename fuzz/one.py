"""The cases of one reader, in a process of its own under limits; see ``__main__.py``."""

from __future__ import annotations

import contextlib
import json
import random
import resource
import signal
import sys
import time
import traceback
from pathlib import Path
from types import FrameType
from typing import Any

from dashi_kg.errors import DashiError
from fuzz import oracles
from fuzz.targets import TARGETS, Target

MEMORY = 3 << 30  # bytes of address space
CASE = 20.0  # seconds of the processor for one case of at most 64 KiB
_EVERY = 25  # cases: one is tried at two lengths
_PIECE = 1500  # bytes of it that are repeated
_SHORT, _LONG = 4, 16  # times
_AT_MOST = 8.0  # times the cost for four times the length; a square would be 16
_NOISE = 0.3  # seconds of the processor below which nothing is said


class TooSlow(BaseException):
    """A case took longer than any may; no reader's ``except Exception`` swallows it."""


def run(target: Target, seconds: float, seed: int, most: int, current: Path) -> dict[str, Any]:
    """Try the corpus, then mutated cases.

    Args:
        seconds: of the clock in all; most: cases at most (0: as many as fit).
        current: a file that holds the case being tried, for when the process dies of it.
    """
    signal.signal(signal.SIGPROF, _late)
    seeds = target.corpus()
    figures: dict[str, Any] = {"cases": 0, "read": 0, "refused": 0, "slowest": 0.0, "failures": []}
    end = time.monotonic() + seconds
    number = 0
    while (number < len(seeds)) or ((not most or number < most) and time.monotonic() < end):
        chance = random.Random(f"{seed}/{target.name}/{number}")
        data = seeds[number] if number < len(seeds) else target.case(seeds, chance)
        current.write_bytes(data)
        failure = attempt(target, data, figures)
        if not failure and target.grows and number % _EVERY == 0:
            data, failure = grown(target, data, current)
        if failure:
            figures["failures"].append({"why": failure, "data": data.hex()})
        number += 1
    figures["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return figures


def attempt(target: Target, data: bytes, figures: dict[str, Any]) -> str:
    """Try one case; what is wrong, or ``""``."""
    begin = time.process_time()
    figures["cases"] += 1
    try:
        with _limit():
            target.read(data)
        figures["read"] += 1
    except DashiError as error:
        figures["refused"] += 1
        try:
            oracles.refused(error)
        except oracles.Broken as broken:
            return str(broken)
    except TooSlow:
        return f"longer than {CASE:g} s"
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        where = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__}: {error} ({Path(where.filename).name}:{where.lineno})"[:300]
    figures["slowest"] = max(figures["slowest"], time.process_time() - begin)
    return ""


def grown(target: Target, data: bytes, current: Path) -> tuple[bytes, str]:
    """The beginning of a case repeated: four times the length costs about four times as much."""
    piece = data[:_PIECE]
    current.write_bytes(piece * _LONG)
    ratio = 0.0
    for _ in range(3):  # a busy machine is no failure: it must be so three times
        short, long = _cost(target, piece * _SHORT), _cost(target, piece * _LONG)
        ratio = long / max(short, 0.001)
        if long < _NOISE or ratio <= _AT_MOST:
            return data, ""
    return piece * _LONG, f"{_LONG // _SHORT} times the length costs {ratio:.1f} times as much"


def _cost(target: Target, data: bytes) -> float:
    begin = time.process_time()
    with contextlib.suppress(DashiError, TooSlow), _limit():
        target.read(data)
    return time.process_time() - begin


@contextlib.contextmanager
def _limit() -> Any:
    signal.setitimer(signal.ITIMER_PROF, CASE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _late(number: int, frame: FrameType | None) -> None:
    raise TooSlow


def main() -> None:
    """``python -m fuzz.one READER SECONDS SEED CASES CURRENT``: prints the figures as JSON."""
    name, seconds, seed, most, current = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    target = next(t for t in TARGETS if t.name == name)
    print(json.dumps(run(target, float(seconds), int(seed), int(most), Path(current))))


if __name__ == "__main__":
    main()
