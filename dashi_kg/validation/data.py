"""The data that is checked, and the answers of queries over it: by compiled queries, else by a store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from pyoxigraph import Quad, RdfFormat, Store

from dashi_kg.rdf.statements import Statements
from dashi_kg.rdf.terms import select
from dashi_kg.validation.compiled.not_compiled import NotCompiledError
from dashi_kg.validation.compiled.triples import Known, Said, Triples
from dashi_kg.validation.compiled.values import plainest

if TYPE_CHECKING:
    from dashi_kg.validation.compiled.code import Query, Row

Terms = tuple[str, str, str, str]  # of a quad, as N-Quads writes them; the graph is not looked at
Solution = dict[str, str]  # variable → term


def terms(quads: Iterable[Quad]) -> Iterable[Terms]:
    """The terms of each quad."""
    if isinstance(quads, Statements):
        return quads.rows
    return ((str(quad.subject), str(quad.predicate), str(quad.object), "") for quad in quads)


class Data:
    """What is checked.

    Args:
        predicates: those that are asked for; what is said by others is left out.
        base: the base IRI.
        prefixes: prefix → namespace, of queries.

    Attributes:
        compile_queries: whether queries are compiled; for few triples a store is made sooner than the functions.
    """

    def __init__(self, predicates: Iterable[str], base: str, prefixes: Mapping[str, str]) -> None:
        self.triples = Triples(predicates)
        self.compile_queries = True
        self._base = base
        self._prefixes = tuple(sorted(prefixes.items()))
        self._store: Store | None = None

    def take(self, said: Iterable[Terms]) -> int:
        """Take triples; how many there were."""
        return self.triples.take(said)

    def take_lines(self, lines: bytes, known: Known) -> bool:
        """Take lines of N-Quads, if they are written as most are (:meth:`Triples.take_lines`)."""
        return self.triples.take_lines(lines, known)

    def take_nodes(self, nodes: Iterable[Said]) -> None:
        """Take what is said of nodes."""
        self.triples.take_nodes(nodes)

    def among(self, nodes: frozenset[str]) -> set[str]:
        """Those of some nodes that are the subject or the object of a triple."""
        return set(nodes & self.subjects()) | (nodes & self.named())

    def subjects(self) -> set[str]:
        """The subjects of all triples."""
        return set().union(*self.triples.tables())

    def named(self) -> set[str]:
        """The objects of all triples."""
        return set(
            chain.from_iterable(chain.from_iterable(table.values() for table in self.triples.tables()))
        )

    def objects(self, subject: str, predicate: str) -> list[str]:
        """What is said of a node by a predicate."""
        return list(self.triples.objects((predicate,)).get(subject, ()))

    def select(self, query: str) -> list[Solution]:
        """The solutions of a query, without the variables that are unbound; the order is no one's promise."""
        if found := self._by_function(query):
            names, rows = found
            return [_row(names, row) for row in rows]
        return [{name: str(term) for name, term in solution.items()} for solution in self._by_store(query)]

    def rows(self, query: str, names: tuple[str, ...]) -> list[Row]:
        """The same as terms, in the order of some variables; ``None`` where one is unbound. A number stands as it was written."""
        found = self._by_function(query)
        if found and found[0] == names:
            return found[1]
        return [tuple([solution.get(name) for name in names]) for solution in self.select(query)]

    def _by_function(self, query: str) -> tuple[tuple[str, ...], list[Row]] | None:
        made = _compiled(query, self._prefixes) if self.compile_queries else None
        try:
            return (made[0], list(made[1](self.triples))) if made else None
        except NotCompiledError:  # a value of which Python has no sure meaning
            return None

    def _by_store(self, query: str) -> list[dict[str, Any]]:
        if self._store is None:
            self._store = Store()
            self._store.bulk_load(self.triples.lines().encode("utf-8"), RdfFormat.N_TRIPLES)
        return select(self._store, query, base=self._base, prefixes=dict(self._prefixes))


def _row(names: tuple[str, ...], row: tuple[str | None, ...]) -> Solution:
    return {name: plainest(term) for name, term in zip(names, row, strict=True) if term is not None}


@lru_cache(maxsize=256)
def _compiled(query: str, prefixes: tuple[tuple[str, str], ...]) -> tuple[tuple[str, ...], Query] | None:
    """The names that a query gives, and its function; ``None`` where a store has to answer."""
    # what compiles is read when it is wanted: one small report does without
    from dashi_kg.validation.compiled.code import compiled
    from dashi_kg.validation.compiled.syntax import read_query

    try:
        read = read_query(query, dict(prefixes))
        return tuple(name for name, _ in read.given), compiled(read)
    except NotCompiledError:
        return None
