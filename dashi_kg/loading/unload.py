"""Unload: remove exactly what was loaded, by the manifest that the loader left, and nothing else."""

from __future__ import annotations

from dashi_kg.errors import DashiError
from dashi_kg.language import Both
from dashi_kg.loading import manifest
from dashi_kg.loading.load import Loaded
from dashi_kg.loading.staging import drop
from dashi_kg.loading.stores import Client, HttpStore


def unload(client: Client, base: str, *, dry_run: bool = False, force: bool = False) -> list[Loaded]:
    """Remove what the manifest names, and the manifest.

    Args:
        force: remove a graph also if somebody has changed it since.

    Returns:
        A line a graph; none if nothing was loaded.

    Raises:
        DashiError: a graph holds other triples than were loaded; nothing is removed then.
    """
    entries = manifest.read(client, base)
    there = client.graphs()
    staged = sorted(g for g in there if g.startswith(manifest.STAGING))
    if not entries and not staged:
        return []
    touched = []
    for entry in entries.values():
        triples = client.triples(entry.iri)
        if triples and manifest.entry(client, entry.iri, triples) != entry:
            touched.append(entry.iri)
    if touched and not force:
        raise DashiError(
            Both(
                f"有 {len(touched)} 个图在载入后被改动，第一个是 <{touched[0]}>",
                f"{len(touched)} graphs were changed since they were loaded, the first <{touched[0]}>",
            ),
            remedy=Both(
                "请先查看这些图；加 --force 则整个移除。", "Look at them; --force removes them whole."
            ),
            file=client.address,
        )
    found = [
        Loaded(e.iri, e.count, e.digest, "would remove" if dry_run else "removed") for e in entries.values()
    ]
    if not dry_run:
        names = (*entries, *staged, manifest.manifest_iri(base))
        if client.can_update:
            most = (client.kind.told if isinstance(client, HttpStore) else 0) or len(names)
            drop(client, names, most)  # the manifest goes last
        else:
            for iri in names:
                client.delete(iri)
    return found
