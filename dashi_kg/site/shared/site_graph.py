"""What all sections share: the graph, the addresses, the labels, the pages."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

from pyoxigraph import Literal

from dashi_kg.query.result import Engine
from dashi_kg.rdf.namespaces import curie
from dashi_kg.rdf.ontology_files import shapes_quads
from dashi_kg.rdf.terms import value
from dashi_kg.site.layout.labels import Labels
from dashi_kg.site.layout.links import DISTRIBUTION, Links
from dashi_kg.site.layout.pages import Pages
from dashi_kg.site.shared.asked_documents import SHAPES, AskedDocuments
from dashi_kg.site.shared.document import Document
from dashi_kg.site.shared.exact import Key
from dashi_kg.site.shared.graph_reader import GraphReader, Incoming
from dashi_kg.site.shared.known_documents import KnownDocuments, Named

FEW = 40  # reports of a large graph of which all may be listed
_KEPT = 8  # documents; the files of one are asked for in a row


class SiteGraph:
    """A graph being made into a site.

    Args:
        exact: literals as they were written, where the engine keeps values only.
        data_beside: whether the N-Quads of the graph stand beside the pages, as in a release.
        large: whether the graph may be too large to list what is in it; then each thing is asked for when it is wanted.
        parts: gives the graph as N-Quads, part by part, where it is too large to be asked for all its IRIs at once.
        documents: what :attr:`documents` gives, where it is known.
        pointing: who points to some things, where it is known (:class:`~dashi_kg.site.shared.graph_reader.GraphReader`).
    """

    def __init__(
        self,
        engine: Engine,
        base: str,
        exact: Mapping[Key, Literal] | None = None,
        *,
        data_beside: bool = True,
        large: bool = False,
        parts: Callable[[], Iterable[bytes | Named]] | None = None,
        documents: Mapping[str, tuple[str, ...]] | None = None,
        pointing: Mapping[str, list[Incoming]] | None = None,
    ) -> None:
        self.engine, self.base, self.data_beside, self.large = engine, base, data_beside, large
        self.reader = GraphReader(engine, base, exact, pointing)
        downloads = f"SELECT DISTINCT ?f WHERE {{ ?d {curie('dcat:downloadURL')} ?f }}"
        self.links = Links(base, frozenset(value(f) for (f,) in self.reader.rows(downloads)))
        self.labels = Labels(engine, base, large=large)
        self.pages = Pages(base, self.links, self.labels)
        self._parts, self._known = parts, documents
        self._read: OrderedDict[str, Document] = OrderedDict()

    @cached_property
    def documents(self) -> Mapping[str, tuple[str, ...]]:
        """Path of each document → the IRIs of ours that it speaks of (the document's own and its fragments).

        The graph's, and the shapes, which come with the program and not with the data.
        """
        if self._known is not None:
            return self._known
        if self.large:
            return AskedDocuments(self.reader, self.links, self._every)
        if self._parts:
            return KnownDocuments(self._parts(), self._document_of, self._shapes())
        return self._every()

    def _shapes(self) -> list[str]:
        shapes = sorted({value(q.subject) for q in shapes_quads(self.base)})
        return [iri for iri in shapes if self.links.document(iri) == SHAPES]

    def _every(self) -> Mapping[str, tuple[str, ...]]:
        """All documents; reads the whole graph."""
        found: dict[str, set[str]] = defaultdict(set)
        for pattern in ("?i ?p ?o", "?s ?p ?i", "?s ?i ?o", "GRAPH ?i { ?s ?p ?o }"):
            query = f"SELECT DISTINCT ?i WHERE {{ {pattern} FILTER(isIRI(?i)) }}"
            for (term,) in self.reader.rows(query):
                if path := self._document_of(value(term)):
                    found[path].add(value(term))
        found[SHAPES].update(self._shapes())
        return {path: tuple(sorted(found[path])) for path in sorted(found)}

    def _document_of(self, iri: str) -> str | None:
        """The path of the document that speaks of an IRI; ``None`` of none, of the home page, and of what is a file."""
        path = self.links.document(iri)
        return path if path and not path.startswith(DISTRIBUTION) and iri not in self.links.files else None

    @cached_property
    def listable(self) -> bool:
        """Whether all that the graph has may be listed: an index for the search, names, a site map."""
        if not self.large:
            return True
        query = f"SELECT (COUNT(DISTINCT ?r) AS ?n) WHERE {{ ?r a <{self.base}ns#Report> }}"
        return sum(int(value(row[0])) for row in self.reader.rows(query)) <= FEW

    @cached_property
    def triples(self) -> int:
        """How many, each once."""
        ((count,),) = self.reader.rows("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
        return int(value(count))

    @cached_property
    def grades(self) -> Mapping[str, str]:
        """IRI of each rule of the reader → how sure what it reads is: ``high``, ``medium`` or ``low``."""
        query = f"SELECT ?r ?g WHERE {{ ?r {curie('skos:inScheme')} <{self.base}extraction-rule> ; <{self.base}ns#confidence> ?g }}"
        return {value(r): value(g).rpartition("#")[2] for r, g in self.reader.rows(query)}

    def document(self, path: str) -> Document | None:
        """A document with its statements; ``None`` where the graph has no such IRI."""
        if path in self._read:
            self._read.move_to_end(path)
            return self._read[path]
        if path not in self.documents:
            return None
        iri, iris = self.base + path, self.documents[path]
        found = Document(
            path, iri, iris, tuple(self.reader.about(iris)), tuple(self.reader.incoming(iri))
        )  # fmt: skip
        self._read[path] = found
        if len(self._read) > _KEPT:
            self._read.popitem(last=False)
        return found
