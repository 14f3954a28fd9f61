"""``P.ttl``, ``P.jsonld``, ``P.nt``: what the graph says of ``{base}P``, in three syntaxes with the same triples.

Which triples (``docs/site.md``): all whose subject is the IRI or a fragment of it; of those that point to it, as
many as its page shows; the labels of every node of ours that they mention. A report's document holds its graphs whole.
"""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode, Triple

from dashi_kg.rdf.ontology_files import shapes_quads
from dashi_kg.rdf.serialize import jsonld, turtle
from dashi_kg.site.layout.links import RDF_SUFFIXES
from dashi_kg.site.shared.asked_documents import SHAPES
from dashi_kg.site.shared.site_graph import SiteGraph

_KINDS = ("stated", "derived", "interpreted", "proposed", "quality")


class Documents:
    """The RDF of every IRI of ours."""

    def __init__(self, site_graph: SiteGraph) -> None:
        self.site_graph = site_graph
        self._last: tuple[str, list[Triple]] = ("", [])

    def paths(self) -> Iterable[str]:
        """See :class:`~dashi_kg.site.layout.site_section.SiteSection`."""
        return sorted(f"{path}.{suffix}" for path in self.site_graph.documents for suffix in RDF_SUFFIXES)

    def holds(self, path: str) -> bool:
        """See :class:`~dashi_kg.site.layout.site_section.SiteSection`."""
        document, _, suffix = path.rpartition(".")
        return suffix in RDF_SUFFIXES and document in self.site_graph.documents

    def file(self, path: str) -> bytes | None:
        """See :class:`~dashi_kg.site.layout.site_section.SiteSection`."""
        if not self.holds(path):
            return None
        document, _, suffix = path.rpartition(".")
        triples = self.triples(document)
        if suffix == "ttl":
            return turtle(triples, self.site_graph.base)
        if suffix == "jsonld":
            return jsonld(triples, self.site_graph.base, used=True)
        return "".join(f"{t} .\n" for t in triples).encode("utf-8")

    def triples(self, document: str) -> list[Triple]:
        """The triples of a document, sorted as N-Triples are; the last one's are remembered."""
        if self._last[0] != document:
            self._last = (document, self._collect(document))
        return self._last[1]

    def _collect(self, document: str) -> list[Triple]:
        site_graph = self.site_graph
        if document == SHAPES:
            return sorted({q.triple for q in shapes_quads(site_graph.base)}, key=str)
        found = site_graph.document(document)
        assert found is not None
        mentioned = set(found.neighbours())
        whole: set[Triple] = set()
        kind, _, tail = document.partition("/")
        if kind == "report":
            own = site_graph.reader.graphs(f"{site_graph.base}graph/{name}/{tail}" for name in _KINDS)
            whole = {s.triple for s in own}
            mentioned |= {s.object.value for s in own if isinstance(s.object, NamedNode)}
            mentioned |= {s.predicate for s in own}
        ours = sorted(iri for iri in mentioned if iri.startswith(site_graph.base))
        site_graph.labels.need(ours)
        labels = [
            Triple(NamedNode(iri), by, literal)
            for iri in ours
            for by, literal in site_graph.labels.literals(iri)
        ]
        return sorted(whole | set(found.triples(labels)), key=str)
