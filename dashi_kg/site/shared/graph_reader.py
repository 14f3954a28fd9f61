"""What the graph says of a node and who speaks of it, by SPARQL, a few queries a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Triple

from dashi_kg.query.result import Engine, Row
from dashi_kg.rdf.jsonld import natural
from dashi_kg.rdf.terms import value
from dashi_kg.site.shared.basis import graph_kind
from dashi_kg.site.shared.exact import Key, key

SHOWN = 100  # of the nodes that point here by one property
PLAIN = 2000  # with fewer, one query tells all
_CHUNK = 100  # Virtuoso takes a hundred times as long to plan over a thousand


class Statement(NamedTuple):
    """One statement and the named graph it stands in; terms as IRIs but for the object."""

    subject: str
    predicate: str
    object: NamedNode | Literal
    graph: str

    @property
    def triple(self) -> Triple:
        return Triple(NamedNode(self.subject), NamedNode(self.predicate), self.object)


@dataclass(frozen=True, slots=True)
class Incoming:
    """Nodes that point to one by a property, from named graphs of one kind (``stated``, ``reference`` …).

    ``count`` is of all; ``subjects`` are the first :data:`SHOWN` of them.
    """

    predicate: str
    kind: str
    count: int
    subjects: tuple[str, ...]


class GraphReader:
    """Asks an engine; remembers nothing.

    Args:
        exact: literals as they were written, where the engine keeps values only.
        pointing: what :meth:`incoming` gives for some IRIs, where somebody has it ready.
    """

    def __init__(
        self,
        engine: Engine,
        base: str,
        exact: Mapping[Key, Literal] | None = None,
        pointing: Mapping[str, list[Incoming]] | None = None,
    ) -> None:
        self.engine, self.base, self.exact, self._pointing = engine, base, exact or {}, pointing or {}

    def rows(self, query: str) -> Iterator[Row]:
        """The rows of a SELECT."""
        return self.engine.run(query).rows or iter(())

    def about(self, iris: Sequence[str]) -> list[Statement]:
        """All statements with one of these subjects, sorted."""
        found = []
        for start in range(0, len(iris), _CHUNK):
            names = " ".join(f"<{i}>" for i in iris[start : start + _CHUNK])
            query = f"SELECT ?s ?p ?o ?g WHERE {{ VALUES ?s {{ {names} }} GRAPH ?g {{ ?s ?p ?o }} }}"
            found += [self._statement(row) for row in self.rows(query)]
        return _sorted(found)

    def said(self, iris: Sequence[str]) -> list[Statement]:
        """As :meth:`about`, each statement once, whichever graph it stands in; ``graph`` is empty."""
        found: set[Statement] = set()
        for start in range(0, len(iris), _CHUNK):
            names = " ".join(f"<{i}>" for i in iris[start : start + _CHUNK])
            query = f"SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {names} }} ?s ?p ?o }}"
            found.update(self._statement((*row, None)) for row in self.rows(query))
        return _sorted(found)

    def graphs(self, iris: Iterable[str]) -> list[Statement]:
        """All statements of these named graphs, sorted."""
        found = []
        for iri in iris:
            query = f"SELECT ?s ?p ?o ?g WHERE {{ VALUES ?g {{ <{iri}> }} GRAPH ?g {{ ?s ?p ?o }} }}"
            found += [self._statement(row) for row in self.rows(query)]
        return _sorted(found)

    def _statement(self, row: Row) -> Statement:
        s, p, o, g = row
        assert isinstance(o, NamedNode | Literal)
        if isinstance(o, Literal) and self.exact:
            o = self.exact.get(key(value(s), value(p), o), o)
        return Statement(value(s), value(p), o, value(g) if g is not None else "")

    def incoming(self, iri: str) -> list[Incoming]:
        """Who points here, by property and kind of graph: with the whole count, and the first of them."""
        if (ready := self._pointing.get(iri)) is not None:
            return ready
        query = f"SELECT ?s ?p ?g WHERE {{ GRAPH ?g {{ ?s ?p <{iri}> }} }} LIMIT {PLAIN}"
        rows = [(value(s), value(p), value(g)) for s, p, g in self.rows(query)]
        if len(rows) == PLAIN:
            return self._many(iri)
        groups: dict[tuple[str, str], set[str]] = {}
        for s, p, g in rows:
            groups.setdefault((p, graph_kind(g, self.base)), set()).add(s)
        return [
            Incoming(p, kind, len(found), tuple(sorted(found, key=natural)[:SHOWN]))
            for (p, kind), found in sorted(groups.items())
        ]

    def _many(self, iri: str) -> list[Incoming]:
        kind = f'BIND(REPLACE(STRAFTER(STR(?g), "{self.base}graph/"), "/.*$", "") AS ?kind)'
        counts = (
            f"SELECT ?p ?kind (COUNT(DISTINCT ?s) AS ?n) WHERE {{ GRAPH ?g {{ ?s ?p <{iri}> }} {kind} }} "
            "GROUP BY ?p ?kind ORDER BY ?p ?kind"
        )
        found = []
        for p, name, n in list(self.rows(counts)):
            first = (
                f"SELECT DISTINCT ?s WHERE {{ GRAPH ?g {{ ?s {p} <{iri}> }} {kind} FILTER(?kind = {name}) }} "
                f"ORDER BY STR(?s) LIMIT {SHOWN}"
            )
            subjects = sorted((value(row[0]) for row in self.rows(first)), key=natural)
            found.append(Incoming(value(p), value(name), int(value(n)), tuple(subjects)))
        return found


def _sorted(found: Iterable[Statement]) -> list[Statement]:
    return sorted(found, key=lambda t: (natural(t.subject), t.predicate, str(t.object), t.graph))
