"""The archived texts and every quoted part of them in the NLP Interchange Format (NIF 2.0 core).

Our anchors are ``#char=`` IRIs (RFC 5147) counted in code points, as NIF has them: no position is converted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Triple

from dashi_kg.export.construct import constructed
from dashi_kg.rdf.namespaces import curie, typed
from dashi_kg.rdf.terms import value

# The engine makes plain integers of derived integer types; NIF has xsd:nonNegativeInteger.
_INDEXES = {curie("nif:beginIndex"), curie("nif:endIndex")}


def nif(triples: Iterable[Triple], base: str) -> list[Triple]:
    """Texts as ``nif:Context``, quotes as ``nif:String``, ``itsrdf:taIdentRef`` to what they state or name."""
    return list(typed_offsets(constructed("nif", triples, base)))


def typed_offsets(triples: Iterable[Triple]) -> Iterator[Triple]:
    """The same triples, their offsets with the datatype that the vocabulary has."""
    return (
        Triple(t.subject, t.predicate, typed(value(t.object), "nonNegativeInteger"))
        if t.predicate in _INDEXES
        else t
        for t in triples
    )
