"""The files of the site in a release."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pyoxigraph import NamedNode, Quad, Triple

from dashi_kg.language import Both
from dashi_kg.publishing.release_folder import ReleaseFolder
from dashi_kg.publishing.swap import MARK
from dashi_kg.query.engines import engine
from dashi_kg.rdf.serialize import serialize
from dashi_kg.site.facts.findings import Findings
from dashi_kg.site.shared.exact import exact_literals
from dashi_kg.site.site import Site

# beside the site, for those who want everything at once
_OFFERED = (
    "dashi-kg.ttl",
    "dashi-kg.jsonld",
    "dashi-kg.nq",
    "dashi-kg.trig",
    "dashi-kg.nt",
    "catalog.ttl",
    "void.ttl",
)


def write_site(
    folder: ReleaseFolder,
    quads: Sequence[Quad],
    catalogue: Sequence[Triple],
    findings: Findings,
    base: str,
    unreadable: Mapping[tuple[str, str], Both],
    refused: Sequence[tuple[str, Both]],
) -> int:
    """The pages and documents; how many pages. The catalogue is told on pages, but lists data only."""
    meta = NamedNode(f"{base}graph/meta")
    extra = [Quad(t.subject, t.predicate, t.object, meta) for t in catalogue]
    folder.write(
        "catalog.nt", serialize(extra, "nt", base)
    )  # beside .ttl and .jsonld, which are the whole, too
    everything = [*quads, *extra]
    site = Site(
        engine("pyoxigraph", everything, base),
        base,
        files=[*_OFFERED, MARK],
        findings=findings,
        exact=exact_literals(everything),
        unreadable=unreadable,
        refused=refused,
        # as it is read back from dashi-kg.nq: rows that a question leaves unordered come in the order of loading
        data=engine("pyoxigraph", sorted(set(quads), key=str), base),
    )
    written = {f.path for f in folder.files}
    pages = 0
    for path in site.paths():
        if path in written:
            continue
        data = site.file(path)
        assert data is not None, path
        folder.write(path, data)
        pages += path.endswith(".html")
    return pages
