"""Graphs of which a store has nothing yet are added in one request each time: nothing need be staged, and nothing is written twice.

A request is a transaction, so readers see none of its graphs or all of them. A store that holds a transaction in memory gets as many whole graphs as
it can take, and their entries of the manifest with them: a load that is broken off goes on with the rest.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import IO

from dashi_kg.loading import manifest
from dashi_kg.loading.http import UnsureError
from dashi_kg.loading.load_plan import GraphPlan, as_quads
from dashi_kg.loading.proof import Proof
from dashi_kg.loading.stores import HttpStore


def only_new(
    changed: Iterable[GraphPlan],
    before: Mapping[str, Proof],
    entries: Mapping[str, manifest.Entry],
    wanted: Mapping[str, manifest.Entry],
) -> bool:
    """Whether whatever changes is not in the store yet, and the manifest tells nothing else of it.

    Args:
        changed: graphs that are to be loaded.
        before: what the store has under the name of each graph.
        entries: of the manifest that is there.
        wanted: of the one that is to be.
    """
    return not any(before[graph.iri].count for graph in changed) and all(
        wanted.get(iri) == entry for iri, entry in entries.items()
    )


def added(
    client: HttpStore,
    changed: Iterable[GraphPlan],
    entries: Mapping[str, manifest.Entry],
    wanted: Mapping[str, manifest.Entry],
    base: str,
    *,
    late: float = 0.0,
) -> Iterator[int]:
    """Add graphs and their entries of the manifest; how many graphs are in the store after each request.

    Args:
        late: seconds for a store that is still at it when no answer has come in time.

    Raises:
        DashiError: the store refuses. :class:`UnsureError` where it is not known whether it has taken a request.
    """
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
