"""What a large graph has by words in names: bodies, places, indicators, topics, documents, reports; their sentences are not searched."""

from __future__ import annotations

from pyoxigraph import Literal

from dashi_kg.model.kinds import groups
from dashi_kg.rdf.namespaces import FOREIGN, OWN, curie
from dashi_kg.rdf.terms import value
from dashi_kg.site.shared.site_graph import SiteGraph

# groups of things that have a name of their own
NAMED = ("report", "organisation", "place", "indicator", "document", "mechanism", "event", "concept", "term")
_BY = tuple(str(curie(name)) for name in ("rdfs:label", "skos:prefLabel", "dct:title", "skos:altLabel"))
_MOST = 60  # of a class and a way to be named
_WORDS = 4


def named(site_graph: SiteGraph, question: str) -> list[str]:
    """IRIs of things with all the words in one of their names; at most so many of each kind."""
    words = question.lower().split()[:_WORDS]
    if not words:
        return []
    spaces = {**FOREIGN, **{name: site_graph.base + path for name, path in OWN.items()}}
    has = " && ".join(f"CONTAINS(LCASE(STR(?l)), {Literal(word)})" for word in words)
    found = set()
    for group, classes in groups():
        for name in classes if group.key in NAMED else ():
            prefix, _, local = name.partition(":")
            ways = " UNION ".join(
                f"{{ SELECT ?i WHERE {{ ?i a <{spaces[prefix]}{local}> ; {by} ?l FILTER({has}) }} LIMIT {_MOST} }}"
                for by in _BY
            )
            rows = site_graph.reader.rows(f"SELECT DISTINCT ?i WHERE {{ {ways} }}")
            found |= {iri for row in rows if (iri := value(row[0])).startswith(site_graph.base)}
    return sorted(found)
