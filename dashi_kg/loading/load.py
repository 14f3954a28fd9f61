"""Load: look, stage, prove, swap, prove again. Every step starts from what the store holds, so a load that was
cut off is simply run again, and loading twice sends nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from dashi_kg.errors import DashiError
from dashi_kg.files import Progress
from dashi_kg.language import Both
from dashi_kg.loading import manifest
from dashi_kg.loading.added import addable, added
from dashi_kg.loading.load_plan import GraphPlan
from dashi_kg.loading.proof import Proof, prove
from dashi_kg.loading.renewed import begun, left_out, taken_over, worth_renewing
from dashi_kg.loading.staging import chunks, staged, unstage
from dashi_kg.loading.stores import Client, DiskStore
from dashi_kg.loading.swapping import LATE, copied, swap_in

AGAIN = 2  # how often graphs of which something was lost on the way in are copied once more


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of one graph. ``state``: ``same`` (was there already), ``loaded``, ``removed``, ``would load``,
    ``would remove``, ``differs``, ``not loaded`` (another graph differs, so none was swapped in)."""

    iri: str
    count: int
    digest: str
    state: str
    proof: Proof | None = None


def load(
    client: Client,
    graphs: list[GraphPlan],
    base: str,
    progress: Progress,
    *,
    dry_run: bool = False,
    force: bool = False,
    chunk: int | None = None,
) -> list[Loaded]:
    """Make a store hold these graphs, exactly, all at once.

    Args:
        client: the store.
        graphs: see :func:`dashi_kg.loading.load_plan.plan`.
        base: the base IRI; the manifest is under it.
        dry_run: look only.
        force: replace graphs of the same name that were not loaded by this tool.
        chunk: triples per request (default: as the store takes them best).

    Returns:
        A line a graph. If any ``differs``, the store does not hold what was sent: the swap was not made, something
        else wrote to the store, or the store loses triples whenever it copies them.

    Raises:
        DashiError: the store is not reached or refuses; a graph belongs to somebody else.
    """
    steps = 3 * len(graphs) + 1
    entries = manifest.read(client, base)
    wanted = {g.iri: manifest.entry_of(client, g) for g in graphs}
    before = {}
    for number, graph in enumerate(graphs):
        progress(Both(f"正在查看 {graph.iri}", f"looking at {graph.iri}"), number, steps)
        before[graph.iri] = prove(client, graph, values=wanted[graph.iri].digest)
    changed = [g for g in graphs if not before[g.iri].same]
    obsolete = [e for iri, e in entries.items() if iri not in before]
    foreign = [g.iri for g in changed if before[g.iri].count and g.iri not in entries]
    if foreign and not force:
        raise DashiError(
            Both(
                f"有 {len(foreign)} 个图存有别的数据，第一个是 <{foreign[0]}>",
                f"{len(foreign)} graphs hold other data, the first <{foreign[0]}>",
            ),
            remedy=Both(
                "请移除它们，或加 --force 换掉它们。", "Remove them, or add --force to replace them."
            ),
            file=client.address,
        )
    if dry_run:
        return [
            *(
                Loaded(g.iri, g.count, g.digest, "would load" if g in changed else "same", before[g.iri])
                for g in graphs
            ),
            *(Loaded(e.iri, e.count, e.digest, "would remove") for e in obsolete),
        ]
    if not changed and not obsolete and entries == wanted:
        _tidy(client)
        return [Loaded(g.iri, g.count, g.digest, "same", before[g.iri]) for g in graphs]
    if isinstance(client, DiskStore) and worth_renewing(client, changed):
        return _renewed(client, graphs, changed, obsolete, wanted, base, progress)
    if not client.can_update:
        return _directly(client, graphs, changed, obsolete, wanted, base, progress)
    if addable(client, changed, before, entries, wanted):
        for number in added(client, changed, entries, wanted, base, chunk=chunk, late=LATE):
            progress(Both("正在载入", "adding"), len(graphs) + number, steps)
        found = _proved(client, graphs, changed, obsolete, progress, wanted)
        if not any(line.state == "differs" for line in found):
            _tidy(client)
        return found
    progress(Both("正在载入暂存图", "staging"), len(graphs), steps)
    for number, (graph, proof) in enumerate(staged(client, changed, chunk)):
        progress(Both(f"正在核对暂存图 {graph.iri}", f"checking {graph.iri}"), len(graphs) + number, steps)
        if not proof.same:
            return [
                Loaded(g.iri, g.count, g.digest, "not loaded")
                if g is not graph
                else Loaded(g.iri, g.count, g.digest, "differs", proof)
                for g in graphs
            ]
    progress(Both("正在换上", "swapping in"), 2 * len(graphs), steps)
    swap_in(client, changed, obsolete, entries, wanted, base, progress)
    found = _proved(client, graphs, changed, obsolete, progress, wanted)
    for _ in range(AGAIN):
        lost = {line.iri for line in found if line.state == "differs"}
        if not lost:
            break
        _copy_again(client, [g for g in changed if g.iri in lost])
        found = _proved(client, graphs, changed, obsolete, progress, wanted)
    if not any(line.state == "differs" for line in found):  # else a second load needs what is staged
        _tidy(client)
    return found


def _copy_again(client: Client, graphs: list[GraphPlan]) -> None:
    """Graphs of which the store lost something between staging and its place, each in a request of its own.

    Jena TDB2 (5.2) does so now and then where one transaction copies hundreds: 32 of 300 triples of one graph of 378.
    """
    for graph in graphs:
        if prove(client, graph, manifest.staging_iri(graph)).same:
            client.update(copied(graph))


def _tidy(client: Client) -> None:
    """Remove what is staged, and what a run that was killed has left beside a folder."""
    unstage(client)
    if isinstance(client, DiskStore):
        left_out(client)


def _proved(
    client: Client,
    graphs: list[GraphPlan],
    changed: list[GraphPlan],
    obsolete: list[manifest.Entry],
    progress: Progress,
    wanted: dict[str, manifest.Entry],
) -> list[Loaded]:
    found = []
    new = {graph.iri for graph in changed}
    for number, graph in enumerate(graphs):
        progress(
            Both(f"正在核对 {graph.iri}", f"checking {graph.iri}"), 2 * len(graphs) + number, 3 * len(graphs)
        )
        proof = prove(client, graph, values=wanted[graph.iri].digest)
        state = ("loaded" if graph.iri in new else "same") if proof.same else "differs"
        found.append(Loaded(graph.iri, graph.count, graph.digest, state, proof))
    return found + [Loaded(e.iri, e.count, e.digest, "removed") for e in obsolete]


def _directly(
    client: Client,
    graphs: list[GraphPlan],
    changed: list[GraphPlan],
    obsolete: list[manifest.Entry],
    wanted: dict[str, manifest.Entry],
    base: str,
    progress: Progress,
) -> list[Loaded]:
    """A store without SPARQL Update cannot swap: each graph is replaced on its own, in one request."""
    for number, graph in enumerate(changed):
        progress(Both(f"正在写入 {graph.iri}", f"writing {graph.iri}"), len(graphs) + number, 3 * len(graphs))
        client.put(graph.iri, chunks(graph, graph.count))
    for entry in obsolete:
        client.delete(entry.iri)
    client.put(manifest.manifest_iri(base), [manifest.statements(wanted.values()).encode("utf-8")])
    return _proved(client, graphs, changed, obsolete, progress, wanted)


def _renewed(
    client: DiskStore,
    graphs: list[GraphPlan],
    changed: list[GraphPlan],
    obsolete: list[manifest.Entry],
    wanted: dict[str, manifest.Entry],
    base: str,
    progress: Progress,
) -> list[Loaded]:
    """A folder of which much changes is made anew beside it; where the proof fails, the former stays."""
    progress(Both("正在旁边建立新库", "making a new store beside it"), len(graphs), 3 * len(graphs))
    new = begun(client, graphs, list(wanted.values()), {entry.iri for entry in obsolete}, base)
    try:
        found = _proved(new, graphs, changed, obsolete, progress, wanted)
    except BaseException:  # Ctrl-C, too, leaves nothing that is half written
        new.close()
        left_out(client)
        raise
    if any(line.state == "differs" for line in found):
        new.close()
        left_out(client)
        return [
            Loaded(g.iri, g.count, g.digest, "not loaded") if line.state == "loaded" else line
            for g, line in zip(graphs, found, strict=False)
        ]
    taken_over(client, new)
    return found
