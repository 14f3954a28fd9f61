"""Graphs of which a store has nothing yet are added as they are: nothing need be staged, and nothing is written twice.

Where a store takes quads of many graphs, one transaction adds them all with their entries of the manifest: readers see none or all.
More than a transaction should hold is added by the store's bulk way, some graphs at a time, or graph by graph: readers see it growing. Then the entries
come first, so that what a load that is broken off leaves is known for ours, and the next one goes on with the rest.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import IO, TypeGuard

from dashi_kg.loading import manifest
from dashi_kg.loading.http import UnsureError
from dashi_kg.loading.load_plan import GraphPlan, as_quads
from dashi_kg.loading.proof import Proof
from dashi_kg.loading.staging import CHUNK, chunks
from dashi_kg.loading.stores import Client, HttpStore, takes_quads


def addable(
    client: Client,
    changed: Sequence[GraphPlan],
    before: Mapping[str, Proof],
    entries: Mapping[str, manifest.Entry],
    wanted: Mapping[str, manifest.Entry],
) -> TypeGuard[HttpStore]:
    """Whether whatever changes can be added: it is not in the store yet, and the manifest tells nothing else of it.

    Where one transaction does not do, a graph that such a load left half written is written again; a store that takes a graph at a time shows each by itself,
    and gets only what is large like that.

    Args:
        changed: graphs that are to be loaded.
        before: what the store has under the name of each graph.
        entries: of the manifest that is there.
        wanted: of the one that is to be.
    """
    if any(wanted.get(iri) != entry for iri, entry in entries.items()) or not isinstance(client, HttpStore):
        return False
    if _many(client, changed):
        return all(not before[graph.iri].extra for graph in changed)
    return takes_quads(client) and not any(before[graph.iri].count for graph in changed)


def _many(client: HttpStore, graphs: Sequence[GraphPlan]) -> bool:
    """Whether it is more than one transaction should hold."""
    most = client.kind.at_once
    return bool(most) and sum(graph.count for graph in graphs) > most


def added(
    client: HttpStore,
    changed: Sequence[GraphPlan],
    entries: Mapping[str, manifest.Entry],
    wanted: Mapping[str, manifest.Entry],
    base: str,
    *,
    chunk: int | None = None,
    late: float = 0.0,
) -> Iterator[int]:
    """Add graphs and their entries of the manifest; how many graphs are in the store after each request.

    Args:
        changed: see :func:`addable`.
        chunk: triples a request, where it takes one graph only.
        late: seconds for a store that is still at it when no answer has come in time.

    Raises:
        DashiError: the store refuses. :class:`UnsureError` where it is not known whether it has taken a request.
    """
    place = manifest.manifest_iri(base)
    untold = {iri: entry for iri, entry in wanted.items() if iri not in entries}
    if _many(client, changed):
        yield from _in_bulk(client, changed, untold, place, chunk or CHUNK)
        return
    with tempfile.TemporaryFile() as file:
        for graph in changed:
            _write(file, graph.pieces(), graph.iri)
        _write(file, [manifest.statements(untold.values())], place)
        file.seek(0)
        try:
            client.add(file)
        except UnsureError as error:  # did it happen? the store knows
            manifest.settle(error, client, base, partial(manifest.says, (), untold.values()), late=late)
    yield len(changed)


def _in_bulk(
    client: HttpStore, changed: Sequence[GraphPlan], untold: dict[str, manifest.Entry], place: str, chunk: int
) -> Iterator[int]:
    """Some graphs at a time behind their entries; sending either twice changes nothing."""
    whole = takes_quads(client)
    done = 0
    for step in in_steps(changed, client.kind.at_once, client.kind.told):
        told = [untold.pop(graph.iri) for graph in step if graph.iri in untold]
        client.post(place, manifest.statements(told))
        if whole:
            with tempfile.TemporaryFile() as file:
                for graph in step:
                    _write(file, graph.pieces(), graph.iri)
                file.seek(0)
                client.add(file, bulk=True)
            done += len(step)
            yield done
            continue
        for graph in step:
            client.put(graph.iri, chunks(graph, chunk))
            done += 1
            yield done
    if untold:  # of graphs that were there already
        client.post(place, manifest.statements(untold.values()))


def in_steps(graphs: Iterable[GraphPlan], most: int, count: int = 0) -> Iterator[list[GraphPlan]]:
    """Whole graphs for one request each; ``most``: triples, ``count``: graphs, 0 for as many as there are."""
    step: list[GraphPlan] = []
    size = 0
    for graph in graphs:
        if step and ((most and size + graph.count > most) or len(step) == count):
            yield step
            step, size = [], 0
        step.append(graph)
        size += graph.count
    if step:
        yield step


def _write(file: IO[bytes], pieces: Iterable[str], graph: str) -> None:
    for piece in pieces:
        file.write(as_quads(piece, graph).encode("utf-8"))
