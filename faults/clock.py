"""A clock that is wrong and goes backwards, and files from the future: nothing may depend on either."""

from __future__ import annotations

import os
import time
from pathlib import Path

from faults.outcome import NEW, Row
from faults.writers import WRITERS

_YEARS = 315_576_000.0  # ten, in seconds
_FUTURE = 4_102_444_800  # 2100


def clock(folder: Path) -> list[Row]:
    """Every writer under a clock of ten years ago that goes back with each look."""
    logs = folder / "logs"
    logs.mkdir(parents=True)
    row = Row("时钟被拨回、文件来自将来(四种写者)", "the clock set back, files of the future (all four)")
    for name, kind in WRITERS.items():
        writer = kind(folder / name, logs, folder / "input")
        wanted = []
        writer.done(1)  # what is gone is told of what was there before
        for which in (0, 1):
            writer.done(which)
            wanted.append(writer.state())
        for which in (0, 1, 0):
            for path in (*folder.joinpath("input").iterdir(), *writer.folder.rglob("*")):
                os.utime(path, (_FUTURE, _FUTURE))
            writer.forget()
            ended = writer.run(which, before=set_back).end()
            row.runs += 1
            if ended.code or writer.state() != wanted[which]:
                row.amiss.append(f"{name}: exit code {ended.code}, {ended.words[-200:]}")
            else:
                row.counts[NEW] += 1
            if left := writer.left():
                row.amiss.append(f"{name}: left over: {left}")
        writer.done(1)
        row.again += 1
        if writer.state() != wanted[1]:
            row.amiss.append(f"{name}: the next run is not as ever")
    return [row]


def set_back() -> None:
    """Set the clock of this process back; the monotonic one, by its meaning, cannot be."""
    now, looks = time.time(), 0

    def wrong() -> float:
        nonlocal looks
        looks += 1
        return now - _YEARS - looks

    real = time.localtime
    time.time = wrong
    time.time_ns = lambda: int(wrong() * 1e9)
    time.localtime = lambda seconds=None, /: real(wrong() if seconds is None else seconds)
