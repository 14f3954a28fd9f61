"""Every format of :mod:`dashi_kg.export.formats` of a corpus that is larger than memory, with the same bytes."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO

from pyoxigraph import Quad, RdfFormat, Store, Triple, parse

from dashi_kg.export.annotations import typed_offsets as annotation_offsets
from dashi_kg.export.construct import constructed_over
from dashi_kg.export.databases.datasette import datasette_bytes
from dashi_kg.export.databases.duckdb import write_duckdb
from dashi_kg.export.databases.sqlite import write_sqlite
from dashi_kg.export.datacube import structure
from dashi_kg.export.dataset import dataset
from dashi_kg.export.described import described_triples
from dashi_kg.export.formats import Format, Material, issued_of, material
from dashi_kg.export.nif import typed_offsets as nif_offsets
from dashi_kg.export.streamed.documents import (
    constructed_lines,
    lines_of,
    triples_of,
    write_jsonld,
    write_nq,
    write_nt,
    write_trig,
    write_turtle,
)
from dashi_kg.export.streamed.facts_on_disk import FactsOnDisk
from dashi_kg.export.streamed.framed_on_disk import write_framed
from dashi_kg.export.streamed.sorted_file import SortedFile, sorted_file
from dashi_kg.export.streamed.spooled import empty_relations, observations_on_disk, relations_on_disk
from dashi_kg.export.tables.listed import table_file
from dashi_kg.export.tables.observations import write_csv
from dashi_kg.export.tables.parquet import write_parquet
from dashi_kg.export.tables.workbook import write_xlsx
from dashi_kg.query.engines import OxigraphEngine
from dashi_kg.rdf.iris import lines_of_reports
from dashi_kg.rdf.jsonld import dump
from dashi_kg.rdf.namespaces import FOREIGN
from dashi_kg.rdf.serialize import serialize
from dashi_kg.rdf.terms import value


@dataclass(slots=True)
class Streamed:
    """A corpus that is exported without being held.

    Args:
        file: its graph.
        folder: for files in between.
        base: the base IRI.
        store: gives what answers queries over it.
    """

    file: SortedFile
    folder: Path
    base: str
    store: Callable[[], OxigraphEngine]


Write = Callable[[Streamed, IO[bytes]], None]


def write_streamed(
    wanted: Format,
    path: Path,
    shared: Iterable[Quad],
    base: str,
    report: str | None,
    store: Callable[[], OxigraphEngine],
    out: IO[bytes],
) -> None:
    """Write a corpus in one format.

    Args:
        wanted: the format.
        path: sorted N-Quads.
        shared: vocabulary and reference facts.
        base: the base IRI.
        report: ``{org-id}/{year}``, or nothing for all.
        store: gives an engine over the graph.
        out: takes the bytes.

    Raises:
        UnsortedError: (before anything is written) the file has to be read whole.
        DashiError: there is no such report, or a library is not installed.
    """
    shared = list(shared)
    lines = serialize(shared, "nq", base).splitlines(keepends=True)
    file = sorted_file(path, (line.removesuffix(b"\n") for line in lines), base)
    file.missing = [line if line.endswith(b"\n") else line + b"\n" for line in file.missing]
    if report or wanted.name == "report":
        out.write(wanted.write(_of_one(file, shared, base, report)))
        return
    with tempfile.TemporaryDirectory(prefix="dashi-kg-export-") as folder:
        _WRITERS[wanted.name](Streamed(file, Path(folder), base, store), out)


def _of_one(file: SortedFile, shared: list[Quad], base: str, report: str | None) -> Material:
    """One report: what belongs to others is passed over while the file is read."""
    iri = f"{base}report/{report}"
    if iri not in file.reports:  # none was named, or another: told with the names that there are
        kind = f"{base}ns#Report"
        known = [q for r in file.reports for q in file.quads(r) if value(q.object) == kind]
        return material(known, shared, base, report or "")
    facts = FactsOnDisk(file)
    facts.hold(iri)
    texts = {value(q.subject).partition("#")[0] for q in facts.quads}
    texts |= {text for o in facts.all(iri, FOREIGN["prov"] + "wasDerivedFrom") if (text := value(o))}
    mine = tuple(f"<{name}".encode() for name in sorted(texts))
    foreign = lines_of_reports(base)
    others = frozenset(r.removeprefix(f"{base}report/").encode() for r in file.reports if r != iri)

    def wanted() -> Iterator[bytes]:
        for line in lines_of(file):
            if line.startswith(foreign) and not line.startswith(mine):
                continue
            graph = line[line.rindex(b" <") + 2 : -4]
            if (
                b"/".join(graph.rsplit(b"/", 2)[1:]) not in others
            ):  # what another says of a body stands in its own graphs
                yield line

    return material(parse(b"".join(wanted()), format=RdfFormat.N_QUADS), shared, base, report)


def _whole(write: Callable[[Path, Streamed], None]) -> Write:
    """What writes a file of its own, and not a stream."""

    def into(s: Streamed, out: IO[bytes]) -> None:
        made = s.folder / "made"
        write(made, s)
        with made.open("rb") as file:
            shutil.copyfileobj(file, out)

    return into


def _cube(store: Store, base: str) -> Iterator[Triple]:
    return chain(structure(base), constructed_over("datacube", store, base))


def _nif(store: Store, base: str) -> Iterator[Triple]:
    return nif_offsets(constructed_over("nif", store, base))


def _annotations(store: Store, base: str) -> Iterator[Triple]:
    return annotation_offsets(constructed_over("annotations", store, base))


def _view(view: Callable[[Store, str], Iterator[Triple]]) -> Write:
    """A view by SPARQL, as Turtle."""

    def write(s: Streamed, out: IO[bytes]) -> None:
        lines = constructed_lines(view(s.store().store, s.base), s.folder)
        write_turtle(lines, out, s.folder, s.base)

    return write


def _framed(frame: str) -> Write:
    return lambda s, out: write_framed(s.file, frame, out, s.folder, s.base)


def _dataset(s: Streamed, out: IO[bytes]) -> None:
    out.write(dump(dataset(described_triples(lines_of(s.file), s.base), s.base)))


_WRITERS: dict[str, Write] = {
    "turtle": lambda s, out: write_turtle(triples_of(s.file), out, s.folder, s.base),
    "trig": lambda s, out: write_trig(s.file, out, s.folder, s.base),
    "nt": lambda s, out: write_nt(s.file, out),
    "nq": lambda s, out: write_nq(s.file, out),
    "jsonld": lambda s, out: write_jsonld(s.file, out, s.folder, s.base),
    "observations": _framed("observation"),
    "problems": _framed("problem"),
    "plan-items": _framed("plan-item"),
    "csv": lambda s, out: write_csv(out, observations_on_disk(s.file, s.folder, s.base)),
    "problems-csv": lambda s, out: _bytes(out, table_file(s.store(), s.base, "problems")),
    "plans-csv": lambda s, out: _bytes(out, table_file(s.store(), s.base, "plans")),
    "xlsx": lambda s, out: write_xlsx(
        out, observations_on_disk(s.file, s.folder, s.base), issued_of(FactsOnDisk(s.file), s.file.reports)
    ),
    "parquet": lambda s, out: write_parquet(out, observations_on_disk(s.file, s.folder, s.base)),
    "sqlite": _whole(lambda path, s: write_sqlite(path, relations_on_disk(s.file, s.folder, s.base))),
    "duckdb": _whole(lambda path, s: write_duckdb(path, relations_on_disk(s.file, s.folder, s.base))),
    "datasette": lambda s, out: _bytes(out, datasette_bytes(empty_relations(s.file, s.base))),
    "datacube": _view(_cube),
    "nif": _view(_nif),
    "annotations": _view(_annotations),
    "dataset": _dataset,
}


def _bytes(out: IO[bytes], data: bytes) -> None:
    out.write(data)
