"""A store in a folder that is to hold much else than before: made anew beside it, proved there, and exchanged for it.

What one transaction changes, pyoxigraph holds in memory: two kilobytes a triple. A new store is loaded in bulk, a few megabytes at
a time, and a kill leaves the former as it was.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from dashi_kg.errors import DashiError, of_system
from dashi_kg.files import exchanged
from dashi_kg.language import Both
from dashi_kg.loading import manifest
from dashi_kg.loading.load_plan import GraphPlan, as_quads
from dashi_kg.loading.stores import DiskStore

LARGE = 100_000  # triples that are changed in one transaction at most
_TAIL = ".renewed"
# characters of lines that are loaded at once: the loader holds seven times as much while it sorts them
_AT_ONCE = 8 << 20


def worth_renewing(client: DiskStore, changed: Iterable[GraphPlan]) -> bool:
    """Whether so much changes that another store is made, and its folder can be exchanged."""
    folder = Path(os.path.realpath(client.address))
    movable = not os.path.ismount(folder) and os.access(folder.parent, os.W_OK)
    return movable and sum(graph.count for graph in changed) > LARGE


def begun(
    client: DiskStore, graphs: list[GraphPlan], entries: list[manifest.Entry], gone: set[str], base: str
) -> DiskStore:
    """A store beside another, with these graphs, and what others have put into that one.

    Args:
        client: the store that is to be exchanged.
        graphs: all that is loaded.
        entries: of them, for the manifest.
        gone: graphs that were loaded and are no more.
        base: the base IRI.

    Raises:
        OSError: it cannot be written; then nothing is left of it.
    """
    left_out(client)
    new = DiskStore(_beside(client))
    own = {graph.iri for graph in graphs} | gone | {manifest.manifest_iri(base)}
    others = [name for name in sorted(client.graphs() - own) if not name.startswith(manifest.STAGING)]
    try:
        new.add(_bulks(_lines(graphs)))
        new.add(_bulks(f"{quad} .\n" for quad in client.others(others)))
        new.put(manifest.manifest_iri(base), [manifest.statements(entries).encode("utf-8")])
    except BaseException:  # a full disk stays full by what was begun
        del new.store
        left_out(client)
        raise
    return new


def taken_over(client: DiskStore, new: DiskStore) -> None:
    """Put the new store in the place of the former, which is removed.

    Raises:
        DashiError: the folder cannot be moved; then the former is where it was, and closed.
    """
    folder, place = Path(os.path.realpath(client.address)), Path(new.address)
    new.close()
    client.close()
    try:
        if not exchanged(place, folder):  # a system without: between two renames there is none (put_back)
            old = _former(folder)
            folder.rename(old)
            try:
                place.rename(folder)
            except OSError:
                old.rename(folder)
                raise
    except OSError as error:
        shutil.rmtree(place, ignore_errors=True)
        remedy = Both("请检查权限，然后再次运行。", "Check the permissions, then run the command again.")
        raise DashiError(of_system(error), remedy=remedy, file=str(folder)) from None
    client.open()
    left_out(client)


def left_out(client: DiskStore) -> None:
    """Remove what a run has left beside a store: the former one, or a new one that was not exchanged for it."""
    shutil.rmtree(_beside(client), ignore_errors=True)
    shutil.rmtree(_former(Path(os.path.realpath(client.address))), ignore_errors=True)


def put_back(folder: Path) -> None:
    """Put the former store back where a run was killed between two renames (:func:`taken_over`); the store is not open.

    Raises:
        OSError: it cannot be moved.
    """
    folder = Path(os.path.realpath(folder))
    if not folder.exists() and _former(folder).is_dir():
        _former(folder).rename(folder)


def _beside(client: DiskStore) -> Path:
    folder = Path(os.path.realpath(client.address))  # a link stays one
    return folder.with_name(f".{folder.name}{_TAIL}")


def _former(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}{_TAIL}-former")


def _lines(graphs: list[GraphPlan]) -> Iterator[str]:
    for graph in graphs:
        for piece in graph.pieces():
            yield as_quads(piece, graph.iri)


def _bulks(lines: Iterable[str]) -> Iterator[bytes]:
    held: list[str] = []
    size = 0
    for line in lines:
        held.append(line)
        size += len(line)
        if size > _AT_ONCE:
            yield "".join(held).encode("utf-8")
            held, size = [], 0
    if held:
        yield "".join(held).encode("utf-8")
