"""The data that is checked, and the answers of queries over it: by compiled queries, else by a store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from pyoxigraph import Quad, RdfFormat, Store

from dashi_kg.rdf.statements import Statements
from dashi_kg.rdf.terms import select
from dashi_kg.validation.compiled.code import Query, compiled
from dashi_kg.validation.compiled.syntax import read_query
from dashi_kg.validation.compiled.tree import NotCompiledError
from dashi_kg.validation.compiled.triples import Triples
from dashi_kg.validation.compiled.values import plainest

Terms = tuple[
    str, ...
]  # subject, predicate, object of a triple, as N-Triples writes them; what follows is not looked at
Solution = dict[str, str]  # variable → term


def terms(quads: Iterable[Quad]) -> Iterable[Terms]:
    """Subject, predicate and object of each quad, as N-Triples."""
    if isinstance(quads, Statements):
        return quads.rows
    return ((str(quad.subject), str(quad.predicate), str(quad.object)) for quad in quads)


class Data:
    """What is checked.

    Args:
        predicates: those that are asked for; what is said by others is left out.
        base: the base IRI.
        prefixes: prefix → namespace, of queries.
    """

    def __init__(self, predicates: Iterable[str], base: str, prefixes: Mapping[str, str]) -> None:
        self.triples = Triples(predicates)
        self._base = base
        self._prefixes = tuple(sorted(prefixes.items()))
        self._store: Store | None = None

    def take(self, said: Iterable[Terms]) -> int:
        """Take triples; how many there were."""
        by = self.triples.by_predicate
        total = 0
        for row in said:
            total += 1
            if (table := by.get(row[1])) is not None:
                if (things := table.get(row[0])) is None:
                    table[row[0]] = {row[2]: None}
                else:
                    things[row[2]] = None
        return total

    def nodes(self) -> set[str]:
        """Whatever is the subject or the object of a triple."""
        found: set[str] = set()
        for table in self.triples.by_predicate.values():
            found.update(table)
            found.update(*table.values())
        return found

    def objects(self, subject: str, predicate: str) -> list[str]:
        """What is said of a node by a predicate."""
        return list(self.triples.objects((predicate,)).get(subject, ()))

    def select(self, query: str) -> list[Solution]:
        """The solutions of a query, without the variables that are unbound; the order is no one's promise."""
        made = _compiled(query, self._prefixes)
        if made:
            names, function = made
            try:
                return [_row(names, row) for row in function(self.triples)]
            except NotCompiledError:  # a value of which Python has no sure meaning
                pass
        if self._store is None:
            self._store = Store()
            self._store.bulk_load(self.triples.lines().encode("utf-8"), RdfFormat.N_TRIPLES)
        found = select(self._store, query, base=self._base, prefixes=dict(self._prefixes))
        return [{name: str(term) for name, term in solution.items()} for solution in found]


def _row(names: tuple[str, ...], row: tuple[str | None, ...]) -> Solution:
    return {name: plainest(term) for name, term in zip(names, row, strict=True) if term is not None}


@lru_cache(maxsize=256)
def _compiled(query: str, prefixes: tuple[tuple[str, str], ...]) -> tuple[tuple[str, ...], Query] | None:
    """The names that a query gives, and its function; ``None`` where a store has to answer."""
    try:
        read = read_query(query, dict(prefixes))
        return tuple(name for name, _ in read.given), compiled(read)
    except NotCompiledError:
        return None
