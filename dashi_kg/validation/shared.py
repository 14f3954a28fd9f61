"""What all reports share, as far as the shapes look at it from the nodes of some data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from dashi_kg.rdf.namespaces import RDF_TYPE

Terms = frozenset[NamedNode]


class Shared:
    """Triples that all reports share, by subject; only those whose predicate a shape asks for.

    Args:
        quads: ontology, code lists, reference facts.
        wanted: the predicates that are asked for.
        classes: classes that a query names though no shape is about them: their instances are looked at from anywhere.
    """

    def __init__(self, quads: Iterable[Quad], wanted: Terms, classes: Terms) -> None:
        self._about: dict[Any, list[tuple[Quad, Any]]] = {}  # subject → triples, each with its object
        self._everywhere: list[Any] = []
        for quad in quads:
            predicate = quad.predicate
            if predicate in wanted:
                subject, thing = quad.subject, quad.object
                self._about.setdefault(subject, []).append((Quad(subject, predicate, thing), thing))
                if predicate == RDF_TYPE and thing in classes:
                    self._everywhere.append(subject)

    def reached(self, nodes: Iterable[Any]) -> list[Quad]:
        """The triples of these nodes, of what they name, and so on; no graph says whose they are."""
        waiting = [*self._everywhere, *nodes]
        seen: set[Any] = set()
        found: list[Quad] = []
        while waiting:
            node = waiting.pop()
            if node in seen:
                continue
            seen.add(node)
            for quad, thing in self._about.get(node, ()):
                found.append(quad)
                if not isinstance(thing, Literal):
                    waiting.append(thing)
        return found
