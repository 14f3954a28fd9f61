"""The swap: what is staged takes the place of what was there, and the manifest follows."""

from __future__ import annotations

from functools import partial

from dashi_kg.files import Progress
from dashi_kg.language import Both
from dashi_kg.loading import manifest
from dashi_kg.loading.added import in_steps
from dashi_kg.loading.http import UnsureError
from dashi_kg.loading.load_plan import GraphPlan
from dashi_kg.loading.stores import Client, HttpStore, takes_quads

_COPIED = 2  # times as many triples are copied at once as are added: what others loaded is not to change in steps without need
LATE = 3600.0  # seconds for a store that was still at it when no answer came in time


def copied(graph: GraphPlan) -> str:
    """The update that puts what is staged in its place."""
    return f"COPY SILENT GRAPH <{manifest.staging_iri(graph)}> TO GRAPH <{graph.iri}>"


def swap_in(
    client: Client,
    changed: list[GraphPlan],
    obsolete: list[manifest.Entry],
    entries: dict[str, manifest.Entry],
    wanted: dict[str, manifest.Entry],
    base: str,
    progress: Progress,
) -> None:
    """All at once; where a store holds in memory what a request changes, as many whole graphs at a time as it can take."""
    if isinstance(client, HttpStore) and client.kind.told and len(wanted) + len(obsolete) > client.kind.told:
        _in_parts(client, changed, obsolete, entries, wanted, base)
        return
    most = _COPIED * client.kind.at_once if takes_quads(client) else 0
    groups = list(in_steps(changed, most)) or [[]]
    told = dict(entries)
    for number, group in enumerate(groups):
        last = number + 1 == len(groups)
        told = wanted if last else told | {graph.iri: wanted[graph.iri] for graph in group}
        try:
            client.update(_swap(group, obsolete if last else [], list(told.values()), base))
        except UnsureError as error:
            if error.late:
                progress(Both("正在等数据库做完", "waiting for the store to finish"))
            manifest.settle(error, client, base, told.__eq__, late=LATE)


def _swap(
    changed: list[GraphPlan], obsolete: list[manifest.Entry], wanted: list[manifest.Entry], base: str
) -> str:
    """One request, which stores run as one transaction: all graphs come in, old ones go, the manifest follows.

    Not ``MOVE``: Jena TDB2 loses triples when one transaction has hundreds, and what was staged would be gone before
    the proof.
    """
    place = manifest.manifest_iri(base)
    steps = [copied(graph) for graph in changed]
    steps += [f"DROP SILENT GRAPH <{iri}>" for iri in (*(e.iri for e in obsolete), place)]
    steps.append(f"INSERT DATA {{ GRAPH <{place}> {{ {manifest.statements(wanted)} }} }}")
    return " ;\n".join(steps)


def _in_parts(
    client: HttpStore,
    changed: list[GraphPlan],
    obsolete: list[manifest.Entry],
    entries: dict[str, manifest.Entry],
    wanted: dict[str, manifest.Entry],
    base: str,
) -> None:
    """A part of the graphs a request, each with its entries, where a store cannot read a request about all of them."""
    place = manifest.manifest_iri(base)
    copies = {graph.iri: copied(graph) for graph in changed}
    gone = {entry.iri for entry in obsolete}
    names = sorted({iri for iri in wanted if iri in copies or wanted[iri] != entries.get(iri)} | gone)
    for start in range(0, len(names), client.kind.told):
        some = names[start : start + client.kind.told]
        former = [entries[iri] for iri in some if iri in entries]
        new = [wanted[iri] for iri in some if iri in wanted]
        steps = [copies[iri] for iri in some if iri in copies]
        steps += [f"DROP SILENT GRAPH <{iri}>" for iri in some if iri in gone]
        for verb, told in (("DELETE", former), ("INSERT", new)):
            if told:
                steps.append(f"{verb} DATA {{ GRAPH <{place}> {{ {manifest.statements(told)} }} }}")
        try:
            client.update(" ;\n".join(steps))
        except UnsureError as error:
            left = [entry.iri for entry in former if entry.iri not in wanted]
            manifest.settle(error, client, base, partial(manifest.says, left, new), late=LATE)
