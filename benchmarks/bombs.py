"""A polite client beside greedy ones, on our server and on ``oxigraph serve``, over the same data, in one run.

``python -m benchmarks.bombs [--oxigraph PROGRAM] [--seconds N] [--record]`` prints a table, and puts it into
``docs/reliability.md``. The polite client asks a small query every 50 ms, each in other words; a greedy one sends a
product of four patterns, in other words each time, and the next as soon as it is answered (a refused one after 0.1 s,
whatever ``Retry-After`` says). Each has an address of its own (``X-Forwarded-For``).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

from benchmarks.serve import free_port, oxigraph, process

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reliability.md"
BEGIN, END = "<!-- load: python -m benchmarks.bombs --record -->\n", "<!-- end of load -->\n"
_SMALL = "SELECT ?p ?o {{ <{base}report/cn-500117007-office/2023> ?p ?o }} # {n}"
_BOMB = (
    "SELECT (COUNT(*) AS ?n) {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(STR(?a) != '{own} {n}') }}"
)
_EVERY = 0.05  # seconds
_PATIENCE = 60.0
BESIDE = (0, 12, 200)


@dataclass
class Found:
    """What one run has shown: milliseconds of the polite client, its refusals, answers of the greedy by status."""

    late: list[float] = field(default_factory=list)
    refused: int = 0
    greedy: dict[str, int] = field(default_factory=dict)
    untold: int = 0  # refusals of the greedy without Retry-After


async def ask(at: str, query: str, client: str) -> tuple[int, bool]:
    """Status, and whether ``Retry-After`` was there; on a connection of its own."""
    parts = urlsplit(at)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    try:
        writer.write(
            f"GET {parts.path}?query={quote(query)} HTTP/1.1\r\nHost: {parts.netloc}\r\n"
            f"X-Forwarded-For: {client}\r\nAccept: application/sparql-results+json\r\nConnection: close\r\n\r\n".encode()
        )
        answer = await reader.read()
        while more := await reader.read():
            answer += more
        head = answer.partition(b"\r\n\r\n")[0].lower()
        return int(head.split(None, 2)[1]), b"\r\nretry-after:" in head
    finally:
        writer.close()


async def _polite(at: str, base: str, seconds: float, found: Found) -> None:
    until = time.monotonic() + seconds
    number = 0
    while time.monotonic() < until:
        number += 1
        since = time.perf_counter()
        try:
            status, _ = await asyncio.wait_for(
                ask(at, _SMALL.format(base=base, n=number), "192.0.2.1"), _PATIENCE
            )
        except (OSError, IndexError, TimeoutError):
            status = 0
        found.late.append((time.perf_counter() - since) * 1000)
        found.refused += status != 200
        await asyncio.sleep(_EVERY)


async def _greedy(at: str, several: int, until: float) -> tuple[Counter[str], int]:
    found: Counter[str] = Counter()
    untold = 0

    async def one(own: int) -> None:
        nonlocal untold
        number = 0
        while time.monotonic() < until:
            number += 1
            client = f"198.51.{100 + own // 250}.{own % 250 + 1}"
            try:
                status, told = await ask(at, _BOMB.format(own=own, n=number), client)
            except (OSError, IndexError):
                status, told = 0, True
            found[str(status)] += 1
            untold += status in (429, 503, 504) and not told
            if status != 504:
                await asyncio.sleep(0.1)

    tasks = [asyncio.ensure_future(one(n)) for n in range(several)]
    await asyncio.sleep(max(0.0, until - time.monotonic()))
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return found, untold


def measure(at: str, base: str, several: int, seconds: float, warm_up: float = 0.0) -> Found:
    """The polite client beside so many greedy ones, which are in a process of their own.

    Args:
        warm_up: seconds before what is counted.
    """
    found = Found()
    if not several:
        asyncio.run(_polite(at, base, seconds, found))
        return found
    command = [
        sys.executable,
        "-m",
        "benchmarks.bombs",
        "--greedy",
        at,
        str(several),
        str(seconds + warm_up + 1),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as greedy:
        assert greedy.stdout
        greedy.stdout.readline()
        asyncio.run(_polite(at, base, warm_up, Found()))
        asyncio.run(_polite(at, base, seconds, found))
        found.greedy, found.untold = json.loads(greedy.stdout.read() or b"[{}, 0]")
    return found


def _row(name: str, several: int, found: Found) -> str:
    late = sorted(found.late)
    middle, last = statistics.median(late), late[min(len(late) - 1, int(len(late) * 0.99))]
    greedy = ", ".join(f"{status}: {n}" for status, n in sorted(found.greedy.items())) or "–"
    beside = "0" if not several else str(several)
    return f"| {name} | {beside} | {middle:,.0f} ms | {last:,.0f} ms | {found.refused} / {len(late)} | {greedy} |"


HEAD = (
    "| | 贪心的 greedy | p50 | p99 | 被拒 refused | 对贪心者的回答 answers to the greedy |\n"
    "|---|---:|---:|---:|---:|---|"
)


def main(given: Sequence[str] | None = None) -> None:
    """Run and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bombs", description=__doc__)
    parser.add_argument("--oxigraph", default=os.environ.get("DASHI_KG_OXIGRAPH") or shutil.which("oxigraph"))
    parser.add_argument("--seconds", type=float, default=15.0)
    parser.add_argument("--release", type=Path, help="a release that is there already")
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--greedy", nargs=3, help=argparse.SUPPRESS)
    chosen = parser.parse_args(given)
    if chosen.greedy:
        at, several, seconds = chosen.greedy
        print(flush=True)
        print(json.dumps(asyncio.run(_greedy(at, int(several), time.monotonic() + float(seconds)))))
        return
    from dashi_kg.pipeline import publish
    from dashi_kg.settings import settings

    base = settings().base
    rows = [HEAD]
    with tempfile.TemporaryDirectory() as where:
        folder = Path(where)
        release = chosen.release or folder / "release"
        if not chosen.release:
            publish(release, base, site=False)
        for several in BESIDE:  # each server anew: what it has learnt of the greedy is forgotten
            port = free_port()
            at = f"http://127.0.0.1:{port}"
            command = [
                sys.executable, "-m", "dashi_kg", "serve", str(release.resolve()), "--port", str(port), "--no-access-log",
                "--timeout", "5", "--workers", "2",
            ]  # fmt: skip
            with process(command, f"{at}/healthz", folder):
                rows.append(
                    _row("dashi-kg serve", several, measure(f"{at}/sparql", base, several, chosen.seconds))
                )
                print(rows[-1], flush=True)
            if chosen.oxigraph:
                with oxigraph(chosen.oxigraph, release, folder) as its:
                    rows.append(_row(its.name, several, measure(its.sparql, base, several, chosen.seconds)))
                    print(rows[-1], flush=True)
    if chosen.record:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
        after = rest.partition(END)[2]
        PAGE.write_text(before + BEGIN + "\n" + "\n".join(rows) + "\n\n" + END + after, encoding="utf-8")


if __name__ == "__main__":
    main()
