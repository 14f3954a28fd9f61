"""The stores: where each takes SPARQL 1.1 Query, Update and Graph Store Protocol, and what it does otherwise.

A :class:`Client` hides them from the loader. What each store cannot do is in ``docs/stores.md``.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import IO, NamedTuple, Protocol, TypeGuard
from urllib.parse import quote

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, Triple

from dashi_kg.errors import DashiError
from dashi_kg.language import Both
from dashi_kg.loading.http import Http
from dashi_kg.locks import beside, of_address
from dashi_kg.rdf.guarded import quads_of
from dashi_kg.rdf.namespaces import XSD

Normal = Callable[[Triple], Triple]
_NT, _NQ = "application/n-triples", "application/n-quads"
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")


class Fetched(NamedTuple):
    """What came back of a graph.

    Attributes:
        lines: the lines of N-Triples, sorted, each once, as the store writes them; ``None``: it writes another format.
        triples: reads them.
    """

    lines: list[str] | None
    triples: Callable[[], list[Triple]]


class Client(Protocol):
    """What the loader asks of a store."""

    address: str
    can_update: bool

    def put(self, graph: str, chunks: Iterable[bytes]) -> None:
        """Replace a graph by N-Triples, given in chunks."""

    def delete(self, graph: str) -> None:
        """Remove a graph; nothing happens if it is not there."""

    def triples(self, graph: str) -> list[Triple]:
        """The triples of a graph; none if it is not there."""

    def fetched(self, graph: str) -> Fetched:
        """A graph as it comes back."""

    def graphs(self) -> set[str]:
        """The IRIs of all graphs that have triples."""

    def update(self, text: str) -> None:
        """Run a SPARQL 1.1 Update in one request."""

    def normal(self, triple: Triple) -> Triple:
        """The triple in a spelling that what was sent and what comes back of it share; only a literal with a type or a tag is spelled otherwise."""


def by_value(triple: Triple) -> Triple:
    """The triple with its number in canonical spelling: many stores keep values, not spellings (38.0 becomes 38).

    Canonical forms of XML Schema 1.1 part 2, section 3.3; language tags in lower case (RDF 1.1, section 3.3).
    """
    o = triple.object
    if not isinstance(o, Literal):
        return triple
    words, kind = o.value, o.datatype.value
    if o.language:
        return Triple(triple.subject, triple.predicate, Literal(words, language=o.language.lower()))
    if kind == XSD + "nonNegativeInteger":  # offsets: engines that keep values give them back as integers
        kind = XSD + "integer"
    if kind in (XSD + "decimal", XSD + "integer") and _NUMBER.fullmatch(words):
        number = Decimal(words)
        words = (
            f"{number.to_integral_value() if number == number.to_integral_value() else number.normalize():f}"
        )
    elif kind == XSD + "boolean" and words in ("1", "0"):
        words = "true" if words == "1" else "false"
    return Triple(triple.subject, triple.predicate, Literal(words, datatype=NamedNode(kind)))


@dataclass(frozen=True, slots=True)
class StoreKind:
    """Paths below the address that a user gives.

    Attributes:
        digest: HTTP Digest credentials.
        quads: where N-Quads are added to all graphs in one transaction; ``None``: nowhere.
        bulk: behind that address, where it need not be one transaction.
        at_once: triples that one transaction should add, since the store holds it in memory, or takes a graph at a time; 0: as many as there are.
        told: graphs that one update may name; 0: as many as there are.
    """

    query: str
    update: str
    graph_store: str
    graph_key: str = "graph"
    digest: bool = False
    normal: Normal = by_value
    quads: str | None = None
    bulk: str = ""
    at_once: int = 0
    told: int = 0


def _virtuoso(triple: Triple) -> Triple:
    """Virtuoso gives truth values back as the integers 1 and 0."""
    o = triple.object
    if isinstance(o, Literal) and o.datatype.value == XSD + "boolean":
        number = "1" if o.value in ("true", "1") else "0"
        return Triple(triple.subject, triple.predicate, Literal(number, datatype=NamedNode(XSD + "integer")))
    return by_value(triple)


STORES: dict[str, StoreKind] = {
    "oxigraph": StoreKind(
        "/query", "/update", "/store", quads="/store", bulk="?no_transaction", at_once=1_000_000
    ),
    "fuseki": StoreKind("/sparql", "/update", "/data", quads="/data"),
    "virtuoso": StoreKind(
        "/sparql",
        "/sparql-auth",
        "/sparql-graph-crud-auth",
        "graph-uri",
        digest=True,
        normal=_virtuoso,
        at_once=1_000_000,
        told=500,  # of 2,500 entries it runs out of memory while it reads the update
    ),
    "rdf4j": StoreKind("", "/statements", "/rdf-graphs/service"),
    "graphdb": StoreKind("", "/statements", "/rdf-graphs/service"),
    "gsp": StoreKind("", "", ""),
    "pyoxigraph": StoreKind("", "", ""),
}


def connect(url: str, store: str, *, update_url: str = "", query_url: str = "", retries: int = 5) -> Client:
    """A client of a store.

    Args:
        url: the server (Oxigraph, Virtuoso), the dataset (Fuseki), the repository (RDF4J, GraphDB), the Graph
            Store endpoint (``gsp``), or a folder (``pyoxigraph``).
        store: a key of :data:`STORES`.
        update_url, query_url: for ``gsp`` only, where the store has them.

    Raises:
        DashiError: the address is none, or has credentials in it.
    """
    kind = STORES[store]
    if store == "pyoxigraph":
        return DiskStore(Path(url))
    http = Http(url, digest=kind.digest, retries=retries)
    if store == "gsp":
        return HttpStore(http, kind, query_url, update_url, http.url)
    return HttpStore(http, kind, http.url + kind.query, http.url + kind.update, http.url + kind.graph_store)


def lock_of(url: str, store: str) -> Path:
    """The lock of a store: beside a folder; for one behind HTTP in the temporary folder of this machine and user."""
    if store != "pyoxigraph":
        return of_address(url)
    lock = beside(Path(url))
    # a folder that is mounted may be all that can be written
    mounted = Path(url).is_dir() and not os.access(lock.parent, os.W_OK)
    return Path(url) / ".dashi-kg.lock" if mounted else lock


# GROUP BY, not DISTINCT: with hundreds of graphs Virtuoso 7 finds no end of the latter
_GRAPHS = "SELECT ?g WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"


class HttpStore:
    """A store behind HTTP: SPARQL 1.1 Graph Store HTTP Protocol and SPARQL 1.1 Protocol (W3C, 2013)."""

    def __init__(self, http: Http, kind: StoreKind, query: str, update: str, graph_store: str) -> None:
        self.http, self.kind = http, kind
        self._query, self._update, self._graph_store = query, update, graph_store
        self.address = http.url
        self.can_update = bool(update)

    def _at(self, graph: str) -> str:
        return f"{self._graph_store}?{self.kind.graph_key}={quote(graph, safe='')}"

    def put(self, graph: str, chunks: Iterable[bytes]) -> None:
        method = "PUT"
        for chunk in chunks:
            self.http.send(method, self._at(graph), data=chunk, headers={"Content-Type": _NT})
            method = "POST"  # the rest is added: sending a chunk twice changes nothing

    def post(self, graph: str, triples: str) -> None:
        """Add N-Triples to a graph; once more where the line breaks, which changes nothing."""
        if triples:
            data, headers = triples.encode("utf-8"), {"Content-Type": _NT}
            self.http.send("POST", self._at(graph), data=data, headers=headers)

    def add(self, quads: IO[bytes], *, bulk: bool = False) -> None:
        """Add N-Quads, where :attr:`StoreKind.quads` says so.

        Args:
            bulk: not in one transaction, and once more where the line breaks.

        Raises:
            DashiError: the store refuses. :class:`~dashi_kg.loading.http.UnsureError` where it is not known whether it took them.
        """
        address = f"{self.http.url}{self.kind.quads}{self.kind.bulk if bulk else ''}"
        self.http.send("POST", address, change_once=not bulk, data=quads, headers={"Content-Type": _NQ})

    def delete(self, graph: str) -> None:
        self.http.send("DELETE", self._at(graph), allow=(404,))

    def triples(self, graph: str) -> list[Triple]:
        return self.fetched(graph).triples()

    def fetched(self, graph: str) -> Fetched:
        answer = self.http.send(
            "GET", self._at(graph), headers={"Accept": f"{_NT}, text/turtle;q=0.5"}, allow=(404,)
        )
        if answer.status_code == 404:
            return Fetched([], list)
        kind = answer.headers.get("Content-Type", "").partition(";")[0].strip()
        form = RdfFormat.from_media_type(kind) or RdfFormat.TURTLE
        if kind == "text/plain":
            form = RdfFormat.N_TRIPLES
        content = answer.content
        lines: list[str] | None = None
        if form == RdfFormat.N_TRIPLES:
            with contextlib.suppress(UnicodeDecodeError):  # who reads the triples says what is wrong
                lines = sorted({f"{line}\n" for line in content.decode("utf-8").split("\n") if line})
        return Fetched(lines, lambda: self._read(content, form, graph, kind))

    def _read(self, content: bytes, form: RdfFormat, graph: str, kind: str) -> list[Triple]:
        try:
            return [quad.triple for quad in quads_of(content, form, graph, self.address)]
        except DashiError as error:
            raise DashiError(
                Both(
                    f"数据库的回答无法解析（{kind}）：{error.cause.zh}",
                    f"a malformed answer ({kind}): {error.cause.en}",
                ),
                remedy=Both("请再次运行。", "Run the command again."),
                file=self.address,
            ) from None

    def graphs(self) -> set[str]:
        if not self._query:
            return set()
        answer = self.http.send(
            "POST", self._query,
            data={"query": _GRAPHS},
            headers={"Accept": "application/sparql-results+json"},
        )  # fmt: skip
        try:
            return {row["g"]["value"] for row in answer.json()["results"]["bindings"]}
        except (ValueError, KeyError) as error:
            raise DashiError(
                Both(f"对方的回答无法解析（{error}）", f"a malformed answer ({error})"),
                remedy=Both("请检查 --store。", "Check --store."),
                file=self.address,
            ) from None

    def update(self, text: str) -> None:
        self.http.send(
            "POST", self._update, change_once=True, data=text.encode("utf-8"),
            headers={"Content-Type": "application/sparql-update; charset=utf-8"},
        )  # fmt: skip

    def normal(self, triple: Triple) -> Triple:
        return self.kind.normal(triple)


def takes_quads(client: Client) -> TypeGuard[HttpStore]:
    """Whether a store takes triples of many graphs in one request (:meth:`HttpStore.add`)."""
    return isinstance(client, HttpStore) and bool(client.kind.quads)


class DiskStore:
    """A pyoxigraph store in a folder."""

    can_update = True

    def __init__(self, folder: Path) -> None:
        self.address = str(folder)
        self.open()

    def open(self) -> None:
        """Open the store; at first it is."""
        try:
            self.store = Store(self.address)
        except (OSError, ValueError) as error:
            raise DashiError(
                Both(f"数据库无法打开（{error}）", f"the store cannot be opened ({error})"),
                remedy=Both("请检查是否有别的程序正在使用它。", "Check whether another program is using it."),
                file=self.address,
            ) from None

    def close(self) -> None:
        """Close its files, until it is opened again."""
        self.store.flush()
        del self.store

    def add(self, bulks: Iterable[bytes]) -> None:
        """Add N-Quads, some megabytes at a time; not in one step."""
        for bulk in bulks:
            self.store.bulk_load(bulk, format=RdfFormat.N_QUADS)

    def others(self, graphs: Iterable[str]) -> Iterator[Quad]:
        """The quads of these graphs, and those of the default graph."""
        nodes: list[DefaultGraph | NamedNode] = [DefaultGraph(), *map(NamedNode, graphs)]
        for graph in nodes:
            yield from self.store.quads_for_pattern(None, None, None, graph)

    def put(self, graph: str, chunks: Iterable[bytes]) -> None:
        node = NamedNode(graph)
        self.store.clear_graph(node)
        for chunk in chunks:
            self.store.bulk_load(chunk, format=RdfFormat.N_TRIPLES, to_graph=node)

    def delete(self, graph: str) -> None:
        self.store.remove_graph(NamedNode(graph))

    def fetched(self, graph: str) -> Fetched:
        return Fetched(None, lambda: self.triples(graph))

    def triples(self, graph: str) -> list[Triple]:
        return [quad.triple for quad in self.store.quads_for_pattern(None, None, None, NamedNode(graph))]

    def graphs(self) -> set[str]:
        named = self.store.named_graphs()
        return {
            node.value
            for node in named
            if any(True for _ in self.store.quads_for_pattern(None, None, None, node))
        }

    def update(self, text: str) -> None:
        self.store.update(text)
        self.store.flush()

    def normal(self, triple: Triple) -> Triple:
        return by_value(triple)

    def quads(self) -> Sequence[Quad]:
        """All quads, for looking at."""
        return list(self.store)
