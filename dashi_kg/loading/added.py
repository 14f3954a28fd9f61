"""Graphs of which a store has nothing yet are added as they are: nothing need be staged, and nothing is written twice.

Where a store takes quads of many graphs, a request is a transaction, so readers see none of its graphs or all of them. A store that holds a transaction
in memory gets as many whole graphs as it can take, and their entries of the manifest with them: a load that is broken off goes on with the rest.
Where it takes only a graph at a time, the entries come first: what a load that is broken off leaves is known for ours.
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
    """Whether whatever changes can be added: it is not in the store yet, the manifest tells nothing else of it, and the store takes it well.

    A store that takes a graph at a time shows a load growing: only what is more than one transaction should hold is added to it like that. A graph that
    such a load left half written is written again.

    Args:
        changed: graphs that are to be loaded.
        before: what the store has under the name of each graph.
        entries: of the manifest that is there.
        wanted: of the one that is to be.
    """
    if any(wanted.get(iri) != entry for iri, entry in entries.items()) or not isinstance(client, HttpStore):
        return False
    if takes_quads(client):
        return not any(before[graph.iri].count for graph in changed)
    many = bool(client.kind.singly) and sum(graph.count for graph in changed) > client.kind.singly
    return many and all(before[graph.iri].count < graph.count for graph in changed)


def added(
    client: HttpStore,
    changed: Iterable[GraphPlan],
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
    if not takes_quads(client):
        yield from _singly(client, changed, entries, wanted, base, chunk or CHUNK)
        return
    place = manifest.manifest_iri(base)
    untold = {iri: entry for iri, entry in wanted.items() if iri not in entries}
    done = 0
    for step in in_steps(list(changed), client.kind.at_once):
        done += len(step)
        told = [untold.pop(graph.iri) for graph in step if graph.iri in untold]
        with tempfile.TemporaryFile() as file:
            for graph in step:
                _write(file, graph.pieces(), graph.iri)
            _write(file, [manifest.statements(told)], place)
            file.seek(0)
            try:
                client.add(file)
            except UnsureError as error:  # did it happen? the store knows
                took = partial(_has, told)
                if not manifest.tells(client, base, took, wait=late if error.late else 0):
                    raise
        yield done
    if untold:  # of graphs that a load which was broken off has left
        with tempfile.TemporaryFile() as file:
            _write(file, [manifest.statements(untold.values())], place)
            file.seek(0)
            client.add(file)


def _singly(
    client: HttpStore,
    changed: Iterable[GraphPlan],
    entries: Mapping[str, manifest.Entry],
    wanted: Mapping[str, manifest.Entry],
    base: str,
    chunk: int,
) -> Iterator[int]:
    """The same, a graph a request, behind the entries of some."""
    place = manifest.manifest_iri(base)
    done = 0
    for step in in_steps(changed, client.kind.singly):
        told = [wanted[graph.iri] for graph in step if graph.iri not in entries]
        if told:
            words = f"INSERT DATA {{ GRAPH <{place}> {{ {manifest.statements(told)} }} }}"
            try:
                client.update(words)
            except UnsureError:
                if not manifest.tells(client, base, partial(_has, told)):
                    raise
        for graph in step:
            client.put(graph.iri, chunks(graph, chunk))
            done += 1
            yield done


def _has(told: list[manifest.Entry], entries: dict[str, manifest.Entry]) -> bool:
    return all(entries.get(entry.iri) == entry for entry in told)


def in_steps(graphs: Iterable[GraphPlan], most: int) -> Iterator[list[GraphPlan]]:
    """Whole graphs for one request each; ``most``: triples, 0 for all at once."""
    step: list[GraphPlan] = []
    size = 0
    for graph in graphs:
        if step and most and size + graph.count > most:
            yield step
            step, size = [], 0
        step.append(graph)
        size += graph.count
    if step:
        yield step


def _write(file: IO[bytes], pieces: Iterable[str], graph: str) -> None:
    for piece in pieces:
        file.write(as_quads(piece, graph).encode("utf-8"))
