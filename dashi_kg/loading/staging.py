"""Graphs wait in a place of their own until all of them have arrived: staged, fetched back and compared.

What a run that was broken off has staged is not sent again.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence

from dashi_kg.loading.load_plan import GraphPlan, as_quads
from dashi_kg.loading.manifest import STAGING, staging_iri
from dashi_kg.loading.proof import Proof, prove
from dashi_kg.loading.stores import Client, HttpStore, takes_quads

CHUNK, MANY = 50_000, 1_000_000  # triples a request: of one graph; of many, where the store takes quads
_DROPPED = 20  # graphs that are removed by one request, where there are more


def staged(
    client: Client, graphs: Sequence[GraphPlan], chunk: int | None = None
) -> Iterator[tuple[GraphPlan, Proof]]:
    """Each graph with the proof that it is in its waiting place.

    Args:
        client: the store.
        graphs: that are sent, unless they wait there already.
        chunk: triples per request (default: as the store takes them best).

    Raises:
        DashiError: the store is not reached, or refuses.
    """
    if takes_quads(client):
        _send_together(client, graphs, chunk or MANY)
    for graph in graphs:
        place = staging_iri(graph)
        proof = prove(client, graph, place)
        if not proof.same and not takes_quads(client):
            client.put(place, chunks(graph, chunk or CHUNK))
            proof = prove(client, graph, place)
        yield graph, proof


def _send_together(client: HttpStore, graphs: Iterable[GraphPlan], chunk: int) -> None:
    """Send graphs in few requests: each is a transaction, which costs TDB2 a copy of all blocks that it touches."""
    absent = []
    for graph in graphs:
        proof = prove(client, graph, staging_iri(graph))
        if not proof.same:
            absent.append(graph)
            if proof.count:
                client.delete(staging_iri(graph))
    lines = (as_quads(line, staging_iri(graph)) for graph in absent for line in graph.each())
    more = next(lines, "")
    while more:
        with tempfile.TemporaryFile() as file:
            file.write(more.encode("utf-8"))
            for _, line in zip(range(chunk - 1), lines, strict=False):
                file.write(line.encode("utf-8"))
            file.seek(0)
            client.add(file, bulk=True)
        more = next(lines, "")


def chunks(graph: GraphPlan, size: int) -> Iterator[bytes]:
    """The lines of a graph, so many at a time."""
    lines = graph.lines
    for start in range(0, graph.count, size):
        yield "".join(lines[start : start + size]).encode("utf-8")


def drop(client: Client, graphs: Sequence[str], most: int) -> None:
    """Remove graphs, in their order, so many by one request."""
    for start in range(0, len(graphs), most):
        client.update(" ;\n".join(f"DROP SILENT GRAPH <{graph}>" for graph in graphs[start : start + most]))


def unstage(client: Client) -> None:
    """Remove what is staged, of this run and of one that was killed."""
    left = sorted(g for g in client.graphs() if g.startswith(STAGING))
    if takes_quads(client) and len(left) > _DROPPED:
        drop(client, left, _DROPPED)
        return
    for graph in left:
        client.delete(graph)
