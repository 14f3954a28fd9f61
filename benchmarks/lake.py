"""Load the partitions of a lake (``dashi-kg spark build``) into stores, and ask: ``python -m benchmarks.lake LAKE QUADS…``.

For each number of quads the partitions are taken in their order until there are as many, and are loaded in bulk into a pyoxigraph
store on disk (the store of Oxigraph) and into Virtuoso (Debian; its own loader), each started here on loopback. Measured are seconds,
bytes on disk and the most memory; then each saved question once over Virtuoso. Writes ``benchmarks/lake.json``.
"""

from __future__ import annotations

import json
import os
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
_LOAD = """
import gzip, resource, sys
import pyoxigraph
store = pyoxigraph.Store(sys.argv[1])
for name in sys.argv[2:]:
    store.bulk_load(gzip.open(name), format=pyoxigraph.RdfFormat.N_QUADS)
store.optimize()
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
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
MaxQueryExecutionTime = 60
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


def pyoxigraph(files: list[Path], folder: Path) -> dict[str, Any]:
    """Load into a store on disk."""
    start = time.perf_counter()
    command = [sys.executable, "-c", _LOAD, str(folder / "store"), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds = time.perf_counter() - start
    return {
        "store": "pyoxigraph",
        "seconds": round(seconds, 1),
        "disk": size(folder / "store"),
        "memory": int(done.stdout),
    }


def virtuoso(files: list[Path], folder: Path, questions: bool) -> dict[str, Any]:
    """Load into Virtuoso by its own loader; then ask."""
    sql, http = port(), port()
    lake = folder / "lake"
    lake.mkdir()
    for number, file in enumerate(files):
        shutil.copy(file, lake / f"{number:06d}.nq.gz")
    (folder / "virtuoso.ini").write_text(_INI.format(sql=sql, http=http, lake=lake), encoding="utf-8")
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
            "disk": size(folder, "kg.db"),
            "memory": memory,
        }
        if questions:
            found["questions"] = asked(f"http://127.0.0.1:{http}/sparql")
        return found
    finally:
        process.terminate()
        process.wait(120)


def asked(url: str) -> dict[str, Any]:
    """Seconds of each saved question over an endpoint, and which did not answer."""
    from dashi_kg.errors import DashiError
    from dashi_kg.query.engines import EndpointEngine
    from dashi_kg.query.questions import questions
    from dashi_kg.settings import settings

    base = settings().base
    on = EndpointEngine(url, base)
    spent, failed = {}, {}
    for question in questions():
        start = time.perf_counter()
        try:
            list(on.run(question.full_text(base)).rows or ())
            spent[question.name] = round(time.perf_counter() - start, 3)
        except DashiError as error:
            failed[question.name] = error.line("en")[:200]
    ordered = sorted(spent.values())
    return {
        "answered": len(spent), "failed": failed, "p50": statistics.median(ordered), "most": ordered[-1],
        "slowest": sorted(spent, key=lambda name: -spent[name])[:5],
    }  # fmt: skip


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


def measured(lake: Path, sizes: list[int]) -> dict[str, Any]:
    """All loads."""
    loads = []
    for quads in sizes:
        files, count = chosen(lake, quads)
        for load in (pyoxigraph, virtuoso):
            if load is virtuoso and not shutil.which("virtuoso-t"):
                continue
            with tempfile.TemporaryDirectory(prefix="dashi-kg-lake-") as folder:
                more = (quads == max(sizes),) if load is virtuoso else ()
                loads.append({"quads": count, **load(files, Path(folder), *more)})
                print(loads[-1], flush=True)
    return {"date": str(date.today()), "load": round(os.getloadavg()[1], 1), "loads": loads}


if __name__ == "__main__":
    result = measured(Path(sys.argv[1]).resolve(), [int(n) for n in sys.argv[2:]] or [1_000_000])
    (HERE / "lake.json").write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
