"""Load the partitions of a lake (``dashi-kg spark build``) into stores, and ask: ``python -m benchmarks.lake LAKE QUADS… [--copies FOLDER] [--store FOLDER]``.

The partitions are loaded in their order, in bulk, into a pyoxigraph store on disk (the store of Oxigraph) and into Virtuoso (Debian; its
own loader), each started here on loopback; what it took so far is told whenever there are as many quads as one of the numbers.
Where the lake has fewer, its reports are taken again under other years, with other texts (kept in FOLDER). Measured are seconds by the
clock and of the processor, bytes on disk and the most memory; in the end each saved question over Virtuoso, and pages of the site
through ``serve --endpoint``. Writes ``benchmarks/lake.json`` as it comes. The store of Virtuoso that is kept in a FOLDER is
not loaded again, but asked again.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

from benchmarks.endpoint import LIMIT, asked, cpu_of, pages, peak, port

HERE = Path(__file__).resolve().parent
_REPORT, _TEXT = re.compile(rb"(/cn-[0-9a-z-]+)/20(\d\d)"), re.compile(rb"(source/sha256-)\w")
_BLOCK = 1 << 20
FULL = "full"  # the file that marks a store of Virtuoso as loaded
BUFFERS = 300_000  # pages of 8 KiB that Virtuoso may keep in memory
_LOAD = """
import gzip, json, resource, sys, time
import pyoxigraph
store = pyoxigraph.Store(sys.argv[1])
start = time.perf_counter()
for line in sys.stdin:
    for name in json.loads(line):
        store.bulk_load(gzip.open(name), format=pyoxigraph.RdfFormat.N_QUADS)
    store.optimize()
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024, flush=True)
"""
_INI = """
[Database]
DatabaseFile = kg.db
ErrorLogFile = kg.log
LockFile = kg.lck
TransactionFile = kg.trx
xa_persistent_file = kg.pxa
[TempDatabase]
DatabaseFile = kg-temp.db
TransactionFile = kg-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = {lake}
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
MaxCheckpointRemap = 2000
CheckpointInterval = 0
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 8
[SPARQL]
ResultSetMaxRows = 1000000
MaxQueryExecutionTime = {limit}
"""


@dataclass(frozen=True, slots=True)
class Step:
    """Files that are loaded next, how many quads there are then, and how often the reports of the lake were taken again."""

    files: tuple[Path, ...]
    quads: int
    copies: int


def parts(lake: Path) -> list[tuple[Path, int]]:
    """The files of a lake with their quads; what all reports share comes first."""
    manifest = json.loads((lake / "manifest.json").read_text(encoding="utf-8"))
    files = {f["path"]: f["rows"] for f in manifest["files"] if f["path"].endswith(".nq.gz")}
    return [(lake / p, files[p]) for p in sorted(files, key=lambda p: (not p.startswith("shared/"), p))]


def again(lake: Path, folder: Path) -> Iterator[tuple[Path, int, int]]:
    """Copies of the files, their quads, and which copy it is; its reports are of other years and texts."""
    own = [(file, rows) for file, rows in parts(lake) if "nquads" in file.parts]
    for nth in range(1, 10):
        for number, (file, rows) in enumerate(own):
            copy = folder / f"{nth:02d}-{number:06d}.nq.gz"
            if not copy.is_file():
                with gzip.open(file) as read, gzip.open(copy, "wb", 1) as out:
                    while lines := read.readlines(_BLOCK):
                        out.write(_otherwise(b"".join(lines), nth))
            yield copy, rows, nth


def steps(lake: Path, sizes: list[int], folder: Path) -> Iterator[Step]:
    """What is loaded, size by size."""
    files: list[Path] = []
    quads = copies = 0
    rest = chain(((file, rows, 0) for file, rows in parts(lake)), again(lake, folder))
    for wanted in sizes:
        while quads < wanted:
            file, rows, copies = next(rest)
            files.append(file)
            quads += rows
        yield Step(tuple(files), quads, copies)
        files = []


def _otherwise(lines: bytes, nth: int) -> bytes:
    """Quads about the same reports of another century, with other texts."""
    lines = _REPORT.sub(rb"\g<1>/%d\2" % (20 - nth), lines)
    return _TEXT.sub(rb"\g<1>%x" % nth, lines)


def pyoxigraph(planned: Sequence[Step], folder: Path) -> Iterator[dict[str, Any]]:
    """Load into a store on disk."""
    command = [sys.executable, "-c", _LOAD, str(folder / "store")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin and process.stdout
        for step in planned:
            process.stdin.write(json.dumps([str(file) for file in step.files]) + "\n")
            process.stdin.flush()
            seconds, cpu, memory = map(float, process.stdout.readline().split())
            yield {
                "store": "pyoxigraph", "seconds": round(seconds, 1), "cpu": round(cpu, 1),
                "disk": size(folder / "store"), "memory": int(memory),
            }  # fmt: skip
        process.stdin.close()


def virtuoso(planned: Sequence[Step], folder: Path) -> Iterator[dict[str, Any]]:
    """Load into Virtuoso by its own loader; in the end ask the saved questions, and for pages of the site."""
    sql, http = port(), port()
    lake = folder / "lake"
    words = _INI.format(sql=sql, http=http, lake=lake, limit=LIMIT, buffers=BUFFERS, dirty=BUFFERS * 3 // 4)
    full = (folder / FULL).is_file()
    (folder / "virtuoso.ini").write_text(words, encoding="utf-8")
    with (folder / "out.log").open("wb") as log:
        process = subprocess.Popen(
            ["virtuoso-t", "-f", "+configfile", "virtuoso.ini"], cwd=folder, stdout=log, stderr=log
        )
    url = f"http://127.0.0.1:{http}/sparql"
    try:
        _answers(url, process)
        seconds = 0.0
        for nth, step in enumerate(() if full else planned):
            part = lake / str(nth)
            part.mkdir(parents=True)
            for number, file in enumerate(step.files):
                (part / f"{number:06d}.nq.gz").symlink_to(file)
            start = time.perf_counter()
            _isql(sql, f"ld_dir('{part}', '*.nq.gz', 'urn:none'); rdf_loader_run(); checkpoint;")
            seconds += time.perf_counter() - start
            failed = _isql(sql, "SELECT ll_file, ll_error FROM DB.DBA.load_list WHERE ll_error IS NOT NULL;")
            if ".nq.gz" in failed:
                raise SystemExit(f"Virtuoso did not take all: {failed[:500]}")
            row: dict[str, Any] = {
                "store": "Virtuoso 7", "seconds": round(seconds, 1), "cpu": round(cpu_of(process.pid), 1),
                "disk": size(folder, "kg.db"), "memory": peak(process.pid),
            }  # fmt: skip
            yield row
        (folder / FULL).touch()
        # anew, as nobody has asked yet: first those who open pages
        yield {"pages": pages(url, folder)}
        yield {"questions": asked(url)}
    finally:
        process.terminate()
        process.wait(120)


def _isql(sql: int, text: str) -> str:
    command = ["isql-vt", f"127.0.0.1:{sql}", "dba", "dba", "ERRORS=STDOUT", f"EXEC={text}"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _answers(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(1200):
        if process.poll() is not None:
            raise SystemExit("Virtuoso did not start")
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except OSError:
            time.sleep(0.25)
    raise SystemExit("Virtuoso does not answer")


def size(folder: Path, pattern: str = "*") -> int:
    """Bytes of the files in a folder."""
    return sum(p.stat().st_size for p in folder.rglob(pattern) if p.is_file())


def measured(lake: Path, sizes: list[int], folder: Path, kept: Path | None, stores: Sequence[str]) -> None:
    """All loads, written as they come; what was measured of other stores stays.

    Args:
        kept: where Virtuoso keeps its store; one that is there is asked again.
        stores: names of functions of this file.
    """
    planned = list(steps(lake, sizes, folder))
    found_before = json.loads((HERE / "lake.json").read_text(encoding="utf-8"))["loads"]
    again = kept is not None and (kept / FULL).is_file()
    measured_now = {"Virtuoso 7": "virtuoso" in stores and not again, "pyoxigraph": "pyoxigraph" in stores}
    loads: list[dict[str, Any]] = [row for row in found_before if not measured_now[row["store"]]]
    for load in (virtuoso, pyoxigraph):
        if load.__name__ not in stores or (load is virtuoso and not shutil.which("virtuoso-t")):
            continue
        with tempfile.TemporaryDirectory(prefix="dashi-kg-lake-") as name:
            place = kept if kept and load is virtuoso else Path(name)
            for nth, found in enumerate(load(planned, place)):
                if "store" in found:
                    row = {"quads": planned[nth].quads, "copies": planned[nth].copies}
                    loads.append({**row, "load": round(os.getloadavg()[1], 1), **found})
                else:  # of the largest load
                    row = max((r for r in loads if r["store"] == "Virtuoso 7"), key=lambda r: int(r["quads"]))
                    row |= found
                print(found, flush=True)
                loads.sort(key=lambda r: (r["store"] != "Virtuoso 7", r["quads"]))
                words = json.dumps(
                    {"date": str(date.today()), "limit": LIMIT, "buffers": BUFFERS, "loads": loads},
                    ensure_ascii=False, indent=1,
                )  # fmt: skip
                (HERE / "lake.json").write_text(words + "\n", encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lake", type=Path)
    parser.add_argument("quads", nargs="*", type=int, default=[1_000_000])
    parser.add_argument("--copies", type=Path)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--only", choices=("virtuoso", "pyoxigraph"))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dashi-kg-copies-") as own:
        copies = given.copies or Path(own)
        copies.mkdir(parents=True, exist_ok=True)
        if given.store:
            given.store.mkdir(parents=True, exist_ok=True)
        chosen = (given.only,) if given.only else ("virtuoso", "pyoxigraph")
        measured(
            given.lake.resolve(),
            sorted(given.quads),
            copies.resolve(),
            given.store and given.store.resolve(),
            chosen,
        )
