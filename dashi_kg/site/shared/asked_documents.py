"""Which documents a large store has: it is asked about each when somebody wants it, and nothing is listed."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping

from dashi_kg.rdf.ontology_files import shapes_quads
from dashi_kg.rdf.terms import value
from dashi_kg.site.layout.links import DISTRIBUTION, Links
from dashi_kg.site.shared.basis import report_of
from dashi_kg.site.shared.graph_reader import GraphReader

SHAPES = "shapes"
_KNOWN = 10_000  # paths of which it is remembered whether there is such a document
_KEPT = 32  # documents whose IRIs are remembered
_NO_IRI = re.compile(r'[\x00-\x20<>"{}|\\^`\x7f-\x9f]')
_OF_REPORTS = ("report", "source")  # their fragments stand in the graphs of reports, and nowhere else
_MOVED = "graph/moved"  # what earlier releases had
_VOCABULARY = ("graph/ontology", "graph/schemes")  # the others with fragments are vocabularies
_CATALOGUE, _META = "catalog", "graph/meta"  # and this one
# one after the other: what is there is mostly known by the first
_MENTIONED = ("<{iri}> ?p ?o", "?s ?p <{iri}>", "GRAPH <{iri}> {{ ?s ?p ?o }}", "?s <{iri}> ?o")


def no_path(path: str) -> bool:
    """Whether no IRI of ours can have this path: it would not be one, and must not get into a query.

    >>> no_path("org/x"), no_path("org/x> ?p ?o"), no_path("")
    (False, True, True)
    """
    return not path or bool(_NO_IRI.search(path)) or path.endswith("/")


class AskedDocuments(Mapping[str, tuple[str, ...]]):
    """Path of a document → the IRIs of ours that it speaks of, as :attr:`~dashi_kg.site.shared.site_graph.SiteGraph.documents`.

    A look-up takes a request or a few of the store, whatever its size; to go through all of them reads the whole store.

    Args:
        every: reads all of them.
    """

    def __init__(
        self, reader: GraphReader, links: Links, every: Callable[[], Mapping[str, tuple[str, ...]]]
    ) -> None:
        self.reader, self.links, self._every = reader, links, every
        self._known: OrderedDict[str, bool] = OrderedDict()
        self._read: OrderedDict[str, tuple[str, ...]] = OrderedDict()

    def __contains__(self, path: object) -> bool:
        if not isinstance(path, str) or no_path(path):
            return False
        if path not in self._known:
            self._known[path] = self._there(path)
            if len(self._known) > _KNOWN:
                self._known.popitem(last=False)
        return self._known[path]

    def __getitem__(self, path: str) -> tuple[str, ...]:
        if path not in self:
            raise KeyError(path)
        if path not in self._read:
            self._read[path] = tuple(sorted({*self._own(path), *self._fragments(path)}))
            if len(self._read) > _KEPT:
                self._read.popitem(last=False)
        self._read.move_to_end(path)
        return self._read[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._every())

    def __len__(self) -> int:
        return len(self._every())

    def _there(self, path: str) -> bool:
        if path == SHAPES:
            return True
        if path.startswith(DISTRIBUTION):
            return False
        return bool(self._own(path)) or ("/" not in path and bool(self._fragments(path)))

    def _own(self, path: str) -> list[str]:
        """Those of the document itself that the store mentions; of a vocabulary it may end in ``#`` or ``/``."""
        iri = self.links.base + path
        found = [iri] if self._mentioned(iri) else []
        if "/" not in path:
            found += [other for other in (f"{iri}#", f"{iri}/") if self._mentioned(other)]
        return [one for one in found if one not in self.links.files]

    def _mentioned(self, iri: str) -> bool:
        return any(self.reader.engine.run(f"ASK {{ {p.format(iri=iri)} }}").boolean for p in _MENTIONED)

    def _fragments(self, path: str) -> set[str]:
        base, start = self.links.base, f"{self.links.base}{path}#"
        kind = path.partition("/")[0]
        if kind in _OF_REPORTS:
            graphs = {*filter(self._of_report, self._graphs(path)), base + _MOVED}
        elif "/" not in path:
            graphs = {graph for graph in self._graphs(path) if not self._of_report(graph)}
            graphs |= {base + name for name in (*_VOCABULARY, *([_META] if path == _CATALOGUE else []))}
        else:
            return set()
        found = set()
        for graph in sorted(graphs):
            for pattern in ("?i ?p ?o", "?s ?p ?i", "?s ?i ?o"):
                query = (
                    f"SELECT DISTINCT ?i WHERE {{ GRAPH <{graph}> {{ {pattern} }} "
                    f'FILTER(isIRI(?i) && STRSTARTS(STR(?i), "{start}")) }}'
                )
                found |= {value(row[0]) for row in self.reader.rows(query)}
        if path == SHAPES:
            subjects = (value(quad.subject) for quad in shapes_quads(base))
            found |= {iri for iri in subjects if self.links.document(iri) == SHAPES}
        return found

    def _graphs(self, path: str) -> set[str]:
        """The graphs that speak of a document."""
        iri = self.links.base + path
        query = f"SELECT ?g WHERE {{ {{ GRAPH ?g {{ ?s ?p <{iri}> }} }} UNION {{ GRAPH ?g {{ <{iri}> ?p ?o }} }} }} GROUP BY ?g"
        return {value(row[0]) for row in self.reader.rows(query)}

    def _of_report(self, graph: str) -> bool:
        return report_of(graph, self.links.base) is not None
