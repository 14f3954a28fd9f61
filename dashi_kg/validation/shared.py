"""What all reports share, as far as the shapes look at it from the nodes of some data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from dashi_kg.prepared import worked_out
from dashi_kg.rdf.namespaces import RDF_TYPE

Terms = frozenset[NamedNode]


class Shared:
    """Triples that all reports share, by subject; only those whose predicate a shape asks for.

    Each subject is read when it is first reached: a report reaches a fifth of them.

    Args:
        base: the base IRI.
        quads: ontology, code lists, reference facts; or a function that gives these of the package, by which they are asked
            for only where they are not kept from an earlier start (:mod:`dashi_kg.prepared`).
        wanted: the predicates that are asked for.
        classes: classes that a query names though no shape is about them: their instances are looked at from anywhere.
    """

    def __init__(
        self, base: str, quads: Iterable[Quad] | Callable[[], Iterable[Quad]], wanted: Terms, classes: Terms
    ) -> None:
        self._about: dict[Any, list[tuple[Quad, Any]]] = {}  # subject → triples, each with its object
        self._everywhere: list[Any] = []
        self._waiting: dict[str, str] = {}  # subject → N-Triples that were not read yet
        if callable(quads):
            own = worked_out("shared", base, lambda: _as_lines(quads(), wanted, classes))
            self._waiting = own[0]
            self._everywhere = [NamedNode(iri) for iri in own[1]]
        else:
            for quad, thing, everywhere in _asked_for(quads, wanted, classes):
                self._about.setdefault(quad.subject, []).append((quad, thing))
                if everywhere:
                    self._everywhere.append(quad.subject)

    def reached(self, nodes: Iterable[Any]) -> list[Quad]:
        """The triples of these nodes, of what they name, and so on; no graph says whose they are."""
        waiting = [*self._everywhere, *nodes]
        seen: set[Any] = set()
        found: list[Quad] = []
        while waiting:
            fresh = [node for node in waiting if not (node in seen or seen.add(node))]  # type: ignore[func-returns-value]
            self._read(fresh)
            waiting = []
            for node in fresh:
                for quad, thing in self._about.get(node, ()):
                    found.append(quad)
                    if not isinstance(thing, Literal):
                        waiting.append(thing)
        return found

    def _read(self, nodes: Iterable[Any]) -> None:
        """Read what is said of these nodes, if it was not read yet."""
        lines = [self._waiting.pop(key, "") for key in map(str, nodes)] if self._waiting else []
        for quad in parse("".join(lines), format=RdfFormat.N_TRIPLES):
            self._about.setdefault(quad.subject, []).append((quad, quad.object))


def _asked_for(quads: Iterable[Quad], wanted: Terms, classes: Terms) -> Iterator[tuple[Quad, Any, bool]]:
    """The triples whose predicate is wanted, each with its object, and whether it says that its subject is of the classes."""
    for quad in quads:
        predicate = quad.predicate
        if predicate in wanted:
            thing = quad.object
            yield Quad(quad.subject, predicate, thing), thing, predicate == RDF_TYPE and thing in classes


def _as_lines(quads: Iterable[Quad], wanted: Terms, classes: Terms) -> tuple[dict[str, str], list[str]]:
    """The same as plain values: subject → N-Triples; IRIs of the nodes of the classes."""
    lines: dict[str, str] = {}
    everywhere: list[str] = []
    for quad, _, of_class in _asked_for(quads, wanted, classes):
        subject = str(quad.subject)
        lines[subject] = f"{lines.get(subject, '')}{quad} .\n"
        if of_class and isinstance(quad.subject, NamedNode):
            everywhere.append(quad.subject.value)
    return lines, everywhere
