"""What all reports share, as far as the shapes look at it from the nodes of some data."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pyoxigraph import NamedNode, Quad

from dashi_kg.prepared import worked_out
from dashi_kg.rdf.namespaces import RDF_TYPE
from dashi_kg.validation.data import Data, Terms, terms

_Said = list[tuple[str, str]]  # predicate and object


class Shared:
    """Triples that all reports share, by subject; only those whose predicate a shape asks for.

    Each subject is read when it is first reached: a report reaches a fifth of them.

    Args:
        base: the base IRI.
        quads: ontology, code lists, reference facts; or a function that gives these of the package, by which they are asked
            for only where they are not kept from an earlier start (:mod:`dashi_kg.prepared`).
        wanted: the predicates that are asked for.
        classes: classes that a query names though no shape is about them: their instances are looked at from anywhere.

    Attributes:
        known: the subjects.
        everywhere: instances of the classes.
    """

    def __init__(
        self,
        base: str,
        quads: Iterable[Quad] | Callable[[], Iterable[Quad]],
        wanted: frozenset[NamedNode],
        classes: frozenset[NamedNode],
    ) -> None:
        names, of = frozenset(map(str, wanted)), frozenset(map(str, classes))
        if callable(quads):
            own = worked_out("shared", base, lambda: _as_lines(quads(), names, of))
        else:
            own = _as_lines(quads, names, of)
        self._waiting: dict[str, str] = own[0]  # subject → what was not read yet, a line each
        self.everywhere: list[str] = own[1]
        self.known = frozenset(self._waiting)
        self._about: dict[str, _Said] = {}

    def reached(self, data: Data) -> list[Terms]:
        """The triples of the nodes of data, of what these name, and so on."""
        waiting = data.among(self.known)
        waiting |= set(self.everywhere)
        found: list[Terms] = []
        seen = set(waiting)
        while waiting:
            fresh: set[str] = set()
            for node in sorted(waiting):
                for predicate, thing in self.said(node):
                    found.append((node, predicate, thing, ""))
                    fresh.add(thing)
            waiting = (fresh & self.known) - seen
            seen |= waiting
        return found

    def said(self, node: str) -> _Said:
        """Predicates and objects of a node, if it is one of these; read when it is first asked for."""
        if node in self._waiting:
            rows = (line.partition(" ") for line in self._waiting.pop(node).split("\n"))
            self._about[node] = [(predicate, thing) for predicate, _, thing in rows]
        return self._about.get(node, [])


def _as_lines(
    quads: Iterable[Quad], wanted: frozenset[str], classes: frozenset[str]
) -> tuple[dict[str, str], list[str]]:
    """Subject → predicates and objects, a line each; and the nodes of the classes."""
    lines: dict[str, list[str]] = {}
    everywhere: list[str] = []
    for subject, predicate, thing, _ in terms(quads):
        if predicate in wanted:
            lines.setdefault(subject, []).append(f"{predicate} {thing}")
            if predicate == str(RDF_TYPE) and thing in classes:
                everywhere.append(subject)
    return {subject: "\n".join(said) for subject, said in lines.items()}, everywhere
