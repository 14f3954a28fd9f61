"""``P.ttl``, ``P.jsonld``, ``P.nt``: what the graph says of ``{base}P``, in three syntaxes with the same triples.

Which triples (``docs/site.md``): all whose subject is the IRI or a fragment of it; of those that point to it, as
many as its page shows; the labels of every node of ours that they mention. A report's document holds its graphs whole.
"""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode, Triple

from dashi_kg.rdf.namespaces import LABEL, curie
from dashi_kg.rdf.ontology_files import shapes_quads
from dashi_kg.rdf.serialize import jsonld, turtle
from dashi_kg.site.layout.links import RDF_SUFFIXES
from dashi_kg.site.shared.book import SHAPES, Book

_KINDS = ("stated", "derived", "interpreted", "proposed", "quality")


class Documents:
    """The RDF of every IRI of ours."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self._last: tuple[str, list[Triple]] = ("", [])

    def paths(self) -> Iterable[str]:
        """See :class:`~dashi_kg.site.layout.section.Section`."""
        return sorted(f"{path}.{suffix}" for path in self.book.documents for suffix in RDF_SUFFIXES)

    def file(self, path: str) -> bytes | None:
        """See :class:`~dashi_kg.site.layout.section.Section`."""
        document, _, suffix = path.rpartition(".")
        if suffix not in RDF_SUFFIXES or document not in self.book.documents:
            return None
        triples = self.triples(document)
        if suffix == "ttl":
            return turtle(triples, self.book.base)
        if suffix == "jsonld":
            return jsonld(triples, self.book.base, used=True)
        return "".join(f"{t} .\n" for t in triples).encode("utf-8")

    def triples(self, document: str) -> list[Triple]:
        """The triples of a document, sorted as N-Triples are; the last one's are remembered."""
        if self._last[0] != document:
            self._last = (document, self._collect(document))
        return self._last[1]

    def _collect(self, document: str) -> list[Triple]:
        book = self.book
        if document == SHAPES:
            return sorted({q.triple for q in shapes_quads(book.base)}, key=str)
        found = book.document(document)
        assert found is not None
        mentioned = set(found.neighbours())
        whole: set[Triple] = set()
        kind, _, tail = document.partition("/")
        if kind == "report":
            own = book.reader.graphs(f"{book.base}graph/{name}/{tail}" for name in _KINDS)
            whole = {s.triple for s in own}
            mentioned |= {s.object.value for s in own if isinstance(s.object, NamedNode)}
            mentioned |= {s.predicate for s in own}
        ours = sorted(iri for iri in mentioned if iri.startswith(book.base))
        book.labels.need(ours)
        labels = [
            Triple(NamedNode(iri), curie("skos:prefLabel") if preferred else LABEL, literal)
            for iri in ours
            for preferred, literal in book.labels.literals(iri)
        ]
        return sorted(whole | set(found.triples(labels)), key=str)
