"""Our graph and the vocabularies that it uses as one document for OWL reasoners.

One document, because the OWL API decides document by document what a property is: read apart from the vocabulary that
declares it, a property would be an annotation, of which a reasoner sees nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse, serialize

from dashi_kg.rdf.namespaces import FOREIGN, RDF_TYPE

VOCABULARIES = (
    "dcat",
    "dcterms",
    "dqv",
    "oa",
    "org",
    "prov",
    "qb",
    "sd",
    "skos",
    "sosa",
    "ssn",
    "time",
    "void",
)
_OWL = FOREIGN["owl"]
_LOGIC = (FOREIGN["rdf"], FOREIGN["rdfs"], _OWL)


def vocabularies(folder: Path) -> list[Triple]:
    """The W3C's vocabularies and the alignment of SOSA with PROV; nothing is imported from elsewhere."""
    found = [
        quad.triple
        for name in VOCABULARIES
        for quad in parse((folder / name / f"{name}.nq").read_bytes(), RdfFormat.N_QUADS, rename_blank_nodes=True)
        if quad.predicate.value != f"{_OWL}imports"
    ]  # fmt: skip
    aligned = parse(Path(__file__).with_name("sosa-prov.ttl").read_bytes(), RdfFormat.TURTLE)
    return [*found, *(quad.triple for quad in aligned)]


def document(triples: Iterable[Triple]) -> bytes:
    """N-Triples, sorted; properties that nobody declares are declared as what they are used for."""
    found = set(triples)
    declared = {t.subject for t in found if t.predicate == RDF_TYPE and _is_property(t.object)}
    used: dict[NamedNode, set[bool]] = {}
    for t in found:
        if t.predicate not in declared and not t.predicate.value.startswith(_LOGIC):
            used.setdefault(t.predicate, set()).add(isinstance(t.object, Literal))
    for predicate, kinds in used.items():
        if len(kinds) == 1:  # of both kinds: an annotation
            kind = "DatatypeProperty" if kinds == {True} else "ObjectProperty"
            found.add(Triple(predicate, RDF_TYPE, NamedNode(_OWL + kind)))
    data = serialize(sorted(found, key=str), format=RdfFormat.N_TRIPLES)
    assert data is not None
    return data


def _is_property(kind: object) -> bool:
    return isinstance(kind, NamedNode) and kind.value.startswith(_OWL) and kind.value.endswith("Property")
