"""What a graph says of one report, out of the report's own quads: its pages look at them, and not at all that is said of others.

A store on the disk takes six times as long for each statement as one in memory, and one in memory three times as long
as a look at the statements themselves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property
from itertools import chain

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from dashi_kg.query.result import Engine
from dashi_kg.rdf.namespaces import XSD, curie
from dashi_kg.rdf.terms import value
from dashi_kg.site.facts.said_of_report import SaidOfReport, Statement

Lines = Callable[[str], bytes | None]
_REPLACED = curie("dct:isReplacedBy")
_MOVED = (_REPLACED, curie("owl:deprecated"), curie("skos:historyNote"))
_FACTS = "SELECT DISTINCT ?s WHERE {{ VALUES ?item {{ {items} }} ?s fz:item ?item ; a fz:ExternalFact }}"
_ABOUT = "SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {nodes} }} ?s ?p ?o }}"
_SIGNS = ("+", "-")
_DECIMAL, _INTEGER = XSD + "decimal", XSD + "integer"


class ReportsApart:
    """The statements about one report each.

    Args:
        engine: over the whole graph.
        base: the base IRI.
        lines: IRI of a report → its own quads as N-Quads; ``None``: they are not at hand.
    """

    def __init__(self, engine: Engine, base: str, lines: Lines) -> None:
        self.engine, self.base, self._lines = engine, base, lines

    def said(self, report: str, source: str) -> SaidOfReport | None:
        """What the whole graph says of the report, its text and what stands in it.

        Args:
            report: IRI.
            source: IRI of its text, which is that of no other report.

        Returns:
            ``None`` where its quads are not at hand.
        """
        lines = self._lines(report)
        if lines is None:
            return None
        own: list[Statement] = []
        for quad in parse(lines, format=RdfFormat.N_QUADS):
            term = quad.object
            assert isinstance(term, NamedNode | Literal)
            words = term.value
            # numbers that a store would spell otherwise have a point or a sign
            if ("." in words or words[:1] in _SIGNS) and isinstance(term, Literal):
                term = as_stored(term)
            own.append((quad.subject.value, quad.predicate.value, term))
        found = SaidOfReport(own, report, source, self.base)
        # bodies, places, documents: others speak of them, too
        shared = [iri for iri in found.anchored | found.in_report if not iri.startswith(f"{report}#")]
        facts = (value(row[0]) for row in self._asked(_FACTS, "items", shared))
        found.add(self._statements(self._asked(_ABOUT, "nodes", [report, *shared, *facts])))
        found.add(self._moved.get(report, ()))
        return found

    def _asked(self, query: str, name: str, iris: Iterable[str]) -> list[tuple[object, ...]]:
        names = " ".join(f"<{iri}>" for iri in sorted(set(iris)))
        return list(self.engine.run(query.format_map({name: names})).rows or ()) if names else []

    @staticmethod
    def _statements(rows: Iterable[tuple[object, ...]]) -> Iterable[Statement]:
        return ((value(s), value(p), o) for s, p, o in rows if isinstance(o, NamedNode | Literal))

    @cached_property
    def _moved(self) -> dict[str, list[Statement]]:
        """What former releases had in each report: there are few, and they stand in another graph."""
        found: dict[str, list[Statement]] = defaultdict(list)
        start = f"{self.base}report/"
        queries = (
            f'SELECT ?s ({p} AS ?p) ?o WHERE {{ ?s {p} ?o FILTER(STRSTARTS(STR(?s), "{start}")) }}'
            for p in _MOVED
        )
        rows = chain.from_iterable(self.engine.run(query).rows or () for query in queries)
        for s, p, o in self._statements(rows):
            found[s.partition("#")[0]].append((s, p, o))
        return found


def as_stored(term: NamedNode | Literal) -> NamedNode | Literal:
    """A term as a store keeps it: of numbers the value.

    >>> as_stored(Literal("12.50", datatype=NamedNode(_DECIMAL))).value
    '12.5'
    """
    if isinstance(term, Literal) and term.language is None:
        kind, words = term.datatype.value, term.value
        if kind == _DECIMAL and "." in words:
            return Literal(words.rstrip("0").removesuffix("."), datatype=term.datatype)
        if kind == _INTEGER and not words.isdecimal():
            return Literal(str(int(words)), datatype=term.datatype)
    return term
