"""Time a corpus on Apache Spark beside ``dashi-kg build -j 2``, in one run:
``python -m benchmarks.spark [COUNT [FEW [LAKE]]]``; LAKE: where the output is kept, for :mod:`benchmarks.lake`; with ``--alone`` only
what a document costs, without a cluster.

Both read the same generated documents (:mod:`benchmarks.texts`) and make the same quads: Spark on a local cluster of two worker
processes of one processor each. Over the first FEW of them one worker is measured beside two, and once more two with the tables and
the findings, which ``build`` does not make; then again with nothing new. Each run says how busy the machine was meanwhile; what
a document costs is measured by the time of the processor, stage by stage. Writes ``benchmarks/spark.json``, from which
``scripts/scale.py`` makes the figures of ``docs/scale.md``.
"""

from __future__ import annotations

import gzip
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from itertools import zip_longest
from pathlib import Path
from typing import Any

from benchmarks import texts

HERE = Path(__file__).resolve().parent
COUNT, FEW = 2_000, 400
SAMPLE = 40  # documents whose stages are timed one by one
_PLAIN = ("--no-tables", "--no-check")


def run(*arguments: str, graph: Path | None = None) -> dict[str, float]:
    """Seconds of a command: by the clock, and of the processors in all its processes; the mean load of the machine meanwhile.

    Args:
        graph: a file; both are told also of the time until it is there.
    """
    start = time.perf_counter()
    command = [sys.executable, "-m", "dashi_kg", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
    used: dict[int, float] = {}
    loads = []
    until: dict[str, float] = {}
    while process.poll() is None:
        used |= cpu_of_session(process.pid)
        loads.append(os.getloadavg()[0])
        if graph and not until and graph.is_file():
            until = {"graph wall": _since(start), "graph cpu": round(sum(used.values()), 1)}
        time.sleep(1)
    if process.returncode not in (0, 1):
        raise SystemExit(f"{command} ended with {process.returncode}")
    return {
        "wall": _since(start),
        "cpu": round(sum(used.values()), 1),
        "load": round(statistics.mean(loads), 1),
        **until,
    }


def _since(start: float) -> float:
    return round(time.perf_counter() - start, 1)


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


def stages(files: Sequence[Path], out: Path) -> tuple[dict[str, float], dict[str, float]]:
    """What a document costs without a cluster, by the code that runs on the workers: mean over the files.

    Returns:
        Seconds of the processor for reading, rows of observations, findings, and writing the files of the output; quads,
        figures, bytes and characters. And the bytes that are kept, by folder.
    """
    from types import SimpleNamespace

    from dashi_kg.corpus.one_file import record_of
    from dashi_kg.corpus.record import dump
    from dashi_kg.settings import settings
    from dashi_kg.spark.parts import write_groups
    from dashi_kg.spark.places import Place
    from dashi_kg.spark.reading import Limits, Reader

    base = settings().base
    scratch = out / "scratch"
    scratch.mkdir(parents=True)
    reader = Reader(Limits(0, 0, base), str(scratch))
    reader.warm()
    spent = dict.fromkeys(("read", "tables", "check", "write"), 0.0)
    rows, quads, figures = [], 0, 0
    for file in files:
        parts: dict[str, bytes] = {}
        at = time.process_time()
        record, built = record_of(file, "", base)
        if built is None:
            raise SystemExit(f"{file}: {record.reason}")
        parts["quads"] = reader.quads(built)
        at = _timed(spent, "read", at)
        parts["observations"] = reader.observations(built)
        at = _timed(spent, "tables", at)
        parts["findings"] = reader.findings(built)
        _timed(spent, "check", at)
        quads, figures = quads + len(built.quads), figures + len(built.extraction.observations)
        group = {"province": "sample", "of_year": record.year, "part": 0, "parts": 1, "digest": "sample"}
        words = dump(record).decode("utf-8")
        rows.append(
            SimpleNamespace(
                **group, key=record.report, report=record.report, record=words, before_record=None, **parts
            )
        )
    rows.sort(key=lambda row: (row.of_year, row.report))
    at = time.process_time()
    write_groups((_Row(row.__dict__) for row in rows), Place(str(out)), "work", base)
    _timed(spent, "write", at)
    count = len(rows)
    characters = sum(len(f.read_text(encoding="utf-8")) for f in files)
    kept = {
        folder: sum(p.stat().st_size for p in (out / folder).rglob("*") if p.is_file()) / count
        for folder in ("nquads", "observations", "findings")
    }
    kept["work"] = (
        sum(len(r.record) + len(r.quads) + len(r.observations) + len(r.findings) for r in rows) / count
    )
    return {
        **{k: round(v / count, 4) for k, v in spent.items()},
        "quads": round(quads / count), "figures": round(figures / count), "sample": count,
        "bytes": round(sum(f.stat().st_size for f in files) / len(files)), "characters": round(characters / len(files)),
    }, {name: round(size) for name, size in kept.items()}  # fmt: skip


class _Row(dict[str, Any]):
    """A row as Spark gives it: by name and as an attribute."""

    __getattr__ = dict.__getitem__


def _timed(spent: dict[str, float], name: str, since: float) -> float:
    now = time.process_time()
    spent[name] += now - since
    return now


def same(lake: Path, corpus: Path) -> bool:
    """Whether the quads are equal after sorting, by ``sort``, which keeps to a memory of its own: millions of lines are too many here."""
    parts = [*lake.glob("nquads/*/*/*.nq.gz"), *lake.glob("shared/*.nq.gz")]
    with tempfile.TemporaryDirectory(dir=corpus.parent) as scratch:
        sorting = subprocess.Popen(
            ["sort", "-u", "-S", "1G", "-T", scratch],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, "LC_ALL": "C"},
        )  # fmt: skip
        assert sorting.stdin and sorting.stdout
        for part in parts:
            sorting.stdin.write(gzip.decompress(part.read_bytes()))
        sorting.stdin.close()
        with corpus.open("rb") as whole:
            equal = all(one == other for one, other in zip_longest(sorting.stdout, whole))
        sorting.stdout.close()
        return sorting.wait() == 0 and equal


def measured(count: int, few: int, keep: Path | None = None, *, alone: bool = False) -> dict[str, Any]:
    """All that is measured over so many documents; written as it comes.

    Args:
        few: of these, for one worker beside two, and for the tables.
        keep: where the outputs go, in the folders ``same`` and ``whole``.
        alone: measure what a document costs, and start no cluster.
    """
    with tempfile.TemporaryDirectory(prefix="dashi-kg-bench-") as name:
        where = Path(name)
        out = keep or where
        files = texts.write(where / "in", count)
        documents = str(where / "in")
        sample = files[:: max(1, count // SAMPLE)][:SAMPLE]
        busy = os.getloadavg()[0]
        document, kept = stages(sample, where / "sample")
        found: dict[str, Any] = {
            "documents": count,
            "few": few,
            "machine": f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}",
            "date": str(date.today()),
            "load": round((busy + os.getloadavg()[0]) / 2, 1),
            "document": document,
            "bytes": kept,
        }
        if alone:
            return found
        one = where / "one"
        # beyond the graph it makes a store and a table for questions, which a lake leaves to those who load it
        found["build -j 2"] = run("build", documents, "-o", str(one), "-j", "2", graph=one / "corpus.nq")
        _told(found)
        found["spark, 2 workers"] = spark(2, documents, out / "same", *_PLAIN)
        found["equal"] = same(out / "same", one / "corpus.nq")
        _told(found)
        texts.write(where / "few", few)
        some = str(where / "few")
        for workers in (1, 2):
            found[f"spark, {workers} workers, few"] = spark(workers, some, where / f"lake{workers}", *_PLAIN)
            _told(found)
        whole = out / "whole"
        found["spark, 2 workers, tables and findings, few"] = spark(2, some, whole)
        found["spark, 2 workers, nothing new, few"] = spark(2, some, whole)
        found["totals"] = json.loads((whole / "manifest.json").read_text(encoding="utf-8"))["totals"]
        return found


def _told(found: dict[str, Any]) -> None:
    words = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
    (HERE / "spark.json").write_text(words, encoding="utf-8")
    print(words, flush=True)


def spark(workers: int, documents: str, lake: Path, *more: str) -> dict[str, float]:
    """A whole run on a local cluster, its start included."""
    master = f"local-cluster[{workers},1,1024]"
    return run("spark", "build", documents, str(lake), "--master", master, "--keep-going", *more)


if __name__ == "__main__":
    given = [word for word in sys.argv[1:] if word != "--alone"]
    count = int(given[0]) if given else COUNT
    few = min(count, int(given[1]) if len(given) > 1 else FEW)
    _told(measured(count, few, Path(given[2]) if len(given) > 2 else None, alone="--alone" in sys.argv))
