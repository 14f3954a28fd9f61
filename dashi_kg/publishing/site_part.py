"""The files of the site in a release."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pyoxigraph import NamedNode, Quad, Triple

from dashi_kg.language import Both
from dashi_kg.publishing.data.held_graph import HeldGraph
from dashi_kg.publishing.data.release_folder import ReleaseFolder
from dashi_kg.publishing.data.streamed_graph import StreamedGraph
from dashi_kg.publishing.swap import MARK
from dashi_kg.rdf.parse import PACKED_FILE, RELEASE_FILE
from dashi_kg.rdf.serialize import serialize
from dashi_kg.site.chosen_site import chosen_files
from dashi_kg.site.facts.findings import Findings
from dashi_kg.site.site import Site

# beside the site, for those who want everything at once
_OFFERED = (
    "dashi-kg.ttl",
    "dashi-kg.jsonld",
    RELEASE_FILE,
    PACKED_FILE,
    "dashi-kg.trig",
    "dashi-kg.nt",
    "catalog.ttl",
    "void.ttl",
)


def write_site(
    folder: ReleaseFolder,
    graph: HeldGraph | StreamedGraph,
    catalogue: Sequence[Triple],
    findings: Findings,
    base: str,
    unreadable: Mapping[tuple[str, str], Both],
    refused: Sequence[tuple[str, Both]],
    *,
    few: bool = True,
) -> int:
    """The pages and documents; how many pages. The catalogue is told on pages, but lists data only.

    Args:
        few: whether all are written; else those of :class:`~dashi_kg.site.written.choice.Choice`, whose links lead to
            what is there, and :data:`~dashi_kg.site.written.served.SERVED` lists the others.
    """
    meta = NamedNode(f"{base}graph/meta")
    extra = [Quad(t.subject, t.predicate, t.object, meta) for t in catalogue]
    folder.write(
        "catalog.nt", serialize(extra, "nt", base)
    )  # beside .ttl and .jsonld, which are the whole, too
    written = {f.path for f in folder.files}
    pages = 0
    with graph.engines(extra) as asked:
        site = Site(
            asked.site,
            base,
            files=[*(name for name in _OFFERED if name in written), MARK],
            findings=findings,
            exact=asked.exact,
            unreadable=unreadable,
            refused=refused,
            data=asked.data,
            parts=asked.parts,
            lines=asked.lines,
        )
        if few:
            files: Iterable[tuple[str, bytes]] = (
                (p, _file(site, p)) for p in site.paths() if p not in written
            )
        else:
            files = chosen_files(site, {*written, MARK}, base, folder.served)
        for path, page in files:
            folder.write(path, page)
            pages += path.endswith(".html")
    return pages


def _file(site: Site, path: str) -> bytes:
    data = site.file(path)
    assert data is not None, path
    return data
