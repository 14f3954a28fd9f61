"""Ten minutes of clients, half of them rude; then nothing may be left of them: ``python -m faults.soak``.

Rude ones read half an answer and hang up, break off in the middle of a request, connect and say nothing, send queries that
never end, or leave while theirs runs. After a first minute, half-way, and at the end, all is quiet for some seconds: memory,
processes, open files and connections are compared. Memory may rise while answers fill the cache and the heap finds its
shape; in the second half it may not.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from faults.serving import members

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reliability.md"
_BEGIN, _END = "<!-- soak: python -m faults.soak --record -->\n", "<!-- end of soak -->\n"
_QUIET = 20.0  # seconds: longer than a query, and than a connection may be silent
_GROWTH, _SLACK = 1.1, 4.0  # of memory, and MiB beside, that count as the same level
_POLITE, _RUDE = 8, 8


@dataclass(frozen=True, slots=True)
class Level:
    """What the server holds: MiB of its own process (resident), processes, open files and connections of its own."""

    mib: float
    processes: int
    files: int
    connections: int


def level(pid: int) -> Level:
    """Of a server, by ``/proc``."""
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+)", status)
    links = []
    for fd in Path(f"/proc/{pid}/fd").iterdir():
        try:
            links.append(str(fd.readlink()))
        except OSError:  # closed meanwhile
            continue
    sockets = sum(link.startswith("socket:") for link in links)
    return Level(int(found[1]) / 1024 if found else 0.0, _processes(pid), len(links), sockets)


def _processes(pid: int) -> int:
    """The server, the process that holds its data, and the workers."""
    found, new = {pid}, {pid}
    while new:
        new = {child for one in new for child in _children(one)} - found
        found |= new
    return len(found)


def _children(pid: int) -> set[int]:
    found: set[int] = set()
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found.update(int(word) for word in tasks.read_text().split())
        except OSError:
            continue
    return found


@contextmanager
def _server(release: Path, folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    log = (folder / "server.log").open("wb")
    command = [
        sys.executable, "-m", "dashi_kg", "serve", str(release), "--port", "0", "--workers", "2", "--timeout", "5",
        "--no-access-log",
    ]  # fmt: skip
    with log, subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, cwd=ROOT) as process:
        assert process.stdout
        found = re.search(rb":(\d+)/", process.stdout.readline())
        if not found:
            raise SystemExit((folder / "server.log").read_text(encoding="utf-8"))
        try:
            yield process, int(found[1])
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


def _load(port: int, seconds: float) -> dict[str, float]:
    command = [sys.executable, "-m", "faults.soak_clients", str(port), str(seconds), str(_POLITE), str(_RUDE)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, cwd=ROOT)
    told: dict[str, float] = json.loads(done.stdout)
    return told


def soak(seconds: float, folder: Path) -> tuple[list[str], list[str]]:
    """Rows of the table, and what was amiss.

    Args:
        seconds: of load.
        folder: scratch.
    """
    from dashi_kg.pipeline import publish
    from dashi_kg.settings import settings

    release = folder / "release"
    publish(release, settings().base, site=False)
    with _server(release, folder) as (process, port):
        idle = level(process.pid)
        first = min(60.0, seconds / 5)
        _load(port, first)
        time.sleep(_QUIET)
        before = level(process.pid)
        _load(port, seconds / 2 - first)
        time.sleep(_QUIET)
        half = level(process.pid)
        told = _load(port, seconds / 2)
        time.sleep(_QUIET)
        after = level(process.pid)
    orphans = len(members(process.pid))
    amiss = []
    if after.mib > half.mib * _GROWTH + _SLACK:
        amiss.append(f"memory grew from {half.mib:.0f} to {after.mib:.0f} MiB in the second half")
    for name in ("processes", "files", "connections"):
        if getattr(after, name) > getattr(before, name):
            amiss.append(f"{name}: {getattr(before, name)}, then {getattr(after, name)}")
    if process.returncode or orphans:
        amiss.append(f"exit code {process.returncode}, {orphans} processes left")
    if told["wrong"]:
        amiss.append(f"{told['wrong']:.0f} answers to polite clients were wrong")
    rows = [
        "| | 空闲 idle | 第一分钟后 after a minute | 一半时 half-way | 结束后 at the end |", "|---|---:|---:|---:|---:|",
        f"| 内存 memory, MiB | {idle.mib:.0f} | {before.mib:.0f} | {half.mib:.0f} | {after.mib:.0f} |",
        f"| 进程 processes | {idle.processes} | {before.processes} | {half.processes} | {after.processes} |",
        f"| 打开的文件 open files | {idle.files} | {before.files} | {half.files} | {after.files} |",
        f"| 其中连接 sockets among them | {idle.connections} | {before.connections} | {half.connections} | {after.connections} |",
        "",
        f"{seconds / 60:.0f} 分钟,{_POLITE} 个有礼貌的、{_RUDE} 个粗鲁的客户;后一半:{told['right']:,.0f} 个回答,p50 {told['p50']:.0f} ms,"
        f"p99 {told['p99']:.0f} ms,{told['busy']:.0f} 个 503,{told['wrong']:.0f} 个错;粗鲁者 {told['rude']:,.0f} 次。",
        f"{seconds / 60:.0f} minutes, {_POLITE} polite clients and {_RUDE} rude ones; in the second half: {told['right']:,.0f} answers, p50 {told['p50']:.0f} ms, "
        f"p99 {told['p99']:.0f} ms, {told['busy']:.0f} times 503, {told['wrong']:.0f} wrong; the rude came {told['rude']:,.0f} times.",
    ]  # fmt: skip
    return rows, amiss


def main() -> None:
    """Run, print, record; exit code 1 if something was left."""
    parser = argparse.ArgumentParser(prog="python -m faults.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0, help="of load 时长")
    parser.add_argument("--record", action="store_true", help="into docs/reliability.md 写入文档")
    chosen = parser.parse_args()
    if not Path("/proc/self/fd").is_dir():
        sys.exit("需要 Linux 的 /proc。 /proc of Linux is needed.")
    os.environ["PYTHONPATH"] = str(ROOT)
    with tempfile.TemporaryDirectory(prefix="dashi-kg-soak-") as where:
        rows, amiss = soak(60 * chosen.minutes, Path(where))
    words = "\n".join(rows) + "\n"
    print(words)
    print("\n".join(amiss), file=sys.stderr)
    if chosen.record:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(_BEGIN)
        after = rest.partition(_END)[2]
        PAGE.write_text(f"{before}{_BEGIN}\n{words}\n{_END}{after}", encoding="utf-8")
    sys.exit(1 if amiss else 0)


if __name__ == "__main__":
    main()
