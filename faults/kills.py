"""SIGKILL at seeded moments: what the target holds then, and what the next run makes of it."""

from __future__ import annotations

import random
import time
from collections.abc import Mapping
from pathlib import Path

from faults.outcome import FORMER, MIXED, NEW, Row
from faults.writers import WRITERS, AmissError, Build, Load, Publish, Review

_AGAIN = {"publish": 4, "build": 3, "load": 2, "review": 1}  # every so many kills a run is left undisturbed
_VERIFIED = 25  # every so many kills of publish, `verify` reads the whole release
_NAMES = {
    "publish": ("publish(连同网页)被杀", "publish with pages, killed"),
    "build": ("build(语料)被杀", "build of a corpus, killed"),
    "load": ("load(入库)被杀", "load into a store, killed"),
    "review": ("review(更正)被杀", "review saving corrections, killed"),
}
AnyWriter = Publish | Build | Load | Review


def kills(name: str, count: int, seed: int, folder: Path, until: float) -> Row:
    """Kill one writer again and again.

    Half of the kills come at the number of a file operation, half after a time.

    Args:
        count: kills.
        seed: of the moments.
        folder: scratch.
        until: when to stop, by the monotonic clock.
    """
    row = Row(*_NAMES[name], wanted=count)
    rng = random.Random(f"{seed} {name}")
    logs = folder / "logs"
    logs.mkdir(parents=True)
    writer = WRITERS[name](folder / "work", logs, folder / "input")
    wanted, seconds, events = _undisturbed(writer)
    now, held = wanted[1], 1
    tries = 0
    while row.runs < count and tries < 3 * count:
        if time.monotonic() > until:
            break
        tries += 1
        which = 1 - held
        if rng.random() < 0.5:
            writer.forget()
        if tries % 2:
            child = writer.run(which, kill_at=rng.randint(1, events))
        else:
            child = writer.run(which)
            child.kill_after(rng.random() * seconds)
        ended = child.end()
        if child.orphans():
            row.amiss.append("processes were left")
        if ended.code != -9:  # it was done before
            if ended.code or writer.state() != wanted[which]:
                row.amiss.append(f"exit code {ended.code}: {ended.words[-200:]}")
            now, held = writer.state(), which
            continue
        row.runs += 1
        try:
            found = writer.state()
        except AmissError as error:
            row.amiss.append(str(error))
            found = {}
        kind = _kind(found, now, wanted[which], writer.separate)
        if kind:
            row.counts[kind] += 1
            now = found
            held = which if kind == NEW else held
        elif found:
            row.amiss.append(f"neither former nor new: {found}")
        if not kind or row.runs % _AGAIN[name] == 0 or row.runs == count:
            which = rng.randint(0, 1)
            _again(writer, which, wanted[which], row)
            now, held = wanted[which], which
        if name == "publish" and row.runs % _VERIFIED == 0:
            _verified(writer, row)
    return row


def _undisturbed(writer: AnyWriter) -> tuple[list[Mapping[str, str]], float, int]:
    """What each input gives over the other; the seconds and the file operations of a run."""
    wanted = []
    for which in (1, 0, 1, 0, 1):  # the first has nothing before it, and so nothing that is gone
        writer.forget()
        ended = writer.done(which)
        if ended.code:
            raise RuntimeError(f"{writer.name} fails undisturbed: {ended.words}")
        wanted.append(writer.state())
    del wanted[0]
    if wanted[:2] != wanted[2:] or wanted[0] == wanted[1]:
        raise RuntimeError(f"{writer.name} is not deterministic")
    if left := writer.left():
        raise RuntimeError(f"{writer.name} leaves {left} undisturbed")
    return wanted[:2], ended.seconds, ended.events


def _kind(found: Mapping[str, str], former: Mapping[str, str], new: Mapping[str, str], separate: bool) -> str:
    if found == new:
        return NEW
    if found == former:
        return FORMER
    if separate and found and all(digest in (former[part], new[part]) for part, digest in found.items()):
        return MIXED
    return ""


def _again(writer: AnyWriter, which: int, wanted: Mapping[str, str], row: Row) -> None:
    ended = writer.done(which)
    row.again += 1
    try:
        found = writer.state()
        if ended.code or found != wanted:
            row.amiss.append(f"the next run: exit code {ended.code}, {ended.words[-300:]}")
    except AmissError as error:
        row.amiss.append(f"the next run: {error}")
    if left := writer.left():
        row.amiss.append(f"left over: {left}")


def _verified(writer: AnyWriter, row: Row) -> None:
    from faults.children import Child
    from faults.warm import command

    ended = Child(lambda: command("verify", writer.target), writer.logs).end()
    if ended.code:
        row.amiss.append(f"verify: {ended.words[-300:]}")
