"""The engine of a site over a store on the disk: what it holds of a large graph is not in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pyoxigraph import Quad, Store

from dashi_kg.query.engines import OxigraphEngine
from dashi_kg.query.on_disk.stored import load_graphs, load_merged
from dashi_kg.rdf.iris import lines_of_reports
from dashi_kg.rdf.lines import pieces_of
from dashi_kg.site.shared.basis import report_of
from dashi_kg.site.shared.pointing import OF_FEW

_STORE = "site"
_LOADED = 16 << 20  # bytes of lines that the loader takes at once


def disk_engine(
    nquads: Path, lead: Iterable[bytes], extra: Sequence[Quad], folder: Path, base: str
) -> OxigraphEngine:
    """The engine over a graph with what is said besides.

    Of the named graphs of a report it has what leads to bodies and places: their pages ask which graph says so; who points to what else is shared is
    known (:mod:`dashi_kg.site.shared.pointing`), and the pages of a report read its own lines. All is in the default graph.

    Args:
        nquads: sorted N-Quads of named graphs, each line once.
        lead: those of them that it has in their graphs (:func:`leading`), many at a time.
        extra: what is said besides.
        folder: for the store; it is there.
        base: the base IRI.

    Raises:
        OSError: the store cannot be written.
    """
    site = Store(str(folder / _STORE))
    load_merged(site, pieces_of(nquads), _LOADED)
    load_graphs(site, lead, _LOADED)
    site.bulk_extend(extra)
    site.bulk_extend(Quad(q.subject, q.predicate, q.object) for q in extra)
    site.flush()
    del site  # closes its files: each process reads them for itself
    return opened(folder, base)


def opened(folder: Path, base: str) -> OxigraphEngine:
    """The engine over the store that lies in a folder.

    Raises:
        OSError: it cannot be read.
    """
    return OxigraphEngine(Store.read_only(str(folder / _STORE)), base, merged=True)


def leading(some: Iterable[bytes], base: str) -> Iterator[bytes]:
    """Lines without those that stand in the graph of a report and lead from its own things to no body or place."""
    private, shared = lines_of_reports(base), dict[bytes, bool]()
    few = tuple(f"<{base}{kind}".encode() for kind in OF_FEW)

    def kept(line: bytes) -> bool:
        if not line.startswith(private):
            return True
        start = line.index(b" ", line.index(b" ") + 1) + 1
        if line.startswith(few, start):
            return True
        graph = line[line.rindex(b" <") + 2 : -3]
        if (known := shared.get(graph)) is None:
            known = shared[graph] = report_of(graph.decode(), base) is None
        return known

    for piece in some:
        yield b"".join([line for line in piece.splitlines(keepends=True) if kept(line)])
