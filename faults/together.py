"""Several runs on one target at once: each says truly whether it has written, and the target is one of theirs."""

from __future__ import annotations

import random
import time
from collections.abc import Mapping
from pathlib import Path

from faults.kills import AnyWriter
from faults.outcome import FORMER, NEW, REFUSED, Row
from faults.writers import WRITERS, AmissError

_ROUNDS = {2: 10, 5: 4}


def together(seed: int, folder: Path) -> list[Row]:
    """Two and five runs of every writer; in every other round they wait for one another."""
    rng = random.Random(f"{seed} together")
    logs = folder / "logs"
    logs.mkdir(parents=True)
    rows = []
    for name, kind in WRITERS.items():
        writer = kind(folder / name, logs, folder / "input")
        for several, rounds in _ROUNDS.items():
            count = "两个" if several == 2 else "五个"
            row = Row(f"{count} {name} 同时", f"{'two' if several == 2 else 'five'} of {name} at once")
            for number in range(rounds):
                _round(writer, several, number % 2 == 1, rng, row)
            rows.append(row)
    return rows


def _round(writer: AnyWriter, several: int, waiting: bool, rng: random.Random, row: Row) -> None:
    wanted: list[Mapping[str, str]] = []
    seconds = 0.0
    for which in (1, 0):
        ended = writer.done(which)
        seconds = ended.seconds
        wanted.insert(0, writer.state())
    more = ("--wait", "100") if waiting else ()
    children = []
    for number in range(several):
        children.append((number % 2, writer.run(number % 2, more=more)))
        time.sleep(rng.random() * seconds / several)
    written = set()
    for which, child in children:
        ended = child.end()
        row.runs += 1
        if ended.code == 0:
            written.add(which)
        elif not waiting and ended.code == 2 and "another run is writing" in ended.words:
            row.counts[REFUSED] += 1
        else:
            row.amiss.append(f"exit code {ended.code}: {ended.words[-300:]}")
    try:
        found = writer.state()
    except AmissError as error:
        row.amiss.append(str(error))
        return
    if not written or all(found != wanted[which] for which in written):
        row.amiss.append(f"not what one of them has written: {sorted(written)}")
    row.counts[NEW if found == wanted[1] else FORMER] += 1
    ended = writer.done(1)
    row.again += 1
    if ended.code or writer.state() != wanted[1]:
        row.amiss.append(f"the next run: {ended.code}, {ended.words[-200:]}")
    if left := writer.left():
        row.amiss.append(f"left over: {left}")
