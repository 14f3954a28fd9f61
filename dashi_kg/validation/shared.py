"""What all reports share, as far as the shapes look at it from the nodes of some data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pyoxigraph import NamedNode, Quad

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
        self._about: dict[Any, list[Quad]] = {}
        self._everywhere: list[Any] = []
        for quad in quads:
            predicate = quad.predicate
            if predicate in wanted:
                self._about.setdefault(quad.subject, []).append(quad)
                if predicate == RDF_TYPE and quad.object in classes:
                    self._everywhere.append(quad.subject)

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
            for quad in self._about.get(node, ()):
                found.append(Quad(quad.subject, quad.predicate, quad.object))
                waiting.append(quad.object)
        return found
