"""A document of the site: what the graph says of an IRI and its fragments, and who points to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode, Triple

from dashi_kg.rdf.namespaces import LABEL, RDF_TYPE, curie
from dashi_kg.site.shared.graph_reader import Incoming, Statement

_PREF = curie("skos:prefLabel").value
_LABELS = (LABEL.value, _PREF)


@dataclass(frozen=True, slots=True)
class Document:
    """``path`` is the address without suffix, ``iri`` what it stands for, ``iris`` the IRI and its fragments."""

    path: str
    iri: str
    iris: tuple[str, ...]
    statements: tuple[Statement, ...]
    incoming: tuple[Incoming, ...]

    def of(self, subject: str) -> list[Statement]:
        """The statements with this subject."""
        return [s for s in self.statements if s.subject == subject]

    def types(self, subject: str = "") -> list[str]:
        """The classes of the document's IRI, or of one of its fragments, sorted."""
        wanted = subject or self.iri
        return sorted(
            {
                s.object.value
                for s in self.statements
                if s.subject == wanted and s.predicate == RDF_TYPE.value and isinstance(s.object, NamedNode)
            }
        )

    def neighbours(self, besides: Collection[str] = ()) -> list[str]:
        """Every IRI that a reader of the document meets: properties, objects, what points here; sorted.

        Args:
            besides: properties; what points here by them is not met.
        """
        found = {s.predicate for s in self.statements} | {self.iri, *self.iris}
        found |= {s.object.value for s in self.statements if isinstance(s.object, NamedNode)}
        for group in self.incoming:
            found |= {group.predicate, *(group.subjects if group.predicate not in besides else ())}
        return sorted(found)

    def triples(self, labels: Iterable[Triple] = ()) -> list[Triple]:
        """What the RDF forms hold: the statements, what points here (as far as the page shows it), labels."""
        made = {s.triple for s in self.statements} | set(labels)
        here = NamedNode(self.iri)
        for group in self.incoming:
            made |= {Triple(NamedNode(s), NamedNode(group.predicate), here) for s in group.subjects}
        return sorted(made, key=str)
