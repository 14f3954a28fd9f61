"""What a graph says of one report, in a small store of its own: its pages ask that, and not all that the graph says of others.

A store on the disk takes six times as long for each statement as one in memory.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property

from pyoxigraph import Literal, NamedNode, Quad, Store

from dashi_kg.query.engines import OxigraphEngine
from dashi_kg.query.on_disk.stored import load_merged
from dashi_kg.query.result import Engine
from dashi_kg.rdf.namespaces import curie
from dashi_kg.rdf.terms import value

Lines = Callable[[str], bytes | None]
_REPLACED = curie("dct:isReplacedBy")
_MOVED = (_REPLACED, curie("owl:deprecated"), curie("skos:historyNote"))
_OURS = """SELECT DISTINCT ?s WHERE {{ {{ ?a nif:referenceContext <{source}> . ?s fz:anchor ?a }} UNION {{ ?s fz:inReport <{report}> }}
  FILTER(!STRSTARTS(STR(?s), "{report}#")) }}"""
_FACTS = "SELECT DISTINCT ?s WHERE {{ VALUES ?item {{ {items} }} ?s fz:item ?item ; a fz:ExternalFact }}"
_ABOUT = "SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {nodes} }} ?s ?p ?o }}"


class ReportsApart:
    """Engines over one report each.

    Args:
        engine: over the whole graph.
        base: the base IRI.
        lines: IRI of a report → its own quads as N-Quads; ``None``: they are not at hand.
    """

    def __init__(self, engine: Engine, base: str, lines: Lines) -> None:
        self.engine, self.base, self._lines = engine, base, lines

    def engine_of(self, report: str, source: str) -> Engine | None:
        """An engine that answers about the report, its text and what stands in it as the whole graph does.

        Args:
            report: IRI.
            source: IRI of its text, which is that of no other report.

        Returns:
            ``None`` where its quads are not at hand.
        """
        lines = self._lines(report)
        if lines is None:
            return None
        store = Store()
        load_merged(store, [lines])
        own = OxigraphEngine(store, self.base, merged=True)
        # bodies, places, documents: others speak of them, too
        shared = [value(row[0]) for row in own.run(_OURS.format(source=source, report=report)).rows or ()]
        facts = self._asked(_FACTS, "items", shared)
        nodes = [report, *shared, *(value(row[0]) for row in facts)]
        for s, p, o in self._asked(_ABOUT, "nodes", nodes):
            if isinstance(s, NamedNode) and isinstance(p, NamedNode) and isinstance(o, NamedNode | Literal):
                store.add(Quad(s, p, o))
        for quad in self._moved.get(report, ()):
            store.add(quad)
        return own

    def _asked(self, query: str, name: str, iris: Iterable[str]) -> list[tuple[object, ...]]:
        names = " ".join(f"<{iri}>" for iri in sorted(set(iris)))
        return list(self.engine.run(query.format_map({name: names})).rows or ()) if names else []

    @cached_property
    def _moved(self) -> dict[str, list[Quad]]:
        """What former releases had in each report: there are few, and they stand in another graph."""
        found: dict[str, list[Quad]] = defaultdict(list)
        for p in _MOVED:
            start = f"{self.base}report/"
            query = f'SELECT ?s ?o WHERE {{ ?s {p} ?o FILTER(STRSTARTS(STR(?s), "{start}")) }}'
            for s, o in self.engine.run(query).rows or ():
                assert isinstance(s, NamedNode) and isinstance(o, NamedNode | Literal)
                found[s.value.partition("#")[0]].append(Quad(s, p, o))
        return found
