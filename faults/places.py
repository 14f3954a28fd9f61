"""A target that cannot take what is written: a full disk, files that may not grow, a folder that is read only."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from faults.children import Ended
from faults.kills import AnyWriter
from faults.outcome import FORMER, MIXED, NEW, REFUSED, Row
from faults.writers import ABSENT, WRITERS, AmissError

_SIZE = 256  # MiB of the disk
_FREE = (0.0, 0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 1.05)  # of what the target takes
_LARGEST = (8 << 10, 16 << 10, 64 << 10, 200 << 10, 1 << 20)  # bytes that a file may have
_NO_MOUNT = "只有 root 能挂载 only root may mount a small disk here"


def places(folder: Path) -> list[Row]:
    """The faults of places, for every writer."""
    logs = folder / "logs"
    logs.mkdir(parents=True)
    full = Row("磁盘满(四种写者)", "the disk is full (all four)")
    grown = Row("文件不得超过某大小(四种写者)", "files may not grow beyond a size (all four)")
    barred = Row("目标只读(四种写者)", "the target is read only (all four)")
    for name, kind in WRITERS.items():
        with _disk(folder / f"{name}-disk") as disk:
            if disk is None:
                full.skipped = _NO_MOUNT
            else:
                _full(kind(disk / "work", logs, folder / "input"), disk, full)
                _read_only(kind(disk / "work", logs, folder / "input"), disk, barred)
        writer = kind(folder / name, logs, folder / "input")
        _limited(writer, grown)
        if disk is None:
            if os.geteuid() == 0:
                barred.skipped = _NO_MOUNT
            else:
                _read_only(writer, None, barred)
    return [full, grown, barred]


@contextmanager
def _disk(at: Path) -> Iterator[Path | None]:
    """A small disk of its own (tmpfs), or ``None``."""
    at.mkdir(parents=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={_SIZE}m", "none", str(at)]
    linux = sys.platform.startswith("linux") and os.geteuid() == 0 and shutil.which("mount")
    if not linux or subprocess.run(command, capture_output=True, check=False).returncode:
        yield None
        return
    try:
        yield at
    finally:
        subprocess.run(["umount", "-l", str(at)], check=False)


def _states(writer: AnyWriter) -> list[Mapping[str, str]]:
    """What 1 and 0 give; 0 is there at the end."""
    found = []
    for which in (1, 0):
        ended = writer.done(which)
        if ended.code:
            raise RuntimeError(f"{writer.name} fails undisturbed: {ended.words}")
        found.append(writer.state())
    return [found[1], found[0]]


def _full(writer: AnyWriter, disk: Path, row: Row) -> None:
    wanted = _states(writer)
    stats = os.statvfs(disk)
    need = (stats.f_blocks - stats.f_bfree) * stats.f_frsize
    ballast = disk / "ballast"
    for part in _FREE:
        stats = os.statvfs(disk)
        with ballast.open("wb") as file:
            fill = stats.f_bfree * stats.f_frsize - int(need * part)
            os.posix_fallocate(file.fileno(), 0, max(1, fill))
        ended = writer.done(1)
        ballast.unlink()
        _judged(writer, wanted, ended, row)
        _again(writer, wanted, row)


def _limited(writer: AnyWriter, row: Row) -> None:
    wanted = _states(writer)
    for most in _LARGEST:
        ended = writer.run(
            1,
            before=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)),  # noqa: B023
        ).end()
        _judged(writer, wanted, ended, row)
        _again(writer, wanted, row)


def _read_only(writer: AnyWriter, disk: Path | None, row: Row) -> None:
    wanted = _states(writer)
    _barred(writer, disk, True)
    try:
        ended = writer.done(1)
        row.runs += 1
        if ended.code != 2 or "Traceback" in ended.words:
            row.amiss.append(f"{writer.name}: exit code {ended.code}, {ended.words[-200:]}")
        else:
            row.counts[REFUSED] += 1
    finally:
        _barred(writer, disk, False)
    if writer.state() != wanted[0]:
        row.amiss.append(f"{writer.name}: not the former")
    row.counts[FORMER] += 1
    _again(writer, wanted, row)


def _barred(writer: AnyWriter, disk: Path | None, bar: bool) -> None:
    if disk:
        command = ["mount", "-o", f"remount,{'ro' if bar else 'rw'}", str(disk)]
        subprocess.run(command, check=True, capture_output=True)
        return
    for path in (writer.folder, *writer.folder.rglob("*")):
        if path.is_dir():
            path.chmod(0o555 if bar else 0o755)
        else:
            path.chmod(0o444 if bar else 0o644)


def _judged(writer: AnyWriter, wanted: list[Mapping[str, str]], ended: Ended, row: Row) -> None:
    """Exit code 0 and the new, or another with a line and the former."""
    row.runs += 1
    if ended.code:
        row.counts[REFUSED] += 1
    if ended.code not in (0, 2) or "Traceback" in ended.words or "panicked" in ended.words:
        row.amiss.append(f"{writer.name}: exit code {ended.code}, {ended.words[-300:]}")
    try:
        found = writer.state()
    except AmissError as error:
        row.amiss.append(f"{writer.name}: {error}")
        return
    if found == wanted[1]:
        row.counts[NEW] += 1
    elif ended.code and found == wanted[0]:
        row.counts[FORMER] += 1
    elif ended.code and writer.separate and ABSENT not in found.values():
        whole = all(d in (wanted[0][p], wanted[1][p]) for p, d in found.items())
        row.counts[MIXED] += whole
        if not whole:
            row.amiss.append(f"{writer.name}: neither former nor new")
    else:
        row.amiss.append(f"{writer.name}: exit code {ended.code}, neither former nor new")
    if left := writer.left_after_failure():
        row.amiss.append(f"{writer.name}: left over: {left}")


def _again(writer: AnyWriter, wanted: list[Mapping[str, str]], row: Row) -> None:
    """Both inputs once more, so that the first is there at the end."""
    for which in (1, 0):
        ended = writer.done(which)
        row.again += 1
        if ended.code or writer.state() != wanted[which]:
            row.amiss.append(f"{writer.name}: the next run: exit code {ended.code}, {ended.words[-200:]}")
    if left := writer.left():
        row.amiss.append(f"{writer.name}: left over: {left}")
