"""Load the partitions of a lake (``dashi-kg spark build``) into stores, and ask: ``python -m benchmarks.lake LAKE QUADS…``.

For each number of quads the partitions are taken in their order until there are as many, and are loaded in bulk into a pyoxigraph
store on disk (the store of Oxigraph) and into Virtuoso (Debian; its own loader), each started here on loopback. Where the lake has
fewer, its reports are taken again under other years, with other texts. Measured are seconds by the clock and of the processor, bytes
on disk and the most memory; then each saved question over Virtuoso, and pages of the site through ``serve --endpoint``. Writes
``benchmarks/lake.json`` after each load.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from datetime import date
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
LIMIT = 30  # seconds of a question, and of a page
TIMES = 5  # that a page is asked for, and a question that is quick
_REPORT, _TEXT = re.compile(rb"(/cn-[\w-]+)/(\d{4})\b"), re.compile(rb"(source/sha256-)(\w)")
_LOAD = """
import gzip, resource, sys
import pyoxigraph
store = pyoxigraph.Store(sys.argv[1])
for name in sys.argv[2:]:
    store.bulk_load(gzip.open(name), format=pyoxigraph.RdfFormat.N_QUADS)
store.optimize()
used = resource.getrusage(resource.RUSAGE_SELF)
print(used.ru_maxrss * 1024, used.ru_utime + used.ru_stime)
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
NumberOfBuffers = 170000
MaxDirtyBuffers = 130000
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


def chosen(lake: Path, quads: int) -> tuple[list[Path], int]:
    """Files of the lake with so many quads, and how many they have; what all reports share comes first."""
    manifest = json.loads((lake / "manifest.json").read_text(encoding="utf-8"))
    files = {f["path"]: f["rows"] for f in manifest["files"]}
    ordered = sorted(
        (p for p in files if p.endswith(".nq.gz")), key=lambda p: (not p.startswith("shared/"), p)
    )
    taken, count = [], 0
    for path in ordered:
        if count >= quads:
            break
        taken.append(lake / path)
        count += files[path]
    return taken, count


def again(files: list[Path], count: int, quads: int, folder: Path) -> tuple[list[Path], int]:
    """The files, and so many copies of them that there are as many quads; a copy's reports are of other years and texts."""
    own = [file for file in files if "nquads" in file.parts]
    taken = list(files)
    for nth in range(1, 16):
        if count >= quads:
            break
        for number, file in enumerate(own):
            if count >= quads:
                break
            copy = folder / f"{nth:02d}-{number:06d}.nq.gz"
            with gzip.open(file) as read, gzip.open(copy, "wb", 1) as out:
                for line in read:
                    out.write(_otherwise(line, nth))
                    count += 1
            taken.append(copy)
    return taken, count


def _otherwise(line: bytes, nth: int) -> bytes:
    """A quad about the same report of another year, with another text."""
    line = _REPORT.sub(lambda m: b"%s/%d" % (m[1], int(m[2]) - 100 * nth), line)
    return _TEXT.sub(lambda m: b"%s%x" % (m[1], int(m[2], 16) ^ nth), line)


def pyoxigraph(files: list[Path], folder: Path) -> dict[str, Any]:
    """Load into a store on disk."""
    start = time.perf_counter()
    command = [sys.executable, "-c", _LOAD, str(folder / "store"), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds = time.perf_counter() - start
    memory, cpu = done.stdout.split()
    return {
        "store": "pyoxigraph",
        "seconds": round(seconds, 1),
        "cpu": round(float(cpu), 1),
        "disk": size(folder / "store"),
        "memory": int(memory),
    }


def virtuoso(files: list[Path], folder: Path) -> dict[str, Any]:
    """Load into Virtuoso by its own loader; then ask the saved questions, and for pages of the site."""
    sql, http = port(), port()
    lake = folder / "lake"
    lake.mkdir()
    for number, file in enumerate(files):
        (lake / f"{number:06d}.nq.gz").symlink_to(file)
    words = _INI.format(sql=sql, http=http, lake=lake, limit=LIMIT)
    (folder / "virtuoso.ini").write_text(words, encoding="utf-8")
    with (folder / "out.log").open("wb") as log:
        process = subprocess.Popen(
            ["virtuoso-t", "-f", "+configfile", "virtuoso.ini"], cwd=folder, stdout=log, stderr=log
        )
    try:
        _answers(f"http://127.0.0.1:{http}/sparql", process)
        start = time.perf_counter()
        _isql(sql, f"ld_dir('{lake}', '*.nq.gz', 'urn:none'); rdf_loader_run(); checkpoint;")
        seconds = time.perf_counter() - start
        failed = _isql(sql, "SELECT ll_file, ll_error FROM DB.DBA.load_list WHERE ll_error IS NOT NULL;")
        if ".nq.gz" in failed:
            raise SystemExit(f"Virtuoso did not take all: {failed[:500]}")
        memory = int(next(
            line.split()[1] for line in Path(f"/proc/{process.pid}/status").read_text().splitlines() if line.startswith("VmHWM")
        )) * 1024  # fmt: skip
        found = {
            "store": "Virtuoso 7",
            "seconds": round(seconds, 1),
            "cpu": round(cpu_of(process.pid), 1),
            "disk": size(folder, "kg.db"),
            "memory": memory,
        }
        url = f"http://127.0.0.1:{http}/sparql"
        found["questions"] = asked(url)
        found["pages"] = pages(url, folder)
        return found
    finally:
        process.terminate()
        process.wait(120)


def cpu_of(process: int) -> float:
    """Seconds of the processor that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def asked(url: str) -> dict[str, Any]:
    """Seconds of each saved question over an endpoint, about one report and over all, and which did not answer.

    Those that are quick are asked several times.
    """
    from dashi_kg.errors import DashiError
    from dashi_kg.query.bind import bind
    from dashi_kg.query.engines import EndpointEngine
    from dashi_kg.query.questions import questions
    from dashi_kg.rdf.terms import value
    from dashi_kg.settings import settings

    base = settings().base
    on = EndpointEngine(url, base, timeout=LIMIT + 5)
    some = list(on.run(f"SELECT ?r {{ ?r a <{base}ns#Report> }} ORDER BY ?r LIMIT {TIMES}").rows or ())
    reports = [value(row[0]) for row in some]
    found: dict[str, Any] = {}
    for key in ("one", "all"):
        spent: dict[str, list[float]] = {}
        failed: dict[str, str] = {}
        for question in questions():
            by_report = any(parameter.name == "report" for parameter in question.parameters)
            if key == "one" and not by_report:
                continue
            for report in reports:
                values = {"report": report} if key == "one" else {}
                start = time.perf_counter()
                try:
                    list(on.run(bind(question, values, base)).rows or ())
                except DashiError as error:
                    failed[question.name] = error.line("en")[:200]
                    break
                took = time.perf_counter() - start
                spent.setdefault(question.name, []).append(took)
                if took > 2:
                    break
            times = [round(took, 2) for took in spent.get(question.name, ())]
            print(key, question.name, times, failed.get(question.name, ""), flush=True)
        found[key] = {"failed": failed, **quantiles(spent)}
    return found


def quantiles(spent: dict[str, list[float]]) -> dict[str, Any]:
    """The middle and the 99th percentile of all times, and the median of each of the five slowest."""
    every = sorted(took for times in spent.values() for took in times)
    middle = {name: round(statistics.median(times), 3) for name, times in spent.items()}
    return {
        "answered": len(spent),
        "p50": round(statistics.median(every), 3) if every else None,
        "p99": round(every[min(len(every) - 1, len(every) * 99 // 100)], 3) if every else None,
        "slowest": dict(sorted(middle.items(), key=lambda one: -one[1])[:5]),
    }


def pages(url: str, folder: Path) -> dict[str, Any]:
    """Seconds until ``serve --endpoint`` answers, and of pages of the site."""
    at = f"http://127.0.0.1:{port()}"
    command = [sys.executable, "-m", "dashi_kg", "serve", "--endpoint", url, "--port", at.rpartition(":")[2]]
    command += ["--timeout", str(LIMIT), "--no-access-log", "--lang", "en", "--fresh", "86400"]
    start = time.perf_counter()
    with (folder / "serve.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        while not (found := _page(f"{at}/reports.html")):
            if process.poll() is not None or time.perf_counter() - start > 20 * LIMIT:
                said = (folder / "serve.log").read_text(encoding="utf-8").strip().splitlines()
                return {"start": None, "said": (said or ["it does not answer"])[-1][:300]}
            time.sleep(0.5)
        result: dict[str, Any] = {
            "start": round(time.perf_counter() - start, 1),
            "cpu": round(cpu_of(process.pid), 1),
        }
        links = sorted(set(re.findall(rb'href="([^":]+\.html)"', found)))
        chosen = [
            "index.html",
            "reports.html",
            *(link.decode() for link in links[:: max(1, len(links) // 12)]),
        ]
        spent: dict[str, list[float]] = {}
        failed = []
        for page in dict.fromkeys(chosen):
            for _ in range(TIMES):
                began = time.perf_counter()
                if _page(f"{at}/{page}"):
                    spent.setdefault(page, []).append(time.perf_counter() - began)
                else:
                    failed.append(page)
                    break
        return {**result, "failed": failed, **quantiles(spent)}
    finally:
        process.terminate()
        process.wait(60)


def _page(url: str) -> bytes:
    """What a page holds; nothing where it does not answer."""
    try:
        with urllib.request.urlopen(url, timeout=4 * LIMIT) as answer:
            return bytes(answer.read())
    except OSError:
        return b""


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


def port() -> int:
    """One that is free."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def measured(lake: Path, sizes: list[int]) -> None:
    """All loads, written as they come."""
    loads: list[dict[str, Any]] = []
    for quads in sizes:
        with tempfile.TemporaryDirectory(prefix="dashi-kg-lake-") as copies:
            own, count = chosen(lake, quads)
            before = count
            files, count = again(own, count, quads, Path(copies))
            for load in (pyoxigraph, virtuoso):
                if load is virtuoso and not shutil.which("virtuoso-t"):
                    continue
                with tempfile.TemporaryDirectory(prefix="dashi-kg-lake-") as folder:
                    busy = os.getloadavg()[0]
                    row = {"quads": count, **load(files, Path(folder))}
                    row["copies"] = -(-count // before) - 1
                    loads.append({**row, "load": round((busy + os.getloadavg()[0]) / 2, 1)})
                print(loads[-1], flush=True)
                words = json.dumps({"date": str(date.today()), "loads": loads}, ensure_ascii=False, indent=1)
                (HERE / "lake.json").write_text(words + "\n", encoding="utf-8")


if __name__ == "__main__":
    measured(Path(sys.argv[1]).resolve(), [int(n) for n in sys.argv[2:]] or [1_000_000])
