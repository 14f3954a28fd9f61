"""Where answers come from: a store of our own, or a remote SPARQL endpoint; the same three questions to both."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from typing import Protocol

from pyoxigraph import DefaultGraph, NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Store, Triple

from dashi_kg.errors import DashiError
from dashi_kg.language import Both
from dashi_kg.query.engines import APART, GRAPHS, Dataset, EndpointEngine, OxigraphEngine, no_such_graph
from dashi_kg.query.guard import Asked, checked
from dashi_kg.query.result import Engine, Result
from dashi_kg.rdf.namespaces import prefixes

Found = QuerySolutions | QueryBoolean | QueryTriples | Iterator[Triple]
_COUNTS = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"


class RemoteError(DashiError):
    """The remote endpoint failed, which is no mistake of the client's."""


class Backend(Protocol):
    """Answers queries on one dataset whose default graph is the union of all graphs."""

    base: str
    prefixes: Mapping[str, str]

    def run(self, text: str, asked: Asked, dataset: Dataset | None) -> Found:
        """The answer to a query; ``dataset`` takes the place of its ``FROM``.

        Raises:
            DashiError: malformed, or of a graph that there is not.
            RemoteError: the remote endpoint failed.
        """

    def graph(self, iri: str) -> Iterator[Triple] | None:
        """The triples of a named graph, or of all for ``""``; ``None``: there is no such graph."""

    def counts(self) -> dict[str, int]:
        """Named graph → triples."""

    @property
    def engine(self) -> Engine:
        """For queries of our own."""


class LocalBackend:
    """A pyoxigraph store; ``merged``: its default graph holds the merge of all graphs."""

    def __init__(self, store: Store, base: str, *, merged: bool = False) -> None:
        self.store, self.base, self.merged = store, base, merged
        self.engine = OxigraphEngine(store, base, merged=merged)
        self.prefixes: Mapping[str, str] = self.engine.prefixes

    def run(self, text: str, asked: Asked, dataset: Dataset | None) -> Found:
        return self.engine.answer(text, dataset, asked)

    def graph(self, iri: str) -> Iterator[Triple] | None:
        if iri and not self.store.contains_named_graph(NamedNode(iri)):
            return None
        wanted = NamedNode(iri) if iri else DefaultGraph() if self.merged else None
        found = self.store.quads_for_pattern(None, None, None, wanted)
        return (q.triple for q in found)

    def counts(self) -> dict[str, int]:
        names = sorted(g.value for g in self.store.named_graphs())
        return {
            g: sum(1 for _ in self.store.quads_for_pattern(None, None, None, NamedNode(g))) for g in names
        }


class RemoteBackend:
    """A SPARQL endpoint. What is no SPARQL is found here, by the same parser as everywhere, with its place.

    Args:
        keep: seconds for which the list of its graphs is believed.
    """

    def __init__(self, url: str, base: str, *, timeout: float, keep: float = 60.0) -> None:
        self.url, self.base, self.timeout, self.keep = url, base, timeout, keep
        self.prefixes: Mapping[str, str] = prefixes(base)
        self._empty = OxigraphEngine(Store(), base)
        self._known: tuple[str, ...] = ()  # all graphs, where the default graph does not show them
        self._seen: dict[str, bool] = {}  # graphs that somebody named → whether there are such
        self._apart = False
        self._since = float("-inf")

    def run(self, text: str, asked: Asked, dataset: Dataset | None) -> Found:
        self._empty.parsed(text)
        self._look()
        for iri in dataset.graphs if dataset else asked.graphs or ():
            if not self._there(iri):
                raise no_such_graph(iri)
        if dataset is None and asked.graphs is None and self._apart:
            dataset = Dataset(self._known, self._known)
        return self._ask(text, dataset)

    def graph(self, iri: str) -> Iterator[Triple] | None:
        self._look()
        if iri and not self._there(iri):
            return None
        graphs = (iri,) if iri else self._known if self._apart else ()
        found = self._ask("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", Dataset(graphs) if graphs else None)
        assert not isinstance(found, QuerySolutions | QueryBoolean)
        return iter(found)

    def counts(self) -> dict[str, int]:
        found = self._ask(_COUNTS, None)
        assert isinstance(found, QuerySolutions)
        return {row["g"].value: int(row["n"].value) for row in found if row["g"] is not None}

    @property
    def engine(self) -> Engine:
        return _Through(self)

    def _ask(self, text: str, dataset: Dataset | None) -> Found:
        chosen = dataset or Dataset()
        engine = EndpointEngine(
            self.url, self.base, graphs=chosen.default, named=chosen.named, timeout=self.timeout
        )
        try:
            return engine.answer(text)
        except DashiError as error:  # without the address, which need not be known outside
            raise RemoteError(error.cause, remedy=Both("请稍后再试。", "Try again later.")) from None

    def _look(self) -> None:
        """Whether the default graph shows the named graphs; where it does not, which they are."""
        if time.monotonic() - self._since < self.keep:
            return
        self._seen.clear()
        self._apart, self._known = bool(self._ask(APART, None)), ()
        if self._apart:
            found = self._ask(GRAPHS, None)
            assert isinstance(found, QuerySolutions)
            self._known = tuple(row["g"].value for row in found)
        self._since = time.monotonic()

    def _there(self, iri: str) -> bool:
        """Whether there is such a graph; a large store is not asked for all of them."""
        if iri not in self._seen:
            name = _named(iri)
            self._seen[iri] = name is not None and bool(
                self._ask(f"ASK {{ GRAPH {name} {{ ?s ?p ?o }} }}", None)
            )
        return self._seen[iri]


def _named(iri: str) -> NamedNode | None:
    """The graph of this IRI; ``None`` for what is no IRI."""
    try:
        return NamedNode(iri)
    except ValueError:
        return None


class _Through:
    """A remote backend as an engine of :mod:`dashi_kg.query`."""

    def __init__(self, backend: RemoteBackend) -> None:
        self.backend = backend

    def run(self, text: str) -> Result:
        from dashi_kg.query.engines import result_of

        asked = checked(text, self.backend.base, self.backend.prefixes)
        return result_of(self.backend.run(text, asked, None))
