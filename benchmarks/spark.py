"""Time a corpus on Apache Spark beside ``dashi-kg build -j 2``, in one run:
``python -m benchmarks.spark [COUNT [LAKE]]``; LAKE: where the whole output is kept, for :mod:`benchmarks.lake`.

Both read the same generated documents (:mod:`benchmarks.texts`) and make the same quads. Spark runs on a local cluster of
worker processes of one processor each (one, then two), once for the same work and once with the tables and the findings, which
``build`` does not make; then again with nothing new. What a document costs is measured by the time of the processor, stage by stage,
and holds on a busy machine as well; the ratios need a quiet one. Writes ``benchmarks/spark.json``, from which
``scripts/scale.py`` makes the figures of ``docs/scale.md``.
"""

from __future__ import annotations

import gzip
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks import texts

HERE = Path(__file__).resolve().parent
COUNT = 2_000
SAMPLE = 40  # documents whose stages are timed one by one
_PLAIN = ("--no-tables", "--no-check")


def run(*arguments: str) -> dict[str, float]:
    """Seconds of a command: by the clock, and of the processors in all its processes."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "dashi_kg", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
    used: dict[int, float] = {}
    while process.poll() is None:
        used |= cpu_of_session(process.pid)
        time.sleep(0.2)
    if process.returncode not in (0, 1):
        raise SystemExit(f"{command} ended with {process.returncode}")
    return {"wall": round(time.perf_counter() - start, 1), "cpu": round(sum(used.values()), 1)}


def cpu_of_session(session: int) -> dict[int, float]:
    """Seconds of the processor of every process of a session, by its number."""
    tick = os.sysconf("SC_CLK_TCK")
    found = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[3]) == session:
                found[int(folder.name)] = (int(fields[11]) + int(fields[12])) / tick
    return found


def stages(files: Sequence[Path]) -> dict[str, float]:
    """Seconds of the processor for a document: reading, rows of observations, findings; mean over the files."""
    from dashi_kg.export.tables.lookup import Facts
    from dashi_kg.export.tables.observations import observation_rows
    from dashi_kg.export.tables.parquet import arrow_table
    from dashi_kg.pipeline import build, shared_quads
    from dashi_kg.rdf.serialize import serialize
    from dashi_kg.settings import settings
    from dashi_kg.validation.engine import Validator

    base = settings().base
    shared = shared_quads(base)
    facts, validator = Facts(shared), Validator(base, shared)
    build(files[0], base)
    spent = dict.fromkeys(("read", "tables", "check"), 0.0)

    def timed(name: str, since: float) -> float:
        now = time.process_time()
        spent[name] += now - since
        return now

    quads = figures = 0
    for file in files:
        at = time.process_time()
        built = build(file, base)
        serialize(built.quads, "nq", base)
        at = timed("read", at)
        rows = observation_rows(built.quads, base, facts)
        arrow_table(rows)
        at = timed("tables", at)
        validator.check(built.quads)
        timed("check", at)
        quads, figures = quads + len(built.quads), figures + len(rows)
    count = len(files)
    size = sum(f.stat().st_size for f in files)
    characters = sum(len(f.read_text(encoding="utf-8")) for f in files)
    return {
        **{k: round(v / count, 4) for k, v in spent.items()},
        "quads": round(quads / count), "figures": round(figures / count),
        "bytes": round(size / count), "characters": round(characters / count),
    }  # fmt: skip


def sizes(lake: Path) -> dict[str, int]:
    """Bytes of the output by folder, and of what is kept for the next run."""
    manifest = json.loads((lake / "manifest.json").read_text(encoding="utf-8"))
    found: dict[str, int] = {}
    for file in manifest["files"]:
        folder = file["path"].partition("/")[0]
        found[folder] = found.get(folder, 0) + file["bytes"]
    found["work"] = sum(p.stat().st_size for p in (lake / ".work").rglob("*") if p.is_file())
    return found


def same(lake: Path, corpus: Path) -> bool:
    """Whether the quads are equal after sorting."""
    found: set[bytes] = set()
    for path in [*lake.glob("nquads/*/*/*.nq.gz"), *lake.glob("shared/*.nq.gz")]:
        found.update(gzip.decompress(path.read_bytes()).splitlines(keepends=True))
    return sorted(found) == corpus.read_bytes().splitlines(keepends=True)


def measured(count: int, keep: Path | None = None) -> dict[str, Any]:
    """All that is measured over so many documents; ``keep``: where the whole output goes."""
    with tempfile.TemporaryDirectory(prefix="dashi-kg-bench-") as name:
        where = Path(name)
        files = texts.write(where / "in", count)
        documents = str(where / "in")
        sample = files[:: max(1, count // SAMPLE)][:SAMPLE]
        found: dict[str, Any] = {
            "documents": count,
            "machine": f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}",
            "date": str(date.today()),
            "load": round(os.getloadavg()[1], 1),
            "document": stages(sample),
            "build -j 2": run("build", documents, "-o", str(where / "one"), "-j", "2"),
        }
        for workers in (1, 2):
            lake = where / f"lake{workers}"
            found[f"spark, {workers} workers"] = spark(workers, documents, lake, *_PLAIN)
            found["equal"] = found.get("equal", True) and same(lake, where / "one" / "corpus.nq")
        whole = keep or where / "whole"
        found["spark, 2 workers, tables and findings"] = spark(2, documents, whole)
        found["spark, 2 workers, nothing new"] = spark(2, documents, whole)
        found["bytes"] = sizes(whole)
        found["totals"] = json.loads((whole / "manifest.json").read_text(encoding="utf-8"))["totals"]
        return found


def spark(workers: int, documents: str, lake: Path, *more: str) -> dict[str, float]:
    """A whole run on a local cluster, its start included."""
    master = f"local-cluster[{workers},1,1024]"
    return run("spark", "build", documents, str(lake), "--master", master, "--keep-going", *more)


if __name__ == "__main__":
    given = sys.argv[1:]
    result = measured(int(given[0]) if given else COUNT, Path(given[1]) if len(given) > 1 else None)
    words = json.dumps(result, ensure_ascii=False, indent=1) + "\n"
    (HERE / "spark.json").write_text(words, encoding="utf-8")
    print(words)
