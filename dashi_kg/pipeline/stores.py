"""Data into a triple store and out again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dashi_kg.files import Progress
from dashi_kg.loading.load import Loaded, load
from dashi_kg.loading.load_plan import plan
from dashi_kg.loading.stores import connect, lock_of
from dashi_kg.loading.unload import unload
from dashi_kg.locks import locked
from dashi_kg.pipeline.inputs import given, no_progress


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
    chunk: int = 50_000,
    progress: Progress | None = None,
    wait: float = 0.0,
) -> list[Loaded]:
    """Load data (see :func:`given`) into a store, and prove it.

    Args:
        wait: seconds to wait for another run that writes to the same store.

    Raises:
        DashiError: the data or the store cannot be read, the store refuses, or another run writes to it.
    """
    graphs = plan(given(data, base, progress=progress).whole(base), graph)
    with locked(lock_of(url, store), url, wait=wait):
        client = connect(url, store, update_url=update_url, query_url=query_url)
        return load(client, graphs, base, progress or no_progress, dry_run=dry_run, force=force, chunk=chunk)


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
    with locked(lock_of(url, store), url, wait=wait):
        client = connect(url, store, update_url=update_url, query_url=query_url)
        return unload(client, base, dry_run=dry_run, force=force)


_STATES = {
    "same": "已在", "loaded": "已载入", "removed": "已移除", "would load": "将载入", "would remove": "将移除",
    "differs": "不符", "not loaded": "未载入",
}  # fmt: skip


def load_table(found: Sequence[Loaded]) -> str:
    """A line a graph: state, triples, hash, name; what differs below; the sum last."""
    if not found:
        return "没有载入过任何数据 · nothing was loaded here\n"
    lines = []
    for g in found:
        spelling = "" if g.proof is None or g.proof.exact or not g.proof.same else "  按值相符 equal by value"
        lines.append(f"{_STATES[g.state]} {g.state:<12} {g.count:>9,}  {g.digest[:12]}  {g.iri}{spelling}\n")
        if g.state == "differs" and g.proof:
            lines.append(f"  取回 came back: {g.proof.count:,} 三元组 triples, {g.proof.digest[:12]}\n")
            lines += [f"  缺 missing: {line}" for line in g.proof.missing] + [
                f"  多 extra:   {line}" for line in g.proof.extra
            ]
    total = sum(g.count for g in found if "remove" not in g.state)
    lines.append(f"{len(found)} 图 graphs, {total:,} 三元组 triples\n")
    return "".join(lines)
