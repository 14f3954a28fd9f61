"""What a node is called, in the reader's language; asked of the graph in bulk and remembered."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode

from dashi_kg.query import Engine
from dashi_kg.site.foreign import foreign_term
from dashi_kg.site.languages import Said, best
from dashi_kg.terms import value

_CHUNK = 1000
_REMEMBERED = 200_000
_RDFS, _SKOS = "http://www.w3.org/2000/01/rdf-schema#label", "http://www.w3.org/2004/02/skos/core#prefLabel"
_QUERY = f"""SELECT ?i ?p ?l WHERE {{{{ VALUES ?i {{{{ {{iris}} }}}}
  {{{{ ?i <{_RDFS}> ?l BIND(false AS ?p) }}}} UNION {{{{ ?i <{_SKOS}> ?l BIND(true AS ?p) }}}} }}}}"""


class Labels:
    """Labels by IRI. ``need`` before a page is made saves a query a label."""

    def __init__(self, engine: Engine, base: str) -> None:
        self.engine, self.base = engine, base
        self._known: dict[str, tuple[tuple[bool, Literal], ...]] = {}

    def need(self, iris: Iterable[str]) -> None:
        """Learn the labels of all these IRIs in as few queries as can be."""
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        new = sorted({i for i in iris if i not in self._known})
        for start in range(0, len(new), _CHUNK):
            chunk = new[start : start + _CHUNK]
            found: dict[str, set[tuple[bool, Literal]]] = {iri: set() for iri in chunk}
            names = " ".join(str(NamedNode(i)) for i in chunk)
            for iri, preferred, label in self.engine.run(_QUERY.format(iris=names)).rows or ():
                if isinstance(label, Literal):
                    found[value(iri)].add((value(preferred) == "true", label))
            self._known.update({iri: tuple(sorted(labels, key=str)) for iri, labels in found.items()})

    def literals(self, iri: str) -> tuple[tuple[bool, Literal], ...]:
        """All labels of a node: whether it is a ``skos:prefLabel``, and the words."""
        if iri not in self._known:
            self.need((iri,))
        return self._known[iri]

    def said(self, iri: str, lang: str) -> Said:
        """The label of one node. Terms of others have our words; what has none, the end of its IRI."""
        if found := best((literal for _, literal in self.literals(iri)), lang):
            return found
        if words := foreign_term(iri):
            return Said(words[lang == "en"], lang)
        return Said(short(iri, self.base))


def short(iri: str, base: str) -> str:
    """An IRI for the eye: the path below the base, else the part behind the last ``#`` or ``/``.

    >>> short("https://w3id.org/dashi-kg/graph/meta", "https://w3id.org/dashi-kg/")
    'graph/meta'
    """
    if iri.startswith(base):
        return iri.removeprefix(base) or iri
    return iri.rstrip("#/").rpartition("#")[2].rpartition("/")[2] or iri
