"""The quotes as W3C Web Annotations, from ``ontology/exports/annotations.rq``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Triple

from dashi_kg.export.construct import constructed
from dashi_kg.rdf.namespaces import curie, typed
from dashi_kg.rdf.terms import value

# The engine makes plain integers of derived integer types; the Web Annotation model has xsd:nonNegativeInteger.
_OFFSETS = {curie("oa:start"), curie("oa:end")}


def web_annotations(triples: Iterable[Triple], base: str) -> list[Triple]:
    """Each anchor of each item as ``oa:Annotation`` with position and quote selectors, words around the quote included."""
    return list(typed_offsets(constructed("annotations", triples, base)))


def typed_offsets(triples: Iterable[Triple]) -> Iterator[Triple]:
    """The same triples, their offsets with the datatype that the vocabulary has."""
    return (
        Triple(t.subject, t.predicate, typed(value(t.object), "nonNegativeInteger"))
        if t.predicate in _OFFSETS
        else t
        for t in triples
    )
