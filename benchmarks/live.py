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

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.stores.servers import Server

KEPT = Path(__file__).with_suffix(".json")
PAGE = Path(__file__).resolve().parents[1] / "docs" / "stores.md"
_MARKS = "<!-- made by benchmarks/live.py -->", "<!-- end -->"
_COUNT = "SELECT (COUNT(*) AS ?n) { GRAPH <%s> { ?s ?p ?o } }"
_PAUSE = 2.0  # seconds between two looks of the reader
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
def running(kind: str, folder: Path) -> Iterator[Server]:
    """A store on the disk, started, and ended afterwards."""
    from tests.stores.servers import server

    folder.mkdir(parents=True, exist_ok=True)
    started = server(kind, folder, on_disk=True)
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


def measured(kind: str, corpus: Path, folder: Path) -> dict[str, Any]:
    """All of one store."""
    graphs = graphs_of(corpus)
    with running(kind, folder) as server:
        found: dict[str, Any] = {"first": loaded(server, corpus, graphs)}
        found["again"] = loaded(server, corpus, graphs)
        harmed(server, graphs[0])
        found["healed"] = loaded(server, corpus, graphs)
        union = "?union-default-graph" if kind == "oxigraph" else ""
        found["questions"] = asked(server.sparql + union)
    return found


def keep(kind: str, reports: int, found: dict[str, Any]) -> None:
    """What was measured, beside what was before."""
    before = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    machine = f"{platform.machine()}, {os.cpu_count()} CPU, Python {platform.python_version()}"
    row = {"date": str(date.today()), "machine": machine, "load": round(os.getloadavg()[1], 1), **found}
    before.setdefault(kind, {})[str(reports)] = row
    KEPT.write_text(json.dumps(before, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("kinds", nargs="*", default=list(NAMES))
    given = parser.parse_args()
    reports = sum(
        "\tread\t" in line for line in (given.corpus / "reports.tsv").read_text(encoding="utf-8").splitlines()
    )
    for name in given.kinds:
        with tempfile.TemporaryDirectory(prefix="dashi-kg-live-") as place:
            keep(name, reports, measured(name, given.corpus, Path(place)))
