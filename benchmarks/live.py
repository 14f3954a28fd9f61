"""A corpus into stores as people run them: ``python -m benchmarks.live CORPUS KIND…`` (oxigraph, fuseki, virtuoso).

Each store keeps its data on the disk and is started here on loopback, one after the other (the programs as in ``.ci/stores``). Loaded is by
``dashi-kg load``: into the empty store, once more, and once more after somebody took triples away. Meanwhile a reader asks how many triples the
first and the last report have: none, or all. In the end each saved question. Writes ``benchmarks/live.json`` as it comes, and the table in ``docs/stores.md``.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.endpoint import asked, cpu_of, peak
from benchmarks.lake import size
from dashi_kg.language import Both

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.stores.servers import Server

KEPT = Path(__file__).with_suffix(".json")
PAGE = Path(__file__).resolve().parents[1] / "docs" / "stores.md"
_MARKS = "<!-- made by benchmarks/live.py -->", "<!-- end -->"
_COUNT = "SELECT (COUNT(*) AS ?n) { GRAPH <%s> { ?s ?p ?o } }"
LONGEST = 10  # seconds of a question
_PAUSE = 2.0  # seconds between two looks of the reader
_NUMBER = re.compile(r"[0-9][0-9,]*")
_MADE = Both(
    "由 `python -m benchmarks.live` 写出，见 `benchmarks/texts.py` 生成的报告；100 和 300 份时问题的时限 35 秒，此外 10 秒。",
    "by `python -m benchmarks.live`, over reports made by `benchmarks/texts.py`; a question is ended after 35 s at 100 and 300 reports, else after 10 s.",
)
NAMES = {"oxigraph": "Oxigraph", "fuseki": "Fuseki (TDB2)", "virtuoso": "Virtuoso 7"}


def count(endpoint: str, graph: str) -> int:
    """How many triples an endpoint says that a graph has."""
    data = urllib.parse.urlencode({"query": _COUNT % graph}).encode()
    request = urllib.request.Request(endpoint, data, {"Accept": "application/sparql-results+json"})
    with urllib.request.urlopen(request, timeout=600) as answer:
        return int(json.load(answer)["results"]["bindings"][0]["n"]["value"])


class Reader(threading.Thread):
    """Looks at some graphs until it is stopped; ``seen``: the counts that it saw together."""

    def __init__(self, endpoint: str, graphs: list[str]) -> None:
        super().__init__(daemon=True)
        self._endpoint, self._graphs = endpoint, graphs
        self._stop_now = threading.Event()
        self.seen: dict[tuple[int, ...], int] = {}
        self.longest = 0.0  # seconds that an answer took
        self.failed = 0

    def run(self) -> None:
        while not self._stop_now.wait(_PAUSE):
            start = time.perf_counter()
            try:
                counts = tuple(count(self._endpoint, graph) for graph in self._graphs)
                self.seen[counts] = self.seen.get(counts, 0) + 1
            except OSError:
                self.failed += 1
            self.longest = max(self.longest, time.perf_counter() - start)

    def stop(self) -> None:
        self._stop_now.set()
        self.join()


def loaded(server: Server, corpus: Path, graphs: list[str]) -> dict[str, Any]:
    """One ``dashi-kg load``: what it took and told, and what a reader saw meanwhile."""
    assert server.process
    before = cpu_of(server.process.pid)
    reader = Reader(server.sparql, graphs)
    reader.start()
    start = time.perf_counter()
    line = [sys.executable, "-m", "dashi_kg", "load", server.url, str(corpus), "--store", server.kind]
    code = (
        "import resource, subprocess, sys\n"
        "done = subprocess.run(sys.argv[1:], capture_output=True, text=True)\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(done.stdout[-300:], done.stderr[-600:], used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, done.returncode, sep='\\n')\n"
    )
    environment = {**os.environ, **server.environment, "DASHI_KG_LANG": "en"}
    done = subprocess.run(
        [sys.executable, "-c", code, *line], stdout=subprocess.PIPE, text=True, check=True, env=environment
    )
    seconds = time.perf_counter() - start
    reader.stop()
    *said, cpu, memory, status = done.stdout.strip().splitlines()
    found = {
        "seconds": round(seconds, 1), "cpu": round(float(cpu), 1), "memory": round(float(memory)), "status": int(status),
        "server cpu": round(cpu_of(server.process.pid) - before, 1), "server memory": round(peak(server.process.pid) / 2**20),
        "disk": round(size(server.folder) / 2**20), "told": said[-3:], "seen": sorted(map(list, reader.seen)),
        "reader waited": round(reader.longest, 1), "reader failed": reader.failed,
    }  # fmt: skip
    print(server.kind, found, flush=True)
    return found


@contextmanager
def running(kind: str, folder: Path, limit: int = 0) -> Iterator[Server]:
    """A store on the disk, started, and ended afterwards.

    Args:
        limit: seconds after which it ends a query (0: it does not).
    """
    from tests.stores.servers import server

    folder.mkdir(parents=True, exist_ok=True)
    started = server(kind, folder, on_disk=True, limit=limit)
    started.start()
    try:
        yield started
    finally:
        started.stop()


def graphs_of(corpus: Path) -> list[str]:
    """The graphs of what the first and the last report state."""
    rows = [
        line.split("\t") for line in (corpus / "reports.tsv").read_text(encoding="utf-8").splitlines()[1:]
    ]
    read = [row for row in rows if row[1] == "read"]
    from dashi_kg.settings import settings

    return [f"{settings().base}graph/stated/{row[2]}/{row[5]}" for row in (read[0], read[-1])]


def harmed(server: Server, graph: str) -> None:
    """Somebody takes triples away."""
    from unittest import mock

    from dashi_kg.loading.stores import connect

    with mock.patch.dict(os.environ, server.environment):
        store = connect(server.url, server.kind)
        lines = [f"{triple} ." for triple in store.triples(graph)[:100]]
        store.update(f"DELETE DATA {{ GRAPH <{graph}> {{ {' '.join(lines)} }} }}")


def measured(
    kind: str, corpus: Path, folder: Path, *, again: bool, heal: bool, ask: bool
) -> Iterator[dict[str, Any]]:
    """All of one store, as far as it is known.

    Args:
        heal: whether to load after somebody took triples away.
        again: whether to load once more what is there already.
        ask: whether to ask the saved questions.
    """
    graphs = graphs_of(corpus)
    with running(kind, folder) as server:
        found: dict[str, Any] = {"first": loaded(server, corpus, graphs)}
        yield found
        if again:
            found["again"] = loaded(server, corpus, graphs)
        if heal:
            harmed(server, graphs[0])
            found["healed"] = loaded(server, corpus, graphs)
            yield found
    if ask:
        with running(kind, folder, LONGEST) as server:
            union = "?union-default-graph" if kind == "oxigraph" else ""
            found["questions"] = asked(server.sparql + union, LONGEST)
            yield found


def keep(kind: str, reports: int, found: dict[str, Any]) -> None:
    """What was measured, beside what was before."""
    before = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    machine = f"{platform.machine()}, {os.cpu_count()} CPU, Python {platform.python_version()}"
    row = {"date": str(date.today()), "machine": machine, "load": round(os.getloadavg()[1], 1), **found}
    before.setdefault(kind, {})[str(reports)] = row
    KEPT.write_text(json.dumps(before, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def tell() -> None:
    """Write the tables into the page of stores."""
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    rows = [
        (NAMES[kind], int(n), kept[kind][n]) for kind in NAMES for n in sorted(kept.get(kind, ()), key=int)
    ]
    lines = [
        f"{rows[0][2]['machine']}; {min(row['date'] for _, _, row in rows)}；{_MADE.zh}",
        "",
        f"{rows[0][2]['machine']}; {min(row['date'] for _, _, row in rows)}; {_MADE.en}",
        "",
        "| 库 store | 报告 reports | 图 graphs, 三元组 triples | 第一次载入 first load, s | 处理器 processor, s: 载入 loader + 库 store | 库的内存与磁盘 the store's memory and disk, MiB | 同时的查询看到 a query saw meanwhile | 改动后再载 again after a change, s | 负载 load |",
        "|---|---:|---:|---:|---:|---:|---|---:|---:|",
    ]
    for name, reports, row in rows:
        if "first" not in row:
            continue
        first, healed = row["first"], row.get("healed")
        counts = " / ".join(_NUMBER.findall(next(line for line in first["told"] if line)))
        again = f"{healed['seconds']:.0f}" if healed else "–"
        seen = "、".join(str(tuple(one)) for one in first["seen"])
        lines.append(
            f"| {name} | {reports:,} | {counts} | {first['seconds']:.0f} | {first['cpu']:.0f} + {first['server cpu']:.0f} | "
            f"{first['server memory']:,}, {first['disk']:,} | {seen} | {again} | {row['load']} |"
        )
    lines += [
        "",
        "| 库 store | 报告 reports | 关于一份报告 about one report: p50, 最慢 slowest, s | 关于全部报告，超过 2 秒的 over all reports, those beyond 2 s | 没有答完 not answered |",
        "|---|---:|---|---|---|",
    ]
    for name, reports, row in rows:
        if asked_of := row.get("questions"):
            one, every = asked_of["one"], asked_of["all"]
            slow = "、".join(f"`{n}` {s:.0f}" for n, s in every["slow"].items()) or "–"
            slowest = max(one["slowest"].values(), default=0)
            none = "、".join(f"`{n}`" for n in (*one["failed"], *every["failed"])) or "–"
            for asked_so, count in asked_of.get("pairs", {}).items():
                slow = slow.replace(f"`{asked_so}`", f"`{asked_so}` (one of {count:,} pairs)")
            lines.append(f"| {name} | {reports:,} | {one['p50']:.2f}, {slowest:.2f} | {slow} | {none} |")
    page = PAGE.read_text(encoding="utf-8")
    begin, end = (page.index(mark) for mark in _MARKS)
    PAGE.write_text("\n".join([page[: begin + len(_MARKS[0])], "", *lines, "", page[end:]]), encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("kinds", nargs="*", default=list(NAMES))
    parser.add_argument("--once", action="store_true", help="do not load what is there already")
    parser.add_argument("--not-healed", action="store_true", help="do not load after a change")
    parser.add_argument("--no-questions", action="store_true", help="ask no question")
    given = parser.parse_args()
    reports = sum(
        "\tread\t" in line for line in (given.corpus / "reports.tsv").read_text(encoding="utf-8").splitlines()
    )
    for name in given.kinds:
        with tempfile.TemporaryDirectory(prefix="dashi-kg-live-") as place:
            for found in measured(
                name,
                given.corpus,
                Path(place),
                again=not given.once,
                heal=not given.not_healed,
                ask=not given.no_questions,
            ):
                keep(name, reports, found)
                tell()
