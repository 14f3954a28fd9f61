"""Prefixes, and IRIs as terms of the graph. The base is the only thing that may change."""

from __future__ import annotations

from functools import lru_cache

from pyoxigraph import Literal, NamedNode

_KEPT = 16_384
XSD = "http://www.w3.org/2001/XMLSchema#"
RDF_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
RDF_VALUE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#value")
LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
COMMENT = NamedNode("http://www.w3.org/2000/01/rdf-schema#comment")

# Prefixes of others' vocabularies.
FOREIGN = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "dqv": "http://www.w3.org/ns/dqv#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "itsrdf": "http://www.w3.org/2005/11/its/rdf#",
    "m8g": "http://data.europa.eu/m8g/",
    "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "qudt": "http://qudt.org/schema/qudt/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "sdmx-attribute": "http://purl.org/linked-data/sdmx/2009/attribute#",
    "sdmx-measure": "http://purl.org/linked-data/sdmx/2009/measure#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "sosa": "http://www.w3.org/ns/sosa/",
    "spdx": "http://spdx.org/rdf/terms#",
    "time": "http://www.w3.org/2006/time#",
    "unit": "http://qudt.org/vocab/unit/",
    "void": "http://rdfs.org/ns/void#",
    "xsd": XSD,
}
# Prefixes of our own, relative to the base.
OWN = {
    "fz": "ns#",
    "fzs": "shapes#",
    "agent": "agent/",
    "cl": "classifier/",
    "ind": "indicator/",
    "law": "law/",
    "o": "org/",
    "per": "period/",
    "place": "place/",
    "q": "qualifier/",
    "task": "domain/outline-2021/",
}


def prefixes(base: str) -> dict[str, str]:
    """Prefix → namespace IRI, ours and others', in sorted order."""
    table = FOREIGN | {name: base + path for name, path in OWN.items()}
    return dict(sorted(table.items()))


class Names:
    """Makes terms: ``n.fz("Observation")``, ``n("qualifier/exact")``, ``n.of("sosa", "Observation")``."""

    def __init__(self, base: str) -> None:
        self.base = base
        self._terms: dict[
            str, NamedNode
        ] = {}  # of our ontology: some hundred, and asked for thousands of times

    def __call__(self, path: str) -> NamedNode:
        """An IRI of ours from its path below the base."""
        return _node(self.base + path)

    def fz(self, name: str) -> NamedNode:
        """A term or small value of our ontology."""
        term = self._terms.get(name)
        if term is None:
            term = self._terms[name] = _node(f"{self.base}ns#{name}")
        return term

    @staticmethod
    def of(prefix: str, name: str) -> NamedNode:
        """A term of another vocabulary."""
        return _node(FOREIGN[prefix] + name)


@lru_cache(maxsize=_KEPT)  # not all: a process that reads thousands of reports makes millions
def _node(iri: str) -> NamedNode:
    return NamedNode(iri)


@lru_cache(maxsize=1024)
def curie(name: str) -> NamedNode:
    """A term of another vocabulary from its prefixed name: ``curie("sosa:Observation")``."""
    prefix, _, local = name.partition(":")
    return _node(FOREIGN[prefix] + local)


def typed(value: object, kind: str) -> Literal:
    """A literal of an XML Schema type: ``typed("2023", "gYear")``."""
    return Literal(str(value), datatype=_node(XSD + kind))
