"""Data into a triple store and out again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from dashi_kg.files import Progress
from dashi_kg.language import Both, said
from dashi_kg.loading.load import Loaded, load
from dashi_kg.loading.load_plan import GraphPlan, plan, plan_on_disk
from dashi_kg.loading.renewed import put_back
from dashi_kg.loading.stores import Client, connect, lock_of
from dashi_kg.loading.unload import unload
from dashi_kg.locks import locked
from dashi_kg.pipeline.inputs import given, no_progress, quads_file
from dashi_kg.rdf.lines import pieces
from dashi_kg.rdf.parse import DAMAGED, opened


def load_into(
    url: str,
    data: Path | None,
    store: str,
    base: str,
    *,
    update_url: str = "",
    query_url: str = "",
    dry_run: bool = False,
    force: bool = False,
    graph: str | None = None,
    chunk: int | None = None,
    progress: Progress | None = None,
    wait: float = 0.0,
) -> list[Loaded]:
    """Load data (see :func:`given`) into a store, and prove it.

    Args:
        wait: seconds to wait for another run that writes to the same store.

    Raises:
        DashiError: the data or the store cannot be read, the store refuses, or another run writes to it.
    """
    with TemporaryDirectory(prefix="dashi-kg-load-") as folder, locked(lock_of(url, store), url, wait=wait):
        graphs = _planned(data, base, graph, Path(folder), progress)
        # no name for the store: it is closed before the lock is free
        return load(
            _connected(url, store, update_url, query_url),
            graphs, base, progress or no_progress, dry_run=dry_run, force=force, chunk=chunk,
        )  # fmt: skip


def _connected(url: str, store: str, update_url: str, query_url: str) -> Client:
    if store == "pyoxigraph":
        put_back(Path(url))
    return connect(url, store, update_url=update_url, query_url=query_url)


def _planned(
    data: Path | None, base: str, graph: str | None, folder: Path, progress: Progress | None
) -> list[GraphPlan]:
    """What is to be loaded; N-Quads that may be large are not held."""
    file = quads_file(data) if data else None
    if file:
        try:
            with opened(file) as lines:
                return plan_on_disk(map(_words, pieces(lines)), folder, graph)
        except (SyntaxError, UnicodeDecodeError, OSError, *DAMAGED):  # what reads it whole says what is wrong
            pass
    return plan(given(data, base, progress=progress).whole(base), graph)


def _words(piece: bytes) -> str:
    return piece.decode("utf-8") + ("" if piece.endswith(b"\n") else "\n")


def unload_from(
    url: str,
    store: str,
    base: str,
    *,
    update_url: str = "",
    query_url: str = "",
    dry_run: bool = False,
    force: bool = False,
    wait: float = 0.0,
) -> list[Loaded]:
    """Remove from a store exactly what was loaded.

    Raises:
        DashiError: the store is not reached or refuses, a graph was changed since, or another run writes to it.
    """
    with locked(lock_of(url, store), url, wait=wait):  # see load_into
        return unload(
            _connected(url, store, update_url, query_url),
            base,
            dry_run=dry_run,
            force=force,
        )


_STATES = {
    "same": Both("已在", "there already"),
    "loaded": Both("已载入", "loaded"),
    "removed": Both("已移除", "removed"),
    "would load": Both("将载入", "would load"),
    "would remove": Both("将移除", "would remove"),
    "differs": Both("不符", "differs"),
    "not loaded": Both("未载入", "not loaded"),
}


def load_table(found: Sequence[Loaded]) -> str:
    """A line a graph: state, triples, hash, name; what differs below; the sum last."""
    if not found:
        return said(Both("这里没有 dashi-kg 载入的数据。\n", "dashi-kg has loaded nothing here.\n"))
    lines = []
    for g in found:
        equal = g.proof is None or g.proof.exact or not g.proof.same
        spelling = "" if equal else said(Both("（按值相符）", " (equal by value)"))
        lines.append(f"{said(_STATES[g.state]):<14} {g.count:>9,}  {g.digest[:12]}  {g.iri}{spelling}\n")
        if g.state == "differs" and g.proof:
            count, digest = f"{g.proof.count:,}", g.proof.digest[:12]
            words = Both(f"取回 {count} 条三元组，{digest}", f"came back: {count} triples, {digest}")
            lines.append(f"  {said(words)}\n")
            lines += [said(Both(f"  缺：{line}", f"  missing: {line}")) for line in g.proof.missing]
            lines += [said(Both(f"  多：{line}", f"  extra: {line}")) for line in g.proof.extra]
    total = sum(g.count for g in found if "remove" not in g.state)
    lines.append(
        said(Both(f"{len(found)} 个图，{total:,} 条三元组\n", f"{len(found)} graphs, {total:,} triples\n"))
    )
    return "".join(lines)
