"""Where numbered IRIs of earlier releases lead now: ``data/moved.csv``, written by ``scripts/moved.py``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from dashi_kg.graph.nodes.canvas import Canvas
from dashi_kg.rdf import iris
from dashi_kg.rdf.namespaces import curie
from dashi_kg.resources import data_dir


def write_moved(c: Canvas) -> None:
    """``dct:isReplacedBy`` from each former IRI of this report, in a graph of its own."""
    graph = c.n(iris.graph("moved"))
    for old, new in _table(data_dir() / "moved.csv").get(c.report_path, ()):
        c.add(c.n(old), curie("dct:isReplacedBy"), c.n(new), graph)


@cache
def _table(file: Path) -> dict[str, tuple[tuple[str, str], ...]]:
    """Path of a report → its former IRIs with those that replace them, all below the base."""
    found: dict[str, list[tuple[str, str]]] = {}
    if file.is_file():
        import csv

        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                found.setdefault(row["old"].partition("#")[0], []).append((row["old"], row["new"]))
    return {report: tuple(rows) for report, rows in found.items()}
