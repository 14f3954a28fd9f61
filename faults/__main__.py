"""Make faults and see what is left: ``python -m faults`` prints a table; ``--record`` puts it into docs/reliability.md.

Every fault should leave the former or the new state, whole; the next run should give what an undisturbed one gives; nothing
should be left over; and no run should say that it has done what it has not. Exit code 1 where that is not so.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import os
import pickle
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from faults import clock, inputs, kills, places, serving, together, warm
from faults.children import adopt
from faults.outcome import Row, complaints, table

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reliability.md"
_BEGIN, _END = "<!-- faults: python -m faults --record -->\n", "<!-- end of faults -->\n"
Job = tuple[str, Callable[[], list[Row]]]


def jobs(count: int, seed: int, folder: Path, until: float) -> list[Job]:
    """All faults; those that are not bounded by a time first.

    Args:
        count: kills of each writer.
        seed: of the moments.
        folder: scratch.
        until: when kills stop, by the monotonic clock.
    """

    def killing(name: str) -> Job:
        return name, lambda: [kills.kills(name, count, seed, folder / name, until)]

    def on_server(name: str, some: int) -> Job:
        return name, lambda: [getattr(serving, name)(some, seed, folder / name, until)]

    return [
        ("inputs", lambda: inputs.inputs(folder / "inputs")),
        ("places", lambda: places.places(folder / "places")),
        ("together", lambda: together.together(seed, folder / "together")),
        killing("publish"),
        killing("load"),
        killing("build"),
        on_server("killed_server", count),
        on_server("killed_publishers", count),
        on_server("stopped_under_load", max(1, count // 10)),
        on_server("killed_workers", max(2, count // 4)),
        killing("review"),
        ("clock", lambda: clock.clock(folder / "clock")),
    ]


def run(
    count: int, seed: int, folder: Path, *, minutes: float = 14.0, only: Iterable[str] = (), several: int | None = None
) -> list[Row]:  # fmt: skip
    """Make the faults, some at once, and count what came of them.

    Args:
        count: kills of each writer.
        seed: of the moments.
        folder: scratch, an empty folder.
        minutes: when kills stop.
        only: names of :func:`jobs` (default: all).
        several: how many at once (default: one a processor).

    Raises:
        RuntimeError: something fails undisturbed.
    """
    adopt()
    warm.load(folder, serving=True)
    until = time.monotonic() + 60 * minutes
    wanted = [job for job in jobs(count, seed, folder, until) if not only or job[0] in only]
    if any(name in ("publish", "places", "inputs", "together", "clock") for name, _ in wanted):
        warm.keep_publishing(folder)
    gc.collect()
    gc.freeze()  # what is shared stays shared
    with ThreadPoolExecutor(several or os.cpu_count() or 1) as pool:
        return [row for rows in pool.map(_apart, wanted) for row in rows]


def _apart(job: Job) -> list[Row]:
    """Do a job in a process of its own; what it counted.

    Raises:
        RuntimeError: it failed.
    """
    name, work = job
    since = time.monotonic()
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            adopt()
            rows = work()
            with os.fdopen(writing, "wb") as pipe:
                pickle.dump(rows, pipe)
            code = 0
        except BaseException:
            sys.excepthook(*sys.exc_info())
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        data = pipe.read()
    if os.waitpid(pid, 0)[1] or not data:
        raise RuntimeError(f"{name} failed; see above")
    found: list[Row] = pickle.loads(data)
    print(
        f"{name}: {time.monotonic() - since:.0f} s",
        *complaints(found),
        sep="\n  ",
        file=sys.stderr,
        flush=True,
    )
    return found


def record(words: str) -> None:
    """Put the table into its place in the page."""
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    PAGE.write_text(before + _BEGIN + "\n" + words + "\n" + _END + after, encoding="utf-8")


def main() -> None:
    """Run, print, record."""
    parser = argparse.ArgumentParser(prog="python -m faults", description=__doc__)
    parser.add_argument("--kills", type=int, default=200, help="of each writer 每个写者被杀次数")
    parser.add_argument("--seed", type=int, default=1, help="of the moments 随机种子")
    parser.add_argument("--minutes", type=float, default=14.0, help="kills stop then 时限")
    parser.add_argument("--at-once", type=int, help="faults at once 并行 (default: one a processor)")
    parser.add_argument("--only", nargs="*", default=[], help="names of faults 只做这些")
    parser.add_argument("--record", action="store_true", help="into docs/reliability.md 写入文档")
    chosen = parser.parse_args()
    if not hasattr(os, "fork"):
        sys.exit("需要 Linux 或 macOS。 Linux or macOS is needed.")
    since = time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="dashi-kg-faults-"))
    try:
        rows = run(
            chosen.kills,
            chosen.seed,
            folder,
            minutes=chosen.minutes,
            only=chosen.only,
            several=chosen.at_once,
        )
    finally:
        with contextlib.suppress(OSError):
            shutil.rmtree(folder)
    minutes = (time.monotonic() - since) / 60
    words = (
        f"{sum(row.runs for row in rows)} 次,{minutes:.0f} 分钟,种子 {chosen.seed}。{platform.system()}、{os.cpu_count()} 个处理器。"
        f"{sum(row.runs for row in rows)} faults in {minutes:.0f} minutes, seed {chosen.seed}, "
        f"{platform.system()}, {os.cpu_count()} processors.\n\n{table(rows)}"
    )
    print(words)
    if chosen.record:
        record(words)
    sys.exit(1 if complaints(rows) else 0)


if __name__ == "__main__":
    main()
